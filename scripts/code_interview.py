"""Codes one interview of the sample at the keyboard and counts every key.

    python scripts/code_interview.py [TRANSCRIPT] [--keys] [--size 120x36]

The plan is what coder AB coded there. AB's coding of this and of the later interviews of the
study is removed first, so that recent codes, suggestions and uses stand as they did when AB came
to it. Then every segment is made again through the real application: motions or a jump to the
first word, `v` and motions or a jump to the last, whichever is shorter, and for the code its
digit where one shows it, the full stop where it was the last, else `c`, the fewest letters that
bring it first, and `enter`. Codes on the same words are made one after another, or gathered in
the palette, whichever is shorter. The sum is of keys pressed; the segments are read from the
project afterwards and compared with the plan.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from ipe_coder.model.segment import Segment
    from ipe_coder.project import Project
    from ipe_coder.tui.screens.coding import CodingScreen
    from ipe_coder.tui.widgets.transcript_caret import Caret
    from ipe_coder.tui.widgets.transcript_view import TranscriptView

CODER = "AB"
_SECONDS = 60
"""How long suggestions may take to come."""
_STEPS = 6


@dataclass(frozen=True)
class Planned:
    """Words, and the codes that they get."""

    start: int
    end: int
    code_ids: tuple[str, ...]


@dataclass
class Tally:
    """Keys by what they were pressed for, and all of them in order."""

    spent: Counter[str] = field(default_factory=Counter)
    keys: list[str] = field(default_factory=list)
    chosen: Counter[str] = field(default_factory=Counter)
    """How codes were chosen."""

    def add(self, purpose: str, keys: Sequence[str]) -> None:
        """Count keys."""
        self.spent[purpose] += len(keys)
        self.keys += keys


def prepare(project: Project, title: str) -> tuple[str, list[Planned]]:
    """Remove the coding from an interview on; give its id and AB's plan for it."""
    transcript = project.transcript(title)
    study = [one for one in project.transcripts() if one.study_id == transcript.study_id]
    study.sort(key=lambda one: one.title)
    plan = list(planned(project.segments_of(transcript.id, coder=CODER)))
    for one in study:
        if one.title >= transcript.title:
            project.remove_segments([segment.id for segment in project.segments_of(one.id)])
    return transcript.id, plan


def planned(segments: Sequence[Segment]) -> Iterator[Planned]:
    """Gather segments by their words, in the order of the text."""

    def place(one: Segment) -> tuple[int, int]:
        return one.span.start, one.span.end

    for (start, end), group in groupby(sorted(segments, key=place), key=place):
        yield Planned(start, end, tuple(one.code_id for one in group))


def by_words(caret: Caret, one: Planned) -> Planned:
    """Round a plan up to words: the screen takes the full stop with the word before it."""
    from ipe_coder.tui.widgets.transcript_units import Unit

    start, _ = caret.units.at(Unit.WORD, one.start)
    _, end = caret.units.at(Unit.WORD, one.end - 1)
    return Planned(start, end, one.code_ids)


# -- which keys


def path_to(caret: Caret, start: int, uncoded: Sequence[int] = ()) -> list[str]:
    """Go to the word or sentence that begins at a code point, turn by turn, then by sentences.

    Args:
        caret: Where the cursor is.
        start: Where the words begin.
        uncoded: Where the turns begin that `tab` goes to, in order.
    """
    from ipe_coder.tui.widgets.transcript_units import Unit

    units = caret.units
    goal = units.at(Unit.SENTENCE, start)
    keys: list[str] = []
    while caret.sentence != goal:
        _, end = units.at(Unit.TURN, caret.head[0])
        tab = next((place for place in uncoded if place >= end), start + 1)
        if tab <= goal[0] and tab > _moved(caret, "J").head[0]:
            key, caret = "tab", caret.to(tab)
        else:
            key = _towards(caret, goal[0])
            caret = _moved(caret, key)
        keys.append(key)
    if caret.word is not None and goal[0] == start:
        keys.append("escape")
        caret = caret.leave_word()
    if goal[0] != start:
        keys += _by_words(caret, start)
    return keys


