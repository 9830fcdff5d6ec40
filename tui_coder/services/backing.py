"""Where the words behind codes stand, for lists that open no chart: no word of a chart is told here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_coder.domain.assignment import Assignment
from tui_coder.domain.carried import WordsState, words_behind
from tui_coder.domain.encounter import Document
from tui_coder.domain.roles import Right
from tui_coder.domain.text import line_at, lines_of

if TYPE_CHECKING:
    from tui_coder.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Place:
    """Where words behind a code stand: `line` counts from 1, the span is of characters in the document's text."""

    document_id: int
    document: str
    version: int
    line: int
    start: int
    end: int
    state: WordsState


@dataclass(frozen=True, slots=True)
class Backed:
    """A code of an item as printed, and where the words behind it stand; none where nobody attached any."""

    code: str
    places: tuple[Place, ...]


def backing(desk: Desk, item_ids: Iterable[int]) -> Mapping[int, tuple[Backed, ...]]:
    """The codes of each item in sequence, with the places of the words behind them."""
    desk.actor.require(Right.READ)
    told: dict[int, tuple[Backed, ...]] = {}
    for item_id in dict.fromkeys(item_ids):
        # A look for each: that a chart was read is an entry, and while it is written nobody else's is.
        with desk.reading() as unit:
            codes = unit.codes.of(item_id)
            also = sorted({words.document_id for code in codes for words in code.evidence})
            encounter_id = unit.items.encounter_id(item_id)
            documents = unit.encounters.documents(encounter_id, desk.actor.id, also=also) if also else ()
            told[item_id] = tuple(Backed(code.printed, _places(code, documents)) for code in codes)
    return told


def _places(code: Assignment, documents: tuple[Document, ...]) -> tuple[Place, ...]:
    known = {each.id: each for each in documents}
    return tuple(
        Place(
            words.document_id, document.title or document.type, document.version,
            line_at(lines_of(document.text), words.start) + 1, words.start, words.end, each.state,
        )
        for each in words_behind(code, documents)
        for words in [each.evidence]
        for document in [known[words.document_id]]
    )  # fmt: skip
