"""Files in which every line is alike are read on a short way; it must find the very same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ipe_coder.errors import FileError
from ipe_coder.model.transcript import Draft, Rule, Source
from ipe_coder.readers import read_transcript

LONG_WAY = Rule(never=("A label of no file",))
"""Asks for a closer look at every line, and changes nothing but a note."""

LABELS = st.sampled_from(
    ["Interviewer", "Int", "INT", "P1", "P12", "Ann", "Anne", "Dr O'Neil", "Ann-Lee", "Speaker 1",
     "Both", "Key worker", "Zoë", "I", "R", "Observer", "Participant 2 (f)", "Lowe, Ann", "Intv."]
)  # fmt: skip
ODD_LABELS = st.sampled_from(
    ["Intervewer", "the old man", "Well", "Date", "Note", "Interview id", "1", "12", "Ann ", "Q",
     "[Ann]", "http", "Recording", "P3?", "Ann and Bo are", "²"]
)  # fmt: skip
COLONS = st.sampled_from([":", ":  ", " : ", ":\t", "：", " - ", ". ", " ", ":\u00a0"])
WORDS = st.sampled_from(
    ["yes", "No. Well.", "why?", "She left. Ann: no.", "it ended [00:10]", "at #00:01:02-3#", "END",
     "transcript ended", "Interviewer: well", "x [00:03]", "one, two", "éa", "q؟", "Ann", "a]"]
)  # fmt: skip
ODD_WORDS = st.sampled_from(
    ["[laughs]", "[00:03] yes", "12 of them", "¿qué?", "²", "2021", "", "_", "\ufeffyes", "[", ":)"]
)
ODD_LINES = st.sampled_from(
    ["Interview with Ann", "Date: 3 May 2021", "PART TWO", "Page 1", "Transcribed by: Bo", "12",
     "[00:12]", "and so on", "End of interview", "Interviewer what then", "- 3 -"]
)  # fmt: skip
ODDITIES = st.one_of(
    ODD_LINES,
    st.builds("{}: {}".format, LABELS, WORDS),
    st.builds("{}: {}".format, ODD_LABELS, WORDS),
    st.builds("{}: {}".format, LABELS, ODD_WORDS),
    st.builds("{}{}{}".format, LABELS, COLONS, WORDS),
)


@st.composite
def conversations(draw: st.DrawFn) -> str:
    """Write lines of a few speakers that are all alike, with at most a few odd ones among them."""
    own = draw(st.lists(LABELS, min_size=1, max_size=4, unique=True))
    others = draw(st.lists(st.sampled_from(own), max_size=6))
    once = [f"{label}: {draw(WORDS)}" for label in own + others]
    lines = once * draw(st.sampled_from([2, 3, 1, 25]))
    for odd in draw(st.lists(ODDITIES, max_size=2)) * draw(st.integers(0, 2)):
        lines.insert(draw(st.integers(0, len(lines))), odd)
    end = draw(st.sampled_from(["", "\n", "\nTRANSCRIBED BY ANN: yes\nTRANSCRIBED BY ANN: yes"]))
    return draw(st.sampled_from(["\n", "\n\n", "\n\n\n", "\n \n"])).join(lines) + end


def found(path: Path, rule: Rule = LONG_WAY) -> Draft | str:
    """Read a file, without what says that a rule was given."""
    try:
        draft = read_transcript(path, rule)
    except FileError as error:
        return error.message.removeprefix(path.name)
    notes = tuple(note for note in draft.notes if "A label of no file" not in note)
    return replace(draft, title="", notes=notes, data=b"", source=Source("", "", "", 0))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(conversations())
@example("Ann: yes\nBo: no [00:10]\nAnn: well\nBo: She left. Ann: no.")
@example("Interviewer: yes\nAnn: no\n" * 40 + "Intervewer: why?\nIntervewer: so\n")
@example("Date: 3 May\nAnn: one\nDate: 4 May\nAnn: two")
def test_lines_that_are_all_labelled_are_read_as_others_are(tmp_path: Path, text: str) -> None:
    path = tmp_path / "talk.txt"
    path.write_text(text)
    if text.strip():
        assert found(path, Rule()) == found(path)


IDS = st.sampled_from(["", "", "1\n", "7f3a-c2/12-0\n", "NOTE\n", "\u0663\n"])
ODD_IDS = st.sampled_from(
    ["1 \n", "Chapter one\n", '3 "Ann Lee" (34)\n', "12:30\n", "NOTE so\n\n", "well\n\n", "\n"]
)
STAMPS = st.builds("{:02}:{:02}:{:02}{}{:03}".format, *[st.integers(0, 59)] * 3,
                   st.sampled_from(".,"), st.integers(0, 999))  # fmt: skip
ODD_STAMPS = st.sampled_from(["00:61:00.000", "99:00:00.000", "00:10.000", "1:00:00.5", "00:00:00"])
LINES = st.sampled_from(
    ["yes", "<v Ann>Well, <i>no</i>", "<v Ann>yes</v>", "<v  Zoë >why?", "- No.", "a &amp; b",
     "Ann: yes", "Bo: no", "{\\an8}up there", "2021 was hard", "<v Ann Lee>", "(laughs)", "</v>",
     "<v Ann></v>", "<V Bo>so", "<v.loud Bo>so", "<v Ann &amp; Bo>yes", "one\n\ttwo", "one\ntwo ",
     "> x"]
)  # fmt: skip
ODD_CAPTION_LINES = st.sampled_from(
    ["", " ", "2: 12:30 - 13:30", "--> yes", "00:00:01.000 -> 00:00:02.000", "12", "well\n\nyes"]
)
ARROWS = st.sampled_from([" --> "] * 20 + ["-->", "  --> "])


@st.composite
def captions(draw: st.DrawFn) -> str:
    """Write captions that are all alike, with at most a few odd things among them."""
    odd = draw(st.sampled_from([(), (), (), (ODD_IDS,), (ODD_STAMPS,), (ODD_CAPTION_LINES,)]))
    cues = []
    for _ in range(draw(st.integers(1, 6))):
        times = sorted([draw(STAMPS), draw(STAMPS)])
        parts = [draw(IDS), times[0], draw(ARROWS), times[1], "\n", draw(LINES), "\n"]
        for place, kind in enumerate([ODD_IDS, ODD_STAMPS, None, None, None, ODD_CAPTION_LINES]):
            if kind in odd and draw(st.booleans()):
                parts[place] = draw(kind)
        cues.append("".join(parts))
    settings = draw(st.sampled_from(["", "", "", " align:start"]))
    opening = draw(st.sampled_from(["WEBVTT\n\n", "WEBVTT\n\n", "WEBVTT so\n\n", "\n", ""]))
    return opening + "\n".join(cues).replace("\n", f"{settings}\n", 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(captions(), st.sampled_from([".vtt", ".srt"]))
@example("WEBVTT\n\n00:00:05.000 --> 00:00:04.000\nyes\n", ".vtt")
@example("\nWEBVTT\n\n00:00:05.000 --> 00:00:06.000\nyes\n", ".vtt")
@example(
    "00:00:05,000 --> 00:00:06,000\n2021:2 -> 3:00\n\n00:00:07,000 --> 00:00:08,000\nyes", ".srt"
)
@example("00:00:05,000 --> 00:00:06,000\nyes 1 --> 2\n\n00:00:07,000 --> 00:00:08,000\nyes", ".srt")
def test_captions_that_are_all_alike_are_read_as_others_are(
    tmp_path: Path, text: str, ending: str
) -> None:
    short, long = tmp_path / f"short{ending}", tmp_path / f"long{ending}"
    short.write_text(text)
    # A blank in a line between captions asks for a closer look, and changes nothing.
    long.write_text(text.replace("\n\n", "\n \n"))
    assert found(short, Rule()) == found(long, Rule())
