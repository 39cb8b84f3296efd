"""Questions in bold type and answers in plain type, without any names.

Many transcribers set what the interviewer asks in bold and write no labels. It is believed where
bold and plain paragraphs take turns and most of the bold ones hold a question; it is always said.
"""

from __future__ import annotations

from ipe_coder.readers._heads import Form, Head

BOLD, PLAIN = "In bold type", "Not in bold type"
NOTE = (
    "The file has no speaker labels: paragraphs in bold type were taken as the interviewer's, the "
    "others as the answers. Look whether that is right, and who answers."
)
_WHOLLY = 60
"""Characters: of a longer paragraph no more is looked at."""
_FEWEST = 3


def find_by_type(lines: list[str], bold: dict[int, int]) -> dict[int, Head]:
    """Find the first lines of questions in bold and answers in plain type, if they are such."""
    filled = [number for number, line in enumerate(lines) if line]
    asked = {n for n in filled if bold.get(n, 0) >= min(len(lines[n]), _WHOLLY)}
    questions = sum("?" in lines[number] for number in asked)
    heads: dict[int, Head] = {}
    for before, number in zip([-1, *filled], filled, strict=False):
        begins = number in asked if not heads else (number in asked) != (before in asked)
        if begins:
            label = BOLD if number in asked else PLAIN
            heads[number] = Head(Form.COLON, label, lines[number])
    answers = sum(head.label == PLAIN for head in heads.values())
    enough = answers >= _FEWEST and questions >= _FEWEST and 2 * questions >= len(asked)
    return heads if enough and len(asked) * 3 <= len(filled) * 2 else {}
