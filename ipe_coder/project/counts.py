"""Tables: matrices, joint displays and the report that is written from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from ipe_coder.analysis.bases import why_not_asked
from ipe_coder.analysis.counting import (
    MIN_WORDS,
    CodedSegment,
    Facts,
    Sitting,
    WordCounter,
    choose_coders,
)
from ipe_coder.analysis.matrix import MatrixRequest, make_matrix
from ipe_coder.model.matrix import (
    Cell,
    EvidenceRow,
    JointDisplay,
    JointRow,
    JointTheme,
    Matrix,
)
from ipe_coder.model.result import ResultView
from ipe_coder.model.segment import CoderKind, SegmentRow
from ipe_coder.model.spans import Span, union
from ipe_coder.model.study import Study
from ipe_coder.model.text import count_words, word_spans
from ipe_coder.model.theme import Theme, Verdict
from ipe_coder.model.transcript import Role, Transcript, Turn
from ipe_coder.project.base import without_collecting
from ipe_coder.project.synthesis import Synthesis
from ipe_coder.store import (
    codes,
    guides,
    history,
    segments,
    settings,
    studies,
    synthesis,
    transcripts,
)


class Counts(Synthesis):
    """What is counted, and of whom."""

    _known_facts: tuple[tuple[object, ...], Facts] | None = None
    """What was read last, with the number of the newest change that was in it."""

    def facts_for(self, study: Sequence[str] | str = "") -> Facts:
        """Read all that tables of some studies, or of all, are counted from."""
        wanted = list({one.id: one for one in self._studies_wanted(study)}.values())
        ids = {one.id for one in wanted}
        with self._store.read() as connection:
            key = (history.last_seq(connection), *sorted(ids))
            known = self._known_facts
            if known is None or known[0] != key:
                with without_collecting():
                    known = self._known_facts = (key, _read_facts(connection, wanted, ids))
        return known[1]

    def count_matrix(self, request: MatrixRequest, study: Sequence[str] | str = "") -> Matrix:
        """Count a matrix over some studies, or over all.

        Raises:
            UsageError: If an axis is unknown, or the base `asked` is not to be had.
        """
        with without_collecting():
            return make_matrix(self.facts_for(study), request, self._word_counter())

    def why_not_asked(self, study: Sequence[str] | str = "") -> str:
        """Say in a few words why the base `asked` is not to be had; empty where it is."""
        return why_not_asked(self.facts_for(study))

    def joint_display(self, study: str) -> JointDisplay:
        """Set each outcome of a study beside the themes that were linked to it."""
        of = self.study(study)
        facts = self.facts_for(of.name)
        matrix = make_matrix(facts, MatrixRequest("theme", "arm"), self._word_counter())
        with self._store.read() as connection:
            links = synthesis.joint_links(connection)
            verdicts = synthesis.verdicts(connection)
        themes = {one.id: one for one in facts.themes}
        evidence = self.evidence(facts.themes)
        quotes = self._rows_by_id([one.segment_id for one in links if one.segment_id])
        latest = {(one.outcome_id, one.theme_id): one for one in verdicts}
        views: dict[str, list[ResultView]] = defaultdict(list)
        for view in self.result_views(of.name):
            views[view.outcome.id].append(view)
        rows = []
        for outcome_id, own in views.items():
            beside = [
                _joint_theme(
                    matrix,
                    themes[link.theme_id],
                    quotes.get(link.segment_id or ""),
                    latest.get((outcome_id, link.theme_id)),
                    evidence.get(link.theme_id, ()),
                )
                for link in links
                if link.outcome_id == outcome_id and link.theme_id in themes
            ]
            rows.append(JointRow(tuple(own), tuple(beside)))
        linked = {one.theme_id for one in links if one.outcome_id in views}
        rest = [
            _joint_theme(matrix, one, None, None, evidence.get(one.id, ()))
            for one in facts.themes
            if one.id not in linked and one.statement
        ]
        if rest:
            rows.append(JointRow((), tuple(rest)))
        return JointDisplay(of.name, tuple(rows), len(facts.interviewed), matrix.notes)

    def _word_counter(self) -> WordCounter:
        """Make what counts words for one table; every text is read once for it."""

        @cache
        def text_of(transcript_id: str) -> Transcript:
            with self._store.read() as connection:
                return transcripts.get(connection, transcript_id)

        return lambda transcript_id, spans, speakers: count_words_of(
            text_of(transcript_id), spans, speakers
        )


def count_words_of(transcript: Transcript, spans: list[Span], speakers: frozenset[int]) -> int:
    """Count the words that some speakers say in the union of spans, each word once."""
    pieces: dict[int, list[Span]] = defaultdict(list)
    for span in union(spans):
        for turn in transcript.turns_in(span):
            shared = turn.span.intersection(span)
            if turn.speaker in speakers and shared is not None:
                pieces[turn.index].append(shared)
    return sum(_words_in(transcript, transcript.turns[one], own) for one, own in pieces.items())


def _words_in(transcript: Transcript, turn: Turn, pieces: list[Span]) -> int:
    if len(pieces) == 1:
        return count_words(pieces[0].of(transcript.text))
    words = (Span(*word) for word in word_spans(transcript.text, turn.start, turn.end))
    return sum(any(word.overlaps(piece) for piece in pieces) for word in words)


def _read_facts(connection: Any, wanted: list[Study], ids: set[str]) -> Facts:
    people = [one for one in studies.participants(connection) if one.study_id in ids]
    books = tuple(one for one in codes.find(connection) if one.study_id in ids)
    known = {code.id for book in books for code in book.codes}
    coders = settings.coders(connection)
    names = {one.id: one.name for one in coders}
    reconciled = frozenset(one.id for one in coders if one.kind is CoderKind.RECONCILED)
    sittings = _sittings(connection, ids)
    return Facts(
        studies=tuple(wanted),
        codebooks=books,
        sittings=sittings,
        participants=tuple(people),
        segments=_segments(connection, {one.id for one in sittings}),
        coders=names,
        record_coder=choose_coders(segments.first_by_coder(connection), names, reconciled),
        appearances={
            (one.participant_id, one.transcript_id): one.attributes
            for one in studies.appearances(connection)
            if one.transcript_id
        },
        themes=tuple(one for one in synthesis.themes(connection) if known & {*one.code_ids}),
        questions=tuple(one for one in guides.questions(connection) if one.study_id in ids),
        summaries=tuple(synthesis.summaries(connection)),
        min_words=int(settings.get_all(connection).get("min_words", MIN_WORDS)),
    )


def _sittings(connection: Any, study_ids: set[str]) -> tuple[Sitting, ...]:
    asked: dict[str, set[str]] = defaultdict(set)
    for said in guides.askings(connection):
        if said.confirmed:
            asked[said.transcript_id].add(said.question_id)
    marked = guides.marked(connection)
    voices = transcripts.speakers(connection)
    return tuple(
        Sitting(
            id=one.id,
            title=one.title,
            study_id=one.study_id,
            wave=one.wave,
            voices={
                place: voice.participant_id
                for place, voice in enumerate(voices.get(one.id, ()))
                if voice.participant_id and voice.role is Role.PARTICIPANT
            },
            asked=frozenset(asked[one.id]) if one.id in marked else None,
        )
        for one in transcripts.heads(connection)
        if one.study_id in study_ids
    )


def _segments(connection: Any, transcript_ids: set[str]) -> tuple[CodedSegment, ...]:
    found = map(CodedSegment._make, segments.count_rows(connection))
    return tuple([one for one in found if one.transcript_id in transcript_ids])


def _joint_theme(
    matrix: Matrix,
    theme: Theme,
    quote: SegmentRow | None,
    verdict: Verdict | None,
    evidence: tuple[EvidenceRow, ...],
) -> JointTheme:
    keys = {theme.id, theme.node_id}
    cells: tuple[Cell, ...] = ()
    for heading, row in zip(matrix.rows, matrix.cells, strict=True):
        if heading.key in keys:
            cells = row
    columns = tuple(heading.label for heading in matrix.columns)
    return JointTheme(theme, columns, cells, quote, verdict, evidence)
