"""Pictures of the real application: one run, many states, each in two sizes and two themes.

A state is reached with keys, as a researcher reaches it. Its four pictures are taken by making the
window smaller and changing the theme, and each is compared with the one that is stored:

    async with pictures.of(SteadyApp(path)) as shown:
        await shown.keys("g", "l")
        await shown.take("library-transcripts")

All pictures of a run are compared before any difference fails the test, so that one run with
`--snapshot-update` brings all of them up to date.
"""

from __future__ import annotations

import os
import pickle
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pytest
from pytest_textual_snapshot import (
    PseudoApp,
    PseudoConsole,
    SVGImageExtension,
    node_to_report_path,
)
from rich.console import Console
from syrupy.assertion import SnapshotAssertion
from textual.app import App
from textual.pilot import Pilot
from textual.screen import SystemModalScreen
from textual.widgets import Input, TextArea

from ipe_coder.tui.themes import CONTRAST, DARK, LIGHT
from tests.tui.application import LARGE, SMALL, press_each, stilled

VIEWS = ((LARGE, DARK), (LARGE, LIGHT), (SMALL, LIGHT), (SMALL, DARK))
"""Size and theme of each picture, in the order with the fewest changes from one to the next."""

EVERY = os.environ.get("IPE_PICTURES", "") == "all"
"""Whether each state is looked at in all of them, as `make thorough` does, or in one, in turn."""

_FRAME = 0.02
"""Seconds in which the screen is drawn once."""
_NEEDLESS = re.compile(
    r"@font-face \{.*?\}"
    r"|<clipPath id=\"terminal-line-.*?</clipPath>"
    r"| clip-path=\"url\(#terminal-line-\d+\)\""
    r"|<text[^>]*>\s*</text>"
    r"|\n[ \t]*(?=\n)",
    re.DOTALL,
)
"""Fonts from elsewhere, and what draws nothing: four hundred pictures are stored."""
_GROUND = re.compile(
    r'<rect fill="([^"]*)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="24.65"'
    r' shape-rendering="crispEdges"/>'
)


class Picture(SVGImageExtension):  # type: ignore[misc]
    """A stored picture, a third as long as it would be otherwise."""

    def serialize(self, *args: Any, **kwargs: Any) -> Any:
        """Leave out what a picture looks the same without."""
        svg = _NEEDLESS.sub("", super().serialize(*args, **kwargs)).replace("&#160;", "\u00a0")
        first, last = svg.find('<rect fill="#', svg.find("<g transform", 1)), svg.rfind("<rect")
        end = svg.index(">", last) + 1
        grounds = "".join(_joined(_GROUND.findall(svg[first:end])))
        return svg[:first] + grounds + svg[end:]


def _joined(pieces: list[tuple[str, str, str, str]]) -> Iterator[str]:
    """Make one of grounds of one colour that stand side by side."""
    for (fill, y), group in groupby(pieces, key=lambda piece: (piece[0], piece[2])):
        row = list(group)
        left, right = float(row[0][1]), float(row[-1][1]) + float(row[-1][3])
        yield (
            f'<rect fill="{fill}" x="{left:g}" y="{y}" width="{right - left:g}" height="24.65" '
            'shape-rendering="crispEdges"/>\n'
        )


