"""`transcript purge`, `project share` and `participant withdraw`: what goes, and what proves it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.command import Command
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.errors import EXIT_CHECK, EXIT_OK, FileError, UsageError
from ipe_coder.model.counts import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipe_coder.model.erasure import Place, Proof, PurgePlan, WithdrawalPlan
    from ipe_coder.model.pseudonym import NameRow

_SERVER = (
    "On a server the rows are removed and the tables written anew; its log, its copies elsewhere"
    " and its backups cannot be looked into from here: ask who runs it."
)


@click.command(
    "purge",
    cls=Command,
    examples=(
        "transcript purge SW03 --key ~/keys/swing.csv",
        "transcript purge --study swing --key ~/keys/swing.csv --yes",
        "transcript purge SW03 --original-only",
    ),
)
@click.argument("names", nargs=-1, metavar="[ID...]")
@click.option("--study", default="", help="All transcripts of this study.")
@click.option("--key", type=click.Path(path_type=Path), metavar="KEY.csv",
              help="The key: its names go from history, and are looked for after.")  # fmt: skip
@click.option("--original-only", is_flag=True,
              help="Only the files that they came from; versions and undo stay.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would go, and remove nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_session
def purge(
    session: Session,
    names: tuple[str, ...],
    study: str,
    key: Path | None,
    original_only: bool,
    dry_run: bool,
    yes: bool,
) -> int:
    """Remove for good what transcripts were before their text became what it is now.

    Original files, earlier versions, what the history keeps of them, and the program's own copies
    from before an upgrade go; the current text with its coding and memos stays. Nothing of it can
    be undone, and older changes on these transcripts cannot either.

    With --key every name of the key is then looked for in all tables and in the bytes of the
    project's files: exit code 1 where one is found.
    """
    if not names and not study:
        raise UsageError("No transcript is named.", "Give transcripts, or --study NAME.")
    rows = read_key(key)
    with session.open() as opened:
        plan = opened.plan_purge(names, study=study, originals_only=original_only)
        output.narrate(*plan.lines)
        if dry_run:
            _print_plan(session, plan)
            return EXIT_OK
        confirm(yes, "Remove this for good?")
        done = opened.purge(plan, rows)
    proof = done.proof
    session.done(
        f"{done.change.label}; {count_of(done.changes, 'change')} of the history lost "
        "their details and cannot be undone.",
        change=done.change.seq,
        label=done.change.label,
        changes=done.changes,
        backups=list(plan.backups),
        proof=proof_shape(proof),
    )
    if done.on_server:
        output.narrate(_SERVER)
    return say_proof(session, proof)


@click.command(
    "share",
    cls=Command,
    examples=(
        "project share to-partner.ipe --key ~/keys/swing.csv",
        "project share to-partner.ipe --key ~/keys/swing.csv --coders initials",
    ),
)
@click.argument("out", metavar="OUT.ipe", type=click.Path(path_type=Path))
@click.option("--key", type=click.Path(path_type=Path), metavar="KEY.csv",
              help="The key, whose names are looked for in the copy.")  # fmt: skip
@click.option("--coders", type=click.Choice(["keep", "initials"]), default="keep",
              show_default=True, help="What coders are called in the copy.")  # fmt: skip
@click.option("--yes", is_flag=True,
              help="Write it even where a text stands as imported or a name is found.")  # fmt: skip
@pass_session
def share(session: Session, out: Path, key: Path | None, coders: str, yes: bool) -> int:
    """Write a copy of the project that others may have.

    It has the texts as they are now, with coding, memos, themes and results, and no original
    files, earlier versions, history, file names or notes on files. Undo begins anew in it. What
    stands in memos, titles and summaries is copied as it is: --key has it looked through.

    Texts that were never pseudonymised or corrected are named, and nothing is written: exit
    code 1. So it is where a name of the key is found in the copy.
    """
    rows = read_key(key)
    with session.open() as opened:
        done = opened.share(out, rows, initials=coders == "initials", anyway=yes)
    data = {
        "path": str(out) if done.is_written else None,
        "as_imported": list(done.as_imported),
        "coders": list(done.coders),
        "proof": proof_shape(done.proof),
    }
    if session.as_json:
        output.print_json(data)
    if done.as_imported:
        output.narrate(
            f"Warning: {count_of(len(done.as_imported), 'text')} never pseudonymised or"
            f" corrected: {', '.join(done.as_imported[:8])}"
            f"{' …' if len(done.as_imported) > 8 else ''}."
        )
    code = EXIT_OK
    if done.proof is not None or done.is_written:
        code = say_proof(session, done.proof)
    if not done.is_written:
        output.narrate("Nothing was written. --yes writes it all the same.")
        return EXIT_CHECK
    output.narrate(
        f"Wrote {out}, whose history begins anew. Coders in it: {', '.join(done.coders) or 'none'}."
    )
    return code


@click.command(
    "withdraw",
    cls=Command,
    examples=("participant withdraw SW03 --dry-run", "participant withdraw SW03 --study swing"),
)
@click.argument("name", metavar="P")
@click.option("--study", default="", help="The study, where two have a participant of that name.")
@click.option("--dry-run", is_flag=True, help="List what would go, and remove nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_session
def withdraw(session: Session, name: str, study: str, dry_run: bool, yes: bool) -> None:
    """Remove a participant and all their words for good.

    Interviews in which nobody else takes part go whole; from others only their turns go, and all
    other coding finds its place again. Segments, summaries and memos on their words go, and where
    researchers quote them a mark stands. The history keeps a dated entry without a name. This
    cannot be undone.

    Files beside the project and in exports/ that hold them are listed; those are yours to remove.
    """
    with session.open() as opened:
        plan = opened.plan_withdrawal(opened.participant(name, study))
        output.narrate(*plan.lines)
        if dry_run:
            if session.as_json:
                output.print_json(withdrawal_shape(plan))
            output.narrate("Nothing was removed.")
            return
        _type_name(plan.pseudonym, yes)
        done = opened.withdraw(plan)
    session.done(
        f"{done.change.label}. It cannot be undone.",
        change=done.change.seq,
        label=done.change.label,
        changes=done.changes,
        **withdrawal_shape(plan),
    )
    if done.on_server:
        output.narrate(_SERVER)


def _type_name(pseudonym: str, yes: bool) -> None:
    """Have the pseudonym typed before anything goes."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("Nothing was removed.", "Give --yes where nobody can be asked.")
    typed = click.prompt(f"Type {pseudonym} to remove all this for good", default="",
                         show_default=False, err=True)  # fmt: skip
    if typed.strip() != pseudonym:
        raise UsageError(f"That is not {pseudonym}: nothing was removed.")


