"""What happens when something goes wrong: the one place that catches errors of the application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, runtime_checkable

from textual.actions import SkipAction
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.message_pump import CallbackError

from ipe_coder.errors import IpeCoderError


@runtime_checkable
class ShowsErrors(Protocol):
    """A screen that can show what went wrong."""

    def show_error(self, error: IpeCoderError) -> None:
        """Show an error that was to be expected: what, why, and what to press."""

    def show_defect(self, error: BaseException) -> None:
        """Show an error that is a defect of the program, with details to copy."""


@runtime_checkable
class RecordsDefects(Protocol):
    """An application that writes defects to its log."""

    def record_defect(self, error: BaseException) -> str:
        """Write a defect to the log and return the log's path."""


@contextmanager
def reported(screen: object, of: object = None) -> Iterator[None]:
    """Show what goes wrong inside on a screen; where it cannot, let it through.

    Args:
        screen: Shows it.
        of: The widget whose work it is, if not the screen's: nothing is wrong once that is closing.
    """
    try:
        yield
    except SkipAction:
        raise
    except Exception as error:
        # Asked only now: what a class has is looked up one by one, too slow for every message.
        if not isinstance(screen, ShowsErrors):
            raise
        report(screen, error, of)


def report(screen: ShowsErrors, error: BaseException, of: object = None) -> None:
    """Show an error as what it is: expected, or a defect; or none, of what is closing."""
    if _is_too_late(of or screen, error):
        return
    if isinstance(error, CallbackError) and error.__context__ is not None:
        # That of a timer, which names only what it called.
        error = error.__context__
    if isinstance(error, IpeCoderError):
        screen.show_error(error)
    else:
        screen.show_defect(error)


def _is_too_late(node: object, error: BaseException) -> bool:
    """Tell whether something looked for another widget of its screen while that was closing."""
    return isinstance(error, NoMatches) and isinstance(node, DOMNode) and not node.display
