from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from ipe_coder.errors import FileError
from ipe_coder.model.result import Group, Higher, Rank, Result, ResultRow
from ipe_coder.tables import read_results
from tests.tables.sheets import DATA, RESULTS, as_workbook, write_csv

HEAD = "study,outcome,group_1,n_1,mean_1,se_1,group_2,n_2,mean_2,se_2,p"


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(FileError) as caught:
        read_results(write_csv(folder, text, "results.csv"))
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)
    return str(caught.value)


def one(folder: Path, text: str) -> ResultRow:
    (row,) = read_results(write_csv(folder, text))
    return row


class TestThePublishedResults:
    def test_every_row_is_read(self) -> None:
        rows = read_results(RESULTS)
        with RESULTS.open(encoding="utf-8", newline="") as stream:
            printed = list(csv.DictReader(stream))
        assert len(rows) == len(printed) == 21
        assert [row.line for row in rows] == list(range(2, 23))
        for row, cells in zip(rows, printed, strict=True):
            assert (row.study, row.outcome.name) == (cells["study"], cells["outcome"])
            assert row.result.p == cells["p"]
            assert [group.label for group in row.result.measured] == [
                label for label in (cells["group_1"], cells["group_2"]) if label
            ]
            for place, group in enumerate(row.result.measured, start=1):
                figures = (group.n, group.mean, group.se)
                expected = [cells[f"{name}_{place}"] for name in ("n", "mean", "se")]
                assert figures == tuple(float(cell) if cell else None for cell in expected)

    def test_the_usage_figures_of_one_group_are_read(self) -> None:
        logged_on, often, go_on = (row.result for row in read_results(RESULTS)[18:])
        assert logged_on.groups == (Group("Brent", n=20, events=15),)
        assert often.groups == (Group("Brent", n=20, events=3),)
        assert go_on.groups == tuple(
            Group("Coventry", n=22, events=count, category=answer)
            for answer, count in (("yes", 17), ("not sure", 4), ("no", 1))
        )
        assert all(result.of_one_group for result in (logged_on, often, go_on))
        assert not any(row.result.of_one_group for row in read_results(RESULTS)[:18])

    def test_studies_and_their_outcomes_are_told(self) -> None:
        rows = read_results(RESULTS)
        assert Counter(row.study for row in rows) == {
            "beneficiaries": 4,
            "swing": 4,
            "mod-ing": 4,
            "diversity": 6,
            "dictation": 3,
        }
        burnout = rows[1].outcome
        assert (burnout.name, burnout.rank, burnout.higher_is, burnout.position) == (
            "Burnout",
            Rank.SECONDARY,
            Higher.WORSE,
            1,
        )
        scores = [row.outcome for row in rows if row.outcome.name == "Evaluation score (3-21)"]
        assert len(scores) == 3
        assert {score.position for score in scores} == {3}

    def test_groups_need_not_be_arms(self) -> None:
        labels = {group.label for row in read_results(RESULTS) for group in row.result.groups}
        assert {"White British", "Minority Ethnic Group", "joint", "blinded"} <= labels

    def test_a_row_without_figures_keeps_what_it_says(self) -> None:
        (row,) = [
            row
            for row in read_results(RESULTS)
            if (row.study, row.outcome.name) == ("mod-ing", "Sickness absence")
        ]
        assert row.result.groups == (Group("treatment"), Group("control"))
        assert (row.result.p, row.result.direction) == ("", "not reported")
        assert row.result.source == "awaiting administrative data"

    def test_figures_keep_their_printed_decimals(self) -> None:
        result = read_results(RESULTS)[3].result
        assert (result.groups[0].se, result.printed["se_1"]) == (0.1, "0.10")
        assert result.printed["rank"] == "secondary"

    def test_the_same_table_in_a_workbook_gives_the_same_figures(self, tmp_path: Path) -> None:
        def bare(row: ResultRow) -> ResultRow:
            return replace(row, result=replace(row.result, printed={}, p=""))

        in_csv = [bare(row) for row in read_results(RESULTS)]
        assert [bare(row) for row in read_results(as_workbook(RESULTS, tmp_path))] == in_csv


