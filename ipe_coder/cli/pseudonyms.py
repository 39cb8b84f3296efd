"""`ipe-coder transcript pseudonymise` and `ipe-coder scan`: names found, replaced, looked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.command import Command
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.errors import EXIT_CHECK, EXIT_FILE, EXIT_OK, FileError
from ipe_coder.model.counts import count_of
from ipe_coder.model.pseudonym import Decision

if TYPE_CHECKING:
    from ipe_coder.model.pseudonym import NameRow
    from ipe_coder.project.pseudonymising import ScanHit
    from ipe_coder.pseudonyms.evidence import Document


def read_mentions(documents: Sequence[Document]) -> tuple[list[Document], str]:
    """Have the language pipeline read transcripts; give them with what it found, and its notice."""
    from dataclasses import replace

    from ipe_coder.language.names import load_name_reader

    reader = load_name_reader()
    with output.progress(documents, "Reading") as reading:
        done = [
            replace(one, mentions=tuple(next(iter(reader.read([one.text]))))) for one in reading
        ]
    return done, reader.degraded


@click.command(
    "scan",
    cls=Command,
    examples=(
        "scan --key ~/keys/swing.csv",
        "scan --key ~/keys/swing.csv exports/report.docx exports/*.xlsx",
    ),
)
@click.argument("paths", nargs=-1, metavar="[FILE...]", type=click.Path(path_type=Path))
@click.option("--key", "key", type=click.Path(path_type=Path),
              help="The key; without it, names are guessed from the transcripts.")  # fmt: skip
@click.option("--shown", is_flag=True,
              help="Not in history, earlier versions and original files.")  # fmt: skip
@pass_session
def scan(session: Session, paths: tuple[Path, ...], key: Path | None, shown: bool) -> int:
    """Look for names that leaked: in files, or, where none is given, everywhere in the project.

    Names are those of the key. Whole words are looked for, without regard to case and accents,
    in texts, titles, speakers, codebooks, memos, summaries and attributes; in files also in
    comments, tracked deletions and properties. Exit code 1 where a name is found.

    What is not in the key is not found, and people can be known without a name: a file in which
    nothing is found is pseudonymised at best, never anonymous.
    """
    hits: list[ScanHit] = []
    errors: list[FileError] = []
    rows, notice = _rows_to_scan(session, key)
    if paths:
        from ipe_coder.project.pseudonymising import scan_files

        with output.progress(_all_files(paths), "Reading") as reading:
            for one in scan_files(reading, rows):
                errors.append(one) if isinstance(one, FileError) else hits.append(one)
    else:
        with session.open() as opened:
            hits = list(opened.scan(rows, shown=shown))
    output.narrate(*([notice] if notice else ()))
    _print_hits(session, hits)
    output.narrate(*(f"Error: {error}" for error in errors))
    looked = sum(row.decision is Decision.REPLACE for row in rows)
    output.narrate(_verdict(hits, looked))
    if errors:
        return EXIT_FILE
    return EXIT_CHECK if hits else EXIT_OK


def _rows_to_scan(session: Session, key: Path | None) -> tuple[list[NameRow], str]:
    """Give the names to look for: those of the key, else those found in the transcripts."""
    if key is not None:
        if not key.is_file():
            raise FileError(key, "is not there.", "Name the key that pseudonymise wrote.")
        from ipe_coder.tables.names import read_names

        return read_names(key), ""
    from ipe_coder.pseudonyms.key import key_rows

    with session.open() as opened:
        documents, notice = read_mentions(opened.name_documents())
        finds = opened.propose_names(documents)
    guess = "Without a key the names are those that were found in the transcripts. "
    return key_rows(one for one in finds if one.sure), guess + notice


def _all_files(paths: Sequence[Path]) -> list[Path]:
    """List the files, and all those in folders."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.rglob("*") if one.is_file())
        else:
            found.append(path)
    return found


def _print_hits(session: Session, hits: Sequence[ScanHit]) -> None:
    if session.as_json:
        output.print_json([_hit_shape(one) for one in hits])
    elif hits:
        places: dict[tuple[str, str], list[ScanHit]] = {}
        for one in hits:
            places.setdefault((one.name, one.where), []).append(one)
        rows = [
            (name, where, len(those), _in_context(those[0]))
            for (name, where), those in places.items()
        ]
        output.print_table(("name", "where", "times", "context"), rows, shrink="where,context")


def _in_context(hit: ScanHit) -> str:
    return f"{hit.before}{hit.quote}{hit.after}".strip()


def _hit_shape(one: ScanHit) -> dict[str, Any]:
    context = one.before + one.quote + one.after
    return {"name": one.name, "where": one.where, "shown": one.shown, "context": context}


def _verdict(hits: Sequence[ScanHit], looked: int) -> str:
    if not hits:
        return f"None of {count_of(looked, 'name')} was found."
    names = count_of(len({one.name for one in hits}), "name")
    behind = sum(not one.shown for one in hits)
    said = f"{names} found in {count_of(len(hits), 'place')}"
    if behind:
        said += f"; {behind:,} of them in history, earlier versions or original files"
    return said + "."
