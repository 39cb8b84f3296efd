"""The Word report: every table of every study, with captions, notes and contents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ipe_coder.model.report import Report, StudyReport
from ipe_coder.model.study import Design
from ipe_coder.writers.blocks import Block, Part, Prose, Title, sentence
from ipe_coder.writers.codebook_tables import codebook_part
from ipe_coder.writers.format import ExportFormat
from ipe_coder.writers.joint_tables import joint_part
from ipe_coder.writers.matrix_tables import matrix_part
from ipe_coder.writers.printed import PURPOSIVE, RAISED
from ipe_coder.writers.synthesis_tables import synthesis_part
from ipe_coder.writers.theme_tables import theme_part

_DESIGNS = {Design.RCT: "Randomised controlled trial", Design.PILOT: "Pilot"}
_READING = (
    RAISED,
    "Every count is printed as k of n, with the people it is counted of. Where nobody was "
    "interviewed the table says so; that is not a zero.",
    PURPOSIVE,
    "“For”, “against” and “mixed” tell how those who raised a theme stand to it, where the coders "
    "marked it.",
    "A statement says what is claimed, of whom. What stands for and against it was chosen by the "
    "researchers; that nothing is set down against a statement does not mean that nobody differs.",
    "Quotations are printed only where consent allows, with the role in square brackets.",
    "What a trial reports and what its printed means give stand in columns of their own. "
    "“Inconclusive” is not “no effect”.",
)


def write(report: Report, path: Path) -> None:
    """Write the report as a .docx file. The same report always gives the same bytes."""
    from ipe_coder.writers.word_blocks import BlockWriter
    from ipe_coder.writers.word_file import save
    from ipe_coder.writers.word_styles import new_document

    document = new_document(report.project, report.made_on)
    parts = list(_parts(report))
    titles = [block for part in parts for block in part.blocks if isinstance(block, Title)]
    writer = BlockWriter(document)
    writer.write_front(report.project, _subtitle(report))
    writer.write_contents([title for title in titles if title.level < 3])
    writer.write(parts)
    save(document, path)


def _subtitle(report: Report) -> str:
    return f"Themes, quotations and results · {_day(report.made_on)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _parts(report: Report) -> Iterator[Part]:
    reading = [Prose(text, "List Bullet") for text in _READING]
    yield Part((Title("How to read the tables", 1), *reading))
    for study in report.studies:
        yield from _study_parts(study, report)
    if across := synthesis_part(report):
        yield across


def _study_parts(study: StudyReport, report: Report) -> Iterator[Part]:
    """Begin a study on a new page, in the direction that its first table needs."""
    made = [
        theme_part(study, report),
        matrix_part(study, report),
        joint_part(study, report),
        codebook_part(study),
    ]
    parts = [part for part in made if part]
    front = tuple(_front(study))
    if not parts:
        yield Part((*front, Prose("Nothing is coded in this study.")), new_page=True)
        return
    yield Part((*front, *parts[0].blocks), parts[0].wide, new_page=True)
    yield from parts[1:]


def _front(study: StudyReport) -> Iterator[Block]:
    yield Title(study.study.label, 1)
    about = [_DESIGNS[study.study.design]]
    if study.study.arms:
        about.append("arms: " + ", ".join(arm.name for arm in study.study.arms))
    if study.study.organisations:
        about.append(", ".join(study.study.organisations))
    yield Prose(f"{'; '.join(about)}. {_sample(study)}")
    # What the matrix prints beneath itself is not told twice.
    under_matrix = study.matrix.notes if study.matrix.rows else ()
    for note in (one for one in study.notes if one not in under_matrix):
        yield Prose(sentence(note), "List Bullet")


def _sample(study: StudyReport) -> str:
    if not study.interviewed:
        return "Nobody was interviewed."
    people = "participant was" if study.interviewed == 1 else "participants were"
    texts = "transcript" if study.transcripts == 1 else "transcripts"
    return f"{study.interviewed} {people} interviewed, in {study.transcripts} {texts}."


FORMAT = ExportFormat("docx", (".docx",), write)
"""The format, for the list of formats."""
