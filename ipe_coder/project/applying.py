"""Applying several codes at once, or one that is made for the words: one key, one change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.code import Code, Derived
from ipe_coder.model.counts import count_of
from ipe_coder.model.segment import Origin
from ipe_coder.model.spans import Span
from ipe_coder.model.text import count_words
from ipe_coder.model.transcript import Transcript
from ipe_coder.project.codebooks import Codebooks
from ipe_coder.project.coding import Coding
from ipe_coder.store import segments


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
        study = next(one for one in self.studies() if one.id == transcript.study_id)
        with self._change(needs_coder=True) as pending:
            wanted = list(codes)
            if new is not None:
                wanted.append(
                    self._make_code(
                        pending, study, new.name, parent=new.parent_id, derived=new.derived
                    )
                )
            there = segments.at(pending.writer.connection, transcript.id, span)
            coder_id = pending.writer.coder_id or ""
            have = {one.code_id for one in there if one.coder_id == coder_id}
            missing = [code for code in wanted if code.id not in have]
            if not missing:
                verb = "is" if len(wanted) == 1 else "are"
                raise UsageError(f"{_names(wanted)} {verb} here already.")
            for code in missing:
                self._code(pending, transcript, [span], code, origin=origin)
            words = count_words(span.of(transcript.text))
            made = " (new)" if new else ""
            pending.writer.label = f"Coded {_names(missing)}{made}, {count_of(words, 'word')}"
        return Applied(pending.done, tuple(wanted))


def _names(codes: Sequence[Code]) -> str:
    return " ".join(code.mark or code.name for code in codes)
