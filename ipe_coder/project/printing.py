"""What of the coding may be printed, under which attribution, and what is shown first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ipe_coder.analysis.counting import Facts
from ipe_coder.model.matrix import EvidenceRow
from ipe_coder.model.report import AttributedQuote, PrintedEvidence
from ipe_coder.model.segment import SegmentRow
from ipe_coder.model.study import Consent, Participant, Study
from ipe_coder.model.transcript import Role

MIN_CELL = 3
"""Fewer people of a role than this, and the role is not printed beside their words."""

QUOTES_PER_SECTION = 5
"""Quotations shown for a code; all stand in the csv export."""

ANYBODY = "Participant"


class Press:
    """Decides what may be printed of a segment, and under which attribution."""

    def __init__(self, facts: Facts) -> None:
        """Count who was interviewed, by role."""
        self._people = {one.pseudonym: one for one in facts.participants}
        present = [facts.participant[one] for one in facts.interviewed]
        self._roles = Counter(one.role for one in present if one.role)
        self._respondents = Counter(one.respondent for one in present if one.respondent)
        self._widened: set[str] = set()

    def quote(self, row: SegmentRow) -> AttributedQuote | None:
        """Make a quotation of a segment; None where it must not be printed."""
        voices = [self._people[name] for name in row.participants if name in self._people]
        consents = {one.consent for one in voices}
        if not row.segment.quotable or Consent.PARAPHRASE_ONLY in consents:
            return None
        if Consent.QUOTE_WITHOUT_ROLE in consents:
            return AttributedQuote(row.segment.quote, ANYBODY, row)
        who = self._people.get(row.participant)
        if who is None:
            role = "Interviewer" if row.role == Role.INTERVIEWER.value else "Unidentified speaker"
            return AttributedQuote(row.segment.quote, role, row)
        return AttributedQuote(row.segment.quote, self._attribution(who), row)

    def evidence(self, rows: Sequence[EvidenceRow], study: Study) -> tuple[PrintedEvidence, ...]:
        """Say how the evidence that is of a study may be printed."""
        return tuple(
            PrintedEvidence(one.evidence.side, one.evidence.note, one.row, self.quote(one.row))
            for one in rows
            if one.row.study == study.name
        )

    def notes(self, rows: list[SegmentRow], quotes: Sequence[AttributedQuote]) -> list[str]:
        """Say what was held back and what was widened."""
        notes = []
        if len(quotes) < len(rows):
            notes.append(
                f"{len(rows) - len(quotes)} of {len(rows)} segments are not quoted: consent or a"
                " mark not for quotation"
            )
        if self._widened:
            notes.append(
                f"the attribution of {len(self._widened)} participants was widened because fewer"
                f" than {MIN_CELL} of those interviewed share their role; this is judged on the"
                " sample, which is weaker than judging it on the population"
            )
        return notes

    def _attribution(self, who: Participant) -> str:
        if who.role and self._roles[who.role] >= MIN_CELL:
            return who.role[:1].upper() + who.role[1:]
        if not who.role and not who.respondent:
            return ANYBODY
        self._widened.add(who.id)
        if who.respondent and self._respondents[who.respondent] >= MIN_CELL:
            return who.respondent.value.capitalize()
        return ANYBODY


def choose_quotes(quotes: Sequence[AttributedQuote]) -> tuple[AttributedQuote, ...]:
    """Choose what to show of a code: starred ones first, then one participant after another.

    Within a participant those of 8 to 60 words go first: long enough to say something, short
    enough to be read.
    """
    turn_of: Counter[str] = Counter()
    ranked = []
    for one in sorted(quotes, key=_readability):
        ranked.append((not one.row.segment.starred, turn_of[one.row.participant], one))
        turn_of[one.row.participant] += 1
    ranked.sort(key=lambda entry: entry[:2])
    return tuple(one for _, _, one in ranked[:QUOTES_PER_SECTION])


def _readability(one: AttributedQuote) -> bool:
    return not 8 <= len(one.quote.split()) <= 60
