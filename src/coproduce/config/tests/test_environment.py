from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from coproduce.config.environment import database_from, missing_in_production, mode_of, secret_kept_in

GOOD = {"COPRODUCE_ADDRESS": "https://coproduce.example", "COPRODUCE_SECRET_KEY": "s" * 48}


def test_a_site_is_in_production_unless_told_otherwise() -> None:
    assert mode_of({}) == "production"


def test_an_unknown_mode_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ImproperlyConfigured, match="production, demo, test"):
        mode_of({"COPRODUCE_MODE": "prod"})


def test_production_says_everything_that_is_missing_at_once(tmp_path: Path) -> None:
    missing = missing_in_production({}, tmp_path)

    assert [line.partition(":")[0] for line in missing] == [
        "COPRODUCE_ADDRESS",
        "COPRODUCE_SECRET_KEY",
        "COPRODUCE_KEYS",
    ]


def test_production_starts_when_nothing_is_missing(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("{}")

    assert missing_in_production(GOOD, tmp_path) == []


@pytest.mark.parametrize("address", ["http://coproduce.example", "coproduce.example", ""])
def test_production_wants_an_address_that_cannot_be_listened_to(tmp_path: Path, address: str) -> None:
    (tmp_path / "keys.json").write_text("{}")

    (missing,) = missing_in_production({**GOOD, "COPRODUCE_ADDRESS": address}, tmp_path)

    assert missing.startswith("COPRODUCE_ADDRESS")


def test_the_demos_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "secret-key"

    first, second = secret_kept_in(file), secret_kept_in(file)

    assert first == second
    assert len(first) >= 48
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_postgresql_address_is_taken_apart(tmp_path: Path) -> None:
    found = database_from("postgresql://ada:p%40ss@db.example:5433/coproduce", tmp_path)

    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "coproduce",
        "USER": "ada",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "CONN_MAX_AGE": 60,
    }


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgresql://a@b", "nonsense"])
def test_another_database_is_refused_with_an_example(tmp_path: Path, url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="must look like"):
        database_from(url, tmp_path)