def _towards(caret: Caret, start: int) -> str:
    """Choose the step that brings the cursor on, the longest that does not go too far."""
    forward = start > caret.head[0]
    long, short = ("J", "j") if forward else ("K", "k")
    there = _moved(caret, long).sentence[0]
    fits = there <= start if forward else there >= start
    return long if fits and there != caret.sentence[0] else short


def _moved(caret: Caret, key: str) -> Caret:
    from ipe_coder.tui.widgets.transcript_units import Unit

    unit = {
        "j": Unit.SENTENCE, "k": Unit.SENTENCE, "l": Unit.WORD, "h": Unit.WORD,
        "greater_than_sign": Unit.CLAUSE, "less_than_sign": Unit.CLAUSE,
    }  # fmt: skip
    forward = ("j", "J", "l", "greater_than_sign")
    return caret.step(unit.get(key, Unit.TURN), key in forward)


def _by_words(caret: Caret, start: int) -> list[str]:
    """Enter a sentence from whichever side is nearer to its word, by words or clauses first."""
    tries = []
    for word, clause in (("l", "greater_than_sign"), ("h", "less_than_sign")):
        for clauses in range(9):
            keys, now = [clause] * clauses, caret
            for key in keys:
                now = _moved(now, key)
            while now.head[0] != start and len(keys) < 200:
                key = word if (word == "l") == (now.head[0] < start) or now is caret else "h"
                now = _moved(now, key)
                keys.append(key)
            tries.append(keys)
    return min(tries, key=len)


def jump_to(view: TranscriptView, start: int) -> list[str]:
    """Jump to a word in view: its first letters, and the label that it then has."""
    assert view.transcript is not None
    letters = [one for one in view.transcript.text[start : start + 40].lower() if one.isalnum()]
    for number in (1, 2, 3):
        found = view.find_words("".join(letters[:number]))
        label = found.by_place.get(start)
        if label is not None:
            return ["space", *letters[:number], label]
    return ["none"] * 200


def shorter_to(view: TranscriptView, start: int, keys: list[str]) -> list[str]:
    """Go to the first word by a jump where that is shorter; to a whole sentence, with esc."""
    jump = jump_to(view, start)
    if view.transcript is not None and view._caret is not None:
        from ipe_coder.tui.widgets.transcript_units import Unit

        if view._caret.units.at(Unit.SENTENCE, start)[0] == start:
            jump.append("escape")
    return jump if len(jump) < len(keys) else keys


def path_over(caret: Caret, end: int) -> list[str]:
    """Select from the cursor to a code point: nothing to press where it is the sentence."""
    if caret.target[1] == end and caret.word is None:
        return []
    keys, now = ["v"], caret.extend()
    while now.target[1] < end:
        steps = [(key, _moved(now, key)) for key in ("J", "j", "greater_than_sign", "l")]
        key, now = next(
            (step for step in steps if now.target[1] < step[1].target[1] <= end), steps[-1]
        )
        keys.append(key)
        if len(keys) > 200:
            raise SystemExit(f"no keys select up to {end}")
    return keys


def letters_for(screen: CodingScreen, code_id: str) -> list[str]:
    """Find the fewest letters that bring a code first in the palette: of its name, or its mark."""
    from ipe_coder.analysis.code_search import find_codes

    desk = screen.desk
    beside = desk.palette("")
    code = desk.book[code_id]
    names = [code.mark.lower(), *(_letters_of(code.name))]
    for letters in sorted(names, key=len):
        found = find_codes(desk.book, letters, recent=beside.recent, uses=beside.uses)
        if found and found[0].code.id == code_id:
            return ["space" if letter == " " else letter for letter in letters]
    raise SystemExit(f"no letters bring {code.name} first")


