"""Codebook files: in and out of the codebook screen."""

from __future__ import annotations

from pathlib import Path

from ipe_coder.model.counts import count_of
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_files import ChooseFiles
from ipe_coder.tui.failures import reported
from ipe_coder.tui.screens.codebook_tree import CodebookTree, has_study
from ipe_coder.tui.screens.writing import write_and_publish, write_to


def _can_export(screen: CodebookFiles) -> bool:
    return has_study(screen) and bool(screen.view.book.codes)


class CodebookFiles(CodebookTree):
    """The part of the codebook screen that reads and writes files."""

    @command("i", footer="import", group="In and out", when=has_study)
    def action_import(self) -> None:
        """Import a codebook file: new codes are added, those of the same path changed."""
        from ipe_coder.codebook_io import FORMATS

        endings = tuple(end for one in FORMATS for end in one.extensions)
        study = self.view.study
        assert study is not None

        async def take(paths: tuple[Path, ...] | None) -> None:
            if paths:
                with reported(self):
                    done = await write_and_publish(
                        self, lambda: self.project.import_codebook(paths[0], study.name)
                    )
                    added = len(done.added)
                    self.say(f"Added {count_of(added, 'code')}, changed {len(done.changed)}")

        self.app.push_screen(ChooseFiles(f"Codebook of {study.label}", endings), take)

    @command("e", footer="export", group="In and out", when=_can_export)
    def action_export(self) -> None:
        """Write the codebook to a file: YAML or CSV, by the end of its name."""
        study = self.view.study
        assert study is not None

        def write(path: Path) -> None:
            with reported(self):
                self.project.export_codebook(study.name, path)
                self.say(f"Wrote {path.name}")

        hint = "A name that ends in .yaml or .csv."
        question = f"Export the codebook of {study.label} to"
        self.app.push_screen(
            AskText(question, f"{study.name}.yaml", hint),
            lambda answer: write_to(self, answer, write),
        )
