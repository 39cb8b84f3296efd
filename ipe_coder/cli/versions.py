"""How a replaced transcript and its versions are printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ipe_coder.cli import output
from ipe_coder.cli.shapes import change_shape, stamp
from ipe_coder.model.counts import count_of
from ipe_coder.model.segment import Anchor

if TYPE_CHECKING:
    from ipe_coder.cli.session import Session
    from ipe_coder.model.version import Reanchored, Replacement, Version


def print_replacement(session: Session, done: Replacement) -> None:
    """Print what became of every segment: all of them as JSON, else those that changed."""
    if session.as_json:
        output.print_json(_replacement_shape(done))
    else:
        rows = [
            (one.segment_id[:8], one.anchor.value, "to settle" if one.waits else "",
             one.code, one.coder, one.quote, one.words)
            for one in done.segments
            if one.anchor in (Anchor.CHANGED, Anchor.LOST)
        ]  # fmt: skip
        if rows:
            heads = ("id", "became", "", "code", "coder", "was", "is")
            output.print_table(heads, rows, shrink="code,was,is")
    output.narrate(*(f"Note: {note.rstrip('.')}." for note in done.notes))
    if done.doubt:
        output.narrate(f"Warning: {done.doubt}.")
    verb = "Replaced" if done.change else "Would replace"
    output.narrate(f"{verb} {done.title}, version {done.version}: {done.sentence}.")
    if not done.change:
        output.narrate("Nothing was written.")
    elif done.waiting:
        verb = "waits and does" if done.waiting == 1 else "wait and do"
        output.narrate(
            f"{count_of(done.waiting, 'segment')} {verb} not count until settled:"
            " ipe-coder segment settle --help"
        )


def print_versions(session: Session, found: Sequence[Version]) -> None:
    """Print the versions of a transcript."""
    if session.as_json:
        output.print_json([_version_shape(one) for one in found])
        return
    rows = [
        (one.number, "current" if one.is_current else "", one.source.filename, one.words,
         one.turns, output.local_time(one.source.imported_at),
         "yes" if one.has_original else "no")
        for one in found
    ]  # fmt: skip
    heads = ("version", "", "file", "words", "turns", "since", "file kept")
    output.print_table(heads, rows, shrink="file")


def _replacement_shape(done: Replacement) -> dict[str, Any]:
    return {
        "transcript": done.transcript_id,
        "title": done.title,
        "version": done.version,
        "written": done.change is not None,
        "change": change_shape(done.change) if done.change else None,
        "counts": {anchor.value: number for anchor, number in done.counts.items()},
        "to_settle": done.waiting,
        "notes": list(done.notes),
        "segments": [_segment_shape(one) for one in done.segments],
    }


def _segment_shape(one: Reanchored) -> dict[str, Any]:
    return {
        "id": one.segment_id,
        "anchor": one.anchor.value,
        "to_settle": one.waits,
        "code": one.code,
        "coder": one.coder,
        "was": {"start": one.old.start, "end": one.old.end, "quote": one.quote},
        "is": {"start": one.new.start, "end": one.new.end, "quote": one.words} if one.new else None,
        "likeness": round(one.likeness, 1),
    }


def _version_shape(one: Version) -> dict[str, Any]:
    return {
        "version": one.number,
        "current": one.is_current,
        "file": one.source.filename,
        "format": one.source.format,
        "sha256": one.source.sha256 or None,
        "words": one.words,
        "turns": one.turns,
        "since": stamp(one.source.imported_at),
        "original_kept": one.has_original,
        "notes": list(one.notes),
    }
