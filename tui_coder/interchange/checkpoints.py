"""Checkpoints as lines of text: one JSON object each, also inside the lines of a system log."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields

from tui_coder.domain.audit import canonical_json
from tui_coder.domain.checkpoint import Checkpoint
from tui_coder.domain.refusals import Malformed

MARK = "tui-coder checkpoint "
"""Stands before the object where other lines stand beside it."""
_KINDS = {field.name: int if field.name in ("first", "last") else str for field in fields(Checkpoint)}


def line_of(checkpoint: Checkpoint) -> str:
    """The checkpoint as one line, without its end."""
    return canonical_json(asdict(checkpoint))


def read_lines(lines: Iterable[str], name: str) -> tuple[Checkpoint, ...]:
    """The checkpoints in a file, in order. Of a system log's lines only those that carry the mark are read.

    Raises Malformed, naming file and line, for a line that begins like a checkpoint and is none.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        _, mark, behind = line.partition(MARK)
        text = (behind if mark else line).strip()
        if text.startswith("{"):
            found.append(_checkpoint(text, f"{name}, line {number}"))
    return tuple(found)


def _checkpoint(text: str, where: str) -> Checkpoint:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or {key: type(value) for key, value in told.items()} != _KINDS:
        raise Malformed(f"{where}: this is no checkpoint. Was the file cut off or edited?")
    return Checkpoint(**told)
