"""What every transcript format keeps to; a new one joins by its place in `FORMATS`."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from ipe_coder.model.text import clean, count_words
from ipe_coder.model.transcript import Draft, Role
from ipe_coder.readers import FORMATS, TranscriptFormat, read_transcript
from tests.readers.samples import DATA, labels, roles, said, seconds, word_file, workbook

FICTION = "This interview is fiction, written for the tests."
INTERVIEW = [
    ("INT", 3, "How did the first month of flexitime go?"),
    ("P1", 9, "It was hard at first. [laughs]\nThen it settled — mostly."),
    ("INT", 21, "What helped?"),
    (
        "P1",
        25,
        "My manager. She’d agreed to 10:15 starts, and one thing more: a naïve café rota.",
    ),
]
MADE = {
    ".docx": lambda: word_file(
        FICTION,
        "**[00:00:03] INT:** How did the first month of flexitime go?",
        "**[00:00:09] P1:** It was hard at first. [laughs]",
        "Then it settled — mostly.",
        "**[00:00:21] INT:** What helped?",
        "**[00:00:25] P1:** " + INTERVIEW[3][2],
    ),
    ".xlsx": lambda: workbook(
        ["Speaker", "Start", "Text"],
        [None, None, FICTION],
        *([label, begins, words] for label, begins, words in INTERVIEW),
    ),
}
"""Samples that are made here, as they are no text to look at; the others stand in the data."""


@pytest.fixture(scope="module", params=FORMATS, ids=lambda each: each.name)
def sample(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[TranscriptFormat, Path]:
    """Give a format and its file of the one expected interview."""
    transcript_format: TranscriptFormat = request.param
    ending = transcript_format.extensions[0]
    if ending not in MADE:
        return transcript_format, DATA / f"interview{ending}"
    path = tmp_path_factory.mktemp("made") / f"interview{ending}"
    path.write_bytes(MADE[ending]())
    return transcript_format, path


@pytest.fixture(scope="module")
def draft(sample: tuple[TranscriptFormat, Path]) -> Draft:
    """Read the sample of a format."""
    return read_transcript(sample[1])


def interview(draft: Draft) -> list[tuple[str, str]]:
    """List what is said under a label, whatever the white space."""
    return [(label, " ".join(words.split())) for label, words in said(draft) if label]


def test_the_interview_reads_the_same_from_every_format(draft: Draft) -> None:
    assert interview(draft) == [(label, " ".join(words.split())) for label, _, words in INTERVIEW]
    times = [begins for begins, turn in zip(seconds(draft), draft.turns, strict=True)
             if draft.speakers[turn.speaker].label]  # fmt: skip
    assert times == [begins for _, begins, _ in INTERVIEW]


def test_speakers_have_roles_and_the_reasons_for_them(draft: Draft) -> None:
    assert roles(draft)["INT"] == Role.INTERVIEWER
    assert roles(draft)["P1"] == Role.PARTICIPANT
    assert len(draft.guesses) == len(draft.speakers)
    assert all(draft.guesses)


def test_words_before_the_first_speaker_are_nobodys_or_reported(draft: Draft) -> None:
    if "" in labels(draft):
        assert roles(draft)[""] == Role.OTHER
        assert FICTION in " ".join(draft.text.split())
        assert any("under no speaker label" in note for note in draft.notes)
    else:
        assert [piece.text for piece in draft.left_out] == [FICTION]
        assert any("Left out" in note for note in draft.notes)


def test_turns_are_in_order_and_cover_the_text(draft: Draft) -> None:
    assert [turn.index for turn in draft.turns] == list(range(len(draft.turns)))
    assert "\n".join(draft.text[turn.start : turn.end] for turn in draft.turns) == draft.text
    for turn, following in zip(draft.turns, draft.turns[1:], strict=False):
        assert turn.end + 1 == following.start
    assert sum(count_words(words) for _, words in said(draft)) == count_words(draft.text)


def test_the_text_is_in_the_stored_form(draft: Draft) -> None:
    assert clean(draft.text) == (draft.text, 0)
    assert unicodedata.is_normalized("NFC", draft.text)


def test_the_file_is_kept_byte_for_byte(
    sample: tuple[TranscriptFormat, Path], draft: Draft
) -> None:
    transcript_format, path = sample
    assert draft.data == path.read_bytes()
    assert draft.source.sha256 == hashlib.sha256(draft.data).hexdigest()
    assert draft.source.size == len(draft.data)
    assert draft.source.filename == path.name
    assert draft.source.format == transcript_format.name
    assert draft.title == "interview"


def test_the_ending_counts_without_regard_to_case(
    sample: tuple[TranscriptFormat, Path], tmp_path: Path
) -> None:
    transcript_format, path = sample
    for ending in transcript_format.extensions:
        loud = tmp_path / ("LOUD" + ending.upper())
        loud.write_bytes(path.read_bytes())
        assert interview(read_transcript(loud)) == interview(read_transcript(path))


def test_no_two_formats_share_a_name_or_an_ending() -> None:
    names = [each.name for each in FORMATS]
    endings = [ending for each in FORMATS for ending in each.extensions]
    assert len(set(names)) == len(names)
    assert len(set(endings)) == len(endings)
    assert all(ending.startswith(".") and ending == ending.lower() for ending in endings)


def test_nothing_heavy_is_imported_before_a_file_needs_it() -> None:
    heavy = [
        "lxml",
        "docx",
        "pandas",
        "numpy",
        "spacy",
        "scipy",
        "sqlalchemy",
        "textual",
        "openpyxl",
        "pdfplumber",
        "pdfminer",
    ]
    script = f"import sys, ipe_coder.readers; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
