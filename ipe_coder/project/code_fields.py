"""What the fields of a code may hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ipe_coder.errors import UsageError
from ipe_coder.model.code import PATH_SEPARATOR, Code, Codebook, CodeKind
from ipe_coder.model.marks import is_mark
from ipe_coder.model.text import clean, clean_name


def checked_name(name: str) -> str:
    """Bring a code's name into the stored form.

    Raises:
        UsageError: If it is empty or holds ` / `.
    """
    cleaned = clean_name(name)
    if not cleaned:
        raise UsageError("A code needs a name.")
    if PATH_SEPARATOR in cleaned:
        raise UsageError(f"“{cleaned}” holds “{PATH_SEPARATOR}”, which parts the names of a path.")
    return cleaned


def refuse_taken(book: Codebook, code: Code) -> None:
    """Refuse a name that a sibling has; one that was merged away gives its name free."""
    for one in book.children(code.parent_id):
        same = one.name.casefold() == code.name.casefold()
        if same and one.id != code.id and not one.merged_into:
            raise UsageError(f"“{code.name}” is there already.", "Choose another name.")


def check_mark(book: Codebook, code: Code) -> None:
    """Refuse a mark that is not two letters or is another code's."""
    if not is_mark(code.mark):
        raise UsageError(f"The mark “{code.mark}” is not two letters.")
    for one in book.codes:
        if one.id != code.id and one.mark == code.mark:
            raise UsageError(f"The mark {code.mark} is that of {one.name}.", "Choose another.")


def tidy(value: Any) -> Any:
    """Bring texts, and lists of texts, into the stored form."""
    if isinstance(value, str) and not isinstance(value, CodeKind):
        return clean(value).text.strip() if type(value) is str else value
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(clean(one).text.strip() for one in value)
    return value
