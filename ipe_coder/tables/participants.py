"""Participants files: who speaks in which transcript, and what they are.

| column | holds |
|---|---|
| `participant` (or `case`, `pseudonym`) | the pseudonym; the only column that must be there |
| `transcript` | the transcript's name; several rows where one person is in several |
| `speaker` | the label of the voice, for groups |
| `respondent` | recipient, deliverer, coordinator, manager, beneficiary, partner or non-user |
| `arm` | an arm's name, or not randomised, no arms or unknown |
| `consent` | quote with role, quote without role or paraphrase only |
| any other | an attribute, such as `role`, `site` or `wave`; empty cells are left out |
"""

from __future__ import annotations

from pathlib import Path

from ipe_coder.model.delimited import column_key
from ipe_coder.model.study import Consent, NoArm, ParticipantRow, Respondent
from ipe_coder.tables._sheet import Sheet, SheetRow, read_sheet

COLUMNS = ("participant", "transcript", "speaker", "respondent", "arm", "consent")
"""Columns that have a meaning of their own."""

_SYNONYMS = {"case": "participant", "pseudonym": "participant"}
COMMON_ATTRIBUTES = {name: name for name in ("role", "site", "cohort", "wave", "usage")}
"""Attributes that other parts look up; they get these names however the file writes them."""
_NO_ARM = {column_key(value.value): value.value for value in NoArm} | {
    "notrandomized": NoArm.NOT_RANDOMISED.value,
    "noarm": NoArm.NO_ARMS.value,
}


def read_participants(path: Path) -> list[ParticipantRow]:
    """Read a participants file.

    Raises:
        FileError: If it does not fit; names the line, the column and what it can be.
    """
    sheet = read_sheet(path, (*COLUMNS, *COMMON_ATTRIBUTES), _SYNONYMS)
    sheet.require("participant")
    rows = [_read(row) for row in sheet.rows]
    _refuse_twice(sheet, rows)
    return rows


def _read(row: SheetRow) -> ParticipantRow:
    arm = row.text("arm")
    attributes = {column: row.text(column) for column in row.cells if column not in COLUMNS}
    return ParticipantRow(
        participant=row.required("participant"),
        transcript=row.text("transcript"),
        speaker=row.text("speaker"),
        respondent=row.choice("respondent", Respondent),
        arm=_NO_ARM.get(column_key(arm), arm),
        consent=row.choice("consent", Consent),
        attributes={name: text for name, text in attributes.items() if text},
        line=row.line,
    )


def _refuse_twice(sheet: Sheet, rows: list[ParticipantRow]) -> None:
    """Refuse a row given twice, and one voice given to two participants."""
    seen: dict[tuple[str, ...], ParticipantRow] = {}
    voices: dict[tuple[str, str], ParticipantRow] = {}
    for found, row in zip(rows, sheet.rows, strict=True):
        place = (found.transcript.casefold(), found.speaker.casefold())
        first = seen.setdefault((found.participant, *place), found)
        if first is not found:
            message = f"“{found.participant}” stands here as in line {first.line}"
            raise row.error(message, "Keep one of the rows.")
        owner = voices.setdefault(place, found) if all(place) else found
        if owner.participant != found.participant:
            message = f"the speaker “{found.speaker}” of {found.transcript} is {owner.participant}"
            remedy = "Give each voice to one participant."
            raise row.error(f"{message} in line {owner.line}", remedy)
