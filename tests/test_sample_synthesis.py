"""What was made of the sample's coding: statements that count right, evidence, memos, synthesis.

The prevalence that the facts state is counted here from the coded sample.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from ipe_coder import paths
from ipe_coder.analysis.matrix import MatrixRequest
from ipe_coder.model.matrix import Cell
from ipe_coder.model.segment import MemoAbout, MemoKind
from ipe_coder.model.theme import Judgement, Side, Theme
from ipe_coder.project import Project

SAMPLE = paths.sample() / "transcripts"
STUDIES = ("beneficiaries", "swing", "mod-ing", "dictation", "flexitime")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
WORDS = "|".join(NUMBERS)
N_OF_N = re.compile(rf"\b({WORDS}) of the ({WORDS})\b|\b(?:all|both) (?:the )?({WORDS})\b", re.I)


def rows(study: str, name: str) -> list[dict[str, str]]:
    path = SAMPLE / study / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CLAIMS = [(study, row) for study in STUDIES for row in rows(study, "claims.csv")]


def number(word: str) -> int:
    return NUMBERS.index(word.casefold()) + 1


def counted(sample: Project, study: str) -> dict[str, Cell]:
    """Count who raised each code and theme of a study, as every table does."""
    matrix = sample.count_matrix(MatrixRequest("code", "study"), study)
    return {row.label: cells[0] for row, cells in zip(matrix.rows, matrix.cells, strict=True)}


def stances(sample: Project, study: str, code: str) -> dict[str, set[str]]:
    """Give for each participant the stances of the first coder's segments of a code."""
    found: dict[str, set[str]] = {}
    for row in sample.segment_rows(study=study, code=code, coder="AB"):
        for who in row.participants:
            found.setdefault(who, set()).add(str(row.segment.stance or ""))
    return found


def base(study: str, of: str) -> set[str]:
    """List who a number is counted of: a kind of respondent, a role, a place, or names."""
    people = rows(study, "participants.csv")
    if of == "interviews":
        people = [row for row in people if not row["transcript"].startswith("FG")]
    elif of == "Brent after":
        people = [row for row in people if (row["site"], row["wave"]) == ("Brent", "after")]
    elif of != "everybody":
        kinds = ("respondent", "role", "site")
        chosen = [row for row in people if of in {row[kind] for kind in kinds}]
        people = chosen or [row for row in people if row["participant"] in of.split()]
    return {row["participant"] for row in people}


@pytest.mark.parametrize(
    ("study", "row"), CLAIMS, ids=[f"{study} {row['claim']}" for study, row in CLAIMS]
)
def test_who_stands_behind_a_number_is_counted_with_the_theme(
    sample: Project, study: str, row: dict[str, str]
) -> None:
    statement = sample.theme(row["theme"], study).statement
    assert row["claim"] in statement
    who, of = set(row["participants"].split()), base(study, row["of"])
    assert who <= of
    assert who <= set(counted(sample, study)[row["code"] or row["theme"]].participants)
    said = [number(word) for word in re.findall(rf"\b({WORDS})\b", row["claim"], re.I)]
    # “Of the eight four would”: the base goes first.
    n_first = row["claim"].startswith("Of the")
    numbers = {said[1] if n_first else said[0]} if said else set()
    if row["claim"].casefold().startswith("both"):
        numbers = {2}
    if row["claim"] == "the third":
        numbers = {1}
    assert numbers == {len(who)}
    if match := N_OF_N.search(row["claim"]):
        assert number(match[2] or match[3]) == len(of)


@pytest.mark.parametrize("study", STUDIES)
def test_every_n_of_n_in_a_statement_says_who_they_are(study: str) -> None:
    claimed: dict[str, str] = {}
    for row in rows(study, "claims.csv"):
        claimed[row["theme"]] = claimed.get(row["theme"], "") + " | " + row["claim"]
    open_claims = [
        f"{row['theme']}: {match[0]}"
        for row in rows(study, "themes.csv")
        for match in N_OF_N.finditer(row["statement"])
        if match[0].casefold() not in claimed.get(row["theme"], "").casefold()
    ]
    assert open_claims == []


