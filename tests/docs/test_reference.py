"""Settings, commands and signals: each list and the code say the same."""

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

from coproduce.config.cli import parser
from tests.docs.pages import SOURCE, code_in, read, rows_of, sections_of


def variables_read_in(file: Path) -> Iterator[str]:
    """Names that the file asks the environment for: `environ.get("A")`, `environment["A"]` and their like."""
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.Call(func=ast.Attribute(value=asked, attr="get"), args=[ast.Constant(value=str(name)), *_]) if (
                _is_environment(asked)
            ):
                yield name
            case ast.Subscript(value=asked, slice=ast.Constant(value=str(name))) if _is_environment(asked):
                yield name
            case ast.Call(func=ast.Attribute(attr="getenv"), args=[ast.Constant(value=str(name)), *_]):
                yield name


def _is_environment(asked: ast.expr) -> bool:
    return ast.unparse(asked) in ("environ", "os.environ", "environment")


def source_files() -> list[Path]:
    return [file for file in SOURCE.rglob("*.py") if "tests" not in file.parts]


def test_settings_lists_every_variable_that_is_read_and_no_other() -> None:
    listed = [code_in(row[0])[0] for row in rows_of(read("docs/reference/settings.md")) if row[0] != "variable"]
    wanted = {name for file in source_files() for name in variables_read_in(file)}

    assert {"COPRODUCE_MODE", "PORT"} <= wanted, "the code is read as it is written"
    assert sorted(listed) == sorted(wanted)


def commands_of(top: argparse.ArgumentParser) -> dict[str, set[str]]:
    """Each command with its options and the names of its arguments."""
    (commands,) = (action for action in top._actions if isinstance(action, argparse._SubParsersAction))
    return {
        f"coproduce {name}": {
            (action.option_strings or [action.dest.upper()])[-1]
            for action in command._actions
            if not isinstance(action, argparse._HelpAction)
        }
        for name, command in commands.choices.items()
    }


def test_commands_lists_every_command_and_option_and_no_other() -> None:
    listed = {
        heading: set(re.findall(r"^- `([^`]+)`", section, re.MULTILINE))
        for heading, section in sections_of(read("docs/reference/commands.md")).items()
        if heading
    }

    assert listed == commands_of(parser())


def signals_in_the_code() -> set[str]:
    return {
        f"{file.parent.name}.signals.{target.id}"
        for file in source_files()
        if file.name == "signals.py"
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func).endswith("Signal")
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def listeners_in_the_code(signal: str) -> list[str]:
    """The rooms whose receivers name the signal."""
    return sorted(
        file.parent.name
        for file in source_files()
        if file.name == "receivers.py" and re.search(rf"\b{signal}\b", file.read_text())
    )


def test_signals_lists_every_signal_and_no_other_and_who_hears_it() -> None:
    sections = sections_of(read("docs/reference/signals.md"))
    listed = {
        heading: re.findall(r"^- Heard by: (.+)\.$", section, re.MULTILINE)
        for heading, section in sections.items()
        if heading
    }
    wanted = {
        signal: [", ".join(f"`{room}`" for room in listeners_in_the_code(signal.rpartition(".")[2])) or "nobody yet"]
        for signal in signals_in_the_code()
    }

    assert wanted, "there is a signal to look for"
    assert listed == wanted


def test_no_signal_is_made_outside_a_signals_file() -> None:
    """Else the list above would not see it."""
    elsewhere = [
        file.relative_to(SOURCE).as_posix()
        for file in source_files()
        if file.name != "signals.py" and re.search(r"= (?:dispatch\.)?Signal\(", file.read_text())
    ]

    assert elsewhere == []
