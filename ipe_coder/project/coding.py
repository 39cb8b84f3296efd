"""Coding: what writes segments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.code import Code
from ipe_coder.model.counts import count_of
from ipe_coder.model.segment import Anchor, Origin, Segment, Stance
from ipe_coder.model.spans import Span
from ipe_coder.model.text import count_words
from ipe_coder.model.transcript import Transcript
from ipe_coder.project.places import find_place
from ipe_coder.project.segments import Segments
from ipe_coder.store import codes
from ipe_coder.store import segments as segment_rows
from ipe_coder.store.segments import SegmentFilter
from ipe_coder.store.store import PendingChange


class Coding(Segments):
    """What a coder does with a transcript in front of them."""

    def apply_code(
        self,
        transcript: Transcript,
        spans: Sequence[Span],
        code: Code,
        *,
        origin: Origin = Origin.HUMAN,
        stance: Stance | None = None,
        memo: str = "",
        coder: str = "",
        note: str = "",
    ) -> Change:
        """Code one or more stretches of a transcript with one code, as one change.

        Raises:
            UsageError: If the stretch is outside the text or empty, the code is retired, or this
                coder has the same there already.
        """
        # `note` ends the label: what the log is to say of how the stretch was found.
        with self._change(coder=coder, needs_coder=True) as pending:
            new = self._code(pending, transcript, spans, code, origin=origin, stance=stance)
            if memo:
                self._memo_on(pending, new[0].id, memo)
            words = sum(count_words(one.quote) for one in new)
            pending.writer.label = (
                f"Coded {code.mark or code.name}, {count_of(words, 'word')}{note}"
            )
        return pending.done

    def _code(
        self,
        pending: PendingChange,
        transcript: Transcript,
        spans: Sequence[Span],
        code: Code,
        *,
        origin: Origin = Origin.HUMAN,
        stance: Stance | None = None,
    ) -> list[Segment]:
        """Code some stretches within a change."""
        for span in spans:
            _check_span(transcript, span)
        refuse_code(pending, transcript, code)
        new = [
            self._new_segment(pending, transcript, span, code, origin=origin, stance=stance)
            for span in dict.fromkeys(spans)
        ]
        self._refuse_repeats(pending, transcript, code, new)
        segment_rows.add(pending.writer, transcript, new)
        return new

    def remove_segments(self, segment_ids: Sequence[str]) -> Change:
        """Remove segments, memos on them included, as one change."""
        with self._change() as pending:
            removed = [segment_rows.get(pending.writer.connection, one) for one in segment_ids]
            segment_rows.remove(pending.writer, segment_ids)
            pending.writer.label = f"Removed {self._marks(removed)}"
        return pending.done

    def move_segment(self, transcript: Transcript, segment: Segment, span: Span) -> Change:
        """Give a segment other edges.

        Raises:
            UsageError: If there are no words, or its coder has the same code there already.
        """
        _check_span(transcript, span)
        with self._change() as pending:
            there = segment_rows.at(pending.writer.connection, transcript.id, span)
            same = [one for one in there if one.code_id == segment.code_id and one.id != segment.id]
            if any(one.coder_id == segment.coder_id for one in same):
                raise UsageError(f"{self._marks([segment])} is there already.")
            quote = span.of(transcript.text)
            moved = replace(segment, span=span, quote=quote, anchor=Anchor.KEPT)
            segment_rows.move(pending.writer, transcript, segment.id, moved)
            edge = "start" if span.start != segment.span.start else "end"
            pending.writer.label = f"Moved the {edge} of {self._marks([segment])}"
        return pending.done

    def set_stance(self, segment: Segment, stance: Stance | None) -> Change:
        """Say where a segment stands; None takes it away."""
        with self._change() as pending:
            value = stance.value if stance else None
            segment_rows.set_fields(pending.writer, segment.id, stance=value)
            pending.writer.label = f"Set the stance of {self._marks([segment])}: {value or 'none'}"
        return pending.done

    def star(self, segment: Segment, *, starred: bool) -> Change:
        """Star a segment for the report, or take the star away."""
        with self._change() as pending:
            segment_rows.set_fields(pending.writer, segment.id, starred=int(starred))
            verb = "Starred" if starred else "Took the star from"
            pending.writer.label = f"{verb} {self._marks([segment])}"
        return pending.done

    def set_quotable(self, segment: Segment, *, quotable: bool) -> Change:
        """Mark a segment not for quotation, or allow it again."""
        with self._change() as pending:
            segment_rows.set_fields(pending.writer, segment.id, quotable=int(quotable))
            verb = "Allowed quotation of" if quotable else "Marked not for quotation:"
            pending.writer.label = f"{verb} {self._marks([segment])}"
        return pending.done

    def add_segment(
        self,
        transcript: str,
        code: str,
        *,
        quote: str = "",
        start: int | None = None,
        end: int | None = None,
        stance: Stance | None = None,
        memo: str = "",
        study: str = "",
    ) -> Change:
        """Code a stretch given by its offsets or by its quote.

        Raises:
            NotFoundError: If the quote is not in the text.
            UsageError: If it is there twice, or offsets and quote disagree.
        """
        found = self.transcript(transcript, study=study)
        book, chosen = self.code(code, study=self.study(found.study_id).name, active=True)
        del book
        place = find_place(found, quote, start, end)
        note = f", found by likeness, {place.score:.0f} of 100" if place.score < 100 else ""
        return self.apply_code(found, [place.span], chosen, stance=stance, memo=memo, note=note)

    def _new_segment(
        self,
        pending: PendingChange,
        transcript: Transcript,
        span: Span,
        code: Code,
        *,
        origin: Origin,
        stance: Stance | None = None,
    ) -> Segment:
        return Segment(
            id=self._store.new_id(),
            transcript_id=transcript.id,
            span=span,
            quote=span.of(transcript.text),
            code_id=code.id,
            coder_id=pending.writer.coder_id or "",
            origin=origin,
            stance=stance,
        )

    @staticmethod
    def _refuse_repeats(
        pending: PendingChange, transcript: Transcript, code: Code, new: Sequence[Segment]
    ) -> None:
        wanted = code.id, pending.writer.coder_id or ""
        connection = pending.writer.connection
        if len(new) == 1:
            there = segment_rows.at(connection, transcript.id, new[0].span)
        else:
            places = SegmentFilter((transcript.id,), (wanted[0],), (wanted[1],))
            there = segment_rows.find(connection, places)
        spans = {one.span for one in there if (one.code_id, one.coder_id) == wanted}
        if any(one.span in spans for one in new):
            raise UsageError(f"{code.mark or code.name} is here already.")

    def _marks(self, segments: Iterable[Segment]) -> str:
        marks = {
            code.id: code.mark or code.name for book in self.codebooks() for code in book.codes
        }
        return " ".join(dict.fromkeys(marks.get(one.code_id, "a segment") for one in segments))


def refuse_code(pending: PendingChange, transcript: Transcript, code: Code) -> None:
    """Refuse a code that cannot be applied, as it stands now, to this transcript."""
    found = codes.standing(pending.writer.connection, code.id)
    if found is None or not found.active:
        raise UsageError(f"“{code.name}” is retired.", "Choose another code.")
    if found.study_id != transcript.study_id:
        raise UsageError(
            f"“{code.name}” is not in the codebook of {transcript.title}'s study.",
            "Add it there, or choose another code.",
        )


def _check_span(transcript: Transcript, span: Span) -> None:
    if span.end > len(transcript.text) or not span.of(transcript.text).strip():
        raise UsageError(f"There are no words from {span.start} to {span.end}.")
