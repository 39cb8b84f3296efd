"""The forest plot and the figures beside it: which way is better, and what is withheld."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder import paths
from ipe_coder.analysis.effects import view_of
from ipe_coder.model.result import Group, Higher, Outcome, Rank, Result, ResultView
from ipe_coder.model.study import Study
from ipe_coder.tables import read_results
from ipe_coder.tui.screens.forest_rows import (
    Forest,
    foot_lines,
    forest_rows,
    head_line,
    standardised,
)
from ipe_coder.tui.screens.result_detail import COMPUTED, REPORTED, detail_lines
from ipe_coder.tui.widgets.forest import Axis, Estimate, limit_for, render_estimate

FIGURES = st.floats(-20, 20)


def views() -> list[ResultView]:
    """Every row of the sample's results."""
    rows = read_results(paths.sample() / "results" / "hhp2.csv")
    return [
        view_of(row.study, replace(row.outcome, id=row.outcome.name), row.result) for row in rows
    ]


def view_called(name: str, study: str) -> ResultView:
    return next(one for one in views() if (one.outcome.name, one.study) == (name, study))


def row_of(view: ResultView, width: int = 120, *, is_raw: bool = False) -> str:
    forest = Forest.fit([view], width, is_raw=is_raw)
    rows = forest_rows([view], {}, forest)
    return next(row.lines[0].plain for row in rows if row.value is view)


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    low, value, high = sorted(draw(st.tuples(FIGURES, FIGURES, FIGURES)))
    return Estimate(value, low, high)


@given(estimates(), st.integers(5, 40).map(lambda half: 2 * half + 1), st.floats(0.25, 30))
def test_a_row_of_the_plot_is_as_wide_as_the_axis_with_one_point_inside_its_interval(
    estimate: Estimate, cells: int, limit: float
) -> None:
    row = render_estimate(Axis(cells, limit), estimate, is_primary=False).plain
    assert len(row) == cells
    assert row.count("□") == 1 if abs(estimate.value) <= limit else row.count("□") <= 1
    inside = [place for place, char in enumerate(row) if char in "━┿◄►□"]
    assert inside == sorted(inside)
    if "□" in row and len(inside) > 1:
        assert inside[0] <= row.index("□") <= inside[-1]


@given(st.lists(estimates(), min_size=1))
def test_every_interval_fits_the_axis_that_is_chosen_for_it(found: list[Estimate]) -> None:
    limit = limit_for(found)
    axis = Axis(41, limit)
    for one in found:
        row = render_estimate(axis, one, is_primary=True).plain
        assert "◄" not in row
        assert "►" not in row
        assert "■" in row


def test_an_interval_that_goes_on_past_the_end_has_an_arrow() -> None:
    row = render_estimate(Axis(11, 1.0), Estimate(0.0, -3.0, 3.0), is_primary=True).plain
    assert row == "◄━━━━■━━━━►"


def test_better_is_to_the_right_also_where_less_is_better() -> None:
    burnout = view_called("Burnout", "swing")
    assert burnout.from_means is not None
    assert burnout.from_means.g > 0
    turned = standardised(burnout)
    assert turned is not None
    assert (turned.value, turned.low) == (-burnout.from_means.g, -burnout.from_means.g_high)
    row = row_of(burnout)
    assert "↓" in row
    assert "−0.15" in row
    well_being = row_of(view_called("Subjective well-being", "swing"))
    assert "↓" not in well_being
    assert "−0.05" in well_being


def test_what_is_neither_better_nor_worse_is_not_turned() -> None:
    group = Group("joint", n=40, mean=5.0, se=0.2), Group("separate", n=40, mean=4.0, se=0.2)
    outcome = Outcome("o", "s", "Time taken", higher_is=Higher.NEITHER)
    view = view_of("diversity", outcome, Result("r", "o", group))
    assert view.from_means is not None
    assert standardised(view) == Estimate(
        view.from_means.g, view.from_means.g_low, view.from_means.g_high
    )
    assert "↔" in row_of(view)


def test_raw_units_are_printed_as_they_are_without_turning_a_sign() -> None:
    row = row_of(view_called("Burnout", "swing"), is_raw=True)
    assert "+2.55" in row
    assert "−1.63 to +6.73" in row
    assert "↓" not in row


def test_a_result_without_figures_says_not_reported_and_has_no_plot() -> None:
    row = row_of(view_called("Sickness absence", "mod-ing"))
    assert "not reported" in row
    assert not set("━■□") & set(row)


def test_what_is_withheld_says_why_and_keeps_its_reported_p() -> None:
    row = row_of(view_called("Minority Ethnic Group candidates progressed (%)", "diversity"))
    assert "withheld: the outcome is a percentage" in row
    assert row.rstrip().endswith("<0.01")
    assert not set("━■□") & set(row)


