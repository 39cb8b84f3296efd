"""JSON as podcast players, speech recognisers and meeting programs write it.

The file is searched for the list whose entries hold words, best with speakers and times: the
`segments` of the Podcast Namespace and of Whisper, `utterances`, `audio_segments`, `monologues`.
Whatever else the file says stands in the notes.

- **Limits**: 16 MB, 200,000 objects and as many lists, a hundred of them deep.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ipe_coder.errors import FileError, NotTranscriptError
from ipe_coder.model.delimited import column_key
from ipe_coder.model.text import clean, clean_name, count_words
from ipe_coder.model.transcript import Draft, LeftOut, Rule
from ipe_coder.readers import _entries
from ipe_coder.readers._drafts import make_draft
from ipe_coder.readers._entries import LONGEST, Entry, find_time, script_of
from ipe_coder.readers._files import TEXT_LIMIT, Characters, read_bytes, read_characters
from ipe_coder.readers._format import TranscriptFormat

NAME = "JSON"
_TEXT = (
    *_entries.TEXT, "transcript", "punctuated word", "word", "alternatives", "elements",
)  # fmt: skip
_MEANINGS = {
    meaning: tuple(column_key(word) for word in words)
    for meaning, words in (
        ("speaker", _entries.SPEAKER),
        ("text", _TEXT),
        ("begins", _entries.BEGINS),
        ("ends", _entries.ENDS),
    )
}
_SLOWEST = 0.1
"""Words a second. Nobody speaks so slowly: such times are in milliseconds."""
_DEEPEST = 100
_MOST = {"{": 200_000, "[": 200_000, ":": 1_000_000, ",": 2_000_000}
"""How often a mark may stand in a file: five hours have fifty thousand words."""
_key = lru_cache(4096)(column_key)
_REMEDY = (
    "A transcript in JSON is a list of objects with text, speaker, and start and end if there "
    "are times."
)


class _Object(dict[str, Any]):
    """An object of the file."""


class _Place(NamedTuple):
    """A list of entries, and where it stands."""

    path: tuple[str, ...]
    entries: list[_Object]

    @property
    def worth(self) -> tuple[bool, bool, int, float]:
        """How well it fits: speakers, times, the higher the better, then the longer entries."""
        words = [count_words(_words(one)) for one in self.entries]
        speakers = any(_speaker(one) for one in self.entries)
        times = any(_times(one)[0] is not None for one in self.entries)
        return speakers, times, -len(self.path), sum(words) / len(words)


def read(path: Path, rule: Rule) -> Draft:
    """Read a JSON file.

    Raises:
        FileError: If it cannot be read or is no JSON.
        NotTranscriptError: If no list in it holds words.
    """
    data = read_bytes(path, TEXT_LIMIT)
    characters = read_characters(path, data)
    root = _parse(path, characters)
    found = [_Place(where, entries) for where, entries in _lists(root, ())]
    if not found:
        raise NotTranscriptError(path, "no list in the file holds words.", _REMEDY)
    best = max(found, key=lambda place: place.worth)
    entries, replaced = _entries_of(best.entries)
    notes = list(characters.notes)
    if _in_milliseconds(entries, best.entries):
        entries = [_in_seconds(one) for one in entries]
        notes.append("The times were taken as milliseconds.")
    script = script_of([_within(one) for one in entries], "entry")
    script.encoding, script.replaced = characters.encoding, characters.replaced + replaced
    script.notes = [*notes, *script.notes]
    script.left_out = _left_out(root, best)
    return make_draft(path, NAME, data, script, rule)


def _parse(path: Path, characters: Characters) -> Any:
    def keep(pairs: list[tuple[str, Any]]) -> _Object:
        found = _Object(pairs)
        if len(found) != len(pairs):
            raise _TwiceError([key for key, _ in pairs])
        return found

    if any(characters.text.count(mark) > most for mark, most in _MOST.items()):
        hint = "Divide it into one file for each interview."
        raise FileError(path, "the file has far too many entries.", hint)
    try:
        return json.loads(characters.text, object_pairs_hook=keep, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        message = f"the file is no JSON: {error.msg[:1].lower()}{error.msg[1:]}."
        hint = "Export it again; nothing may stand before or after the JSON."
        raise FileError(path, message, hint, line=error.lineno) from error
    except _TwiceError as error:
        message = f"an object has the field “{error.name}” twice."
        raise FileError(path, message, "Rename one of them.") from error
    except (ValueError, RecursionError) as error:  # a number, or a depth, beyond all measure
        raise FileError(path, "the JSON cannot be read.", "Export it again.") from error


class _TwiceError(Exception):
    """An object has a field twice, so that its words would be lost."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.name = clean_name(Counter(names).most_common(1)[0][0])[:40]


def _lists(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[_Object]]]:
    """Find every list of objects that hold words."""
    if len(path) > _DEEPEST:
        return
    if isinstance(value, list):
        objects = [one for one in value if isinstance(one, _Object)]
        if len(objects) == len(value) and any(_words(one) for one in objects):
            yield path, objects
        for number, one in enumerate(value):
            if isinstance(one, _Object | list):
                yield from _lists(one, (*path, str(number)))
    elif isinstance(value, _Object):
        for name, one in value.items():
            if isinstance(one, _Object | list):
                yield from _lists(one, (*path, name))


