"""The installed command in a process of its own: pipes, locales, the start, signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.shell import REPOSITORY, Shell

HEAVY = (
    "textual", "rich", "spacy", "pandas", "numpy", "scipy", "docx", "sqlalchemy", "alembic",
    "lxml", "openpyxl", "rapidfuzz", "yaml",
)  # fmt: skip

LOADED = """
import sys
from ipe_coder.__main__ import main
sys.argv = ["ipe-coder", *sys.argv[1:]]
try:
    main()
except SystemExit as ended:
    code = ended.code
print("\\n" + " ".join(sorted(name for name in {heavy} if name in sys.modules)), file=sys.stderr)
"""


def _loaded(shell: Shell, *args: str) -> list[str]:
    ran = subprocess.run(
        [sys.executable, "-c", LOADED.format(heavy=HEAVY), *args],
        cwd=shell.folder, env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return ran.stderr.splitlines()[-1].split()


@pytest.mark.parametrize(
    "args", [("--help",), ("--version",), ("matrix", "--help"), ("segment", "add", "--help")]
)
def test_help_loads_nothing_heavy(shell: Shell, args: tuple[str, ...]) -> None:
    assert _loaded(shell, *args) == []


def test_commands_load_only_what_they_need(swing: Shell) -> None:
    assert _loaded(swing, "transcript", "list") == ["sqlalchemy"]
    assert _loaded(swing, "matrix", "--json") == ["sqlalchemy"]
    assert "textual" not in _loaded(swing, "export", "docx", "out.docx")


def test_the_shell_sees_data_narration_and_exit_codes_apart(swing: Shell) -> None:
    done = swing.process("project", "check", "--json")
    assert done.json == {"ok": True, "problems": []}
    assert (done.code, done.err) == (0, "Checked wellbeing.ipe: nothing wrong.\n")
    failed = swing.process("transcript", "show", "nothing")
    assert (failed.code, failed.out, len(failed.lines)) == (2, "", 1)


@pytest.mark.parametrize("locale", ["C", "en_GB.ISO-8859-1"])
def test_output_is_utf_8_in_every_locale(swing: Shell, locale: str) -> None:
    swing.write("talk.txt", "Interviewer: How?\nPriya: “Fine” – 福祉 🙂 [laughs].\n")
    swing("transcript", "import", "talk.txt", "--study", "swing")
    done = swing.process("transcript", "show", "talk", LC_ALL=locale, PYTHONUTF8="0")
    assert "“Fine” – 福祉 🙂 [laughs]." in done.out


def test_names_are_read_as_utf_8_in_the_plain_locale(swing: Shell) -> None:
    done = swing.process("study", "set", "Zoë", "--title", "x", LC_ALL="C")
    assert "No study is called “Zoë”." in done.err


def test_a_reader_that_stops_reading_is_no_error(swing: Shell) -> None:
    lines = "".join(f"Interviewer: And {n}?\nPriya: Well, {n}.\n" for n in range(9000))
    swing.write("long.txt", lines)
    swing("transcript", "import", "long.txt", "--study", "swing")
    ran = subprocess.run(
        f'"{sys.executable}" -m ipe_coder transcript show long | head -1',
        shell=True, cwd=swing.folder, env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stdout.strip().endswith("And 0?")
    assert ran.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_with_130_and_leaves_the_project_whole(swing: Shell) -> None:
    for number in range(300):
        swing.write(f"many/{number}.txt", "Interviewer: How?\nPriya: Fine.\n" * 3000)
    process = subprocess.Popen(
        [sys.executable, "-m", "ipe_coder", "transcript", "import", "many", "--study", "swing"],
        cwd=swing.folder, env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    while not (swing.folder / "wellbeing.ipe-shm").exists():
        time.sleep(0.02)
    time.sleep(0.5)  # it has opened the project, and reads files for many seconds
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.decode().strip() == "Interrupted."
    assert swing("project", "check", "--json").json["ok"]
    assert len(swing("transcript", "list", "--json").json) == 3
