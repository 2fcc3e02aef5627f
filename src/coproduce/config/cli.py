"""The `coproduce` command: the one program of a site."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured

from coproduce.config.trouble import Trouble
from coproduce.ground.keys.ring import KeyRing


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status. What a person can mend is said in a sentence, without a traceback."""
    arguments = parser().parse_args(words)
    os.umask(0o077)  # what is in the data folder is for its owner only
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.config.settings")
    if arguments.command == "demo":
        os.environ.setdefault("COPRODUCE_MODE", "demo")
    try:
        return new_keys(arguments.file) if arguments.command == "new-keys" else _run(arguments)
    except Trouble as trouble:
        print(f"coproduce {arguments.command}: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(arguments: argparse.Namespace) -> int:
    """Load settings and rooms, then the commands: the one late import, because models need the settings first."""
    try:
        django.setup()
    except ImproperlyConfigured as missing:
        raise Trouble(str(missing)) from None
    commands = import_module("coproduce.config.commands")
    return int(getattr(commands, arguments.command.replace("-", "_"))(arguments))


def new_keys(file: Path) -> int:
    """A fresh ring, or a new first key in the one there is. Needs no settings: it makes what they would miss."""
    if file.exists():
        KeyRing.load(file).rotated().save(file)
        print(f"{file} has a new first key. The old ones still open what they closed. Restart the site.")
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        KeyRing.fresh().save(file)
        print(
            f"{file} is made. Keep a copy in another place than the backups: without it, codes and links stop working."
        )
    return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="coproduce",
        description="Coproduce: from a first event to a manifesto a group agreed, with nobody's words lost on the way.",
        epilog="Settings come from the environment; docs/reference/settings.md lists them.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text)

    demo = command(
        "demo",
        "Show an example project: makes it if it is not there, serves it, prints links to look around.",
    )
    _port(demo)
    demo.add_argument("--afresh", action="store_true", help="throw the example away and make it again")
    serve = command("serve", "Serve the site on one port, with a worker beside it.")
    _port(serve)
    serve.add_argument(
        "--host", default=os.environ.get("HOST", "127.0.0.1"), help="the address to listen on (%(default)s)"
    )
    serve.add_argument("--no-worker", action="store_true", help="without the worker; run `coproduce worker` yourself")
    command("migrate", "Bring the database to what this version needs.")
    command("worker", "What goes on beside the pages: makes erasures complete, tidies up. `serve` starts one.")
    command("tick", "Do once what is due by the clock; for a timer, where no worker runs.")
    steward = command("steward", "Print a link that signs in the person who looks after this site. Needs no mail.")
    steward.add_argument("email", nargs="?", default="", help="their e-mail, if they will sign in by e-mailed code")
    command("check", "Say what is misconfigured.")
    new_keys = command(
        "new-keys", "Make a key ring for codes, links and sealed columns; or add a new first key to one."
    )
    new_keys.add_argument("file", type=Path)
    imported = command("import-draft", "Bring a draft from a text or Markdown file into a project.")
    imported.add_argument("file", type=Path)
    imported.add_argument("--project", required=True, metavar="SLUG", help="the project's short name in its address")
    imported.add_argument("--dry-run", action="store_true", help="show what was recognised and keep nothing")
    imported.add_argument("--json", action="store_true", help="print what was recognised as JSON")
    backup = command("backup", "Write the whole site into one file, while it runs. Keys are not in it.")
    backup.add_argument("file", type=Path)
    restore = command(
        "restore",
        "Fill an empty site from a backup, on SQLite or PostgreSQL, whichever it came from. Stop the server first.",
    )
    restore.add_argument("file", type=Path)
    restore.add_argument("--over", action="store_true", help="replace what is there now")
    return top


def _port(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--port",
        type=int,
        default=int(os.environ.get("PORT", "8000")),
        help="the port to listen on (%(default)s)",
    )


if __name__ == "__main__":
    sys.exit(main())
