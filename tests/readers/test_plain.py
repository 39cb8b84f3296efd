"""Plain text and Markdown as people and programs write interviews down."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.samples import labels, read, said, seconds

CONVENTIONS: dict[str, tuple[str, list[str], list[float] | None]] = {
    "name and colon": (
        "Interviewer: How was it?\nP1: Hard.\nInterviewer: And now?\nP1: Easier.",
        ["Interviewer", "P1"],
        None,
    ),
    "one letter": ("I: How was it?\nR: Hard.\nI: And now?\nR: Easier.", ["I", "R"], None),
    "time in brackets first": (
        "[00:12:04] Anna: How was it?\n[00:12:10] Ben: Hard.\n"
        "[00:12:15] Anna: And now?\n[00:12:20] Ben: Easier.",
        ["Anna", "Ben"],
        [724, 730, 735, 740],
    ),
    "bare time first": (
        "00:10 PARTICIPANT 30: How was it?\n\n00:20 PARTICIPANT 31: Hard.\n\n"
        "00:30 PARTICIPANT 30: And now?\n\n00:40 PARTICIPANT 31: Easier.",
        ["PARTICIPANT 30", "PARTICIPANT 31"],
        [10, 20, 30, 40],
    ),
    "time and name alone on their line": (
        "[00:10] RESEARCHER:\nHow was it?\n\n[00:20] P2:\nHard.\n\n"
        "[00:30] RESEARCHER:\nAnd now?\n\n[00:40] P2:\nEasier.",
        ["RESEARCHER", "P2"],
        [10, 20, 30, 40],
    ),
    "bold name, then time": (
        "**Ali**  0:00  \nHow was it?\n\n**Bo**  0:07  \nHard.\n\n"
        "**Ali**  0:09  \nAnd now?\n\n**Bo**  1:02:03  \nEasier.",
        ["Ali", "Bo"],
        [0, 7, 9, 3723],
    ),
    "bold name, time in brackets, words": (
        "**Ali** [0:00] How was it?\n\n**Bo** [0:07] Hard.\n\n"
        "**Ali** [0:09] And now?\n\n**Bo** [0:11] Easier.",
        ["Ali", "Bo"],
        [0, 7, 9, 11],
    ),
    "bold name and colon": (
        "**Ali:** How was it?\n\n**Bo**: Hard.\n\n**Ali:** And now?\n\n__Bo:__ Easier.",
        ["Ali", "Bo"],
        None,
    ),
    "name and time, spaces between": (
        "Jane Smith   0:03\nHow was it?\nBob Jones   0:05\nHard.\n"
        "Jane Smith   0:10\nAnd now?\nBob Jones   0:13\nEasier.",
        ["Jane Smith", "Bob Jones"],
        [3, 5, 10, 13],
    ),
    "time in brackets behind the colon": (
        "Speaker 1: (00:00)\nHow was it?\n\nSpeaker 2: (00:05)\nHard.\n\n"
        "Speaker 1: (00:09) And now?\n\nSpeaker 2: (00:11) Easier.",
        ["Speaker 1", "Speaker 2"],
        [0, 5, 9, 11],
    ),
    "time in brackets before the colon": (
        "Ali (00:00): How was it?\nBo [00:05]: Hard.\nAli (00:09): And now?\nBo [00:11]: Easier.",
        ["Ali", "Bo"],
        [0, 5, 9, 11],
    ),
    "name in brackets, time of day": (
        "[Johnny Doe] 11:02:09\nHow was it?\n\n[Janet Dough] 11:02:11\nHard.\n\n"
        "[Johnny Doe] 11:02:13\nAnd now?\n\n[Janet Dough] 11:02:14\nEasier.",
        ["Johnny Doe", "Janet Dough"],
        [39729, 39731, 39733, 39734],
    ),
    "chat": (
        "00:05:41\tAnna Bell:\tHow was it?\r\n00:05:42\tg1:\tHard.\r\n"
        "00:05:43\tAnna Bell:\tAnd now?\r\n00:05:44\tg1:\tEasier.\r\n",
        ["Anna Bell", "g1"],
        [341, 342, 343, 344],
    ),
    "names alone on their lines": (
        "INTERVIEWER\nHow was it?\n\nP1\nHard.\n\nINTERVIEWER\nAnd now?\n\nP1\nEasier.",
        ["INTERVIEWER", "P1"],
        None,
    ),
    "tabs": ("INT\tHow was it?\nP1\tHard.\nINT\tAnd now?\nP1\tEasier.", ["INT", "P1"], None),
    "other letters": (
        "Аня: How was it?\nسارة: Hard.\nАня: And now?\nسارة: Easier.",
        ["Аня", "سارة"],
        None,
    ),
    "Welsh and Dutch names": (
        "Siân ap Rhys: How was it?\nO’Brien-van der Berg: Hard.\n"
        "Siân ap Rhys: And now?\nO’Brien-van der Berg: Easier.",
        ["Siân ap Rhys", "O’Brien-van der Berg"],
        None,
    ),
    "marks of direction before the name": (
        "\u200eAnna: How was it?\n\u200fBen: Hard.\n\u200eAnna: And now?\n\u200fBen: Easier.",
        ["Anna", "Ben"],
        None,
    ),
}


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_speakers_words_and_times_are_told_apart(convention: str, tmp_path: Path) -> None:
    text, expected, times = CONVENTIONS[convention]
    draft = read(tmp_path, "one.txt", text)
    assert labels(draft) == expected
    assert [words for _, words in said(draft)] == ["How was it?", "Hard.", "And now?", "Easier."]
    assert seconds(draft) == (times if times is not None else [None] * 4)


def test_paragraphs_of_a_turn_stay_paragraphs(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", "I: Well?\n\nP1: One.\n\nTwo.\n\n\n  Three.  \n\nI: Yes?")
    assert said(draft) == [("I", "Well?"), ("P1", "One.\nTwo.\nThree."), ("I", "Yes?")]


def test_a_label_written_twice_running_stays_two_turns(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", "I: Well?\nP1: One.\nP1: Two.\nI: Yes?")
    assert said(draft)[1:3] == [("P1", "One."), ("P1", "Two.")]


def test_a_heading_that_a_program_repeats_goes_on_with_the_turn(tmp_path: Path) -> None:
    text = (
        "Ann Lee  0:03\nHello.\nAnn Lee  0:09\nStill me.\nBob Day  0:12\nYes.\nAnn Lee  0:15\nSo."
    )
    draft = read(tmp_path, "a.txt", text)
    assert said(draft) == [
        ("Ann Lee", "Hello.\nStill me."),
        ("Bob Day", "Yes."),
        ("Ann Lee", "So."),
    ]
    assert seconds(draft) == [3, 12, 15]


def test_one_speaker_may_be_written_in_several_ways(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", "INT: Well?\nP1: Yes.\nInt: Sure?\nint.: And?\np1: Yes.")
    assert labels(draft) == ["INT", "P1"]
    assert len(draft.turns) == 5


def test_stamps_at_the_end_of_paragraphs_end_the_turn(tmp_path: Path) -> None:
    draft = read(tmp_path, "f4.txt", "I: So how is it? #00:00:12-3#\nB: Good. #00:00:20-0#")
    assert said(draft) == [("I", "So how is it?"), ("B", "Good.")]
    ends = [turn.ends.total_seconds() if turn.ends else None for turn in draft.turns]
    assert ends == [12, 20]


def test_a_stamp_alone_on_its_line_belongs_to_the_turn_after_it(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", "[00:01]\nI: Well?\nP1: Yes.\n[00:09]\n\nI: Sure?\nP1: No.")
    assert seconds(draft) == [1, None, 9, None]
    assert "[" not in draft.text


def test_times_in_speech_stay(tmp_path: Path) -> None:
    text = (
        "I: When?\nP1: At 10:15, [inaudible 00:12] or so.\n10:45 was too late.\nI: And?\nP1: Then."
    )
    draft = read(tmp_path, "a.txt", text)
    assert said(draft)[1] == ("P1", "At 10:15, [inaudible 00:12] or so.\n10:45 was too late.")


def test_times_that_cannot_be_are_words(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", "I: Well?\nP1: Yes.\n[00:75] is no time.\nI: So?\nP1: No.")
    assert "[00:75] is no time." in draft.text


def test_ranges_of_time_give_beginning_and_end(tmp_path: Path) -> None:
    text = "[00:00.000 --> 00:03.400]  Hello all.\n[00:03.400 --> 00:05.000]  And bye."
    draft = read(tmp_path, "whisper.txt", text)
    assert [words for _, words in said(draft)] == ["Hello all.", "And bye."]
    assert seconds(draft) == [0, 3.4]


def test_prose_is_one_turn_a_paragraph_of_one_unnamed_speaker(tmp_path: Path) -> None:
    text = (
        "The implementation: a review\n\nThe nurses met on Monday at 10:15 and talked about the "
        "rota for rather longer than they had planned. For example: nobody knew it.\n\nhttp://x.org"
    )
    draft = read(tmp_path, "notes.txt", text)
    assert labels(draft) == [""]
    assert draft.speakers[0].role == "unknown"
    assert [words for _, words in said(draft)] == text.split("\n\n")
    assert any("no speaker labels" in note for note in draft.notes)


def test_a_list_of_names_and_times_is_no_conversation(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", "\nLunch 12:30\nTea 15:45\nDinner 18:00\n")
    assert said(draft) == [("", "Lunch 12:30"), ("", "Tea 15:45"), ("", "Dinner 18:00")]


def test_one_word_after_a_time_is_a_word(tmp_path: Path) -> None:
    text = "[00:01] INT: Well?\n[00:05] P1: Yes.\n[00:07] Absolutely\n[00:09] Absolutely\nP1: So."
    draft = read(tmp_path, "a.txt", text)
    assert said(draft)[1] == ("P1", "Yes.\nAbsolutely\nAbsolutely")


def test_wrapped_prose_breaks_at_blank_lines_only(tmp_path: Path) -> None:
    first = "The nurses met on Monday and talked about\nthe rota for rather longer than they\nhad."
    second = "Nobody had known it would be changed in\nthe week after Easter, or by whom, as\nI."
    draft = read(tmp_path, "a.txt", f"{first}\n\n{second}\n")
    assert [words for _, words in said(draft)] == [first, second]


def test_short_lines_are_paragraphs_of_their_own(tmp_path: Path) -> None:
    draft = read(
        tmp_path, "a.txt", "A list\n\nOne thing here\nAnother\nA third and longer one\nEnd\n"
    )
    assert len(draft.turns) == 5


def test_stray_byte_order_marks_do_not_begin_a_turn(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", "\ufeff\ufeff INT: \ufeffWell?\n\ufeffP1: Ye\ufeffs.\n\ufeff\n")
    assert said(draft) == [("INT", "Well?"), ("P1", "Yes.")]


def test_marks_of_markdown_stay_in_the_words(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.md", "**I:** It was *what*?\n\n**P1:** **Hard**, and `so`.\n")
    assert said(draft) == [("I", "It was *what*?"), ("P1", "**Hard**, and `so`.")]


def test_headings_of_markdown_can_be_speakers(tmp_path: Path) -> None:
    draft = read(
        tmp_path, "a.md", "## Anna\nWell?\n\n## Ben\nYes.\n\n## Anna\nSure?\n\n## Ben\nNo."
    )
    assert said(draft)[0] == ("Anna", "Well?")
    assert labels(draft) == ["Anna", "Ben"]


def test_the_signature_of_a_program_is_nobodys_words(tmp_path: Path) -> None:
    text = "I: Well?\nP1: Yes.\nI: So?\nP1: Bye.\n\nTranscribed by https://otter.ai\n"
    draft = read(tmp_path, "a.txt", text)
    assert said(draft)[-2:] == [("P1", "Bye."), ("", "Transcribed by https://otter.ai")]


def test_labels_without_words_are_told(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", "I: Well?\nP1:\nI: Hello?\nP1: Yes.")
    assert said(draft) == [("I", "Well?"), ("I", "Hello?"), ("P1", "Yes.")]
    assert "1 speaker label with no words after it made no turn." in draft.notes


def test_a_paragraph_whose_label_was_forgotten_is_told(tmp_path: Path) -> None:
    pairs = [f"I: Question {number}?\nP1: Answer." for number in range(10)]
    pairs[4] = "I: And the fifth?\nAbsolutely, says the one without a label."
    draft = read(tmp_path, "a.txt", "\n".join(pairs))
    assert "Paragraphs without a speaker label were counted to the turn before: 9." in draft.notes


def test_the_title_is_the_name_of_the_file_in_the_stored_form(tmp_path: Path) -> None:
    draft = read(tmp_path, "SW03  Zoe\u0308 (final).v2.txt", "I: Well?\nP1: Yes.")
    assert draft.title == "SW03 Zoë (final).v2"
    assert draft.source.filename == "SW03 Zoë (final).v2.txt"
