"""The one spelling of work behind the screen: a thread that takes values and posts messages.

```python
@background("import", "reading files")
def read_files(self, paths: tuple[Path, ...]) -> None:
    for number, path in enumerate(paths, 1):
        if stopped():
            return
        draft = read_transcript(path)
        self.post_message(FileRead(draft))
        self.post_message(Progress("import", "reading files", number, len(paths)))
```

The method never touches a widget. What it raises is shown on its screen, as for a command.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar, runtime_checkable

from textual.app import ScreenStackError
from textual.dom import DOMNode
from textual.message import Message
from textual.worker import Worker, WorkerState, get_current_worker

from ipe_coder.tui.failures import ShowsErrors, report

Node = TypeVar("Node", bound=DOMNode)
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass
class Progress(Message):
    """How far work behind the screen has come; the footer shows it."""

    group: str
    """The group of the work, so that it can be stopped."""
    name: str
    """What is being done, as the footer says it: `reading files`."""
    done: int
    total: int

    def can_replace(self, message: Message) -> bool:
        """Let a slow screen skip what is already past."""
        return isinstance(message, Progress) and message.group == self.group


@runtime_checkable
class ShowsProgress(Protocol):
    """A screen with a place for the progress of work behind it."""

    def end_progress(self, group: str) -> None:
        """Forget work that has ended."""


class WorksInBackground:
    """Mixed into a screen, widget or application that has `@background` methods."""

    async def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Take a finished thread's progress off the footer, and show what it raised."""
        if not event.worker.is_finished:
            return
        # Textual calls the handlers of all parents; a class that overrides this one has called it.
        event.prevent_default()
        try:
            screen = self.screen  # type: ignore[attr-defined]
        except ScreenStackError:
            # The application is closing, so there is nothing left to show it on.
            return
        if isinstance(screen, ShowsProgress):
            screen.end_progress(event.worker.group)
        error = event.worker.error
        if event.state is WorkerState.ERROR and error is not None:
            if not isinstance(screen, ShowsErrors):
                raise error
            report(screen, error)


def background(
    group: str, description: str
) -> Callable[
    [Callable[Concatenate[Node, Arguments], Result]],
    Callable[Concatenate[Node, Arguments], Worker[Result]],
]:
    """Run a method in a thread; a new call cancels an earlier one of the same group.

    Args:
        group: Names the work among that of its screen or widget.
        description: What is being done, in plain words.
    """

    def decorate(
        method: Callable[Concatenate[Node, Arguments], Result],
    ) -> Callable[Concatenate[Node, Arguments], Worker[Result]]:
        @wraps(method)
        def start(
            self: Node, /, *arguments: Arguments.args, **named: Arguments.kwargs
        ) -> Worker[Result]:
            _check_mixed_in(self)
            return self.run_worker(
                lambda: method(self, *arguments, **named),
                name=method.__name__,
                group=group,
                description=description,
                exit_on_error=False,
                exclusive=True,
                thread=True,
            )

        return start

    return decorate


def stopped() -> bool:
    """Tell a `@background` method whether it should give up."""
    return get_current_worker().is_cancelled


def _check_mixed_in(node: object) -> None:
    """Refuse a class whose threads would fail in silence."""
    if not isinstance(node, WorksInBackground):
        raise TypeError(f"{type(node).__name__} needs WorksInBackground before its Textual class")