@dataclass
class Shown:
    """The application as it is shown."""

    pilot: Pilot[Any]
    snapshot: SnapshotAssertion
    request: pytest.FixtureRequest
    different: list[str] = field(default_factory=list)
    every: bool = EVERY
    """Whether each state is looked at in all views; else in one, another for each state."""
    taken: int = 0

    @property
    def app(self) -> Any:
        """The application itself."""
        return self.pilot.app

    @property
    def screen(self) -> Any:
        """The screen or dialog on show."""
        return self.pilot.app.screen

    async def keys(self, *keys: str) -> None:
        """Press keys, waiting for what each of them brings."""
        await press_each(self.pilot, *keys)
        await stilled(self.pilot)

    async def type(self, words: str) -> None:
        """Put words into the field or text that has the focus."""
        field = self.pilot.app.focused
        if isinstance(field, TextArea):
            field.insert(words)
        else:
            assert isinstance(field, Input)
            field.value = words
            field.cursor_position = len(words)
        await stilled(self.pilot)

    async def take(self, state: str, *keys: str, contrast: bool = False) -> None:
        """Take the pictures of a state, after some keys that lead to it.

        Args:
            state: What it is called in the names of the files.
            keys: The keys.
            contrast: Whether there is one in high contrast too, of the large window.
        """
        await self.keys(*keys)
        for size, theme in self._of_turn((*VIEWS, *([(LARGE, CONTRAST)] if contrast else []))):
            await self._look(size, theme)
            self._compare_view(state, size, theme)
        await self._look(LARGE, DARK)

    async def take_small(self, state: str, *keys: str) -> None:
        """Take the pictures of a state that there is in a small window alone."""
        await self._look(SMALL, DARK)
        await self.keys(*keys)
        for size, theme in self._of_turn(VIEWS[:1:-1]):
            await self._look(size, theme)
            self._compare_view(state, size, theme)
        await self._look(LARGE, DARK)

    def _of_turn(
        self, views: tuple[tuple[tuple[int, int], str], ...]
    ) -> tuple[tuple[tuple[int, int], str], ...]:
        """Choose the views of a state: all, or one, another for each state."""
        self.taken += 1
        is_stored = self.request.config.getoption("--snapshot-update")
        place = self.taken % len(views)
        return views if self.every or is_stored else views[place : place + 1]

    def _compare_view(self, state: str, size: tuple[int, int], theme: str) -> None:
        name = f"{state}-{size[0]}x{size[1]}-{theme.removeprefix('ipe-')}"
        self._compare(name, self.pilot.app.export_screenshot(simplify=True))

    async def _look(self, size: tuple[int, int], theme: str) -> None:
        if self.pilot.app.theme != theme:
            self.pilot.app.theme = theme
            if isinstance(self.screen, SystemModalScreen):  # Textual leaves those as they are
                await stilled(self.pilot)
                self.app.stylesheet.update(self.screen)
        if self.pilot.app.size != size:
            await self.pilot.resize_terminal(*size)
        await stilled(self.pilot)
        places = None
        while places != (now := self._places()):
            # A field grows with its words only once it is laid out, and moves what is beneath.
            places = now
            await self.pilot.pause(_FRAME)
            await stilled(self.pilot)

    def _places(self) -> list[object]:
        """List where everything on the screen is."""
        return [one.region for one in self.screen._compositor.full_map.values()]

    def _compare(self, name: str, svg: str) -> None:
        if self.snapshot(name=name) == svg:
            return
        self.different.append(name)
        stored = self.snapshot.executions[self.snapshot.num_executions - 1].final_data
        console = Console(legacy_windows=False, force_terminal=True)
        seen = PseudoApp(PseudoConsole(console.legacy_windows, console.size))
        path, line, _ = self.request.node.reportinfo()
        report = node_to_report_path(self.request.node)
        facts = (False, str(stored or ""), svg, seen, path, line, name, "", "", bool(stored))
        report.with_name(f"{report.name}_{name}").write_bytes(pickle.dumps(facts))


@dataclass
class Pictures:
    """Makes pictures of an application while it runs."""

    snapshot: SnapshotAssertion
    request: pytest.FixtureRequest

    @asynccontextmanager
    async def of(self, app: App[Any], *, every: bool = False) -> AsyncIterator[Shown]:
        """Run the application; fail at the end where pictures differ from those stored.

        Args:
            app: The application.
            every: Whether all views are looked at, since what is scrolled depends on those before.
        """
        async with app.run_test(size=LARGE, notifications=True) as pilot:
            shown = Shown(pilot, self.snapshot, self.request, every=every or EVERY)
            await stilled(pilot)
            yield shown
        assert not shown.different, (
            "these pictures are not as they are stored: " + ", ".join(shown.different) + ". "
            "Look at snapshot_report.html; `make pictures` stores them as they are now."
        )