class TestForms:
    @pytest.fixture(scope="class")
    def results(self) -> dict[str, ResultRow]:
        return {row.outcome.name: row for row in read_results(DATA / "results_forms.csv")}

    def test_means_with_standard_deviations(self, results: dict[str, ResultRow]) -> None:
        result = results["Burnout"].result
        assert result.groups == (
            Group("treatment", n=1201, mean=2.74, sd=0.9),
            Group("control", n=219, mean=2.78, sd=0.95),
        )
        assert result.spread == "sd"
        assert (result.printed["n_1"], result.printed["sd_1"]) == ("1,201", ".90")

    def test_an_estimate_with_its_interval(self, results: dict[str, ResultRow]) -> None:
        result = results["Stress"].result
        assert (result.estimate, result.low, result.high, result.level) == (-0.21, -0.4, -0.02, 95)
        assert result.p == "<.001"
        assert result.groups == (Group("treatment"), Group("control"))

    def test_events_of_two_groups(self, results: dict[str, ResultRow]) -> None:
        result = results["Promoted"].result
        assert result.groups == (
            Group("treatment", n=40, events=12),
            Group("control", n=44, events=9),
        )
        assert result.p == "ns"

    def test_events_of_one_group(self, results: dict[str, ResultRow]) -> None:
        result = results["Logged on at least once"].result
        assert result.groups == (Group("Brent", n=20, events=15),)

    def test_a_count_over_categories(self, results: dict[str, ResultRow]) -> None:
        result = results["Would go on using it"].result
        assert result.groups == (
            Group("Coventry", n=22, events=17, category="yes"),
            Group("Coventry", n=22, events=4, category="not sure"),
            Group("Coventry", n=22, events=1, category="no"),
        )

    def test_dashes_and_n_a_are_no_figures(self, results: dict[str, ResultRow]) -> None:
        result = results["Sickness absence"].result
        assert result.groups == (Group("treatment"), Group("control"))
        assert (result.printed["mean_1"], result.printed["mean_2"]) == ("n/a", "—")

    def test_all_that_is_told_of_a_result_is_read(self, results: dict[str, ResultRow]) -> None:
        result, outcome = results["Burnout"].result, results["Burnout"].outcome
        assert (result.timepoint, result.status, result.analysis, result.model) == (
            "6 months",
            "prespecified",
            "ITT",
            "adjusted",
        )
        assert (result.contrast, result.sided, result.alpha) == ("independent", "two", "0.05")
        assert (outcome.scale_low, outcome.scale_high, outcome.instrument) == (1, 5, "MBI")
        assert result.direction == "no difference"
        stress = results["Stress"].result
        assert (stress.status, stress.model, stress.contrast, stress.unit) == (
            "exploratory",
            "clustered",
            "paired",
            "clusters",
        )

    def test_what_is_not_told_is_unknown_and_not_made_up(self, tmp_path: Path) -> None:
        result = one(tmp_path, "study,outcome,estimate\na,b,1\n").result
        expected = Result("", "", estimate=1.0, printed=result.printed)
        assert result == expected

    def test_an_unknown_column_is_kept(self, results: dict[str, ResultRow]) -> None:
        assert results["Burnout"].result.printed["seen by"] == "AB"

    def test_a_spread_of_sd_makes_the_spread_column_an_sd(self, tmp_path: Path) -> None:
        row = one(tmp_path, f"{HEAD},spread\na,b,t,9,1,2.45,c,9,2,3.27,.2,SD\n")
        assert [(group.se, group.sd) for group in row.result.groups] == [(None, 2.45), (None, 3.27)]
        assert row.result.spread == "sd"
        assert row.result.printed["se_1"] == "2.45"

    def test_proportions_are_read_from_0_to_1_and_in_per_cent(self, tmp_path: Path) -> None:
        row = one(
            tmp_path,
            "study,outcome,group_1,proportion_1,group_2,proportion_2\na,b,t,0.12,c,12.5%\n",
        )
        assert [group.proportion for group in row.result.groups] == [0.12, 0.125]


class TestFigures:
    @pytest.mark.parametrize(
        ("printed", "value"),
        [
            ("−0.5", -0.5),
            ("–0.5", -0.5),
            ("-.44", -0.44),
            (".44", 0.44),
            ('"1,969"', 1969),
            ('"12,345,678.5"', 12345678.5),
            ("1 969", 1969),
            ("84.22%", 84.22),
            ("+3", 3),
            ("1e-3", 0.001),
            ("", None),
            ("NR", None),
        ],
    )
    def test_numbers_are_read_as_reports_print_them(
        self, tmp_path: Path, printed: str, value: float | None
    ) -> None:
        row = one(tmp_path, f"study,outcome,estimate\na,b,{printed}\n")
        assert row.result.estimate == value

    @pytest.mark.parametrize(
        "printed", ["abc", "0,44", "1,23,456", "1.2.3", "nan", "inf", "1e999", "12 apples"]
    )
    def test_what_is_no_number_names_line_and_column(self, tmp_path: Path, printed: str) -> None:
        said = refusal(tmp_path, f'study,outcome,estimate\na,b,1\na,b,"{printed}"\n')
        assert said == (
            f"results.csv, line 3: estimate is “{printed}”, which is not a number. "
            "Write it as 1234.5, or leave it empty."
        )

    @pytest.mark.parametrize(
        ("printed", "p"),
        [
            ("0.44", "0.44"),
            (".44", ".44"),
            ("<.001", "<.001"),
            ("<0.01", "<0.01"),
            ("< 0.01", "<0.01"),
            ("p = .03", ".03"),
            ("P<.05", "<.05"),
            ("0.04*", "0.04"),
            ("≤0.05", "≤0.05"),
            ("1.00", "1.00"),
            ("ns", "ns"),
            ("n.s.", "n.s."),
            ("NS", "NS"),
            ("n/a", ""),
            ("-", ""),
            ("", ""),
        ],
    )
    def test_p_is_kept_as_printed(self, tmp_path: Path, printed: str, p: str) -> None:
        row = one(tmp_path, f"study,outcome,estimate,p\na,b,1,{printed}\n")
        assert row.result.p == p
        assert row.result.printed.get("p", "") == printed

    @pytest.mark.parametrize("printed", ["1.2", "5%", "small", "0.0.1", "-0.1", "<"])
    def test_what_is_no_p_names_what_it_can_be(self, tmp_path: Path, printed: str) -> None:
        said = refusal(tmp_path, f"study,outcome,estimate,p\na,b,1,{printed}\n")
        assert said == (
            f"results.csv, line 2: p is “{printed}”. "
            "Write it as printed: 0.44, .44, <.001 or ns; or leave it empty."
        )


