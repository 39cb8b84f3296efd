"""WebVTT and SubRip as Zoom, Teams and podcast programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipe_coder.errors import FileError
from ipe_coder.model.transcript import Draft
from tests.readers.samples import labels, read, roles, said, seconds


def vtt(folder: Path, *cues: str, head: str = "WEBVTT") -> Draft:
    """Read captions of a second each, one after the other."""
    blocks = [
        f"00:00:{number:02}.000 --> 00:00:{number + 1:02}.000\n{cue}"
        for number, cue in enumerate(cues)
    ]
    return read(folder, "a.vtt", "\n\n".join([head, *blocks]))


def spans(draft: Draft) -> list[tuple[float, float]]:
    """List when each turn begins and ends."""
    return [
        (turn.begins.total_seconds(), turn.ends.total_seconds())
        for turn in draft.turns
        if turn.begins is not None and turn.ends is not None
    ]


def test_captions_of_one_turn_are_joined(tmp_path: Path) -> None:
    draft = vtt(tmp_path, "Ann: Well, it", "Ann: was late.", "Ben: It was.", "Ann: So?")
    assert said(draft) == [("Ann", "Well, it was late."), ("Ben", "It was."), ("Ann", "So?")]
    assert spans(draft) == [(0, 2), (2, 3), (3, 4)]
    assert draft.duration is not None
    assert draft.duration.total_seconds() == 4


def test_captions_without_a_name_go_on_with_the_speaker(tmp_path: Path) -> None:
    draft = vtt(tmp_path, "Ann: Well, it", "was late.", "Ben: It", "was.", "Ann: So?", "Ben: Yes.")
    assert said(draft)[:2] == [("Ann", "Well, it was late."), ("Ben", "It was.")]


def test_a_guest_in_captions_may_speak_once(tmp_path: Path) -> None:
    first = ["Ann: Well, it", "was", "late.", "Zoe: I", "agree.", "Ann: So?", "Ben: Yes."]
    draft = vtt(tmp_path, *first, "Ann: Oh.", "Ben: So.")
    assert labels(draft) == ["Ann", "Zoe", "Ben"]


@pytest.mark.parametrize(
    "cue",
    [
        "<v Ann Lee>Well, it was late.",
        "<v Ann Lee>Well, it was late.</v>",
        "<v.loud.first Ann Lee>Well, it was late.</v>",
        "<v Ann Lee><i>Well</i>, it <c.yellow>was</c> late.</v>",
        "<v Ann Lee>Well, <00:00:00.500>it was late.",
        "<V Ann Lee>Well,\nit was late.",
    ],
)
def test_voice_tags_name_the_speaker(cue: str, tmp_path: Path) -> None:
    draft = vtt(tmp_path, cue, "<v Ben>Remember: it was.</v>")
    assert said(draft) == [("Ann Lee", "Well, it was late."), ("Ben", "Remember: it was.")]


def test_two_voices_may_share_a_caption(tmp_path: Path) -> None:
    draft = vtt(tmp_path, "<v Ann>Late?</v> <v Ben>Late.</v>\n<v Ann>I see.")
    assert said(draft) == [("Ann", "Late?"), ("Ben", "Late."), ("Ann", "I see.")]


def test_captions_before_the_first_name_are_nobodys(tmp_path: Path) -> None:
    draft = vtt(tmp_path, "This is fiction.", "Ann: Late?", "Ben: Late.", "Ann: I see.")
    assert roles(draft)[""] == "other"
    assert said(draft)[0] == ("", "This is fiction.")


def test_captions_without_any_name_break_at_pauses(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nIt was\n\n00:02.500 --> 00:04.000\nlate.\n\n"
        "00:06.000 --> 00:07.000\nThen it was not.\n"
    )
    draft = read(tmp_path, "a.vtt", text)
    assert said(draft) == [("", "It was late."), ("", "Then it was not.")]
    assert roles(draft) == {"": "unknown"}
    assert seconds(draft) == [1, 6]
    assert any("no speaker labels" in note for note in draft.notes)


def test_entities_become_their_characters(tmp_path: Path) -> None:
    draft = vtt(tmp_path, "Q&amp;A &lt;3 &#x263A; caf&eacute; &nosuch; R&D AT&T &#0; e&#x301;")
    assert draft.text == "Q&A <3 ☺ café &nosuch; R&D AT&T \ufffd é"


def test_what_is_no_tag_stays(tmp_path: Path) -> None:
    assert vtt(tmp_path, "3 < 4 and 5 > 4 <laughs> [pause] {x}").text == (
        "3 < 4 and 5 > 4 <laughs> [pause] {x}"
    )


def test_text_after_a_blank_line_still_belongs_to_its_caption(tmp_path: Path) -> None:
    draft = vtt(tmp_path, "Ann: It was\n\n  late.\n\nVery.", "Ben: Yes.", "Ann: So.")
    assert said(draft)[0] == ("Ann", "It was late. Very.")


def test_comments_styles_and_heads_are_left_out_and_told(tmp_path: Path) -> None:
    head = "WEBVTT - Rota\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE\nnot checked yet"
    draft = vtt(tmp_path, "Ann: Late?", "Ben: Late.", head=head)
    assert [(piece.kind, piece.text) for piece in draft.left_out] == [
        ("header", "- Rota\nKind: captions"),
        ("style block", "::cue { color: red }"),
        ("comment", "not checked yet"),
    ]
    assert (
        "Left out: 1 header (3 words), 1 style block (3 words), 1 comment (3 words)." in draft.notes
    )


def test_identifiers_of_captions_are_no_words(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nOne.\n\n5e0f-11/22-0\n00:02.000 --> 00:03.000\n"
        "42\n\nThe second part\n00:03.000 --> 00:04.000\nThree.\n"
    )
    draft = read(tmp_path, "a.vtt", text)
    assert draft.text == "One. 42 Three."
    assert [(piece.kind, piece.text) for piece in draft.left_out] == [
        ("caption title", "The second part")
    ]


@pytest.mark.parametrize(
    "timing",
    [
        "00:01.000 --> 00:02.000 align:start position:0%",
        "0:00:01.000 --> 0:00:02.000",
        "000:00:01,000 --> 000:00:02,000",
        "00:00:01 --> 00:00:02",
        "00:00:01.000-->00:00:02.000",
        "  00:00:01.000\t-->\t00:00:02.000  ",
    ],
)
def test_times_may_be_written_in_several_ways(timing: str, tmp_path: Path) -> None:
    assert spans(read(tmp_path, "a.vtt", f"WEBVTT\n\n{timing}\nLate.")) == [(1, 2)]


@pytest.mark.parametrize("ending", ["vtt", "srt"])
@pytest.mark.parametrize(
    "timing",
    [
        "00:00:0x.000 --> 00:00:02.000",
        "00:00:05.000 --> 00:00:02.000",
        "00:00:61.000 --> 00:01:02.000",
        "00:75:01.000 --> 00:76:02.000",
        "00:00:05.000 -> 00:00:07.000",
        "00:00:05.000 00:00:07.000",
        "00:00:05.000 -->",
        "--> 00:00:07.000",
        "five --> 00:00:07.000",
    ],
)
def test_a_broken_time_is_an_error_that_names_the_line(
    timing: str, ending: str, tmp_path: Path
) -> None:
    first = "00:00:01.000 --> 00:00:02.000\nFine.\n\n"
    head = "WEBVTT\n\n" if ending == "vtt" else "1\n\n"
    with pytest.raises(FileError) as caught:
        read(tmp_path, f"a.{ending}", f"{head}{first}2\n{timing}\nLate.")
    assert caught.value.line == 7
    assert str(caught.value).startswith(f"a.{ending}, line 7: the time is broken.")


def test_captions_without_blank_lines_between_are_read(tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:02,000 --> 00:00:03,000\ntwo.\n"
    assert read(tmp_path, "a.srt", text).text == "One two."


def test_marks_of_style_in_subrip_are_no_words(tmp_path: Path) -> None:
    text = '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color="red">One</font> <b>two</b>.\n'
    assert read(tmp_path, "a.srt", text).text == "One two."


def test_words_before_the_first_caption_are_told(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.srt", "A title\n\n1\n00:00:01,000 --> 00:00:02,000\nOne.\n")
    assert "Left out: 1 line before the first caption (2 words)." in draft.notes


@pytest.mark.parametrize("ending", ["vtt", "srt"])
def test_a_file_without_captions_is_refused(ending: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="holds no captions"):
        read(tmp_path, f"a.{ending}", "WEBVTT\n" if ending == "vtt" else "Just words.\n")


def test_a_webvtt_file_begins_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="line 1: the file does not begin with WEBVTT") as caught:
        read(tmp_path, "a.vtt", "1\n00:00:01,000 --> 00:00:02,000\nOne.\n")
    assert ".srt" in caught.value.hint


def test_captions_under_another_ending_are_told_the_right_one(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nOne.\n"
    for name, content, right in [
        ("a.srt", text, ".vtt"),
        ("a.txt", text, ".vtt"),
        ("a.md", "1\n00:00:01,000 --> 00:00:02,000\nOne.\n", ".srt"),
    ]:
        with pytest.raises(FileError) as caught:
            read(tmp_path, name, content)
        assert right in caught.value.hint