def _field(one: _Object, meaning: str) -> Any:
    """Give the value of a meaning: of the name that says it best, and is not empty."""
    by_key = {_key(name): value for name, value in one.items()}
    fitting = (by_key[key] for key in _MEANINGS[meaning] if key in by_key)
    return next((value for value in fitting if value not in (None, "")), None)


def _words(one: _Object) -> str:
    """Give the words of an entry: a text, the likeliest of alternatives, or all elements."""
    value = _field(one, "text")
    if isinstance(value, list) and all(isinstance(part, _Object) for part in value):
        if any(_key(name) == "alternatives" for name in one):
            return _words(value[0]) if value else ""
        return "".join(_elements(one))
    return _text(value)


def _elements(one: _Object) -> list[str]:
    """List the pieces of an entry whose words stand in a list of elements."""
    value = _field(one, "text")
    parts = value if isinstance(value, list) else []
    return [_text(part.get("value")) for part in parts if isinstance(part, _Object)]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _speaker(one: _Object) -> str:
    value = _field(one, "speaker")
    if isinstance(value, _Object):
        value = _field(value, "speaker")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    name = clean_name(str(value)).rstrip(": ")
    return f"Speaker {name}" if name.isdecimal() else name


def _times(one: _Object) -> tuple[timedelta | None, timedelta | None]:
    begins, ends = _field(one, "begins"), _field(one, "ends")
    if isinstance(begins, list):  # Whisper's pipelines write both into one field
        begins, ends = [*begins, None, None][:2]
    return _time(begins), _time(ends)


def _time(value: Any) -> timedelta | None:
    return None if isinstance(value, bool | None) else find_time(str(value), LONGEST * 1000)


def _entries_of(found: list[_Object]) -> tuple[list[Entry], int]:
    """Read the entries; a mark of punctuation on its own joins the word before."""
    entries: list[Entry] = []
    replaced = 0
    for place, one in enumerate(found, 1):
        text, bad = clean(_words(one))
        replaced += bad
        if one.get("type") == "punctuation" and entries:
            joined = clean(entries[-1].text + text.strip()).text
            entries[-1] = entries[-1]._replace(text=joined)
            continue
        begins, ends = _times(one)
        if begins is not None and ends is not None and ends < begins:
            ends = begins
        entries.append(Entry(place, _speaker(one), text.strip(), begins, ends))
    return [one for one in entries if one.text or one.speaker], replaced


def _in_milliseconds(entries: list[Entry], found: list[_Object]) -> bool:
    """Tell whether times are milliseconds: whole numbers, far too slow for anybody's speech."""
    values = [_field(one, "begins") for one in found if _field(one, "begins") is not None]
    if not values or not all(isinstance(one, int) for one in values):
        return False
    timed = [(one.begins, one.ends) for one in entries]
    spoken = sum((e - b for b, e in timed if b is not None and e is not None), timedelta())
    words = sum(count_words(one.text) for one in entries)
    return words < spoken.total_seconds() * _SLOWEST


def _in_seconds(one: Entry) -> Entry:
    begins, ends = (time / 1000 if time is not None else None for time in (one.begins, one.ends))
    return one._replace(begins=begins, ends=ends)


def _within(one: Entry) -> Entry:
    """Drop times that no recording has, such as the seconds since 1970."""
    if max(one.begins or timedelta(), one.ends or timedelta()) > LONGEST:
        return one._replace(begins=None, ends=None)
    return one


def _left_out(root: Any, best: _Place) -> list[LeftOut]:
    """List the words of all other fields, by the name of the field."""
    taken = {id(one) for one in best.entries}
    found: dict[str, list[str]] = {}
    for name, text in _strings(root, "", taken, depth=0):
        if count_words(text):
            found.setdefault(name, []).append(text)
    return [LeftOut(f"field “{name[:40]}”", clean("\n".join(one)).text)
            for name, one in found.items()]  # fmt: skip


def _strings(value: Any, name: str, taken: set[int], depth: int) -> Iterator[tuple[str, str]]:
    """Find the texts that are neither the words nor the speaker of an entry that was taken."""
    if isinstance(value, str):
        yield name, value
    elif depth < _DEEPEST and isinstance(value, list):
        for one in value:
            yield from _strings(one, name, taken, depth + 1)
    elif depth < _DEEPEST and isinstance(value, _Object):
        own = _taken_fields(value) if id(value) in taken else set()
        for field, one in value.items():
            strings = _strings(one, clean_name(field), taken, depth + 1)
            if field not in own:
                yield from strings
            elif not isinstance(one, str):  # such as the less likely of several alternatives
                said = {_words(value), _speaker(value), *_elements(value)}
                yield from (pair for pair in strings if pair[1] not in said)


def _taken_fields(one: _Object) -> set[str]:
    """Name the fields of an entry that became its words, its speaker and its times."""
    taken = set()
    for meaning, keys in _MEANINGS.items():
        value = _field(one, meaning)
        fitting = (name for key in keys for name in one
                   if _key(name) == key and one[name] is value)  # fmt: skip
        if value is not None and (name := next(fitting, "")):
            taken.add(name)
    return taken


FORMAT = TranscriptFormat(NAME, (".json",), read)
