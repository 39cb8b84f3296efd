"""`ipe-coder search`: words, stems and patterns in transcripts, and coding what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.choices import choice
from ipe_coder.cli.command import Command
from ipe_coder.cli.search_coding import code_hits
from ipe_coder.cli.search_lines import print_hits
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.errors import UsageError
from ipe_coder.model.counts import count_of
from ipe_coder.model.search import Match, SearchRequest, Stretch
from ipe_coder.model.text import clean_name
from ipe_coder.model.transcript import Role

if TYPE_CHECKING:
    from ipe_coder.model.search import TextHit


@click.command(
    "search",
    cls=Command,
    examples=(
        "search caseload",
        'search "manage support" --stem --role participant --where site=North',
        'search "colou?r" --regex --study swing --json',
        'search "duty day" --not-coded "Duty comes first" --context sentence',
        'search "text message" --code "Message content" --widen sentence --yes',
    ),
)
@click.argument("text")
@click.option("--stem", is_flag=True,
              help="Find each word of TEXT in all its endings, in English.")  # fmt: skip
@click.option("--regex", is_flag=True, help="Take TEXT as a pattern of Python's re.")
@click.option("--whole", is_flag=True, help="Only whole words; stems are always.")
@click.option("--case", is_flag=True, help="Upper and lower case differ.")
@click.option("--study", default="", help="Only in this study.")
@click.option("--transcript", default="", help="Only in this transcript.")
@click.option("--role", "roles", type=choice(Role), multiple=True,
              help="Only what these speakers say; may be given again.")  # fmt: skip
@click.option("--where", "where", multiple=True, metavar="NAME=VALUE",
              help="Only what participants say with this attribute, arm, respondent, wave or"
              " participant; may be given again: the same name twice is either, others both.",
              )  # fmt: skip
@click.option("--coded", default="", metavar="CODE",
              help="Only where this code, or one beneath it, is; by --coder, or anybody.",
              )  # fmt: skip
@click.option("--not-coded", default="", metavar="CODE",
              help="Only where neither this code nor one beneath it is.")  # fmt: skip
@click.option("--uncoded", is_flag=True, help="Only where no code is.")
@click.option("--context", default="", metavar="WORDS|sentence|turn",
              help="Words on either side, or the sentence or turn around it; else 40 characters.",
              )  # fmt: skip
@click.option("--code", default="", help="Code every hit with this code.")
@click.option("--widen", type=choice(Stretch), default="hit", show_default=True,
              help="With --code: what is coded of each hit.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="With --code: say what would be coded.")
@click.option("--yes", is_flag=True, help="With --code: do not ask.")
@pass_session
def search(
    session: Session,
    text: str,
    stem: bool,
    regex: bool,
    whole: bool,
    case: bool,
    context: str,
    roles: tuple[Role, ...],
    where: tuple[str, ...],
    code: str,
    widen: Stretch,
    dry_run: bool,
    yes: bool,
    **limits: Any,
) -> None:
    """Search the texts of transcripts for TEXT: words, a phrase, stems or a pattern.

    Upper and lower case are alike, straight and curly quotes too, and a space stands for any.
    Everybody's words are searched, those of interviewers too, unless --role says otherwise.

    With --code every hit is coded, as one change that one undo takes back: not those that have
    the code already, and none of interviewers unless --role names them.
    """
    around, words = _context(context)
    request = SearchRequest(
        wanted=text,
        match=_match(stem, regex, whole=whole, case=case),
        whole=whole,
        case=case,
        roles=roles,
        where=_attributes(where),
        coder=session.coder,
        around=around,
        words=words,
        **limits,
    )
    with session.open() as opened:
        if code:
            code_hits(session, opened, request, code, widen, dry_run=dry_run, yes=yes)
            return
        found = list(opened.search(request))
    if session.as_json:
        output.print_json([_shape(one) for one in found])
    else:
        print_hits(found)
    places = len({one.transcript_id for one in found})
    where_found = f" in {count_of(places, 'transcript')}" if found else ""
    output.narrate(f"{count_of(len(found), 'hit')}{where_found}.")


def _match(stem: bool, regex: bool, *, whole: bool, case: bool) -> Match:
    if stem and regex:
        raise UsageError("A search is for stems or for a pattern.", "Leave --stem or --regex out.")
    if regex and whole:
        raise UsageError("A pattern says itself what is a word.", r"Write \b at its ends.")
    if stem and case:
        raise UsageError("Stems have no capitals.", "Leave --stem or --case out.")
    return Match.STEMS if stem else Match.PATTERN if regex else Match.WORDS


def _context(given: str) -> tuple[Stretch, int]:
    wanted = clean_name(given).casefold()
    if wanted in (Stretch.SENTENCE, Stretch.TURN):
        return Stretch(wanted), 0
    if wanted and not (wanted.isdecimal() and 0 < int(wanted) <= 1000):
        raise UsageError(f"“{given}” is no context.", "Give sentence, turn, or a number of words.")
    return Stretch.HIT, int(wanted or 0)


def _attributes(given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in given:
        name, mark, value = (clean_name(part) for part in one.partition("="))
        if not (name and mark and value):
            raise UsageError(f"“{one}” is no attribute.", "Write --where NAME=VALUE.")
        found[name].append(value)
    return {name: tuple(values) for name, values in found.items()}


def _shape(hit: TextHit) -> dict[str, Any]:
    shape = hit._asdict()
    del shape["span"], shape["transcript_id"]
    return {
        "transcript": hit.transcript_id,
        **shape,
        "start": hit.span.start,
        "end": hit.span.end,
        "participant": hit.participant or None,
    }