def withdrawal_shape(plan: WithdrawalPlan) -> dict[str, Any]:
    """Give what goes with a participant as JSON."""

    def places(found: Sequence[Place]) -> list[dict[str, str]]:
        return [{"where": one.where, "what": one.what} for one in found]

    return {
        "participant": plan.pseudonym,
        "study": plan.study,
        "whole": list(plan.whole),
        "partly": [{"transcript": title, "turns": number} for title, number in plan.partly],
        "segments": plan.segments,
        "summaries": plan.summaries,
        "memos": plan.memos,
        "quoted": places(plan.passages),
        "named": places(plan.mentions),
        "shared": list(plan.shared),
        "backups": list(plan.backups),
        "exports": places(plan.exports),
    }


def read_key(path: Path | None) -> list[NameRow] | None:
    """Read a key; None where none is named.

    Raises:
        FileError: If it is not there, or is no key.
    """
    if path is None:
        return None
    if not path.is_file():
        raise FileError(path, "is not there.", "Name the key that pseudonymise wrote.")
    from ipe_coder.tables.names import read_names

    return read_names(path)


def confirm(yes: bool, question: str) -> None:
    """Ask on a terminal whether to go on.

    Raises:
        UsageError: If nobody can be asked.
        click.Abort: If the answer is no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("Nothing was removed.", "Give --yes where nobody can be asked.")
    click.confirm(question, abort=True, err=True)


def say_proof(session: Session, proof: Proof | None) -> int:
    """Say what was found after all; give the exit code."""
    if proof is None:
        output.narrate("Give --key KEY.csv to have its names looked for afterwards.")
        return EXIT_OK
    if proof.found and not session.as_json:
        places: dict[tuple[str, str], list[str]] = {}
        for one in proof.found:
            places.setdefault((one.name, one.where), []).append(one.context)
        rows = [(name, where, len(all_), all_[0]) for (name, where), all_ in places.items()]
        output.print_table(("name", "where", "times", "context"), rows, shrink="where,context")
    output.narrate(f"{proof.sentence[0].upper()}{proof.sentence[1:]}: {_names(proof.files)}.")
    return EXIT_CHECK if proof.found else EXIT_OK


def proof_shape(proof: Proof | None) -> dict[str, Any] | None:
    """Give a proof as JSON."""
    if proof is None:
        return None
    found = [{"name": one.name, "where": one.where, "context": one.context} for one in proof.found]
    return {"names": proof.names, "files": list(proof.files), "found": found}


def _names(files: Sequence[str]) -> str:
    return ", ".join(files) or "every table was read"


def _print_plan(session: Session, plan: PurgePlan) -> None:
    if session.as_json:
        output.print_json(
            {
                "transcripts": list(plan.titles),
                "versions": plan.versions,
                "originals": plan.originals,
                "shared": list(plan.shared),
                "backups": list(plan.backups),
            }
        )
    output.narrate("Nothing was removed.")
