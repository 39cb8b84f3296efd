"""How many of the names in the sample's answer key are found, and how much of what is found is one.

    python benchmarks/pseudonyms.py [--misses]

A row of an `identifiers.csv` counts as found where every place of it in its transcript, in text or
label, lies inside places that are proposed for replacement. A proposal counts as right where one of
its places touches a row of the key. The key lists what was invented to be found: shops, systems
and famous people that stand beside it count against precision, and a reviewer may want them.

The lists of common first names and places were written with the sample at hand, so the figures
without them say more about transcripts that nobody has seen.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from ipe_coder import paths
from ipe_coder.language.names import NameReader, load_name_reader
from ipe_coder.model.pseudonym import Decision, NameFind
from ipe_coder.model.spans import Span
from ipe_coder.pseudonyms import vocabulary
from ipe_coder.pseudonyms.evidence import Document
from ipe_coder.pseudonyms.finding import find_names
from ipe_coder.readers import read_transcript

FORMATS = (".docx", ".odt", ".rtf", ".pdf", ".txt", ".vtt", ".srt")


class Measure(NamedTuple):
    """What was found of the key."""

    wanted: Counter[str]
    """Rows of the key by kind."""
    found: Counter[str]
    offered: Counter[str]
    """Rows found where doubtful names, which are proposed to be kept, count too."""
    proposed: Counter[str]
    """Names proposed for replacement, counted once a transcript."""
    right: Counter[str]
    missed: list[str]
    wrong: list[str]

    def recall(self, kind: str = "", *, offered: bool = False) -> float:
        """Give the share of the key that was found, of one kind or of all."""
        counted = self.offered if offered else self.found
        kinds = [kind] if kind else list(self.wanted)
        wanted = sum(self.wanted[one] for one in kinds)
        return sum(counted[one] for one in kinds) / wanted if wanted else 1.0

    def precision(self, kind: str = "") -> float:
        """Give the share of the proposals that is in the key."""
        kinds = [kind] if kind else list(self.proposed)
        proposed = sum(self.proposed[one] for one in kinds)
        return sum(self.right[one] for one in kinds) / proposed if proposed else 1.0


def documents(folder: Path, reader: NameReader) -> list[Document]:
    """Read the transcripts of a study of the sample."""
    found = []
    for path in sorted(one for one in folder.iterdir() if one.suffix in FORMATS):
        draft = read_transcript(path)
        mentions = next(iter(reader.read([draft.text])))
        labels = tuple(one.label for one in draft.speakers)
        found.append(Document(path.stem, path.stem, draft.text, labels, path.name, tuple(mentions)))
    return found


def known_words(folder: Path) -> dict[str, str]:
    """Gather the words that a project with this study would know."""
    with (folder / "participants.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        row[column]: f"{column} of a participant"
        for row in rows
        for column in ("site", "team")
        if row[column]
    }


def measure(reader: NameReader) -> Measure:
    """Find names in every study of the sample, and compare them with its answer key."""
    result = Measure(Counter(), Counter(), Counter(), Counter(), Counter(), [], [])
    for answers in sorted((paths.sample() / "transcripts").glob("*/identifiers.csv")):
        folder = answers.parent
        texts = documents(folder, reader)
        finds = find_names(texts, (), known_words(folder))
        with answers.open(encoding="utf-8") as file:
            key = list(csv.DictReader(file))
        for document in texts:
            rows = [row for row in key if row["transcript"] == document.title]
            _compare(result, document, finds, rows)
    return result


def _compare(
    result: Measure, document: Document, finds: list[NameFind], rows: list[dict[str, str]]
) -> None:
    replaced = [one for one in finds if one.decision is Decision.REPLACE]
    truth: list[Span] = []
    for row in rows:
        wanted = re.compile(rf"(?<!\w){re.escape(row['text'])}(?!\w)")
        truth += [Span(*match.span()) for match in wanted.finditer(document.text)]
        covered = _covers(document, replaced, row["text"], wanted)
        result.wanted[row["kind"]] += 1
        result.found[row["kind"]] += covered
        result.offered[row["kind"]] += _covers(document, finds, row["text"], wanted)
        if not covered:
            result.missed.append(f"{document.title}: {row['text']} ({row['kind']})")
    for one in replaced:
        here = [place.span for place in one.places if place.transcript_id == document.id]
        if not here:
            continue
        result.proposed[one.kind.value] += 1
        right = any(span.overlaps(true) for span in here for true in truth)
        result.right[one.kind.value] += right
        if not right:
            result.wrong.append(f"{document.title}: {one.name} ({one.kind.value}; {one.because})")


def _covers(document: Document, finds: list[NameFind], name: str, wanted: re.Pattern[str]) -> bool:
    """Tell whether every place of a name, in text and labels, lies in places that were found."""
    spans = [
        place.span for one in finds for place in one.places if place.transcript_id == document.id
    ]
    places = [Span(*match.span()) for match in wanted.finditer(document.text)]
    covered = all(
        any(one.contains(place) or _bare(one, place) for one in spans) for place in places
    )
    if not places or wanted.search(" | ".join(document.labels)):
        labels = {one.name for one in finds if document.id in [which for which, _ in one.labels]}
        covered = covered and name in labels
    return covered


def _bare(found: Span, place: Span) -> bool:
    """Tell whether a name was found without the possessive at its end."""
    return found.start <= place.start and place.end - found.end in range(3)


def main() -> None:
    reader = load_name_reader()
    none: frozenset[str] = frozenset()
    lists = vocabulary.FIRST_NAMES, vocabulary.PLACES
    for name, of, (vocabulary.FIRST_NAMES, vocabulary.PLACES) in (
        ("with the pipeline", reader, lists),
        ("by patterns and lists", NameReader(None), lists),
        ("with the pipeline, without lists of first names and places", reader, (none, none)),
        ("by patterns alone", NameReader(None), (none, none)),
    ):
        result = measure(of)
        print(f"{name}: recall {result.recall():.3f} ({result.recall(offered=True):.3f} with "
              f"doubtful ones) of {result.wanted.total()}, "
              f"precision {result.precision():.3f} of {result.proposed.total()}")  # fmt: skip
        for kind, number in sorted(result.wanted.items()):
            print(f"  recall     {kind:<14}{result.recall(kind):.3f} of {number}")
        for kind, number in sorted(result.proposed.items()):
            print(f"  precision  {kind:<14}{result.precision(kind):.3f} of {number}")
        if "--misses" in sys.argv:
            print("  missed:", *result.missed, sep="\n    ")
            print("  not in the key:", *result.wrong, sep="\n    ")


if __name__ == "__main__":
    main()
