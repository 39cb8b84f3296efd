from __future__ import annotations

from pathlib import Path

import pytest

from ipe_coder.errors import FileError
from ipe_coder.model.segment import SegmentFileRow, Stance
from ipe_coder.tables import read_segments
from tests.tables.sheets import DATA, write_csv, write_workbook


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(FileError) as caught:
        read_segments(write_csv(folder, text, "coded.csv"))
    return str(caught.value)


class TestReading:
    def test_offsets_and_quotations_are_read(self) -> None:
        assert read_segments(DATA / "segments.csv") == [
            SegmentFileRow("SW03", "Role of manager", start=10, end=28, coder="AB", line=2),
            SegmentFileRow(
                "SW03",
                "1a Implemented / Process for approval",
                "To be honest, most of us\njust agree it",
                coder="CD",
                stance=Stance.FOR,
                starred=True,
                quotable=False,
                memo='See SW06; "same" there',
                line=3,
            ),
        ]

    def test_a_table_of_segments_with_more_columns_is_taken_as_it_is(self, tmp_path: Path) -> None:
        path = write_csv(tmp_path, "id,transcript,quote,code,code_path\n7,SW03,a b,Rm,x / Rm\n")
        assert read_segments(path) == [SegmentFileRow("SW03", "Rm", "a b", line=2)]

    def test_a_workbook_gives_whole_numbers_and_yes_and_no(self, tmp_path: Path) -> None:
        path = write_workbook(
            tmp_path,
            [
                ["transcript", "start", "end", "code", "starred", "quotable"],
                ["SW03", 10, 28.0, "Rm", True, False],
            ],
        )
        (row,) = read_segments(path)
        assert (row.start, row.end, row.starred, row.quotable) == (10, 28, True, False)

    def test_a_quotation_keeps_its_spaces_and_lines(self, tmp_path: Path) -> None:
        path = write_csv(tmp_path, 'transcript,code,quote\nSW03,Rm," so\n  then "\n')
        assert read_segments(path)[0].quote == " so\n  then "


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("transcript,code\nx,y\n", "coded.csv: the file has no column “quote”. Give quote, or"),
        ("transcript,quote\nx,y\n", "coded.csv: the file has no column “code”"),
        ("code,quote\nx,y\n", "coded.csv: the file has no column “transcript”"),
        ("transcript,code,quote\nx,y,\n", "line 2: neither a quote nor a start and an end"),
        ("transcript,code,start,end\nx,y,5,\n", "line 2: neither a quote nor a start and an end"),
        ("transcript,code,start,end\nx,y,5,5\n", "line 2: start 5 is not before end 5"),
        ("transcript,code,start,end\nx,y,a,5\n", "line 2: start is “a”, which is not a number"),
        ("transcript,code,start,end\nx,y,-2,5\n", "line 2: start is “-2”, which is not a whole"),
        ("transcript,code,quote\n,y,z\n", "line 2: transcript is empty"),
        ("transcript,code,quote,stance\nx,y,z,pro\n", "It can be for, against, mixed, neutral"),
        ("transcript,code,quote,starred\nx,y,z,maybe\n", "starred is “maybe”. It can be yes, no"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal(tmp_path, text)
