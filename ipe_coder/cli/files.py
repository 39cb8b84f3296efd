"""Files that a command line names: folders give the transcript files in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ipe_coder.cli.output import narrate
from ipe_coder.errors import UsageError

_BESIDE = re.compile(r"(?:guide|topic.guide|read.?me|licen[cs]e|notes)\b", re.IGNORECASE)
"""Names of files that lie beside transcripts and are none."""

_NUMBER = re.compile(r"(\d+)")


def transcript_files(paths: Sequence[Path]) -> list[Path]:
    """List the files that are meant, each once; what is left out of a folder is said.

    Raises:
        UsageError: If a folder holds no transcript file.
    """
    found: list[Path] = []
    for path in paths:
        found.extend(_in_folder(path) if path.is_dir() else [path])
    return list(dict.fromkeys(found))


def _in_folder(folder: Path) -> list[Path]:
    from ipe_coder.readers import FORMATS

    known = {ending for each in FORMATS for ending in each.extensions}
    files = sorted((one for one in folder.iterdir() if one.is_file()), key=_in_human_order)
    files = [one for one in files if not one.name.startswith((".", "~$"))]
    chosen = [one for one in files if one.suffix.lower() in known and not _BESIDE.match(one.stem)]
    left = [one.name for one in files if one not in chosen]
    if not chosen:
        endings = ", ".join(sorted(known))
        raise UsageError(f"{folder} holds no transcript file.", f"The known endings are {endings}.")
    if left:
        narrate(f"Not taken from {folder}: {', '.join(left)}. Name a file to import it.")
    return chosen


def _in_human_order(path: Path) -> list[tuple[int, str]]:
    """Order `P2` before `P10`."""
    parts = _NUMBER.split(path.name.casefold())
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
