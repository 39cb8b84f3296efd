"""The sample project: complete, fiction, everybody's own words, and true to the facts.

The report that the facts come from is not part of the project; where it lies beside a checkout,
no eight words of it may stand in a transcript.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import docx
import pytest
import yaml

from ipe_coder import paths
from ipe_coder.model.code import CodeKind
from ipe_coder.model.transcript import Draft, Role
from ipe_coder.project import Project
from ipe_coder.readers import read_transcript

ROOT = Path(__file__).parent.parent
REPORT = ROOT.parent / "shared" / "hhp2" / "report-full.txt"
SAMPLE = paths.sample() / "transcripts"
RUN = 8
"""Words in a row that no two texts may share."""

INTERVIEWED = {"beneficiaries": 8, "swing": 6, "mod-ing": 4, "dictation": 13, "flexitime": 11}
"""Transcripts of each study, as in the facts."""

STUDIES = [name for name in INTERVIEWED if (SAMPLE / name / "participants.csv").is_file()]


def rows(study: str, name: str) -> list[dict[str, str]]:
    path = SAMPLE / study / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files(study: str) -> list[Path]:
    stems = dict.fromkeys(row["transcript"] for row in rows(study, "participants.csv"))
    return [next(iter((SAMPLE / study).glob(f"{stem}.*"))) for stem in stems]


ALL_FILES = [path for study in STUDIES for path in files(study)]


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))


def runs(found: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1))


@cache
def draft_of(path: Path) -> Draft:
    """Read a transcript, once for all tests."""
    return read_transcript(path)


def spoken(path: Path) -> str:
    """Give the words of a transcript without the line that says that it is fiction."""
    lines = draft_of(path).text.split("\n")
    return "\n".join(line for line in lines if "is fiction" not in line)


def guide_words(study: str) -> set[tuple[str, ...]]:
    return set(runs(words((SAMPLE / study / "guide.md").read_text(encoding="utf-8"))))


FORMS: dict[str, Callable[[Path, bytes], object]] = {
    "Word, names in bold": lambda path, raw: path.suffix == ".docx" and not _has_table(path),
    "Word, a table": lambda path, raw: path.suffix == ".docx" and _has_table(path),
    "OpenDocument": lambda path, raw: path.suffix == ".odt",
    "rich text": lambda path, raw: path.suffix == ".rtf",
    "PDF": lambda path, raw: path.suffix == ".pdf",
    "captions of Zoom": lambda path, raw: path.suffix == ".vtt" and b"<v " not in raw,
    "captions of Teams": lambda path, raw: path.suffix == ".vtt" and b"<v " in raw,
    "SubRip": lambda path, raw: path.suffix == ".srt",
    "text with times above": lambda path, raw: (
        path.suffix == ".txt" and re.search(rb"^[A-Z][\w ]+  \d+:\d\d$", raw, re.M)
    ),
    "text with times before": lambda path, raw: (
        path.suffix == ".txt" and re.search(rb"^\[00:\d\d:\d\d\] \w+", raw, re.M)
    ),
}
"""What researchers are given, and how a file of it is known."""


def _has_table(path: Path) -> bool:
    return bool(docx.Document(str(path)).tables)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_that_researchers_are_given_stands_twice_at_least(form: str) -> None:
    found = [path for path in ALL_FILES if FORMS[form](path, path.read_bytes())]
    assert len(found) >= 2


@pytest.mark.parametrize("study", STUDIES)
def test_a_study_has_the_interviews_that_the_facts_give(sample: Project, study: str) -> None:
    assert len(sample.transcripts(study)) == INTERVIEWED[study]


def test_roles_and_places_are_those_of_the_facts(sample: Project) -> None:
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    respondents: dict[str, Counter[str]] = defaultdict(Counter)
    studies = {one.id: one.name for one in sample.studies()}
    for one in sample.participants():
        roles[studies[one.study_id]][one.role] += 1
        respondents[studies[one.study_id]][one.respondent.value if one.respondent else ""] += 1
    flexitime = roles["flexitime"]
    assert flexitime["social worker"] + flexitime["senior practitioner"] == 6
    assert (flexitime["team manager"], flexitime["service lead"]) == (4, 1)
    usage = Counter(one.attributes["usage"] for one in sample.participants("flexitime"))
    assert usage == {"long-term user": 4, "recent user": 5, "non-user": 2}
    assert respondents["swing"] == {"recipient": 6}
    if "mod-ing" in STUDIES:
        assert respondents["mod-ing"] == {"recipient": 3, "partner": 1}
    if "beneficiaries" in STUDIES:
        expected = {"recipient": 5, "coordinator": 2, "beneficiary": 1}
        assert respondents["beneficiaries"] == expected


def test_usage_of_the_dictation_pilot_stands_beside_what_was_said_of_it(sample: Project) -> None:
    beside = {
        row.results[0].outcome.name: row.themes
        for row in sample.joint_display("dictation").rows
        if row.results
    }
    assert {name: [one.theme.name for one in themes] for name, themes in beside.items()} == {
        "Logged on at least once": ["Never got going"],
        "Used more than five times": ["How often it was used"],
        "Would go on using it": ["Going on using it"],
    }
    for (theme,) in beside.values():
        assert theme.quote is not None
        assert theme.quote.segment.code_id in theme.theme.code_ids
        assert theme.verdict is not None
        assert theme.verdict.reason
    facts = {(one.name, one.value) for one in sample.facts("dictation")}
    assert ("took part, Brent", "20") in facts


def test_nobody_of_a_control_arm_was_interviewed(sample: Project) -> None:
    for study in ("swing", "mod-ing", "beneficiaries"):
        if study in STUDIES:
            counted = sample.matrix("theme", "arm", study=study)
            assert counted["control"].isna().all()
            assert counted["treatment"].notna().all()


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_transcript_is_fiction_and_says_so_first(path: Path) -> None:
    raw = path.read_bytes()[:400].decode("utf-8", "replace")
    draft = draft_of(path)
    first = raw if path.suffix in (".vtt", ".srt") else draft.text[:200]
    assert "fiction" in first.casefold()
    roles = Counter(one.role for one in draft.speakers)
    assert roles[Role.INTERVIEWER] >= 1
    assert roles[Role.PARTICIPANT] >= 1


@pytest.mark.parametrize("study", STUDIES)
def test_interviews_have_the_length_of_interviews(study: str) -> None:
    for path in files(study):
        draft = draft_of(path)
        group = sum(one.role is Role.PARTICIPANT for one in draft.speakers) >= 3
        low, high = (2800, 4700) if group else (1100, 2600)
        assert low <= len(words(draft.text)) <= high, path.name


def test_no_two_transcripts_share_eight_words_in_a_row() -> None:
    seen: dict[tuple[str, ...], str] = {}
    shared = []
    for study in STUDIES:
        allowed = guide_words(study)
        for path in files(study):
            for run in set(runs(words(spoken(path)))) - allowed:
                first = seen.setdefault(run, path.name)
                shared += [f"{path.name}, {first}: {' '.join(run)}"] if first != path.name else []
    assert shared == []


@pytest.mark.skipif(not REPORT.is_file(), reason="the report does not lie beside the checkout")
def test_no_eight_words_of_the_report_stand_in_the_sample() -> None:
    report = set(runs(words(REPORT.read_text(encoding="utf-8"))))
    texts = {path.name: draft_of(path).text for path in ALL_FILES}
    for path in [*SAMPLE.rglob("*.md"), *SAMPLE.rglob("*.yaml")]:
        texts[str(path.relative_to(SAMPLE))] = path.read_text(encoding="utf-8")
    for path in SAMPLE.rglob("*.csv"):
        for number, row in enumerate(rows(path.parent.name, path.name), start=2):
            for column, cell in row.items():
                texts[f"{path.parent.name}/{path.name}:{number} {column}"] = cell
    for path in (paths.sample() / "codebooks").glob("*.yaml"):
        texts[path.name] = path.read_text(encoding="utf-8")
    copied = [
        f"{name}: {' '.join(run)}"
        for name, text in texts.items()
        for run in runs(words(text))
        if run in report
    ]
    assert copied == []


@pytest.mark.parametrize(
    "path", sorted(SAMPLE.rglob("*.csv")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_a_table_of_the_sample_has_a_cell_for_each_column(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    assert [number for number, line in enumerate(lines, 2) if len(line) != len(header)] == []


def test_nobody_but_the_two_coders_worked_on_the_sample(sample: Project) -> None:
    assert {one.name for one in sample.coders()} == {"AB", "CD"}


@pytest.mark.parametrize("study", STUDIES)
def test_every_code_is_used_twice_and_by_more_than_one(sample: Project, study: str) -> None:
    book = sample.codebook(study)
    assert book is not None
    use = sample.code_use()
    unused = [
        code.name
        for code in book.codes
        if code.kind is not CodeKind.QUESTION and use[code.id].segments < 2
    ]
    assert unused == []


@pytest.mark.parametrize("study", STUDIES)
def test_every_code_says_what_it_is(study: str) -> None:
    tree = yaml.safe_load(
        (paths.sample() / "codebooks" / f"{study}.yaml").read_text(encoding="utf-8")
    )

    def walk(nodes: list[dict[str, object]]) -> Iterator[dict[str, object]]:
        for node in nodes:
            yield node
            yield from walk(node.get("codes", []))  # type: ignore[arg-type]

    for node in walk(tree["codes"]):
        missing = [
            key for key in ("definition", "include", "exclude", "keywords") if not node.get(key)
        ]
        assert missing == [], node["name"]
        assert len(node["examples"]) >= 2, node["name"]  # type: ignore[arg-type]


@pytest.mark.parametrize("study", STUDIES)
def test_every_theme_has_its_statement(sample: Project, study: str) -> None:
    book = sample.codebook(study)
    assert book is not None
    stated = {code for one in sample.themes(study) if one.statement for code in one.code_ids}
    themes = [code for code in book.codes if code.kind is CodeKind.THEME]
    assert [code.name for code in themes if code.id not in stated] == []


@pytest.mark.parametrize("study", STUDIES)
def test_names_to_pseudonymise_stand_in_their_transcripts(study: str) -> None:
    key = rows(study, "identifiers.csv")
    assert key
    texts = {path.stem: path for path in files(study)}
    for row in key:
        path = texts[row["transcript"]]
        draft = draft_of(path)
        labels = " ".join(one.label for one in draft.speakers)
        assert row["text"] in draft.text or row["text"] in labels, row


def test_two_coders_agree_as_two_people_do(sample: Project) -> None:
    """Krippendorff's alpha by participant turn, codes used ten times or more (issue's figure)."""
    import krippendorff

    coders = {one.name: one.id for one in sample.coders()}
    values: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    used: Counter[str] = Counter()
    for study in STUDIES:
        book = sample.codebook(study)
        assert book is not None
        for summary in sample.transcripts(study):
            if not {"AB", "CD"} <= set(summary.segments):
                continue
            transcript = sample.transcript(summary.id)
            found = sample.segments_of(summary.id)
            used.update(one.code_id for one in found)
            for turn in transcript.turns:
                if transcript.speaker_of(turn).role is not Role.PARTICIPANT:
                    continue
                here = [one for one in found if one.span.overlaps(turn.span)]
                for code in book.codes:
                    pair = [
                        any(s.code_id == code.id and s.coder_id == coders[name] for s in here)
                        for name in ("AB", "CD")
                    ]
                    values[code.id].append((pair[0], pair[1]))
    alphas = sorted(
        krippendorff.alpha(
            reliability_data=[
                [int(one) for one in line] for line in zip(*values[code], strict=True)
            ],
            level_of_measurement="nominal",
        )
        for code, number in used.items()
        if number >= 10
    )
    assert alphas
    median = alphas[len(alphas) // 2]
    assert 0.6 <= median <= 0.8


def test_the_sample_is_sound(sample: Project) -> None:
    assert sample.check() == []


def test_turns_of_the_sample_are_in_time() -> None:
    for path in ALL_FILES:
        times = [turn.begins for turn in draft_of(path).turns if turn.begins is not None]
        assert all(first <= second for first, second in pairwise(times)), path.name
