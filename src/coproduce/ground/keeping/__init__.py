"""What each column holds, how long it stays, and what erasing a person or their words does to it.

Every model carries `keeping`. A column without a line fails the build, so nobody can add a place for
personal data without saying what becomes of it.
"""

from coproduce.ground.keeping.columns import Column, Erasing, Holds, Keeping, Until

__all__ = ["Column", "Erasing", "Holds", "Keeping", "Until"]
