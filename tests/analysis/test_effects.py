"""What printed means give, when they give nothing, and how either is told."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.analysis.effects import from_means, hedges_g, plain_words, view_of
from ipe_coder.model.result import Group, Higher, Outcome, Rank, Result, ResultView
from ipe_coder.tables import read_results

HHP2 = Path(__file__).parents[2] / "results" / "hhp2.csv"


def outcome(name: str = "Burnout", **fields: Any) -> Outcome:
    return Outcome("o1", "s1", name, Rank.PRIMARY, **fields)


def group(label: str, n: int | None, mean: float | None, **fields: Any) -> Group:
    return Group(label, None, n, mean, **fields)


def means(
    first: tuple[int, float, float], second: tuple[int, float, float], **fields: Any
) -> Result:
    spread = fields.get("spread", "se")
    groups = (
        group("treatment", first[0], first[1], **{spread: first[2]}),
        group("control", second[0], second[1], **{spread: second[2]}),
    )
    return Result("r1", "o1", groups, **fields)


def printed_rows() -> list[tuple[str, Outcome, Result]]:
    return [(row.study, row.outcome, row.result) for row in read_results(HHP2)]


# One line for each row of the sample's results, decided by hand: g to two decimals or the
# reason, then the words. The differences and the intervals are compared with SciPy below.
PERCENTAGE = "The outcome is a percentage, for which a comparison of means does not hold."
ONE_GROUP = "Only one group is reported, so there is nothing to compare it with."
DECIDED: list[tuple[str, float | str, str]] = [
    ("beneficiaries", 0.07, "inconclusive: from 0.21 lower to 0.45 higher"),
    ("beneficiaries", -0.06, "inconclusive: from 0.18 lower to 0.10 higher"),
    ("beneficiaries", 0.15, "inconclusive: from 0.04 lower to 0.34 higher"),
    ("beneficiaries", -0.06, "inconclusive: from 0.36 lower to 0.20 higher"),
    ("swing", -0.05, "inconclusive: from 0.51 lower to 0.33 higher"),
    ("swing", 0.15, "inconclusive: from 1.63 lower to 6.73 higher"),
    ("swing", -0.03, "inconclusive: from 0.32 lower to 0.24 higher"),
    ("swing", -0.08, "inconclusive: from 0.65 lower to 0.33 higher"),
    ("mod-ing", 0.14, "inconclusive: from 0.45 lower to 0.95 higher"),
    ("mod-ing", -0.28, "inconclusive: from 1.58 lower to 0.28 higher"),
    ("mod-ing", -0.13, "inconclusive: from 0.81 lower to 0.41 higher"),
    ("mod-ing", "The report prints no figures.", "no figures are reported"),
    ("diversity", PERCENTAGE, "a difference as reported (p <0.01), with no interval of its size"),
    ("diversity", PERCENTAGE, "a difference as reported (p <0.01), with no interval of its size"),
    ("diversity", PERCENTAGE, "inconclusive as reported (p 0.60)"),
    (
        "diversity",
        "The spread of blinded, SE 2.45, gives an SD of 25.0; "
        "the scale from 3 to 21 allows no more than 8.0.",
        "inconclusive as reported (p 0.21)",
    ),
    (
        "diversity",
        "The spread of blinded, SE 2.45, gives an SD of 25.0; "
        "the scale from 3 to 21 allows no more than 8.0.",
        "inconclusive as reported (p 0.06)",
    ),
    (
        "diversity",
        "The spread of White British, SE 3.16, gives an SD of 30.6; "
        "the scale from 3 to 21 allows no more than 8.3.",
        "inconclusive as reported (p 0.45)",
    ),
    ("dictation", ONE_GROUP, ""),
    ("dictation", ONE_GROUP, ""),
    (
        "dictation",
        "Only the answers of one group are reported, so there is nothing to compare.",
        "",
    ),
]


@pytest.mark.parametrize("place", range(len(DECIDED)))
def test_every_row_of_the_sample_results_is_decided_on_purpose(place: int) -> None:
    study, measured, result = printed_rows()[place]
    decided_study, figure, words = DECIDED[place]
    assert study == decided_study
    view = view_of(study, measured, result)
    assert view.words.startswith(words)
    assert bool(view.words) == bool(words)
    if isinstance(figure, str):
        assert view.from_means is None
        assert view.withheld == figure
        return
    assert view.withheld == ""
    assert view.from_means is not None
    assert round(view.from_means.g, 2) == figure
    (n_1, mean_1, se_1), (n_2, mean_2, se_2) = (
        (group.n or 0, group.mean or 0.0, group.se or 0.0) for group in result.groups
    )
    from scipy import stats  # a second to load, in each process of the tests

    welch = stats.ttest_ind_from_stats(
        mean_1, se_1 * math.sqrt(n_1), n_1, mean_2, se_2 * math.sqrt(n_2), n_2, equal_var=False
    )
    assert view.from_means.t == pytest.approx(welch.statistic)
    assert view.from_means.p == pytest.approx(welch.pvalue)


def test_the_table_of_decisions_covers_the_whole_file() -> None:
    assert len(DECIDED) == len(printed_rows())


def test_the_words_name_the_groups_and_what_higher_means() -> None:
    study, measured, result = printed_rows()[1]
    assert view_of(study, measured, result).words == (
        "inconclusive: from 0.18 lower to 0.10 higher in treatment than in control, "
        "where higher is worse"
    )


def test_welch_figures_are_those_worked_out_by_hand() -> None:
    # SDs 4 and 6, n 16 and 36: errors 1 and 1, so the difference has the error root 2;
    # df = 4 / (1/15 + 1/35) = 42; the 97.5 % point of t with 42 df is 2.018 (tables).
    computed, withheld = from_means(outcome(), means((16, 12.0, 4.0), (36, 10.0, 6.0), spread="sd"))
    assert withheld == ""
    assert computed is not None
    assert computed.difference == 2.0
    assert computed.df == pytest.approx(42.0)
    assert computed.t == pytest.approx(math.sqrt(2))
    assert (computed.low, computed.high) == pytest.approx(
        (2 - 2.018 * math.sqrt(2), 2 + 2.018 * math.sqrt(2)), abs=0.001
    )
    assert computed.level == 95.0


def test_the_difference_its_interval_and_p_agree_with_scipy_on_raw_values() -> None:
    from scipy import stats

    first, second = [4.0, 6.5, 7.0, 8.0, 9.5], [3.0, 3.5, 4.0, 7.5, 8.0, 8.5, 2.0]
    result = means(
        (5, stats.tmean(first), stats.sem(first)), (7, stats.tmean(second), stats.sem(second))
    )
    for level in (90.0, 95.0, 99.0):
        computed, _ = from_means(outcome(), result, level=level)
        welch = stats.ttest_ind(first, second, equal_var=False)
        interval = welch.confidence_interval(level / 100)
        assert computed is not None
        assert computed.p == pytest.approx(welch.pvalue)
        assert computed.df == pytest.approx(welch.df)
        assert (computed.low, computed.high) == pytest.approx((interval.low, interval.high))


def test_g_is_the_published_worked_example() -> None:
    # Borenstein, Hedges, Higgins and Rothstein (2009), Introduction to Meta-Analysis, chapter 4:
    # means 103 and 100, SDs 5.5 and 4.5, n 50 and 50 give g 0.5924 with standard error 0.2028.
    g, low, high = hedges_g(3.0, (5.5, 4.5), (50, 50))
    assert g == pytest.approx(0.5924, abs=0.00005)
    assert (high - low) / 2 / 1.959964 == pytest.approx(0.2028, abs=0.00005)
    assert (low + high) / 2 == pytest.approx(g)


@pytest.mark.parametrize(
    ("ns", "correction"), [((2, 2), 0.5642), ((3, 3), 0.7979), ((6, 6), 0.9228), ((11, 11), 0.9619)]
)
def test_small_samples_get_the_exact_correction(ns: tuple[int, int], correction: float) -> None:
    # By hand from the gamma function: J(2) = 1 / sqrt(pi), J(4) = sqrt(2 / pi), and so on.
    assert hedges_g(1.0, (1.0, 1.0), ns)[0] == pytest.approx(correction, abs=0.00015)


def test_a_standard_error_becomes_an_sd_by_the_root_of_n() -> None:
    by_error, _ = from_means(outcome(), means((25, 5.0, 0.4), (16, 4.0, 0.5)))
    by_sd, _ = from_means(outcome(), means((25, 5.0, 2.0), (16, 4.0, 2.0), spread="sd"))
    assert by_error is not None
    assert by_sd is not None
    assert by_error.g == pytest.approx(by_sd.g)
    assert by_error.t == pytest.approx(by_sd.t)


FINE = means((100, 5.0, 0.1), (100, 5.2, 0.1))


@pytest.mark.parametrize(
    ("measured", "result", "reason"),
    [
        (outcome(), Result("r", "o"), "The report prints no figures."),
        (
            outcome(),
            Result("r", "o", (group("treatment", None, None), group("control", None, None))),
            "The report prints no figures.",
        ),
        (
            outcome(),
            Result("r", "o", (Group("treatment"), Group("control")), estimate=0.3),
            "Only an estimate is reported, not the means of the groups.",
        ),
        (
            outcome(),
            Result("r", "o", (group("all", 20, 17.0),)),
            ONE_GROUP,
        ),
        (
            outcome("Would go on using it"),
            Result("r", "o", tuple(Group("all", n=22, events=11, category=a) for a in ("y", "n"))),
            "Only the answers of one group are reported, so there is nothing to compare.",
        ),
        (
            outcome("Would go on using it"),
            Result("r", "o", (Group("y", events=17), Group("n", events=1), Group("m", events=4))),
            "These are figures of 3 groups or categories, not of two groups.",
        ),
        (
            outcome("Stayed a year"),
            Result("r", "o", (Group("t", n=40, events=31), Group("c", n=41, proportion=0.6))),
            "The figures are counts or proportions, not means.",
        ),
        (outcome("Progressed (%)"), FINE, PERCENTAGE),
        (outcome("Share of days absent, per cent"), FINE, PERCENTAGE),
        (
            outcome("Days absent"),
            means((9, 5.0, 0.1), (9, 5.2, 0.1), unit="percent of days"),
            PERCENTAGE,
        ),
        (
            outcome(),
            means((9, 5.0, 0.1), (9, 5.2, 0.1), contrast="paired"),
            "The contrast is paired, and the printed figures do not show how the pairs agree.",
        ),
        (
            outcome(),
            means((9, 5.0, 0.1), (9, 5.2, 0.1), model="clustered"),
            "The groups are clustered, which the printed means and spreads do not show.",
        ),
        (
            outcome(),
            means((9, 5.0, 0.1), (9, 5.2, 0.1), unit="decisions"),
            "The unit is decisions, not people, so the figures are not independent.",
        ),
        (
            outcome(),
            Result("r", "o", (group("treatment", 9, 5.0, se=0.1), group("control", None, 5.2))),
            "The report prints no n and no spread for control.",
        ),
        (
            outcome(),
            Result("r", "o", means((9, 5.0, 0.1), (9, 5.2, 0.1)).groups, spread="unknown"),
            "The report does not say whether the spread is a standard error or an SD.",
        ),
        (
            outcome(),
            means((9, 5.0, 0.1), (1, 5.2, 0.1)),
            "The n of control is 1; a spread needs 2 or more.",
        ),
        (
            outcome(),
            means((9, 5.0, -0.1), (9, 5.2, 0.1)),
            "The n, the mean or the spread of treatment is not a possible figure.",
        ),
        (
            outcome(),
            means((9, math.nan, 0.1), (9, 5.2, 0.1)),
            "The n, the mean or the spread of treatment is not a possible figure.",
        ),
        (
            outcome(),
            means((9, 5.0, 0.0), (9, 5.2, 0.0)),
            "The printed spread is 0 in both groups, so there is no standard error.",
        ),
        (
            outcome(scale_low=1, scale_high=7),
            means((9, 5.0, 0.1), (9, 7.2, 0.1)),
            "The mean of control, 7.2, lies outside the scale from 1 to 7.",
        ),
        (
            outcome("Trust (scale 1 to 5)"),
            means((9, 3.0, 1.0), (9, 3.2, 2.4), spread="sd"),
            "The spread of control, SD 2.4, gives an SD of 2.4; "
            "the scale from 1 to 5 allows no more than 2.1.",
        ),
    ],
)
def test_nothing_is_computed_where_it_would_mislead(
    measured: Outcome, result: Result, reason: str
) -> None:
    assert from_means(measured, result) == (None, reason)


def test_the_widest_spread_that_a_scale_allows_is_computed() -> None:
    # Half at each end of a scale from 1 to 5, ten people: SD 2 * sqrt(10/9) = 2.108.
    result = means((10, 3.0, 2.108), (10, 3.0, 2.108), spread="sd")
    assert from_means(outcome(scale_low=1, scale_high=5), result)[1] == ""
    too_wide = means((10, 3.0, 2.12), (10, 3.0, 2.12), spread="sd")
    assert from_means(outcome(scale_low=1, scale_high=5), too_wide)[0] is None


def test_rounding_is_never_held_against_a_report() -> None:
    # Ten people on a scale from 1 to 5 have an SD of 2.108 at most; 2.11 may be 2.105.
    for printed, fits in (("2.11", True), ("2.110", False)):
        result = means((10, 3.0, 2.11), (10, 3.0, 1.0), spread="sd", printed={"sd_1": printed})
        assert (from_means(outcome(scale_low=1, scale_high=5), result)[1] == "") == fits
    # A mean printed as 5.0 on a scale to 5 may be 4.96, so a small spread is possible.
    edge = means((40, 5.0, 0.2), (40, 4.0, 0.5), spread="sd", printed={"mean_1": "5.0"})
    assert from_means(outcome(scale_low=1, scale_high=5), edge)[1] == ""
    # Printed as 5.000 it may not.
    exact = means((40, 5.0, 0.2), (40, 4.0, 0.5), spread="sd", printed={"mean_1": "5.000"})
    assert "allows no more" in from_means(outcome(scale_low=1, scale_high=5), exact)[1]


def test_years_and_ages_in_a_name_are_no_scale() -> None:
    for name in ("Sickness absence (2019-2020)", "Sickness absence (18-24 years)"):
        assert from_means(outcome(name), FINE)[1] == ""


@given(
    st.tuples(st.integers(-5, 10**13), st.floats(), st.floats()),
    st.tuples(st.integers(-5, 10**13), st.floats(), st.floats()),
    st.sampled_from(["se", "sd"]),
    st.sampled_from([None, (1.0, 7.0), (7.0, 1.0), (math.nan, 2.0)]),
)
def test_absurd_figures_are_withheld_and_never_raise(
    first: tuple[int, float, float],
    second: tuple[int, float, float],
    spread: str,
    scale: tuple[float, float] | None,
) -> None:
    low, high = scale or (None, None)
    measured = outcome(scale_low=low, scale_high=high)
    view = view_of("s", measured, means(first, second, spread=spread))
    assert (view.from_means is None) == bool(view.withheld)
    if view.from_means is not None:
        figures = view.from_means
        assert figures.low <= figures.difference <= figures.high
        assert figures.g_low <= figures.g <= figures.g_high
        assert 0 <= figures.p <= 1
    assert "no effect" not in view.words


def test_an_interval_clear_of_nothing_says_what_it_rules_out() -> None:
    higher = view_of("s", outcome(higher_is=Higher.BETTER), means((50, 7.0, 0.1), (50, 6.0, 0.1)))
    assert higher.words == (
        "rules out lower: from 0.7 higher to 1.3 higher in treatment than in control, "
        "where higher is better"
    )
    lower = view_of("s", outcome(), means((50, 6.0, 0.1), (50, 7.0, 0.1)))
    assert lower.words == (
        "rules out higher: from 1.3 lower to 0.7 lower in treatment than in control"
    )


def test_a_limit_that_rounds_to_nothing_keeps_its_side() -> None:
    result = means((50, 7.0, 0.1), (50, 6.7230, 0.1), printed={"mean_1": "7.0", "mean_2": "6.7"})
    view = view_of("s", outcome(), result)
    assert view.from_means is not None
    assert -0.05 < view.from_means.low < 0
    assert view.words.startswith("inconclusive: from 0.004 lower to 0.6 higher")


def reported(**fields: Any) -> str:
    measured = outcome(higher_is=Higher.BETTER)
    view = ResultView("s", measured, Result("r", "o", **fields), None, "withheld")
    return plain_words(view)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"estimate": -0.05, "low": -0.29, "high": 0.19, "p": "0.68"},
            "as reported, inconclusive: from 0.29 lower to 0.19 higher, where higher is better",
        ),
        (
            {"estimate": 0.3, "low": 0.10, "high": 0.52, "analysis": "mean difference"},
            "as reported, rules out lower: from 0.10 higher to 0.52 higher, where higher is better",
        ),
        (
            {"estimate": 0.8, "low": 0.61, "high": 1.13, "analysis": "odds ratio"},
            "as reported, inconclusive: from 0.61 to 1.13 times as much, where higher is better",
        ),
        (
            {"estimate": 0.7, "low": 0.51, "high": 0.93, "analysis": "Risk ratio"},
            "as reported, rules out higher: from 0.51 to 0.93 times as much, "
            "where higher is better",
        ),
        # A ratio or a difference? The report does not say, so neither do the words.
        ({"estimate": 0.8, "low": 0.61, "high": 1.13}, ""),
        ({"low": 0.61, "high": 1.13, "p": "0.2"}, "inconclusive as reported (p 0.2)"),
        ({"estimate": 0.8, "p": "ns"}, "inconclusive as reported (p ns)"),
        ({"estimate": 0.8, "p": "p = 0.05"}, "inconclusive as reported (p 0.05)"),
        (
            {"estimate": 0.8, "p": "0.08", "alpha": "0.10"},
            "a difference as reported (p 0.08), with no interval of its size",
        ),
        (
            {"estimate": 0.8, "p": "<.001"},
            "a difference as reported (p <.001), with no interval of its size",
        ),
        ({"estimate": 0.8, "p": ">0.05"}, "inconclusive as reported (p >0.05)"),
        ({"estimate": 0.8, "p": "<0.1"}, ""),
        ({"estimate": 0.8, "p": "see text"}, ""),
        ({"estimate": 0.8}, "no test and no interval are reported"),
        ({}, "no figures are reported"),
    ],
)
def test_reported_figures_are_told_as_reported(fields: dict[str, Any], words: str) -> None:
    assert reported(**fields) == words


@pytest.mark.parametrize("higher", list(Higher))
def test_a_result_is_never_called_no_effect(higher: Higher) -> None:
    for study, measured, result in printed_rows():
        changed = Outcome("o", "s", measured.name, higher_is=higher)
        words = view_of(study, changed, result).words.casefold()
        assert bool(words) != result.of_one_group
        assert not any(claim in words for claim in ("no effect", "no difference", "no change"))
