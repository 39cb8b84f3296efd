"""Where the ids of new rows come from."""

from __future__ import annotations

import uuid
from collections.abc import Callable

IdSource = Callable[[], str]


def random_id() -> str:
    """Make a new id: UUID4 in lower case."""
    return str(uuid.uuid4())
