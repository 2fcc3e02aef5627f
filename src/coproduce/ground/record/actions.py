"""Writing an act down, and forgetting whose it was."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from coproduce.ground.record.acts import known
from coproduce.ground.record.hashing import BEFORE_ALL, HASHED, line_hash, new_key, person_seal, reason_seal
from coproduce.ground.record.models import Head, Line, PersonKey, ReasonKey


def write_down(
    act: str, subject: Model, *, by: Model | int | None, project: int | None = None, reason: str = ""
) -> Line:
    """Add an act to the record: who did what to which row, by ids alone. Call it last in the act's own transaction.

    `by` is the person or their id, None for the site itself. `reason` is sealed and not kept: keep the words where
    they can be erased. Raises UnknownAct, and TransactionManagementError outside a transaction.
    """
    known(act)
    _must_be_in_a_transaction()
    head = _locked_head()
    line = Line(
        number=head.number + 1,
        at=_now_in_milliseconds(),
        act=act,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        project_id=project,
        before=head.hash,
    )
    _sign(line, by.pk if isinstance(by, Model) else by)
    key_of_reason = _seal_reason(line, reason)
    line.hash = line_hash(line.before, {name: getattr(line, name) for name in HASHED})
    line.save(force_insert=True)
    if key_of_reason:
        key_of_reason.save(force_insert=True)
    head.number, head.hash = line.number, line.hash
    head.save()
    return line


def forget_person(person: Model) -> None:
    """Unlink a person from all their acts, for good. The chain still holds, and nobody can tell which were theirs.

    Inside a transaction, as its last lock.
    """
    _must_be_in_a_transaction()
    _locked_head()  # so that no line of theirs is being written meanwhile
    Line.objects.filter(person=person.pk).update(person=None)
    PersonKey.objects.filter(person=person.pk).delete()


def forget_reason(line: Line) -> None:
    """After the words of a reason were erased: now nobody can try words until they fit."""
    ReasonKey.objects.filter(line=line).delete()


def _must_be_in_a_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("The record is written in the transaction of the act it tells of.")


def _locked_head() -> Head:
    head, _new = Head.objects.select_for_update().get_or_create(pk=1, defaults={"number": 0, "hash": BEFORE_ALL})
    return head


def _sign(line: Line, person: int | None) -> None:
    if person is None:
        return
    key, _new = PersonKey.objects.get_or_create(person_id=person, defaults={"key": new_key()})
    line.person_id = person
    line.seal = person_seal(key.key, line.number, person)


def _seal_reason(line: Line, words: str) -> ReasonKey | None:
    if not words:
        return None
    key = ReasonKey(line=line, key=new_key())
    line.reason_seal = reason_seal(key.key, words)
    return key


def _now_in_milliseconds() -> datetime:
    """As fine as JSON keeps a time on its way through a backup (Django's encoder cuts the rest off)."""
    now = timezone.now()
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
