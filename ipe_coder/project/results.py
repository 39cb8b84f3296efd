"""Results of the trial: taken from files, and listed with what their figures say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ipe_coder.analysis.effects import view_of
from ipe_coder.errors import UsageError
from ipe_coder.model.result import Outcome, Result, ResultRow, ResultView
from ipe_coder.model.study import Study
from ipe_coder.project.evidence import ThemeEvidence
from ipe_coder.project.names import resolve
from ipe_coder.store import studies, synthesis
from ipe_coder.store.writer import Writer


@dataclass(frozen=True, slots=True)
class ResultsImport:
    """What an import of results did."""

    rows: int
    added: int
    new_studies: tuple[str, ...]
    new_outcomes: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Results(ThemeEvidence):
    """What was measured."""

    def import_results(self, path: Path, study: str = "") -> ResultsImport:
        """Take results from a file; unknown studies and outcomes are added, and said.

        Args:
            path: The file.
            study: Only its rows of this study.

        Raises:
            FileError: If the file does not fit.
        """
        from ipe_coder.tables import read_results

        return self.add_results(read_results(path), study)

    def add_results(self, rows: Sequence[ResultRow], study: str = "") -> ResultsImport:
        """Write the rows of a results file as one change."""
        if study:
            found = self.study(study)
            names = {found.name.casefold(), found.title.casefold()}
            rows = [row for row in rows if row.study.casefold() in names]
            if not rows:
                raise UsageError(f"The file has no row of the study {found.name}.")
        with self._change(f"Imported {len(rows)} results") as pending:
            batch = _Batch(pending.writer, self)
            for row in rows:
                batch.take(row)
        return ResultsImport(
            len(rows), batch.added, tuple(batch.new_studies), tuple(batch.new_outcomes)
        )

    def result_views(self, study: str = "") -> list[ResultView]:
        """List results as reported and as the printed means give them, by study and outcome."""
        wanted = {one.id: one for one in self._studies_wanted(study)}
        with self._store.read() as connection:
            outcomes = {one.id: one for one in synthesis.outcomes(connection)}
            results = synthesis.results(connection)
        views = []
        for study_id, of in wanted.items():
            arms = {arm.name.casefold(): arm.id for arm in of.arms}
            for one in results:
                if outcomes[one.outcome_id].study_id == study_id:
                    linked = _with_arms(one, arms)
                    views.append(view_of(of.name, outcomes[one.outcome_id], linked))
        return views

    def outcomes(self, study: str = "") -> list[Outcome]:
        """List the outcomes of a study, or of all."""
        wanted = {one.id for one in self._studies_wanted(study)}
        with self._store.read() as connection:
            return [one for one in synthesis.outcomes(connection) if one.study_id in wanted]

    def outcome(self, name: str, study: str = "") -> Outcome:
        """Find an outcome by name or id."""
        found = self.outcomes(study)
        labels = {one.id: one.name for one in self.studies()}
        wanted = resolve(
            "outcome",
            name,
            ((one.id, (one.name, f"{labels[one.study_id]}: {one.name}")) for one in found),
        )
        return next(one for one in found if one.id == wanted)


class _Batch:
    """Writes the rows of a results file, adding studies and outcomes as they come."""

    def __init__(self, writer: Writer, project: Results) -> None:
        self._writer, self._new_id = writer, project._store.new_id
        connection = writer.connection
        self._studies: dict[str, Study] = {}
        for one in studies.find(connection):
            self._studies[one.name.casefold()] = one
            self._studies.setdefault(one.label.casefold(), one)
        self._outcomes = {
            (one.study_id, one.name.casefold()): one for one in synthesis.outcomes(connection)
        }
        self._results = {_key(one): one for one in synthesis.results(connection)}
        self._position = len(self._results)
        self.added = 0
        self.new_studies: list[str] = []
        self.new_outcomes: list[str] = []

    def take(self, row: ResultRow) -> None:
        """Write one row; one of the same outcome, groups and time-point is replaced."""
        study = self._study(row.study)
        outcome = self._outcome(study, row.outcome)
        new = replace(row.result, outcome_id=outcome.id)
        known = self._results.get(_key(new))
        if known is None:
            self.added += 1
            new = replace(new, id=self._new_id(), position=self._position)
            self._position += 1
        else:
            new = replace(new, id=known.id, position=known.position)
        self._results[_key(new)] = new
        synthesis.put_result(self._writer, new)

    def _study(self, name: str) -> Study:
        found = self._studies.get(name.casefold())
        if found is None:
            new = Study("", name)
            found = replace(new, id=studies.add(self._writer, new, self._new_id))
            self._studies[name.casefold()] = found
            self.new_studies.append(name)
        return found

    def _outcome(self, study: Study, given: Outcome) -> Outcome:
        key = (study.id, given.name.casefold())
        known = self._outcomes.get(key)
        if known is None:
            place = sum(of == study.id for of, _ in self._outcomes)
            new = replace(given, id=self._new_id(), study_id=study.id, position=place)
            self.new_outcomes.append(f"{study.name}: {given.name}")
        else:
            new = replace(
                given, id=known.id, study_id=study.id, position=known.position,
                rank=known.rank or given.rank,
            )  # fmt: skip
        self._outcomes[key] = new
        synthesis.put_outcome(self._writer, new)
        return new


def _key(result: Result) -> tuple[str, ...]:
    labels = tuple(group.label for group in result.groups)
    return (result.outcome_id, result.experiment, result.timepoint, result.analysis, *labels)


def _with_arms(result: Result, arms: dict[str, str]) -> Result:
    """Link a result's groups to the arms of their labels, where the labels are arms."""
    groups = tuple(
        replace(group, arm_id=arms.get(group.label.casefold())) for group in result.groups
    )
    return replace(result, groups=groups)
