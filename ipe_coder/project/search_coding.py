"""Coding what a search found: planned first, then written as one change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.code import Code
from ipe_coder.model.counts import count_of
from ipe_coder.model.search import HitCoding, Stretch, TextHit
from ipe_coder.model.segment import Origin
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Transcript
from ipe_coder.project.coding import Coding, refuse_code
from ipe_coder.project.search_filters import CodedPlaces, read_places
from ipe_coder.project.searching import Searching, widened
from ipe_coder.store import search, transcripts
from ipe_coder.store import segments as segment_rows
from ipe_coder.store.search import StoredText, TurnPlaces
from ipe_coder.store.segments import SegmentFilter
from ipe_coder.store.store import PendingChange


class SearchCoding(Searching, Coding):
    """Codes hits of a search."""

    def plan_hit_coding(
        self, hits: Iterable[TextHit], code: Code, *, widen: Stretch = Stretch.HIT
    ) -> HitCoding:
        """Say what coding some hits would do; nothing is written.

        A hit that the present coder has under the code already stays as it is. Hits that are
        widened to the same stretch make one segment.

        Raises:
            UsageError: If a transcript was corrected since the search.
        """
        by_transcript: dict[str, list[TextHit]] = defaultdict(list)
        for hit in hits:
            by_transcript[hit.transcript_id].append(hit)
        study_id = self._study_of(code)
        places: dict[str, tuple[Span, ...]] = {}
        coded = there = elsewhere = 0
        with self._store.read() as connection:
            own = self._own_places(connection, code, self.coder)
            of_study = {
                head.id for head in transcripts.heads(connection) if head.study_id == study_id
            }
            wanted: dict[str, list[TextHit]] = {}
            for transcript_id, found in by_transcript.items():
                if transcript_id not in of_study:
                    elsewhere += len(found)
                    continue
                new = [hit for hit in found if not _is_coded(own, transcript_id, hit.span)]
                there += len(found) - len(new)
                coded += len(new)
                if new:
                    wanted[transcript_id] = new
            first = ""
            for batch in search.texts(connection, transcript_ids=wanted) if wanted else ():
                turns = search.turns_of(connection, [one.turns_sha for one in batch])
                for stored in batch:
                    of_text = turns[stored.turns_sha]
                    hits = wanted[stored.transcript_id]
                    spans = {_place(stored, of_text, hit, widen) for hit in hits}
                    places[stored.transcript_id] = tuple(sorted(spans))
                    first = first or min(spans).of(stored.text)
        return HitCoding(places, coded, there, elsewhere, first)

    def code_hits(self, *plans: tuple[Code, HitCoding]) -> Change:
        """Code what was planned, each plan with its code, all as one change.

        What was coded so meanwhile stays as it is.

        Raises:
            UsageError: If nothing is left to code, or a code or a transcript is not as it was.
        """
        marks = " ".join(code.mark or code.name for code, _ in plans)
        with self._change(needs_coder=True) as pending:
            made: Counter[str] = Counter()
            for code, plan in plans:
                made.update(self._code_plan(pending, code, plan))
            if not made:
                raise UsageError(f"All of that has {marks} already.")
            pending.writer.label = (
                f"Coded {marks} in {count_of(made.total(), 'place')}"
                f" of {count_of(len(made), 'transcript')} by search"
            )
        return pending.done

    def _code_plan(self, pending: PendingChange, code: Code, plan: HitCoding) -> dict[str, int]:
        """Code what was planned with one code; give the number of places by transcript."""
        connection = pending.writer.connection
        own = self._own_places(connection, code, coder_id=pending.writer.coder_id or "")
        made: dict[str, int] = {}
        for transcript_id, spans in plan.places.items():
            transcript = transcripts.get(connection, transcript_id)
            if not made:
                refuse_code(pending, transcript, code)
            new = [one for one in spans if not _is_coded(own, transcript_id, one)]
            if new:
                self._add_places(pending, transcript, new, code)
                made[transcript_id] = len(new)
        return made

    def _add_places(
        self, pending: PendingChange, transcript: Transcript, spans: Sequence[Span], code: Code
    ) -> None:
        new = [
            self._new_segment(pending, transcript, span, code, origin=Origin.SEARCH)
            for span in spans
        ]
        segment_rows.add(pending.writer, transcript, new)

    def _own_places(
        self, connection: Any, code: Code, coder: str = "", *, coder_id: str = ""
    ) -> CodedPlaces:
        """Read where a coder has a code; nowhere where nobody of that name has coded yet."""
        known = coder_id or (self._known_coder(coder) if coder else None)
        if not known:
            return CodedPlaces(())
        return read_places(connection, SegmentFilter(code_ids=(code.id,), coder_ids=(known,)))

    def _study_of(self, code: Code) -> str:
        return next((one.study_id for one in self.codebooks() if code.id in one), "")


def _is_coded(own: CodedPlaces, transcript_id: str, span: Span) -> bool:
    """Tell whether a stretch lies within one that has the code."""
    return any(
        one.start <= span.start and span.end <= one.end for one in own.over(transcript_id, span)
    )


def _place(stored: StoredText, turns: TurnPlaces, hit: TextHit, widen: Stretch) -> Span:
    """Give what is coded for a hit: its sentence or turn where that is wanted."""
    if hit.span.of(stored.text) != hit.quote:
        raise UsageError(
            f"{stored.title} was corrected since the search; nothing was coded.", "Search again."
        )
    start = turns.at(hit.span.start).start
    end = turns.at(hit.span.end - 1).end
    around = Span(min(start, hit.span.start), max(end, hit.span.end))
    return widened(stored.text, hit.span, around, widen)
