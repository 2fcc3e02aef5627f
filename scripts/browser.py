"""Make sure that the tests have a Chromium, and print where it is.

When none is named or on PATH, the one that the npm package @sparticuz/chromium carries is unpacked into
.cache/chromium: the program, the libraries that a plain Debian lacks, and a font.
"""

import io
import json
import sys
import tarfile
from pathlib import Path

import brotli

from tests.browser.chromium import UNPACKED, NoChromiumError, find_chromium, own_chromium

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tests" / "browser" / "node_modules" / "@sparticuz" / "chromium"

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}/fonts</dir>
  <cachedir>{folder}/fonts-cache</cachedir>
</fontconfig>
"""


def unbrotli(source: Path) -> bytes:
    decompressor = brotli.Decompressor()
    with source.open("rb") as packed:
        return b"".join(decompressor.process(part) for part in iter(lambda: packed.read(1 << 20), b""))


def unpack() -> None:
    version = json.loads((PACKAGE / "package.json").read_text())["version"]
    said = UNPACKED / "version"
    if said.is_file() and said.read_text() == version:
        return
    UNPACKED.mkdir(parents=True, exist_ok=True)
    for name in ("al2023", "fonts", "swiftshader"):
        with tarfile.open(fileobj=io.BytesIO(unbrotli(PACKAGE / "bin" / f"{name}.tar.br"))) as archive:
            archive.extractall(UNPACKED)
    (UNPACKED / "fonts.conf").write_text(FONTS.format(folder=UNPACKED))
    # Under another name until it is whole, so that nobody starts half a browser.
    whole = UNPACKED / "chromium.part"
    whole.write_bytes(unbrotli(PACKAGE / "bin" / "chromium.br"))
    whole.chmod(0o755)
    whole.replace(UNPACKED / "chromium")
    said.write_text(version)


def main() -> None:
    if own_chromium() is None:
        unpack()
    try:
        print(find_chromium())
    except NoChromiumError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
