"""Somebody who hits keys at random: all screens, all dialogs, words with brackets and emoji."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from traceback import format_exception
from typing import Any

from textual import events
from textual.errors import NoWidget
from textual.pilot import OutOfBounds, Pilot
from textual.widgets import Input, TextArea

from ipe_coder.errors import UndoError
from ipe_coder.tui.dialogs.choose_files import ChooseFiles
from ipe_coder.tui.dialogs.choose_one import ChooseOne
from tests.factories import add, study
from tests.store.tables import Tables, tables_of
from tests.tui.application import LARGE, SMALL, SteadyApp, project_of, stilled
from tests.tui.programme import make_programme, with_results

SAMPLE = Path(__file__).parent.parent.parent

_MOTIONS = [
    *("down", "up", "left", "right", "tab", "shift+tab", "home", "end", "pagedown", "pageup"),
    *"jkhlJKHLnN)(*G",
]
_LEAVING = ["escape", "escape", "escape", "enter", "ctrl+s", "y", "n"]
_WORDS = [
    "[/]",
    "[b]",
    "[laughs",
    "a",
    "Time",
    "we / they",
    " ",
    "👩‍👩‍👧",
    "e\u0301\u0323",
    "مرحبا",
    "0",
    "12:04",
    "*",
    "(",
    "\\",
    "gone",
    "SW01.docx",
    "participants.csv",
    "questions.md",
    "survey.csv",
    ".",
    "~",
    "/",
    "\t",
    "out.csv",
    "out.docx",
    "%s {0}",
    "'; drop table segment; --",
    "\u200b",
    "\u202e",
]
_SIZES = [LARGE, SMALL, (20, 5), (60, 12), (200, 60)]
_LEAVES = {"ctrl+q", "ctrl+c", "ctrl+z"}
"""Keys that end or stop the program, which is not what is tried here."""
_STEPS_BACK = 20
_MOST_DIALOGS = 8
PREVIEW = "import"
"""Where else to begin than on a screen that a letter leads to."""


class MonkeyApp(SteadyApp):
    """The application, which keeps its defects for the test."""

    def __init__(self, path: Path, *, suggests: bool = False) -> None:
        """Begin without a defect, with or without the process that suggests codes."""
        super().__init__(path)
        self.settings = self.settings.having("suggestions", suggests)
        self.defects: list[str] = []

    def record_defect(self, error: BaseException) -> str:
        """Keep a defect."""
        self.defects.append("".join(format_exception(error)))
        return ""


def build(folder: Path) -> Path:
    """Make a project with some of everything, in a folder with files to import."""
    path = folder / "monkey.ipe"
    with make_programme(path) as project:
        with_results(project)
        hostile = study(
            "I: Why [/] so? | P1: It was {hard at first:Time and bandwidth} [laughs] 👩‍👩‍👧"
            " and {e\u0301\u0323 fine:Fatigue from messages=for} | P2: مرحبا, {so:New / Deep}.",
            "Hostile [b]",
        )
        add(project, "leave", hostile)
    for name in ("SW01.docx", "SW03.vtt"):
        shutil.copy(SAMPLE / "transcripts/flexitime" / name, folder)
    shutil.copy(SAMPLE / "codebooks/flexitime.yaml", folder)
    shutil.copy(SAMPLE / "results/hhp2.csv", folder)
    for name in ("transcripts/comments.docx", "tables/participants.csv", "guides/asked.csv"):
        shutil.copy(SAMPLE / "tests/data" / name, folder)
    (folder / "questions.md").write_text("# Guide\n\n1. Why [/] so?\n2. What did you make of it?\n")
    (folder / "survey.csv").write_text(
        "id,arm,Why did you leave?\nR1,treatment,It was [b]hard\nR2,control,🙂 fine\n"
    )
    return path


class Monkey:
    """Plays keys on the running application."""

    def __init__(self, pilot: Pilot[Any], seed: int) -> None:
        """Begin with a seed, which decides everything."""
        self.pilot = pilot
        self.app = pilot.app
        assert isinstance(self.app, MonkeyApp)
        self.chance = random.Random(seed)
        self.played: list[str] = []

    async def play(self, keys: int) -> None:
        """Play keys, one after the other.

        Raises:
            AssertionError: At the first defect, with the keys that led to it.
        """
        while keys > 0:
            for key in self._next():
                await self.press(key)
                keys -= 1

    async def begin(self, place: str) -> None:
        """Leave what is open for one of the screens, or for the preview of an import."""
        for _ in range(_MOST_DIALOGS):
            if len(self.app.screen_stack) > 1:
                await self.press("escape")
        await self.app.switch_mode("library" if place == PREVIEW else place)
        await stilled(self.pilot)
        if place == PREVIEW:
            await self.press("i")
            if isinstance(self.app.screen, ChooseOne):
                await self.press("enter")
            if isinstance(self.app.screen, ChooseFiles):
                self.app.screen.dismiss((Path.cwd() / "SW01.docx", Path.cwd() / "SW03.vtt"))
                await stilled(self.pilot)

    async def press(self, key: str) -> None:
        """Press a key, or do what is no key: paste, click, drag, scroll, another size."""
        assert isinstance(self.app, MonkeyApp)
        self.played.append(f"{type(self.app.screen).__name__}:{key}")
        kind, _, rest = key.partition(":")
        if kind == "paste" and rest:
            self.app.post_message(events.Paste(rest))
            await self.pilot.pause()
        elif kind == "click" and rest:
            x, y = (int(number) for number in rest.split(","))
            with suppress(NoWidget, OutOfBounds):
                await self.pilot.click(offset=(x, y))
        elif kind == "drag" and rest:
            x, y, to_x, to_y = (int(number) for number in rest.split(","))
            with suppress(NoWidget, OutOfBounds):
                await self.pilot.mouse_down(offset=(x, y))
                await self.pilot.hover(offset=(to_x, to_y))
            with suppress(NoWidget, OutOfBounds):
                await self.pilot.mouse_up(offset=(to_x, to_y))
        elif kind in ("scroll-up", "scroll-down") and rest:
            self._scroll(kind == "scroll-up", *(int(number) for number in rest.split(",")))
            await self.pilot.pause()
        elif kind == "size" and rest:
            width, height = (int(number) for number in rest.split(","))
            await self.pilot.resize_terminal(width, height)
        else:
            await self.pilot.press(key)
        assert not self.app.defects, f"{self.app.defects[0]}\nafter {' '.join(self.played[-60:])}"

    def _next(self) -> list[str]:
        """Choose what is played next."""
        typing = isinstance(self.app.focused, Input | TextArea)
        choices: list[tuple[float, Callable[[], list[str]]]] = [
            (6 if not typing else 3, self._bound),
            (3, lambda: [self.chance.choice(_MOTIONS)]),
            (1.2, lambda: [self.chance.choice(_LEAVING)]),
            (0.8, self._elsewhere),
            (0.3, lambda: ["enter", "enter"]),
            (0.4, lambda: [self.chance.choice("0123456789")]),
            (2 if typing else 0.2, self._typed),
            (0.3, lambda: [f"paste:{self.chance.choice(_WORDS)}\n[i]two"]),
            (0.5, self._clicked),
            (0.2, self._dragged),
            (0.2, self._scrolled),
            (0.15, self._resized),
            (0.3, lambda: ["u"]),
        ]
        weights = [weight for weight, _ in choices]
        return self.chance.choices([make for _, make in choices], weights)[0]()

    def _bound(self) -> list[str]:
        """Choose a key that does something here."""
        bound = sorted(key for key in self.app.screen.active_bindings if key not in _LEAVES)
        return [self.chance.choice(bound)] if bound else ["escape"]

    def _elsewhere(self) -> list[str]:
        """Leave what is open for another screen."""
        return ["escape", "escape", "escape", "g", self.chance.choice("gpcllbqmnsrhx")]

    def _typed(self) -> list[str]:
        return list(self.chance.choice(_WORDS))

    def _clicked(self) -> list[str]:
        width, height = self.app.size
        return [f"click:{self.chance.randrange(width)},{self.chance.randrange(height)}"]

    def _dragged(self) -> list[str]:
        width, height = self.app.size
        places = [self.chance.randrange(size) for size in (width, height, width, height)]
        return ["drag:{},{},{},{}".format(*places)]

    def _scrolled(self) -> list[str]:
        kind = self.chance.choice(["scroll-up", "scroll-down"])
        width, height = self.app.size
        return [f"{kind}:{self.chance.randrange(width)},{self.chance.randrange(height)}"] * 3

    def _scroll(self, up: bool, x: int, y: int) -> None:
        """Turn the wheel of a mouse, as the driver of a terminal reports it."""
        kind = events.MouseScrollUp if up else events.MouseScrollDown
        event = kind(None, x, y, 0, -1 if up else 1, 0, False, False, False, screen_x=x, screen_y=y)
        self.app.screen._forward_event(event)

    def _resized(self) -> list[str]:
        width, height = self.chance.choice(_SIZES)
        return [f"size:{width},{height}", "size:{},{}".format(*self.chance.choice([LARGE, SMALL]))]


async def check_whole(monkey: Monkey) -> None:
    """Prove that nothing is lost: all holds together, and steps back and forth change nothing."""
    await stilled(monkey.pilot)
    project = project_of(monkey.pilot)
    assert project.check() == []
    before = tables_of(project._store)
    taken = _times(project.undo)
    assert project.check() == []
    brought = _times(project.redo, taken)
    assert brought == taken, f"{taken} steps back and {brought} forth"
    after = tables_of(project._store)
    assert before == after, _difference(before, after)


def _times(step: Callable[[], object], most: int = _STEPS_BACK) -> int:
    """Go steps until that cannot be done any more; give how many were gone."""
    for number in range(most):
        try:
            step()
        except UndoError:
            return number
    return most


def _difference(before: Tables, after: Tables) -> str:
    return "\n".join(
        f"{name}: {row}"
        for name in before
        for rows, others in ((before[name], after[name]), (after[name], before[name]))
        for row in rows
        if row not in others
    )
