"""An open project and its use cases: the one door that the command line and the screens share."""

from ipe_coder.project.project import Project, new_project, open_project

__all__ = ["Project", "new_project", "open_project"]
