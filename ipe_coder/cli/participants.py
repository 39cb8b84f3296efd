"""`ipe-coder participant`: who speaks, and what is known of them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.choices import choice
from ipe_coder.cli.command import Group
from ipe_coder.cli.erasing import withdraw
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.model.counts import count_of
from ipe_coder.model.study import Consent, Respondent

if TYPE_CHECKING:
    from ipe_coder.project import Project


@click.group(
    cls=Group,
    examples=("participant import transcripts/swing/participants.csv --study swing",),
)
def participant() -> None:
    """Participants and their attributes."""


@participant.command(
    "import", examples=("participant import transcripts/swing/participants.csv --study swing",)
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--study", required=True, help="The study that they take part in.")
@pass_session
def import_file(session: Session, file: Path, study: str) -> None:
    """Take participants from a csv or xlsx file: all of its rows, or none."""
    with session.open() as opened:
        notes = opened.import_participants(file, study)
        number = len(opened.participants(study))
        name = opened.study(study).name
    output.narrate(*(f"{file.name}: {note}" for note in notes))
    people = count_of(number, "participant")
    session.done(f"{name} has {people} now.", participants=number, notes=notes)


@participant.command("list", examples=("participant list --study swing", "participant list --json"))
@click.option("--study", default="", help="Only of this study.")
@pass_session
def list_participants(session: Session, study: str) -> None:
    """List participants with their arms, attributes and transcripts."""
    with session.open() as opened:
        found = _shapes(opened, study)
    if session.as_json:
        output.print_json(found)
    elif found:
        rows = [
            (one["id"][:8], one["participant"], one["study"], one["respondent"], one["arm"],
             ", ".join(entry["transcript"] + ("" if entry["here"] else " (not here yet)")
                       for entry in one["appearances"]),
             "; ".join(f"{key} {value}" for key, value in one["attributes"].items()))
            for one in found
        ]  # fmt: skip
        heads = ("id", "participant", "study", "respondent", "arm", "transcripts", "attributes")
        output.print_table(heads, rows, shrink="transcripts,attributes")
    else:
        output.narrate("No participant yet. ipe-coder participant import FILE --study NAME")


@participant.command(
    "set",
    examples=(
        'participant set SW03 --arm treatment role="team manager" site=Stockport',
        "participant set SW03 --consent 'paraphrase only'",
    ),
)
@click.argument("name")
@click.argument("attributes", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--study", default="", help="The study, where two have a participant of that name.")
@click.option("--arm", help="An arm of the study, or not randomised, no arms or unknown.")
@click.option("--respondent", type=choice(Respondent), help="What they are to the intervention.")
@click.option("--consent", type=choice(Consent), help="What may be printed of their words.")
@pass_session
def set_participant(
    session: Session,
    name: str,
    attributes: tuple[str, ...],
    study: str,
    arm: str | None,
    respondent: Respondent | None,
    consent: Consent | None,
) -> None:
    """Change what is known of the participant NAME; an empty VALUE takes an attribute away."""
    pairs = dict(_pair(one) for one in attributes)
    if not pairs and arm is None and respondent is None and consent is None:
        raise click.UsageError("Nothing to set is given.", click.get_current_context())
    with session.open() as opened:
        done = opened.set_participant(
            name, study, arm=arm, respondent=respondent, consent=consent, attributes=pairs
        )
    session.done(done)


participant.add_command(withdraw)


def _pair(given: str) -> tuple[str, str]:
    key, equals, value = given.partition("=")
    if not equals or not key.strip():
        raise click.UsageError(f"“{given}” is no KEY=VALUE.", click.get_current_context())
    return key.strip(), value.strip()


def _shapes(opened: Project, study: str) -> list[dict[str, Any]]:
    studies = {one.id: one for one in opened.studies()}
    arms = {arm.id: arm.name for one in studies.values() for arm in one.arms}
    titles = {one.id: one.title for one in opened.transcripts()}
    seen = defaultdict(list)
    for place in opened.appearances():
        seen[place.participant_id].append(
            {
                "transcript": titles.get(place.transcript_id or "", place.transcript),
                "here": place.transcript_id is not None,
                "speaker": place.speaker,
                "attributes": place.attributes,
            }
        )
    return [
        {
            "id": one.id,
            "participant": one.pseudonym,
            "study": studies[one.study_id].name,
            "respondent": one.respondent.value if one.respondent else None,
            "arm": arms.get(one.arm_id or "", one.no_arm.value),
            "consent": one.consent.value,
            "attributes": one.attributes,
            "appearances": seen[one.id],
        }
        for one in opened.participants(study)
    ]
