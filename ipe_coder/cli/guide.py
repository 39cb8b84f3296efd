"""`ipe-coder guide`: interview guides, and which turns ask which questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipe_coder.cli import output
from ipe_coder.cli.command import Group
from ipe_coder.cli.guide_shapes import aimed_at, asked_words, likeness_words, turn_shape, use_shape
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.errors import UsageError
from ipe_coder.model.counts import count_of

if TYPE_CHECKING:
    from ipe_coder.model.guide import GuideQuestion
    from ipe_coder.project import Project

_STUDY = click.option("--study", default="", help="The study; may be left out where it is clear.")
_LEAST = click.IntRange(0, 100)


@click.group(
    cls=Group,
    examples=(
        "guide import transcripts/swing/guide.md --study swing",
        "guide propose FL02",
        "guide confirm FL02 11 Q2",
    ),
)
def guide() -> None:
    """Interview guides, and which turns ask what.

    A turn of an interviewer may be marked as asking a question: proposed by likeness, confirmed by
    a person. Where every transcript is marked, a matrix can count of those who were asked.
    """


@guide.command(
    "import",
    examples=(
        "guide import transcripts/swing/guide.md --study swing",
        "guide import guide.docx --study swing --dry-run",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@_STUDY
@click.option("--dry-run", is_flag=True, help="Say what would come of it; write nothing.")
@pass_session
def import_file(session: Session, file: Path, study: str, dry_run: bool) -> None:
    """Take a guide from a Word, Markdown, text or csv file, in place of the study's guide.

    Questions whose words did not change keep the turns that are marked with them.
    """
    with session.open() as opened:
        done = opened.import_guide(file, _study(opened, study), dry_run=dry_run)
    output.narrate(*(f"{file.name}: {note}" for note in done.notes))
    parts = [f"{count_of(len(done.added), 'question')} added"]
    parts += [f"{len(done.changed)} changed"] if done.changed else []
    parts += [f"{done.kept} as they were"] if done.kept else []
    if done.removed:
        marks = f" with {count_of(done.askings_removed, 'mark')}"
        parts.append(f"{', '.join(done.removed)} removed{marks if done.askings_removed else ''}")
    said = f"{done.study}: {', '.join(parts)}."
    session.done(
        f"{said} Nothing was written." if dry_run else said,
        study=done.study,
        added=list(done.added),
        changed=list(done.changed),
        kept=done.kept,
        removed=list(done.removed),
        marks_removed=done.askings_removed,
        notes=list(done.notes),
    )


@guide.command("list", examples=("guide list --study swing", "guide list --json"))
@_STUDY
@pass_session
def list_questions(session: Session, study: str) -> None:
    """List the questions with their codes, and in how many transcripts each is asked."""
    with session.open() as opened:
        names = [opened.study(study).name] if study else [one.name for one in opened.studies()]
        found = [(name, opened.guide(name)) for name in names]
        marked = opened.marked_transcripts()
        totals = {name: [one.id for one in opened.transcripts(name)] for name in names}
    if session.as_json:
        output.print_json([use_shape(name, one) for name, uses in found for one in uses])
        return
    if not any(uses for _, uses in found):
        output.narrate("No guide yet. ipe-coder guide import FILE --study NAME")
    for name, uses in found:
        if uses:
            done = sum(one in marked for one in totals[name])
            output.narrate(f"{name}: {done} of {len(totals[name])} transcripts fully marked.")
            rows = [
                (one.question.label, aimed_at(one.question), one.question.text,
                 "; ".join(path.rpartition(" / ")[2] for path in one.codes), len(one.asked))
                for one in uses
            ]  # fmt: skip
            heads = ("question", "to", "words", "codes", "asked in")
            output.print_table(heads, rows, shrink="words,codes")


@guide.command("export", examples=("guide export guide.csv --study swing",))
@click.argument("file", type=click.Path(path_type=Path))
@_STUDY
@pass_session
def export_file(session: Session, file: Path, study: str) -> None:
    """Write a study's guide to FILE (.md or .csv), to be imported again."""
    with session.open() as opened:
        number = opened.export_guide(file, _study(opened, study))
    session.done(f"Wrote {count_of(number, 'question')} to {file}.", path=str(file))


@guide.command("propose", examples=("guide propose FL02", "guide propose FL02 --least 50 --json"))
@click.argument("transcript")
@click.option("--least", type=_LEAST, default=None, help="Likeness under which nothing is shown.")
@pass_session
def propose(session: Session, transcript: str, least: int | None) -> None:
    """List the interviewer's turns of TRANSCRIPT with the question that each asks.

    What nobody has confirmed is a proposal, with its likeness from 0 to 100.
    """
    with session.open() as opened:
        given = {} if least is None else {"least": least}
        found = opened.turn_questions(transcript, **given)
        is_marked = opened.transcript_id(transcript) in opened.marked_transcripts()
    if session.as_json:
        output.print_json([turn_shape(one) for one in found])
        return
    rows = [(one.turn + 1, asked_words(one), likeness_words(one), one.text) for one in found]
    if rows:
        output.print_table(("turn", "asks", "", "words"), rows, shrink="words")
    number = sum(len(one.proposed) for one in found)
    output.narrate(
        "Every question asked in it is marked."
        if is_marked
        else f"{count_of(number, 'proposal')}. guide confirm says which are right,"
        " guide done that no more are asked."
    )


