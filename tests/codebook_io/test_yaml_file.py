from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from ipe_coder.codebook_io import read_codebook, write_codebook
from ipe_coder.errors import FileError
from ipe_coder.model.code import Approach, Codebook, CodeKind, Derived
from tests.codebook_io.books import codebooks

DATA = Path(__file__).parents[1] / "data" / "codebooks"


def read(folder: Path, text: str | bytes, name: str = "book.yaml") -> Codebook:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_codebook(path)


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(FileError) as caught:
        read(folder, text)
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)
    return str(caught.value)


class TestReading:
    def test_every_field_of_a_code_is_read(self) -> None:
        book = read_codebook(DATA / "flexitime.yaml")
        assert (book.name, book.study, book.approach, book.version) == (
            "Flexible working",
            "flexitime",
            Approach.BOTH,
            3,
        )
        code = book["1a Implemented as intended / Process for approval"]
        assert code.parent_id == "1a Implemented as intended"
        assert code.position == 1
        assert code.mark == "Pa"
        assert code.definition.splitlines() == [
            "How a working pattern is asked for, agreed and put on record.",
            "",
            "It ends when the pattern begins.",
        ]
        assert code.exclude == "whether the pattern is then kept: Boundaries and adherence"
        assert code.near_miss.startswith("“My manager")
        assert code.examples == (
            'The form was: "sent; and forgotten".',
            "She said yes.\nThen came the form.",
        )
        assert code.keywords == ("form", "approve", "HR", "no")
        assert (code.dimension, code.colour, code.line, code.key) == ("fidelity", 4, 2, "f7")
        assert code.version == 2

    def test_the_tree_comes_in_reading_order_with_paths_as_ids(self) -> None:
        book = read_codebook(DATA / "flexitime.yaml")
        assert [code.id for code in book.codes] == [
            "1a Implemented as intended",
            "1a Implemented as intended / Range of patterns",
            "1a Implemented as intended / Process for approval",
            "1e Unintended",
            "1e Unintended / Pressure on managers",
            "1e Unintended / Strain on leads",
        ]
        assert [code.kind for code in book.children(None)] == [CodeKind.QUESTION, CodeKind.THEME]

    def test_a_retired_code_says_when_and_into_what(self) -> None:
        code = read_codebook(DATA / "flexitime.yaml")["1e Unintended / Strain on leads"]
        assert code.retired_at == datetime(2025, 11, 9, 10, 42, tzinfo=UTC)
        assert code.merged_into == "1e Unintended / Pressure on managers"

    def test_a_name_alone_is_a_code(self, tmp_path: Path) -> None:
        book = read(tmp_path, "codes:\n- Training\n- name: Usage\n  children: [Daily, Weekly]\n")
        assert [code.id for code in book.codes] == [
            "Training",
            "Usage",
            "Usage / Daily",
            "Usage / Weekly",
        ]

    def test_a_book_without_a_name_takes_that_of_the_file(self, tmp_path: Path) -> None:
        assert read(tmp_path, "codes: [Training]", "dictation.yml").name == "dictation"

    def test_words_that_yaml_takes_for_yes_and_no_stay_words(self, tmp_path: Path) -> None:
        (code,) = read(tmp_path, "codes:\n- name: Off\n  mark: No\n  keywords: [yes, on]\n").codes
        assert (code.name, code.mark, code.keywords) == ("Off", "No", ("yes", "on"))

    def test_codes_of_an_inductive_book_are_inductive(self, tmp_path: Path) -> None:
        book = read(
            tmp_path,
            "approach: Inductive\ncodes:\n- A\n- {name: B, derived: deductive}\n",
        )
        assert [code.derived for code in book.codes] == [Derived.INDUCTIVE, Derived.DEDUCTIVE]

    def test_an_alias_repeats_a_text(self, tmp_path: Path) -> None:
        book = read(
            tmp_path,
            "codes:\n- name: A\n  include: &hr forms to HR\n- {name: B, exclude: *hr}\n",
        )
        assert book["B"].exclude == "forms to HR"

    def test_field_names_may_have_capitals_and_spaces(self, tmp_path: Path) -> None:
        (code,) = read(tmp_path, "codes:\n- Name: A\n  Near miss: x\n  color: 3\n").codes
        assert (code.near_miss, code.colour) == ("x", 3)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_the_encodings_of_common_editors_are_read(self, tmp_path: Path, encoding: str) -> None:
        data = "codes:\r\n- name: Café “talk”\r\n".encode(encoding)
        assert read(tmp_path, data).codes[0].name == "Café “talk”"

    def test_texts_are_brought_into_the_stored_form(self, tmp_path: Path) -> None:
        (code,) = read(
            tmp_path, 'codes:\n- name: "Cafe\\u0301  talk"\n  definition: "a\\0b"\n'
        ).codes
        assert code.name == "Café talk"
        assert code.definition == "a\ufffdb"


