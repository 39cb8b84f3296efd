from __future__ import annotations

import io
import os
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipe_coder.codebook_io import read_codebook
from ipe_coder.errors import FileError
from ipe_coder.model.text import clean
from ipe_coder.sheets.figures import print_number
from ipe_coder.tables import read_participants
from ipe_coder.tables._numbers import parse_number
from ipe_coder.tables.names import read_names
from tests.tables.sheets import write_csv, write_workbook

WRITTEN = datetime(2025, 11, 9, 10, 42)  # noqa: DTZ001 - workbooks know no time zones


def attribute(path: Path, name: str = "note") -> str:
    (row,) = read_participants(path)
    return row.attributes.get(name, "")


def refusal(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        read_participants(path)
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)
    return str(caught.value)


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_what_spreadsheets_save_is_read(
        self, tmp_path: Path, encoding: str, delimiter: str
    ) -> None:
        text = f"participant{delimiter}note\r\nA{delimiter}“café” – £5\r\n"
        assert attribute(write_csv(tmp_path, text.encode(encoding))) == "“café” – £5"

    def test_blank_rows_are_skipped_and_lines_still_count(self, tmp_path: Path) -> None:
        path = write_csv(tmp_path, "\nparticipant,note\n\n,,\nA,x\n ,\t\nB,y\n")
        assert [row.line for row in read_participants(path)] == [5, 7]

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "is empty."),
            (b"\n\n , \n", "is empty."),
            (b"participant\n", "has column names and no rows."),
            (b"PK\x03\x04 ", "is a zip file, as Word and Excel write them, not a text file."),
            (b"\x00\x01" * 50, "is not a text file."),
            (b'participant\n"A\n', "line 2: a quotation mark that opens in this row is never"),
            (b"participant,,site\nA,x,\n", "line 2: “x” stands in column 2, which has no name."),
            (b"participant,\nA,x\n", "line 2: “x” stands in column 2, and the names end at"),
        ],
    )
    def test_what_is_no_table_says_what_is_wrong(
        self, tmp_path: Path, data: bytes, said: str
    ) -> None:
        assert said in refusal(write_csv(tmp_path, data))

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        assert refusal(tmp_path / "absent.csv").startswith(
            "absent.csv: the file cannot be read: no"
        )

    def test_an_old_workbook_is_refused_with_a_remedy(self, tmp_path: Path) -> None:
        said = refusal(write_csv(tmp_path, b"\xd0\xcf\x11\xe0", "old.xls"))
        assert said == "old.xls: .xls files are not read here. Save it as .xlsx or .csv."


