"""Finding things by the names that people give: an id, the head of one, or any name."""

from __future__ import annotations

from collections.abc import Iterable

from ipe_coder.errors import AmbiguousNameError, NotFoundError
from ipe_coder.model.text import clean_name

SHORTEST_PREFIX = 4

Candidate = tuple[str, tuple[str, ...]]
"""An id, and the names that it goes by; the first is the one to show."""


def resolve(kind: str, wanted: str, candidates: Iterable[Candidate]) -> str:
    """Find the id of the one thing that a name or id means.

    An exact name wins over one that differs in case, and a name wins over the head of an id.

    Args:
        kind: What is looked for, as an error calls it: `transcript`.
        wanted: The name, the id, or four or more characters of its head.
        candidates: All there are.

    Raises:
        NotFoundError: If nothing fits; the nearest name is offered.
        AmbiguousNameError: If several fit; they are listed.
    """
    known = list(candidates)
    name = clean_name(wanted)
    if not name:
        raise NotFoundError(f"No {kind} is named.", _nearest(name, known))
    folded = name.casefold()
    tests = (
        [one for one in known if one[0] == name],
        [one for one in known if name in one[1]],
        [one for one in known if folded in (alias.casefold() for alias in one[1])],
        [one for one in known if len(name) >= SHORTEST_PREFIX and one[0].startswith(folded)],
    )
    for fitting in tests:
        if len(fitting) == 1:
            return fitting[0][0]
        if fitting:
            raise _ambiguous(kind, name, fitting)
    raise NotFoundError(f"No {kind} is called “{name}”.", _nearest(name, known))


def _ambiguous(kind: str, name: str, fitting: list[Candidate]) -> AmbiguousNameError:
    listed = ", ".join(f"{names[-1]} ({one_id[:8]})" for one_id, names in fitting[:6])
    return AmbiguousNameError(
        f"{len(fitting)} {_plural(kind)} fit “{name}”: {listed}.", "Give the whole name or the id."
    )


def _plural(kind: str) -> str:
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"


def _nearest(name: str, known: list[Candidate]) -> str:
    if not known:
        return "There is none yet."
    from rapidfuzz import fuzz, process

    shown = [names[0] for _, names in known]
    best = process.extractOne(name, shown, scorer=fuzz.WRatio, score_cutoff=60)
    if best is not None:
        return f"Did you mean {best[0]}?"
    return f"There are {', '.join(shown[:8])}" + (" …" if len(shown) > 8 else ".")
