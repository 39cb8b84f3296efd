"""Captions: WebVTT and SubRip, as Zoom, Teams and podcast programs write them.

- **Limits**: 16 MB and 150,000 lines of words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Draft, LeftOut, Rule
from ipe_coder.readers._cues import Cues, find_cues, like_timing
from ipe_coder.readers._drafts import make_draft
from ipe_coder.readers._files import (
    MOST_LINES,
    TEXT_LIMIT,
    Characters,
    read_bytes,
    read_characters,
    too_long,
)
from ipe_coder.readers._format import TranscriptFormat
from ipe_coder.readers._heads import Form, Head
from ipe_coder.readers._script import Script, Times

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"{_TIME}\s*-->\s*{_TIME}(?:\s+\S.*)?")
_FULL_TIME = r"(\d\d):(\d\d):(\d\d)[.,](\d{3})"
# The commonest form of all, for speed.
_FULL_TIMING = re.compile(f"{_FULL_TIME} --> {_FULL_TIME}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(
    r"</?(?:[bciu]|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|</v>|<\d{1,3}:\d{2}(?::\d{2})?\.\d{3}>"
    r"|\{\\an?\d+\}",
    re.IGNORECASE,
)
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:[ \t]++([^<>]*+))?>", re.IGNORECASE)
# The commonest voice tag, for speed.
_VOICE_LINE = re.compile(r"<v[ \t]([^\s<>&{][^<>&{]*)>([^<>&{]*)(?:</v>)?")
_NAMED = re.compile(r'\d+\s+"([^"]+)"\s*\(\d+\)')
"""Webex names who speaks in the line before the time: `12 "Ann Lee" (340112)`."""
_BLOCK = re.compile(r"(NOTE|STYLE|REGION)(?:[ \t].*)?")
_LINES_OF_CAPTION = 4
_unescape = lru_cache(4096)(html.unescape)
_TIMING_REMEDY = "Write it as 00:01:02.000 --> 00:01:05.000, the end after the beginning."


@dataclass(slots=True)
class _Captions:
    """The captions of a file, line by line, and what else it holds."""

    path: Path
    lines: list[str] = field(default_factory=list)
    times: list[Times] = field(default_factory=list)
    given: dict[int, Head] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    replaced: int = 0
    speaker: str = ""
    """Who says the next line, where the line before its time says so."""

    def add(self, line: str, times: Times) -> None:
        """Add one line of a caption, cut where a voice tag stands."""
        start = 0
        label: str | None = self.speaker
        self.speaker = ""
        if "<" in line:
            for tag in _VOICE.finditer(line):
                self._add_piece(label, line[start : tag.start()], times)
                label, start = self._plain(tag[1] or ""), tag.end()
        self._add_piece(label, line[start:] if start else line, times)

    def add_all(self, cues: Cues) -> None:
        """Add lines of captions, which are words or a voice tag and words."""
        lines, given = list(cues.lines), {}
        for number, line in enumerate(lines):
            if "<" in line or "&" in line or "{" in line:
                voice = _VOICE_LINE.fullmatch(line)
                if voice is None:
                    break
                lines[number] = words = voice[2].strip()
                given[number] = Head(Form.VOICE, voice[1].rstrip(), words)
        else:
            self.lines, self.times, self.given = lines, cues.times, given
            return
        for line, times in zip(*cues, strict=True):
            self.add(line, times)

    def _add_piece(self, label: str | None, words: str, times: Times) -> None:
        words = self._plain(words)
        if label:
            self.given[len(self.lines)] = Head(Form.VOICE, label, words)
        if len(self.lines) > MOST_LINES:
            raise too_long(self.path)
        if words or label:
            self.lines.append(words)
            self.times.append(times)

    def _plain(self, words: str) -> str:
        """Take tags out of a line and turn entities into characters."""
        if "<" in words or "{" in words:
            words = _TAG.sub("", words)
        if "&" in words:
            words = _ENTITY.sub(lambda match: _unescape(match[0]), words)
            cleaned = clean(words)
            words = cleaned.text.replace("\n", " ")
            self.replaced += cleaned.replaced
        return words.strip()


def read(
    path: Path, rule: Rule, name: str, opening: str, parse: Callable[[Path, list[str]], _Captions]
) -> Draft:
    """Read a caption file; `opening` is what the commonest files of the kind begin with.

    Raises:
        FileError: If it cannot be read, has a broken time, or holds no captions.
    """
    data = read_bytes(path, TEXT_LIMIT)
    characters = read_characters(path, data)
    if characters.text.count("\n") > _LINES_OF_CAPTION * MOST_LINES:
        raise too_long(path)
    captions = _Captions(path)
    if cues := find_cues(characters.text, opening):
        captions.add_all(cues)
    else:
        captions = parse(path, characters.text.split("\n"))
    if not captions.times:
        hint = "Captions are a line such as 00:00:01.000 --> 00:00:04.000 and words beneath it."
        raise FileError(path, "the file holds no captions.", hint)
    return make_draft(path, name, data, _script(captions, characters), rule)


def _script(captions: _Captions, characters: Characters) -> Script:
    return Script(
        captions.lines,
        captions.given,
        times=captions.times,
        encoding=characters.encoding,
        replaced=characters.replaced + captions.replaced,
        notes=list(characters.notes),
        left_out=captions.left_out,
    )


def _parse_webvtt(path: Path, lines: list[str]) -> _Captions:
    first = lines[0].strip()
    if first != "WEBVTT" and not first.startswith(("WEBVTT ", "WEBVTT\t")):
        hint = "Put WEBVTT alone on the first line, or give a SubRip file the ending .srt."
        raise FileError(path, "the file does not begin with WEBVTT.", hint, line=1)
    captions = _Captions(path)
    # The head is everything up to the first blank line or caption.
    end = next(
        (n for n, line in enumerate(lines) if not line.strip() or _TIMING.match(line.strip())),
        len(lines),
    )
    _leave_out(captions, "header", [first[6:], *lines[1:end]])
    _parse_blocks(captions, lines, end)
    return captions


def _parse_subrip(path: Path, lines: list[str]) -> _Captions:
    if lines[0].startswith("WEBVTT"):
        hint = "Give its name the ending .vtt."
        raise FileError(path, "the file is WebVTT, not SubRip.", hint, line=1)
    captions = _Captions(path)
    _parse_blocks(captions, lines, 0)
    return captions


def _parse_blocks(captions: _Captions, lines: list[str], start: int) -> None:
    """Go through blocks between blank lines; a block without a time goes on with the last."""
    times: Times | None = None
    for number, block in _blocks(lines, start):
        first = 0 if "-->" in block[0] else 1
        if len(block) > first + 1 and (found := _simple_timing(captions, block, first, number)):
            times = found
            for line in block[first + 1 :]:
                captions.add(line, times)
            continue
        kind = _BLOCK.fullmatch(block[0])
        if kind and not any("-->" in line for line in block[1:2]):
            noun = "comment" if kind[1] == "NOTE" else "style block"
            _leave_out(captions, noun, [block[0][len(kind[1]) :], *block[1:]])
            continue
        times = _parse_lines(captions, block, number, times)


def _simple_timing(captions: _Captions, block: list[str], first: int, number: int) -> Times | None:
    """Read the time of a block that is a number, a time and words, as nearly all are."""
    if first and not (block[0].isdecimal() and "-->" in block[1]):
        return None
    for line in block[first + 1 :]:
        if line[0].isdigit() or "-->" in line:
            return None
    return _timing(captions.path, block[first], number + first)


def _parse_lines(
    captions: _Captions, block: list[str], number: int, times: Times | None
) -> Times | None:
    """Go through a block line by line; give the time that holds at its end."""
    for offset, line in enumerate(block):
        timing = line[0].isdigit() or "-->" in line
        found = _timing(captions.path, line, number + offset) if timing else None
        if found:
            times = found
        elif not _identifier(captions, block, offset):
            if times is None:
                _leave_out(captions, "line before the first caption", [line])
            else:
                captions.add(line, times)
    return times


def _blocks(lines: list[str], start: int) -> Iterator[tuple[int, list[str]]]:
    """Group stripped lines between blank ones, with the number of the first, from 1."""
    block: list[str] = []
    for number, line in enumerate([*map(str.strip, lines[start:]), ""], start + 1):
        if line:
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _timing(path: Path, line: str, number: int) -> Times | None:
    """Read a timing line; None if it is none."""
    match = _FULL_TIMING.fullmatch(line) or _TIMING.fullmatch(line)
    if match is None:
        if like_timing(line):
            raise FileError(path, "the time is broken.", _TIMING_REMEDY, line=number)
        return None
    hours, minutes, seconds, begins, last_hours, last_minutes, last_seconds, ends = [
        int(part) if part else 0 for part in match.groups()
    ]
    if len(match[4] or "") < 3 or len(match[8] or "") < 3:
        begins, ends = (int((part or "0").ljust(3, "0")) for part in (match[4], match[8]))
    begins += ((hours * 60 + minutes) * 60 + seconds) * 1000
    ends += ((last_hours * 60 + last_minutes) * 60 + last_seconds) * 1000
    if max(minutes, seconds, last_minutes, last_seconds) > 59 or ends < begins:
        raise FileError(path, "the time is broken.", _TIMING_REMEDY, line=number)
    return begins, ends


def _identifier(captions: _Captions, block: list[str], offset: int) -> bool:
    """Tell whether a line names the caption after it; a name in words is left out and said."""
    if offset + 1 == len(block) or "-->" not in block[offset + 1]:
        return False
    if offset and not block[offset].isdecimal():
        return False
    if not _TIMING.fullmatch(block[offset + 1]):
        return False
    if named := _NAMED.fullmatch(block[offset]):
        captions.speaker = named[1].strip()
    elif any(char.isspace() for char in block[offset]):
        _leave_out(captions, "caption title", [block[offset]])
    return True


def _leave_out(captions: _Captions, kind: str, lines: list[str]) -> None:
    text = "\n".join(line.strip() for line in lines).strip()
    if text:
        captions.left_out.append(LeftOut(kind, text))


WEBVTT = TranscriptFormat(
    "WebVTT", (".vtt",), partial(read, name="WebVTT", opening="WEBVTT", parse=_parse_webvtt)
)
SUBRIP = TranscriptFormat(
    "SubRip", (".srt",), partial(read, name="SubRip", opening="", parse=_parse_subrip)
)
