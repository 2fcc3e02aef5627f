"""The names that an act may have in the record, so that it can be read and counted years later."""

_ACTS = {
    "board closed",
    "board opened",
    "duties changed",
    "may run it",
    "project started",
    "round closed",
    "round opened",
    "takes part",
    "version published",
    "words taken back",
}


class UnknownAct(ValueError):
    """No room has registered an act of this name."""


def register_acts(*names: str) -> None:
    """Add a room's acts: two or three plain words each, what was done. Called from its `apps.ready()`."""
    _ACTS.update(names)


def known(act: str) -> str:
    """The act itself. Raises UnknownAct."""
    if act not in _ACTS:
        raise UnknownAct(f"No room has registered the act {act!r}: call register_acts({act!r}) in its apps.ready().")
    return act
