"""What was said of a label in one file is proposed for files that look alike.

Two files look alike if they are of one format, or have the same labels. Who a participant is
differs from file to file, so nothing is carried over but that somebody is one; of an interviewer
and of others, the label and the role are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ipe_coder.model.transcript import Draft, Role
from ipe_coder.project.sayings import Said, Saying, label_key, settle

KEY = "import:"
"""Settings of the project under `import:` and a study's id hold what was said of its labels."""
_MOST = 200
_KEPT = frozenset({Role.INTERVIEWER, Role.OTHER})
"""Roles that a label may have in every interview of a study."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was said of a label, and where."""

    saying: Saying
    format: str
    labels: frozenset[str]
    """Keys of all labels of that file; empty where it is known from an earlier import."""
    title: str
    """Of the transcript."""
    sha256: str = ""
    """Of the file; empty where it is known from an earlier import."""


def remember(found: Draft, sayings: Iterable[Saying], title: str) -> tuple[Remembered, ...]:
    """Keep what was said of a file's labels, as far as it may hold for other files."""
    said = list(sayings)
    roles = _roles(found, said)
    labels = frozenset(label_key(one.label) for one in found.speakers)
    kept = []
    for one in said:
        role = roles.get(label_key(one.final))
        becomes = "" if role is Role.PARTICIPANT and not _merges(one, labels) else one.becomes
        if becomes or one.role is not None or one.participant:
            known = role in _KEPT or one.participant
            told = one.role or (role if known else None)
            kept.append(Saying(one.label, becomes, told, because=f"as in {title}"))
    source = found.source
    return tuple(Remembered(one, source.format, labels, title, source.sha256) for one in kept)


def proposals(found: Draft, memory: Sequence[Remembered]) -> tuple[Saying, ...]:
    """Propose for a file what was said of its labels in others; the newest word holds."""
    labels = {label_key(one.label): one.label for one in found.speakers}
    proposed: dict[str, Saying] = {}
    for one in memory:
        key = label_key(one.saying.label)
        alike = one.format == found.source.format or one.labels == labels.keys()
        if key in labels and alike and one.sha256 != found.source.sha256:
            proposed[key] = one.saying
    return tuple(proposed.values())


def to_setting(memory: Iterable[Remembered]) -> list[dict[str, Any]]:
    """Write down what is kept for later imports: of interviewers and others, never of people."""
    kept = {
        (label_key(one.saying.label), one.format): {
            "label": one.saying.label,
            "becomes": one.saying.becomes,
            "role": str(one.saying.role),
            "format": one.format,
            "title": one.title,
        }
        for one in memory
        if one.saying.role in _KEPT
    }
    return list(kept.values())[-_MOST:]


def from_setting(value: Any) -> tuple[Remembered, ...]:
    """Read what was written down; what is not understood is passed over."""
    found = []
    for row in value if isinstance(value, list) else []:
        try:
            saying = Saying(
                str(row["label"]), str(row["becomes"]), Role(row["role"]),
                because=f"as in {row['title']}, imported earlier",
            )  # fmt: skip
            one = Remembered(saying, str(row["format"]), frozenset(), str(row["title"]))
        except (KeyError, TypeError, ValueError):
            continue
        found.append(one)
    return tuple(found)


def _roles(found: Draft, said: Iterable[Saying]) -> dict[str, Role]:
    settled = settle(found, Said().under(said))
    return {label_key(one.label): one.role for one in settled.draft.speakers}


def _merges(one: Saying, labels: frozenset[str]) -> bool:
    """Tell whether a label is merged into another of its file, which may be in others too."""
    return bool(one.becomes) and label_key(one.becomes) in labels
