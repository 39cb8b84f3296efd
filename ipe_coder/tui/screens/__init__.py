"""The screens, in the order in which `g` offers them; each is loaded when it is first shown."""

from __future__ import annotations

from ipe_coder.tui.screen import LazyScreen

_HERE = "ipe_coder.tui.screens"

SCREENS = (
    LazyScreen("project", "Project", "p", f"{_HERE}.project", "ProjectScreen"),
    LazyScreen("library", "Library", "l", f"{_HERE}.library", "LibraryScreen"),
    LazyScreen("coding", "Coding", "c", f"{_HERE}.coding", "CodingScreen"),
    LazyScreen("codebook", "Codebook", "b", f"{_HERE}.codebook", "CodebookScreen"),
    LazyScreen("guide", "Guide", "q", f"{_HERE}.guide", "GuideScreen"),
    LazyScreen("matrix", "Matrix", "m", f"{_HERE}.matrix", "MatrixScreen"),
    LazyScreen("search", "Search", "s", f"{_HERE}.search", "SearchScreen"),
    LazyScreen("memos", "Memos", "n", f"{_HERE}.memos", "MemosScreen"),
    LazyScreen("results", "Results", "r", f"{_HERE}.results", "ResultsScreen"),
    LazyScreen("history", "History", "h", f"{_HERE}.history", "HistoryScreen"),
)
"""Every screen that a letter leads to."""
