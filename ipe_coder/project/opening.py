"""What can be told of a project before it is opened, without loading a database."""

from __future__ import annotations

from pathlib import Path

from ipe_coder.store.files import check_is_project, is_server


def check_can_open(address: str) -> None:
    """Refuse what cannot be a project.

    Args:
        address: Path of a file or URL of a server; a server is asked only when it is opened.

    Raises:
        ProjectError: If the file is missing, unreadable, or not one of ours.
    """
    if not is_server(address):
        check_is_project(Path(address))