def test_several_contrasts_of_an_outcome_are_told_apart() -> None:
    found = [view for view in views() if view.outcome.name == "Evaluation score (3-21)"]
    rows = forest_rows(found, {}, Forest.fit(found, 120, is_raw=False))
    words = [row.lines[0].plain for row in rows]
    assert any(line.startswith("Evaluation score (3-21)") for line in words)
    labels = [line[:34].strip() for line in words if "withheld" in line]
    assert labels[1] == "blinded less White British"
    assert len(set(labels)) == 3


@pytest.mark.parametrize("width", [80, 120])
def test_rows_heads_and_axis_stand_over_each_other(width: int) -> None:
    found = views()
    studies = {name: Study(name, name) for name in dict.fromkeys(view.study for view in found)}
    forest = Forest.fit(found, width, is_raw=False)
    zero = 1 + head_line(forest, focused=True).plain.index("│") - 1
    rows = forest_rows(found, studies, forest)
    for row in rows:
        line = " " + row.lines[0].plain
        assert len(line) <= width - 1
        drawn = row.value is None or not row.value.result.of_one_group
        if drawn and "withheld" not in line and "not reported" not in line:
            assert line[zero] in "│┿━■□ "
        if row.value is None:
            assert line[zero] == "│"
    axis, values = foot_lines(forest).plain.split("\n")
    assert axis[zero] == "┴"
    assert values[zero] == "0"


def test_what_is_reported_stands_exactly_as_printed_apart_from_what_is_computed() -> None:
    view = view_called("Perceived social worth", "beneficiaries")
    lines = [line.plain for line in detail_lines(view, 80)]
    computed = lines.index(COMPUTED)
    assert lines[0] == REPORTED
    reported = "\n".join(lines[:computed])
    assert re.search(r"treatment +200 +5\.53 +0\.10", reported)
    assert "p 0.05; in the report's words: “increase”" in reported
    assert "Hedges" not in reported
    own = "\n".join(lines[computed:])
    assert "Hedges' g −0.06" in own
    assert "Reading: inconclusive: from 0.36 lower to 0.20 higher" in " ".join(own.split())
    assert "increase" not in own


def test_a_withheld_result_gives_its_reason_in_the_block_of_what_is_computed() -> None:
    found = [view for view in views() if view.outcome.name == "Evaluation score (3-21)"]
    lines = [line.plain for line in detail_lines(found[0], 80)]
    own = " ".join(" ".join(lines[lines.index(COMPUTED) :]).split())
    assert own.startswith(f"{COMPUTED} Withheld: the spread of blinded, SE 2.45, gives an SD of")
    assert "Reading: inconclusive as reported (p 0.21)." in lines


def test_no_result_is_ever_called_no_effect() -> None:
    for view in views():
        for width in (80, 120):
            words = " ".join(line.plain for line in detail_lines(view, width)).casefold()
            assert "no effect" not in words
            assert "no clear change" not in words


def test_a_count_over_categories_lists_its_answers() -> None:
    groups = tuple(Group("all", n=50, events=count, category=name) for name, count in
                   (("better", 20), ("same", 30)))  # fmt: skip
    view = view_of("swing", Outcome("o", "s", "Change", Rank.EXPLORATORY), Result("r", "o", groups))
    lines = "\n".join(line.plain for line in detail_lines(view, 80))
    assert re.search(r"^ +count +of +share$", lines, re.MULTILINE)
    assert re.search(r"all better +20 +50 +40%", lines)
    assert re.search(r"all same +30 +50 +60%", lines)
    assert "Withheld: only the answers of one group are reported" in lines
    assert "Reading" not in lines


@pytest.mark.parametrize(("n", "share"), [(19, ""), (20, " (75%)")])
def test_a_proportion_of_one_group_is_told_and_not_drawn(n: int, share: str) -> None:
    result = Result("r", "o", (Group("Brent", n=n, events=15),))
    view = view_of("swing", Outcome("o", "s", "Logged on"), result)
    for is_raw in (False, True):
        forest = Forest.fit([view], 80, is_raw=is_raw)
        (row,) = [row for row in forest_rows([view], {}, forest) if row.value]
        line = row.lines[0].plain
        assert f"Brent: 15 of {n}{share}  " in line
        assert not set(line) & set("■□━┿│")
    assert ("share" in "".join(line.plain for line in detail_lines(view, 80))) == bool(share)


def test_answers_that_do_not_fit_with_their_shares_stand_without() -> None:
    (view,) = [view for view in views() if view.outcome.name == "Would go on using it"]
    lines = {
        width: forest_rows([view], {}, Forest.fit([view], width, is_raw=False))[-1].lines[0].plain
        for width in (80, 120)
    }
    assert "Coventry, of 22: yes 17; not sure 4; no 1 " in lines[80]
    assert "Coventry, of 22: yes 17 (77%); not sure 4 (18%); no 1 (5%)" in lines[120]
