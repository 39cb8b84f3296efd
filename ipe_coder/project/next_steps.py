"""What a coder would do next, read from what is there and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ipe_coder.model.code import Codebook
from ipe_coder.model.counts import count_of
from ipe_coder.model.study import Study
from ipe_coder.model.theme import Theme
from ipe_coder.model.transcript import Role, TranscriptSummary

MOST = 5
"""As many as there are digits for them on the screen."""


class StepKind(StrEnum):
    """Where a step is taken."""

    CODE = "code"
    IMPORT = "import"
    CODEBOOK = "codebook"
    PEOPLE = "people"
    THEMES = "themes"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do next."""

    kind: StepKind
    title: str
    detail: str
    study_id: str = ""
    transcript_id: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the steps are read from."""

    studies: tuple[Study, ...]
    transcripts: tuple[TranscriptSummary, ...]
    codebooks: tuple[Codebook, ...]
    awaited: tuple[str, ...]
    """Names of transcripts that participants wait for."""
    themes: tuple[Theme, ...]
    coder: str
    waiting: Mapping[str, int] = field(default_factory=dict)
    """Segments that a correction left to be looked at, by transcript id."""


def next_steps(standing: Standing, study_id: str = "") -> list[NextStep]:
    """List what to do next, the most pressing first; those of one study before the others."""
    found = [
        *_settling(standing),
        *_coding(standing),
        *_codebooks(standing),
        *_imports(standing),
        *_people(standing),
        *_themes(standing),
    ]
    found.sort(key=lambda step: step.study_id != study_id)
    return found[:MOST]


def _settling(standing: Standing) -> Iterator[NextStep]:
    """Find transcripts that were corrected, with segments that do not count until looked at."""
    for one in standing.transcripts:
        if number := standing.waiting.get(one.id, 0):
            yield NextStep(
                StepKind.SETTLE,
                f"Settle {count_of(number, 'segment')} of {one.title}",
                f"{one.study}: not counted until then",
                one.study_id,
                one.id,
            )


def _coding(standing: Standing) -> Iterator[NextStep]:
    """Find transcripts begun and not finished, then those not begun."""
    begun, fresh = [], []
    for one in standing.transcripts:
        done = one.coded_turns.get(standing.coder, 0)
        left = one.participant_turns - done
        if one.segments.get(standing.coder) and left > 0:
            begun.append((left, one))
        elif not one.segments.get(standing.coder) and one.participant_turns:
            fresh.append(one)
    for left, one in sorted(begun, key=lambda pair: pair[0])[:2]:
        yield _at(
            one, f"Go on with {one.title}", f"{one.study}: {count_of(left, 'turn')} without a code"
        )
    for one in fresh[:1]:
        detail = f"{one.study}: {count_of(len(fresh), 'transcript')} not begun"
        yield _at(one, f"Begin {one.title}", detail)


def _at(one: TranscriptSummary, title: str, detail: str) -> NextStep:
    return NextStep(StepKind.CODE, title, detail, one.study_id, one.id)


def _codebooks(standing: Standing) -> Iterator[NextStep]:
    with_book = {book.study_id for book in standing.codebooks if book.codes}
    with_text = {one.study_id for one in standing.transcripts}
    for study in standing.studies:
        if study.id in with_text and study.id not in with_book:
            yield NextStep(
                StepKind.CODEBOOK,
                f"Bring in the codebook of {study.label}",
                "or make codes as you go, with c in a transcript",
                study.id,
            )


def _imports(standing: Standing) -> Iterator[NextStep]:
    """Find studies that have a codebook, or nothing else either, and no transcript."""
    with_text = {one.study_id for one in standing.transcripts}
    with_book = {book.study_id for book in standing.codebooks}
    alone = len(standing.studies) == 1
    for study in standing.studies:
        if study.id not in with_text and (study.id in with_book or alone):
            yield NextStep(
                StepKind.IMPORT,
                f"Bring in transcripts of {study.label}",
                "Word, text, VTT or SRT; nothing is written before you look",
                study.id,
            )


def _people(standing: Standing) -> Iterator[NextStep]:
    """Find voices that nobody has named, and people whose transcript is not here."""
    for one in standing.transcripts:
        unknown = [
            voice
            for voice in one.speakers
            if voice.role is Role.UNKNOWN
            or (voice.role is Role.PARTICIPANT and voice.participant_id is None)
        ]
        if unknown:
            yield NextStep(
                StepKind.PEOPLE,
                f"Map {count_of(len(unknown), 'speaker')} of {one.title}",
                f"{one.study}: counted for nobody until then",
                one.study_id,
                one.id,
            )
    if waiting := standing.awaited:
        shown = ", ".join(waiting[:3]) + (" …" if len(waiting) > 3 else "")
        yield NextStep(
            StepKind.IMPORT,
            f"Bring in {count_of(len(waiting), 'transcript')}",
            f"participants wait: {shown}",
        )


def _themes(standing: Standing) -> Iterator[NextStep]:
    """Find studies that are coded and claim nothing yet."""
    coded = {one.study_id for one in standing.transcripts if one.segments}
    for book in standing.codebooks:
        codes = {code.id for code in book.codes}
        stated = [one for one in standing.themes if one.statement and codes & set(one.code_ids)]
        if book.study_id in coded and not stated:
            yield NextStep(
                StepKind.THEMES,
                f"Write statements for the themes of {book.study}",
                "what is claimed, of whom; verdicts judge them",
                book.study_id,
            )
