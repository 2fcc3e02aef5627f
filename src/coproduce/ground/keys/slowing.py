"""How long a person waits before a code is looked at again, after codes that opened nothing.

Guessing is slowed and nobody is ever locked out: a whole hospital may share one network address. No page sleeps.
The caller counts the failed tries and asks `seconds_to_wait`, holding one lock from the count to the end, so that
many tries at once cannot all see the same count:

    more than 0: answer 'Please wait N seconds, then try again. Nothing is locked.' and keep the words that were
    typed; the code is not looked at and the try is not counted;
    0: look for the code; if it opens nothing, write down one failed try.

Ten tries in ten minutes from one address are free. After that each waits a second longer than the one before, five at
the most. On the whole site at most 3,600 fail in any hour: half of them freely, the others at least two seconds
apart. On a site as busy as that each failed try of one's own adds a second, so that who comes new is let in before
those who keep guessing. Some hundred addresses together could still take every turn: long links, which nobody can
guess, need no slowing and go on working.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

COUNTED_HERE = timedelta(minutes=10)
COUNTED_EVERYWHERE = timedelta(hours=1)

FREE_HERE = 10
LONGEST_PAUSE = 5
FREE_EVERYWHERE = 1_800
PAUSE_ON_A_BUSY_SITE = 2  # seconds: 1,800 of them fill an hour


@dataclass(frozen=True, slots=True)
class FailedTries:
    """Failed tries from one address in the last COUNTED_HERE and on the site in the last COUNTED_EVERYWHERE.

    The ages of the newest are in seconds; they do not matter where the count is 0.
    """

    here: int
    newest_here: float
    everywhere: int
    newest_everywhere: float


def seconds_to_wait(failed: FailedTries) -> int:
    """Whole seconds until a code may be tried from this address; 0 for now."""
    waits = (
        _pause_here(failed.here) - failed.newest_here,
        _pause_everywhere(failed) - failed.newest_everywhere,
    )
    return max(0, ceil(max(waits)))


def _pause_here(failed: int) -> int:
    return min(max(0, failed - FREE_HERE + 1), LONGEST_PAUSE)


def _pause_everywhere(failed: FailedTries) -> int:
    if failed.everywhere < FREE_EVERYWHERE:
        return 0
    return min(PAUSE_ON_A_BUSY_SITE + failed.here, LONGEST_PAUSE)
