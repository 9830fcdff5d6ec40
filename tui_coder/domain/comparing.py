"""Two documents, or two versions of one, side by side in one text: what went, what came, what was copied forward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

GONE, CAME, SAME, COPIED = "-", "+", " ", "="
_CONTEXT = 3
_COPIED_AT_LEAST = 60
"""Characters of text that stand alike in two documents before it counts as copied: less is a heading or a phrase."""


def versions_compared(old: str, new: str) -> str:
    """The lines that differ with three around them, `-` before what went and `+` before what came.

    Empty where the texts are the same.
    """
    before, after = old.split("\n"), new.split("\n")
    shown: list[str] = []
    for group in _matcher(before, after).get_grouped_opcodes(_CONTEXT):
        if shown:
            shown.append("")
        shown.append(f"line {group[0][3] + 1}")
        for change, i1, i2, j1, j2 in group:
            shown += _change(change, before[i1:i2], after[j1:j2], SAME)
    return "\n".join(shown)


def documents_compared(older: str, newer: str) -> str:
    """The whole newer document, `=` before lines that are copied from the older one, then what only that has."""
    before, after = older.split("\n"), newer.split("\n")
    shown, copied, gone = [], 0, []
    for change, i1, i2, j1, j2 in _matcher(before, after).get_opcodes():
        block = after[j1:j2]
        is_copied = change == "equal" and sum(len(line.strip()) for line in block) >= _COPIED_AT_LEAST
        copied += sum(1 for line in block if line.strip()) if is_copied else 0
        shown += [f"{COPIED if is_copied else SAME} {line}" for line in block]
        if change in ("delete", "replace"):
            gone += before[i1:i2]
    lines = sum(1 for line in after if line.strip())
    head = [f"{copied} of {lines} lines stand in both documents and are marked =.", ""]
    tail = ["", "ONLY IN THE OTHER DOCUMENT", *(f"{GONE} {line}" for line in gone)] if any(map(str.strip, gone)) else []
    return "\n".join([*head, *shown, *tail])


def _change(change: str, gone: Sequence[str], came: Sequence[str], same: str) -> Iterator[str]:
    if change == "equal":
        yield from (f"{same} {line}" for line in came)
        return
    yield from (f"{GONE} {line}" for line in gone)
    yield from (f"{CAME} {line}" for line in came)


def _matcher(before: Sequence[str], after: Sequence[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, before, after, autojunk=len(before) + len(after) > 5_000)
