"""Code interview and focus-group transcripts, and set the themes beside the trial's results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipe_coder.version import __version__

if TYPE_CHECKING:
    from ipe_coder.project import Project, new_project, open_project

__all__ = ["Project", "__version__", "new_project", "open_project"]


def __getattr__(name: str) -> Any:
    """Find the public names on first use, so that `import ipe_coder` stays light."""
    if name in ("Project", "new_project", "open_project"):
        from ipe_coder import project

        return getattr(project, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
