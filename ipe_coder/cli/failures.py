"""The one place of the command line where errors become a line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from ipe_coder.cli.output import narrate
from ipe_coder.errors import (
    EXIT_DEFECT,
    EXIT_INTERRUPTED,
    EXIT_OK,
    EXIT_USAGE,
    FilesError,
    IpeCoderError,
)


def guarded(run: Callable[[], object], doing: Callable[[], str]) -> int:
    """Run a command, say in a line what goes wrong, and give the exit code.

    Args:
        run: The command; it gives an exit code, or None.
        doing: Gives the command's name, for the log.
    """
    try:
        given = run()
        sys.stdout.flush()
        return given if isinstance(given, int) else EXIT_OK
    except IpeCoderError as error:
        narrate(*_lines(error))
        return error.exit_code
    except click.ClickException as error:
        return _wrong_usage(error)
    except (click.Abort, KeyboardInterrupt):
        narrate("Interrupted.")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        let_go_of_stdout()
        return EXIT_OK
    except Exception as error:
        return _defect(error, doing())


def let_go_of_stdout() -> None:
    """Keep the interpreter from complaining at its end that nobody reads any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = None
    os.close(nowhere)


def _lines(error: IpeCoderError) -> list[str]:
    if not isinstance(error, FilesError):
        return [f"Error: {error}"]
    lines = [f"Error: {one}" for one in error.errors]
    return lines if len(lines) == 1 else [*lines, f"{len(lines)} files cannot be read."]


def _wrong_usage(error: click.ClickException) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return EXIT_USAGE
    context = getattr(error, "ctx", None)
    message = " ".join(error.format_message().split())
    path = context.command_path if context else "ipe-coder"
    end = "" if message.endswith((".", "?")) else "."
    narrate(f"Error: {message}{end} {path} --help says more.")
    return EXIT_USAGE


def _defect(error: Exception, doing: str) -> int:
    from ipe_coder.defects import record_defect

    log = record_defect(error, doing)
    where = f"The details are in {log}." if log else "The log could not be written."
    narrate(f"Error: a defect of ipe-coder stopped this ({type(error).__name__}). {where}")
    return EXIT_DEFECT
