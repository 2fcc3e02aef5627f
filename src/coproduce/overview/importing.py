"""A draft from a file into a project, for the command line."""

from collections.abc import Sequence
from pathlib import Path

from coproduce.cycle.draft.actions import start_document, take_in
from coproduce.cycle.draft.importing import ImportedBlock, Written, blocks_of
from coproduce.cycle.draft.queries import document_of
from coproduce.people.projects.models import Part, Project


class Impossible(Exception):
    """It cannot be taken in; the text says what to do."""


WRITTEN: dict[str, Written] = {".txt": "text", ".md": "markdown", ".markdown": "markdown"}


def blocks_in_file(file: Path) -> list[ImportedBlock]:
    """What is recognised in a text or Markdown file. Raises Impossible."""
    kind = WRITTEN.get(file.suffix.lower())
    if kind is None:
        raise Impossible(f"{file.name} is not a text (.txt) or Markdown (.md) file. Save it as one of these first.")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as trouble:
        raise Impossible(f"{file} cannot be read: {trouble.strerror}.") from None
    except UnicodeDecodeError:
        raise Impossible(f"{file.name} is not in UTF-8. Save it as plain text in UTF-8.") from None
    blocks = blocks_of(text, kind=kind)
    if not blocks:
        raise Impossible(f"There are no words in {file.name}.")
    return blocks


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
