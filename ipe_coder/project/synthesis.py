"""Themes, and the verdicts that join them with results."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace

from ipe_coder.errors import NotFoundError, UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.code import Code, Codebook
from ipe_coder.model.result import Outcome
from ipe_coder.model.text import clean, clean_name
from ipe_coder.model.theme import JointLink, Judgement, Summary, Theme, Verdict
from ipe_coder.project.names import Candidate, resolve
from ipe_coder.project.results import Results
from ipe_coder.store import synthesis


class Synthesis(Results):
    """What is claimed, and how it stands beside the trial."""

    def themes(self, study: str = "") -> list[Theme]:
        """List the themes that were given a statement or codes, of a study or of all."""
        with self._store.read() as connection:
            found = synthesis.themes(connection)
        if not study:
            return found
        return _of_study(found, self.codebooks(), self.study(study).id)

    def theme(self, name: str, study: str = "") -> Theme:
        """Find a theme by name or id; a node of a codebook that is meant becomes one.

        Raises:
            NotFoundError: If there is neither.
            AmbiguousNameError: If several fit.
        """
        found = self.find_theme(name, study)
        if found.created_at is None:
            return self._put_theme(found, f"Made the theme {found.name}")
        return found

    def find_theme(self, name: str, study: str = "") -> Theme:
        """Find a theme by name or id and write nothing: a node that is meant is given as one.

        Raises:
            NotFoundError: If there is neither.
            AmbiguousNameError: If several fit.
        """
        return self._meant_theme(name, study)

    def set_theme(
        self,
        name: str,
        statement: str | None = None,
        *,
        codes_of: Sequence[str] = (),
        study: str = "",
    ) -> Theme:
        """Give a theme its statement and its codes; it is made where there is none.

        A name of a node of the codebook means that node with all beneath it. Any other name
        makes a theme over the codes named, which may be of several studies.

        Args:
            name: The theme's name, or a code's name or path.
            statement: What is claimed, of whom, in one sentence.
            codes_of: Names of codes that it stands on.
            study: Where to look for a node of that name.

        Raises:
            UsageError: If it is no node and no code is named.
            AmbiguousNameError: If several themes or nodes have this name.
        """
        try:
            theme = self._meant_theme(name, study)
        except NotFoundError:
            theme = Theme(self._store.new_id(), clean_name(name))
        chosen = [self._code_meant(one, study).id for one in codes_of]
        changed = replace(
            theme,
            statement=theme.statement if statement is None else clean_name(statement),
            code_ids=tuple(dict.fromkeys([*theme.code_ids, *chosen])),
        )
        if not changed.code_ids:
            raise UsageError(
                f"“{name}” is no node of a codebook, and no codes are named for it.",
                "Name them with --codes.",
            )
        return self._put_theme(changed, f"Wrote the theme {changed.name}")

    def link_theme(self, outcome: Outcome, theme: Theme, segment_id: str | None = None) -> Change:
        """Set a theme beside an outcome, with a quotation chosen for it."""
        with self._change(f"Set {theme.name} beside {outcome.name}") as pending:
            links = synthesis.joint_links(pending.writer.connection)
            known = next(
                (one for one in links if (one.outcome_id, one.theme_id) == (outcome.id, theme.id)),
                None,
            )
            place = sum(one.outcome_id == outcome.id for one in links)
            link = known or JointLink(self._store.new_id(), outcome.id, theme.id, None, place)
            chosen = segment_id or link.segment_id
            synthesis.put_joint_link(pending.writer, replace(link, segment_id=chosen))
        return pending.done

    def unlink_theme(self, outcome: Outcome, theme: Theme) -> Change:
        """Take a theme from beside an outcome."""
        with self._change(f"Took {theme.name} from beside {outcome.name}") as pending:
            links = synthesis.joint_links(pending.writer.connection)
            gone = [
                one.id for one in links if one.outcome_id == outcome.id and one.theme_id == theme.id
            ]
            synthesis.remove_joint_link(pending.writer, gone)
        return pending.done

    def judge(self, outcome: Outcome, theme: Theme, judgement: Judgement, reason: str) -> Change:
        """Write a verdict on a theme's statement against an outcome's result.

        Raises:
            UsageError: If no reason is given: a verdict without one cannot be defended.
        """
        if not clean_name(reason):
            raise UsageError("A verdict needs its reason.", "Say why in a sentence.")
        with self._change(f"Judged {theme.name}: {judgement.value}") as pending:
            verdict = Verdict(
                self._store.new_id(), outcome.id, theme.id, judgement, clean_name(reason),
                pending.writer.coder_id or "", statement=theme.statement,
            )  # fmt: skip
            synthesis.add_verdict(pending.writer, verdict)
        return pending.done

    def write_summary(self, participant_id: str, code_id: str, text: str) -> Change:
        """Write a framework summary: what one participant says on one code; no text removes it."""
        text = clean(text).text.strip()
        with self._change("Wrote a summary", needs_coder=True) as pending:
            known = next(
                (
                    one
                    for one in synthesis.summaries(pending.writer.connection)
                    if (one.participant_id, one.code_id) == (participant_id, code_id)
                ),
                None,
            )
            new = Summary(
                known.id if known else self._store.new_id(), participant_id, code_id,
                text, pending.writer.coder_id or "",
            )  # fmt: skip
            if text:
                synthesis.put_summary(pending.writer, new)
            elif known:
                synthesis.remove_summary(pending.writer, known.id)
                pending.writer.label = "Removed a summary"
        return pending.done

    def _code_meant(self, name: str, study: str) -> Code:
        """Find a code of a study, or one of any other where the study has none of this name."""
        if study:
            with contextlib.suppress(NotFoundError):
                return self.code(name, study=study)[1]
        return self.code(name)[1]

    def _put_theme(self, theme: Theme, label: str) -> Theme:
        """Store a theme; whoever does so first is its author."""
        with self._change(label) as pending:
            if pending.writer.coder_id and not theme.coder_id:
                theme = replace(theme, coder_id=pending.writer.coder_id)
            synthesis.put_theme(pending.writer, theme, self._store.new_id)
        return theme

    def _meant_theme(self, name: str, study: str) -> Theme:
        """Find a theme, or make one, not stored yet, of the node that is meant."""
        books = self.codebooks()
        study_id = self.study(study).id if study else ""
        with self._store.read() as connection:
            found = synthesis.themes(connection)
        themes = {one.id: one for one in _of_study(found, books, study_id)}
        of_node = {one.node_id: one.id for one in themes.values() if one.node_id}
        candidates: list[Candidate] = [
            (one.id, (one.name,)) for one in themes.values() if not one.node_id
        ]
        nodes: dict[str, Code] = {}
        for book in books:
            for code in book.codes:
                if study_id in ("", book.study_id) and code.merged_into is None:
                    key, path = of_node.get(code.id, code.id), book.path(code.id)
                    names = (code.name, path, code.id, f"{book.study}: {path}")
                    candidates.append((key, names))
                    nodes[key] = code
        wanted = resolve("theme", name, candidates)
        if wanted in themes:
            return themes[wanted]
        node = nodes[wanted]
        return Theme(self._store.new_id(), node.name, "", (node.id,), node.id)


def _of_study(themes: list[Theme], books: Sequence[Codebook], study_id: str) -> list[Theme]:
    """Choose the themes that stand on a code of a study; all where none is named."""
    if not study_id:
        return themes
    codes = {code.id for book in books if book.study_id == study_id for code in book.codes}
    return [one for one in themes if codes & {*one.code_ids}]
