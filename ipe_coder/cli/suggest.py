"""`ipe-coder suggest`: codes proposed for the sentences of a transcript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.command import Command, Group
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.errors import UsageError
from ipe_coder.model.counts import count_of
from ipe_coder.model.segment import Origin
from ipe_coder.model.spans import Span

if TYPE_CHECKING:
    from ipe_coder.model.code import Codebook
    from ipe_coder.model.segment import Segment
    from ipe_coder.model.transcript import Transcript
    from ipe_coder.project import Project
    from ipe_coder.suggest.messages import Answer, Prepare, SentenceSuggestions, Suggest


class _ListOr(Group):
    """A group of which any word that is no command is the transcript to list suggestions for."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take the command that is named, else the listing."""
        if args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return "", list_suggestions, args

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of the listing too, since this is where people look for them."""
        own = [one for one in list_suggestions.params if one.name in ("top", "study")]
        records = [record for one in own if (record := one.get_help_record(ctx))]
        with formatter.section("Options of suggest TRANSCRIPT"):
            formatter.write_dl(records)
        super().format_options(ctx, formatter)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Leave options that stand before the transcript to the listing."""
        ctx.ignore_unknown_options = True
        return super().parse_args(ctx, args)


@click.group(
    "suggest",
    cls=_ListOr,
    subcommand_metavar="TRANSCRIPT | accept TRANSCRIPT START END CODE",
    examples=("suggest SW03", "suggest SW03 --json", 'suggest accept SW03 210 264 "Well-being"'),
)
def suggest() -> None:
    """Suggest codes for a transcript, and accept them.

    `suggest TRANSCRIPT` lists, for each sentence of participants, the codes that the codebook's
    words and what is coded already speak for, each with its reason. A suggestion is no segment
    until somebody accepts it. With --coder only that coder's segments are learnt from.
    """


@click.command("suggest", cls=Command, examples=("suggest SW03", "suggest SW03 --top 1 --json"))
@click.argument("transcript")
@click.option("--top", type=click.IntRange(1), default=3, show_default=True,
              help="Codes for a sentence, at the most.")  # fmt: skip
@click.option("--study", default="", help="The study, where two have a transcript of that name.")
@pass_session
def list_suggestions(session: Session, transcript: str, top: int, study: str) -> None:
    """List codes that may fit the sentences of TRANSCRIPT, each with its reason."""
    with session.open() as opened:
        found = opened.transcript(transcript, study=study)
        material = _material(opened, found, session.coder)
        request = opened.suggestion_request(found)
        coded = opened.segments_of(found.id, coder=session.coder)
    sentences, notice = _ask(material, request)
    if notice:
        output.narrate(notice)
    offered = (_without_coded(one, coded) for one in sentences)
    shapes = [_shape(found, material.codebook, one, top) for one in offered if one.suggestions]
    if session.as_json:
        output.print_json(shapes)
        return
    for shape in shapes:
        output.print_wrapped(f"{shape['start']}-{shape['end']}  ", shape["quote"])
        for one in shape["suggestions"]:
            output.print_wrapped(f"    {one['score']:.2f}  {one['code']}: ", one["because"])
    output.narrate(f"{count_of(len(shapes), 'sentence')} with suggestions in {found.title}.")


@suggest.command("accept", examples=('suggest accept SW03 210 264 "Well-being" --coder AB',))
@click.argument("transcript")
@click.argument("start", type=click.IntRange(0))
@click.argument("end", type=click.IntRange(1))
@click.argument("code")
@click.option("--study", default="", help="The study, where two have a transcript of that name.")
@pass_session
def accept(
    session: Session, transcript: str, start: int, end: int, code: str, study: str
) -> None:  # fmt: skip
    """Code the characters START to END of TRANSCRIPT with CODE, as suggested."""
    if start >= end:
        raise click.UsageError("START must be before END.", click.get_current_context())
    with session.open() as opened:
        found = opened.transcript(transcript, study=study)
        of = opened.study(found.study_id).name
        _, chosen = opened.code(code, study=of, active=True)
        done = opened.apply_code(found, [Span(start, end)], chosen, origin=Origin.SUGGESTED)
        made = [one.key for one in opened.change(done.seq).rows if one.table == "segment"]
    session.done(done, id=made[0])


def _material(opened: Project, found: Transcript, coder: str) -> Prepare:
    if not opened.wants_suggestions(found.study_id):
        raise UsageError("Under reflexive TA no codes are suggested.", "study set changes that.")
    if coder:
        opened.coder_id(coder)
    material = opened.suggestion_material(found.study_id, coder=coder)
    if material is None:
        raise UsageError(
            f"The study of {found.title} has no codebook to suggest from.",
            "ipe-coder codebook import FILE brings one in.",
        )
    return material


def _ask(material: Prepare, request: Suggest) -> tuple[list[SentenceSuggestions], str]:
    """Have the suggestions made by the process that makes them for the application too."""
    from ipe_coder.suggest.messages import Failed, Prepared, Stopped, Suggested
    from ipe_coder.suggest.service import SuggestionService

    answers: SimpleQueue[Answer] = SimpleQueue()
    found: list[SentenceSuggestions] = []
    notice = ""
    with SuggestionService(answers.put) as service:
        service.submit(material)
        service.submit(request)
        while True:
            match answers.get():
                case Prepared(notice=told):
                    notice = told
                case Suggested(sentences=sentences, done=done):
                    found.extend(sentences)
                    if done:
                        return sorted(found, key=lambda one: one.span), notice
                case Failed(message=message) | Stopped(message=message):
                    raise RuntimeError(message)


def _without_coded(one: SentenceSuggestions, coded: Sequence[Segment]) -> SentenceSuggestions:
    """Leave out the codes that the sentence, or a piece of it, has already."""
    there = {segment.code_id for segment in coded if segment.span.overlaps(one.span)}
    left = tuple(proposal for proposal in one.suggestions if proposal.code_id not in there)
    return replace(one, suggestions=left)


def _shape(
    found: Transcript, book: Codebook, one: SentenceSuggestions, top: int
) -> dict[str, Any]:  # fmt: skip
    return {
        "start": one.span.start,
        "end": one.span.end,
        "quote": one.span.of(found.text),
        "suggestions": [
            {
                "code": book[proposal.code_id].name,
                "code_path": book.path(proposal.code_id),
                "score": round(proposal.score, 4),
                "because": proposal.because,
            }
            for proposal in one.suggestions[:top]
        ],
    }
