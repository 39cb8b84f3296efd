"""The tables as csv are tidy, open in a spreadsheet as they are, and run nothing."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipe_coder.model.matrix import Cell
from ipe_coder.model.report import Report
from ipe_coder.model.result import Group
from ipe_coder.writers import write_export
from tests.writers.reports import FORMULA, ODD_WORDS, SAID, build_report, build_swing, with_words

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("codebook", "joint", "matrix", "results", "segments", "themes")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("tables") / "swing"
    write_export(build_report(), target, "csv")
    return target


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def written(report: Report, folder: Path, name: str) -> list[dict[str, str]]:
    write_export(report, folder / "out", "csv")
    return read(folder / "out" / f"{name}.csv")


def with_study(**fields: Any) -> Report:
    report = build_report()
    return replace(report, studies=(replace(report.studies[0], **fields),))


@pytest.mark.parametrize("name", NAMES)
def test_each_table_is_the_golden_one_byte_for_byte(folder: Path, name: str) -> None:
    assert (folder / f"{name}.csv").read_bytes() == (GOLDEN / f"{name}.csv").read_bytes()


def test_every_table_is_written_and_nothing_else(folder: Path) -> None:
    names = sorted([*NAMES, "evidence"])
    assert sorted(path.name for path in folder.iterdir()) == [f"{name}.csv" for name in names]


@pytest.mark.parametrize("name", NAMES)
def test_excel_knows_the_letters_and_the_lines(folder: Path, name: str) -> None:
    data = (folder / f"{name}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    frame = pd.read_csv(folder / f"{name}.csv", keep_default_na=False)
    assert len(frame) == len(read(folder / f"{name}.csv"))


def test_words_keep_their_brackets_and_no_formula_runs(folder: Path) -> None:
    quotes = [row["quote"] for row in read(folder / "segments.csv")]
    assert ODD_WORDS in quotes
    assert f"'{FORMULA}" in quotes
    assert not any(quote.startswith(("=", "+", "-", "@", "\t")) for quote in quotes)


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 161 496 0000", "'+44 161 496 0000"),
        ("- I mean, no.", "'- I mean, no."),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tquiet", "'\tquiet"),
        ("＝1+1", "'＝1+1"),
        ("'=already", "''=already"),
        ("-0.29", "-0.29"),
        ("-3e-05", "-3e-05"),
        ("[laughs]", "[laughs]"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_a_formula_is_shown_and_a_negative_number_stays_one(
    tmp_path: Path, words: str, cell: str
) -> None:
    rows = written(with_words(build_report(), words), tmp_path, "themes")
    assert rows[0]["definition"] == cell


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=40))
def test_no_words_make_the_tables_fail_or_run(tmp_path: Path, words: str) -> None:
    rows = written(with_words(build_report(), words), tmp_path, "themes")
    assert len(rows) == 4
    for row in rows:
        cell = row["definition"]
        assert not cell.startswith(("=", "@", "\t", "\r"))


def test_only_cleared_words_are_written(folder: Path) -> None:
    rows = read(folder / "segments.csv")
    of_nobody = [row for row in rows if row["participant"] == "SW04"]
    assert len(of_nobody) == 2
    assert {row["quote"] for row in of_nobody} == {""}
    uncleared = [words for people, _, _, words in SAID if people[0] == "SW04"]
    everything = "".join(path.read_text("utf-8-sig") for path in folder.iterdir())
    assert not any(words in everything for words in uncleared)


def test_an_arm_that_nobody_was_interviewed_from_has_no_zero(folder: Path) -> None:
    for name in ("themes", "matrix", "joint"):
        rows = [row for row in read(folder / f"{name}.csv") if row["column"] == "control"]
        assert rows
        assert {(row["raised"], row["base_n"], row["absent"]) for row in rows} == {
            ("", "", "not interviewed")
        }


def test_counts_are_tidy_one_cell_a_row(folder: Path) -> None:
    frame = pd.read_csv(folder / "themes.csv")
    cell = frame[(frame.theme == "Choice of messenger") & (frame.column == "treatment")].iloc[0]
    assert (cell.raised, cell.base_n, cell["for"], cell.against) == (4, 5, 3, 1)
    assert cell.participants == "SW02; SW03; SW04; SW05"


def test_results_keep_the_printed_figures_and_their_decimals(folder: Path) -> None:
    rows = read(folder / "results.csv")
    burnout = next(row for row in rows if row["outcome"] == "Sickness absence")
    assert (burnout["mean_2"], burnout["se_2"], burnout["p"]) == ("2.50", "0.20", "0.58")
    assert float(burnout["from_means_difference"]) == pytest.approx(-0.16)
    withheld = next(row for row in rows if row["outcome"] == "Evaluation score (3-21)")
    assert withheld["from_means_difference"] == ""
    assert "gives an SD of 25.0" in withheld["from_means_withheld"]
    assert withheld["experiment"] == "2 blinding"


def test_counts_over_categories_get_a_column_for_each(tmp_path: Path) -> None:
    study = build_swing()
    assert study.joint is not None
    row = study.joint.rows[0]
    groups = tuple(Group(name, events=k) for name, k in (("yes", 17), ("no", 1), ("unsure", 4)))
    view = replace(
        row.results[0],
        result=replace(row.results[0].result, groups=groups, printed={}),
        from_means=None,
    )
    joint = replace(study.joint, rows=(replace(row, results=(view,)),))
    (found,) = written(with_study(joint=joint), tmp_path, "results")
    assert (found["group_3"], found["events_3"], found["mean_1"]) == ("unsure", "4", "")


def test_outcomes_without_themes_and_themes_without_columns_keep_a_row(tmp_path: Path) -> None:
    study = build_swing()
    assert study.joint is not None
    rows = study.joint.rows
    bare = replace(rows[0].themes[0], columns=(), cells=(), quote=None, verdict=None)
    joint = replace(study.joint, rows=(replace(rows[0], themes=(bare,)), rows[3]))
    found = written(with_study(joint=joint), tmp_path, "joint")
    assert [(row["outcome"], row["theme"]) for row in found] == [
        ("Subjective well-being", "Choice of messenger"),
        ("Sickness absence", ""),
    ]


def test_several_in_a_cell_can_be_told_apart(tmp_path: Path) -> None:
    book = build_swing().codebook
    code = replace(book.codes[0], examples=("one; two", "three"), merged_into="c1")
    changed = replace(book, codes=(code, *book.codes[1:]))
    first, second, *_ = written(with_study(codebook=changed), tmp_path, "codebook")
    assert first["examples"] == '"one; two"; three'
    assert first["state"] == f"merged into {second['path']}"


def test_a_voice_that_nobody_knows_is_counted_for_nobody(tmp_path: Path) -> None:
    matrix = build_swing().matrix
    unknown = replace(
        matrix, rows=matrix.rows[:1], columns=matrix.columns[:1], cells=((Cell(3, None),),)
    )
    (row,) = written(with_study(matrix=unknown), tmp_path, "matrix")
    assert (row["value"], row["raised"], row["base_n"]) == ("3", "", "")
