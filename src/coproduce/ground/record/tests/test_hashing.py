from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.ground.record.hashing import BEFORE_ALL, HASHED, line_hash, new_key, person_seal, reason_seal

LINE = {
    "number": 1,
    "at": datetime(2026, 3, 3, 14, 0, 0, 120_000, tzinfo=UTC),
    "act": "board closed",
    "subject_kind": "capture.board",
    "subject_id": 6,
    "project_id": None,
    "seal": "",
    "reason_seal": "",
}
others = {
    "number": st.integers(1),
    "at": st.datetimes(timezones=st.just(UTC)),
    "act": st.text(),
    "subject_kind": st.text(),
    "subject_id": st.integers(),
    "project_id": st.none() | st.integers(),
    "seal": st.text(),
    "reason_seal": st.text(),
}


def test_a_hash_is_the_same_in_every_release() -> None:
    """Chains are checked years later: the spelling of a line may never change."""
    spelt = f'["{BEFORE_ALL}",1,"2026-03-03T14:00:00.120000+00:00","board closed","capture.board",6,null,"",""]'

    assert line_hash("0" * 64, LINE) == sha256(spelt.encode()).hexdigest()


def test_seals_are_the_same_in_every_release() -> None:
    key = "ab" * 32

    assert person_seal(key, 7, 12) == "ed4aa45bf5e394a9bb1e3b828f22f6d50f39af428b7e9e4789ad339ba259e5ca"
    assert reason_seal(key, "It named somebody.") == "9e8b1b6fd5f9bc78b48afce036572243ed33354c60a6f497cded0c3b08071e3b"


@pytest.mark.parametrize("name", HASHED)
@given(data=st.data())
def test_every_value_counts(name: str, data: st.DataObject) -> None:
    other = data.draw(others[name].filter(lambda value: value != LINE[name]))

    assert line_hash(BEFORE_ALL, LINE | {name: other}) != line_hash(BEFORE_ALL, LINE)


def test_the_line_before_counts() -> None:
    assert line_hash("1" * 64, LINE) != line_hash(BEFORE_ALL, LINE)


@given(st.text(), st.text(), st.text(), st.text())
def test_words_cannot_wander_from_one_value_to_the_next(act: str, kind: str, other_act: str, other_kind: str) -> None:
    one = line_hash(BEFORE_ALL, LINE | {"act": act, "subject_kind": kind})
    other = line_hash(BEFORE_ALL, LINE | {"act": other_act, "subject_kind": other_kind})

    assert (one == other) == ((act, kind) == (other_act, other_kind))


def test_one_moment_hashes_the_same_in_every_zone() -> None:
    moment = LINE["at"]
    assert isinstance(moment, datetime)

    assert line_hash(BEFORE_ALL, LINE | {"at": moment.astimezone(ZoneInfo("Asia/Kolkata"))}) == line_hash(
        BEFORE_ALL, LINE
    )
    assert line_hash(BEFORE_ALL, LINE | {"at": moment + timedelta(microseconds=1)}) != line_hash(BEFORE_ALL, LINE)


def test_seals_of_one_person_tell_nothing_of_each_other() -> None:
    ada, bo = new_key(), new_key()

    seals = {person_seal(key, number, person) for key, person in ((ada, 1), (bo, 1)) for number in range(100)}

    assert len(seals) == 200
