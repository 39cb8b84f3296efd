"""Guesses at who interviews whom, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from ipe_coder.model.transcript import BESIDE_INTERVIEWER, NOBODY_ASKS, Role
from ipe_coder.readers._labels import ANSWERS, ASKS, BYSTANDERS, VOICES, key_of, names_in, stem_of

_MIN_TURNS = 3
_MIN_SHARE = 0.3
_LEAD = 2.0
_SHORT = 200
"""Characters of a turn that is short whatever the others say."""


@dataclass(slots=True)
class Voice:
    """What is counted of one speaker."""

    label: str
    turns: int = 0
    questions: int = 0
    """Turns that hold a question mark."""
    length: int = 0
    """Characters said."""

    @property
    def share(self) -> float:
        """The share of turns that hold a question."""
        return self.questions / self.turns if self.turns else 0.0


def guess_roles(voices: list[Voice]) -> list[tuple[Role, str]]:
    """Guess the role of each speaker, in their order: by the label, else by who asks."""
    named = [voice for voice in voices if voice.label]
    if not named:
        return [(Role.UNKNOWN, "no speaker labels") for _ in voices]
    keys = {key_of(voice.label) for voice in named}
    stems = {stem_of(key) for key in keys}
    by_label = {voice.label: _by_label(key_of(voice.label), keys, stems) for voice in named}
    if not any(guess and guess[0] is Role.INTERVIEWER for guess in by_label.values()):
        asker = _asker([voice for voice in named if by_label[voice.label] is None], named)
        if asker is not None:
            reason = f"asks in {asker.questions} of {asker.turns} turns"
            by_label[asker.label] = (Role.INTERVIEWER, reason)
        elif only := _only_one_beside_participants(named, by_label):
            by_label[only.label] = (Role.INTERVIEWER, "the only one beside participants")
    rest = _rest([guess for guess in by_label.values() if guess])
    return [
        (by_label[voice.label] or rest) if voice.label else (Role.OTHER, "words without a label")
        for voice in voices
    ]


def _by_label(key: str, keys: set[str], stems: set[str]) -> tuple[Role, str] | None:
    """Guess by a label and by the others beside it."""
    stem = stem_of(key)
    names = set(names_in(key))
    if len(names) > 1 and names & keys:
        return Role.UNKNOWN, "the label has two names"
    if key.endswith("?"):
        return Role.UNKNOWN, "the label has a question mark"
    if key in VOICES:
        return Role.UNKNOWN, "unknown in the file"
    if stem in ASKS or stem == "i" or (stem == "q" and "a" in stems):
        return Role.INTERVIEWER, "by the label"
    if stem in ANSWERS or stem == "p":
        return Role.PARTICIPANT, "by the label"
    if stem in BYSTANDERS:
        return Role.OTHER, "by the label"
    if stem == "r":  # researcher beside P, respondent beside I
        asked = bool(stems & (ASKS | {"i"}))
        if asked or stems & (ANSWERS | {"p"}):
            return (Role.PARTICIPANT if asked else Role.INTERVIEWER), "by the labels together"
    return None


def _asker(open_to: list[Voice], named: list[Voice]) -> Voice | None:
    """Find the one who asks far more often than any other, in turns shorter than theirs."""
    if not open_to or len(named) < 2:
        return None
    first = max(open_to, key=lambda voice: voice.share)
    others = sorted(
        (voice for voice in named if voice is not first),
        key=lambda voice: voice.share,
        reverse=True,
    )
    enough = first.turns >= min(_MIN_TURNS, max(voice.turns for voice in others))
    stands_out = first.share >= _MIN_SHARE and first.share > _LEAD * others[0].share
    said = sum(voice.length for voice in others) / sum(voice.turns for voice in others)
    shorter = first.length / first.turns < max(said, _SHORT)
    return first if enough and stands_out and shorter else None


def _only_one_beside_participants(
    voices: list[Voice], by_label: dict[str, tuple[Role, str] | None]
) -> Voice | None:
    """Find who speaks under a name of their own where all others are labelled as participants."""
    left = [voice for voice in voices if by_label[voice.label] is None]
    answering = any(guess and guess[0] is Role.PARTICIPANT for guess in by_label.values())
    return left[0] if answering and len(left) == 1 and left[0].turns >= _MIN_TURNS else None


def _rest(guesses: list[tuple[Role, str]]) -> tuple[Role, str]:
    if any(role is Role.INTERVIEWER for role, _ in guesses):
        return Role.PARTICIPANT, BESIDE_INTERVIEWER
    return Role.PARTICIPANT, NOBODY_ASKS