def all_themes(sample: Project) -> list[Theme]:
    return sample.themes()


def test_every_statement_is_one_sentence(sample: Project) -> None:
    for theme in all_themes(sample):
        assert re.fullmatch(r"[A-Z][^.?!]+\.", theme.statement), theme.name


def test_every_statement_has_evidence_for_it_and_most_have_some_against(sample: Project) -> None:
    themes = all_themes(sample)
    evidence = sample.evidence(themes)
    alone = []
    for theme in themes:
        sides = Counter(one.evidence.side for one in evidence.get(theme.id, ()))
        assert sides[Side.FOR] >= 2, theme.name
        alone += [theme.name] if not sides[Side.AGAINST] else []
    # Nobody speaks against these; the interviewed agree, or the claim is of what happened.
    assert sorted(alone) == [
        "Alone at a screen", "Differentiation in implementation",
        "Non-integration with case management systems", "Passing messages on",
        "Reach beyond the treatment group", "Receipt and engagement with messages",
        "Sense of connection to profession", "Wish for face-to-face contact",
    ]  # fmt: skip


def test_evidence_is_of_the_statements_own_study_and_of_several_people(sample: Project) -> None:
    themes = all_themes(sample)
    books = {code.id: book.study for book in sample.codebooks() for code in book.codes}
    for theme in themes:
        found = sample.evidence([theme])[theme.id]
        studies = {books[code] for code in theme.code_ids}
        assert {one.row.study for one in found} == studies, theme.name
        voices = {who for one in found for who in one.row.participants}
        assert len(voices) >= 2, theme.name


def test_themes_that_cross_studies_are_counted_by_study_and_shown_beside_each(
    sample: Project,
) -> None:
    crossing = rows("across", "themes.csv")
    assert len(crossing) >= 2
    by_study = sample.matrix("theme", "study")
    for row in crossing:
        studies = {code.partition(":")[0].strip() for code in row["codes"].split(";")}
        assert len(studies) >= 2
        assert by_study.loc[row["theme"]].notna().sum() == len(studies)
        for study in studies:
            shown = {one.theme.name for line in sample.joint_display(study).rows
                     for one in line.themes}  # fmt: skip
            assert row["theme"] in shown


def test_who_wishes_for_a_person_in_the_room_is_counted_as_the_statement_says(
    sample: Project,
) -> None:
    wish = "Wish for a person in the room"
    assert "All six" in sample.theme(wish).statement
    counts = {
        study: counted(sample, study)[code].value
        for study, code in (
            ("swing", "Wish for in-person support"), ("mod-ing", "Wish for face-to-face contact"),
        )
    }  # fmt: skip
    assert counts == {"swing": 6, "mod-ing": 4}
    video = stances(sample, "beneficiaries", "Wish to meet or to watch together")
    assert sum("for" in one for one in video.values()) == 7
    assert len(video) == 8


