"""What is known of a thing, in words: what a change shows before and after."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ipe_coder.model.change import Fact, ItemChange
from ipe_coder.model.text import count_words
from ipe_coder.project.change_names import Names, listed

Row = dict[str, Any]

KINDS = {
    "coder": "coder", "study": "study", "arm": "arm", "study_fact": "fact about a study",
    "transcript": "transcript", "transcript_version": "earlier version", "speaker": "speaker",
    "participant": "participant", "appearance": "appearance", "guide_question": "question",
    "asking": "turn that asks", "marking": "mark that all questions are marked",
    "codebook": "codebook", "code": "code", "segment": "segment", "memo": "memo",
    "theme": "theme", "theme_code": "code of a theme", "evidence": "evidence",
    "outcome": "outcome", "result": "result", "joint_link": "theme beside an outcome",
    "verdict": "verdict", "summary": "summary", "setting": "setting",
}  # fmt: skip
"""What the row of each table is to a researcher."""

_ORIGINS = {
    "human": "by hand", "suggested": "from a suggestion", "imported": "imported",
    "search": "by search",
}  # fmt: skip
_ANCHORS = {
    "kept": "", "moved": "moved with the text", "changed": "its words changed: to be looked at",
    "lost": "lost from the text",
}  # fmt: skip
_ASKING = {1: "asks it", 0: "to be confirmed", -1: "does not ask it"}
_FIGURES = ("estimate", "low", "high", "p", "timepoint", "status", "analysis", "source")


def item_of(names: Names, table: str, before: Row | None, after: Row | None) -> ItemChange | None:
    """Say what a change did to one thing; nothing where a researcher sees no difference."""
    row = after or before
    kind = KINDS[table]
    if before == {} or not row:
        return ItemChange(kind, "", (), (), was_purged=True)
    was, came = (_facts(names, table, one) if one else None for one in (before, after))
    if was is not None and came is not None:
        then, now = dict(was), dict(came)
        differing = [name for name in {**then, **now} if then.get(name) != now.get(name)]
        if not differing:
            return None
        was = [(name, then.get(name, "") or "nothing") for name in differing]
        came = [(name, now.get(name, "") or "nothing") for name in differing]
    elif table == "segment":
        # Its name says which code it is of.
        was, came = ([one for one in those if one[0] != "code"] if those else None
                     for those in (was, came))  # fmt: skip
    code_id = {"segment": "code_id", "code": "id"}.get(table, "")
    return ItemChange(
        kind, _name_of(names, table, row), _told(was), _told(came),
        names.code(row.get(code_id)) if code_id else None,
    )  # fmt: skip


def _told(pairs: Iterable[tuple[str, str]] | None) -> tuple[Fact, ...] | None:
    return None if pairs is None else tuple(Fact(*pair) for pair in pairs if pair[1])


def _facts(names: Names, table: str, row: Row) -> list[tuple[str, str]]:
    return [(name, words) for name, words in _TELLERS[table](names, row) if words]


def _name_of(names: Names, table: str, row: Row) -> str:
    match table:
        case "segment":
            return f"{names.name('code', row['code_id'])}, {names.place(row)}"
        case "memo":
            return f"on {names.about(row['about'], row['about_id'])}"
        case "asking" | "marking":
            turn = f" turn {row['turn'] + 1}" if "turn" in row else ""
            return f"{names.name('transcript', row['transcript_id'])}{turn}"
        case "summary" | "appearance":
            return names.name("participant", row["participant_id"])
        case "evidence" | "theme_code":
            return names.name("theme", row["theme_id"])
        case "verdict" | "joint_link":
            theme, outcome = names.name("theme", row["theme_id"]), row["outcome_id"]
            return f"{theme} beside {names.name('outcome', outcome)}"
        case "result":
            return names.name("outcome", row["outcome_id"])
        case "setting":
            return str(row["id"]).partition(":")[0].replace("_", " ")
        case "transcript_version":
            return names.name("transcript", row["transcript_id"])
    heads = (row.get(one) for one in ("title", "pseudonym", "name", "label"))
    return next((str(one) for one in heads if one), "")


Pairs = Iterator[tuple[str, str]]


def _study(_: Names, row: Row) -> Pairs:
    yield from (("name", row["name"]), ("title", row["title"]), ("design", row["design"]))
    yield from (("method", row["method"]), ("approach", row["approach"]))
    yield "organisations", ", ".join(listed(row["organisations"]))


def _arm(names: Names, row: Row) -> Pairs:
    yield "name", row["name"]
    yield "study", names.name("study", row["study_id"])
    yield "control", "control" if row["is_control"] else ""


def _study_fact(names: Names, row: Row) -> Pairs:
    yield row["name"] or "value", row["value"]
    yield from (("arm", names.name("arm", row["arm_id"])), ("source", row["source"]))


def _transcript(names: Names, row: Row) -> Pairs:
    yield "title", row["title"]
    yield "study", names.name("study", row["study_id"])
    for one in ("kind", "mode", "wave", "language"):
        yield one, str(row[one] or "")
    yield "held on", row["collected_on"] or ""
    yield "version", str(row["version"])
    yield "text", f"{row['words']:,} words in {row['turns']:,} turns"
    yield "file", row["filename"]


def _version(names: Names, row: Row) -> Pairs:
    yield "transcript", names.name("transcript", row["transcript_id"])
    yield "version", str(row["version"])
    yield "text", f"{row['words']:,} words in {row['turns']:,} turns"


def _speaker(names: Names, row: Row) -> Pairs:
    yield "label", row["label"]
    yield "transcript", names.name("transcript", row["transcript_id"])
    yield "role", row["role"]
    yield "participant", names.name("participant", row["participant_id"])


def _participant(names: Names, row: Row) -> Pairs:
    yield "pseudonym", row["pseudonym"]
    yield "study", names.name("study", row["study_id"])
    yield "respondent", row["respondent"] or ""
    yield "arm", names.name("arm", row["arm_id"]) or row["no_arm"]
    yield "consent", row["consent"]
    yield from json.loads(row["attributes"]).items()


def _appearance(names: Names, row: Row) -> Pairs:
    yield "transcript", names.name("transcript", row["transcript_id"]) or row["transcript"]
    yield "speaker", row["speaker"]
    yield from json.loads(row["attributes"]).items()


def _question(names: Names, row: Row) -> Pairs:
    yield from (("label", row["label"]), ("text", row["text"]), ("part", row["part"]))
    yield "respondent", row["respondent"] or ""
    yield "codes", ", ".join(names.name("code", one) for one in listed(row["code_ids"]))


def _asking(names: Names, row: Row) -> Pairs:
    yield "question", names.name("guide_question", row["question_id"])
    yield "turn", str(row["turn"] + 1)
    yield "state", _ASKING[row["confirmed"]]


def _marking(names: Names, row: Row) -> Pairs:
    yield "transcript", names.name("transcript", row["transcript_id"])


def _codebook(names: Names, row: Row) -> Pairs:
    yield from (("name", row["name"]), ("approach", row["approach"]))
    yield "study", names.name("study", row["study_id"])


def _code(names: Names, row: Row) -> Pairs:
    yield "name", row["name"]
    yield "beneath", names.name("code", row["parent_id"])
    for column in ("kind", "derived", "definition", "include", "exclude"):
        yield column, row[column]
    yield "near miss", row["near_miss"]
    yield "examples", "; ".join(listed(row["examples"]))
    yield "keywords", "; ".join(listed(row["keywords"]))
    yield from (("dimension", row["dimension"]), ("mark", row["mark"]), ("key", row["key"]))
    yield "colour", f"{row['colour']}, line {row['line']}" if row["colour"] else ""
    yield "merged into", names.name("code", row["merged_into"])
    yield "retired", "retired" if row["retired_at"] else ""


def _segment(names: Names, row: Row) -> Pairs:
    yield "code", names.name("code", row["code_id"])
    yield "quote", f"“{row['quote']}”"
    yield "length", f"{count_words(row['quote']):,} words"
    yield "coder", names.name("coder", row["coder_id"])
    yield "coded", _ORIGINS.get(row["origin"]) or str(row["origin"])
    yield "stance", row["stance"] or ""
    yield "star", "starred" if row["starred"] else ""
    yield "quotation", "" if row["quotable"] else "not for quotation"
    yield "place", _ANCHORS.get(row["anchor"]) or ""


def _memo(names: Names, row: Row) -> Pairs:
    yield from (("title", row["title"]), ("memo", row["body"]), ("kind", f"{row['kind']} memo"))
    yield "about", names.about(row["about"], row["about_id"])
    yield "by", names.name("coder", row["coder_id"])


def _theme(names: Names, row: Row) -> Pairs:
    yield from (("name", row["name"]), ("statement", row["statement"]))
    yield "made by", names.name("code", row["node_id"])


def _theme_code(names: Names, row: Row) -> Pairs:
    yield "theme", names.name("theme", row["theme_id"])
    yield "code", names.name("code", row["code_id"])


def _evidence(names: Names, row: Row) -> Pairs:
    of = names.row("segment", row["segment_id"])
    yield "side", f"{row['side']} {names.name('theme', row['theme_id'])}"
    yield "quote", f"“{of['quote']}” ({names.place(of)})" if of else ""
    yield "note", row["note"]


def _outcome(names: Names, row: Row) -> Pairs:
    yield "name", row["name"]
    yield "study", names.name("study", row["study_id"])
    yield from (("rank", row["rank"] or ""), ("instrument", row["instrument"]))
    yield "better", row["higher_is"]


def _result(names: Names, row: Row) -> Pairs:
    yield "outcome", names.name("outcome", row["outcome_id"])
    for number, group in enumerate(json.loads(row["groups"]), 1):
        told = (f"{name} {value}" for name, value in group.items() if _is_figure(name, value))
        yield f"group {number}", f"{group.get('label', '')}: {', '.join(told)}"
    for one in _FIGURES:
        yield one, "" if row[one] is None else str(row[one])


def _is_figure(name: str, value: object) -> bool:
    return name not in ("label", "arm_id") and value not in (None, "")


def _joint_link(names: Names, row: Row) -> Pairs:
    of = names.row("segment", row["segment_id"])
    yield "theme", names.name("theme", row["theme_id"])
    yield "outcome", names.name("outcome", row["outcome_id"])
    yield "quote", f"“{of['quote']}”" if of else ""


def _verdict(_: Names, row: Row) -> Pairs:
    yield from (("verdict", row["judgement"]), ("reason", row["reason"]))
    yield "statement", row["statement"]


def _summary(names: Names, row: Row) -> Pairs:
    yield "participant", names.name("participant", row["participant_id"])
    yield "theme", names.name("code", row["code_id"])
    yield from (("summary", row["text"]), ("by", names.name("coder", row["coder_id"])))


def _setting(_: Names, row: Row) -> Pairs:
    value = json.loads(row["value"])
    yield "value", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


_TELLERS: dict[str, Callable[[Names, Row], Pairs]] = {
    "study": _study, "arm": _arm, "study_fact": _study_fact, "transcript": _transcript,
    "transcript_version": _version, "speaker": _speaker, "participant": _participant,
    "appearance": _appearance, "guide_question": _question, "asking": _asking,
    "marking": _marking, "codebook": _codebook, "code": _code, "segment": _segment,
    "memo": _memo, "theme": _theme, "theme_code": _theme_code, "evidence": _evidence,
    "outcome": _outcome, "result": _result, "joint_link": _joint_link, "verdict": _verdict,
    "summary": _summary, "setting": _setting,
}  # fmt: skip
