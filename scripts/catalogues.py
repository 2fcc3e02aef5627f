"""Compile the translations: each .po file under src gets its .mo beside it, without gettext tools."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogue(source: Path) -> list[str]:
    """Write the .mo file of one .po file; answer what is wrong with it, each with its line."""
    with source.open("rb") as text:
        try:
            catalogue = read_po(text, locale=source.parts[-3], abort_invalid=True)
        except PoFileError as error:
            return [f"{source.relative_to(ROOT)}: {error}"]
    faults = [
        f"{source.relative_to(ROOT)}:{message.lineno}: {fault}"
        for message, found in catalogue.check()
        for fault in found
    ]
    if not faults:
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)
    return faults


def main() -> None:
    sources = sorted((ROOT / "src").glob("**/locale/*/LC_MESSAGES/*.po"))
    faults = [fault for source in sources for fault in compile_catalogue(source)]
    if faults:
        sys.exit("\n".join(faults))
    print(f"{len(sources)} catalogues compiled")


if __name__ == "__main__":
    main()
