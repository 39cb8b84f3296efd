"""`ipe-coder codebook`: codebooks, in and out of files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.command import Group
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.cli.shapes import code_shape
from ipe_coder.model.counts import count_of

if TYPE_CHECKING:
    from ipe_coder.model.code import Code
    from ipe_coder.project import Project


@click.group(
    cls=Group,
    examples=("codebook import codebooks/swing.yaml --study swing", "codebook list"),
)
def codebook() -> None:
    """Codebooks, in and out of files."""


@codebook.command("import", examples=("codebook import codebooks/swing.yaml --study swing",))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--study", default="", help="The study; the one that the file names if not given.")
@pass_session
def import_file(session: Session, file: Path, study: str) -> None:
    """Bring a codebook into a study: new codes are added, those of the same path changed."""
    with session.open() as opened:
        done = opened.import_codebook(file, study)
    changed = f", {len(done.changed)} changed" if done.changed else ""
    kept = f", {done.kept} that the file does not name kept" if done.kept else ""
    session.done(
        f"{done.study}: {count_of(len(done.added), 'code')} added{changed}{kept}.",
        study=done.study,
        added=list(done.added),
        changed=list(done.changed),
        kept=done.kept,
    )


@codebook.command("export", examples=("codebook export swing.yaml --study swing",))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--study", default="", help="The study; may be left out where there is one codebook.")
@pass_session
def export_file(session: Session, file: Path, study: str) -> None:
    """Write a study's codebook to FILE, in the format of its ending."""
    with session.open() as opened:
        opened.export_codebook(study or _only(opened), file)
    session.done(f"Wrote {file}.", path=str(file))


@codebook.command("list", examples=("codebook list --study swing", "codebook list --json"))
@click.option("--study", default="", help="Only of this study.")
@pass_session
def list_codes(session: Session, study: str) -> None:
    """List the codes as a tree, with how many segments each and all beneath it have."""
    with session.open() as opened:
        chosen = opened.study(study).id if study else ""
        books = [one for one in opened.codebooks() if chosen in ("", one.study_id)]
        use = opened.code_use()
    if session.as_json:
        output.print_json(
            [
                {**code_shape(book, code), "depth": depth, "segments": use[code.id].segments,
                 "coders": list(use[code.id].coders)}
                for book in books for depth, code in book.walk()
            ]
        )  # fmt: skip
        return
    if not books:
        output.narrate("No codebook yet. ipe-coder codebook import FILE --study NAME")
    for book in books:
        output.narrate(f"{book.study}: {book.name}, version {book.version}")
        rows = [_row(depth, code, use[code.id].segments) for depth, code in book.walk()]
        heads = ("mark", "code", "kind", "segments", "definition")
        output.print_table(heads, rows, shrink="definition")


def _row(depth: int, code: Code, segments: int) -> tuple[Any, ...]:
    state = " (retired)" if code.retired_at else " (merged)" if code.merged_into else ""
    return code.mark, "  " * depth + code.name + state, code.kind.value, segments, code.definition


def _only(opened: Project) -> str:
    books = opened.codebooks()
    if len(books) != 1:
        raise click.UsageError("Give --study.", click.get_current_context())
    return books[0].study
