"""Results files: the figures of the trials, one figure of one outcome a row.

Every row has a `study` and an `outcome`. Its figures come in one of four forms, and a file may
mix them:

| form | columns |
|---|---|
| means of two groups | `group_1, n_1, mean_1, se_1` (or `sd_1`), and the same with `_2` |
| an estimate | `estimate, low, high, level`, with `group_1` and `group_2` as labels |
| events or proportions | `group_1, n_1, events_1` (or `proportion_1`), and the same with `_2` |
| a count over categories | `category_1, count_1, category_2, count_2, …`, of `group_1` and `n_1` |

A row whose `group_2` is empty is of one group, whether it has a mean, events or a proportion. A
count over categories is always of one group, or of everybody where `group_1` is empty: the
answers of two groups take two rows. Each category becomes a group of the result, with the label and
n of `group_1`, the category's name, and the count as its events. A row without any figures says
that the outcome was not reported, and is kept.

Also read, where they are there: `experiment`; `role` or `rank` (primary, secondary,
exploratory); `higher_is` (better, worse, neither); `instrument, scale_low, scale_high`; `p`, as
printed (`0.44`, `.44`, `<.001`, `ns`); `direction` or `reported_direction`; `timepoint`; `status`
(prespecified, exploratory); `analysis`; `model` (raw, adjusted, clustered, unknown); `contrast`
(independent, paired); `sided` (one, two); `alpha`; `spread` (se, sd, unknown); `unit` (people,
decisions, clusters); `source`. `spread` says what stands in `se_1` and `se_2`: where it is sd,
they are read as SDs.

Groups are labels and need not be arms. Numbers may have thousands commas, a printed minus, no zero
before the point, or a per cent sign; `n/a` and a dash are read as no figure. Every cell, of
columns known or unknown, is kept as printed in `Result.printed`, known columns by the names above
(`rank`, `direction`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ipe_coder.model.result import Group, Higher, Outcome, Rank, Result, ResultRow
from ipe_coder.tables._numbers import parse_number, parse_p
from ipe_coder.tables._sheet import Sheet, SheetRow, read_sheet

_FIGURES = ("n", "mean", "se", "sd", "events", "proportion")
COLUMNS = (
    "study", "experiment", "outcome", "rank", "higher_is", "instrument", "scale_low", "scale_high",
    *(f"{name}_{place}" for place in (1, 2) for name in ("group", *_FIGURES)),
    "estimate", "low", "high", "level", "p", "direction", "timepoint", "status", "analysis",
    "model", "contrast", "sided", "alpha", "spread", "unit", "source",
)  # fmt: skip
"""Columns that have a meaning of their own, beside `category_1`, `count_1` and so on."""

_MOST_CATEGORIES = 100
_CATEGORIES = tuple(
    f"{name}_{place}" for place in range(1, _MOST_CATEGORIES + 1) for name in ("category", "count")
)
_SYNONYMS = {"role": "rank", "reported_direction": "direction", "time_point": "timepoint"}
_WORDS = {
    "status": {"prespecified": "prespecified", "exploratory": "exploratory"},
    "model": {word: word for word in ("raw", "adjusted", "clustered", "unknown")},
    "contrast": {word: word for word in ("independent", "paired")},
    "sided": {
        "one": "one", "two": "two", "1": "one", "2": "two", "onesided": "one", "twosided": "two",
        "onetailed": "one", "twotailed": "two",
    },
    "spread": {word: word for word in ("se", "sd", "unknown")},
    "unit": {word: word for word in ("people", "decisions", "clusters")},
}  # fmt: skip
_DEFAULTS = {"model": "unknown", "contrast": "independent", "unit": "people"}
_FORMS = "mean_1 and se_1; estimate, low and high; events_1 and n_1; or category_1 and count_1"


@dataclass(frozen=True, slots=True)
class _Figures:
    """The figures of one numbered group in one row, and whether there are any."""

    group: Group
    given: bool


def read_results(path: Path) -> list[ResultRow]:
    """Read a results file; ids are empty, and studies stand as names.

    Raises:
        FileError: If it does not fit; names the line, the column and what to give.
    """
    sheet = read_sheet(path, (*COLUMNS, *_CATEGORIES), _SYNONYMS)
    sheet.require("study")
    sheet.require("outcome")
    _require_figures(sheet)
    positions: dict[tuple[str, str], int] = {}
    counted: dict[str, int] = {}
    rows = []
    for place, row in enumerate(sheet.rows):
        study, name = row.required("study"), row.required("outcome")
        if (study, name) not in positions:
            positions[study, name] = counted.get(study, 0)
            counted[study] = positions[study, name] + 1
        outcome = _outcome(row, name, positions[study, name])
        rows.append(ResultRow(study, outcome, _result(row, place), row.line))
    return rows


def _require_figures(sheet: Sheet) -> None:
    """Refuse a file that has no complete form of figures in its columns."""
    columns = set(sheet.columns)
    if "estimate" not in columns and "category_1" not in columns:
        if not columns & {"mean_1", "events_1", "proportion_1"}:
            sheet.require("mean_1" if "se_1" in columns else "se_1", f"Give {_FORMS}.")
        sheet.require("group_1")
    if "mean_1" in columns and "estimate" not in columns:
        for place in (1, 2) if "mean_2" in columns else (1,):
            if f"sd_{place}" not in columns:
                sheet.require(f"se_{place}", f"Give se_{place}, or estimate, low and high.")
    if "category_1" in columns:
        sheet.require("count_1")


def _outcome(row: SheetRow, name: str, position: int) -> Outcome:
    return Outcome(
        id="",
        study_id="",
        name=name,
        rank=row.choice("rank", Rank),
        higher_is=row.choice("higher_is", Higher) or Higher.NEITHER,
        instrument=row.text("instrument"),
        scale_low=row.number("scale_low"),
        scale_high=row.number("scale_high"),
        position=position,
    )


def _result(row: SheetRow, position: int) -> Result:
    words = {name: row.word(name, values) for name, values in _WORDS.items()}
    categories = _categories(row)
    return Result(
        id="",
        outcome_id="",
        groups=categories or _groups(row, words["spread"]),
        experiment=row.text("experiment"),
        estimate=row.number("estimate"),
        low=row.number("low"),
        high=row.number("high"),
        level=_level(row),
        p=_p(row),
        direction=row.text("direction"),
        timepoint=row.text("timepoint"),
        status=words["status"],
        analysis=row.text("analysis"),
        model=words["model"] or _DEFAULTS["model"],
        contrast=words["contrast"] or _DEFAULTS["contrast"],
        sided=words["sided"],
        alpha=_alpha(row),
        spread=words["spread"] or _spread(row),
        unit=words["unit"] or _DEFAULTS["unit"],
        source=row.text("source"),
        printed={column: text for column in row.cells if (text := row.text(column))},
        position=position,
    )


def _groups(row: SheetRow, spread: str) -> tuple[Group, ...]:
    found = [_figures(row, place, spread) for place in (1, 2)]
    for place, figures in enumerate(found, start=1):
        if figures.given and not figures.group.label:
            message = f"there are figures of group {place}, and group_{place} is empty"
            raise row.error(message, "Name the group, such as control, or all.")
    return tuple(figures.group for figures in found if figures.group.label)


def _figures(row: SheetRow, place: int, spread: str) -> _Figures:
    label = row.text(f"group_{place}")
    se, sd = row.number(f"se_{place}"), row.number(f"sd_{place}")
    if sd is not None and (se is not None or spread == "se"):
        other = f"se_{place}" if se is not None else "a spread of se"
        message = f"sd_{place} and {other} are both given"
        raise row.error(message, "Give the one that the report prints.")
    if spread == "sd":
        se, sd = None, sd if sd is not None else se
    group = Group(
        label=label,
        n=row.whole(f"n_{place}"),
        mean=row.number(f"mean_{place}"),
        se=se,
        sd=sd,
        events=row.number(f"events_{place}"),
        proportion=_proportion(row, f"proportion_{place}"),
    )
    return _Figures(group, group != Group(label))


def _categories(row: SheetRow) -> tuple[Group, ...]:
    """Read a count over categories; empty where the row has none."""
    label, n = row.text("group_1"), row.whole("n_1")
    groups = []
    for place in range(1, _MOST_CATEGORIES + 1):
        category, count = row.text(f"category_{place}"), row.whole(f"count_{place}")
        if category:
            groups.append(Group(label, n=n, events=count, category=category))
        elif count is not None:
            message = f"count_{place} is {count}, and category_{place} is empty"
            raise row.error(message, "Name what was counted.")
    others = [
        column
        for column in ("group_2", "estimate", "mean_1", "events_1", "proportion_1")
        if groups and row.text(column)
    ]
    if others:
        message = f"{others[0]} is given beside categories"
        raise row.error(message, "A count over categories is of one group; give the rest a row.")
    return tuple(groups)


def _proportion(row: SheetRow, column: str) -> float | None:
    value = row.number(column)
    if value is None:
        return None
    value = value / 100 if row.text(column).endswith("%") else value
    if not 0 <= value <= 1:
        message = f"{column} is “{row.text(column)}”"
        raise row.error(message, "Give it from 0 to 1, or in per cent as 12%.")
    return value


def _level(row: SheetRow) -> float | None:
    value = row.number("level")
    if value is None:
        return None
    # Some reports print a 95 % interval as one of 0.95.
    value = value * 100 if value < 1 else value
    if not 0 < value < 100:
        raise row.error(f"level is “{row.text('level')}”", "Give it in per cent, such as 95.")
    return value


def _p(row: SheetRow) -> str:
    text = row.figure("p")
    if not text:
        return ""
    found = parse_p(text)
    if found is None:
        remedy = "Write it as printed: 0.44, .44, <.001 or ns; or leave it empty."
        raise row.error(f"p is “{text}”", remedy)
    return found


def _alpha(row: SheetRow) -> str:
    text = row.figure("alpha")
    value = parse_number(text) if text else None
    if text and (value is None or not 0 < value < 1):
        raise row.error(f"alpha is “{text}”", "Give it as 0.05, or leave it empty.")
    return text


def _spread(row: SheetRow) -> str:
    given = {name for name in ("se", "sd") for place in (1, 2) if row.text(f"{name}_{place}")}
    return "sd" if given == {"sd"} else "se"
