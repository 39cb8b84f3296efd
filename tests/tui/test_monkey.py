"""Whatever is typed, nothing breaks and nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tui.application import LARGE, until
from tests.tui.monkey import PREVIEW, Monkey, MonkeyApp, build, check_whole

KEYS = int(os.environ.get("IPE_MONKEY", "200"))
SEED = int(os.environ.get("IPE_MONKEY_SEED", "20261122"))
SUGGESTS = os.environ.get("IPE_MONKEY_SUGGESTS", "") == "1"
"""Whether the process that suggests runs beside it; it takes seconds to start."""
BETWEEN_CHECKS = 500


async def test_random_keys_on_every_screen_break_nothing_and_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("IPE_CONFIG", str(tmp_path / "settings"))
    app = MonkeyApp(build(tmp_path), suggests=SUGGESTS)
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        await until(pilot, lambda: app.project is not None)
        monkey = Monkey(pilot, SEED)
        places = [*app.MODES, PREVIEW]
        while len(monkey.played) < KEYS:
            await monkey.begin(monkey.chance.choice(places))
            await monkey.play(min(BETWEEN_CHECKS, KEYS - len(monkey.played)))
            await check_whole(monkey)
