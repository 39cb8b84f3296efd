"""`transcript import --dry-run`: what would be stored of each file, and why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ipe_coder.cli import output
from ipe_coder.cli.imports import narrate_comments, narrate_skipped, skipped_shape
from ipe_coder.errors import EXIT_FILE, EXIT_OK
from ipe_coder.model.counts import count_of
from ipe_coder.model.text import count_words

if TYPE_CHECKING:
    from ipe_coder.cli.session import Session
    from ipe_coder.model.transcript import NewTranscript
    from ipe_coder.project import Project
    from ipe_coder.project.gathering import Gathered
    from ipe_coder.project.importing import Wishes
    from ipe_coder.project.previewing import DoubtfulTurn

_HEADS = ("speaker", "turns", "words", "role", "why", "first words")
_FEW_DOUBTS = 12


def preview(
    session: Session, opened: Project, gathered: Gathered, study: str, wishes: Wishes
) -> int:
    """Show what an import would write."""
    with output.progress(gathered.files, "Reading") as reading:
        new, errors, left = opened.preview_files(reading, study, wishes, gathered)
    if session.as_json:
        output.print_json(
            {
                "files": [_shape(one) for one in new],
                "errors": [str(error) for error in errors],
                "skipped": skipped_shape(left),
            }
        )
    else:
        for number, one in enumerate(new):
            if number:
                output.print_lines("")
            _print_file(one)
    narrate_skipped(left)
    narrate_comments(sum(len(one.draft.comments) for one in new), wishes.comments)
    output.narrate(*(f"Error: {error}" for error in errors))
    output.narrate(f"{count_of(len(new), 'file')} can be imported; nothing was written.")
    return EXIT_FILE if errors else EXIT_OK


def _print_file(new: NewTranscript) -> None:
    """Print a file with its speakers, its doubtful turns and its notes."""
    from ipe_coder.project.previewing import count_voices, doubtful_turns

    draft = new.draft
    output.print_wrapped("", f"{draft.source.filename}: {', '.join(_facts(new))}")
    rows = [
        (_label(one.label), count.turns, count.words, _role(new, place), _why(new, place),
         count.first)
        for place, (one, count) in enumerate(zip(draft.speakers, count_voices(draft), strict=True))
    ]  # fmt: skip
    output.print_table(_HEADS, rows, shrink="speaker,why,first words")
    doubtful = doubtful_turns(draft)
    for one in doubtful[:_FEW_DOUBTS]:
        output.print_wrapped("? ", _doubt(new, one))
    if len(doubtful) > _FEW_DOUBTS:
        output.print_lines(f"? and {len(doubtful) - _FEW_DOUBTS} more doubtful turns: see --json")
    for note in draft.notes:
        output.print_wrapped("- ", note)


def _facts(new: NewTranscript) -> list[str]:
    draft = new.draft
    read_as = " ".join(part for part in (draft.source.format, draft.source.encoding) if part)
    return [
        f"“{new.title}”",
        new.kind.value,
        read_as,
        count_of(count_words(draft.text), "word"),
        count_of(len(draft.turns), "turn"),
        *([f"{_minutes(draft.duration)} long"] if draft.duration else []),
        *([f"held on {draft.collected_on.isoformat()}"] if draft.collected_on else []),
    ]


def _doubt(new: NewTranscript, one: DoubtfulTurn) -> str:
    text = " ".join(new.draft.text[one.turn.start : one.turn.end].split())
    words = output.fit(text, 60)
    return f"turn {one.turn.index + 1}, {_label(one.speaker.label)}: “{words}” ({one.why})"


def _role(new: NewTranscript, place: int) -> str:
    who = new.people[place] if place < len(new.people) else ""
    role = new.draft.speakers[place].role.value
    return f"{role}: {who}" if who else role


def _why(new: NewTranscript, place: int) -> str:
    return new.draft.guesses[place] if place < len(new.draft.guesses) else ""


def _label(label: str) -> str:
    return label or "(no label)"


def _minutes(time: timedelta) -> str:
    seconds = round(time.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _shape(new: NewTranscript) -> dict[str, Any]:
    from ipe_coder.project.previewing import count_voices, doubtful_turns

    draft = new.draft
    return {
        "file": draft.source.filename,
        "format": draft.source.format,
        "encoding": draft.source.encoding,
        "title": new.title,
        "kind": new.kind.value,
        "words": count_words(draft.text),
        "turns": len(draft.turns),
        "seconds": draft.duration.total_seconds() if draft.duration else None,
        "collected_on": draft.collected_on.isoformat() if draft.collected_on else None,
        "speakers": [
            {"label": one.label, "role": one.role.value, "because": _why(new, place),
             "participant": (new.people[place] if place < len(new.people) else "") or None,
             "turns": count.turns, "words": count.words, "first_words": count.first}
            for place, (one, count) in enumerate(
                zip(draft.speakers, count_voices(draft), strict=True)
            )
        ],
        "doubtful": [
            {"turn": one.turn.index + 1, "speaker": one.speaker.label, "because": one.why,
             "text": draft.text[one.turn.start : one.turn.end]}
            for one in doubtful_turns(draft)
        ],
        "notes": list(draft.notes),
        "comments": [
            {
                "start": comment.span.start,
                "end": comment.span.end,
                "quote": comment.span.of(draft.text),
                "author": comment.author,
                "text": comment.text,
                "replies": [{"author": who.author, "text": who.text} for who in comment.replies],
                "resolved": comment.is_resolved,
            }
            for comment in draft.comments
        ],
    }  # fmt: skip
