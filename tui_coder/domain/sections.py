"""Headings of the sections of a note: by the shape of their line, and by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable

# A line in capitals, a short line that ends in a colon, or capitals before a colon with text behind them.
_SHAPES = (
    r"(?:[A-Z][A-Z0-9 /&,()'-]{2,60}:?|[A-Z][A-Za-z /&-]{2,40}:)\s*$",
    r"[A-Z][A-Z /&-]{3,40}:",
)


def headings(names: Iterable[str] = (), letters: Iterable[str] = ()) -> re.Pattern[str]:
    """Matches a line that is a heading: one of these shapes, a name alone or before a colon or dash, or `S:`."""
    longest_first = sorted(names, key=len, reverse=True)
    named = "|".join(r"\s+".join(re.escape(word) for word in name.split()) for name in longest_first)
    parts = [rf"(?:{shape})" for shape in _SHAPES]
    if named:
        parts.append(rf"(?i:(?:\d+[.)]\s*)?(?:{named}))(?:\s*$|\s*:|\s+-\s)")
    if marks := "".join(map(re.escape, letters)):
        parts.append(rf"[{marks}]\s?:")
    return re.compile(rf"^\s*(?:{'|'.join(parts)})")
