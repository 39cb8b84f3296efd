"""From stretches of speech to the text that is stored, with its turns and speakers."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import accumulate, takewhile
from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.text import clean_name, count_words
from ipe_coder.model.transcript import (
    NO_INTERVIEWER,
    Division,
    Draft,
    LeftOut,
    Role,
    Rule,
    Source,
    Speaker,
    Turn,
    turns_of,
)
from ipe_coder.readers._comments import place_comments
from ipe_coder.readers._facts import HeadFacts, find_facts
from ipe_coder.readers._files import MOST_LINES, too_long
from ipe_coder.readers._labels import key_of
from ipe_coder.readers._looks import doubt_of
from ipe_coder.readers._roles import Voice, guess_roles
from ipe_coder.readers._script import Script, Times
from ipe_coder.readers._turns import Stretch, make_stretches

_RARE = 10
"""One turn in so many with a paragraph that has no label: a doubt, not a habit."""
_QUESTION_MARK = re.compile("[?？؟]")
_JOINED = "a paragraph without a label was counted to it"


def make_draft(path: Path, format_name: str, data: bytes, script: Script, rule: Rule) -> Draft:
    """Assemble the draft of a file from its script.

    The text is the words of the turns, one line feed between turns. Every piece of a turn is
    cut from text in the stored form, and a line feed or a space composes with nothing, so the
    whole is in the stored form too and the spans are right.

    Raises:
        FileError: If nobody says a word in it.
    """
    script.rule = rule
    if len(script.lines) > MOST_LINES:
        raise too_long(path)
    stretches = make_stretches(script)
    spoken = [stretch for stretch in stretches if stretch.parts]
    joint = "\n" if script.times is None else " "
    texts = [joint.join(stretch.parts) for stretch in spoken]
    text = "\n".join(texts)
    if not any(map(str.isalnum, text)):
        hint = "Look into the file: is it the transcript?"
        raise FileError(path, "the file holds no words.", hint)
    comments = place_comments(script, spoken, texts)
    voices, places = _voices(spoken, texts)
    guesses = guess_roles(voices)
    facts = _head_facts(spoken) if script.times is None else HeadFacts()
    return Draft(
        title=clean_name(path.stem) or clean_name(path.name),
        text=text,
        turns=_turns(spoken, texts, places),
        speakers=tuple(
            Speaker(clean_name(voice.label), role)
            for voice, (role, _) in zip(voices, guesses, strict=True)
        ),
        source=_source(path, format_name, data, script.encoding),
        data=data,
        notes=(*_notes(script, stretches), *facts.notes, *_role_notes(voices, guesses)),
        collected_on=facts.held_on,
        duration=_length(script.times) if script.times else facts.duration,
        guesses=tuple(reason for _, reason in guesses),
        doubts=tuple(_doubts(script, spoken, texts)),
        by_look=script.by_look.how if script.by_look else "",
        left_out=tuple(script.left_out),
        comments=comments,
    )


def _length(times: list[Times]) -> timedelta:
    return timedelta(milliseconds=max([end for _, end in times]))


def _head_facts(spoken: list[Stretch]) -> HeadFacts:
    """Read what stands before the first speaker; prose without speakers has no head."""
    head = list(takewhile(lambda stretch: not stretch.label, spoken))
    if len(head) == len(spoken):
        return HeadFacts()
    return find_facts(part for stretch in head for part in stretch.parts)


def _source(path: Path, format_name: str, data: bytes, encoding: str) -> Source:
    return Source(
        filename=clean_name(path.name),
        format=format_name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        encoding=encoding,
    )


def _voices(spoken: list[Stretch], texts: list[str]) -> tuple[list[Voice], list[int]]:
    """List the speakers in order of first speaking, and the place of each stretch's."""
    labels = [stretch.label for stretch in spoken]
    places: dict[str, int] = {}
    by_label: dict[str, int] = {}
    voices: list[Voice] = []
    for label in dict.fromkeys(labels):
        place = by_label[label] = places.setdefault(key_of(label), len(voices))
        if place == len(voices):
            voices.append(Voice(label))
    found = [by_label[label] for label in labels]
    for place, text in zip(found, texts, strict=True):
        voice = voices[place]
        voice.turns += 1
        voice.length += len(text)
        if "?" in text or (not text.isascii() and _QUESTION_MARK.search(text)):
            voice.questions += 1
    return voices, found


