"""Reading transcripts and the segments in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.segment import Anchor, Segment, SegmentRow
from ipe_coder.model.transcript import Transcript
from ipe_coder.project.base import without_collecting
from ipe_coder.project.listing import SegmentLister
from ipe_coder.project.memos import Memos
from ipe_coder.store import history, transcripts
from ipe_coder.store import segments as segment_rows
from ipe_coder.store.segments import STANDING, SegmentFilter


class Segments(Memos):
    """What is coded, and the texts that it is coded in."""

    def transcript(self, name: str, *, study: str = "") -> Transcript:
        """Read a transcript by name or id."""
        transcript_id = self.transcript_id(name, study=study)
        with self._store.read() as connection:
            return transcripts.get(connection, transcript_id)

    def transcript_stamp(self, transcript_id: str) -> str:
        """Say in a few letters what text and speakers a transcript has, by its id.

        It differs once either was changed, and is empty once the transcript is gone.
        """
        with self._store.read() as connection:
            return transcripts.stamp(connection, transcript_id)

    def segments_of(
        self, transcript_id: str, *, coder: str = "", unreviewed: bool = False
    ) -> list[Segment]:
        """List the segments of a transcript, by place; of one coder or of all.

        Args:
            transcript_id: The transcript.
            coder: Only of this coder.
            unreviewed: Also those that nobody has looked at since a correction.
        """
        coder_ids = (self.coder_id(coder),) if coder else ()
        anchors = (*STANDING, Anchor.UNREVIEWED) if unreviewed else STANDING
        wanted = SegmentFilter((transcript_id,), coder_ids=coder_ids, anchors=anchors)
        with self._store.read() as connection, without_collecting():
            return segment_rows.find(connection, wanted)

    def segments_after(
        self, change: Change, transcript_id: str
    ) -> tuple[Collection[str], list[Segment]]:
        """Read what a change did to the segments of a transcript.

        Returns:
            The ids of all segments that it wrote, and those of them that are in the transcript
            now, unreviewed ones included.
        """
        with self._store.read() as connection:
            keys = history.keys_of(connection, change.seq, "segment")
            wanted = SegmentFilter(
                (transcript_id,), ids=tuple(keys), anchors=(*STANDING, Anchor.UNREVIEWED)
            )
            return keys, segment_rows.find(connection, wanted) if keys else []

    def segment_rows(
        self,
        *,
        study: str = "",
        transcript: str = "",
        code: str = "",
        coder: str = "",
        coder_ids: Sequence[str] = (),
        ids: Sequence[str] = (),
        anchors: Sequence[Anchor] = STANDING,
    ) -> list[SegmentRow]:
        """List segments with the names of all they belong to, by study, transcript and place.

        Args:
            study: Only of this study.
            transcript: Only of this transcript.
            code: Only with this code or one beneath it.
            coder: Only of this coder.
            coder_ids: Only of the coders of these ids.
            ids: Only of these ids.
            anchors: How they stand in their text; those that count if not given, none for all.
        """
        wanted = self._filter(study, transcript, code, coder, ids)
        if wanted is None:
            return []
        coders = wanted.coder_ids or tuple(coder_ids)
        wanted = replace(wanted, coder_ids=coders, anchors=tuple(anchors))
        with self._store.read() as connection, without_collecting():
            return SegmentLister(connection).rows(wanted)

    def segment_id(self, prefix: str) -> str:
        """Find a segment's id by its head.

        Raises:
            UsageError: If none fits, or several do.
        """
        with self._store.read() as connection:
            found = segment_rows.ids_of(connection, prefix)
        if len(found) != 1 or len(prefix) < 4:
            reason = "No segment begins" if not found else "Several segments begin"
            raise UsageError(
                f"{reason} with {prefix}.", "ipe-coder segment list --json gives whole ids."
            )
        return found[0]

    def _filter(
        self, study: str, transcript: str, code: str, coder: str, ids: Sequence[str]
    ) -> SegmentFilter | None:
        """Make the filter; None where it can let nothing through."""
        transcript_ids: tuple[str, ...] = ()
        if transcript:
            transcript_ids = (self.transcript_id(transcript, study=study),)
        elif study:
            study_id = self.study(study).id
            with self._store.read() as connection:
                known = transcripts.names(connection)
            transcript_ids = tuple(one for one, _, _, of in known if of == study_id)
            if not transcript_ids:
                return None
        code_ids: tuple[str, ...] = ()
        if code:
            book, found = self.code(code, study=study)
            code_ids = (found.id, *(one.id for one in book.descendants(found.id)))
        coder_ids = (self.coder_id(coder),) if coder else ()
        return SegmentFilter(transcript_ids, code_ids, coder_ids, tuple(ids))
