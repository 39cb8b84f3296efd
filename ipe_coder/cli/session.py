"""What one call of the command line works with: its project, its coder, its way to print."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.errors import UsageError

if TYPE_CHECKING:
    from ipe_coder.model.change import Change
    from ipe_coder.project import Project


@dataclass
class Session:
    """The options that hold for every command."""

    project: str = ""
    """The project as `-p` names it."""
    as_json: bool = False
    """Whether the output is JSON."""
    coder: str = ""
    """The coder as `--coder` names them; a filter where something is listed or counted."""

    def address(self) -> str:
        """Find the project: `-p`, else `$IPE_PROJECT`, else the only `.ipe` file here.

        Raises:
            UsageError: If none is named and there is not exactly one here.
        """
        named = self.project or os.environ.get("IPE_PROJECT", "")
        if named:
            return named
        found = sorted(path.name for path in Path.cwd().glob("*.ipe") if path.is_file())
        if len(found) == 1:
            return found[0]
        if found:
            some = ", ".join(found[:5]) + (" …" if len(found) > 5 else "")
            raise UsageError(f"There are {len(found)} projects here: {some}.", "Choose one by -p.")
        raise UsageError(
            "No project is named, and there is none in this folder.",
            "Give -p FILE.ipe, or make one: ipe-coder project new FILE.ipe",
        )

    def who(self) -> str:
        """Find who codes: `--coder`, else `$IPE_CODER`, else the settings; empty if nobody."""
        if self.coder:
            return self.coder
        from ipe_coder.config import load_settings

        return load_settings().coder

    def open(self) -> Project:
        """Open the project, to be closed by `with`."""
        from ipe_coder.project import open_project

        return open_project(self.address(), self.who())

    def done(self, what: Change | str, **data: Any) -> None:
        """Say what was written; as JSON, the change and what else is given of it."""
        from ipe_coder.cli import output

        if isinstance(what, str):
            said = what
        else:
            said = f"{what.label}."
            data = {"change": what.seq, "label": what.label, **data}
        if self.as_json:
            output.print_json(data)
        output.narrate(said)


_pass = click.make_pass_decorator(Session, ensure=True)


def pass_session(command: Callable[..., Any]) -> Callable[..., Any]:
    """Hand the session to a command as its first argument."""
    return _pass(command)
