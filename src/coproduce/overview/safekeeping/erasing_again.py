"""What was erased after a backup was made is erased again when the backup is restored.

Two places know of it: the ledger beside the database, which no backup holds, and the database that is about to be
replaced. Both speak by table and id alone.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import connection
from django.utils import timezone

from coproduce.ground.record import actions as record
from coproduce.overview.safekeeping.file import BackupTrouble
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.forgetting import let_go_of
from coproduce.people.contribute.ledger import erased_in, ledger_file, tell_ledger
from coproduce.people.contribute.making import emptied, erasure_of
from coproduce.people.contribute.models import Contribution, EarlierWords, Erasure

Erased = Mapping[tuple[str, int], datetime | None]  # (table, id): when, None where only the ledger knows of it


def erased_here() -> Erased:
    """Every erasure that this site knows of, oldest first."""
    noted: dict[tuple[str, int], datetime | None] = dict.fromkeys(erased_in(ledger_file()))
    for table, row, at in Erasure.objects.order_by("pk").values_list("table", "row", "at"):
        noted[table, row] = at
    return noted


def erase_again(erased: Erased) -> int:
    """Erase in the restored rows what they do not show as erased; gives how many. Inside the restoring transaction.

    The record gets no line for it: it had one when it was done. Ids that were erased are not given out again, even
    where the backup is older than their rows: the ledger would take out somebody else's words.
    """
    shown = set(Erasure.objects.values_list("table", "row"))
    again = 0
    for (table, row), at in erased.items():
        if table not in _ERASERS:
            raise BackupTrouble(
                f"The ledger of erasures names {table}, which this version does not know. "
                "Install the version that this site had last, then restore."
            )
        if (table, row) not in shown:
            again += _ERASERS[table](row, at or timezone.now())
    for table in _ERASERS:
        _never_again(table, (row for of, row in erased if of == table))
    return again


def tell_ledger_all() -> None:
    """Bring a ledger that is new, or was lost, up to what the database knows."""
    told = set(erased_in(ledger_file()))
    for table, row in Erasure.objects.order_by("pk").values_list("table", "row"):
        if (table, row) not in told:
            tell_ledger(table, row)


def _empty_contribution(row: int, at: datetime) -> bool:
    contribution = Contribution.objects.filter(pk=row, taken_back_at=None).first()
    if contribution is None:
        return False
    contribution.save(update_fields=emptied(contribution, at))
    EarlierWords.objects.filter(contribution=contribution).delete()
    erasure_of(contribution, at).save()
    return True


def _forget_person(row: int, at: datetime) -> bool:
    person = Person.objects.filter(pk=row).first()
    if person is None:
        return False
    let_go_of(person, at)
    record.forget_person(person)
    return True


_ERASERS: Mapping[str, Callable[[int, datetime], bool]] = {
    Contribution._meta.label: _empty_contribution,
    Person._meta.label: _forget_person,
}
_TABLES = {model._meta.label: model._meta.db_table for model in (Contribution, Person)}


def _never_again(label: str, rows: Iterable[int]) -> None:
    """The table's next id lies beyond these."""
    highest = max(rows, default=0)
    if not highest:
        return
    table = _TABLES[label]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            if cursor.fetchone() is None:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, 0)", [table])
            cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [highest, table])
        else:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            (sequence,) = cursor.fetchone()
            cursor.execute("SELECT setval(%s, greatest(%s, nextval(%s)))", [sequence, highest, sequence])
