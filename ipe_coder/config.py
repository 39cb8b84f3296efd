"""Settings: defaults, then `settings.toml`, then the environment, then flags."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from ipe_coder.errors import FileError
from ipe_coder.paths import config_folder

THEMES = ("dark", "light", "contrast")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set, one line each in `settings.toml`."""

    coder: str = ""
    """Your name or initials as a coder."""
    theme: str = "dark"
    """dark, light or contrast."""
    blank_rows: bool = True
    """Whether the coding screen leaves a row between exchanges."""
    suggestions: bool = True
    """Whether codes are suggested."""


def load_settings() -> Settings:
    """Read the settings of this user and of the environment.

    Raises:
        FileError: If the file is no TOML, has an unknown key or a value of the wrong type.
    """
    settings = _from_file(config_folder() / "settings.toml")
    coder = os.environ.get("IPE_CODER")
    return replace(settings, coder=coder) if coder else settings


def save_settings(settings: Settings) -> None:
    """Write the settings of this user."""
    folder = config_folder()
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for field in fields(settings):
        value = getattr(settings, field.name)
        written = str(value).lower() if isinstance(value, bool) else _quoted(value)
        lines.append(f"{field.name} = {written}\n")
    temporary = folder / "settings.toml.new"
    temporary.write_text("".join(lines), encoding="utf-8")
    temporary.replace(folder / "settings.toml")


def load_keymap() -> dict[str, str]:
    """Read the keys of one's own: ids of actions to keys, as in `coding.apply_code = "c"`.

    Raises:
        FileError: If the file is no TOML or a key is not text.
    """
    path = config_folder() / "keymap.toml"
    flat: dict[str, str] = {}
    for screen, entries in _read_toml(path).items():
        pairs = entries.items() if isinstance(entries, dict) else [("", entries)]
        for action, key in pairs:
            if not isinstance(key, str):
                raise FileError(path, f"the key of {screen}.{action} is not text.", 'Write "c".')
            flat[f"{screen}.{action}".rstrip(".")] = key
    return flat


def _from_file(path: Path) -> Settings:
    known = {field.name: field.type for field in fields(Settings)}
    given = _read_toml(path)
    for name, value in given.items():
        if name not in known:
            raise FileError(path, f"there is no setting “{name}”.", f"Known: {', '.join(known)}.")
        wanted = bool if known[name] == "bool" else str
        if not isinstance(value, wanted):
            raise FileError(path, f"{name} must be {known[name]}, not {value!r}.")
    settings = Settings(**given)
    if settings.theme not in THEMES:
        raise FileError(
            path, f"there is no theme “{settings.theme}”.", f"Take {', '.join(THEMES)}."
        )
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
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