class TestWorkbook:
    @pytest.mark.parametrize(
        ("value", "number_format", "printed"),
        [
            (3, "General", "3"),
            (3.0, "General", "3"),
            (0.1 + 0.2, "General", "0.3"),
            (0.1, "0.00", "0.10"),
            (1969, "#,##0", "1,969"),
            (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
            (0.1234, "0.0%", "12.3%"),
            (2.5, "0.0##", "2.5"),
            (2.5, '0.00" points"', "2.50"),
            (True, "General", "yes"),
            (date(2025, 11, 9), "dd/mm/yyyy", "2025-11-09"),
            (WRITTEN, "dd/mm/yyyy hh:mm", "2025-11-09 10:42:00"),
            (time(10, 42), "hh:mm", "10:42:00"),
            ("  two  words ", "@", "two words"),
            (None, "General", ""),
        ],
    )
    def test_cells_are_read_as_they_are_shown(
        self, tmp_path: Path, value: Any, number_format: str, printed: str
    ) -> None:
        path = write_workbook(
            tmp_path, [["participant", "note"], ["A", value]], formats={"B2": number_format}
        )
        assert attribute(path) == printed

    def test_the_first_sheet_that_holds_anything_is_read(self, tmp_path: Path) -> None:
        path = write_workbook(tmp_path, [[None], ["participant"], [None], ["A"]])
        assert [row.line for row in read_participants(path)] == [4]

    def test_a_formula_without_its_value_is_named(self, tmp_path: Path) -> None:
        path = write_workbook(tmp_path, [["participant", "note"], ["A", "=1+1"]])
        assert refusal(path) == (
            "table.xlsx, line 2: column B holds a formula without its value. Open the file in a "
            "spreadsheet program and save it, or save it as .csv."
        )

    def test_the_value_of_a_formula_is_read(self, tmp_path: Path) -> None:
        path = write_workbook(tmp_path, [["participant", "note"], ["A", "=1+1"]])
        saved = _with_value(path, "<v></v>", "<v>2</v>")
        assert attribute(saved) == "2"

    def test_a_cell_with_an_error_is_named(self, tmp_path: Path) -> None:
        path = write_workbook(tmp_path, [["participant", "note"], ["A", "#DIV/0!"]])
        assert "line 2: column B holds the error #DIV/0!." in refusal(path)

    def test_a_wrong_size_of_the_sheet_is_not_believed(self, tmp_path: Path) -> None:
        path = write_workbook(tmp_path, [["participant", "note"], ["A", "x"]])
        assert attribute(_with_value(path, '<dimension ref="A1:B2"', '<dimension ref="A1"')) == "x"

    @pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
    def test_a_cut_workbook_is_refused(self, tmp_path: Path, share: float) -> None:
        path = write_workbook(tmp_path, [["participant"], ["A"]])
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])
        assert "is not an Excel workbook. Save it as .xlsx, or as .csv." in refusal(path)

    def test_a_zip_that_is_no_workbook_is_refused(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "table.xlsx", "w") as archive:
            archive.writestr("letter.txt", "hello")
        assert "cannot be read as an Excel workbook." in refusal(tmp_path / "table.xlsx")

    def test_a_workbook_whose_sheet_is_no_xml_is_refused(self, tmp_path: Path) -> None:
        path = write_workbook(tmp_path, [["participant"], ["A"]])
        assert "cannot be read as an Excel workbook." in refusal(_with_value(path, "<row", "<<row"))

    def test_a_workbook_whose_list_of_sheets_is_no_xml_is_refused(self, tmp_path: Path) -> None:
        path = write_workbook(tmp_path, [["participant"], ["A"]])
        damaged = _with_value(path, "<sheets>", "<sheets", part="xl/workbook.xml")
        assert "cannot be read as an Excel workbook." in refusal(damaged)

    def test_a_zip_bomb_is_refused_before_it_is_unpacked(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "table.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(60):
                archive.writestr(f"xl/{number}.xml", bytes(10_000_000))
        assert "unpacks to more than 250 MB." in refusal(tmp_path / "table.xlsx")

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.tuples(
                st.integers(-(10**9), 10**9),
                st.floats(-1e6, 1e6).map(lambda value: round(value, 4)),
                st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]),
                        max_size=20),
            ),
            min_size=1,
            max_size=6,
        )
    )  # fmt: skip
    def test_what_was_put_into_cells_comes_out(
        self, tmp_path: Path, rows: list[tuple[int, float, str]]
    ) -> None:
        table = [["participant", "n", "x", "note"]]
        path = write_workbook(
            tmp_path, [*table, *([f"P{i}", *row] for i, row in enumerate(_plain(rows)))]
        )
        found = [row.attributes for row in read_participants(path)]
        assert [float(one["n"]) for one in found] == [row[0] for row in rows]
        assert [float(one["x"]) for one in found] == [row[1] for row in rows]
        assert [one.get("note", "") for one in found] == [
            " ".join(clean(row[2]).text.split()) for row in rows
        ]


class TestNumbers:
    @given(st.floats(-1e12, 1e12).map(lambda value: round(value, 3)))
    def test_a_number_printed_with_thousands_is_read_back(self, value: float) -> None:
        assert parse_number(f"{value:,.3f}") == value
        assert parse_number(print_number(value, "#,##0.000")) == value

    @given(st.text(max_size=12))
    def test_any_text_is_a_number_or_is_not(self, text: str) -> None:
        value = parse_number(text)
        assert value is None or any(character.isdigit() for character in text)


def _plain(rows: list[tuple[int, float, str]]) -> list[tuple[int, float, str]]:
    """Keep texts from being taken for formulas or errors when they are written."""
    return [(n, x, note if not note.startswith(("=", "#")) else f" {note}") for n, x, note in rows]


def _with_value(path: Path, old: str, new: str, part: str = "xl/worksheets/sheet2.xml") -> Path:
    """Replace some XML in a workbook."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files[part] = files[part].replace(b"<v />", b"<v></v>")
    assert old.encode() in files[part]
    files[part] = files[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_what_is_no_file_on_a_disk_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    os.mkfifo(path)
    for read in (read_participants, read_names, read_codebook):
        with pytest.raises(FileError, match="not a file on a disk"):
            read(path)


def test_a_table_beyond_all_measure_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(33 * 2**20)
    assert "at most 32 MB are read" in refusal(path)
    path = path.rename(tmp_path / "a.txt")
    with pytest.raises(FileError, match="at most 32 MB are read"):
        read_names(path)


@pytest.mark.parametrize("row", ["P,x", ",".join("abcdefghijkl")])
def test_a_table_of_rows_or_cells_without_end_is_refused(tmp_path: Path, row: str) -> None:
    path = write_csv(tmp_path, "participant,b\n" + f"{row}\n" * 200_001)
    assert "more than 200,000 rows or 2,000,000 cells" in refusal(path)


def test_a_first_row_of_very_many_columns_is_read(tmp_path: Path) -> None:
    names = [f"a question that is asked {number}" for number in range(6_000)]
    path = write_csv(tmp_path, f"participant,{','.join(names)}\nP1{',x' * 6_000}\n")
    assert attribute(path, names[-1]) == "x"