class TestPrevalence:
    """The sample shows what the facts say of how common a thing is."""

    def test_one_of_six_answered_the_messages(self, sample: Project) -> None:
        against = {
            who for who, kinds in stances(sample, "swing", "Feedback form").items()
            if "against" in kinds
        }  # fmt: skip
        assert against == {"FL03"}

    def test_two_of_four_team_managers_feel_pressure(self, sample: Project) -> None:
        found = stances(sample, "flexitime", "Pressure on managers")
        managers = {who: kinds for who, kinds in found.items() if who.startswith("TM")}
        assert {who for who, kinds in managers.items() if "for" in kinds} == {"TM02", "TM03"}
        assert {who for who, kinds in managers.items() if "against" in kinds} == {"TM01", "TM04"}

    def test_most_saved_time_with_dictation_and_some_lost_it(self, sample: Project) -> None:
        one_to_one = base("dictation", "interviews")
        saved = stances(sample, "dictation", "Time saved")
        lost = stances(sample, "dictation", "Time lost")
        savers = {who for who in one_to_one if saved.get(who, set()) & {"for"}}
        losers = {who for who in one_to_one if "for" in lost.get(who, set())} - savers
        assert len(savers) > len(one_to_one) / 2
        assert losers == {"BR03", "CV03"}

    def test_uptake_of_the_video_is_judged_differently(self, sample: Project) -> None:
        found = stances(sample, "beneficiaries", "Possible varied uptake")
        assert "against" in found["CO01"]
        assert "for" in found["CO02"]
        assert "against" not in found["CO02"]

    def test_compressed_hours_are_well_liked_by_all_who_work_with_them(
        self, sample: Project
    ) -> None:
        found = stances(sample, "flexitime", "Well-liked by staff")
        assert len(found) == 11
        assert all("against" not in kinds or "for" in kinds for kinds in found.values())

    def test_the_partner_of_the_emails_knows_the_survey_figure(self, sample: Project) -> None:
        facts = {fact.name: fact.value for fact in sample.facts("mod-ing")}
        assert facts["remembered the messages"] == "32 of 41"
        said = sample.segment_rows(study="mod-ing", code="Receipt and engagement with messages")
        assert any("thirty-two out of forty-one" in one.segment.quote for one in said)

    def test_use_of_the_app_in_brent_and_coventry_runs_from_most_days_to_never(
        self, sample: Project
    ) -> None:
        people = [row for row in rows("dictation", "participants.csv") if row["wave"] == "after"]
        use = Counter((row["site"], row["usage"]) for row in people)
        assert use["Coventry", "once a week or less"] == 4
        assert {row["participant"] for row in people if row["usage"] == "super user"} == {
            "BR01", "BR02",
        }  # fmt: skip
        assert use["Brent", "never"] == 2


def test_summaries_are_there_for_one_study_in_full(sample: Project) -> None:
    book = sample.codebook("swing")
    assert book is not None
    themes = {code.name for code in book.codes if code.kind.value == "theme"}
    people = {row["participant"] for row in rows("swing", "participants.csv")}
    written = {(row["participant"], row["code"]) for row in rows("swing", "summaries.csv")}
    assert {(who, theme) for who in people for theme in themes} <= written


def test_two_studies_at_least_have_verdicts_each_with_its_reason(sample: Project) -> None:
    judged = {
        study: [
            theme.verdict
            for row in sample.joint_display(study).rows
            for theme in row.themes
            if theme.verdict
        ]
        for study in STUDIES
    }
    with_verdicts = {study for study, found in judged.items() if len(found) >= 3}
    assert len(with_verdicts) >= 2
    found = [one for verdicts in judged.values() for one in verdicts]
    assert all(one.reason for one in found)
    assert {one.judgement for one in found} >= {
        Judgement.CONVERGENCE, Judgement.COMPLEMENTARITY, Judgement.SILENCE,
        Judgement.NOT_COMPARABLE,
    }  # fmt: skip


@pytest.mark.parametrize("study", STUDIES)
def test_memos_are_left_on_the_study_its_codes_and_its_transcripts(
    sample: Project, study: str
) -> None:
    of = sample.study(study).id
    book = sample.codebook(study)
    assert book is not None
    places = {of, *(code.id for code in book.codes), *(one.id for one in sample.transcripts(study))}
    found = sample.memos(places)
    assert {one.about for one in found} >= {MemoAbout.STUDY, MemoAbout.CODE, MemoAbout.TRANSCRIPT}
    assert {one.kind for one in found} >= {MemoKind.ANALYTIC, MemoKind.METHOD, MemoKind.REFLEXIVE}


def test_the_described_studies_and_their_codebooks_agree_on_the_approach() -> None:
    described = yaml.safe_load((SAMPLE / "studies.yaml").read_text(encoding="utf-8"))["studies"]
    folder: Path = paths.sample() / "codebooks"
    for study in described:
        path = folder / f"{study['name']}.yaml"
        if path.is_file():
            book = yaml.safe_load(path.read_text(encoding="utf-8"))
            assert book["approach"] == study["approach"], study["name"]
