"""The documents say what the program does: every command, format, setting and exit code."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import click
import pytest

from ipe_coder import codebook_io, config, errors, paths, readers, writers
from ipe_coder.cli.main import COMMANDS, cli
from ipe_coder.tables import participants, results, segments
from tests.cli.shell import Shell

DOCS = Path(__file__).parent.parent / "docs"
CODE = Path(__file__).parent.parent / "ipe_coder"


def _walk(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, click.Command]]:
    found = [(" ".join(path), command)] if path else []
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            found.extend(_walk(child, (*path, name)))
    return found


EVERY = _walk(cli)
NAMES = [name for name, _ in EVERY]


def _read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "command"), EVERY, ids=NAMES)
def test_every_command_has_help_an_example_and_a_section(name: str, command: click.Command) -> None:
    assert command.help, f"{name} has no help"
    assert command.help.split("\n")[0].rstrip().endswith((".", ",")), f"{name}: no sentence"
    assert getattr(command, "examples", ()), f"{name} has no example"
    assert re.search(rf"^#+ {re.escape(name)}$", _read("cli.md"), re.MULTILINE), name


@pytest.mark.parametrize(("name", "command"), EVERY, ids=NAMES)
def test_every_option_says_what_it_does(name: str, command: click.Command) -> None:
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts[0]} has no help"


@pytest.mark.parametrize(("name", "command"), EVERY, ids=NAMES)
def test_every_example_can_be_typed(name: str, command: click.Command) -> None:
    for example in getattr(command, "examples", ()):
        words = shlex.split(example.split(" | ")[0].split(" > ")[0])
        found: click.Command = cli
        parent: click.Context | None = None
        while isinstance(found, click.Group):
            parent = click.Context(found, parent=parent)
            _, child, words = found.resolve_command(parent, words)
            assert child is not None, f"{name}: {example}"
            found = child
        found.make_context(name, words, parent=parent)


def test_every_command_of_the_table_tells_in_one_line_what_it_does() -> None:
    assert set(COMMANDS) == {name for name in NAMES if " " not in name}
    assert all(told.endswith(".") and len(told) < 70 for _, told in COMMANDS.values())


@pytest.mark.parametrize(
    "code", [value for name, value in vars(errors).items() if name.startswith("EXIT_")]
)
def test_every_exit_code_is_documented(code: int) -> None:
    assert f"| {code} |" in _read("errors.md")


@pytest.mark.parametrize(
    ("name", "endings"),
    [
        *((one.name, one.extensions) for one in readers.FORMATS),
        *((one.name, one.extensions) for one in codebook_io.FORMATS),
        *((one.name, one.extensions) for one in writers.FORMATS),
    ],
)
def test_every_format_is_documented(name: str, endings: tuple[str, ...]) -> None:
    text = _read("formats.md")
    assert re.search(rf"^### .*{re.escape(name)}", text, re.MULTILINE)
    assert all(f"`{ending}`" in text for ending in endings)


@pytest.mark.parametrize("column", [*participants.COLUMNS, *results.COLUMNS, *segments.COLUMNS])
def test_every_column_is_documented(column: str) -> None:
    text = _read("formats.md")
    both_groups = column.removesuffix("_2") + "_1"
    stem = column.rpartition("_")[0]
    assert any(re.search(rf"\b{name}\b", text) for name in (column, both_groups, stem) if name)


@pytest.mark.parametrize("setting", [one.name for one in fields(config.Settings)])
def test_every_setting_is_documented(setting: str) -> None:
    assert f"| `{setting}` |" in _read("settings.md")


def test_every_variable_of_the_environment_is_documented() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in CODE.rglob("*.py"))
    used = set(re.findall(r"""environ(?:\.get\()?\[?["'](IPE_\w+)""", text))
    assert used >= {"IPE_PROJECT", "IPE_CODER", "IPE_CONFIG"}
    assert all(f"`{name}`" in _read("settings.md") for name in used)


def test_what_the_documents_print_of_the_program_is_what_it_says_now() -> None:
    pages = [str(path) for path in sorted(DOCS.glob("*.md"))]
    checked = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "--diff", *pages],
        cwd=DOCS.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, f"run: cog -r docs/*.md\n{checked.stdout}"


def test_links_between_the_documents_lead_somewhere() -> None:
    for page in DOCS.glob("*.md"):
        for target in re.findall(r"\]\(([\w./-]+\.md)\)", page.read_text(encoding="utf-8")):
            assert (DOCS / target).is_file(), f"{page.name}: {target}"


def test_the_whole_job_of_the_page_works_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = _read("cli.md").split("## A whole job")[1].split("```")[1]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IPE_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("IPE_CODER", raising=False)
    monkeypatch.delenv("IPE_PROJECT", raising=False)
    for folder in ("codebooks", "transcripts"):
        (tmp_path / folder).symlink_to(paths.sample() / folder)
    shell = Shell(tmp_path)
    for line in block.strip().splitlines():
        words = shlex.split(line)
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            monkeypatch.setenv(name, value)
        else:
            shell(*words[1:])
    assert (tmp_path / "flexitime.docx").is_file()
