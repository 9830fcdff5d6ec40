"""That somebody searched for a patient is an entry of the log: which charts came up, never the words typed.

What is typed to find a patient is a name, a birthday, a number. The log is read by more people than a chart is, is kept
for years, goes out as CSV and cannot be mended: what stands in it once stays. A digest would be no better, for names
can be tried one after the other. The charts that came up answer who looked for whom, and the log names charts anyway.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui_coder.services.desk import Desk, LastSearch
from tui_coder.store.event_log import SEARCHED

FEW = 25
"""More charts than that single nobody out: they are counted, not named."""


def note(desk: Desk, where: str, typed: str, item_ids: Sequence[int], *, more: bool = False) -> None:
    """Log a search and what it brought up (`more`: there is more behind it), before anything of it is shown.

    Who types on, turns a page or looks again at the same does not search anew.
    """
    last, words = desk.searched, " ".join(typed.lower().split())
    few = frozenset(item_ids) if len(item_ids) <= FEW else None
    if words and not _goes_on(last, where, words, few):
        told: dict[str, object] = {
            "where": where, "words": len(words.split()), "found": len(item_ids), "more": more,
            "items": [f"#{each}" for each in sorted(few or ())],
        }  # fmt: skip
        with desk.writing() as unit:
            desk.note(unit, SEARCHED, after=told)
    if words or last.where == where:
        last.where, last.words, last.found = where, words, few


def _goes_on(last: LastSearch, where: str, words: str, few: frozenset[int] | None) -> bool:
    if not last.words or last.where != where or few != last.found:
        return False
    return few is not None or words.startswith(last.words) or last.words.startswith(words)
