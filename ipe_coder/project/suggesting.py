"""What suggestions are learnt from and made for."""

from __future__ import annotations

from ipe_coder.language.sentences import sentence_spans
from ipe_coder.model.segment import Segment
from ipe_coder.model.spans import Span
from ipe_coder.model.study import Method
from ipe_coder.model.transcript import Role, Transcript
from ipe_coder.project.base import ProjectBase
from ipe_coder.store import segments, transcripts
from ipe_coder.store.segments import SegmentFilter
from ipe_coder.suggest.messages import CodedText, Prepare, Suggest


class Suggesting(ProjectBase):
    """Material for suggestions; they are made outside, in a process of their own."""

    def wants_suggestions(self, study_id: str) -> bool:
        """Tell whether codes are suggested in a study: not under reflexive TA unless set so."""
        study = self.study(study_id)
        return study.method is not Method.REFLEXIVE_TA or bool(self.settings().get("suggestions"))

    def suggestion_material(self, study_id: str, *, coder: str = "") -> Prepare | None:
        """Gather a study's codebook and what is coded with it; None where there is no codebook.

        Args:
            study_id: The study.
            coder: Only this coder's segments, as blind coding needs.
        """
        book = next((one for one in self.codebooks() if one.study_id == study_id), None)
        if book is None or not book.codes:
            return None
        coder_ids = (self.coder_id(coder),) if coder and self._known_coder(coder) else ()
        code_ids = tuple(code.id for code in book.codes)
        with self._store.read() as connection:
            wanted = SegmentFilter(code_ids=code_ids, coder_ids=coder_ids)
            found = segments.find_with_turns(connection, wanted)
            titles = {one: title for one, title, _, _ in transcripts.names(connection)}
        found.sort(key=_newest_first, reverse=True)
        return Prepare(book, tuple(_example(one, titles, turn) for one, turn in found))

    def suggestion_request(self, transcript: Transcript, view: Span | None = None) -> Suggest:
        """Ask for suggestions for every sentence of a transcript, those in view first."""
        spans: list[Span] = []
        silent = set()
        for turn in transcript.turns:
            said_by = transcript.speaker_of(turn).role
            for start, end in sentence_spans(transcript.text, turn.start, turn.end):
                if said_by in (Role.INTERVIEWER, Role.OTHER):
                    silent.add(len(spans))
                spans.append(Span(start, end))
        return Suggest(
            transcript.id, transcript.version, transcript.text, tuple(spans), view,
            frozenset(silent),
        )  # fmt: skip


def _newest_first(placed: tuple[Segment, int]) -> float:
    made = placed[0].created_at
    return made.timestamp() if made else 0.0


def _example(one: Segment, titles: dict[str, str], turn: int) -> CodedText:
    label = f"{titles[one.transcript_id]} turn {turn + 1}"
    return CodedText(one.quote, one.code_id, label, one.transcript_id, one.span)
