"""`ipe-coder study`: studies, their designs, arms and facts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.choices import choice, names
from ipe_coder.cli.command import Group
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.model.code import Approach
from ipe_coder.model.study import Design, Method

if TYPE_CHECKING:
    from ipe_coder.model.study import Study
    from ipe_coder.project import Project

_TITLE = click.option("--title", help="The name that reports print.")
_DESIGN = click.option("--design", type=choice(Design), help="Trial or pilot.")
_METHOD = click.option("--method", type=choice(Method), help="How its transcripts are analysed.")
_APPROACH = click.option(
    "--approach", type=choice(Approach), help="How its codebook grows."
)  # fmt: skip
_ORGANISATIONS = click.option(
    "--organisations", metavar="NAMES", help="Where it runs, with commas between."
)


@click.group(
    cls=Group,
    examples=("study add swing --design rct --arms treatment,control", "study list"),
)
def study() -> None:
    """Studies, their designs, arms and facts."""


@study.command("add", examples=("study add swing --design rct --arms treatment,control",))
@click.argument("name")
@_TITLE
@_DESIGN
@_METHOD
@_APPROACH
@click.option("--arms", metavar="NAMES", default="", help="Its arms, with commas between.")
@click.option("--control", default="", help="Which arm is the control; found by its name if not.")
@_ORGANISATIONS
@pass_session
def add(session: Session, name: str, arms: str, organisations: str | None, **given: Any) -> None:
    """Add a study called NAME."""
    fields = {key: value for key, value in given.items() if value is not None}
    with session.open() as opened:
        made = opened.add_study(
            name, arms=names(arms), organisations=names(organisations), **fields
        )
    held = f" with the arms {', '.join(arm.name for arm in made.arms)}" if made.arms else ""
    session.done(f"Added the study {made.name}{held}.", id=made.id, name=made.name)


@study.command(
    "set",
    examples=(
        'study set swing --title "Inspiring the next generation"',
        'study set swing --fact randomised 1148 --source "Report, page 12"',
        'study set swing --fact analysed 130 --arm treatment --source "Report, figure 7"',
    ),
)
@click.argument("name")
@_TITLE
@_DESIGN
@_METHOD
@_APPROACH
@_ORGANISATIONS
@click.option("--add-arms", metavar="NAMES", default="", help="Arms to add, with commas between.")
@click.option("--fact", "facts", nargs=2, multiple=True, metavar="NAME VALUE",
              help="A figure about the study, such as how many were randomised.")  # fmt: skip
@click.option("--arm", default="", help="The arm that the facts are of.")
@click.option("--source", default="", help="Where the facts stand.")
@pass_session
def set_study(
    session: Session,
    name: str,
    organisations: str | None,
    add_arms: str,
    facts: tuple[tuple[str, str], ...],
    arm: str,
    source: str,
    **given: Any,
) -> None:
    """Change what is given of the study NAME, and write facts about it."""
    fields = {key: value for key, value in given.items() if value is not None}
    if organisations is not None:
        fields["organisations"] = names(organisations)
    if add_arms:
        fields["add_arms"] = names(add_arms)
    if not fields and not facts:
        raise click.UsageError("Nothing to set is given.", click.get_current_context())
    with session.open() as opened:
        if fields:
            done = opened.change_study(name, **fields)
        for fact, value in facts:
            done = opened.set_fact(name, fact, value, arm=arm, source=source)
    session.done(done)


@study.command("list", examples=("study list", "study list --json"))
@pass_session
def list_studies(session: Session) -> None:
    """List the studies, with what is known of each."""
    with session.open() as opened:
        found = [_study_shape(opened, one) for one in opened.studies()]
    if session.as_json:
        output.print_json(found)
    elif found:
        rows = [
            (one["name"], one["title"], one["design"], one["method"], ", ".join(one["arms"]),
             one["transcripts"], one["participants"])
            for one in found
        ]  # fmt: skip
        heads = ("study", "title", "design", "method", "arms", "transcripts", "participants")
        output.print_table(heads, rows, shrink="title,method,arms")
    else:
        output.narrate("No study yet. ipe-coder study add NAME adds one.")


def _study_shape(opened: Project, one: Study) -> dict[str, Any]:
    arms = {arm.id: arm.name for arm in one.arms}
    held = Counter(summary.study_id for summary in opened.transcripts(one.name))
    return {
        "id": one.id,
        "name": one.name,
        "title": one.title,
        "design": one.design.value,
        "method": one.method.value,
        "approach": one.approach,
        "organisations": list(one.organisations),
        "arms": list(arms.values()),
        "control": next((arm.name for arm in one.arms if arm.is_control), None),
        "transcripts": held[one.id],
        "participants": len(opened.participants(one.name)),
        "facts": [
            {"name": fact.name, "value": fact.value, "arm": arms.get(fact.arm_id or ""),
             "source": fact.source}
            for fact in opened.facts(one.name)
        ],
    }  # fmt: skip
