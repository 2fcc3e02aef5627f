from datetime import UTC, datetime, timedelta

from coproduce.people.accounts.idle import is_idle, note_sent

NOON = datetime(2027, 3, 2, 12, tzinfo=UTC)


def test_twelve_hours_without_sending_anything_are_the_limit() -> None:
    session: dict[str, int] = {}
    note_sent(session, now=NOON)

    assert not is_idle(session, now=NOON + timedelta(hours=12))
    assert is_idle(session, now=NOON + timedelta(hours=12, seconds=1))


def test_what_is_sent_moves_the_limit_on() -> None:
    session: dict[str, int] = {}
    note_sent(session, now=NOON)
    note_sent(session, now=NOON + timedelta(hours=11))

    assert not is_idle(session, now=NOON + timedelta(hours=23))


def test_the_time_is_noted_to_the_quarter_of_an_hour_only() -> None:
    session: dict[str, int] = {}
    note_sent(session, now=NOON)
    before = dict(session)

    note_sent(session, now=NOON + timedelta(minutes=14))

    assert session == before


def test_where_nothing_was_noted_the_time_is_over() -> None:
    assert is_idle({}, now=NOON)
