"""What was taken back after a backup was made is not in the site that is restored from it."""

import pytest

from coproduce.ground.record.models import Line, PersonKey
from coproduce.ground.record.queries import verify
from coproduce.overview.safekeeping.backup import write_backup
from coproduce.overview.safekeeping.file import BackupTrouble
from coproduce.overview.safekeeping.restore import restore_backup
from coproduce.overview.tests.living import one_more_note, people_have_been_here
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.actions import change_words, take_back
from coproduce.people.contribute.forgetting import forget_person
from coproduce.people.contribute.ledger import erased_in
from coproduce.people.contribute.models import Contribution, EarlierWords, Erasure
from coproduce.people.projects.actions import start_project
from coproduce.people.projects.models import Membership, Project

CANARY = "the heron by the lock"


@pytest.fixture
def site(new_site):
    """Two words that will be taken back: one before the backup, one after."""
    made = new_site()
    with made.here():
        people_have_been_here()
    return made


def said_with_a_canary() -> Contribution:
    said = one_more_note(f"First {CANARY}")
    change_words(said, CANARY, by=said.author)
    said.refresh_from_db()
    return said


def bytes_of(site) -> bytes:
    return b"".join(file.read_bytes() for file in site.data.iterdir() if file.name.startswith("coproduce.sqlite3"))


def test_words_taken_back_after_the_backup_are_taken_out_of_it_by_the_ledger(site, new_site, tmp_path):
    other = new_site()
    with site.here():
        said = said_with_a_canary()
        write_backup(tmp_path / "b.zip")
        take_back(said, by=said.author)
    other.ledger.write_bytes(site.ledger.read_bytes())

    with other.here():
        summary = restore_backup(tmp_path / "b.zip", over=False)

        again = Contribution.objects.get(pk=said.pk)
        assert (again.words, again.feeling, again.warning) == ("", "", "")
        assert again.taken_back_at is not None
        assert not EarlierWords.objects.filter(contribution=again).exists()
        assert Erasure.objects.filter(table="contribute.Contribution", row=said.pk).count() == 1
        assert summary.erased_again == 1
        assert "Erased again, because it was taken back after that: 1." in str(summary)
        assert verify().broken is None
        assert Line.objects.filter(act="words taken back", subject_id=said.pk).count() == 0
    assert CANARY.encode() not in bytes_of(other)


def test_the_site_that_is_replaced_knows_of_erasures_too(site, tmp_path):
    """Even when its ledger was lost."""
    with site.here():
        said = said_with_a_canary()
        write_backup(tmp_path / "b.zip")
        take_back(said, by=said.author)
        at = Erasure.objects.latest("pk").at
        site.ledger.unlink()

        summary = restore_backup(tmp_path / "b.zip", over=True)

        assert summary.erased_again == 1
        assert Contribution.objects.get(pk=said.pk).taken_back_at == at
        assert list(Erasure.objects.filter(row=said.pk).values_list("at", flat=True)) == [at]
        assert list(erased_in(site.ledger)) == list(Erasure.objects.order_by("pk").values_list("table", "row"))


def test_what_the_backup_shows_as_erased_is_not_erased_a_second_time(site, new_site, tmp_path):
    other = new_site()
    with site.here():
        write_backup(tmp_path / "b.zip")
    other.ledger.write_bytes(site.ledger.read_bytes())

    with other.here():
        summary = restore_backup(tmp_path / "b.zip", over=False)

        assert summary.erased_again == 0
        assert list(erased_in(other.ledger)) == list(erased_in(site.ledger))


def test_a_person_forgotten_after_the_backup_is_forgotten_again(site, new_site, tmp_path):
    other = new_site()
    with site.here():
        said = said_with_a_canary()
        sam = Membership.objects.get(name__startswith="Sam").person
        ada = Person.objects.get(email="ada@example.org")
        write_backup(tmp_path / "b.zip")
        forget_person(sam, by=sam)
        forget_person(ada, by=ada)
    other.ledger.write_bytes(site.ledger.read_bytes())

    with other.here():
        restore_backup(tmp_path / "b.zip", over=False)

        assert not Person.objects.filter(email="ada@example.org").exists()
        assert not Membership.objects.filter(name__startswith="Sam").exists()
        assert not Contribution.objects.filter(author__in=[sam.pk, ada.pk]).exists()
        assert Contribution.objects.get(pk=said.pk).words == ""
        assert not PersonKey.objects.filter(person__in=[sam.pk, ada.pk]).exists()
        assert not Line.objects.filter(person__in=[sam.pk, ada.pk]).exists()
        assert verify().broken is None


@pytest.mark.parametrize("on_postgres", [False, pytest.param(True, marks=pytest.mark.postgres)])
def test_an_id_that_was_erased_is_never_given_out_again(site, new_site, tmp_path, on_postgres, request):
    """The words came after the backup and were erased: only the ledger knows. New words under their id would be taken
    out by the next restore."""
    other = new_site(request.getfixturevalue("postgres") if on_postgres else "")
    with site.here():
        write_backup(tmp_path / "b.zip")
        said = said_with_a_canary()
        take_back(said, by=said.author)
    other.ledger.write_bytes(site.ledger.read_bytes())

    with other.here():
        summary = restore_backup(tmp_path / "b.zip", over=False)
        new = one_more_note("New words")
        assert summary.erased_again == 0
        assert new.pk > said.pk
        write_backup(tmp_path / "c.zip")
        restore_backup(tmp_path / "c.zip", over=True)

        assert Contribution.objects.get(pk=new.pk).words == "New words"


def test_the_ledger_of_another_site_takes_nothing_out(site, new_site, tmp_path):
    """Replacing one site by another: what the first one erased says nothing of the second, though ids are the same."""
    other = new_site()
    with site.here():
        kept = set(Contribution.objects.exclude(words="").values_list("pk", flat=True))
        write_backup(tmp_path / "b.zip")
    with other.here():
        ben = Person.objects.create_user("ben@example.org")
        project = start_project("Else", purpose="", who_decides="group", decider="", by=ben)
        for number in range(3):
            said = Contribution.objects.create(
                project=project,
                author=ben,
                words="x",
                said_at=project.made_at,
                client_id=f"00000000-0000-0000-0000-00000000000{number}",
            )
            take_back(said, by=ben)
        erased = list(erased_in(other.ledger))
        assert kept & {row for _table, row in erased}

        summary = restore_backup(tmp_path / "b.zip", over=True)

        assert summary.erased_again == 0
        assert set(Contribution.objects.exclude(words="").values_list("pk", flat=True)) == kept
        assert list(erased_in(other.ledger)) == list(erased_in(site.ledger))
        (aside,) = other.data.glob("erased-until-*.jsonl")
        assert list(erased_in(aside)) == erased


def test_a_ledger_that_names_an_unknown_table_stops_the_restore(site, tmp_path):
    with site.here():
        write_backup(tmp_path / "b.zip")
        with site.ledger.open("a") as ledger:
            ledger.write('["later.Thing", 5]\n')
        before = Project.objects.get().name

        with pytest.raises(BackupTrouble, match=r"names later\.Thing"):
            restore_backup(tmp_path / "b.zip", over=True)

        assert Project.objects.get().name == before
