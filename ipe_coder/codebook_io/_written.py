"""The fields of a code as a codebook file has them, whatever the format."""

from __future__ import annotations

from typing import Any

from ipe_coder.codebook_io._entries import FIELDS, LIST_FIELDS, NAME_FIELDS, TEXT_FIELDS
from ipe_coder.model.code import Approach, Code, Codebook, Derived


def default_derived(approach: Approach) -> Derived:
    """Say what a code is that does not say where it came from."""
    return Derived.INDUCTIVE if approach is Approach.INDUCTIVE else Derived.DEDUCTIVE


def written_fields(codebook: Codebook, code: Code, plain: Code) -> dict[str, Any]:
    """Give the fields of a code that differ from those of a plain one, in the files' order.

    Texts are str, lists are lists of str, numbers are int.
    """
    fields = {name: _value(codebook, code, name) for name in FIELDS}
    return {name: value for name, value in fields.items() if value != _value(codebook, plain, name)}


def _value(codebook: Codebook, code: Code, name: str) -> Any:
    if name == "retired":
        return code.retired_at.isoformat().replace("+00:00", "Z") if code.retired_at else ""
    if name == "merged_into":
        into = code.merged_into
        return codebook.path(into) if into is not None and into in codebook else ""
    value = getattr(code, name)
    if name in TEXT_FIELDS or name in NAME_FIELDS:
        return str(value).strip()
    if name in LIST_FIELDS:
        return [item.strip() for item in value if item.strip()]
    # An enumeration's value is its own text: YAML must not see its type.
    return str(value) if isinstance(value, str) else value
