import sys
from pathlib import Path

import pytest

from scripts import setup, steps
from scripts.steps import Log, Step


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """An empty checkout: the steps believe that it is theirs."""
    for module in (steps, setup):
        monkeypatch.setattr(module, "ROOT", tmp_path)
        monkeypatch.setattr(module, "STAMPS", tmp_path / "stamps")
        monkeypatch.setattr(module, "LOGS", tmp_path / "log", raising=False)
    setup._stop.clear()
    return tmp_path


def step_that_runs(command: str, made_from: Path) -> Step:
    return Step(
        "example",
        "Doing an example",
        lambda log: log.run(sys.executable, "-c", command),
        "Mend it so.",
        lambda: [made_from],
        makes=made_from,
    )


def test_a_step_is_done_until_what_it_is_made_from_changes(checkout):
    lock = checkout / "example.lock"
    lock.write_text("one")
    step = step_that_runs("pass", lock)
    done = [step.is_done()]

    setup.carry_out(step)
    done.append(step.is_done())
    lock.write_text("two")
    done.append(step.is_done())

    assert done == [False, True, False]


def test_a_step_is_not_done_when_what_it_made_has_gone(checkout):
    made = checkout / "made"
    step = Step("example", "Doing an example", lambda log: made.mkdir(), "", makes=made)
    setup.carry_out(step)

    made.rmdir()

    assert not step.is_done()


def test_a_failed_step_says_its_last_words_and_how_to_mend_it(checkout):
    lock = checkout / "example.lock"
    lock.write_text("one")
    step = step_that_runs("raise SystemExit('no such package')", lock)

    with pytest.raises(SystemExit) as stopped:
        setup.carry_out(step)

    words = str(stopped.value)
    assert 'The step "Doing an example" failed' in words
    assert "no such package" in words
    assert words.endswith("All of its output is in log/example.log.\nMend it so.")
    assert not step.is_done()


def test_after_a_failure_the_other_lane_begins_nothing_new(checkout):
    lock = checkout / "example.lock"
    lock.write_text("one")
    with pytest.raises(SystemExit):
        setup.carry_out(step_that_runs("raise SystemExit(1)", lock))
    later = Step("later", "Something later", lambda log: (checkout / "later").mkdir(), "")

    setup.carry_out(later)

    assert not (checkout / "later").exists()


def test_a_command_that_does_not_exist_fails_like_any_other(checkout):
    with pytest.raises(steps.StepFailedError):
        Log("example").run("no-such-program-anywhere")
