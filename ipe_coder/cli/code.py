"""`ipe-coder code`: single codes."""

from __future__ import annotations

from typing import Any

import click

from ipe_coder.cli.choices import choice
from ipe_coder.cli.command import Group
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.model.code import CodeKind, Derived

_STUDY = click.option("--study", default="", help="The study of its codebook.")
_REASON = click.option("--reason", default="", help="Why; kept in the log.")
_FIELDS = ("definition", "include", "exclude", "near_miss", "dimension", "mark")


@click.group(
    cls=Group,
    examples=('code add "Peer support" --study swing', 'code merge "Peer help" "Peer support"'),
)
def code() -> None:
    """Add, rename, move, merge and retire single codes.

    A code is named by its name, its path with ` / `, or its id.
    """


def _field_options(command: Any) -> Any:
    for field in reversed(_FIELDS):
        told = f"Its {field.replace('_', ' ')}."
        command = click.option(f"--{field.replace('_', '-')}", field, help=told)(command)
    return command


@code.command(
    "add",
    examples=(
        'code add "Peer support" --study swing --parent "1 Feasibility" --definition "Help from'
        ' colleagues of the same cohort."',
    ),
)
@click.argument("name")
@click.option("--study", required=True, help="The study of its codebook.")
@click.option("--parent", default="", help="The code that it stands beneath.")
@click.option("--kind", type=choice(CodeKind), default="code", help="What it is.")
@click.option("--derived", type=choice(Derived), default="inductive", help="Where it came from.")
@_field_options
@click.option("--example", "examples", multiple=True, help="An example; may be given again.")
@click.option("--keyword", "keywords", multiple=True, help="A keyword; may be given again.")
@pass_session
def add(session: Session, name: str, study: str, parent: str, **given: Any) -> None:
    """Add a code called NAME to a study's codebook."""
    fields = {key: value for key, value in given.items() if value}
    with session.open() as opened:
        made = opened.add_code(study, name, parent=parent, **fields)
    session.done(
        f"Added the code {made.name}, mark {made.mark}.", id=made.id, name=made.name, mark=made.mark
    )


@code.command("rename", examples=('code rename "Peer support" "Support from peers"',))
@click.argument("name")
@click.argument("new")
@_STUDY
@_REASON
@pass_session
def rename(session: Session, name: str, new: str, study: str, reason: str) -> None:
    """Call the code NAME NEW."""
    with session.open() as opened:
        _, found = opened.code(name, study=study)
        done = opened.edit_code(found, name=new, reason=reason)
    session.done(done, id=found.id)


@code.command("set", examples=('code set "Peer support" --exclude "help from managers"',))
@click.argument("name")
@_STUDY
@_field_options
@_REASON
@pass_session
def set_code(session: Session, name: str, study: str, reason: str, **given: Any) -> None:
    """Change the definition or another field of the code NAME."""
    fields = {key: value for key, value in given.items() if value is not None}
    if not fields:
        raise click.UsageError("Nothing to set is given.", click.get_current_context())
    with session.open() as opened:
        _, found = opened.code(name, study=study)
        done = opened.edit_code(found, reason=reason, **fields)
    session.done(done, id=found.id)


@code.command(
    "move",
    examples=('code move "Peer support" --under "1 Feasibility"', 'code move "Scaling" --root'),
)
@click.argument("name")
@click.option("--under", default="", help="The code that it shall stand beneath.")
@click.option("--root", is_flag=True, help="Let it stand beneath none.")
@click.option("--position", type=click.IntRange(1), help="Its place among its siblings, from 1.")
@_STUDY
@pass_session
def move(
    session: Session, name: str, under: str, root: bool, position: int | None, study: str
) -> None:
    """Put the code NAME beneath another, or at another place."""
    if bool(under) == root and not (position and not under):
        raise click.UsageError("Give --under CODE or --root.", click.get_current_context())
    with session.open() as opened:
        book, found = opened.code(name, study=study)
        parent = book[found.parent_id] if found.parent_id and not root else None
        if under:
            _, parent = opened.code(under, study=book.study)
        place = None if position is None else position - 1
        done = opened.move_code(found, parent, place)
    session.done(done, id=found.id)


@code.command("merge", examples=('code merge "Peer help" "Peer support"',))
@click.argument("name")
@click.argument("into")
@_STUDY
@pass_session
def merge(session: Session, name: str, into: str, study: str) -> None:
    """Give the segments and children of the code NAME to the code INTO."""
    with session.open() as opened:
        book, found = opened.code(name, study=study)
        _, target = opened.code(into, study=book.study)
        done = opened.merge_codes(found, target)
    session.done(done, id=target.id)


@code.command("retire", examples=('code retire "Peer help" --reason "never used"',))
@click.argument("name")
@click.option("--back", is_flag=True, help="Take it back into use.")
@_STUDY
@_REASON
@pass_session
def retire(session: Session, name: str, back: bool, study: str, reason: str) -> None:
    """Offer the code NAME no more; its segments stay."""
    with session.open() as opened:
        _, found = opened.code(name, study=study)
        done = opened.retire_code(found, retired=not back, reason=reason)
    session.done(done, id=found.id)
