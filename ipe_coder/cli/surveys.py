"""`ipe-coder transcript survey`: a survey's answers in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.command import Command
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.model.counts import count_of

if TYPE_CHECKING:
    from ipe_coder.model.survey import Survey
    from ipe_coder.project.surveys import SurveyImported


@click.command(
    "survey",
    cls=Command,
    examples=(
        "transcript survey answers.csv --study swing --dry-run",
        "transcript survey answers.xlsx --study swing --respondent ID --question 'What helped?'",
    ),
)
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--study", required=True, help="The study that the answers belong to.")
@click.option("--respondent", default="", metavar="COLUMN",
              help="The column that says who answers; else guessed by its name.")  # fmt: skip
@click.option("--question", "questions", multiple=True, metavar="COLUMN",
              help="A column whose answers become texts; else all with free text.")  # fmt: skip
@click.option("--attribute", "attributes", multiple=True, metavar="COLUMN",
              help="A column that is an attribute, whatever it looks like.")  # fmt: skip
@click.option("--leave-out", "left_out", multiple=True, metavar="COLUMN",
              help="A column that is not taken.")  # fmt: skip
@click.option("--number", default="", metavar="LETTERS",
              help="Number the rows, such as R0001, where no column says who answers.")  # fmt: skip
@click.option("--dry-run", is_flag=True,
              help="Say what each column is taken for and why, and write nothing.")  # fmt: skip
@click.option("--only-new", is_flag=True, help="Pass over answers that are in the study already.")
@click.option("--wave", default="", help="The wave that the answers belong to.")
@pass_session
def survey(
    session: Session,
    path: Path,
    study: str,
    respondent: str,
    questions: tuple[str, ...],
    attributes: tuple[str, ...],
    left_out: tuple[str, ...],
    number: str,
    dry_run: bool,
    only_new: bool,
    wave: str,
) -> None:
    """Import a survey's answers, each as its own text under its participant.

    FILE is CSV or Excel, a row a respondent and a column a question, also as Qualtrics,
    SurveyMonkey, REDCap and the forms of Google and Microsoft export it. Other columns become
    attributes of the participants.
    """
    with session.open() as opened:
        found = opened.read_survey(
            path,
            respondent=respondent,
            questions=questions,
            attributes=attributes,
            left_out=left_out,
            number=number,
        )
        if dry_run:
            _preview(session, found, opened.preview_survey(found, study))
            return
        done = opened.import_survey(found, study, wave=wave, only_new=only_new)
        name = opened.study(study).name
    _print(session, found, done, name)


def _preview(session: Session, survey: Survey, would: SurveyImported) -> None:
    """Show what each column of a survey is taken for, and what would be written."""
    if session.as_json:
        columns = [
            {"column": one.name, "use": one.use.value, "because": one.why, "filled": one.filled,
             "words": round(one.words, 1), "median_words": one.median, "example": one.example}
            for one in survey.columns
        ]  # fmt: skip
        output.print_json({"columns": columns, **_shape(would)})
    else:
        rows = [
            (one.name, one.use.value, one.filled, f"{one.median:g}", one.why, one.example[:80])
            for one in survey.columns
        ]
        heads = ("column", "taken for", "filled", "median words", "why", "first")
        output.print_table(heads, rows, shrink="column,why,first")
    output.narrate(*survey.notes)
    known = f"; {would.known:,} are here already" if would.known else ""
    output.narrate(f"{_counted(would)}{known}; nothing was written.")
    _narrate_joined(would)


def _print(session: Session, survey: Survey, done: SurveyImported, study: str) -> None:
    """Say what was imported of a survey."""
    output.narrate(*(f"{survey.path.name}: {note}" for note in (*survey.notes, *done.notes)))
    left = ", ".join(f"“{one.name}”, as {one.why}" for one in survey.columns
                     if one.use == "left out")  # fmt: skip
    if left:
        output.narrate(f"Not taken: {left}.")
    if done.known:
        output.narrate(f"Passed over: {count_of(done.known, 'answer')} that are here already.")
    _narrate_joined(done)
    session.done(f"Imported {_counted(done)} into {study}.", **_shape(done))


def _narrate_joined(done: SurveyImported) -> None:
    """Say who is taken for somebody already here: `1` of one survey is not `1` of another."""
    if done.joined:
        people = (
            "1 respondent is a participant"
            if done.joined == 1
            else (f"{done.joined:,} respondents are participants")
        )
        output.narrate(f"{people} of the study already, by name; their answers are added to it.")


def _counted(done: SurveyImported) -> str:
    people = count_of(done.respondents, "respondent")
    empty = f"; {count_of(done.empty, 'cell')} without words" if done.empty else ""
    return f"{count_of(done.answers, 'answer')} of {people}, {done.words:,} words{empty}"


def _shape(done: SurveyImported) -> dict[str, Any]:
    return {
        "answers": done.answers,
        "respondents": done.respondents,
        "words": done.words,
        "empty": done.empty,
        "known": done.known,
        "joined": done.joined,
        "notes": list(done.notes),
    }
