from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from ipe_coder.codebook_io import FORMATS, read_codebook, write_codebook
from ipe_coder.errors import FileError
from ipe_coder.model.code import Approach, Codebook, CodeKind
from tests.codebook_io.books import codebooks

DATA = Path(__file__).parents[1] / "data" / "codebooks"


def read(folder: Path, text: str) -> Codebook:
    (folder / "book.csv").write_text(text, encoding="utf-8")
    return read_codebook(folder / "book.csv")


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(FileError) as caught:
        read(folder, text)
    return str(caught.value)


class TestReading:
    def test_a_spreadsheet_with_paths_becomes_a_tree(self) -> None:
        book = read_codebook(DATA / "flexitime.csv")
        assert book.name == "flexitime"
        assert [code.id for code in book.codes] == [
            "1a Implemented as intended",
            "1a Implemented as intended / Process for approval",
            "1a Implemented as intended / Range of patterns",
            "1e Unintended",
            "1e Unintended / Pressure on managers",
        ]
        assert book["1a Implemented as intended"].kind is CodeKind.QUESTION

    def test_lists_are_cut_at_semicolons_outside_quotation_marks(self) -> None:
        code = read_codebook(DATA / "flexitime.csv")[
            "1a Implemented as intended / Process for approval"
        ]
        assert code.keywords == ("form", "HR")
        assert code.examples == ("The form; it came late.", "On a whiteboard")

    def test_a_parent_without_a_row_becomes_a_theme(self) -> None:
        book = read_codebook(DATA / "flexitime.csv")
        assert book["1e Unintended"].kind is CodeKind.THEME

    def test_the_shield_against_formulas_is_taken_off(self) -> None:
        book = read_codebook(DATA / "flexitime.csv")
        assert book["1e Unintended / Pressure on managers"].definition == "=not a sum"

    def test_parents_may_be_given_by_name(self, tmp_path: Path) -> None:
        book = read(tmp_path, "Code,Parent\nDaily,Usage\nUsage,\nAt night,Usage / Daily\n")
        assert [code.id for code in book.codes] == [
            "Usage",
            "Usage / Daily",
            "Usage / Daily / At night",
        ]

    def test_a_flat_list_needs_no_parents(self, tmp_path: Path) -> None:
        book = read(tmp_path, "code\tdefinition\nTraining\tThe seminar, and after\nUsage\t\n")
        assert [code.name for code in book.codes] == ["Training", "Usage"]
        assert book["Training"].definition == "The seminar, and after"

    def test_the_approach_follows_from_the_codes(self, tmp_path: Path) -> None:
        assert read(tmp_path, "path,derived\nA,inductive\n").approach is Approach.INDUCTIVE
        assert read(tmp_path, "path,derived\nA,inductive\nB,\n").approach is Approach.BOTH


class TestRefusing:
    def test_a_code_beneath_itself_names_the_circle(self, tmp_path: Path) -> None:
        said = refusal(tmp_path, "name,parent\nA,C\nB,A\nC,B\n")
        assert said == (
            "book.csv, line 2: a code stands under itself: “A”, “C”, “B”, “A”. "
            "Give one of them another parent."
        )

    def test_its_own_parent_is_a_circle(self, tmp_path: Path) -> None:
        assert "“A”, “A”" in refusal(tmp_path, "name,parent\nA,A\n")

    @pytest.mark.parametrize("text", ["path\nA\nB\nA\n", "name\nA\nB\na\n", "path\nA / C\nB\nC\n"])
    def test_two_codes_of_one_name_name_both_lines(self, tmp_path: Path, text: str) -> None:
        said = refusal(tmp_path, text)
        assert said.startswith("book.csv, line 4: ")
        assert "is here and in line 2" in said

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("path,defintion\nA,x\n", "there is no field “defintion”. Did you mean definition?"),
            ("definition\nx\n", "the file has no column “path”. Give path, or name and parent."),
            ("path,parent\nA,B\n", "the file has both “path” and “parent”."),
            ("path,include,Include\nA,x,y\n", "“Include” and “include” are the same column."),
            ("path,name\nA / B,C\n", "the name is “C”, and the path ends in “B”."),
            ("name,parent\nA / B,\n", "the name “A / B” holds “ / ”"),
            ("name,parent\n,A\n", "line 2: a code has no name."),
            ("path,kind\nA,node\n", "line 2: kind is “node”."),
            (
                "path,include\nA,x,y\n",
                "line 2: “y” stands in column 3, and the names end at column 2",
            ),
            ('path,include\nA,"x\nB,y\n', "line 2: a quotation mark that opens in this row"),
            ("path,,kind\nA,x,code\n", "“x” stands in column 2, which has no name."),
            ("name,parent\nA,X / B\nB,Y\n", "the parent is “X / B”, and its own row makes"),
            ("path\n", "has column names and no codes."),
            ("", "is empty."),
        ],
    )
    def test_a_fault_is_named_with_its_remedy(self, tmp_path: Path, text: str, said: str) -> None:
        assert said in refusal(tmp_path, text)


class TestWriting:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(book=codebooks(fewest=1))
    def test_the_codes_come_back_as_they_were(self, tmp_path: Path, book: Codebook) -> None:
        write_codebook(book, tmp_path / "book.csv")
        assert read_codebook(tmp_path / "book.csv").codes == book.codes

    def test_no_cell_can_run_as_a_formula(self, tmp_path: Path) -> None:
        book = read(tmp_path, "path,definition,include\nA,=1+1,-x\n@B,x,+y\n")
        write_codebook(book, tmp_path / "out.csv")
        with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert "'=1+1" in cells
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]

    def test_accents_are_marked_as_utf_8_for_spreadsheets(self, tmp_path: Path) -> None:
        write_codebook(read(tmp_path, "path\nCafé\n"), tmp_path / "out.csv")
        assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfpath,kind")


class TestFormats:
    def test_every_format_takes_the_same_codes(self, tmp_path: Path) -> None:
        book = read_codebook(DATA / "flexitime.yaml")
        for number, known in enumerate(FORMATS):
            path = tmp_path / f"{number}{known.extensions[0]}"
            write_codebook(book, path)
            assert read_codebook(path).codes == book.codes

    def test_ids_of_a_store_do_not_reach_the_file(self, tmp_path: Path) -> None:
        book = read_codebook(DATA / "flexitime.yaml")
        ids = {code.id: f"id-{number}" for number, code in enumerate(book.codes)}
        codes = tuple(
            replace(
                code,
                id=ids[code.id],
                parent_id=ids[code.parent_id] if code.parent_id else None,
                merged_into=ids[code.merged_into] if code.merged_into else None,
            )
            for code in book.codes
        )
        for known in FORMATS:
            path = tmp_path / f"book{known.extensions[0]}"
            write_codebook(replace(book, codes=codes), path)
            assert "id-" not in path.read_text(encoding="utf-8")
            assert read_codebook(path).codes == book.codes

    def test_an_unknown_extension_names_the_known_ones(self, tmp_path: Path) -> None:
        with pytest.raises(FileError, match=r"book\.docx: “\.docx” is not .*\.yaml"):
            read_codebook(tmp_path / "book.docx")
