"""What every command has: the options that hold everywhere, and examples in its help."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any

import click

from ipe_coder.cli.session import Session

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """Make a callback that keeps an option in the session; the one given last holds."""

    def callback(context: click.Context, _: click.Parameter, value: Any) -> None:
        if value:
            setattr(context.ensure_object(Session), name, value)

    return callback


def common_options() -> list[click.Option]:
    """Make the options that stand before or after any command."""
    return [
        click.Option(
            ["-p", "--project"],
            metavar="FILE",
            help="The project; else $IPE_PROJECT, else the only .ipe file here.",
            expose_value=False,
            callback=_keep("project"),
        ),
        click.Option(
            ["--json"],
            is_flag=True,
            help="Print JSON.",
            expose_value=False,
            callback=_keep("as_json"),
        ),
        click.Option(
            ["--coder"],
            metavar="NAME",
            help="Who codes; else $IPE_CODER, else the settings. Where something is listed or"
            " counted: only this coder's.",
            expose_value=False,
            callback=_keep("coder"),
        ),
    ]


class Command(click.Command):
    """A command with examples and with the options that hold everywhere."""

    def __init__(self, *given: Any, examples: Sequence[str] = (), **named: Any) -> None:
        """Take what click takes, and examples: command lines without `ipe-coder`."""
        named.setdefault("context_settings", CONTEXT)
        super().__init__(*given, **named)
        self.examples = tuple(examples)
        self.params.extend(common_options())

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples last."""
        del ctx
        _write_examples(self.examples, formatter)


class Group(click.Group):
    """A group of commands, in the order in which they are added."""

    command_class = Command

    def __init__(self, *given: Any, examples: Sequence[str] = (), **named: Any) -> None:
        """Take what click takes, and examples: command lines without `ipe-coder`."""
        named.setdefault("context_settings", CONTEXT)
        super().__init__(*given, **named)
        self.examples = tuple(examples)
        self.params.extend(common_options())

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which they are added."""
        del ctx
        return list(self.commands)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples last."""
        del ctx
        _write_examples(self.examples, formatter)


class LazyGroup(Group):
    """A group whose commands are imported when they are called, and not to list them."""

    def __init__(self, *given: Any, lazy: dict[str, tuple[str, str]], **named: Any) -> None:
        """Take, for each command, its place as `module:name` and its help in one line."""
        super().__init__(*given, **named)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which they are given."""
        del ctx
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in self.lazy:
            return None
        module, _, name = self.lazy[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their help in one line."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in self.lazy.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; offer the nearest name where there is none."""
        if args[0] not in self.lazy and not args[0].startswith("-"):
            raise click.exceptions.NoSuchCommand(args[0], possibilities=self.lazy, ctx=ctx)
        return super().resolve_command(ctx, args)


def _write_examples(examples: Sequence[str], formatter: click.HelpFormatter) -> None:
    if examples:
        with formatter.section("Examples" if len(examples) > 1 else "Example"):
            for line in examples:
                formatter.write(f"{'':>{formatter.current_indent}}ipe-coder {line}\n")
