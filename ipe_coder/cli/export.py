"""`ipe-coder export` and `ipe-coder report`: what the tables and quotations are written to."""

from __future__ import annotations

from pathlib import Path

import click

from ipe_coder.cli.command import Command
from ipe_coder.cli.session import Session, pass_session

_OUT = click.argument("out", type=click.Path(path_type=Path))
_STUDY = click.option("--study", multiple=True, help="Only of this study; may be given again.")
_COLUMNS = click.option(
    "--columns", default="arm", show_default=True, help="By what the counts are broken down."
)


@click.command(
    "export",
    cls=Command,
    examples=("export docx swing.docx --study swing", "export csv tables --columns role"),
)
@click.argument("format_name", metavar="FORMAT")
@_OUT
@_STUDY
@_COLUMNS
@pass_session
def export(
    session: Session, format_name: str, out: Path, study: tuple[str, ...], columns: str
) -> None:  # fmt: skip
    """Write the tables to OUT. FORMAT is docx, a Word file, or csv, a folder of tables."""
    _write(session, format_name, out, study, columns)


@click.command(
    "report", cls=Command, examples=("report swing.docx --study swing", "report all.docx")
)
@_OUT
@_STUDY
@_COLUMNS
@pass_session
def report(session: Session, out: Path, study: tuple[str, ...], columns: str) -> None:
    """Write the Word report to OUT: themes, matrix, joint display and codebook."""
    _write(session, "docx", out, study, columns)


def _write(
    session: Session, format_name: str, out: Path, study: tuple[str, ...], columns: str
) -> None:  # fmt: skip
    with session.open() as opened:
        written = opened.export(format_name, out, study, columns=columns)
    names = ", ".join(str(path) for path in written)
    session.done(f"Wrote {names}.", written=[str(path) for path in written])
