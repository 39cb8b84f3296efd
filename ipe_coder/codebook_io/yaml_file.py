"""Codebooks as nested YAML.

The file has `name`, `study`, `approach` (deductive, inductive or both), `version`, and `codes`:
a list in which every code has a `name`, any other fields, and its own codes under `children`.
A code that has nothing but a name may be written as the name alone. Only what differs
from the default is written:

    name: Flexible working
    study: flexitime
    approach: deductive

    codes:
    - name: 1a Implemented as intended
      kind: question
      children:
      - name: Range of patterns
        mark: Rp
        definition: Which patterns are worked, and by whom.
        keywords: [fortnight, compressed]

`kind` is question, theme or code (the default). `derived` is deductive or inductive; the default
is inductive where the approach is. `retired` is the time it was retired, `merged_into` the path of
another code. Words are taken as written, so `mark: No` is a mark and not a "no"; a number or a date
where a text belongs is an error. Anchors and aliases are followed, tags and `<<` are not.

**Limits**: 5 MB, 20,000 codes, 40 of them deep, and 200,000 fields and items.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ipe_coder.codebook_io import _yaml_tree
from ipe_coder.codebook_io._entries import (
    FIELDS,
    LIST_FIELDS,
    Entry,
    build_codes,
    clean_code_name,
    pick,
    refuse_depth,
    whole_number,
)
from ipe_coder.codebook_io._files import read_text, write_text
from ipe_coder.codebook_io._written import default_derived, written_fields
from ipe_coder.codebook_io._yaml_tree import Field, InOneLine, Tree
from ipe_coder.codebook_io.format import CodebookFormat
from ipe_coder.model.code import Approach, Code, Codebook
from ipe_coder.model.text import clean_name

_TOP_FIELDS = ("name", "study", "approach", "version", "codes")
_CODE_FIELDS = (*FIELDS, "children")


def read(path: Path) -> Codebook:
    """Read a codebook.

    Raises:
        FileError: If the file does not fit; names the line and the remedy.
    """
    tree = Tree(path, read_text(path))
    top = tree.mapping(tree.root, _TOP_FIELDS, "a codebook")
    words = {
        name: clean_name(tree.text(top[name]))
        for name in ("name", "study", "approach", "version")
        if name in top
    }
    approach = Approach.DEDUCTIVE
    if words.get("approach"):
        approach = pick(path, Approach, "approach", words["approach"], top["approach"].line)
    version = 1
    if words.get("version"):
        version = whole_number(path, "version", words["version"], top["version"].line, 1)
    if "codes" not in top:
        raise tree.error(
            "the codebook has no “codes:”.", "Put the codes beneath it, as a list.", tree.root
        )
    entries: list[Entry] = []
    _read_level(tree, top["codes"], (), entries)
    return Codebook(
        id="",
        name=words.get("name") or clean_name(path.stem),
        study=words.get("study", ""),
        approach=approach,
        version=version,
        codes=build_codes(path, entries, default_derived(approach)),
    )


def write(codebook: Codebook, path: Path) -> None:
    """Write a codebook, replacing what is there.

    Raises:
        FileError: If the file cannot be written.
    """
    top: dict[str, Any] = {"name": codebook.name}
    if codebook.study:
        top["study"] = codebook.study
    top["approach"] = str(codebook.approach)
    if codebook.version != 1:
        top["version"] = codebook.version
    roots = codebook.children(None)
    parts = [_yaml_tree.dump(top)]
    parts += ["codes:\n" if roots else "codes: []\n"]
    # A list may stand as deep as the key above it, so each branch is written by itself.
    branches = [_yaml_tree.dump([_branch(codebook, code)]) for code in roots]
    write_text(path, parts[0] + "\n" + parts[1] + "\n".join(branches))


def _read_level(tree: Tree, field: Field, above: tuple[str, ...], entries: list[Entry]) -> None:
    for item in tree.items(field):
        if item.is_word:
            name = clean_code_name(tree.path, tree.text(item), item.line)
            entries.append(Entry((*above, name), item.line))
        else:
            _read_code(tree, item, above, entries)


def _read_code(tree: Tree, item: Field, above: tuple[str, ...], entries: list[Entry]) -> None:
    refuse_depth(tree.path, len(above) + 1, item.line)
    found = tree.mapping(item, _CODE_FIELDS, "a code")
    if "name" not in found:
        raise tree.error("a code has no name.", "Give it one.", item)
    name = clean_code_name(tree.path, tree.text(found["name"]), found["name"].line)
    entry = Entry((*above, name), item.line)
    for name, field in found.items():
        entry.lines[name] = field.line
        if name in LIST_FIELDS:
            entry.lists[name] = tuple(tree.text(each) for each in tree.items(field))
        elif name != "children" and (text := tree.text(field)).strip():
            entry.texts[name] = text
    entries.append(entry)
    if "children" in found:
        _read_level(tree, found["children"], entry.path, entries)


def _branch(codebook: Codebook, code: Code) -> dict[str, Any]:
    plain = Code(id="", name="", derived=default_derived(codebook.approach))
    branch = written_fields(codebook, code, plain)
    if "keywords" in branch:
        branch["keywords"] = InOneLine(branch["keywords"])
    children = [_branch(codebook, child) for child in codebook.children(code.id)]
    return branch | ({"children": children} if children else {})


FORMAT = CodebookFormat("YAML", (".yaml", ".yml"), read, write)
"""The format, for the list of formats."""
