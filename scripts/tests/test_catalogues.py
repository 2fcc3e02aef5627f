import gettext

import pytest

from scripts import catalogues

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def welsh(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    folder = tmp_path / "src" / "locale" / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    return folder / "django.po"


def test_a_translation_is_read_back_by_gettext(welsh):
    welsh.write_text(HEAD + 'msgid "note"\nmsgstr "nodyn"\n')

    faults = catalogues.compile_catalogue(welsh)

    with welsh.with_suffix(".mo").open("rb") as compiled:
        assert (faults, gettext.GNUTranslations(compiled).gettext("note")) == ([], "nodyn")


def test_a_translation_that_loses_a_placeholder_is_refused_with_its_line(welsh):
    welsh.write_text(HEAD + '#, python-format\nmsgid "%(n)s notes"\nmsgstr "%(m)s nodyn"\n')

    faults = catalogues.compile_catalogue(welsh)

    assert faults == ["src/locale/cy/LC_MESSAGES/django.po:5: unknown named placeholder 'm'"]
    assert not welsh.with_suffix(".mo").exists()


def test_a_file_that_is_no_catalogue_is_refused(welsh):
    welsh.write_text("msgid no quotes\n")

    faults = catalogues.compile_catalogue(welsh)

    assert len(faults) == 1
    assert faults[0].startswith("src/locale/cy/LC_MESSAGES/django.po: ")
