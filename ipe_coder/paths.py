"""Where things are: settings, the log and the sample. Nothing is made at import."""

from __future__ import annotations

import os
from pathlib import Path

APP = "ipe_coder"


def config_folder() -> Path:
    """Give the folder of `settings.toml` and `keymap.toml`; `$IPE_CONFIG` overrides it."""
    override = os.environ.get("IPE_CONFIG")
    if override:
        return Path(override)
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False)


def log_file() -> Path:
    """Give the log file, in the platform's state folder."""
    override = os.environ.get("IPE_CONFIG")
    if override:
        return Path(override) / "ipe-coder.log"
    from platformdirs import user_state_path

    return user_state_path(APP, appauthor=False) / "ipe-coder.log"


def sample() -> Path:
    """Give the folder that holds the sample's `codebooks`, `transcripts` and `results`.

    An installed package carries it; a checkout has it at its root.
    """
    packaged = Path(__file__).parent / "sample"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent
