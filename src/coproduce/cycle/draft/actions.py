"""Starting a document, writing its principles, and publishing a version."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from coproduce.cycle.draft import rules
from coproduce.cycle.draft.importing import ImportedBlock
from coproduce.cycle.draft.models import Document, Sorting, Version, VersionBlock
from coproduce.cycle.draft.queries import document_of, draft_so_far, next_number
from coproduce.cycle.draft.signals import version_published
from coproduce.ground.live.actions import Accepted, accept, accept_one
from coproduce.ground.live.gate import Refused
from coproduce.ground.live.kinds import Act
from coproduce.ground.live.models import Log
from coproduce.ground.record.actions import write_down
from coproduce.people.accounts.models import Person
from coproduce.people.projects.models import Project
from coproduce.people.projects.queries import standing_of


@transaction.atomic
def start_document(project: Project, title: str, *, by: Person) -> Document:
    """An empty draft."""
    if not rules.may_write(standing_of(by, project)):
        raise PermissionDenied
    return Document.objects.create(project=project, title=title, log=Log.objects.create(kind="document"))


@transaction.atomic
def call_draft(document: Document, title: str, *, by: Person) -> None:
    """Another name, from the next version on; what is published keeps the one it had."""
    if not rules.may_write(standing_of(by, document.project)):
        raise PermissionDenied
    document.title = title
    document.save(update_fields=["title"])


@transaction.atomic
def add_principle(project: Project, values: Mapping[str, Any], *, title: str, by: Person, client_id: UUID) -> Accepted:
    """One more principle at the end of the draft. The first one starts the draft, under this title. Raises Refused."""
    document = document_of(project)
    if document is None:
        Project.objects.select_for_update().get(pk=project.pk)  # two first principles find one draft
        document = document_of(project) or start_document(project, title, by=by)
    return accept_one(document.log, "add principle", values, by=by, client_id=client_id)


@transaction.atomic
def take_in(document: Document, blocks: Sequence[ImportedBlock], *, by: Person) -> None:
    """The blocks of a draft that the group brought with it, after what is there: all of them, or none.

    Raises Refused for the first that cannot be kept, for one with too many words.
    """
    acts = [Act("take in", {"kind": block.kind, "words": block.text}) for block in blocks]
    for outcome in accept(document.log, acts, by=by):
        if isinstance(outcome, Refused):
            raise outcome


@transaction.atomic
def sorting_of(project: Project) -> Sorting:
    """The project's piles; made the first time that somebody sorts."""
    found = Sorting.objects.select_related("log").filter(project=project).first()
    if found is None:
        Project.objects.select_for_update().get(pk=project.pk)
        found = Sorting.objects.select_related("log").filter(project=project).first()
    return found or Sorting.objects.create(project=project, log=Log.objects.create(kind="sorting"))


def put_in_pile(project: Project, values: Mapping[str, Any], *, by: Person, client_id: UUID) -> Accepted:
    """Notes into a pile that is there, or into a new one. Raises Refused."""
    if not rules.may_sort(standing_of(by, project)):
        raise Refused("not allowed")
    return accept_one(sorting_of(project).log, "put in pile", values, by=by, client_id=client_id)


@transaction.atomic
def publish_version(document: Document, *, by: Person) -> Version:
    """A numbered snapshot that never changes. Raises ValueError when there is nothing to show."""
    if not rules.may_publish(standing_of(by, document.project)):
        raise PermissionDenied
    Log.objects.select_for_update().get(pk=document.log_id)
    blocks = draft_so_far(document)
    if not blocks:
        raise ValueError("a version shows at least one block")
    version = Version.objects.create(
        document=document,
        number=next_number(document),
        title=document.title,
        published_at=timezone.now(),
        by=by,
    )
    VersionBlock.objects.bulk_create(
        VersionBlock(version=version, block_id=each.block, wording_id=each.wording, place=place)
        for place, each in enumerate(blocks, start=1)
    )
    write_down("version published", version, by=by, project=document.project_id)
    version_published.send(Version, version=version)
    return version
