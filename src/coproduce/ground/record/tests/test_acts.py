import pytest

from coproduce.ground.record.acts import UnknownAct, known, register_acts


def test_an_act_that_no_room_registered_is_refused_and_the_message_says_how_to_mend_it() -> None:
    with pytest.raises(UnknownAct, match=r"register_acts\('board eaten'\) in its apps\.ready\(\)"):
        known("board eaten")


def test_a_room_may_register_its_acts_more_than_once() -> None:
    register_acts("board wiped", "board framed")
    register_acts("board wiped")

    assert [known(act) for act in ("board wiped", "board framed")] == ["board wiped", "board framed"]
