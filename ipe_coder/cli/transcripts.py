"""`ipe-coder transcript`: transcripts in, listed, shown and given back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.choices import choice
from ipe_coder.cli.command import Group
from ipe_coder.cli.erasing import purge
from ipe_coder.cli.pseudonymise import pseudonymise
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.cli.shapes import summary_shape, transcript_shape
from ipe_coder.cli.surveys import survey
from ipe_coder.errors import FileError, UsageError
from ipe_coder.model.comment import CommentUse
from ipe_coder.model.transcript import Division, Role, TranscriptKind

if TYPE_CHECKING:
    from ipe_coder.model.transcript import Transcript


@click.group(
    cls=Group,
    examples=("transcript import transcripts/swing/*.docx --study swing", "transcript list"),
)
def transcript() -> None:
    """Import, list and show transcripts."""


@transcript.command(
    "import",
    examples=(
        "transcript import transcripts/swing/*.docx --study swing",
        "transcript import transcripts/swing --study swing --dry-run",
        "transcript import interviews.zip --study swing",
        "transcript import coded.docx --study swing --comments codes --comment-coder 'Ann Lee=AL'",
        "transcript import FG1.docx --study swing --merge 'Aly=Ali' --speaker 'Ali=interviewer'",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...",
                type=click.Path(path_type=Path))  # fmt: skip
@click.option("--study", required=True, help="The study that they belong to.")
@click.option("--dry-run", is_flag=True, help="Say what would be imported, and write nothing.")
@click.option("--skip-bad", is_flag=True,
              help="Import the good files where others cannot be read; exit code 3.")  # fmt: skip
@click.option("--kind", type=choice(TranscriptKind),
              help="What they are; else seen from how many participants speak.")  # fmt: skip
@click.option("--wave", default="", help="The wave of interviews that they belong to.")
@click.option("--comments", type=choice(CommentUse), default=CommentUse.LEAVE.value,
              help="Take comments in the files as codes on their words, or as memos.")  # fmt: skip
@click.option("--comment-coder", "coders", multiple=True, metavar="AUTHOR=CODER",
              help="The coder for comments of an author; else of the author's name.")  # fmt: skip
@click.option("--speaker", "speakers", multiple=True, metavar="LABEL=ROLE[:PARTICIPANT]",
              help="What a speaker does, and whose voice it is; may be repeated.")  # fmt: skip
@click.option("--merge", "merges", multiple=True, metavar="LABEL=LABEL",
              help="The first label is to be the second; may be repeated.")  # fmt: skip
@click.option("--rule", "division", type=choice(Division), default=Division.FOUND.value,
              help="How the files are divided among speakers.")  # fmt: skip
@click.option("--label", "labels", multiple=True,
              help="A speaker's label, for --rule named; may be repeated.")  # fmt: skip
@click.option("--no-label", "never", multiple=True, metavar="WORDS",
              help="What looks like a label and is words; may be repeated.")  # fmt: skip
@pass_session
def import_files(
    session: Session,
    paths: tuple[Path, ...],
    study: str,
    dry_run: bool,
    skip_bad: bool,
    kind: TranscriptKind | None,
    wave: str,
    comments: CommentUse,
    coders: tuple[str, ...],
    speakers: tuple[str, ...],
    merges: tuple[str, ...],
    division: Division,
    labels: tuple[str, ...],
    never: tuple[str, ...],
) -> int:
    """Import transcript files into a study: all of them, or none.

    FILE is a file, or a folder or zip archive, of which every transcript file is taken.
    """
    from ipe_coder.cli.import_preview import preview
    from ipe_coder.cli.imports import comment_coders, print_imported
    from ipe_coder.project.gathering import gather
    from ipe_coder.project.importing import Wishes
    from ipe_coder.project.sayings import parse_rule, parse_sayings

    wishes = Wishes(
        kind, wave, parse_sayings(speakers, merges), comments, comment_coders(coders, comments),
        parse_rule(division, labels, never),
    )  # fmt: skip
    with session.open() as opened:
        name = opened.study(study).name
        gathered = gather(paths)
        if dry_run:
            return preview(session, opened, gathered, study, wishes)
        with output.progress(gathered.files, "Reading") as reading:
            done = opened.import_transcripts(
                reading, study, skip_bad=skip_bad, wishes=wishes, gathered=gathered
            )
    return print_imported(session, done, name, comments)


@transcript.command("list", examples=("transcript list", "transcript list --study swing --json"))
@click.option("--study", default="", help="Only of this study.")
@pass_session
def list_transcripts(session: Session, study: str) -> None:
    """List transcripts with their words, turns and how much is coded."""
    with session.open() as opened:
        found = opened.transcripts(study)
    if session.as_json:
        output.print_json([summary_shape(one) for one in found])
    elif found:
        rows = [
            (one.id[:8], one.title, one.study, one.kind.value, one.wave, one.words, one.turns,
             ", ".join(f"{name} {number}" for name, number in one.segments.items()))
            for one in found
        ]  # fmt: skip
        heads = ("id", "title", "study", "kind", "wave", "words", "turns", "segments")
        output.print_table(heads, rows, shrink="title,study,segments")
    else:
        output.narrate("No transcript yet. ipe-coder transcript import FILE... --study NAME")


@transcript.command("show", examples=("transcript show SW03", "transcript show SW03 --json"))
@click.argument("name", metavar="ID")
@click.option("--study", default="", help="The study, where two have a transcript of that name.")
@click.option("--version", "number", type=click.IntRange(1), help="An earlier version.")
@pass_session
def show(session: Session, name: str, study: str, number: int | None) -> None:
    """Show a transcript turn by turn. ID is an id, a title or a file's stem."""
    with session.open() as opened:
        if number is None:
            found = opened.transcript(name, study=study)
        else:
            found = opened.version(name, number, study=study)
        people = {one.id: one.pseudonym for one in opened.participants()}
        of = opened.study(found.study_id).name
    if session.as_json:
        output.print_json(transcript_shape(found, of, people))
    else:
        _print_turns(found)