@guide.command(
    "confirm",
    examples=("guide confirm FL02 11", "guide confirm FL02 11 Q2", "guide confirm FL02 --all"),
)
@click.argument("transcript")
@click.argument("turn", type=click.IntRange(1), required=False)
@click.argument("questions", nargs=-1, metavar="[QUESTION]...")
@click.option("--all", "everything", is_flag=True, help="Confirm every proposal from --least on.")
@click.option("--least", type=_LEAST, default=60, show_default=True, help="Likeness, with --all.")
@pass_session
def confirm(
    session: Session,
    transcript: str,
    turn: int | None,
    questions: tuple[str, ...],
    everything: bool,
    least: int,
) -> None:
    """Say that a TURN of TRANSCRIPT asks a QUESTION; without one, what is proposed."""
    if everything == (turn is not None):
        raise click.UsageError("Give a TURN, or --all.", click.get_current_context())
    with session.open() as opened:
        if turn is None:
            change, number = opened.confirm_all(transcript, least=least)
            said = change or f"No proposal has a likeness of {least} or more."
            session.done(said, confirmed=number)
            return
        chosen = _chosen(opened, transcript, turn, questions)
        done = opened.confirm_asking(transcript, turn - 1, chosen)
    session.done(done, turn=turn, questions=[one.label for one in chosen])


@guide.command("unmark", examples=("guide unmark FL02 21", "guide unmark FL02 21 --forget"))
@click.argument("transcript")
@click.argument("turn", type=click.IntRange(1))
@click.option("--forget", is_flag=True, help="Forget what was said of it: it is proposed again.")
@pass_session
def unmark(session: Session, transcript: str, turn: int, forget: bool) -> None:
    """Say that a TURN of TRANSCRIPT asks no question of the guide."""
    with session.open() as opened:
        if forget:
            done = opened.unmark_turn(transcript, turn - 1)
        else:
            done = opened.confirm_asking(transcript, turn - 1, ())
    session.done(done, turn=turn)


@guide.command("done", examples=("guide done FL02 FL03", "guide done FL02 --not"))
@click.argument("transcripts", nargs=-1, required=True, metavar="TRANSCRIPT...")
@click.option("--not", "undone", is_flag=True, help="Say that it is not fully marked after all.")
@pass_session
def done(session: Session, transcripts: tuple[str, ...], undone: bool) -> None:
    """Say that every question asked in a TRANSCRIPT is marked: what is not, was not asked."""
    with session.open() as opened:
        ids = [opened.transcript_id(one) for one in transcripts]
        changes = [opened.set_marked(one, not undone) for one in ids]
    output.narrate(*(f"{one.label}." for one in changes[:-1]))
    session.done(changes[-1], transcripts=ids, marked=not undone)


@guide.command("link", examples=('guide link Q5 "Delivery mechanism" --study swing',))
@click.argument("question")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@_STUDY
@click.option("--remove", is_flag=True, help="Take the links away.")
@pass_session
def link(session: Session, question: str, codes: tuple[str, ...], study: str, remove: bool) -> None:
    """Link a QUESTION to the codes that it is meant to open."""
    with session.open() as opened:
        found = opened.question(question, _study(opened, study))
        change = opened.link_question(found, codes, remove=remove)
    session.done(change, question=found.id)


@guide.command("mark", examples=("guide mark transcripts/swing/asked.csv --study swing",))
@click.argument("file", type=click.Path(path_type=Path))
@_STUDY
@pass_session
def mark(session: Session, file: Path, study: str) -> None:
    """Take from a csv or xlsx file which turns ask which questions.

    Its transcripts then count as fully marked.
    """
    with session.open() as opened:
        number, of = opened.import_asked(file, _study(opened, study))
    session.done(
        f"Marked {count_of(number, 'question')} asked in {count_of(of, 'transcript')}.",
        marked=number,
        transcripts=of,
    )


def _study(opened: Project, name: str) -> str:
    if name:
        return opened.study(name).name
    every = opened.studies()
    having = [one.name for one in every if opened.guide_questions(one.name)]
    names = having if len(having) == 1 else [one.name for one in every]
    if len(names) != 1:
        raise click.UsageError("Give --study.", click.get_current_context())
    return names[0]


def _chosen(
    opened: Project, transcript: str, turn: int, names: tuple[str, ...]
) -> list[GuideQuestion]:
    if names:
        of = opened.transcript(transcript).study_id
        study = opened.study(of).name
        return [opened.question(one, study) for one in names]
    turns = {one.turn: one for one in opened.turn_questions(transcript)}
    found = turns.get(turn - 1)
    if found is None or not found.proposed:
        raise UsageError(
            f"Nothing is proposed for turn {turn}.", "Give the question: guide confirm … TURN Q2"
        )
    return [one for one, _ in found.proposed]
