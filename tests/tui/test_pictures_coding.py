"""How the coding screen looks in every state that a coder meets."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ipe_coder.model.segment import Suggestion
from ipe_coder.suggest.messages import SentenceSuggestions
from tests.tui import gallery
from tests.tui.application import SteadyApp, stilled, transcript_called
from tests.tui.pictures import Pictures, Shown


async def opened(shown: Shown, title: str, words: str = "") -> None:
    """Open a transcript, with the cursor on some words."""
    shown.app.open_transcript(transcript_called(shown.app.project, title))
    await stilled(shown.pilot)
    await to(shown, words) if words else None


async def to(shown: Shown, words: str) -> None:
    """Go to some words of the transcript on show."""
    shown.screen.view.go_to(shown.screen.desk.transcript.text.index(words))
    await stilled(shown.pilot)


async def test_moving_and_selecting(pictures: Pictures, gallery_path: Path) -> None:
    async with pictures.of(SteadyApp(gallery_path), every=True) as shown:
        await opened(shown, gallery.TALK)
        await shown.take("fresh")
        await to(shown, "a couple of people")
        await shown.take("selection-live-end", "l", "v", "l", "l", "l", contrast=True)
        await shown.take("selection-live-start", "o", "h")
        await shown.keys("escape", "escape")
        await to(shown, "I filled in")
        await shown.take("segment-with-memo-stance-star")
        await shown.take("edges-moving", "e", "h", "h")
        await shown.keys("escape", "escape")
        await shown.take("turn-selected", "V")
        await shown.keys("escape")
        await shown.take("side-pane", "s", "j")
        await shown.keys("escape")
        await shown.take("focus-on-answers", "d")
        await shown.keys("d")
        await shown.take("blind", "B")
        await shown.keys("B")
        await shown.take("no-blank-rows", "z")


async def test_applying_codes(pictures: Pictures, gallery_path: Path) -> None:
    async with pictures.of(SteadyApp(gallery_path), every=True) as shown:
        await opened(shown, gallery.TALK, "Nobody rang her")
        await shown.take("palette", "c")
        await shown.type("manag")
        await shown.take("palette-hit")
        await shown.take("palette-gathered", "tab")
        await shown.type("zebra")
        await shown.take("palette-no-hit")
        await shown.type("Seen to be done")
        await shown.take("code-made-in-place", "ctrl+n")
        await shown.keys("j")
        await shown.take("in-vivo", "i")
        await shown.keys("escape")
        await shown.take("stance-set", "t")
        await shown.take("removed", "k", "x")
        await shown.take("undone", "u")
        sentence = shown.screen.view.sentence
        first, second = shown.screen.desk.book.codes[1:3]
        found = (
            Suggestion(sentence, first.id, 0.91, "keyword: form"),
            Suggestion(sentence, second.id, 0.64, "like 3 segments of SW01"),
        )
        shown.screen.desk.take_suggestions([SentenceSuggestions(sentence, found)])
        await shown.take("suggestions", "j", "k")


async def test_finding_and_marking(pictures: Pictures, gallery_path: Path) -> None:
    async with pictures.of(SteadyApp(gallery_path)) as shown:
        await opened(shown, gallery.TALK, "I filled in")
        await shown.take("letters", ",")
        await shown.take("letters-choose", "p")
        await shown.keys("escape", "escape")
        await shown.take("filter-choose", "F")
        await shown.type("Rm")
        await shown.take("filter", "enter")
        await shown.keys("F", "enter")
        await shown.take("memo-dialog", "m")
        await shown.keys("escape")
        await shown.keys("/")
        await shown.type("manager")
        await shown.take("find-asked")
        await shown.take("find-hits", "enter")
        await shown.keys("escape")
        await shown.keys("/")
        await shown.type("zebra")
        await shown.take("find-none", "enter")
        await shown.keys("escape", "escape")
        await shown.take("go-to-turn", "#")
        await shown.type("99")
        await shown.take("go-to-turn-refused", "enter")
        await shown.keys("escape", "escape")
        await shown.take("jump", "space", "m")
        await shown.keys("escape")
        await shown.take("mark", "M")
        await shown.keys("a")
        await shown.take("go-to-mark", "'")
        await shown.keys("escape")
        await shown.take("question", "a")
        await shown.take("questions-choose", "Q")


async def test_other_transcripts(pictures: Pictures, gallery_path: Path) -> None:
    async with pictures.of(SteadyApp(gallery_path)) as shown:
        await opened(shown, gallery.WIDE, "我的经理")
        await shown.take("wide-signs", "l", "v", "l")
        await shown.keys("escape", "escape")
        await opened(shown, gallery.BARE)
        await shown.take("no-code-yet", "tab")
        await opened(shown, "SW02", "When we are")
        await shown.take("waiting")
        await opened(shown, "SWG03")
        await shown.take("no-codes-in-study", "c")
        await shown.keys("escape")
        await opened(shown, gallery.TALK, "[b]Some")
        await shown.take("brackets-and-emoji")


async def test_everywhere(
    pictures: Pictures, gallery_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with pictures.of(SteadyApp(gallery_path)) as shown:
        await opened(shown, gallery.TALK)
        await shown.take("keys", "?")
        await shown.keys("escape")
        await shown.take("go", "g")
        await shown.keys("escape")
        await shown.take("actions", ":")
        await shown.keys("escape")
        await shown.take("settings", "f9")
        await shown.keys("escape")
        monkeypatch.setattr("ipe_coder.store.engine.BUSY_SECONDS", 0.1)
        other = sqlite3.connect(gallery_path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await shown.take("not-saved", "4")
        other.execute("ROLLBACK")
        other.close()
