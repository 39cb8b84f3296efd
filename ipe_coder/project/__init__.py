"""An open project and its use cases: the one door that the command line and the screens share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipe_coder.project.project import Project, new_project, open_project

__all__ = ["Project", "new_project", "open_project"]


def __getattr__(name: str) -> Any:
    """Load the database on first use: the first screen is painted without it."""
    if name in __all__:
        from ipe_coder.project import project

        return getattr(project, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