class TestRefusing:
    def test_two_codes_of_one_name_name_both_lines(self, tmp_path: Path) -> None:
        said = refusal(tmp_path, "codes:\n- Training\n- name: Usage\n  children:\n  - training\n")
        assert said == (
            "book.yaml, line 5: “training” is here and in line 2. Give each code a name of its own."
        )

    def test_an_unknown_field_names_the_likest(self, tmp_path: Path) -> None:
        said = refusal(tmp_path, "codes:\n- name: A\n  defnition: x\n")
        assert said == (
            "book.yaml, line 3: “defnition” is not a field of a code. Did you mean definition?"
        )

    @pytest.mark.parametrize(
        ("field", "what"),
        [
            ("definition: 3", "a number (3)"),
            ("definition: 2024-05-01", "a date (2024-05-01)"),
            ("definition: [a, b]", "a list"),
            ("definition: {a: b}", "a group of fields"),
            ("include: 1.5", "a number (1.5)"),
            ("keywords: [a, 7]", "a number (7)"),
            ("keywords: a", "a text (a)"),
            ("children: {name: B}", "a group of fields"),
            ("children: [[B]]", "a list"),
        ],
    )
    def test_a_wrong_type_says_what_was_found(self, tmp_path: Path, field: str, what: str) -> None:
        said = refusal(tmp_path, f"codes:\n- name: A\n  {field}\n")
        assert said.startswith("book.yaml, line 3: ")
        assert what in said

    @pytest.mark.parametrize(
        ("field", "remedy"),
        [
            ("kind: them", "It can be question, theme, code."),
            ("derived: mixed", "It can be deductive, inductive."),
            ("mark: Pax", "A mark is two letters, such as Pa."),
            ("mark: P1", "A mark is two letters, such as Pa."),
            ("colour: 9", "Give a whole number from 0 to 8."),
            ("colour: red", "Give a whole number from 0 to 8."),
            ("line: -1", "Give a whole number from 0 to 3."),
            ("version: 0", "Give a whole number from 1 up."),
            ("retired: last year", "Give the date as 2024-05-31"),
            ("merged_into: B", "Use one of: "),
        ],
    )
    def test_a_value_that_cannot_be_says_what_can(
        self, tmp_path: Path, field: str, remedy: str
    ) -> None:
        said = refusal(tmp_path, f"codes:\n- name: A\n  {field}\n")
        assert "line 3" in said
        assert remedy in said

    def test_a_wrong_approach_says_what_can_be(self, tmp_path: Path) -> None:
        said = refusal(tmp_path, "approach: mixed\ncodes: [A]\n")
        assert said == (
            "book.yaml, line 1: approach is “mixed”. It can be deductive, inductive, both."
        )

    def test_one_mark_for_two_codes_names_both(self, tmp_path: Path) -> None:
        said = refusal(tmp_path, "codes:\n- {name: A, mark: Xy}\n- {name: B, mark: Xy}\n")
        assert "line 3: “B” and “A” both have the mark Xy." in said

    def test_a_field_given_twice_names_both_lines(self, tmp_path: Path) -> None:
        said = refusal(tmp_path, "codes:\n- name: A\n  include: x\n  include: y\n")
        assert "line 4: include is given here and in line 3." in said

    def test_a_name_with_the_separator_of_paths_is_refused(self, tmp_path: Path) -> None:
        assert "“A / B” holds “ / ”" in refusal(tmp_path, "codes:\n- A / B\n")

    @pytest.mark.parametrize("text", ["", "  \n\n", "# only a remark\n", b"\xef\xbb\xbf"])
    def test_an_empty_file_is_said_to_be_empty(self, tmp_path: Path, text: str | bytes) -> None:
        assert refusal(tmp_path, text).startswith("book.yaml: the file is empty.")

    def test_a_tab_is_named_with_its_line(self, tmp_path: Path) -> None:
        said = refusal(tmp_path, "codes:\n- name: A\n\tinclude: x\n")
        assert (
            said == "book.yaml, line 3: a tab stands where YAML wants spaces. Indent with spaces."
        )

    def test_what_is_not_yaml_names_the_line(self, tmp_path: Path) -> None:
        said = refusal(tmp_path, "codes:\n- name: A\n- name: B: C\n")
        assert said.startswith("book.yaml, line 3: this is not YAML")

    @pytest.mark.parametrize(
        "text", ["just a letter to a friend", "- A\n- B\n", "name: x\n", "codes: 3\n", "12"]
    )
    def test_what_holds_no_codes_is_refused(self, tmp_path: Path, text: str) -> None:
        assert "line 1" in refusal(tmp_path, text)

    def test_a_second_book_in_the_file_is_refused(self, tmp_path: Path) -> None:
        assert "a second codebook begins" in refusal(tmp_path, "codes: [A]\n---\ncodes: [B]\n")

    @pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"\x89PNG\r\n", bytes(range(256)) * 9])
    def test_what_is_not_text_is_refused(self, tmp_path: Path, data: bytes) -> None:
        assert "Save the codebook as text in UTF-8." in refusal(tmp_path, data)

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(FileError, match=r"absent\.yaml: the file cannot be read"):
            read_codebook(tmp_path / "absent.yaml")

    def test_aliases_that_multiply_stop_at_a_limit(self, tmp_path: Path) -> None:
        levels = ["codes:", "- &c0 {name: N0, children: [x, x, x, x, x, x, x, x, x]}"]
        for level in range(1, 9):
            ninefold = ", ".join([f"*c{level - 1}"] * 9)
            levels.append(f"- &c{level} {{name: N{level}, children: [{ninefold}]}}")
        said = refusal(tmp_path, "\n".join(levels))
        assert "aliases (*) make the codebook too large" in said

    def test_a_code_beneath_itself_is_refused(self, tmp_path: Path) -> None:
        assert "40 deep" in refusal(tmp_path, "codes:\n- &a {name: A, children: [*a]}\n")

    def test_entries_without_end_are_refused_at_once(self, tmp_path: Path) -> None:
        text = "codes:\n" + "".join(f"- c{number}\n" for number in range(210_000))
        assert "far too many entries" in refusal(tmp_path, text)
        assert "more than 20,000 codes" in refusal(tmp_path, text[:300_000])

    def test_aliases_of_wide_lists_stop_at_a_limit(self, tmp_path: Path) -> None:
        wide = ", ".join(["x"] * 1000)
        codes = "\n".join(f"- {{name: N{number}, examples: *wide}}" for number in range(500))
        text = f"codes:\n- name: A\n  examples: &wide [{wide}]\n{codes}\n"
        assert "aliases (*) make the codebook too large" in refusal(tmp_path, text)

    def test_a_hundred_thousand_brackets_are_refused(self, tmp_path: Path) -> None:
        assert "too deep" in refusal(tmp_path, "codes: " + "[" * 100_000)

    def test_a_tag_builds_no_object(self, tmp_path: Path) -> None:
        text = 'codes:\n- name: !!python/object/apply:os.system ["touch pwned"]\n'
        assert "name is a list" in refusal(tmp_path, text)