def _letters_of(name: str) -> list[str]:
    words = name.lower().split()
    return [
        " ".join(words[place:])[:length] for place in range(len(words)) for length in range(1, 9)
    ]


def choices_for(screen: CodingScreen, code_id: str) -> dict[str, list[str]]:
    """Say how one code can be chosen now."""
    from ipe_coder.tui.screens.coding_side import RECENT, SUGGESTED

    desk, found = screen.desk, dict[str, list[str]]()
    suggested = [one.code_id for one in screen._suggestions[:SUGGESTED]]
    recent = [one.id for one in desk.recent_codes()[:RECENT]]
    if desk.last_applied == (code_id,):
        found["repeat"] = ["full_stop"]
    if code_id in suggested:
        found["suggestion"] = [str(suggested.index(code_id) + 1)]
    if code_id in recent:
        found["recent digit"] = [str(recent.index(code_id) + SUGGESTED + 1)]
    found["palette"] = ["c", *letters_for(screen, code_id), "enter"]
    return found


# -- pressing them


async def rest(pilot: Pilot[None]) -> None:
    """Wait for the work behind the screen."""
    from contextlib import suppress

    from textual.worker import WorkerCancelled

    for _ in range(_STEPS):
        for worker in list(pilot.app.workers):
            with suppress(WorkerCancelled):
                await worker.wait()
        await pilot.pause()


