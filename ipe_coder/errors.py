"""What can go wrong, each with the exit code that a script sees.

Every error says in one line what is wrong and where; `hint` says what to do.
"""

from __future__ import annotations

from pathlib import PurePath

EXIT_OK = 0
EXIT_CHECK = 1
EXIT_USAGE = 2
EXIT_FILE = 3
EXIT_PROJECT = 4
EXIT_DEFECT = 70
EXIT_INTERRUPTED = 130


class IpeCoderError(Exception):
    """The parent of every error that a user is expected to meet."""

    exit_code = EXIT_USAGE

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep a message of one line and a hint of one line.

        Args:
            message: What is wrong and where.
            hint: What to do about it.
        """
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Join the message and the hint, as a shell shows them."""
        return f"{self.message} {self.hint}".strip()


class UsageError(IpeCoderError):
    """A command, a name or a value that does not fit."""


class NotFoundError(UsageError):
    """A name or id that fits nothing."""


class AmbiguousNameError(UsageError):
    """A name or id that fits several things."""


class UndoError(UsageError):
    """A change that cannot be taken back, or brought back, as things stand."""

    def __init__(self, message: str, hint: str = "", later: tuple[int, ...] = ()) -> None:
        """Keep a message and a hint, and the numbers of the changes in the way, newest first."""
        super().__init__(message, hint)
        self.later = later


class FileError(IpeCoderError):
    """A file that could not be read or does not fit."""

    exit_code = EXIT_FILE

    def __init__(
        self, path: str | PurePath, message: str, hint: str = "", *, line: int | None = None
    ) -> None:
        """Name the file, the line if there is one, the fault and the remedy.

        Args:
            path: The file; only its name is shown.
            message: What is wrong.
            hint: What to do about it.
            line: The line or row in the file, from 1.
        """
        place = PurePath(path).name + (f", line {line}" if line is not None else "")
        # Names of files and words quoted from them may hold line breaks; an error is one line.
        super().__init__(" ".join(f"{place}: {message}".split("\n")), " ".join(hint.split("\n")))
        self.path = str(path)
        self.line = line


class NotTranscriptError(FileError):
    """A file that can be read and holds no transcript, such as a table of participants."""


class FilesError(IpeCoderError):
    """Several files that could not be read; nothing was written."""

    exit_code = EXIT_FILE

    def __init__(self, errors: list[FileError]) -> None:
        """Gather the errors, one line each."""
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = tuple(errors)


class ProjectError(IpeCoderError):
    """A project that cannot be opened, is newer, is locked or could not be written."""

    exit_code = EXIT_PROJECT
