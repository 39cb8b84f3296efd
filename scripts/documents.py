"""What the documents print of the program itself: `cog` calls these, `cog --check` compares."""

from __future__ import annotations

import ast
import copy
import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import click

from ipe_coder import config, errors
from ipe_coder.cli.command import common_options
from ipe_coder.cli.main import cli

WIDTH = 96
"""Characters of a line of help in the documents."""

COMMON = {option.name for option in common_options()}


def walk(
    command: click.Command = cli, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Go through every command with its path: groups before their commands."""
    if path:
        yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from walk(found, (*path, name))


def commands() -> str:
    """Print every command with its help, without the options that all have."""
    parts = []
    for path, command in walk():
        name = " ".join(path)
        parts.append(f"{'#' * (len(path) + 1)} {name}\n")
        parts.append(f"```\n{help_of(command, name)}\n```\n")
    return "\n" + "\n".join(parts)


def everywhere() -> str:
    """Print the options that stand before or after every command."""
    rows = []
    context = click.Context(cli)
    for option in common_options():
        record = option.get_help_record(context)
        assert record is not None
        rows.append(record)
    return table(("option", "holds"), [(f"`{flags}`", told) for flags, told in rows])


def help_of(command: click.Command, name: str) -> str:
    """Write the help of a command as the terminal shows it."""
    shown = copy.copy(command)
    shown.params = [one for one in command.params if one.name not in COMMON]
    context = click.Context(
        shown, info_name=f"ipe-coder {name}", terminal_width=WIDTH, help_option_names=[]
    )
    return shown.get_help(context).rstrip()


def exit_codes() -> str:
    """Print what each exit code means."""
    meanings = {
        errors.EXIT_OK: "All is well.",
        errors.EXIT_CHECK: "A check found something.",
        errors.EXIT_USAGE: "Wrong usage, an unknown or ambiguous name, a refused undo.",
        errors.EXIT_FILE: "A file given could not be read or does not fit.",
        errors.EXIT_PROJECT: "The project cannot be opened, is newer, is locked, or could not be"
        " written.",
        errors.EXIT_DEFECT: "A defect of the program; the line says where the details are.",
        errors.EXIT_INTERRUPTED: "Interrupted by Ctrl-C.",
    }
    return table(("code", "means"), [(str(code), told) for code, told in meanings.items()])


def kinds_of_errors() -> str:
    """Print the errors that a program using the library meets."""
    found = [
        one
        for _, one in inspect.getmembers(errors, inspect.isclass)
        if issubclass(one, errors.IpeCoderError)
    ]
    rows = [
        (f"`{one.__name__}`", str(one.exit_code), (one.__doc__ or "").split("\n", 1)[0])
        for one in sorted(found, key=lambda one: (one.exit_code, one.__name__))
    ]
    return table(("error", "code", "when"), rows)


def transcript_formats() -> str:
    """Print the formats of transcripts."""
    from ipe_coder.readers import FORMATS

    return _formats([(one.name, one.extensions, one.read) for one in FORMATS])


def codebook_formats() -> str:
    """Print the formats of codebooks."""
    from ipe_coder.codebook_io import FORMATS

    return _formats([(one.name, one.extensions, one.read) for one in FORMATS])


def export_formats() -> str:
    """Print the formats of exports."""
    from ipe_coder.writers import FORMATS

    return _formats([(one.name, one.extensions, one.write) for one in FORMATS])


def tables() -> str:
    """Print the tables that are read: participants, results, segments and questions asked."""
    from ipe_coder.tables import asked, participants, results, segments

    parts = []
    for name, module in (
        ("Participants", participants), ("Results", results), ("Segments", segments),
        ("Questions asked", asked),
    ):  # fmt: skip
        parts.append(f"### {name}\n\n{inspect.getdoc(module)}")
    return "\n" + "\n\n".join(parts) + "\n"


def guide_format() -> str:
    """Print how interview guides are read."""
    from ipe_coder.readers import guide

    return f"\n{', '.join(f'`{ending}`' for ending in guide.ENDINGS)}\n\n{inspect.getdoc(guide)}\n"


def settings() -> str:
    """Print the settings with their defaults."""
    told = _attribute_docs(config.Settings)
    defaults = config.Settings()
    rows = [(f"`{name}`", f"`{_toml(getattr(defaults, name))}`", doc) for name, doc in told.items()]
    return table(("setting", "default", "holds"), rows)


def table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Print a table in Markdown."""
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n" + "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _formats(found: list[tuple[str, tuple[str, ...], Callable[..., Any]]]) -> str:
    """Print formats under headings; those of one module share what it says of them."""
    parts: dict[str, list[str]] = {}
    for name, endings, work in found:
        function = work.func if isinstance(work, partial) else work
        ends = ", ".join(f"`{ending}`" for ending in endings) or "a folder of files"
        parts.setdefault(function.__module__, []).append(f"{name} ({ends})")
    return "\n" + "\n\n".join(
        f"### {', '.join(names)}\n\n{inspect.getdoc(sys.modules[module])}"
        for module, names in parts.items()
    ) + "\n"  # fmt: skip


def _attribute_docs(of: type) -> dict[str, str]:
    """Read the docstrings under a dataclass's fields."""
    source = ast.parse(inspect.getsource(of)).body[0]
    assert isinstance(source, ast.ClassDef)
    found: dict[str, str] = {}
    last = ""
    for node in source.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            last = node.target.id
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and last:
            found[last] = str(node.value.value)
    return found


def _toml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