async def press(pilot: Pilot[None], keys: Sequence[str]) -> None:
    """Press keys as somebody does who looks at what each of them brings."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    await rest(pilot)


async def code_all(pilot: Pilot[None], screen: CodingScreen, plan: Sequence[Planned]) -> Tally:
    """Make every planned segment."""
    tally = Tally()
    for one in plan:
        caret = screen.view._caret
        assert caret is not None
        keys = path_to(caret.clear(), one.start, uncoded_turns(screen))
        if caret.selection is None or not caret.extending:
            keys = shorter_to(screen.view, one.start, keys)
        await press(pilot, keys)
        tally.add("to the first word", keys)
        await over(pilot, screen, one, tally)
        await choose(pilot, screen, one, tally)
    return tally


def uncoded_turns(screen: CodingScreen) -> list[int]:
    """List where the turns of participants without a code begin."""
    desk = screen.desk
    return [
        one.start
        for one in desk.transcript.turns
        if screen._is_to_code(one) and not desk.is_coded(one.index)
    ]


async def over(pilot: Pilot[None], screen: CodingScreen, one: Planned, tally: Tally) -> None:
    """Select the words of a plan from its first, where the cursor is."""
    from ipe_coder.tui.widgets.transcript_units import Unit

    caret = screen.view._caret
    assert caret is not None
    keys = path_over(caret, one.end)
    last, _ = caret.units.at(Unit.WORD, one.end - 1)
    jump = ["v", *jump_to(screen.view, last)]
    keys = jump if len(jump) < len(keys) else keys
    await press(pilot, keys)
    tally.add("to the last word", keys)


async def choose(pilot: Pilot[None], screen: CodingScreen, one: Planned, tally: Tally) -> None:
    """Apply the codes of a plan, those that a digit gives first."""
    left = list(one.code_ids)
    while left:
        target = screen.view.target
        if target is None or (target.start, target.end) != (one.start, one.end):
            await again(pilot, screen, one, tally)
        ways = {code_id: shortest(choices_for(screen, code_id)) for code_id in left}
        code_id = min(left, key=lambda key: len(ways[key][1]))
        how, keys = ways[code_id]
        done = [code_id]
        if how == "palette" and len(left) > 1:
            how, done = "palette, several at once", left
            gathered = [[*letters_for(screen, key), "tab"] for key in left]
            letters = [key for group in gathered for key in group]
            keys = ["c", *letters[:-1], "enter"]
        await press(pilot, keys)
        tally.add(how, keys)
        tally.chosen[how] += len(done)
        left = [key for key in left if key not in done]


def shortest(ways: Mapping[str, list[str]]) -> tuple[str, list[str]]:
    """Choose the way of the fewest keys."""
    return min(ways.items(), key=lambda pair: len(pair[1]))


async def again(pilot: Pilot[None], screen: CodingScreen, one: Planned, tally: Tally) -> None:
    """Go back to words that were coded already, for another code."""
    caret = screen.view._caret
    assert caret is not None
    keys = path_to(caret.clear(), one.start)
    await press(pilot, keys)
    tally.add("back for another code", keys)
    caret = screen.view._caret
    assert caret is not None
    keys = path_over(caret, one.end)
    await press(pilot, keys)
    tally.add("back for another code", keys)


async def run(path: Path, title: str, size: tuple[int, int]) -> tuple[Tally, list[Planned], int]:
    """Open the application, code the interview, and count what is as planned."""
    from ipe_coder.config import Settings
    from ipe_coder.project import open_project
    from ipe_coder.tui.app import IpeCoder
    from ipe_coder.tui.screens.coding import CodingScreen

    with open_project(path, CODER) as project:
        transcript_id, plan = prepare(project, title)
    app = IpeCoder(str(path), CODER, settings=Settings(coder=CODER))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.project is not None)
        app.open_transcript(transcript_id)
        await until(pilot, lambda: isinstance(app.screen, CodingScreen))
        screen = app.screen
        assert isinstance(screen, CodingScreen)
        await until(pilot, lambda: screen.desk.suggestion_note.startswith("Nothing to suggest"))
        await press(pilot, ["home"])
        assert screen.view._caret is not None
        plan = [by_words(screen.view._caret, one) for one in plan]
        tally = await code_all(pilot, screen, plan)
        await rest(pilot)
    with open_project(path, CODER) as project:
        made = list(planned(project.segments_of(transcript_id, coder=CODER)))
    wanted = {(one.start, one.end, key) for one in plan for key in one.code_ids}
    got = {(one.start, one.end, key) for one in made for key in one.code_ids}
    return tally, plan, len(wanted ^ got)


async def until(pilot: Pilot[None], condition: object) -> None:
    """Wait until something is so."""
    for _ in range(_SECONDS * 10):
        await pilot.pause(0.1)
        if condition():  # type: ignore[operator]
            await rest(pilot)
            return
    raise SystemExit("what was waited for did not come")


def main() -> None:
    """Build the sample, code, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("transcript", nargs="?", default="CV03")
    parser.add_argument("--size", default="120x36")
    parser.add_argument("--sample", type=Path, help="a sample project that is there; it is copied")
    parser.add_argument("--keys", action="store_true", help="print every key")
    given = parser.parse_args()
    from ipe_coder.project.demo import write_demo

    columns, rows = (int(part) for part in given.size.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IPE_CONFIG"] = str(Path(folder) / "settings")
        if given.sample:
            path = Path(shutil.copy(given.sample, folder))
        else:
            path = write_demo(Path(folder) / "demo")
        tally, plan, wrong = asyncio.run(run(path, given.transcript, (columns, rows)))
    report(tally, plan, given.transcript)
    if given.keys:
        print(" ".join(tally.keys))
    if wrong:
        print(f"{wrong} segments are not as planned.", file=sys.stderr)
        raise SystemExit(1)


def report(tally: Tally, plan: Sequence[Planned], title: str) -> None:
    """Print keys per segment and what they went on."""
    segments = sum(len(one.code_ids) for one in plan)
    keys = len(tally.keys)
    print(f"{title}: {segments} segments, {keys} keys, {keys / segments:.1f} keys a segment")
    for purpose, number in tally.spent.most_common():
        times = tally.chosen.get(purpose)
        said = f"  {times} times" if times else ""
        print(f"  {purpose:26}{number:5}{number / segments:7.2f}{said}")


if __name__ == "__main__":
    main()
