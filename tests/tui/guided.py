"""A study of one short interview and its guide, for the screens that show the two together."""

from __future__ import annotations

from pathlib import Path

from ipe_coder.project import Project
from tests.factories import Sketch, add, new_project, people


def build(path: Path, talk: Sketch, guide: str) -> Project:
    """Make the study in a new project, with Ann as the one who speaks in its interview.

    Args:
        path: Where the project is made; the guide is written beside it.
        talk: The interview.
        guide: The words of the guide's file, in Markdown or plain.
    """
    project = new_project(path)
    project.add_study("leave")
    add(project, "leave", talk)
    people(project, "leave", {"Ann": f"{talk.draft.title} recipient"})
    file = path.with_name("guide.md" if guide.startswith("#") else "guide.txt")
    file.write_text(guide, encoding="utf-8")
    project.import_guide(file, "leave")
    return project
