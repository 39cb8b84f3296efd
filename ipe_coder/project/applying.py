"""Applying several codes at once, or one that is made for the words: one key, one change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.code import Code, Derived
from ipe_coder.model.counts import count_of
from ipe_coder.model.segment import Origin, Segment
from ipe_coder.model.spans import Span
from ipe_coder.model.study import Study
from ipe_coder.model.text import count_words
from ipe_coder.model.transcript import Role, Transcript
from ipe_coder.project.codebooks import Codebooks
from ipe_coder.project.coding import Coding, refuse_code
from ipe_coder.store import segments
from ipe_coder.store.store import PendingChange


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that is made while coding."""

    name: str
    parent_id: str = ""
    """The code that it stands beneath; at the root when empty."""
    derived: Derived = Derived.INDUCTIVE


@dataclass(frozen=True, slots=True)
class Applied:
    """What was applied: the change, and the codes, new ones included."""

    change: Change
    codes: tuple[Code, ...]


class Applying(Codebooks, Coding):
    """What the code palette does with what was chosen."""

    def apply_codes(
        self,
        transcript: Transcript,
        span: Span,
        codes: Sequence[Code],
        *,
        new: NewCode | None = None,
        origin: Origin = Origin.HUMAN,
    ) -> Applied:
        """Apply codes to a stretch, and one that is made for it, as one change.

        Those of several that are there already are left as they are.

        Raises:
            UsageError: If nothing is left to apply, a code is retired, or the new name is taken.
        """
        study = self.study(transcript.study_id)
        with self._change(needs_coder=True) as pending:
            wanted = list(codes)
            if new is not None:
                wanted.append(self._make(pending, study, new))
            there = segments.at(pending.writer.connection, transcript.id, span)
            coder_id = pending.writer.coder_id or ""
            have = {one.code_id for one in there if one.coder_id == coder_id}
            missing = [code for code in wanted if code.id not in have]
            if not missing:
                verb = "is" if len(wanted) == 1 else "are"
                raise UsageError(f"{_names(wanted)} {verb} here already.")
            for code in missing:
                self._code(pending, transcript, [span], code, origin=origin)
            words = count_of(count_words(span.of(transcript.text)), "word")
            made = " (new)" if new else ""
            whose = " of an interviewer" if _asked(transcript, span) else ""
            pending.writer.label = f"Coded {_names(missing)}{made}, {words}{whose}"
        return Applied(pending.done, tuple(wanted))

    def recode_segment(
        self, transcript: Transcript, segment: Segment, code: Code | NewCode
    ) -> Applied:
        """Give a segment another code; its edges, stance, star and memos stay.

        Args:
            transcript: Where it stands.
            segment: The segment.
            code: A code of the study, or one that is made for it in the same change.

        Raises:
            UsageError: If the code is retired or of another study, its coder has it there, or
                the new name is taken.
        """
        study = self.study(transcript.study_id)
        with self._change() as pending:
            given = self._make(pending, study, code) if isinstance(code, NewCode) else code
            refuse_code(pending, transcript, given)
            there = segments.at(pending.writer.connection, transcript.id, segment.span)
            if (given.id, segment.coder_id) in {(one.code_id, one.coder_id) for one in there}:
                raise UsageError(f"{given.mark or given.name} is here already.")
            before = self._marks([segment])
            segments.set_fields(pending.writer, segment.id, code_id=given.id)
            made = " (new)" if given is not code else ""
            pending.writer.label = f"Recoded {before} as {given.mark or given.name}{made}"
        return Applied(pending.done, (given,))

    def _make(self, pending: PendingChange, study: Study, new: NewCode) -> Code:
        return self._make_code(pending, study, new.name, parent=new.parent_id, derived=new.derived)


def _asked(transcript: Transcript, span: Span) -> bool:
    """Tell whether nobody but interviewers speaks in a stretch: what is coded counts for nobody."""
    return {transcript.speaker_of(one).role for one in transcript.turns_in(span)} == {
        Role.INTERVIEWER
    }


def _names(codes: Sequence[Code]) -> str:
    return " ".join(code.mark or code.name for code in codes)
