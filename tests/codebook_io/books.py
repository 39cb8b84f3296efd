"""Invented codebooks for the property tests, in the form that files give."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from string import ascii_letters

from hypothesis import strategies as st

from ipe_coder.model.code import PATH_SEPARATOR, Approach, Code, Codebook, CodeKind, Derived
from ipe_coder.model.text import clean, clean_name

words = st.text(max_size=40) | st.sampled_from(
    ["no", "12", "~", "a: b", "- x", "# x", "'", '"', "a; b", "=1+1", "'=x", "yes", "null"]
)
lines = st.lists(words, max_size=4).map("\n".join)
texts = lines.map(lambda text: clean(text).text.replace("\ufeff", "").strip())
names = words.map(lambda text: clean_name(text).replace("\ufeff", "").strip()).filter(
    lambda name: bool(name) and PATH_SEPARATOR not in f" {name} "
)
marks = st.tuples(st.sampled_from(ascii_letters), st.sampled_from(ascii_letters)).map("".join)
times = st.datetimes(timezones=st.just(UTC))


@st.composite
def codebooks(draw: st.DrawFn, *, fewest: int = 0) -> Codebook:
    """Draw a codebook whose codes have every field, in reading order, with paths as ids."""
    found = draw(
        st.lists(names, min_size=fewest, max_size=8, unique_by=lambda name: name.casefold())
    )
    some_marks = draw(st.lists(marks, min_size=len(found), max_size=len(found), unique=True))
    approach = draw(st.sampled_from(Approach))
    tree: dict[str, Code] = {}
    for name, mark in zip(found, some_marks, strict=True):
        parent = draw(st.none() | st.sampled_from(sorted(tree))) if tree else None
        code = draw(_codes(name, mark, parent, tuple(tree)))
        tree[code.id] = code
    return _in_order(
        draw(names), draw(names), approach, list(tree.values()), draw(st.integers(1, 9))
    )


@st.composite
def _codes(
    draw: st.DrawFn, name: str, mark: str, parent: str | None, others: tuple[str, ...]
) -> Code:
    items = st.lists(texts.filter(bool), max_size=3).map(tuple)
    return Code(
        id=f"{parent}{PATH_SEPARATOR}{name}" if parent else name,
        name=name,
        parent_id=parent,
        kind=draw(st.sampled_from(CodeKind)),
        derived=draw(st.sampled_from(Derived)),
        definition=draw(texts),
        include=draw(texts),
        exclude=draw(texts),
        near_miss=draw(texts),
        examples=draw(items),
        keywords=draw(st.lists(names, max_size=3).map(tuple)),
        dimension=draw(st.just("") | names),
        mark=draw(st.sampled_from(["", mark])),
        colour=draw(st.integers(0, 8)),
        line=draw(st.integers(0, 3)),
        key=draw(st.sampled_from(["", f"f{mark}"])),
        version=draw(st.integers(1, 99)),
        merged_into=draw(st.none() | st.sampled_from(others)) if others else None,
        retired_at=draw(st.none() | times),
    )


def _in_order(
    name: str, study: str, approach: Approach, codes: list[Code], version: int
) -> Codebook:
    counts: dict[str | None, int] = {}
    placed = []
    for code in codes:
        placed.append(replace(code, position=counts.get(code.parent_id, 0)))
        counts[code.parent_id] = placed[-1].position + 1
    book = Codebook("", name, study=study, approach=approach, version=version, codes=tuple(placed))
    return replace(book, codes=tuple(code for _, code in book.walk()))
