"""The sentence around the words that support a code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tui_coder.domain.assignment import Assignment, Passage
from tui_coder.domain.encounter import Document

_FARTHEST = 400
# A sentence ends at its stop, at a blank line, and at a line's end where the next line begins something new: notes are
# lists as often as prose, and prose is wrapped with a comma or within a sentence.
_ENDS = re.compile(r"[.!?](?=\s|$)|\n\s*\n|(?<!,)\n(?=\s*(?:[-*•>#]|\d+[.)]|[A-Z]))")


def passage(text: str, start: int, end: int) -> Passage:
    """The words from `start` to `end` with what stands before and after them in their sentence."""
    since = max(0, start - _FARTHEST)
    before = text[since:start]
    ends = [found.end() for found in _ENDS.finditer(text, since, min(start + 1, len(text))) if found.end() <= start]
    if ends:
        before = text[ends[-1] : start]
    after = text[end : end + _FARTHEST]
    stop = _ENDS.search(after)
    return Passage(before, text[start:end], after[: stop.start()] if stop else after)


def passages(codes: Iterable[Assignment], documents: Iterable[Document]) -> Mapping[int, tuple[Passage, ...]]:
    """The sentences behind each code that has words of these documents, by the code's id."""
    texts = {each.id: each.text for each in documents}
    found = {
        code.id: tuple(passage(texts[e.document_id], e.start, e.end) for e in code.evidence if e.document_id in texts)
        for code in codes
        if code.evidence
    }
    return {code: told for code, told in found.items() if told}
