"""`ipe-coder transcript pseudonymise`: names found, reviewed, replaced."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.command import Command
from ipe_coder.cli.pseudonyms import read_mentions
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.errors import FileError, UsageError
from ipe_coder.model.counts import count_of
from ipe_coder.model.pseudonym import Decision, NameKind

if TYPE_CHECKING:
    from ipe_coder.model.pseudonym import NameFind, NamePlace, NameRow
    from ipe_coder.project.pseudonym_writing import Pseudonymised

_REVIEW_COLUMNS = ("name", "replacement", "kind", "decision", "times", "because", "context")
_SHOWN = 3


@click.command(
    "pseudonymise",
    cls=Command,
    examples=(
        "transcript pseudonymise SW03 --key ~/keys/flexitime.csv",
        "transcript pseudonymise --study flexitime --review names.csv",
        "transcript pseudonymise --study flexitime --key ~/keys/flexitime.csv --accept names.csv",
    ),
)
@click.argument("transcripts", nargs=-1, metavar="[ID...]")
@click.option("--study", default="", help="All transcripts of this study.")
@click.option("--key", type=click.Path(path_type=Path), metavar="KEY.csv",
              help="The key, outside the project; it is read first and then added to.")  # fmt: skip
@click.option("--list", "own", type=click.Path(path_type=Path), metavar="FILE",
              help="Your own names, csv or txt: name, replacement, kind, decision.")  # fmt: skip
@click.option("--review", type=click.Path(path_type=Path), metavar="FILE.csv",
              help="Write what is found to a table for --accept, and nothing else.")  # fmt: skip
@click.option("--accept", type=click.Path(path_type=Path), metavar="FILE.csv",
              help="Replace what this table says, and keep everything else.")  # fmt: skip
@click.option("--yes", is_flag=True, help="Replace as proposed, without a review.")
@click.option("--dry-run", is_flag=True, help="Show what is found, and write nothing.")
@pass_session
def pseudonymise(
    session: Session,
    transcripts: tuple[str, ...],
    study: str,
    key: Path | None,
    own: Path | None,
    review: Path | None,
    accept: Path | None,
    yes: bool,
    dry_run: bool,
) -> None:
    """Replace the names in transcripts with terms in brackets, as new versions.

    People, places, organisations, phone numbers, addresses and dates of birth are proposed. On a
    terminal each is reviewed with its context; elsewhere they are listed, and --accept or --yes
    replaces them. A name gets the same term in every transcript that the key is used for.

    The result is pseudonymised and never anonymous: names are missed, and people can be known
    without them. The key undoes it all, so keep it apart from the project.
    """
    if not transcripts and not study:
        raise UsageError("No transcript is named.", "Give transcripts, or --study NAME.")
    with session.open() as opened:
        documents, notice = read_mentions(opened.name_documents(transcripts, study))
        known = opened.read_key(key) if key is not None else []
        rows = [*known, *_read_rows(own), *_read_rows(accept)]
        finds = opened.propose_names(documents, rows)
        output.narrate(*([notice] if notice else ()))
        if accept is not None and not yes:
            finds = _only_accepted(finds, rows)
        elif review is not None:
            _write_review(review, finds)
            session.done(f"Wrote {count_of(len(finds), 'name')} to {review} for review.")
            return
        elif not yes and not dry_run and sys.stdin.isatty() and not session.as_json:
            finds = review_each(finds)
        if dry_run or not (yes or accept is not None or sys.stdin.isatty()):
            print_finds(session, finds)
            output.narrate(_left_to_do(finds))
            return
        if key is None:
            raise UsageError("The names must be kept somewhere.", "Give --key FILE.csv.")
        done = opened.pseudonymise(finds, key)
    _say_done(session, done, key)


def _read_rows(path: Path | None) -> list[NameRow]:
    if path is None:
        return []
    from ipe_coder.tables.names import read_names

    return read_names(path)


def _only_accepted(finds: Sequence[NameFind], rows: Sequence[NameRow]) -> list[NameFind]:
    """Keep what nobody decided on."""
    from ipe_coder.pseudonyms.alike import key_of

    decided = {key_of(row.name) for row in rows}
    return [
        one if key_of(one.name) in decided else one.decided(Decision.KEEP, one.term)
        for one in finds
    ]


def print_finds(session: Session, finds: Sequence[NameFind]) -> None:
    """Print names as a table, or as JSON with all their places."""
    from ipe_coder.pseudonyms.terms import like_names

    like = like_names(finds)
    if session.as_json:
        output.print_json([_shape(one, like.get(one.name, ())) for one in finds])
        return
    rows = [
        (one.name, one.term if one.decision is Decision.REPLACE else one.decision.value,
         one.kind.value, len(one.places), "" if one.sure else "?", one.because, _context(one))
        for one in finds
    ]  # fmt: skip
    heads = ("name", "becomes", "kind", "times", "", "because", "context")
    if rows:
        output.print_table(heads, rows, shrink="context,because,name,becomes")


def _shape(one: NameFind, like: Sequence[str]) -> dict[str, Any]:
    return {
        "name": one.name,
        "replacement": one.term,
        "kind": one.kind.value,
        "decision": one.decision.value,
        "sure": one.sure,
        "because": one.because,
        "like": list(like),
        "labels": [title for _, title in one.labels],
        "titles": list(one.titles),
        "places": [_place_shape(place) for place in one.places],
    }


def _place_shape(place: NamePlace) -> dict[str, Any]:
    return {
        "transcript": place.transcript_id,
        "title": place.title,
        "start": place.span.start,
        "end": place.span.end,
        "before": place.before,
        "quote": place.quote,
        "after": place.after,
    }


def _context(one: NameFind) -> str:
    """Show the first place of a name, with the name near the middle."""
    if one.places:
        place = one.places[0]
        return f"{place.title}: …{place.before[-24:]}{place.quote}{place.after[:24]}…"
    return "; ".join(f"{title}: a speaker" for _, title in one.labels[:2])


def _left_to_do(finds: Sequence[NameFind]) -> str:
    proposed = sum(one.decision is Decision.REPLACE for one in finds)
    doubtful = sum(not one.sure for one in finds)
    return (
        f"{count_of(len(finds), 'name')} found, {proposed} of them to be replaced"
        f"{f', {doubtful} doubtful (?)' if doubtful else ''}; nothing was written. "
        "--review FILE.csv writes them to a table that --accept takes back."
    )


def _write_review(path: Path, finds: Sequence[NameFind]) -> None:
    """Write names to a table for review, readable for its owner alone: it is as good as a key."""
    from ipe_coder.tables.names import protected

    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_REVIEW_COLUMNS)
    for one in finds:
        because = one.because if one.sure else f"doubtful: {one.because}"
        times = str(len(one.places))
        cells = [one.name, one.term, one.kind.value, one.decision.value, times, because]
        cells.append(_context(one))
        writer.writerow([protected(cell) for cell in cells])
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(text.getvalue().encode("utf-8-sig"))
    except FileExistsError:
        raise UsageError(f"{path} is there already.", "Name another file.") from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FileError(path, f"cannot be written: {reason}.", "Name another place.") from None


def review_each(finds: Sequence[NameFind]) -> list[NameFind]:
    """Ask about each name on the terminal; `a` takes the rest as proposed.

    Raises:
        click.Abort: If the review is left; nothing is written then.
    """
    from ipe_coder.pseudonyms.terms import like_names

    like = like_names(finds)
    done: list[NameFind] = []
    for number, one in enumerate(finds, start=1):
        _show(one, number, len(finds), like.get(one.name, ()))
        answer = _ask(one)
        if answer is None:
            return [*done, *finds[number - 1 :]]
        done.append(answer)
    return done


def _show(one: NameFind, number: int, of: int, like: Sequence[str]) -> None:
    doubt = "" if one.sure else ", doubtful"
    becomes = one.term if one.decision is Decision.REPLACE else "kept"
    times = count_of(len(one.places), "place")
    about = f"{one.kind.value}, {times}{doubt}: {one.because}"
    output.narrate("", f"{number} of {of}: {one.name} → {becomes} ({about})")
    if like:
        output.narrate(f"    like {', '.join(like[:3])}")
    for place in one.places[:_SHOWN]:
        output.narrate(f"    {place.title}: …{place.before}«{place.quote}»{place.after}…")
    if len(one.places) > _SHOWN:
        output.narrate(f"    and {len(one.places) - _SHOWN:,} more")
    output.narrate(*(f"    the label of a speaker in {title}" for _, title in one.labels[:_SHOWN]))


def _ask(one: NameFind) -> NameFind | None:
    """Ask what is done about one name; None takes it and all the rest as proposed."""
    default = "r" if one.decision is Decision.REPLACE else "k"
    while True:
        answer = click.prompt(
            "  r replace, k keep, t another term, d kind, a all the rest as proposed, q leave",
            default=default, err=True,
        ).strip()  # fmt: skip
        if answer == "r":
            return one.decided(Decision.REPLACE)
        if answer == "k":
            return one.decided(Decision.KEEP)
        if answer == "a":
            return None
        if answer == "q":
            raise click.Abort
        if answer == "t":
            one = _with_term(one)
            return one.decided(Decision.REPLACE)
        if answer == "d":
            kinds = click.Choice([kind.value for kind in NameKind])
            kind = NameKind(click.prompt("  kind", type=kinds, default=one.kind.value, err=True))
            one = one.decided(one.decision, one.term.replace(one.kind.value, kind.value), kind)


def _with_term(one: NameFind) -> NameFind:
    from ipe_coder.pseudonyms.terms import make_term

    while True:
        try:
            term = make_term(click.prompt("  term", default=one.term, err=True))
        except UsageError as error:
            output.narrate(f"  {error}")
            continue
        return one.decided(one.decision, term)


def _say_done(session: Session, done: Pseudonymised, key: Path) -> None:
    said = (
        f"Replaced {count_of(done.names, 'name')} at {count_of(done.places, 'place')} "
        f"in {count_of(len(done.versions), 'transcript')}; the key is {key}."
    )
    session.done(
        said,
        change=done.change.seq,
        label=done.change.label,
        names=done.names,
        places=done.places,
        transcripts=[one.transcript_id for one in done.versions],
        key=str(key),
        titles=list(done.titles),
    )
    for title in done.titles:
        output.narrate(f"The title {title} holds a name: ipe-coder transcript rename ID TITLE")
    output.narrate(
        "The texts before stay as earlier versions, and undo brings them back. Look for what is "
        f"left: ipe-coder scan --shown --key {key}. Then ipe-coder transcript purge removes them. "
        "The result is pseudonymised, not anonymous."
    )
