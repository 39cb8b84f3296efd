"""Survey answers in, from the library: what the columns are taken for, then one change."""

from __future__ import annotations

import asyncio
from pathlib import Path

from ipe_coder.model.study import Study
from ipe_coder.model.survey import Survey, Use
from ipe_coder.project.surveys import SurveyImported
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.failures import reported
from ipe_coder.tui.screens.base import ProjectAware
from ipe_coder.tui.screens.writing import write_and_publish

ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm")
_OTHERWISE = "For other columns: ipe-coder transcript survey FILE --respondent --question."


async def import_survey(screen: ProjectAware, study: Study, path: Path) -> None:
    """Read a survey behind the screen, ask, and write its answers."""
    with reported(screen):
        survey = await asyncio.to_thread(screen.project.read_survey, path)
        would = await asyncio.to_thread(screen.project.preview_survey, survey, study.name)

        async def go_on(agreed: bool | None) -> None:
            if agreed:
                await _write(screen, study, survey)

        question = f"Import {would.answers:,} answers of {would.respondents:,} respondents?"
        detail = "\n".join(describe(survey, would))
        screen.app.push_screen(Confirm(question, "imports them", "leaves them", detail), go_on)


def describe(survey: Survey, would: SurveyImported) -> list[str]:
    """Say what the columns of a survey are taken for, and what would be passed over."""
    lines = [f"Who answers: {survey.respondent}"]
    for name, use in (("Questions", Use.QUESTION), ("Attributes", Use.ATTRIBUTE),
                      ("Not taken", Use.LEFT_OUT)):  # fmt: skip
        if columns := survey.named(use):
            lines.append(f"{name}: {', '.join(columns)}")
    if would.empty:
        lines.append(f"{would.empty:,} cells of questions say nothing and make no text.")
    if would.known:
        lines.append(f"{would.known:,} answers are here already and are passed over.")
    return [*lines, "", _OTHERWISE]


async def _write(screen: ProjectAware, study: Study, survey: Survey) -> None:
    with reported(screen):
        done = await write_and_publish(
            screen, lambda: screen.project.import_survey(survey, study.name, only_new=True)
        )
        if done.notes:
            screen.app.push_screen(NotesDialog(f"Imported {survey.path.name}", list(done.notes)))
