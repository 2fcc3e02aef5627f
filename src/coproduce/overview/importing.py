"""A draft from a file into a project, for the command line."""

from collections.abc import Sequence

from coproduce.cycle.draft.actions import start_document, take_in
from coproduce.cycle.draft.importing import ImportedBlock
from coproduce.cycle.draft.queries import document_of
from coproduce.people.projects.models import Part, Project


class Impossible(Exception):
    """It cannot be taken in; the text says what to do."""


def take_in_draft(blocks: Sequence[ImportedBlock], *, slug: str, keep: bool) -> str:
    """The project's address. The blocks come after what is in its draft already, in the name of who began it."""
    project = Project.objects.filter(slug=slug).first()
    if project is None:
        known = ", ".join(Project.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise Impossible(f"There is no project with the address {slug}. There is: {known}.")
    if keep:
        first = project.memberships.filter(part=Part.HELPS_RUN_IT, left_on=None).select_related("person").first()
        if first is None:
            raise Impossible(f"Nobody runs {slug}. Invite somebody first.")
        heading = next((block.text for block in blocks if block.kind == "heading"), project.name)
        document = document_of(project) or start_document(project, heading[:120], by=first.person)
        take_in(document, blocks, by=first.person)
    return f"{project.name} ({slug})"
