"""CSV and Excel files of speakers and words."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from ipe_coder.errors import FileError, NotTranscriptError
from tests.readers.samples import labels, read, roles, said, seconds, workbook


def test_columns_are_found_by_loose_names(tmp_path: Path) -> None:
    draft = read(
        tmp_path, "a.csv", "Start_Time;SPEAKER-NAME;Utterance\n0:03;INT:;Well?\n75.5;P1;Yes.\n"
    )
    assert said(draft) == [("INT", "Well?"), ("P1", "Yes.")]
    assert seconds(draft) == [3, 75.5]


def test_entries_with_both_times_are_joined_while_one_speaks(tmp_path: Path) -> None:
    rows = "speaker,start,end,text\nINT,0,1,Well\nINT,1,2,then?\nP1,2,3,It\nP1,3,4.5,was late.\n"
    draft = read(tmp_path, "a.csv", rows)
    assert said(draft) == [("INT", "Well then?"), ("P1", "It was late.")]
    assert draft.duration == timedelta(seconds=4.5)
    assert draft.turns[1].ends == timedelta(seconds=4.5)


def test_without_an_end_every_row_is_a_turn(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.csv", "speaker,text\nP1,One.\nP1,Two.\nINT,Well?\n")
    assert said(draft) == [("P1", "One."), ("P1", "Two."), ("INT", "Well?")]


def test_a_row_without_a_speaker_goes_on_and_is_named(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.csv", "speaker,text\nINT,Well?\nP1,One.\n,Two.\nINT,Fine?\n")
    assert said(draft)[1] == ("P1", "One.\nTwo.")
    assert "Words without a speaker were counted to the speaker before: row 4." in draft.notes


def test_words_that_look_like_labels_stay_words(tmp_path: Path) -> None:
    rows = (
        'speaker,text\nINT,"Date: 3 May"\nP1,"Honestly: no.\nP2: she said."\nP1,End of interview\n'
    )
    draft = read(tmp_path, "a.csv", rows)
    assert said(draft) == [
        ("INT", "Date: 3 May"),
        ("P1", "Honestly: no.\nP2: she said."),
        ("P1", "End of interview"),
    ]


def test_other_columns_are_reported_as_left_out(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.csv", "id,speaker,text,note\n1,INT,Well?,too loud\n2,P1,Yes.,\n")
    assert [(one.kind, one.text) for one in draft.left_out] == [
        ("table heading", "id\tspeaker\ttext\tnote"),
        ("column “id”", "1\n2"),
        ("column “note”", "too loud"),
    ]


def test_a_workbook_gives_its_times(tmp_path: Path) -> None:
    content = workbook(
        ["speaker", "time", "text"],
        ["INT", time(0, 1, 2), "Well?"],
        ["P1", timedelta(seconds=65, milliseconds=250), "Yes [laughs] = 1+1."],
        ["P1", 70, 12],
    )
    draft = read(tmp_path, "a.xlsx", content)
    assert said(draft) == [("INT", "Well?"), ("P1", "Yes [laughs] = 1+1."), ("P1", "12")]
    assert seconds(draft) == [62, 65.25, 70]
    assert roles(draft) == {"INT": "interviewer", "P1": "participant"}


@pytest.mark.parametrize(
    ("content", "said_of_it"),
    [
        ("dose,day\n3,Monday\n", "its columns are “dose”, “day”."),
        ("speaker,arm\nA,control\n", "has no column “text”; its columns are “speaker”, “arm”."),
        ("text\nwords\n", "has no column “speaker”; its columns are “text”."),
    ],
)
def test_wrong_columns_are_named(content: str, said_of_it: str, tmp_path: Path) -> None:
    with pytest.raises(NotTranscriptError, match="columns speaker and text") as caught:
        read(tmp_path, "a.csv", content)
    assert said_of_it in caught.value.message


def test_a_table_of_participants_names_what_takes_it(tmp_path: Path) -> None:
    with pytest.raises(NotTranscriptError, match="looks like a table of participants") as caught:
        read(tmp_path, "a.csv", "Real name or pseudonym,Sex\nHester,F\n")
    assert "Call the column of pseudonyms participant." in caught.value.hint
    assert "participant import" in caught.value.hint


@pytest.mark.parametrize("when", ["soon", "-3", "nan", "inf", "1e99", "0:99"])
def test_a_broken_time_names_its_line(when: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is no time") as caught:
        read(tmp_path, "a.csv", f"speaker,start,text\nINT,0,Well?\nP1,{when},Yes.\n")
    assert caught.value.line == 3


@pytest.mark.parametrize("row", ['P1,"never closed\n', "P1,Yes.,and,more\n"])
def test_a_broken_row_names_its_line(row: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="line 2"):
        read(tmp_path, "a.csv", f"speaker,text\n{row}")


def test_speakers_may_be_in_any_script(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.csv", "speaker,text\n🦉 [x],Well?\nسارة,نعم\n")
    assert labels(draft) == ["🦉 [x]", "سارة"]


def test_a_cell_of_two_lines_makes_an_error_of_one(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="“It was hard, so it went” in the column") as caught:
        read(tmp_path, "a\nb.csv", 'speaker,text,start\nP1,One.,"It was hard,\nso it went"\n')
    assert "\n" not in str(caught.value)
