"""Search: words, stems and patterns in all transcripts, in context, and coded from here."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on

from ipe_coder.errors import UsageError
from ipe_coder.model.code import Approach, Code, Codebook, CodeKind, Derived
from ipe_coder.model.counts import count_of
from ipe_coder.model.search import HitCoding, Match, Stretch, TextHit
from ipe_coder.model.transcript import Role
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.choose_code import ChooseCode, CodeChoice, PaletteContext
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.failures import reported
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.screens.base import has_project
from ipe_coder.tui.screens.search_list import SearchList, has_hit, not_in_field
from ipe_coder.tui.visit import Visit
from ipe_coder.tui.widgets.rows import Rows

_HITS, _HOW = "Hits", "How and where"
_MATCHES = tuple(Match)
_VOICES: tuple[tuple[Role, ...], ...] = ((), (Role.PARTICIPANT,), (Role.INTERVIEWER,))
_EVERYWHERE = "everywhere"
_STRETCHES = {
    Stretch.HIT: "The hits",
    Stretch.SENTENCE: "Their sentences",
    Stretch.TURN: "Their turns",
}
_NO_FILTER = ("no filter",)

Plans = dict[Stretch, list[tuple[Code, HitCoding]]]
"""By what is coded of each hit: the codes with what coding would do."""


def _in_words(screen: SearchScreen) -> bool:
    return not_in_field(screen) and screen.request.match is Match.WORDS


def _knows_capitals(screen: SearchScreen) -> bool:
    return not_in_field(screen) and screen.request.match is not Match.STEMS


class SearchScreen(SearchList):
    """Finds what people say in all transcripts."""

    NAME, TITLE, KEY = "search", "Search", "s"
    HELP = (
        "Type what is said; every hit stands in its context. "
        "{search.code} codes those chosen, all at once."
    )
    READS: ClassVar[frozenset[str]] = frozenset(
        {
            "transcript",
            "segment",
            "code",
            "codebook",
            "speaker",
            "participant",
            "appearance",
            "study",
        }
    )  # fmt: skip

    # -- hits

    @on(Rows.Chosen, "#hits")
    def _open(self, event: Rows.Chosen) -> None:
        """Open a hit in its transcript, with all hits there marked."""
        event.stop()
        hit = self.hit
        if hit is not None:
            here = tuple(
                one.span for one in self.found.hits if one.transcript_id == hit.transcript_id
            )
            visit = Visit(self.NAME, self.request.wanted, here)
            self.ipe.open_transcript(hit.transcript_id, hit.span, visit=visit)

    @command("space", footer="choose", group=_HITS, when=has_hit)
    def action_choose_hit(self) -> None:
        """Choose the hit or leave it out, and go to the next."""
        place = self.rows.value
        self.left.symmetric_difference_update({place})
        self.rows.change(place, self.row(self.found, place))
        self.show_count()
        self.rows.action_row_down()

    @command("a", footer="all or none", group=_HITS, when=has_hit)
    def action_choose_all(self) -> None:
        """Choose all hits, those of interviewers too; or none."""
        self.left = set() if self.left else set(range(len(self.found.hits)))
        self.show_rows(self.rows.value)

    @command("c", footer="code", group=_HITS, when=has_hit)
    def action_code(self) -> None:
        """Find a code by typing, and code the hits that are chosen after a count."""
        hit, hits = self.hit, self.chosen
        if not hits or hit is None:
            hint = spoken("{search.choose_hit} chooses one, {search.choose_all} all.")
            raise UsageError("No hit is chosen.", hint)
        book = self._book_of(hit)
        counted = self.project.code_use(study=hit.study, coder=self.only_coder)
        uses = {key: use.segments for key, use in counted.items()}

        async def take(choice: CodeChoice | None) -> None:
            if choice is not None:
                with reported(self):
                    await self._code(hits, book, choice)

        several = f"the first of {len(hits)} hits" if len(hits) > 1 else ""
        context = PaletteContext(hits[0].quote, stands_for=several, uses=uses)
        self.app.push_screen(ChooseCode(book, context), take)

    # -- how and where

    @command("1..3", group=_HOW, when=not_in_field)
    def action_match(self, digit: int) -> None:
        """Search for words as they are, for stems, or for a pattern."""
        self.ask(match=_MATCHES[digit - 1])

    @command("ctrl+t", footer="words, stems, pattern", group=_HOW, when=has_project)
    def action_next_match(self) -> None:
        """Go from words to stems, from stems to a pattern, and back to words."""
        place = _MATCHES.index(self.request.match)
        self.ask(match=_MATCHES[(place + 1) % len(_MATCHES)])

    @command("w", group=_HOW, when=_in_words)
    def action_whole(self) -> None:
        """Find whole words only, or parts of words too."""
        self.ask(whole=not self.request.whole)

    @command("i", group=_HOW, when=_knows_capitals)
    def action_case(self) -> None:
        """Let upper and lower case differ, or be alike."""
        self.ask(case=not self.request.case)

    @command("v", group=_HOW, when=not_in_field)
    def action_voices(self) -> None:
        """Search what everybody says, participants only, or interviewers only."""
        known = _VOICES.index(self.request.roles) if self.request.roles in _VOICES else 0
        self.ask(roles=_VOICES[(known + 1) % len(_VOICES)])

    @command("o", footer="where", group=_HOW, when=not_in_field)
    def action_scope(self) -> None:
        """Search all studies, one study, or one transcript."""
        choices = [Choice((_EVERYWHERE, ""), "Everywhere", "all studies")]
        near = {one.transcript_id: one.title for one in (self.hit,) if one is not None}
        last = self.ipe.last_transcript or self.ipe.workplace.transcript
        if last and self.project.transcript_stamp(last):
            near[last] = self.project.transcript(last).title
        choices += [Choice(("transcript", key), title, "transcript") for key, title in near.items()]
        choices += [Choice(("study", one.id), one.label, "study") for one in self.project.studies()]
        names = {choice.value: choice.words for choice in choices}

        def take(chosen: Any) -> None:
            if chosen is not None:
                kind, key = chosen
                self.scope = names[chosen].lower() if kind == _EVERYWHERE else names[chosen]
                self.ask(
                    study=key if kind == "study" else "",
                    transcript=key if kind == "transcript" else "",
                )

        kind = "study" if self.request.study else "transcript"
        current = (kind, self.request.study or self.request.transcript)
        self.app.push_screen(ChooseOne("Search where?", choices, current=current), take)

    @command("f", footer="filter", group=_HOW, when=not_in_field)
    async def action_filter(self) -> None:
        """Search only where a code is or is not, or only what some participants say."""
        values = await asyncio.to_thread(self.project.search_values)
        choices = [Choice(_NO_FILTER, "No filter"), Choice(("uncoded",), "Nothing coded there")]
        choices += [
            Choice(("where", name, value), f"{name}: {value}", "who speaks")
            for name, known in values.items()
            for value in known
        ]
        names = dict.fromkeys(
            code.name for book in self.project.codebooks() for code in book.codes if code.active
        )
        for kind, said in (("coded", "Coded"), ("not_coded", "Not coded")):
            choices += [Choice((kind, name), f"{said} {name}", "what is there") for name in names]
        self.app.push_screen(ChooseOne("Only which hits?", choices), self._filter)

    # -- how it is done

    def _filter(self, chosen: Any) -> None:
        """Add a filter; one that is on already goes."""
        request = self.request
        match chosen:
            case None:
                return
            case ("uncoded",):
                self.ask(uncoded=not request.uncoded)
            case ("where", name, value):
                known = request.where.get(name, ())
                values = tuple(one for one in known if one != value)
                values = values if value in known else (*known, value)
                where = {**request.where, name: values}
                self.ask(where={key: some for key, some in where.items() if some})
            case ("coded", name):
                self.ask(coded="" if request.coded == name else name)
            case ("not_coded", name):
                self.ask(not_coded="" if request.not_coded == name else name)
            case _:
                self.ask(where={}, coded="", not_coded="", uncoded=False)

    def _book_of(self, hit: TextHit) -> Codebook:
        """Find the codebook of the study of a hit; an empty one before the first code is made."""
        study = self.project.study(hit.study)
        book = self.project.codebook(study.name)
        return book or Codebook("", study.label, study.id, study.name)

    async def _code(self, hits: Sequence[TextHit], book: Codebook, choice: CodeChoice) -> None:
        """Count what coding would do, and ask what is to be coded of each hit."""
        codes = list(choice.codes)
        if choice.new_name:
            inductive = book.approach is not Approach.DEDUCTIVE or bool(book.codes)
            derived = Derived.INDUCTIVE if inductive else Derived.DEDUCTIVE
            codes.append(
                self.project.add_code(
                    book.study, choice.new_name, kind=CodeKind.CODE, derived=derived
                )
            )
        plans = await asyncio.to_thread(self._plan, hits, codes)
        if not any(plan.segments for _, plan in plans[Stretch.HIT]):
            raise UsageError(_nothing_left(plans[Stretch.HIT]), "Choose other hits or codes.")
        marks = " ".join(code.mark or code.name for code in codes)

        async def take(stretch: Any) -> None:
            if stretch is not None:
                with reported(self):
                    await self.write(lambda: self.project.code_hits(*plans[stretch]))

        choices = [
            Choice(stretch, words, _detail(plans[stretch])) for stretch, words in _STRETCHES.items()
        ]
        self.app.push_screen(ChooseOne(_question(plans[Stretch.HIT], marks), choices), take)

    def _plan(self, hits: Sequence[TextHit], codes: Sequence[Code]) -> Plans:
        project = self.project
        return {
            stretch: [(code, project.plan_hit_coding(hits, code, widen=stretch)) for code in codes]
            for stretch in _STRETCHES
        }


def _question(plans: Sequence[tuple[Code, HitCoding]], marks: str) -> str:
    """Say how many hits would be coded, and why the others would not."""
    hits = max(plan.hits for _, plan in plans)
    places = len({key for _, plan in plans for key in plan.places})
    words = f"Code {count_of(hits, 'hit')} in {count_of(places, 'transcript')} as {marks}"
    rest = _rest(plans)
    return f"{words}; {rest}" if rest else words


def _rest(plans: Sequence[tuple[Code, HitCoding]]) -> str:
    parts = []
    there = max(plan.there for _, plan in plans)
    elsewhere = max(plan.elsewhere for _, plan in plans)
    if there:
        parts.append(f"{count_of(there, 'has', 'have')} it already")
    if elsewhere:
        parts.append(f"{count_of(elsewhere, 'is', 'are')} of other studies")
    return ", ".join(parts)


def _nothing_left(plans: Sequence[tuple[Code, HitCoding]]) -> str:
    return f"There is nothing to code: {_rest(plans) or 'no words are chosen'}."


def _detail(plans: Sequence[tuple[Code, HitCoding]]) -> str:
    number = sum(plan.segments for _, plan in plans)
    first = next((plan.first for _, plan in plans if plan.first), "")
    return f"{count_of(number, 'segment')}, as “{' '.join(first.split())}”"
