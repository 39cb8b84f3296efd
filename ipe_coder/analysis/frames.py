"""Tables as pandas DataFrames, for notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ipe_coder.model.matrix import Matrix
from ipe_coder.model.result import Group, ResultView
from ipe_coder.model.segment import SegmentRow


def segments_frame(rows: Sequence[SegmentRow]) -> pd.DataFrame:
    """Make a table of segments, one row each; attributes stand in columns `attribute.NAME`."""
    return pd.DataFrame.from_records([_segment(row) for row in rows])


def matrix_frame(matrix: Matrix) -> pd.DataFrame:
    """Make a table of a matrix; `attrs` holds the bases `n` and what was counted."""
    labels = [heading.label for heading in matrix.rows]
    columns = [heading.label for heading in matrix.columns]
    frame = pd.DataFrame(
        [[cell.value for cell in row] for row in matrix.cells],
        index=pd.Index(labels, name=matrix.row_axis),
        columns=pd.Index(columns, name=matrix.column_axis),
    )
    frame.attrs = {
        "n": [[cell.n for cell in row] for row in matrix.cells],
        "base": matrix.base.value,
        "coding": matrix.coding,
    }
    return frame


def results_frame(views: Sequence[ResultView]) -> pd.DataFrame:
    """Make a table of results: `reported.` as printed, `means.` from the printed means."""
    return pd.DataFrame.from_records([_result(view) for view in views])


def _segment(row: SegmentRow) -> dict[str, Any]:
    one = row.segment
    fixed = {
        "id": one.id,
        "study": row.study,
        "transcript": row.title,
        "turn": row.turn,
        "start": one.span.start,
        "end": one.span.end,
        "quote": one.quote,
        "code": row.code,
        "code_path": row.code_path,
        "coder": row.coder,
        "speaker": row.speaker,
        "role": row.role,
        "participant": row.participant,
        "arm": row.arm,
        "stance": one.stance.value if one.stance else None,
        "origin": one.origin.value,
        "memo": row.memo,
    }
    return {**fixed, **{f"attribute.{name}": value for name, value in row.attributes.items()}}


def _result(view: ResultView) -> dict[str, Any]:
    result, means = view.result, view.from_means
    row: dict[str, Any] = {
        "study": view.study,
        "experiment": result.experiment,
        "outcome": view.outcome.name,
        "rank": view.outcome.rank.value if view.outcome.rank else None,
    }
    for number, group in enumerate(result.measured[:2], start=1):
        row.update(_group(group, number))
    counts = {group.category: group.events for group in result.groups}
    row["reported.counts"] = counts if result.is_count else None
    row["reported.p"] = result.p
    for name in ("difference", "low", "high", "p", "g"):
        row[f"means.{name}"] = getattr(means, name) if means else None
    row["withheld"] = view.withheld
    row["words"] = view.words
    return row


def _group(group: Group, number: int) -> dict[str, Any]:
    values = {
        "group": group.label,
        "n": group.n,
        "mean": group.mean,
        "se": group.se,
        "sd": group.sd,
        "events": group.events,
        "proportion": group.proportion,
    }
    return {f"reported.{name}_{number}": value for name, value in values.items()}
