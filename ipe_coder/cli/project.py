"""`ipe-coder project`: the project itself."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from ipe_coder.cli import output
from ipe_coder.cli.command import Group
from ipe_coder.cli.erasing import share
from ipe_coder.cli.history import log, redo, undo
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.cli.shapes import stamp
from ipe_coder.errors import EXIT_CHECK, EXIT_OK
from ipe_coder.model.counts import count_of


@click.group(cls=Group, examples=("project new wellbeing.ipe", "project check"))
def project() -> None:
    """Make, check, copy and undo: the project itself."""


@project.command("new", examples=('project new wellbeing.ipe --name "Well-being"',))
@click.argument("file")
@click.option("--name", default="", help="The project's name; the file's where not given.")
@pass_session
def new(session: Session, file: str, name: str) -> None:
    """Make a new, empty project in FILE.

    A name without an ending gets `.ipe`.
    """
    from ipe_coder.project import new_project

    is_address = "://" in file
    path = file if is_address or Path(file).suffix else f"{file}.ipe"
    with new_project(path, name, session.who()) as made:
        session.done(f"Made {made.path}.", path=made.path, name=made.name)


@project.command("info", examples=("project info", "project info --json"))
@pass_session
def info(session: Session) -> None:
    """Say what the project is and holds."""
    with session.open() as opened:
        found = opened.info()
    data = {**asdict(found), "created_at": stamp(found.created_at)}
    if session.as_json:
        output.print_json(data)
        return
    output.print_pairs(
        ("name", found.name),
        ("path", found.path),
        ("made", output.local_time(found.created_at)),
        ("size", f"{found.size / 2**20:.1f} MB"),
        ("studies", found.studies),
        ("transcripts", found.transcripts),
        ("participants", found.participants),
        ("segments", found.segments),
        ("coders", ", ".join(found.coders) or "nobody yet"),
    )


@project.command("check", examples=("project check --json",))
@pass_session
def check(session: Session) -> int:
    """Prove that every quote is its text and every original whole; exit code 1 where not."""
    with session.open() as opened:
        problems = opened.check()
        name = opened.file_name
    if session.as_json:
        output.print_json({"ok": not problems, "problems": problems})
    else:
        output.print_lines(*problems)
    found = count_of(len(problems), "problem") if problems else "nothing wrong"
    output.narrate(f"Checked {name}: {found}.")
    return EXIT_CHECK if problems else EXIT_OK


@project.command("backup", examples=("project backup ../safe/wellbeing-friday.ipe",))
@click.argument("out", type=click.Path(path_type=Path))
@pass_session
def backup(session: Session, out: Path) -> None:
    """Copy the project whole to OUT, a file or a folder, while others may be working."""
    with session.open() as opened:
        written = opened.backup(out)
    session.done(f"Copied to {written}.", path=str(written))


project.add_command(share)
project.add_command(log)
project.add_command(undo)
project.add_command(redo)
