"""What ends a hold, and whose work the chart then is."""

from __future__ import annotations

from enum import StrEnum

from tui_coder.domain.work import HoldReason


class Woke(StrEnum):
    """Why a chart came off hold; the words stand on it until it moves on."""

    DATE = "its day has come"
    DOCUMENT = "a document arrived"
    ANSWER = "the query was answered"
    HAND = "taken off hold"

    def told(self, note: str = "") -> str:
        """`back from hold: a document arrived`, and what was noted with it."""
        return f"back from hold: {self.value}{f' ({note})' if note else ''}"


_WAITS_FOR_WORDS = frozenset(
    {HoldReason.MISSING_DOCUMENT, HoldReason.LATE_REPORT, HoldReason.UNSIGNED, HoldReason.UNANSWERED_QUERY,
     HoldReason.CODING_INCOMPLETE}
)  # fmt: skip


def wakes_by_document(held_reason: str) -> bool:
    """Whether a new document ends the hold: it does where the chart waits for words, not for a charge or an audit."""
    return held_reason in _WAITS_FOR_WORDS
