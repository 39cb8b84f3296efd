"""The command line itself: the commands by name, and the way in."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import click

from ipe_coder.cli.command import LazyGroup
from ipe_coder.cli.failures import guarded, let_go_of_stdout
from ipe_coder.cli.output import prepare_streams
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.version import __version__

_HERE = "ipe_coder.cli"

COMMANDS = {
    "demo": (f"{_HERE}.app:demo", "Write the sample project and open it."),
    "open": (f"{_HERE}.app:open_command", "Open a project in the application."),
    "serve": (f"{_HERE}.serve:serve", "Open a project in a browser of this machine."),
    "project": (f"{_HERE}.project:project", "Make, check, copy and undo: the project itself."),
    "study": (f"{_HERE}.study:study", "Studies, their designs, arms and facts."),
    "transcript": (f"{_HERE}.transcripts:transcript", "Import, list and show transcripts."),
    "participant": (f"{_HERE}.participants:participant", "Participants and their attributes."),
    "codebook": (f"{_HERE}.codebook:codebook", "Codebooks, in and out of files."),
    "guide": (f"{_HERE}.guide:guide", "Interview guides, and which turns ask what."),
    "code": (f"{_HERE}.code:code", "Add, rename, move, merge and retire single codes."),
    "theme": (f"{_HERE}.theme:theme", "Themes: statements, outcomes beside them, verdicts."),
    "segment": (f"{_HERE}.segments:segment", "Coded segments."),
    "memo": (f"{_HERE}.memos:memo", "Memos: what you write down beside the coding."),
    "search": (f"{_HERE}.search:search", "Search the texts of transcripts."),
    "scan": (f"{_HERE}.pseudonyms:scan", "Look for names that leaked, in files or everywhere."),
    "suggest": (f"{_HERE}.suggest:suggest", "Suggest codes for a transcript, and accept them."),
    "matrix": (f"{_HERE}.matrix:matrix", "Count themes or codes by arm, role, study or any other."),
    "results": (f"{_HERE}.results:results", "Results of the trials."),
    "joint": (f"{_HERE}.results:joint", "Set results beside themes, with verdicts."),
    "export": (f"{_HERE}.export:export", "Write the tables to Word or csv."),
    "report": (f"{_HERE}.export:report", "Write the whole Word report."),
}
"""Every command: its place, and its help in one line."""


class Root(LazyGroup):
    """The command line: errors become a line on standard error and an exit code."""

    def main(
        self,
        args: Any = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line and end the program with its exit code."""
        prepare_streams()
        given = list(sys.argv[1:] if args is None else args)
        run = partial(
            super().main, args, prog_name or "ipe-coder", complete_var, False,
            windows_expand_args, **extra,
        )  # fmt: skip
        code = guarded(run, partial(_command_name, given))
        if standalone_mode:
            sys.exit(code)
        return code

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; end in peace where nobody reads the output any more."""
        try:
            given = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            let_go_of_stdout()
            return None
        return given


def _command_name(args: list[str]) -> str:
    """Find the command's name in a command line, and nothing that anybody typed beside it."""
    return next((word for word in args if word in COMMANDS), "")


@click.group(
    cls=Root,
    lazy=COMMANDS,
    invoke_without_command=True,
    examples=("demo", "project new wellbeing.ipe", "matrix --rows theme --columns arm"),
)
@click.version_option(__version__, "--version", message="ipe-coder %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Code interview transcripts and set the themes beside the results of the trial.

    Without a command, the start screen opens. What a command finds goes to standard output, what
    it says to standard error.
    """
    context.ensure_object(Session)
    if context.invoked_subcommand is None:
        from ipe_coder.cli.app import start

        context.invoke(pass_session(start))
