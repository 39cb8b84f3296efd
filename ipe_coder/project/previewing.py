"""What can be said of a draft before it is written: who speaks how much, and what is doubtful."""

from __future__ import annotations

from dataclasses import dataclass

from ipe_coder.model.text import count_words
from ipe_coder.model.transcript import Draft, Role, Speaker, Turn

_FIRST_WORDS = 12


@dataclass(frozen=True, slots=True)
class VoiceCount:
    """How much a speaker of a draft says."""

    turns: int = 0
    words: int = 0
    first: str = ""
    """The first words."""


@dataclass(frozen=True, slots=True)
class DoubtfulTurn:
    """A turn that may be somebody else's."""

    turn: Turn
    speaker: Speaker
    why: str


def count_voices(draft: Draft) -> tuple[VoiceCount, ...]:
    """Count turns and words of each speaker, in their places."""
    turns, words = [0] * len(draft.speakers), [0] * len(draft.speakers)
    first = [""] * len(draft.speakers)
    for turn in draft.turns:
        text = draft.text[turn.start : turn.end]
        if not turns[turn.speaker]:
            first[turn.speaker] = _beginning(text)
        turns[turn.speaker] += 1
        words[turn.speaker] += count_words(text)
    return tuple(map(VoiceCount, turns, words, first))


def doubtful_turns(draft: Draft) -> list[DoubtfulTurn]:
    """List the turns whose speaker should be looked at; none where no voice has a label."""
    if not any(one.label for one in draft.speakers):
        return []
    known = dict(draft.doubts)
    found = []
    for turn in draft.turns:
        speaker = draft.speakers[turn.speaker]
        why = known.get(turn.index, "")
        if speaker.role is Role.UNKNOWN:
            why = draft.guesses[turn.speaker] if turn.speaker < len(draft.guesses) else "unknown"
        if why:
            found.append(DoubtfulTurn(turn, speaker, why))
    return found


def _beginning(text: str) -> str:
    words = text.split(None, _FIRST_WORDS)
    return " ".join(words[:_FIRST_WORDS]) + (" …" if len(words) > _FIRST_WORDS else "")
