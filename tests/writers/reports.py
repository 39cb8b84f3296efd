"""A report as a small evaluation would have it. All words and people in it are invented.

Study `swing` has a treatment arm and three facilitators in a focus group; nobody of its control
arm was interviewed. Study `diversity` has results only. The figures are those of
`results/hhp2.csv`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ipe_coder.analysis.effects import view_of
from ipe_coder.model.code import Code, Codebook, CodeKind, Derived
from ipe_coder.model.matrix import (
    Base,
    Cell,
    CellKind,
    Heading,
    JointDisplay,
    JointRow,
    JointTheme,
    Matrix,
    StanceCount,
)
from ipe_coder.model.report import AttributedQuote, Report, StudyReport, ThemeSection
from ipe_coder.model.result import Group, Higher, Outcome, Rank, Result, ResultView
from ipe_coder.model.segment import Origin, Segment, SegmentRow, Stance
from ipe_coder.model.spans import Span
from ipe_coder.model.study import Arm, Design, Study
from ipe_coder.model.theme import Judgement, Theme, Verdict

HHP2 = Path(__file__).parents[2] / "results" / "hhp2.csv"

ODD_WORDS = (
    "[laughs] I said [/] no 🙃 to cafe\u0301, مرحبا بكم, "
    + "Donaudampfschifffahrtsgesellschaftskapitän" * 4
)
FORMULA = "=cmd()|' /C calc'!A0"

ARMS = ("treatment", "control", "not randomised")
PEOPLE = {
    "SW01": "treatment", "SW02": "treatment", "SW03": "treatment", "SW04": "treatment",
    "SW05": "treatment", "FA01": "not randomised", "FA02": "not randomised",
    "FA03": "not randomised",
}  # fmt: skip
ROLES = {"SW": "Social worker, cohort one", "FA": "Facilitator, focus group"}

# Code, parent, kind, mark, definition, include, exclude, example.
CODES = (
    ("1 Feasibility and acceptability", "", "question", "Fa",
     "Whether the messages could be sent as planned, and how they were received.", "", "", ""),
    ("Delivery mechanism", "1 Feasibility and acceptability", "theme", "Dm",
     "How the messages reached people, and whether text message was the right way.",
     "texts and emails, time of day, being reached at home",
     "how long or how many they were: Length and number", "It came while I was in the car."),
    ("Time of day", "Delivery mechanism", "code", "Td",
     "When in the day a message arrives and what that does to its reading.",
     "mornings, evenings, weekends", "being too busy at any time: Lack of time",
     "Seven in the evening is when I stop."),
    ("Length and number", "1 Feasibility and acceptability", "theme", "Ln",
     "How long, how frequent and how many the messages were.", "too many, too few, too long",
     "the way they were sent: Delivery mechanism", "Eight was plenty."),
    ("Choice of messenger", "1 Feasibility and acceptability", "theme", "Cm",
     "Who speaks in a message and whether that person is believed.",
     "seniority, shared background, names", "what is said: Message tone",
     "If it is somebody who did my job, I read it."),
    ("2 Suitability to scale", "", "question", "Sc",
     "What it would take to send the messages everywhere.", "", "", ""),
    ("Ready for scaling", "2 Suitability to scale", "theme", "Rs",
     "Judgements that it could be rolled out as it is, or not.", "cost, effort, other employers",
     "wishes for another message: Message tone", "You could do this anywhere tomorrow."),
    ("Never heard of", "2 Suitability to scale", "code", "Nh",
     "Not knowing that the messages were part of a trial.", "surprise at being asked", "",
     "What trial?"),
)  # fmt: skip

# Who, code, stance, words. Several people make a segment of the focus group.
SAID = (
    (("SW01",), "Time of day", "for",
     "It used to come about seven, when I had put the laptop away. I would not have read it at "
     "nine in the morning, but at seven I had a minute and it was quite nice."),
    (("SW02",), "Time of day", "against",
     "Please do not text me in the evening. I know it is meant kindly, but my phone going off at "
     "seven means a child has gone missing, not that somebody is proud of me."),
    (("SW03",), "Delivery mechanism", "mixed",
     "A text is good because you cannot lose it. [pause] A text is bad because you cannot file it "
     "either, so I never found the one I liked again."),
    (("FA01", "FA02"), "Delivery mechanism", "for",
     "We chose texts because nobody opens the newsletter.\nNobody opens anything, to be fair."),
    (("SW01",), "Length and number", None, "Eight was plenty. By the sixth I knew how they went."),
    (("SW04",), "Length and number", "against", "I would have liked more of them, honestly."),
    (("SW05",), "Length and number", "for", ODD_WORDS),
    (("SW02",), "Choice of messenger", "for",
     "The one from the woman who had done four years in my old team, that one I read twice. The "
     "others could have been anybody."),
    (("SW03",), "Choice of messenger", "for",
     "I thought, you have not carried a caseload since I was at school, so no thank you. But the "
     "newly qualified lad was good."),
    (("SW04",), "Choice of messenger", "for", "I want to hear it from somebody who stayed."),
    (("SW05",), "Choice of messenger", "against", "I did not look at who it was from."),
    (("FA03",), "Choice of messenger", "for",
     "Getting eight alumni to write forty words took longer than anything else we did."),
    (("FA01", "FA03"), "Ready for scaling", "mixed",
     "The sending costs nothing.\nIt is the writing that you could not do for a thousand people."),
    (("SW01",), "Ready for scaling", "for", FORMULA),
)  # fmt: skip

VERDICTS = {
    ("Subjective well-being", "Choice of messenger"): (
        Judgement.COMPLEMENTARITY,
        "The survey leaves open whether well-being changed. The interviews suggest for whom it "
        "might: messages from a believed sender were read and kept, others were not read.",
    ),
    ("Sense of connection to profession", "Choice of messenger"): (
        Judgement.NOT_COMPARABLE,
        "The estimate is of both cohorts; all five recipients interviewed were of the first.",
    ),
    ("Burnout", "Delivery mechanism"): (
        Judgement.SILENCE,
        "The interviews could have spoken of being worn down by evening texts. The guide did "
        "not ask.",
    ),
}
STATEMENTS = {
    "Choice of messenger": "Recipients read a message when its sender had done their own job.",
    "Delivery mechanism": "A text in the evening is read, and is also one more demand.",
    "Ready for scaling": "Sending can be scaled at once; writing cannot.",
}


def build_report() -> Report:
    """Two studies: one with interviews and results, one with results only."""
    return Report(
        project="Happier, Healthier Professionals",
        made_on=date(2026, 11, 21),
        studies=(build_swing(), build_diversity()),
        coding="coding of record",
    )


def build_swing(columns: tuple[str, ...] = ARMS) -> StudyReport:
    arms = tuple(
        Arm(name, "swing", name, place) for place, name in enumerate(("treatment", "control"))
    )
    study = Study(
        "swing", "swing", "Social Workers Inspiring the Next Generation (SWING)", Design.RCT,
        organisations=("Frontline",), arms=arms,
    )  # fmt: skip
    counts = Counts(columns)
    return StudyReport(
        study=study,
        codebook=counts.book,
        sections=tuple(counts.section(depth, code) for depth, code in counts.book.walk()),
        matrix=counts.matrix(),
        joint=counts.joint(),
        segments=counts.rows,
        interviewed=len(PEOPLE),
        transcripts=6,
        notes=(
            "One participant allowed paraphrase only; their words are counted and not printed.",
            "Two attributions were widened, because the role was held by fewer than 3 people.",
        ),
        quotes=tuple(counts.quotes.values()),
    )


def build_diversity() -> StudyReport:
    study = Study("diversity", "diversity", "Increasing Diversity in Social Work Hiring")
    rows = tuple(JointRow((view,), ()) for view in views("diversity"))
    return StudyReport(
        study=study,
        codebook=Codebook("cb-diversity", "Diversity", "diversity", "diversity"),
        sections=(),
        matrix=Matrix("theme", "arm", CellKind.PARTICIPANTS, Base.INTERVIEWED, "coding of record",
                      (), (), ()),
        joint=JointDisplay("diversity", rows, 0),
        segments=(),
        interviewed=0,
        transcripts=0,
    )  # fmt: skip


def views(study: str) -> list[ResultView]:
    """The results of one study as printed, with what their means give."""
    with HHP2.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["study"] == study]
    return [_view(row, place) for place, row in enumerate(rows)]


def _view(row: dict[str, str], place: int) -> ResultView:
    groups = tuple(
        Group(
            row[f"group_{i}"],
            None,
            int(row[f"n_{i}"]) if row[f"n_{i}"] else None,
            float(row[f"mean_{i}"]) if row[f"mean_{i}"] else None,
            float(row[f"se_{i}"]) if row[f"se_{i}"] else None,
        )
        for i in (1, 2)
    )
    outcome = Outcome(
        f"{row['study']}-{row['outcome']}", row["study"], row["outcome"], Rank(row["role"]),
        Higher(row["higher_is"]),
    )  # fmt: skip
    result = Result(
        f"{row['study']}-{place}", outcome.id, groups, row["experiment"], p=row["p"],
        direction=row["reported_direction"], source=row["source"], printed=dict(row),
    )  # fmt: skip
    return view_of(row["study"], outcome, result)


@dataclass
class Counts:
    """Counts SAID for the columns, by the rules of the program, in the plainest way."""

    columns: tuple[str, ...]

    def __post_init__(self) -> None:
        codes = tuple(
            Code(
                f"c{place}", name, self._id(parent), CodeKind(kind),
                Derived.INDUCTIVE if name == "Never heard of" else Derived.DEDUCTIVE,
                definition, include, exclude, examples=(example,) if example else (), mark=mark,
                position=place,
            )
            for place, (name, parent, kind, mark, definition, include, exclude, example)
            in enumerate(CODES)
        )  # fmt: skip
        self.book = Codebook("cb-swing", "SWING", "swing", "swing", version=3, codes=codes)
        self.rows = tuple(self._row(place) for place in range(len(SAID)))
        self.quotes = {
            row.segment.id: AttributedQuote(row.segment.quote, ROLES[row.participant[:2]], row)
            for row in self.rows
            if row.participant != "SW04"
        }

    @staticmethod
    def _id(name: str) -> str | None:
        return f"c{[code[0] for code in CODES].index(name)}" if name else None

    def _row(self, place: int) -> SegmentRow:
        people, name, stance, words = SAID[place]
        code_id = self._id(name) or ""
        segment = Segment(
            f"s{place:02}", f"t-{people[0]}", Span(100 + place, 100 + place + len(words)), words,
            code_id, "coder-ab", Origin.HUMAN, Stance(stance) if stance else None,
            starred=place == 1,
        )  # fmt: skip
        title = people[0] if people[0].startswith("SW") else "Facilitators"
        return SegmentRow(
            segment, title, "swing", name, self.book.path(code_id), "AB", people[0],
            "participant", people[0], people, {"role": ROLES[people[0][:2]]},
            PEOPLE[people[0]], place + 1,
        )  # fmt: skip

    def cell(self, code: Code, column: str = "") -> Cell:
        family = {code.id, *(one.id for one in self.book.descendants(code.id))}
        rows = [row for row in self.rows if row.segment.code_id in family]
        base = [one for one, arm in PEOPLE.items() if column in ("", arm)]
        if not base:
            return Cell(None, None, absent="not interviewed")
        if code.name == "Never heard of" and column == "not randomised":
            return Cell(None, None, absent="not in this codebook")
        said = {one for row in rows for one in row.participants if one in base}
        segments = tuple(row.segment.id for row in rows if said & set(row.participants))
        return Cell(len(said), len(base), tuple(sorted(said)), segments, self._stance(rows, said))

    @staticmethod
    def _stance(rows: list[SegmentRow], people: set[str]) -> StanceCount:
        totals = {"for": 0, "against": 0, "mixed": 0, "neutral": 0, "": 0}
        for one in people:
            found = {row.segment.stance for row in rows if one in row.participants}
            both = {Stance.FOR, Stance.AGAINST} <= found or Stance.MIXED in found
            totals[
                "mixed" if both else max(stance.value if stance else "" for stance in found)
            ] += 1
        return StanceCount(*(totals[key] for key in ("for", "against", "mixed", "neutral", "")))

    def section(self, depth: int, code: Code) -> ThemeSection:
        quotes = tuple(one for one in self.quotes.values() if one.row.segment.code_id == code.id)
        cells = tuple(self.cell(code, column) for column in self.columns)
        statement = STATEMENTS.get(code.name, "")
        return ThemeSection(
            code, self.book.path(code.id), depth, statement, self.cell(code), self.columns, cells,
            quotes,
        )  # fmt: skip

    def matrix(self, kind: CellKind = CellKind.PARTICIPANTS) -> Matrix:
        walked = list(self.book.walk())
        return Matrix(
            "code", "arm", kind, Base.INTERVIEWED, "coding of record",
            tuple(Heading(code.id, code.name, depth, code.id) for depth, code in walked),
            tuple(Heading(column, column) for column in self.columns),
            tuple(tuple(self.cell(code, column) for column in self.columns) for _, code in walked),
            ("1 of 6 transcripts is not coded yet; its participants are in the base: SW05",),
        )  # fmt: skip

    def joint(self) -> JointDisplay:
        return JointDisplay("swing", tuple(map(self._joint_row, views("swing"))), len(PEOPLE))

    def _joint_row(self, view: ResultView) -> JointRow:
        linked = [theme for outcome, theme in VERDICTS if outcome == view.outcome.name]
        if view.outcome.name == "Burnout":
            linked.append("Ready for scaling")
        return JointRow((view,), tuple(self._joint_theme(view.outcome, name) for name in linked))

    def _joint_theme(self, outcome: Outcome, name: str) -> JointTheme:
        code = self.book.find(name)[0]
        theme = Theme(f"th-{code.id}", name, STATEMENTS[name], (code.id,))
        rows = [row for row in self.rows if row.code == name]
        verdict = None
        if (outcome.name, name) in VERDICTS:
            judgement, reason = VERDICTS[outcome.name, name]
            verdict = Verdict("v", outcome.id, theme.id, judgement, reason, "coder-ab",
                              statement=theme.statement)  # fmt: skip
        cells = tuple(self.cell(code, column) for column in self.columns)
        return JointTheme(theme, self.columns, cells, rows[0], verdict)


def with_words(report: Report, words: str) -> Report:
    """The same report with other words wherever people or files give them."""
    study = report.studies[0]
    code = replace(study.sections[1].code, name=words, definition=words, include=words)
    quotes = tuple(
        AttributedQuote(
            words, words, replace(one.row, segment=replace(one.row.segment, quote=words))
        )
        for one in study.sections[2].quotes
    )
    section = replace(study.sections[1], code=code, statement=words, quotes=quotes)
    book = replace(study.codebook, codes=(study.codebook.codes[0], code, *study.codebook.codes[2:]))
    changed = replace(
        study, study=replace(study.study, title=words), sections=(section,), codebook=book,
        notes=(words,),
    )  # fmt: skip
    return replace(report, project=words, coding=words, studies=(changed,))
