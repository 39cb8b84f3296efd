"""What an import of transcripts says: what became, or would become, of each file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ipe_coder.cli import output
from ipe_coder.cli.session import Session
from ipe_coder.errors import EXIT_FILE, EXIT_OK, UsageError
from ipe_coder.model.comment import CommentUse
from ipe_coder.model.counts import count_of
from ipe_coder.model.text import clean_name

if TYPE_CHECKING:
    from ipe_coder.project.gathering import FileSummary, Skipped
    from ipe_coder.project.importing import Imported

_HEADS = ("file", "title", "turns", "words", "speakers", "notes")
_FEW_SKIPPED = 12
_FEW_NOTES = 40


def comment_coders(given: Sequence[str], use: CommentUse) -> dict[str, str]:
    """Read `AUTHOR=CODER` pairs.

    Raises:
        UsageError: If one is no pair, or comments are not taken.
    """
    coders = {}
    for pair in given:
        author, equals, coder = pair.rpartition("=")
        if not equals or not clean_name(coder):
            raise UsageError(f"“{pair}” is no AUTHOR=CODER.", "--comment-coder 'Ann Lee=AL'")
        coders[clean_name(author)] = clean_name(coder)
    if coders and use is CommentUse.LEAVE:
        raise UsageError(
            "--comment-coder needs --comments codes or --comments memos: comments are left."
        )
    return coders


def print_imported(session: Session, done: Imported, study: str, use: CommentUse) -> int:
    """Say what was imported into a study."""
    if len(done.files) > 1 and not session.as_json:
        _print_files(done.files)
    _narrate_notes(done.notes)
    narrate_skipped(done.skipped)
    narrate_comments(done.comments, use)
    output.narrate(*(f"Left out: {error}" for error in done.errors))
    titles = ", ".join(done.titles[:8]) + (" …" if len(done.titles) > 8 else "")
    number = count_of(len(done.titles), "transcript")
    session.done(
        f"Imported {number} into {study}: {titles}.",
        imported=list(done.titles),
        notes=list(done.notes),
        errors=[str(error) for error in done.errors],
        skipped=skipped_shape(done.skipped),
        comments=done.comments,
        comments_taken_as=use.value,
    )
    return EXIT_FILE if done.errors else EXIT_OK


def _print_files(files: Iterable[FileSummary]) -> None:
    rows = [
        (one.file, one.title, one.turns, one.words,
         ", ".join(f"{voice.label or '(no label)'} {voice.role.value}" for voice in one.speakers),
         len(one.notes))
        for one in files
    ]  # fmt: skip
    output.print_table(_HEADS, rows, shrink="file,title,speakers")


def _narrate_notes(notes: Sequence[str]) -> None:
    output.narrate(*notes[:_FEW_NOTES])
    if len(notes) > _FEW_NOTES:
        output.narrate(f"… and {count_of(len(notes) - _FEW_NOTES, 'more note')}: see --json.")


def narrate_skipped(skipped: Sequence[Skipped]) -> None:
    """Say which files of a folder or archive are not taken, and why."""
    output.narrate(*(f"Not taken: {one.name}: {one.why}." for one in skipped[:_FEW_SKIPPED]))
    if len(skipped) > _FEW_SKIPPED:
        more = count_of(len(skipped) - _FEW_SKIPPED, "more file")
        output.narrate(f"Not taken: {more}: see --json.")


def narrate_comments(number: int, use: CommentUse) -> None:
    """Say which option takes the comments that were left."""
    if number and use is CommentUse.LEAVE:
        left = count_of(number, "comment")
        output.narrate(
            f"{left} in the files: --comments codes takes them as codes on their words,"
            " --comments memos as memos; otherwise they are left."
        )


def skipped_shape(skipped: Iterable[Skipped]) -> list[dict[str, str]]:
    """Make the JSON shape of files that are not taken."""
    return [{"file": one.name, "because": one.why} for one in skipped]
