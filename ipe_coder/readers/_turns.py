"""From the lines of a file to stretches of one speaker each.

A label begins a turn, and what follows without one belongs to it. Two things join turns: in
captions, and under headings with times, which programs repeat every few seconds, a name that
comes again while nobody else has spoken goes on with its turn. A label that a transcriber
wrote twice running stays two turns.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from ipe_coder.model.transcript import Division
from ipe_coder.readers._anchors import Position
from ipe_coder.readers._heads import Form, Head
from ipe_coder.readers._labels import VOICES, key_of
from ipe_coder.readers._proposals import find_speakers
from ipe_coder.readers._script import Script, Times, paragraphs
from ipe_coder.readers._times import leading_stamp, trailing_stamp
from ipe_coder.readers._uniform import Uniform, find_uniform

_MARK = "\ufeff"
_MILLISECOND = timedelta(milliseconds=1)
_PAUSE = 2_000
_LONG = 30_000
_FEW_TIMES = 3
_ENDS_SENTENCE = (".", "?", "!", "…")
_SEVERAL_LINES = frozenset({Form.CHAT, Form.VOICE})
"""Heads whose words are known by their place, however many lines they have."""
_SIGN_OFF = re.compile(
    r"transcribed by \S.*|[\[(*\s]*end of (?:the )?(?:transcript|transcription|interview|recording|"
    r"audio|file)[\])*.\s]*|[\[(*\s]*"
    r"(?:transcript(?:ion)?|recording|interview|audio|meeting|call|session) "
    r"(?:ended|ends|stopped|finished)(?: (?:after|at) [\d:.]+)?[\])*.\s]*|@end"
    r"|this (?:editable )?transcript was (?:computer|automatically|machine)[ -]generated.*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Stretch:
    """What one speaker says at one time."""

    label: str
    """Empty for words that carry no label."""
    parts: list[str] = field(default_factory=list)
    begins: timedelta | None = None
    ends: timedelta | None = None
    joined: int = 0
    """Paragraphs without a label that were counted to it."""
    places: list[Position] = field(default_factory=list)
    """Where in the script each part begins; of captions it is not kept."""

    def add(self, part: str, place: Position | None = None) -> None:
        """Add a paragraph or a caption."""
        if part.startswith(_MARK):  # at the beginning of a text it would be a byte-order mark
            whole, part = part, part.lstrip(_MARK + string.whitespace)
            place = place and (place[0], place[1] + len(whole) - len(part))
        if part:
            self.parts.append(part)
            if place is not None:
                self.places.append(place)


def make_stretches(script: Script) -> list[Stretch]:
    """Divide a script among its speakers; stretches may be without words."""
    if not _signed_off(script.lines) and (uniform := find_uniform(script)):
        return _uniform_stretches(script, uniform)
    chosen, stamps = find_speakers(script)
    if script.times is not None:
        return _caption_stretches(script.lines, script.times, chosen)
    if not chosen:
        stamps |= _bare_stamps(script.lines)
    stretches = _running_stretches(script.lines, chosen, stamps)
    silent = sum(1 for stretch in stretches if not stretch.parts)
    if 2 * silent > len(stretches) and script.rule.division is Division.FOUND:
        # Hardly anybody would be saying anything: this is a list, not a conversation.
        return _running_stretches(script.lines, {}, {})
    return stretches


def _uniform_stretches(script: Script, uniform: Uniform) -> list[Stretch]:
    """Make a stretch of every line, as all of them begin with a label."""
    stretches = [Stretch(label, [words]) for label, words in zip(*uniform[1:], strict=True)]
    for stretch, number, words in zip(stretches, uniform.numbers, uniform.words, strict=True):
        if words[-1] in "]#":
            stretch.parts.clear()
            _add_line(stretch, words, script.lines, number)
        elif script.comments:
            stretch.places.append((number, len(script.lines[number]) - len(words)))
    return stretches


def _signed_off(lines: list[str]) -> bool:
    """Tell whether the last line is a program's or a transcriber's."""
    last = next(filter(None, reversed(lines)), "")
    return _SIGN_OFF.fullmatch(last) is not None


def _bare_stamps(lines: list[str]) -> dict[int, Head]:
    """Find times without brackets that most lines begin with, one after the other.

    One such line is a time of day in a sentence; where they rise down the file they are times
    of the recording.
    """
    found = {
        number: Head(Form.STAMP, "", line[stamp.stop :], stamp.begins, stamp.ends)
        for number, line in enumerate(lines)
        if line and line[0].isdigit() and (stamp := leading_stamp(line, bare=True))
    }
    times = [head.begins for head in found.values() if head.begins is not None]
    many = len(found) >= _FEW_TIMES and len(found) * 2 >= sum(map(bool, lines))
    return found if many and times == sorted(times) else {}


def _running_stretches(
    lines: list[str], chosen: dict[int, Head], stamps: dict[int, Head]
) -> list[Stretch]:
    """Divide running text: paragraphs before the first head, then one stretch a head."""
    first = min(chosen, default=len(lines))
    last = _sign_off(lines) if chosen else len(lines)
    stretches = _unlabelled(lines, range(first), stamps)
    for number, following in pairwise([*chosen, last]):
        head = chosen[number]
        if not stamps and _is_whole(head) and not any(lines[number + 1 : following]):
            at = (number, len(lines[number]) - len(head.rest))
            stretches.append(Stretch(head.label, [head.rest], head.begins, head.ends, places=[at]))
            continue
        current = _begin(stretches, head)
        if stamps and current.begins is None:
            current.begins = _pending(lines, number, stamps)
        _add_line(current, head.rest, lines, number)
        headed = len(current.parts) if head.rest else len(current.parts) + 1
        for place in range(number + 1, following):
            if lines[place]:
                stamp = stamps.get(place)
                _add_line(current, stamp.rest if stamp else lines[place], lines, place)
        if head.form not in _SEVERAL_LINES:
            current.joined += max(len(current.parts) - headed, 0)
    return stretches + _unlabelled(lines, range(last, len(lines)), stamps)


def _is_whole(head: Head) -> bool:
    """Tell whether a line is a label and the words of its turn, as nearly all lines are."""
    rest = head.rest
    return head.form is Form.COLON and rest != "" and rest[-1] not in "]#" and rest[0] != _MARK


def _begin(stretches: list[Stretch], head: Head) -> Stretch:
    """Begin a stretch, or go on with the last one under a heading that is repeated.

    An unknown speaker after an unknown speaker may be somebody else.
    """
    if head.form is Form.HEADING and stretches and stretches[-1].parts:
        last, key = stretches[-1], key_of(head.label)
        if last.label and key_of(last.label) == key and key not in VOICES:
            return last
    stretches.append(Stretch(head.label, [], head.begins, head.ends))
    return stretches[-1]


def _add_line(stretch: Stretch, rest: str, lines: list[str], number: int) -> None:
    """Add what is said on a line: all that follows its head, without a time at the end."""
    place = (number, len(lines[number]) - len(rest))
    if rest and rest[-1] in "]#":
        stamp = trailing_stamp(rest)
        if stamp is not None:
            stretch.ends = stamp.begins
            rest = rest[: stamp.start]
    stretch.add(rest, place)


def _pending(lines: list[str], number: int, stamps: dict[int, Head]) -> timedelta | None:
    """Find the time that stands alone on the line before, blank lines aside."""
    for place in range(number - 1, -1, -1):
        if lines[place]:
            stamp = stamps.get(place)
            return stamp.begins if stamp and not stamp.rest else None
    return None


def _unlabelled(lines: list[str], places: range, stamps: dict[int, Head]) -> list[Stretch]:
    """Make one stretch of each paragraph that no label stands before."""
    stretches: list[Stretch] = []
    waiting: timedelta | None = None
    for paragraph in paragraphs(lines, places):
        stretch = Stretch("", begins=waiting)
        for place in paragraph:
            stamp = stamps.get(place)
            if stamp and not stretch.parts:
                stretch.begins, stretch.ends = stamp.begins, stamp.ends
            _add_line(stretch, stamp.rest if stamp else lines[place], lines, place)
        waiting = None if stretch.parts else stretch.begins
        stretches.append(stretch)
    return [stretch for stretch in stretches if stretch.parts]


def _sign_off(lines: list[str]) -> int:
    """Find the first line of what a program or a transcriber adds after the last words."""
    first = len(lines)
    for place in range(len(lines) - 1, 0, -1):
        if lines[place]:
            if not _SIGN_OFF.fullmatch(lines[place]):
                break
            first = place
    return first


def _caption_stretches(
    lines: list[str], times: list[Times], chosen: dict[int, Head]
) -> list[Stretch]:
    """Join captions while the same speaker goes on; where none is named, until a pause."""
    starts = _starts_after_pauses(lines[: min(chosen, default=len(lines))], times)
    speaking = ""
    for number, head in chosen.items():
        key = key_of(head.label)
        if key != speaking:
            starts.append(number)
            speaking = key
    words, ends = list(lines), [end for _, end in times]
    for number, head in chosen.items():
        words[number] = head.rest
    has_blank = "" in words
    return [
        Stretch(
            chosen[start].label if start in chosen else "",
            list(filter(None, words[start:stop])) if has_blank else words[start:stop],
            times[start][0] * _MILLISECOND,
            max(ends[start:stop]) * _MILLISECOND,
        )
        for start, stop in pairwise([*starts, len(lines)])
    ]


def _starts_after_pauses(lines: list[str], times: list[Times]) -> list[int]:
    """Find the captions after a pause, or at the end of a sentence after half a minute."""
    starts: list[int] = []
    begun = latest = 0
    for number, (begins, ends) in enumerate(times[: len(lines)]):
        paused = begins - latest >= _PAUSE
        if (
            not starts
            or paused
            or (begins - begun >= _LONG and lines[number - 1].endswith(_ENDS_SENTENCE))
        ):
            starts.append(number)
            begun = latest = begins
        latest = max(latest, ends)
    return starts
