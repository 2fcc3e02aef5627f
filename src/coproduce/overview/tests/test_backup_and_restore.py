import json
import zipfile
from pathlib import Path

import pytest

from coproduce.ground.record.queries import verify
from coproduce.overview.others_keeping import lasting_tables
from coproduce.overview.safekeeping.backup import write_backup
from coproduce.overview.safekeeping.restore import restore_backup
from coproduce.overview.tests.living import one_more_note, people_have_been_here
from coproduce.people.accounts.models import FailedTry, SignInLink
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.models import Project


def members_of(file: Path) -> dict[str, bytes]:
    """Everything but when it was made."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    del manifest["made_at"]
    return {**members, "manifest": json.dumps(manifest).encode()}


def copied(source, target, file: Path) -> Path:
    """A backup of the source, restored in the target, and a backup of that; gives the second file."""
    with source.here():
        write_backup(file)
    with target.here():
        restore_backup(file, over=False)
        again = file.with_suffix(".again.zip")
        write_backup(again)
    return again


def test_a_restored_site_gives_the_same_backup_byte_for_byte(new_site, tmp_path):
    first, second = new_site(), new_site()
    with first.here():
        people_have_been_here()

    again = copied(first, second, tmp_path / "b.zip")

    assert members_of(again) == members_of(tmp_path / "b.zip")
    with second.here():
        assert verify().broken is None


def test_something_stands_in_every_table_of_that_test(new_site, tmp_path):
    """Else 'byte for byte' says little."""
    site = new_site()
    with site.here():
        people_have_been_here()
        told = write_backup(tmp_path / "b.zip")

    assert {label for label, table in told.manifest.tables.items() if not table.rows} == set()
    assert set(told.manifest.tables) == {model._meta.label for model in lasting_tables()}


@pytest.mark.postgres
def test_a_site_outgrows_sqlite_and_could_come_back(new_site, postgres, tmp_path):
    small, large, small_again = new_site(), new_site(postgres), new_site()
    with small.here():
        people_have_been_here()

    on_postgres = copied(small, large, tmp_path / "one.zip")
    back = copied(large, small_again, tmp_path / "two.zip")

    assert members_of(on_postgres) == members_of(tmp_path / "one.zip")
    assert members_of(back) == members_of(tmp_path / "one.zip")
    for site in (large, small_again):
        with site.here():
            assert verify().broken is None


def test_what_lasts_a_day_is_not_in_a_backup(new_site, tmp_path):
    site = new_site()
    with site.here():
        people_have_been_here()
        told = write_backup(tmp_path / "b.zip")

        assert FailedTry.objects.exists()
        assert SignInLink.objects.exists()
    left_out = {
        "accounts.FailedTry",
        "accounts.SignInLink",
        "account.EmailConfirmation",
        "auth.Group",
        "auth.Permission",
        "contenttypes.ContentType",
        "sessions.Session",
    }
    assert not left_out & set(told.manifest.tables)


def test_the_keys_are_not_in_a_backup(new_site, tmp_path, settings):
    """And who asked for it is told to keep them."""
    site = new_site()
    with site.here():
        people_have_been_here()
        summary = str(write_backup(tmp_path / "b.zip"))

    keys = [each for each in Path(settings.KEYS_FILE).read_text().split('"') if len(each) > 20]
    assert keys
    whole = b"".join(members_of(tmp_path / "b.zip").values()).decode()
    assert [key for key in keys if key in whole] == []
    assert settings.SECRET_KEY not in whole
    assert "key ring" in summary


def test_times_that_a_row_is_given_when_made_are_restored_and_not_made_again(new_site, tmp_path):
    first, second = new_site(), new_site()
    with first.here():
        people_have_been_here()
        Project.objects.update(made_at="2021-05-06T07:08:09.123456Z")

    copied(first, second, tmp_path / "b.zip")

    with second.here():
        assert Project.objects.get().made_at.isoformat() == "2021-05-06T07:08:09.123456+00:00"


@pytest.mark.parametrize("on_postgres", [False, pytest.param(True, marks=pytest.mark.postgres)])
def test_people_go_on_with_new_ids_after_a_restore(new_site, tmp_path, on_postgres, request):
    first, second = new_site(), new_site(request.getfixturevalue("postgres") if on_postgres else "")
    with first.here():
        people_have_been_here()
        before = set(Contribution.objects.values_list("pk", flat=True))

    copied(first, second, tmp_path / "b.zip")

    with second.here():
        made = one_more_note()
        assert made.pk not in before
        assert verify().broken is None
