"""The sample's results: the figures of the report, exact, and how figures of one group are told."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from docx import Document

from ipe_coder import paths
from ipe_coder.project import open_project
from ipe_coder.tables import read_results
from tests.cli.shell import Shell

RESULTS = paths.sample() / "results" / "hhp2.csv"

CONTRASTS = """\
study,experiment,outcome,role,higher_is,group_1,n_1,mean_1,se_1,group_2,n_2,mean_2,se_2,p,reported_direction,source
beneficiaries,,Subjective well-being,primary,better,treatment,207,0.07,0.12,control,221,-0.05,0.12,0.44,increase,RQ1 / Figure 1
beneficiaries,,Burnout,secondary,worse,treatment,201,2.74,0.05,control,219,2.78,0.05,0.45,no difference,RQ2 / Figure 2
beneficiaries,,Intrinsic and prosocial motivation,secondary,better,treatment,200,5.89,0.07,control,219,5.74,0.07,0.11,increase,RQ3 / Figure 3
beneficiaries,,Perceived social worth,secondary,better,treatment,200,5.53,0.10,control,219,5.61,0.10,0.05,increase,RQ4 / Figure 4
swing,,Subjective well-being,primary,better,treatment,130,-0.02,0.14,control,137,0.07,0.16,0.66,decrease,RQ1 / Figure 7
swing,,Burnout,secondary,worse,treatment,130,43.98,1.53,control,137,41.43,1.47,0.15,increase,RQ2 / Figure 8
swing,,Sense of connection to profession,secondary,better,treatment,130,4.72,0.09,control,137,4.76,0.11,0.82,no difference,RQ3 / Figure 9
swing,,Sickness absence,secondary,worse,treatment,130,2.34,0.15,control,137,2.50,0.20,0.58,decrease,RQ4 / Figure 10
mod-ing,,Subjective well-being,primary,better,treatment,44,0.03,0.25,control,54,-0.22,0.25,0.47,increase,RQ1 / Figure 11
mod-ing,,Organisational commitment and perceived organisational support,secondary,better,treatment,44,6.87,0.37,control,55,7.52,0.29,0.19,decrease,RQ2 / Figure 12
mod-ing,,Sense of connection to profession,secondary,better,treatment,44,4.80,0.25,control,54,5.00,0.18,0.63,increase,RQ3 / Figure 13
mod-ing,,Sickness absence,secondary,worse,treatment,,,,control,,,,,not reported,awaiting administrative data
diversity,1 joint vs separate,Minority Ethnic Group candidates progressed (%),primary,better,joint,76,84.22,0.49,separate,75,68.15,0.49,<0.01,increase,Experiment 1 RQ1 / Figure 14
diversity,1 joint vs separate,White British candidates progressed (%),primary,neither,joint,76,52.53,0.49,separate,75,69.91,0.49,<0.01,decrease,Experiment 1 RQ2 / Figure 14
diversity,1 joint vs separate,Candidates progressed in the separate condition (%),primary,neither,White British,75,69.91,0.49,Minority Ethnic Group,76,68.15,0.49,0.60,no difference,Experiment 1 RQ3 / Figure 15
diversity,2 blinding,Evaluation score (3-21),primary,better,blinded,104,16.28,2.45,Minority Ethnic Group,105,15.79,3.27,0.21,no difference,Experiment 2 RQ1 / Figure 16
diversity,2 blinding,Evaluation score (3-21),primary,better,blinded,104,16.28,2.45,White British,94,15.48,3.16,0.06,no difference,Experiment 2 RQ2 / Figure 16
diversity,2 blinding,Evaluation score (3-21),primary,better,White British,94,15.48,3.16,Minority Ethnic Group,105,15.79,3.27,0.45,no difference,Experiment 2 RQ3 / Figure 16
"""  # noqa: E501
"""The report's contrasts as its figures print them, one a row."""

TOLD = {
    "Logged on at least once": "Brent: 15 of 20 (75%)",
    "Used more than five times": "Brent: 3 of 20 (15%)",
    "Would go on using it": "Coventry, of 22: yes 17 (77%); not sure 4 (18%); no 1 (5%)",
}
"""The usage figures of the dictation pilot, as every place prints them."""


@pytest.fixture
def imported(shell: Shell) -> Shell:
    """A project that holds the sample's results and nothing else."""
    shell("project", "new", "one.ipe")
    shell("results", "import", str(RESULTS))
    return shell


def test_the_contrasts_are_those_of_the_report_to_the_decimal() -> None:
    expected = list(csv.DictReader(CONTRASTS.splitlines()))
    with RESULTS.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(expected) == 18
    assert [{name: row[name] for name in expected[0]} for row in found[:18]] == expected
    others = [name for name in found[0] if name not in expected[0]]
    assert all(not row[name] for row in found[:18] for name in others)


def test_beside_them_stand_the_usage_figures_of_the_dictation_pilot() -> None:
    rows = read_results(RESULTS)[18:]
    assert [(row.study, row.outcome.name) for row in rows] == [("dictation", one) for one in TOLD]
    counted = [[(one.category, one.events, one.n) for one in row.result.groups] for row in rows]
    assert counted == [
        [("", 15, 20)],
        [("", 3, 20)],
        [("yes", 17, 22), ("not sure", 4, 22), ("no", 1, 22)],
    ]
    assert all(row.result.source for row in rows)


