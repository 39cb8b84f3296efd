"""The ways into the application: the start screen, `open` and `demo`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from ipe_coder.cli import output
from ipe_coder.cli.command import Command
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.errors import ProjectError, UsageError


def start(session: Session) -> None:
    """Open the start screen, or the project that `-p` names."""
    _run(session.project or None, session)


@click.command("open", cls=Command, examples=("open wellbeing.ipe", "open --coder AB"))
@click.argument("path", metavar="[PROJECT]", default="")
@pass_session
def open_command(session: Session, path: str) -> None:
    """Open PROJECT in the application; where none is named, the one that commands take."""
    _run(path or session.address(), session)


@click.command("demo", cls=Command, examples=("demo", "demo ../trial-run --no-open"))
@click.argument("folder", metavar="[DIR]", default="demo", type=click.Path(path_type=Path))
@click.option("--no-open", is_flag=True, help="Write it and leave it at that.")
@pass_session
def demo(session: Session, folder: Path, no_open: bool) -> None:
    """Write the sample project into the folder DIR, `demo` if none is named, and open it.

    All people and words in it are invented. What is there already is never overwritten.
    """
    from ipe_coder.project.demo import demo_file, write_demo

    path = demo_file(folder)
    if path.exists() and not no_open:
        output.narrate(f"{path} is there already and stays as it is.")
    elif path.exists():
        raise ProjectError(
            f"{path} is there already; nothing was written.",
            f"Open it: ipe-coder open {path}, or name another folder.",
        )
    else:
        write_demo(folder, output.narrate)
        session.done(f"Wrote the sample project {path}.", path=str(path))
    if _has_terminal() and not no_open:
        _run(str(path), session)
    else:
        output.narrate(f"In a terminal, ipe-coder open {path} opens it.")


def _has_terminal() -> bool:
    """Tell whether there is a terminal; `serve` is one to the application that it starts."""
    return bool(os.environ.get("TEXTUAL_DRIVER")) or (sys.stdin.isatty() and sys.stdout.isatty())


def _run(path: str | None, session: Session) -> None:
    if not _has_terminal():
        raise UsageError(
            "The application needs a terminal, and there is none here.",
            "ipe-coder --help lists what works without one.",
        )
    from ipe_coder.tui.app import run

    run(path, session.who())
