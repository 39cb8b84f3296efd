"""What a code is: what it takes in and leaves out, shown while one is chosen."""

from __future__ import annotations

from textual.content import Content

from ipe_coder.model.code import Code, Codebook
from ipe_coder.tui.rendering import render_line, render_words, shorten


def render_definition(codebook: Codebook, code: Code, last: str = "") -> Content:
    """Write what a code is and what belongs to it.

    Args:
        codebook: Its codebook.
        code: The code.
        last: The words that it was applied to last.
    """
    parents = [one.name for one in reversed(codebook.ancestors(code.id))]
    under = f"{' / '.join(parents)}  " if parents else ""
    lines = [
        render_words(code.name, "bold $strong"),
        render_words(f"{under}{code.kind.value}, {code.derived.value}", "$muted"),
        Content(""),
    ]
    if code.definition:
        lines += [render_words(code.definition), Content("")]
    for label, words in (
        ("Include", code.include),
        ("Exclude", code.exclude),
        ("Near miss", code.near_miss),
        ("Keywords", ", ".join(code.keywords)),
    ):
        if words:
            lines.append(render_line((f"{label}  ", "$muted"), words))
    for example in code.examples[:2]:
        lines.append(render_line(("Example  ", "$muted"), (f"“{example}”", "italic")))
    if last:
        lines += [
            Content(""),
            render_words("Your last one", "$muted"),
            render_words(f"“{shorten(last, 160)}”", "italic"),
        ]
    return Content("\n").join(lines)
