"""From a key to the first byte painted, beside a bare Textual ScrollView in the same run.

    PYTHONPATH=. python benchmarks/key_to_paint.py
    PYTHONPATH=. python benchmarks/key_to_paint.py --presses 300 --words 60000 --segments 5000

The real application is opened on a project file with one long transcript, the bare ScrollView on
the same words, both in a pseudo-terminal of 120 x 36, and they are pressed by turns. A key is
written, and the time until the first byte comes back is taken; then the output is read until it
rests. `j` and `l` move; `4` applies a code to the next sentence, its commit included. Absolute
figures depend on the machine, the ratio to the bare ScrollView does not.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from benchmarks.parts.long_interview import make_project
from benchmarks.parts.terminal import Terminal, opened

BARE = Path(__file__).parent / "parts" / "bare_app.py"


def measure(key: str, presses: int, words: int, segments: int) -> tuple[list[float], list[float]]:
    """Press a key in the bare application and in ours by turns, so that both meet the same load."""
    with tempfile.TemporaryDirectory() as folder:
        project = make_project(Path(folder) / "long.ipe", words, segments)
        config = Path(folder) / "config"
        config.mkdir()
        (config / "settings.toml").write_text("suggestions = false\n")
        bare, view = Terminal(str(BARE), f"{words}"), opened(project, config)
        bare.drain(2.0)
        try:
            pairs = []
            for number in range(presses + 10):
                if key == "4":
                    view.press("j")
                pair = bare.press("j"), view.press(key)
                if number >= 10:
                    pairs.append(pair)
        finally:
            bare.close()
            view.close()
    one, other = zip(*pairs, strict=True)
    return sorted(one), sorted(other)


def show(name: str, bare: list[float], view: list[float]) -> None:
    """Print one line: medians, 95th percentiles and the ratio of the medians."""
    place = int(len(view) * 0.95)
    ratio = statistics.median(view) / statistics.median(bare)
    print(
        f"{name:44} bare {statistics.median(bare):6.2f} / {bare[place]:6.2f} ms"
        f"   ours {statistics.median(view):6.2f} / {view[place]:6.2f} ms   {ratio:5.2f} x",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presses", type=int, default=100)
    parser.add_argument("--words", type=int, nargs="*", default=[8000, 60000])
    parser.add_argument("--segments", type=int, nargs="*", default=[0, 500, 5000])
    parser.add_argument("--keys", default="jl4", help="j sentence, l word, 4 applies a code")
    options = parser.parse_args()
    print("medians / 95th percentiles")
    for words in options.words:
        for segments in options.segments:
            for key in options.keys:
                name = f"{words} words, {segments} segments, {key}"
                show(name, *measure(key, options.presses, words, segments))


if __name__ == "__main__":
    main()
