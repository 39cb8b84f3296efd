"""Settings: defaults, then `settings.toml`, then the environment, then flags."""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from ipe_coder.errors import FileError
from ipe_coder.paths import config_folder

THEMES = ("dark", "light", "contrast")
KEY_SETS = ("standard", "vim", "arrows", "left")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set, one line each in `settings.toml`."""

    coder: str = ""
    """Your name or initials as a coder."""
    theme: str = "dark"
    """dark, light or contrast."""
    keys: str = "standard"
    """standard, vim, arrows or left: the set of keys; your own in `keymap.toml` come before it."""
    reader: bool = False
    """Whether a screen reader speaks what is shown: words in place of drawings, in one column."""
    blank_rows: bool = True
    """Whether the coding screen leaves a row between exchanges in a high window."""
    suggestions: bool = True
    """Whether codes are suggested."""

    def having(self, name: str, value: str | bool) -> Settings:
        """Make the settings with another value for one of them."""
        return replace(self, **{name: value})  # type: ignore[arg-type]


def load_settings() -> Settings:
    """Read the settings of this user and of the environment.

    Raises:
        FileError: If the file is no TOML, has an unknown key or a value of the wrong type.
    """
    settings = _from_file(config_folder() / "settings.toml")
    coder = os.environ.get("IPE_CODER")
    return replace(settings, coder=coder) if coder else settings


def change_setting(name: str, value: str | bool) -> None:
    """Write one setting of this user; every other line of the file stays as it is.

    Raises:
        FileError: If the file is not sound, or cannot be written.
    """
    path = config_folder() / "settings.toml"
    wanted = _from_file(path).having(name, value)
    written = str(value).lower() if isinstance(value, bool) else _quoted(value)
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = [line for line in old.splitlines() if not re.match(rf"\s*{name}\s*=", line)]
    text = "".join(f"{line}\n" for line in [*lines, f"{name} = {written}"])
    if _settings_in(text) != wanted:  # a value over several lines was cut
        text = _all_settings(wanted)
    temporary = path.with_suffix(".toml.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise FileError(
            path, f"could not be written: {error.strerror}.", "It holds until you leave."
        ) from None


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """Keys that somebody gave to an action in `keymap.toml`."""

    action: str
    """As in `coding.apply_code`."""
    keys: tuple[str, ...]
    line: int
    """Where it stands in the file; 0 if that was not found."""


def keymap_path() -> Path:
    """Give the file of one's own keys."""
    return config_folder() / "keymap.toml"


def load_own_keys() -> list[OwnKeys]:
    """Read the keys of one's own, as in `[coding]` and `apply_code = "c"`.

    Raises:
        FileError: If the file is no TOML, or keys are no text.
    """
    path = keymap_path()
    found = []
    for screen, entries in _read_toml(path).items():
        if not isinstance(entries, dict):
            line = _line_of(path, "", screen)
            remedy = "Put it under the name of a screen, such as [coding]."
            if screen in ("preset", "keys"):
                remedy = f'The set of keys stands in settings.toml: keys = "{entries}".'
            raise FileError(path, f"{screen} stands under no screen.", remedy, line=line or None)
        for action, given in entries.items():
            line = _line_of(path, screen, action)
            found.append(OwnKeys(f"{screen}.{action}", _keys_in(path, line, given), line))
    return found


def _keys_in(path: Path, line: int, given: Any) -> tuple[str, ...]:
    """Read keys: `"c"`, `"c, f5"` or `["c", "f5"]`."""
    listed = given if isinstance(given, list) else [given]
    if not listed or not all(isinstance(one, str) and one.strip() for one in listed):
        raise FileError(path, f"{given!r} is no key.", 'Write "c", or "c, f5".', line=line or None)
    parts = [[one] if one == "," else one.split(",") for one in listed]
    return tuple(key.strip() or "," for part in parts for key in part)


def _line_of(path: Path, table: str, name: str) -> int:
    """Find the line of an entry, which the parser of TOML does not tell."""
    at = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if heading := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            at = heading[1].strip("\"'")
        elif entry := re.match(r"\s*([^=#]+?)\s*=", line):
            said = entry[1].replace(" ", "").replace('"', "").replace("'", "")
            if (f"{at}.{said}" if at else said) == (f"{table}.{name}" if table else name):
                return number
    return 0


def _from_file(path: Path) -> Settings:
    return _checked(path, _read_toml(path))


def _settings_in(text: str) -> Settings | None:
    try:
        return Settings(**tomllib.loads(text))
    except (tomllib.TOMLDecodeError, TypeError):
        return None


def _all_settings(settings: Settings) -> str:
    lines = []
    for field in fields(settings):
        value = getattr(settings, field.name)
        written = str(value).lower() if isinstance(value, bool) else _quoted(value)
        lines.append(f"{field.name} = {written}\n")
    return "".join(lines)


def _checked(path: Path, given: dict[str, Any]) -> Settings:
    known = {field.name: field.type for field in fields(Settings)}
    for name, value in given.items():
        if name not in known:
            raise FileError(path, f"there is no setting “{name}”.", f"Known: {', '.join(known)}.")
        wanted = bool if known[name] == "bool" else str
        if not isinstance(value, wanted):
            raise FileError(path, f"{name} must be {known[name]}, not {value!r}.")
    settings = Settings(**given)
    for what, value, names in (
        ("theme", settings.theme, THEMES),
        ("set of keys", settings.keys, KEY_SETS),
    ):
        if value not in names:
            raise FileError(path, f"there is no {what} “{value}”.", f"Take {', '.join(names)}.")
    return settings


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileError(path, f"is no TOML: {error}.", "Mend it or remove it.") from None
    except OSError as error:
        raise FileError(path, f"cannot be read: {error.strerror}.") from None


def _quoted(value: str) -> str:
    """Write text as TOML; what JSON escapes, TOML reads."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
