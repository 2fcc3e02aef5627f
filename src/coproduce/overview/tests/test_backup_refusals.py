"""Each thing that can be wrong with a backup is said in a sentence that mends it, and nothing is lost by it."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from coproduce.ground.record.queries import verify
from coproduce.overview.safekeeping import backup as backup_module
from coproduce.overview.safekeeping.backup import BackupTrouble, write_backup
from coproduce.overview.safekeeping.restore import restore_backup
from coproduce.overview.tests.living import people_have_been_here
from coproduce.people.accounts.models import Person
from coproduce.people.projects.models import Project


@pytest.fixture
def site(new_site):
    made = new_site()
    with made.here():
        people_have_been_here()
    return made


@pytest.fixture
def written(site, tmp_path) -> Path:
    with site.here():
        write_backup(tmp_path / "b.zip")
    return tmp_path / "b.zip"


@pytest.fixture
def empty(new_site):
    return new_site()


def changed(file: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None]) -> Path:
    """The same backup with another manifest or other members."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(manifest, members)
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in {**members, "manifest.json": json.dumps(manifest).encode()}.items():
            archive.writestr(name, text)
    return file


def refused(site, file: Path, match: str, *, over: bool = False) -> None:
    with site.here():
        before = list(Project.objects.values_list("pk", "name"))
        with pytest.raises(BackupTrouble, match=match):
            restore_backup(file, over=over)
        assert list(Project.objects.values_list("pk", "name")) == before


def test_a_site_with_projects_is_not_replaced_unless_asked(site, written):
    refused(site, written, "has projects already.*--over")


def test_with_over_the_site_is_replaced_and_its_record_holds(site, written):
    with site.here():
        Project.objects.update(name="Changed since")
        Person.objects.create_user("later@example.org")

        restore_backup(written, over=True)

        assert Project.objects.get().name != "Changed since"
        assert not Person.objects.filter(email="later@example.org").exists()
        assert verify().broken is None
        with pytest.raises(Exception, match="only ever added to"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM record_line")


def test_a_site_with_only_its_steward_counts_as_empty(empty, written):
    with empty.here():
        Person.objects.create_user("steward@example.org", is_steward=True)

        restore_backup(written, over=False)

        assert not Person.objects.filter(email="steward@example.org").exists()


def test_a_flipped_bit_is_found_wherever_it_is(empty, written):
    whole = written.read_bytes()
    places = {*range(0, len(whole), len(whole) // 150), *range(len(whole) - 100, len(whole))}
    with empty.here():
        for place in sorted(places):
            flipped = bytearray(whole)
            flipped[place] ^= 1 << place % 8
            written.write_bytes(flipped)
            with pytest.raises(BackupTrouble, match=r"damaged|not a backup|cut off"):
                restore_backup(written, over=False)
        assert not Project.objects.exists()


def test_a_backup_that_was_taken_apart_and_zipped_again_is_still_one(empty, written):
    changed(written, lambda _manifest, _members: None)

    with empty.here():
        restore_backup(written, over=False)
        assert Project.objects.exists()


def test_a_row_changed_by_hand_is_found_even_when_the_zip_is_sound(empty, written):
    def change(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
        name = "tables/projects.Project.jsonl"
        members[name] = members[name].replace(b"Working together", b"Working otherwise")

    refused(empty, changed(written, change), r"damaged: the table projects\.Project")


def test_a_file_that_is_cut_off_is_said(empty, written):
    written.write_bytes(written.read_bytes()[:-1000])

    refused(empty, written, "not a backup of Coproduce, or it is cut off")


def test_a_missing_file_and_another_kind_of_file_are_said(empty, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear all")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("manifest.json", "[]")

    refused(empty, tmp_path / "none.zip", "cannot be read: No such file")
    refused(empty, tmp_path / "letter.txt", "not a backup")
    refused(empty, tmp_path / "other.zip", "not a backup")


def test_a_backup_of_a_newer_version_is_refused_by_its_number(empty, written):
    def change(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
        manifest["coproduce"] = "7.0"
        manifest["migrations"]["draft"].append("0099_later")

    refused(empty, changed(written, change), r"newer version, Coproduce 7\.0; .* draft\.0099_later\. Install 7\.0")


def test_a_backup_of_an_older_version_is_refused_with_the_way_to_bring_it_here(empty, written):
    def change(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
        manifest["coproduce"] = "0.0.1"
        del manifest["migrations"]["feedback"][-1]

    refused(empty, changed(written, change), r"older version, Coproduce 0\.0\.1.*restore there, then bring")


def test_a_format_of_later_days_is_refused(empty, written):
    def change(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
        manifest["format"] = 2

    refused(empty, changed(written, change), "format 2, and this version reads format 1")


def test_other_columns_are_refused(empty, written):
    def change(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
        manifest["tables"]["projects.Partner"]["columns"].append("colour")

    refused(empty, changed(written, change), "other tables or columns")


@pytest.mark.parametrize("on_postgres", [False, pytest.param(True, marks=pytest.mark.postgres)])
def test_rows_that_point_at_nothing_are_refused_and_nothing_has_changed(new_site, site, written, on_postgres, request):
    def change(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
        name = "tables/projects.Project.jsonl"
        members[name] = b""
        manifest["tables"]["projects.Project"] |= {
            "rows": 0,
            "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        }

    target = new_site(request.getfixturevalue("postgres")) if on_postgres else site
    refused(target, changed(written, change), r"did not take this backup \(IntegrityError\)", over=True)


def test_a_database_that_is_not_migrated_is_said(new_site, written, tmp_path):
    site = new_site()
    with site.here():
        call_command("migrate", "feedback", "zero", verbosity=0)
        with pytest.raises(BackupTrouble, match="coproduce migrate"):
            write_backup(tmp_path / "new.zip")
        with pytest.raises(BackupTrouble, match="coproduce migrate"):
            restore_backup(written, over=False)
    assert not (tmp_path / "new.zip").exists()


def test_a_backup_is_for_its_owner_only_and_leaves_nothing_beside_it(written, tmp_path):
    assert written.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["b.zip"]


def test_an_older_backup_is_replaced_and_any_other_file_is_not(site, written, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear all")
    with site.here():
        Project.objects.update(name="Changed since")
        before = written.read_bytes()

        write_backup(written)
        with pytest.raises(BackupTrouble, match="there already and is not a backup"):
            write_backup(tmp_path / "letter.txt")

    assert written.read_bytes() != before
    assert (tmp_path / "letter.txt").read_text() == "Dear all"


def test_when_the_disk_is_full_the_older_backup_stays(site, written, tmp_path, monkeypatch):
    before = written.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup_module.os, "fsync", full)
    with site.here(), pytest.raises(BackupTrouble, match="could not be written: No space left"):
        write_backup(written)

    assert written.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["b.zip"]


def test_a_folder_that_is_not_there_is_said(site, tmp_path):
    with site.here(), pytest.raises(BackupTrouble, match="could not be written: No such file"):
        write_backup(tmp_path / "none" / "b.zip")


def test_the_file_is_on_the_disk_before_it_takes_its_name(site, tmp_path, monkeypatch):
    order = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(backup_module.os, "fsync", lambda handle: (order.append("fsync"), fsync(handle)))
    monkeypatch.setattr(Path, "replace", lambda one, other: (order.append("rename"), replace(one, other)))

    with site.here():
        write_backup(tmp_path / "b.zip")

    assert order == ["fsync", "rename", "fsync"]
