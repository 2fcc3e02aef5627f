from typing import Any

from django.core.management.commands import flush

from coproduce.ground.record.guard import guard_aside


class Command(flush.Command):
    """Django's own command, which empties the whole site; the record's guard stands aside for it."""

    def handle(self, **options: Any) -> None:
        with guard_aside(options["database"]):
            super().handle(**options)
