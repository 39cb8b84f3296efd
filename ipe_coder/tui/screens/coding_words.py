"""The place in a transcript in words, for a screen reader: what is said, by whom, what is coded."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from ipe_coder.model.counts import count_of
from ipe_coder.model.segment import Segment
from ipe_coder.model.transcript import Transcript
from ipe_coder.tui.named_keys import key
from ipe_coder.tui.rendering import clock_time, render_words
from ipe_coder.tui.screens.coding_side import RECENT, SUGGESTED, SideState

_QUIET = "nothing coded here"


def here_in_words(state: SideState, transcript: Transcript, turn: int, words: str) -> Content:
    """Say where the cursor is and all that stands there, the sentence first.

    Args:
        state: What the pane would show.
        transcript: The transcript.
        turn: Index of the turn at the cursor.
        words: The sentence at the cursor.
    """
    lines = [f"“{' '.join(words.split())}”"] if words.strip() else []
    lines.append(f"{_place(transcript, turn)}; {_codes(state)}{_memos(state)}.")
    lines += [line for line in (_question(state), _offers(state)) if line]
    return render_words("\n".join(lines))


def _place(transcript: Transcript, turn: int) -> str:
    if not transcript.turns:
        return "No turns"
    one = transcript.turns[turn]
    speaker = transcript.speaker_of(one)
    name = speaker.label or "nobody named"
    role = f", {speaker.role.value}" if speaker.role.value not in ("unknown", name.lower()) else ""
    time = f", at {clock_time(one.begins)}" if one.begins is not None else ""
    return f"Turn {turn + 1} of {len(transcript.turns)}{time}, {name}{role}"


def _codes(state: SideState) -> str:
    if not state.here:
        return _QUIET
    named = "; ".join(_code(state, one) for one in state.here)
    return f"coded {len(state.here)}: {named}" if len(state.here) > 1 else f"coded {named}"


def _code(state: SideState, one: Segment) -> str:
    name = state.codebook[one.code_id].name if state.codebook else ""
    extras = (
        "" if one.stands else "waits",
        one.stance.value if one.stance else "",
        "starred" if one.starred else "",
        "" if one.quotable else "not for quotation",
        f"by {state.coders[one.coder_id]}" if one.coder_id in state.coders else "",
    )
    return ", ".join(part for part in (name, *extras) if part)


def _memos(state: SideState) -> str:
    return f"; {count_of(len(state.memos), 'memo')} near" if state.memos else ""


def _question(state: SideState) -> str:
    here = state.guide.here
    if here is None:
        return ""
    said = [f"asks {one.label}: {one.text}" for one in here.asked]
    yes = key("coding.confirm_question")
    said += [f"may ask {one.label}, {yes} says so: {one.text}" for one, _ in here.proposed]
    return f"Turn {here.turn + 1} {'; '.join(said)}" if said else ""


def _offers(state: SideState) -> str:
    """Say what the digits are for."""
    suggested = ", ".join(f"{number} {name}" for number, name in enumerate(_suggested(state), 1))
    recent = ", ".join(
        f"{number} {one.name}" for number, one in enumerate(state.recent[:RECENT], SUGGESTED + 1)
    )
    parts = (f"Suggested: {suggested}" if suggested else "", f"Recent: {recent}" if recent else "")
    return ". ".join(part for part in parts if part)


def _suggested(state: SideState) -> Iterator[str]:
    for one in state.suggestions[:SUGGESTED]:
        yield state.codebook[one.code_id].name if state.codebook else ""
