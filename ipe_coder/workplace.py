"""Where a coder left off in a project: kept beside the settings of this user, never in the project.

It holds ids, letters and offsets alone: no name, no word of a transcript.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from ipe_coder.errors import FileError
from ipe_coder.paths import config_folder

_MOST_PLACES = 500


@dataclass
class Workplace:
    """What is remembered of one project on this machine."""

    transcript: str = ""
    """Id of the transcript that was open last."""
    places: dict[str, int] = field(default_factory=dict)
    """The code point at which each transcript was left, by its id, the latest last."""
    marks: dict[str, dict[str, int]] = field(default_factory=dict)
    """Places marked with a letter, by transcript id."""
    code_keys: dict[str, dict[str, str]] = field(default_factory=dict)
    """Codes on a letter, by study id."""
    blind: bool = False
    """Whether others' coding is not shown."""
    file: Path | None = None
    """Where it is kept; nowhere when None."""

    @classmethod
    def of(cls, project: str) -> Self:
        """Read what is remembered of a project, by its path or address.

        What cannot be read is forgotten: a place in a text is no reason to stop anybody.
        """
        name = sha256(project.encode()).hexdigest()[:24]
        path = config_folder() / "left" / f"{name}.json"
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            given = {}
        return cls(**_fitting(given), file=path)

    def leave(self, transcript_id: str, offset: int) -> None:
        """Remember where a transcript was left."""
        self.transcript = transcript_id
        self.places.pop(transcript_id, None)
        self.places[transcript_id] = offset
        for oldest in list(self.places)[:-_MOST_PLACES]:
            del self.places[oldest]

    def forget(self, transcript_ids: set[str]) -> None:
        """Forget transcripts that are no more."""
        for known in (self.places, self.marks):
            for one in transcript_ids & known.keys():
                del known[one]

    def save(self) -> None:
        """Write it down.

        Raises:
            FileError: If it cannot be written.
        """
        if self.file is None:
            return
        kept = asdict(self)
        del kept["file"]
        temporary = self.file.with_suffix(".new")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(kept), encoding="utf-8")
            temporary.replace(self.file)
        except OSError as error:
            raise FileError(
                self.file, f"could not be written: {error.strerror}.", "Marks last until you leave."
            ) from None

    def save_quietly(self) -> None:
        """Write it down where that is possible."""
        with contextlib.suppress(FileError):
            self.save()


def _fitting(given: Any) -> dict[str, Any]:
    """Take from a file what has the right form; it may be damaged or from another version."""
    if not isinstance(given, dict):
        return {}
    plain = Workplace()
    return {
        one.name: given[one.name]
        for one in fields(Workplace)
        if one.name in given
        and one.name != "file"
        and type(given[one.name]) is type(getattr(plain, one.name))
        and _is_sound(one.name, given[one.name])
    }


def _is_sound(name: str, value: Any) -> bool:
    leaf = str if name == "code_keys" else int
    if name == "places":
        return all(type(one) is int for one in value.values())
    if name in ("marks", "code_keys"):
        return all(
            isinstance(inner, dict) and all(type(one) is leaf for one in inner.values())
            for inner in value.values()
        )
    return True