def _turns(spoken: list[Stretch], texts: list[str], places: list[int]) -> tuple[Turn, ...]:
    starts = list(accumulate([len(text) + 1 for text in texts], initial=0))
    ends = [start - 1 for start in starts[1:]]
    begins = [stretch.begins for stretch in spoken]
    stops = [stretch.ends for stretch in spoken]
    return turns_of(zip(range(len(texts)), starts, ends, places, begins, stops, strict=False))


def _notes(script: Script, stretches: list[Stretch]) -> list[str]:
    notes = list(script.notes)
    if script.replaced:
        count = _number(script.replaced, "character")
        notes.append(f"{count} that no text can hold {_was(script.replaced)} replaced by \ufffd.")
    notes += _speaker_notes(script, [stretch for stretch in stretches if stretch.parts])
    silent = sum(1 for stretch in stretches if not stretch.parts)
    if silent:
        notes.append(f"{_number(silent, 'speaker label')} with no words after it made no turn.")
    if script.left_out:
        notes.append(_left_out(script.left_out))
    return notes


def _speaker_notes(script: Script, spoken: list[Stretch]) -> list[str]:
    unlabelled = sum(1 for stretch in spoken if not stretch.label)
    if script.rule.division is Division.PROSE:
        return []
    if unlabelled == len(spoken):
        unit = "paragraph" if script.times is None else "stretch between pauses"
        return [
            f"The file has no speaker labels: each {unit} is a turn of one unnamed speaker. "
            "Put “Name:” before each turn and import it again, or leave it so."
        ]
    notes = []
    if unlabelled:
        notes.append(
            f"{_number(unlabelled, 'turn')} under no speaker label {_was(unlabelled)} kept "
            "as words of nobody, such as a title."
        )
    if script.by_look is None and (doubtful := _joined(spoken)):
        turns = ", ".join(str(place + 1) for place in doubtful[:8])
        turns += " and more" if len(doubtful) > 8 else ""
        notes.append(
            f"Paragraphs without a speaker label were counted to the turn before: {turns}."
        )
    return notes


def _joined(spoken: list[Stretch]) -> list[int]:
    """List the turns that a paragraph without a label was counted to, where that is rare.

    Where nearly every paragraph has a label, one without is a label forgotten.
    """
    found = [place for place, stretch in enumerate(spoken) if stretch.joined]
    return found if len(found) * _RARE <= len(spoken) else []


def _doubts(script: Script, spoken: list[Stretch], texts: list[str]) -> Iterator[tuple[int, str]]:
    """Say which turns may be somebody else's; by looks, those that say what does not fit."""
    if script.by_look is None:
        yield from ((place, _JOINED) for place in _joined(spoken))
        return
    for place, (stretch, text) in enumerate(zip(spoken, texts, strict=True)):
        if why := doubt_of(stretch.label, text):
            yield place, why


def _role_notes(voices: list[Voice], guesses: list[tuple[Role, str]]) -> list[str]:
    named = [role for voice, (role, _) in zip(voices, guesses, strict=True) if voice.label]
    if len(named) < 2 or Role.INTERVIEWER in named:
        return []
    return [NO_INTERVIEWER]


def _left_out(pieces: list[LeftOut]) -> str:
    """Say what was left out, such as `Left out: 2 deletions (14 words), 1 footnote (9 words)`."""
    counts = Counter(piece.kind for piece in pieces)
    words: Counter[str] = Counter()
    for piece in pieces:
        words[piece.kind] += count_words(piece.text)
    listed = [
        f"{_number(count, kind)} ({_number(words[kind], 'word')})" for kind, count in counts.items()
    ]
    return f"Left out: {', '.join(listed)}."


def _number(count: int, noun: str) -> str:
    if count == 1:
        return f"{count} {noun}"
    return f"{count} {noun}es" if noun.endswith("ch") else f"{count} {noun}s"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
