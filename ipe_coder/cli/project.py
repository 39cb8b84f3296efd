"""`ipe-coder project`: the project itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipe_coder.cli import output
from ipe_coder.cli.command import Group
from ipe_coder.cli.erasing import share
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.cli.shapes import change_shape, stamp
from ipe_coder.errors import EXIT_CHECK, EXIT_OK, UndoError

if TYPE_CHECKING:
    from ipe_coder.model.change import Change
    from ipe_coder.project import Project


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
    found = output.plural(len(problems), "problem") if problems else "nothing wrong"
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


@project.command("log", examples=("project log --limit 20", "project log --coder AB"))
@click.option("--limit", type=click.IntRange(1), help="Only the newest of this number.")
@pass_session
def log(session: Session, limit: int | None) -> None:
    """List who did what, the newest first."""
    with session.open() as opened:
        changes = opened.history(limit=limit, coder=session.coder)
    if session.as_json:
        output.print_json([change_shape(one) for one in changes])
        return
    rows = [
        (one.seq, output.local_time(one.at), one.coder, _told(one), one.reason) for one in changes
    ]
    heads = ("no.", "when", "coder", "what", "reason")
    output.print_table(heads, rows, shrink="what,reason")


@project.command("undo", examples=("project undo", "project undo --change 12"))
@click.option("--change", type=int, help="The number of the change, as `project log` gives it.")
@pass_session
def undo(session: Session, change: int | None) -> None:
    """Take back your newest change that stands, or one by its number."""
    with session.open() as opened:
        if change is None:
            _refuse_for_nobody(opened, "undo")
        done = opened.undo(change)
    session.done(done)


@project.command("redo", examples=("project redo",))
@pass_session
def redo(session: Session) -> None:
    """Bring back what you took back last."""
    with session.open() as opened:
        _refuse_for_nobody(opened, "redo")
        done = opened.redo()
    session.done(done)


def _refuse_for_nobody(opened: Project, verb: str) -> None:
    """Refuse to guess whose change is meant where nobody is named and somebody did the newest."""
    newest = _newest(opened, _IS_MEANT[verb])
    if not opened.coder and newest is not None and newest.coder:
        raise UndoError(
            f"The newest change to {verb}, “{newest.label}”, is by {newest.coder}.",
            f"Give --coder {newest.coder}, or set IPE_CODER.",
        )


def _newest(opened: Project, is_meant: Callable[[Change], bool]) -> Change | None:
    return next((one for one in opened.history() if is_meant(one)), None)


_IS_MEANT: dict[str, Callable[[Change], bool]] = {
    "undo": lambda one: one.kind == "do" and one.state in ("live", "final"),
    "redo": lambda one: one.kind == "undo",
}


def _told(one: Change) -> str:
    stands = one.kind != "do" or one.state in ("live", "final")
    return one.label if stands else f"{one.label} (undone)"
