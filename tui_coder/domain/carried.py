"""Evidence when a document comes in a new version: whether its words still stand there, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from tui_coder.domain.assignment import Assignment, Evidence
from tui_coder.domain.encounter import Document
from tui_coder.domain.text import find_all, fold

_CONTEXT = 80


class WordsState(StrEnum):
    STAND = "stand"
    """The document is in force."""
    CARRIED = "carried"
    """A newer version has the same words; the evidence still points to the older one."""
    CHANGED = "changed"
    """A newer version does not have them: a person has to read again."""


@dataclass(frozen=True, slots=True)
class WordsBehind:
    """One piece of evidence, and for CARRIED where its words stand in the version in force."""

    evidence: Evidence
    state: WordsState
    now: Evidence | None = None


def words_behind(code: Assignment, documents: Sequence[Document]) -> tuple[WordsBehind, ...]:
    """What became of each piece of a code's evidence. Nothing is moved: that is for a person to say."""
    known = {each.id: each for each in documents}
    return tuple(
        _state(each, known[each.document_id], documents) for each in code.evidence if each.document_id in known
    )


def states(codes: Sequence[Assignment], documents: Sequence[Document]) -> Mapping[int, WordsState]:
    """Of each code with evidence the worst that became of it, by the code's id."""
    worst = [WordsState.STAND, WordsState.CARRIED, WordsState.CHANGED]
    found = {code.id: [each.state for each in words_behind(code, documents)] for code in codes}
    return {code: max(each, key=worst.index) for code, each in found.items() if each}


def _state(evidence: Evidence, document: Document, documents: Sequence[Document]) -> WordsBehind:
    newer = next((each for each in documents if each.name == document.name and not each.superseded), None)
    if not document.superseded:
        return WordsBehind(evidence, WordsState.STAND)
    place = carried(document.text, newer.text, evidence.start, evidence.end) if newer is not None else None
    if newer is None or place is None:
        return WordsBehind(evidence, WordsState.CHANGED)
    return WordsBehind(evidence, WordsState.CARRIED, Evidence(newer.id, *place))


def carried(old: str, new: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the words of a span stand in a newer text, None where they no longer do.

    Line breaks, case and accents may differ. Of several places the one in the likest surroundings is meant, then the
    one nearest to the old place.
    """
    places = find_all(new, old[start:end])
    if not places:
        return None
    before, after = fold(old[max(0, start - _CONTEXT) : start])[::-1], fold(old[end : end + _CONTEXT])

    def likeness(place: tuple[int, int]) -> tuple[int, int]:
        led = _alike(before, fold(new[max(0, place[0] - _CONTEXT) : place[0]])[::-1])
        followed = _alike(after, fold(new[place[1] : place[1] + _CONTEXT]))
        return led + followed, -abs(place[0] - start)

    return max(places, key=likeness)


def _alike(one: str, other: str) -> int:
    """How many characters they begin with in common."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
