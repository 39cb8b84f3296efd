"""Draws the screenshots of the README and the documents from the sample project.

    python scripts/screenshots.py [FOLDER]

The sample is built anew in a temporary folder, so that the pictures show what `ipe-coder demo`
shows. They name a local font only.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
os.environ.pop("NO_COLOR", None)


@dataclass(frozen=True)
class Shot:
    """One picture: what is opened, the keys that are pressed, the size."""

    name: str
    keys: tuple[str, ...] = ()
    transcript: str = ""
    words: str = ""
    """Words that the cursor is on."""
    size: tuple[int, int] = (120, 36)


SHOTS = (
    Shot("project"),
    Shot("coding", transcript="SW01", words="My days were long"),
    Shot("palette", ("c", "m", "a", "n"), transcript="SW01", words="My days were long"),
    Shot("library", ("g", "l")),
    Shot("codebook", ("g", "b")),
    Shot("guide", ("g", "q", "f", "2")),
    Shot("matrix", ("g", "m")),
    Shot("results", ("g", "r")),
    Shot("history", ("g", "h", "f", *"coding", "enter", "j", "j")),
)


async def draw(project: Path, shot: Shot, folder: Path) -> None:
    """Draw one picture."""
    from ipe_coder.config import Settings
    from ipe_coder.model.spans import Span
    from ipe_coder.tui.app import IpeCoder

    app = IpeCoder(str(project), "AB", settings=Settings(coder="AB"))
    async with app.run_test(size=shot.size, notifications=True) as pilot:
        await settle(pilot)
        if shot.transcript:
            assert app.project is not None
            found = app.project.transcript(shot.transcript)
            start = found.text.index(shot.words)
            app.open_transcript(found.id)
            await settle(pilot, 6.0)
            app.screen.view.go_to(Span(start, start + 1).start)  # type: ignore[attr-defined]
        await settle(pilot)
        for key in shot.keys:
            await pilot.press(key)
            await settle(pilot)
        await settle(pilot, 1.5)
        svg = app.export_screenshot(title="ipe_coder")
    local = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    (folder / f"{shot.name}.svg").write_text(local, encoding="utf-8")


async def settle(pilot: object, seconds: float = 0.3) -> None:
    """Wait for work behind the screen."""
    await asyncio.sleep(seconds)
    await pilot.app.workers.wait_for_complete()  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]


def main() -> None:
    """Draw every picture."""
    from ipe_coder.project.demo import write_demo

    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screens")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["IPE_CONFIG"] = temporary
        project = write_demo(Path(temporary) / "demo")
        for shot in SHOTS:
            asyncio.run(draw(project, shot, folder))
            print(f"{folder / shot.name}.svg")


if __name__ == "__main__":
    main()
