"""Every key that a text names is the one that works: it comes from the keymap."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ipe_coder.tui
from ipe_coder.config import Settings
from ipe_coder.tui.app import IpeCoder
from ipe_coder.tui.named_keys import key, spoken
from tests.tui.application import LARGE, press_each, until

_HERE = Path(ipe_coder.tui.__file__).parent
_NAMED = re.compile(r"\{+([a-z_]+\.[a-z_]+)\}+")
_LITERAL = re.compile(
    r"ctrl\+\w|\bf\d\d?\b|\b(?:esc|tab|enter|space|backspace)\b"
    r"|(?<![\w'’{“/.&%-])[b-zB-HJ-Z](?![\w'’}”/.-]\w|[\w'’])"
    r"|(?<!\S)[\[\]*#'.,;&](?= (?:and|or|moves?|goes|takes|again))"
)
"""What looks like a key in the middle of words: its name, or a letter that stands alone."""
_NO_KEY = (
    "k of n", "reported p", "rep. p", "Hedges' g", "R gives R0001", "e s d f move",
    "ctrl+d and ctrl+u", "move_segment",
)  # fmt: skip
"""Where such a letter is none."""
_LISTS = ("keymap.py", "command_list.py", "own_keys.py")
"""Where keys are listed."""


def _texts(path: Path) -> Iterator[str]:
    """Go through what a module may say: no docstrings but those of commands, no CSS, no keys."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "command":
            silent |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(getattr(one, "id", "") == "DEFAULT_CSS" for one in targets) and node.value:
                silent |= {id(part) for part in ast.walk(node.value)}
        body = getattr(node, "body", ())
        for place, part in enumerate(body if isinstance(body, list) else ()):
            if isinstance(part, ast.Expr) and not (place == 0 and _is_command(node)):
                silent.add(id(part.value))
    for node in ast.walk(tree):
        words = node.value if isinstance(node, ast.Constant) else None
        if isinstance(words, str) and id(node) not in silent:
            yield words


def _is_command(node: ast.AST) -> bool:
    return any(
        isinstance(one, ast.Call) and getattr(one.func, "id", "") == "command"
        for one in getattr(node, "decorator_list", ())
    )


def _modules() -> Iterator[Path]:
    return (path for path in sorted(_HERE.rglob("*.py")) if path.name not in _LISTS)


def test_no_text_names_a_key_by_itself() -> None:
    found = [
        f"{path.relative_to(_HERE)}: {words.strip()[:80]}"
        for path in _modules()
        for words in _texts(path)
        if " " in words.strip() and "%" not in words and _LITERAL.search(words)
        if not any(known in words for known in _NO_KEY)
    ]
    assert found == []


def test_no_line_shows_a_key_by_itself() -> None:
    """Keys that stand alone, in the colour of keys, as in `("y", "bold $accent-text")`."""
    pairs = [
        (path.name, *map(ast.unparse, node.elts[:2]))
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Tuple) and len(node.elts) > 1
    ]
    shown = [pair for pair in pairs if "accent-text" in pair[2]]
    assert len(shown) > 20
    key = re.compile(r"' *([A-Za-z]|esc|tab|enter|space|ctrl.\w) *'")
    assert [pair for pair in shown if key.fullmatch(pair[1])] == []


def test_a_key_that_is_named_by_itself_would_be_found() -> None:
    for words in (
        "Press c to find one.",
        "u takes it back",
        "esc leaves",
        "see g p",
        "[ and ] move",
    ):
        assert _LITERAL.search(words), words


def test_every_action_that_a_text_names_has_a_key() -> None:
    names = {
        name
        for path in _modules()
        for words in _texts(path)
        for name in _NAMED.findall(words)
        if path.name != "named_keys.py"
    }
    assert len(names) > 50
    for name in names:
        assert key(name), name


async def test_texts_follow_the_keys_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPE_CONFIG", str(tmp_path))
    own = '[coding]\napply_code = "f5"\n'
    (tmp_path / "keymap.toml").write_text(own, encoding="utf-8")
    app = IpeCoder(None, "AB", settings=Settings(keys="left"))
    async with app.run_test(size=LARGE) as pilot:
        await until(pilot, lambda: app.keymap.own)
        words = spoken("{coding.apply_code} {coding.side} {everywhere.undo} {go.project} {a}")
        assert words == "f5 h ctrl+z g p {a}"
        await press_each(pilot, "g", "c", "question_mark")
        assert "press f5 or a digit" in re.sub(r"&#160;| ", " ", app.export_screenshot())
    assert key("coding.apply_digit") == "1-9"
    with pytest.raises(KeyError):
        key("coding.no_such_thing")