def test_the_list_prints_n_of_n_and_claims_nothing_of_it(imported: Shell) -> None:
    out = imported("results", "list", "--study", "dictation").out
    for told in TOLD.values():
        assert f"as reported      {told}\n" in out
    assert "in words" not in out
    assert "Hedges" not in out
    assert "no effect" not in out


def test_a_script_reads_the_group_its_base_and_every_answer(imported: Shell) -> None:
    logged_on, _, go_on = imported("results", "list", "--study", "dictation", "--json").json
    for one, label, n in ((logged_on, "Brent", 20), (go_on, "Coventry", 22)):
        assert (one["group_1"], one["group_2"], one["as_reported"]["n_1"]) == (label, None, n)
        assert one["from_means"] is None
        assert "nothing to compare" in one["withheld"]
        assert one["words"] == ""
    assert logged_on["as_reported"]["events_1"] == 15
    assert "events_2" not in go_on["as_reported"]
    answers = [(one["category"], one["events"], one["n"]) for one in go_on["as_reported"]["groups"]]
    assert answers == [("yes", 17, 22), ("not sure", 4, 22), ("no", 1, 22)]


def test_a_small_base_gets_no_percentage_anywhere(shell: Shell) -> None:
    shell.write(
        "small.csv",
        "study,outcome,group_1,n_1,events_1,category_1,count_1,category_2,count_2\n"
        "pilot,Logged on,Brent,19,15,,,,\npilot,Goes on,Brent,19,,yes,18,no,1\n",
    )
    shell("project", "new", "one.ipe")
    shell("results", "import", "small.csv")
    listed = shell("results", "list").out
    assert "Brent: 15 of 19\n" in listed
    assert "Brent, of 19: yes 18; no 1\n" in listed
    shell("export", "docx", "small.docx")
    printed = _words(Path("small.docx"))
    assert "Brent, of 19: yes 18; no 1" in printed
    assert "%" not in listed + printed.replace("95%", "")


def test_events_that_are_no_share_of_the_group_are_not_made_one(shell: Shell) -> None:
    shell.write(
        "events.csv",
        "study,outcome,group_1,n_1,events_1\ntrial,Spells,all,130,300\ntrial,Weighted,all,30,12.5\n"
        "trial,Nobody,all,0,0\n",
    )
    shell("project", "new", "one.ipe")
    shell("results", "import", "events.csv")
    out = shell("results", "list").out
    assert "all: 300 events, n 130\n" in out
    assert "all: 12.5 events, n 30\n" in out
    assert "all: 0 of 0\n" in out


def test_what_is_not_reported_of_one_group_is_not_made_up(shell: Shell) -> None:
    shell.write(
        "odd.csv",
        "study,outcome,group_1,n_1,mean_1,se_1,p,category_1,count_1,category_2,count_2\n"
        "trial,No base,,,,,,yes,3,no,\ntrial,Mean,Brent,22,3.50,0.10,0.03,,,,\n",
    )
    shell("project", "new", "one.ipe")
    shell("results", "import", "odd.csv")
    out = shell("results", "list").out
    assert "base not reported: yes 3; no (not reported)\n" in out
    assert "Brent: mean 3.50, SE 0.10, n 22; p 0.03\n" in out
    assert "difference" not in out
    assert "in words" not in out


def test_the_word_report_prints_them_and_no_method_that_was_not_used(imported: Shell) -> None:
    imported("export", "docx", "dictation.docx", "--study", "dictation")
    printed = _words(Path("dictation.docx"))
    assert all(told in printed for told in TOLD.values())
    assert "A percentage behind a count is worked out for this table." in printed
    assert "Welch" not in printed
    assert "Hedges" not in printed
    assert "Reading" not in printed
    imported("export", "docx", "swing.docx", "--study", "swing")
    assert "Welch" in _words(Path("swing.docx"))
    assert "A percentage behind a count" not in _words(Path("swing.docx"))


def test_the_exported_table_is_a_results_file_with_the_same_figures(imported: Shell) -> None:
    imported("export", "csv", "tables")
    known = [(row.study, row.outcome.name, row.result.groups) for row in read_results(RESULTS)]
    found = read_results(Path("tables/results.csv"))
    given = [(row.study, row.outcome.name, row.result.groups) for row in found]
    assert sorted(given, key=repr) == sorted(known, key=repr)


def test_a_notebook_reads_every_answer(imported: Shell) -> None:
    with open_project("one.ipe") as project:
        frame = project.results().set_index("outcome")
    assert frame.loc["Would go on using it", "reported.counts"] == {
        "yes": 17, "not sure": 4, "no": 1,
    }  # fmt: skip
    assert frame.loc["Logged on at least once", "reported.events_1"] == 15
    assert frame.loc["Logged on at least once", "reported.n_1"] == 20


def _words(path: Path) -> str:
    """Give all words of a Word file, those in tables too."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])
