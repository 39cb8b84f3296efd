"""Interview guides as files: Markdown, with a table for each part, or csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.guide import QuestionUse
from ipe_coder.writers.tables import shown_cell

HEADS = ("no.", "question", "codes", "respondent", "part")


def write_guide(path: Path, title: str, uses: Sequence[QuestionUse]) -> None:
    """Write the questions of a guide, so that they can be imported again.

    Raises:
        FileError: If the file cannot be written, or has another ending than .md or .csv.
    """
    ending = path.suffix.lower()
    if ending not in (".md", ".csv"):
        raise FileError(path, "guides are not written to such files.", "Give it .md or .csv.")
    text = _markdown(title, uses) if ending == ".md" else _csv(uses)
    try:
        path.write_text(text, encoding="utf-8-sig" if ending == ".csv" else "utf-8", newline="")
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FileError(path, f"cannot be written: {reason}.", "Choose another place.") from error


def _csv(uses: Sequence[QuestionUse]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADS)
    for one in uses:
        writer.writerow([shown_cell(cell) for cell in _cells(one)])
    return stream.getvalue()


def _markdown(title: str, uses: Sequence[QuestionUse]) -> str:
    lines = [f"# {title}: interview guide", ""]
    for part, group in groupby(uses, key=lambda one: one.question.part):
        lines += [f"## {part or 'Questions'}", ""]
        lines += ["| no. | question | codes | respondent |", "|---|---|---|---|"]
        for one in group:
            cells = (cell.replace("|", "\\|") for cell in _cells(one)[:4])
            lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


def _cells(one: QuestionUse) -> tuple[str, ...]:
    question = one.question
    to = question.respondent.value if question.respondent else ""
    return question.label, question.text, "; ".join(one.codes), to, question.part
