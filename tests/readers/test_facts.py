"""The day and the length that the head of a file gives, and times without speakers."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.readers.samples import labels, read, said, seconds, word_file

TALK = "Interviewer: How was it?\nPriya: Good.\nInterviewer: Why?\nPriya: It was.\n"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("12 May 2021", date(2021, 5, 12)),
        ("Interview with P3, 12th May 2021", date(2021, 5, 12)),
        ("May 12, 2021, 2:05PM", date(2021, 5, 12)),
        ("Sept. 3 2021", date(2021, 9, 3)),
        ("2021-05-12", date(2021, 5, 12)),
        ("Meeting in General-20210512_1405 — Meeting Recording", date(2021, 5, 12)),
        ("25/03/2021", date(2021, 3, 25)),
        ("03/25/2021", date(2021, 3, 25)),
        ("12 May 2021 and 13 May 2021", date(2021, 5, 12)),
        ("2021/13/40", None),
        ("May 2021", None),
        ("page 3 of 12", None),
    ],
)
def test_the_day_of_the_interview_is_read_from_the_head(
    line: str, day: date | None, tmp_path: Path
) -> None:
    draft = read(tmp_path, "a.txt", f"{line}\n\n{TALK}")
    assert draft.collected_on == day
    assert line in draft.text
    assert labels(draft) == ["", "Interviewer", "Priya"]


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        ("45m 10s", 45 + 1 / 6),
        ("1h 2m", 62),
        ("50m39s", 50.65),
        ("1h02m", 62),
        ("Length of recording: 52 minutes", 52),
        ("Duration: 01:02:30", 62.5),
        ("3 m", None),
        ("12 sites", None),
    ],
)
def test_the_length_of_the_interview_is_read_from_the_head(
    line: str, minutes: float | None, tmp_path: Path
) -> None:
    draft = read(tmp_path, "a.txt", f"{line}\n\n{TALK}")
    assert draft.duration == (None if minutes is None else timedelta(minutes=minutes))


def test_a_day_that_could_be_two_is_taken_as_british_and_said(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", f"Held 03/05/2021\n\n{TALK}")
    assert draft.collected_on == date(2021, 5, 3)
    assert "“03/05/2021” was read as 3 May 2021." in draft.notes


def test_two_days_in_the_head_give_none(tmp_path: Path) -> None:
    head = "Recorded 12 May 2021\nTranscribed 20 May 2021\n\n"
    assert read(tmp_path, "a.txt", head + TALK).collected_on is None


def test_a_day_that_somebody_speaks_of_is_not_the_day_of_the_interview(tmp_path: Path) -> None:
    assert read(tmp_path, "a.txt", TALK + "Priya: On 12 May 2021.").collected_on is None
    assert read(tmp_path, "b.txt", "I began on 12 May 2021.\nIt was cold.").collected_on is None


def test_a_word_file_of_a_meeting_gives_its_day_and_length(tmp_path: Path) -> None:
    paragraphs = ("Well-being interview", "12 May 2021, 02:05pm", "45m 10s",
                  "**Priya Shah**   0:03\nHello.", "**Tom Bell**   0:09\nHi.",
                  "**Priya Shah**   0:12\nHow are you?")  # fmt: skip
    draft = read(tmp_path, "a.docx", word_file(*paragraphs))
    assert draft.collected_on == date(2021, 5, 12)
    assert draft.duration == timedelta(minutes=45, seconds=10)
    assert labels(draft) == ["", "Priya Shah", "Tom Bell"]


def test_times_on_every_line_without_speakers_begin_the_turns(tmp_path: Path) -> None:
    lines = "00:00:01 Hello there.\n00:00:05 We went at 10:15.\n00:00:09 Then back.\n"
    draft = read(tmp_path, "a.txt", lines)
    assert seconds(draft) == [1, 5, 9]
    assert said(draft)[1] == ("", "We went at 10:15.")


def test_times_of_day_that_do_not_rise_stay_words(tmp_path: Path) -> None:
    lines = "10:15 we began.\n9:00 is too early.\n12:30 was lunch.\n"
    draft = read(tmp_path, "a.txt", lines)
    assert seconds(draft) == [None, None, None]
    assert said(draft)[0] == ("", "10:15 we began.")


def test_captions_that_name_each_voice_once_have_speakers(tmp_path: Path) -> None:
    cue = "00:00:0{0}.000 --> 00:00:0{1}.000\n{2}\n\n"
    said_lines = ("Priya: Hello there", "and more.", "Tom: Hi.", "You?")
    captions = "".join(cue.format(n, n + 1, line) for n, line in enumerate(said_lines, 1))
    draft = read(tmp_path, "a.vtt", f"WEBVTT\n\n{captions}")
    assert said(draft) == [("Priya", "Hello there and more."), ("Tom", "Hi. You?")]