class TestWriting:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(book=codebooks())
    def test_a_book_comes_back_as_it_was(self, tmp_path: Path, book: Codebook) -> None:
        write_codebook(book, tmp_path / "book.yaml")
        assert read_codebook(tmp_path / "book.yaml") == book

    def test_the_sample_is_written_as_a_person_wrote_it(self, tmp_path: Path) -> None:
        write_codebook(read_codebook(DATA / "flexitime.yaml"), tmp_path / "again.yaml")
        assert (tmp_path / "again.yaml").read_bytes() == (DATA / "flexitime.yaml").read_bytes()

    def test_only_what_was_said_is_written(self, tmp_path: Path) -> None:
        write_codebook(read(tmp_path, "codes:\n- name: A\n"), tmp_path / "again.yaml")
        assert (tmp_path / "again.yaml").read_text() == (
            "name: book\napproach: deductive\n\ncodes:\n- name: A\n"
        )

    def test_a_folder_that_cannot_be_written_is_named(self, tmp_path: Path) -> None:
        book = read(tmp_path, "codes: [A]")
        with pytest.raises(FileError, match=r"out\.yaml: cannot be written"):
            write_codebook(book, tmp_path / "absent" / "out.yaml")

    def test_nothing_is_left_beside_the_file(self, tmp_path: Path) -> None:
        write_codebook(read(tmp_path, "codes: [A]"), tmp_path / "book.yaml")
        assert [path.name for path in tmp_path.iterdir()] == ["book.yaml"]