class TestRefusing:
    def test_a_file_without_columns_of_figures_says_what_to_give(self, tmp_path: Path) -> None:
        said = refusal(tmp_path, "study,outcome,p\na,b,.03\n")
        assert said == (
            "results.csv: the file has no column “se_1”. Give mean_1 and se_1; estimate, low "
            "and high; events_1 and n_1; or category_1 and count_1."
        )

    def test_means_without_a_spread_say_what_to_give(self, tmp_path: Path) -> None:
        said = refusal(tmp_path, "study,outcome,group_1,mean_1,group_2,mean_2\na,b,t,1,c,2\n")
        assert said == (
            "results.csv: the file has no column “se_1”. Give se_1, or estimate, low and high."
        )

    def test_a_missing_column_names_the_likest_one(self, tmp_path: Path) -> None:
        said = refusal(tmp_path, HEAD.replace("se_2", "stderr_2") + "\na,b,t,1,1,1,c,1,1,1,.5\n")
        assert said.startswith("results.csv: the file has no column “se_2”; the nearest is")
        said = refusal(tmp_path, HEAD.replace("outcome", "outcomes") + "\na,b,t,1,1,1,c,1,1,1,.5\n")
        assert "no column “outcome”; the nearest is “outcomes”. Give outcome." in said

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            (",b,t,1,1,1,c,1,1,1,.5", "study is empty"),
            ("a,,t,1,1,1,c,1,1,1,.5", "outcome is empty"),
            ("a,b,t,1.5,1,1,c,1,1,1,.5", "n_1 is “1.5”, which is not a whole number"),
            ("a,b,t,-1,1,1,c,1,1,1,.5", "n_1 is “-1”, which is not a whole number"),
            ("a,b,t,1,1,1,,1,1,1,.5", "there are figures of group 2, and group_2 is empty"),
            ("a,b,t,1,1,1,c,1,1,1,.5,7", "“7” stands in column 12, and the names end at column 11"),
        ],
    )
    def test_a_row_that_does_not_fit_is_named(self, tmp_path: Path, cells: str, said: str) -> None:
        assert f"results.csv, line 2: {said}" in refusal(tmp_path, f"{HEAD}\n{cells}\n")

    @pytest.mark.parametrize(
        ("column", "cell", "values"),
        [
            ("role", "main", "primary, secondary, exploratory"),
            ("higher_is", "good", "better, worse, neither"),
            ("status", "planned", "prespecified, exploratory"),
            ("model", "mixed", "raw, adjusted, clustered, unknown"),
            ("contrast", "crossed", "independent, paired"),
            ("spread", "iqr", "se, sd, unknown"),
            ("unit", "schools", "people, decisions, clusters"),
            ("sided", "three", "one, two"),
        ],
    )
    def test_an_unknown_word_lists_what_it_can_be(
        self, tmp_path: Path, column: str, cell: str, values: str
    ) -> None:
        said = refusal(tmp_path, f"study,outcome,estimate,{column}\na,b,1,{cell}\n")
        assert f"is “{cell}”. It can be {values}, or empty." in said

    @pytest.mark.parametrize(
        ("columns", "cells", "said"),
        [
            ("level", "105", "level is “105”"),
            ("alpha", "5", "alpha is “5”"),
            ("proportion_1,group_1", "12,t", "proportion_1 is “12”"),
            ("count_1,category_1", "4,", "count_1 is 4, and category_1 is empty"),
            ("count_1,category_1,group_2", "4,yes,c", "group_2 is given beside categories"),
            ("sd_1,se_1,group_1", "1,2,t", "sd_1 and se_1 are both given"),
            ("sd_1,spread,group_1", "1,se,t", "sd_1 and a spread of se are both given"),
        ],
    )
    def test_figures_that_contradict_each_other_are_refused(
        self, tmp_path: Path, columns: str, cells: str, said: str
    ) -> None:
        assert said in refusal(tmp_path, f"study,outcome,estimate,{columns}\na,b,,{cells}\n")