@transcript.command(
    "replace",
    examples=(
        "transcript replace SW03 SW03-mended.docx --dry-run",
        "transcript replace SW03 SW03-mended.docx",
    ),
)
@click.argument("name", metavar="ID")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--study", default="", help="The study, where two have a transcript of that name.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@pass_session
def replace_file(session: Session, name: str, file: Path, study: str, dry_run: bool) -> None:
    """Make a mended file the new version of a transcript.

    Every coded segment is found again: kept, moved, changed or lost. Those that are lost, or
    have other words, are listed and do not count until they are settled (segment settle). The
    earlier version is kept, and undo brings it back with all its coding.
    """
    from ipe_coder.cli.versions import print_replacement

    with session.open() as opened:
        done = opened.replace_transcript(name, file, dry_run=dry_run, study=study)
    print_replacement(session, done)


@transcript.command(
    "versions", examples=("transcript versions SW03", "transcript show SW03 --version 1")
)
@click.argument("name", metavar="ID")
@click.option("--study", default="", help="The study, where two have a transcript of that name.")
@pass_session
def versions(session: Session, name: str, study: str) -> None:
    """List the versions of a transcript, the newest first."""
    from ipe_coder.cli.versions import print_versions

    with session.open() as opened:
        found = opened.versions(name, study=study)
    print_versions(session, found)


@transcript.command(
    "original",
    examples=(
        "transcript original SW03",
        "transcript original SW03 --out - | less",
        "transcript original SW03 --version 1",
    ),
)
@click.argument("name", metavar="ID")
@click.option("--out", metavar="FILE", default="",
              help="Where to; its own name if not given, - for standard output.")  # fmt: skip
@click.option("--version", "number", type=click.IntRange(1), help="Of an earlier version.")
@pass_session
def original(session: Session, name: str, out: str, number: int | None) -> None:
    """Write out the file that a transcript came from, byte for byte."""
    with session.open() as opened:
        file_name, data = opened.original(name, version=number)
    if out == "-":
        sys.stdout.buffer.write(data)
        return
    path = Path(out or Path(file_name).name)
    if path.is_dir():
        path = path / Path(file_name).name
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise UsageError(f"{path} is there already.", "Give another name by --out.") from None
    except OSError as error:
        raise FileError(path, f"cannot be written: {error.strerror}.") from None
    session.done(f"Wrote {path}, {len(data):,} bytes.", path=str(path), size=len(data))


transcript.add_command(pseudonymise)
transcript.add_command(purge)
transcript.add_command(survey)


@transcript.command("rename", examples=('transcript rename SW03 "Social worker 3"',))
@click.argument("name", metavar="ID")
@click.argument("title")
@click.option("--study", default="", help="The study, where two have a transcript of that name.")
@pass_session
def rename(session: Session, name: str, title: str, study: str) -> None:
    """Give a transcript another title."""
    with session.open() as opened:
        done = opened.rename_transcript(name, title, study=study)
    session.done(done)


@transcript.command(
    "speaker",
    examples=(
        "transcript speaker SW03 Moderator --role interviewer",
        "transcript speaker FG1 'Speaker 2' --role participant --participant Rowan",
    ),
)
@click.argument("name", metavar="ID")
@click.argument("label")
@click.option("--role", type=choice(Role), help="What they do in the conversation.")
@click.option("--participant", default="", help="The participant whose voice it is.")
@pass_session
def speaker(
    session: Session, name: str, label: str, role: Role | None, participant: str
) -> None:  # fmt: skip
    """Say what the speaker LABEL of a transcript does, or whose voice it is."""
    if role is None and not participant:
        raise click.UsageError("Give --role or --participant.", click.get_current_context())
    with session.open() as opened:
        done = opened.set_speaker(name, label, role=role, participant=participant)
    session.done(done)


def _print_turns(found: Transcript) -> None:
    """Print a transcript's turns, wrapped to a terminal with the words in one column."""
    labels = [one.label for one in found.speakers]
    wide = min(max((output.display_width(label) for label in labels), default=0), 20)
    number = len(str(len(found.turns)))
    for turn in found.turns:
        label = output.fit(found.speaker_of(turn).label, wide)
        padded = label + " " * (wide - output.display_width(label))
        time = f"{_clock(turn.begins)}  " if turn.begins is not None else ""
        head = f"{turn.index + 1:>{number}}  {time}{padded}  "
        output.print_wrapped(head, found.text[turn.start : turn.end])


def _clock(time: Any) -> str:
    seconds = int(time.total_seconds())
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
