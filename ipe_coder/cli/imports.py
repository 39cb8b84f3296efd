"""What an import of transcripts says: what became, or would become, of each file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ipe_coder.cli import output
from ipe_coder.cli.session import Session
from ipe_coder.errors import EXIT_FILE, EXIT_OK
from ipe_coder.model.text import count_words

if TYPE_CHECKING:
    from ipe_coder.model.transcript import Draft, TranscriptKind
    from ipe_coder.project import Project
    from ipe_coder.project.gathering import FileSummary, Gathered, Skipped
    from ipe_coder.project.library import Imported

_HEADS = ("file", "title", "turns", "words", "speakers", "notes")
_FEW_SKIPPED = 12
_FEW_NOTES = 40


def preview(
    session: Session, opened: Project, gathered: Gathered, kind: TranscriptKind | None
) -> int:
    """Show what an import would write."""
    from ipe_coder.project.gathering import FileSummary
    from ipe_coder.project.library import prepare

    with output.progress(gathered.files, "Reading") as reading:
        drafts, faults = opened.read_files(reading)
    errors, skipped = gathered.divide(faults)
    left = [*gathered.skipped, *skipped]
    if session.as_json:
        shapes = [_draft_shape(one) for one in drafts]
        output.print_json(
            {
                "files": shapes,
                "errors": [str(error) for error in errors],
                "skipped": _skipped_shape(left),
            }
        )
    elif drafts:
        new = [prepare(one, kind=kind) for one in drafts]
        _print_files(
            [FileSummary.of(one, len(one.draft.turns), count_words(one.draft.text)) for one in new]
        )
    _narrate_notes([f"{one.source.filename}: {note}" for one in drafts for note in one.notes])
    _narrate_skipped(left)
    output.narrate(*(f"Error: {error}" for error in errors))
    output.narrate(f"{output.plural(len(drafts), 'file')} can be imported; nothing was written.")
    return EXIT_FILE if errors else EXIT_OK


def print_imported(session: Session, done: Imported, study: str) -> int:
    """Say what was imported into a study."""
    if len(done.files) > 1 and not session.as_json:
        _print_files(done.files)
    _narrate_notes(done.notes)
    _narrate_skipped(done.skipped)
    output.narrate(*(f"Left out: {error}" for error in done.errors))
    titles = ", ".join(done.titles[:8]) + (" …" if len(done.titles) > 8 else "")
    number = output.plural(len(done.titles), "transcript")
    session.done(
        f"Imported {number} into {study}: {titles}.",
        imported=list(done.titles),
        notes=list(done.notes),
        errors=[str(error) for error in done.errors],
        skipped=_skipped_shape(done.skipped),
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
        output.narrate(f"… and {output.plural(len(notes) - _FEW_NOTES, 'more note')}: see --json.")


def _narrate_skipped(skipped: Sequence[Skipped]) -> None:
    output.narrate(*(f"Not taken: {one.name}: {one.why}." for one in skipped[:_FEW_SKIPPED]))
    if len(skipped) > _FEW_SKIPPED:
        more = output.plural(len(skipped) - _FEW_SKIPPED, "more file")
        output.narrate(f"Not taken: {more}: see --json.")


def _skipped_shape(skipped: Iterable[Skipped]) -> list[dict[str, str]]:
    return [{"file": one.name, "because": one.why} for one in skipped]


def _draft_shape(one: Draft) -> dict[str, Any]:
    guesses = one.guesses or ("",) * len(one.speakers)
    return {
        "file": one.source.filename,
        "format": one.source.format,
        "encoding": one.source.encoding,
        "title": one.title,
        "turns": len(one.turns),
        "speakers": [
            {"label": voice.label, "role": voice.role.value, "because": because}
            for voice, because in zip(one.speakers, guesses, strict=True)
        ],
        "notes": list(one.notes),
    }
