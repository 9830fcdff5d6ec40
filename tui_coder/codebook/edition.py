"""An edition in memory: what a reader makes of a publisher's file, before it is ranked and written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from tui_coder.domain.codebook import NoteKind


class Span(NamedTuple):
    """Days, inclusive, on which a code is in force; None is open."""

    first: date | None
    last: date | None


@dataclass(slots=True)
class Listed:
    """One code of the list, bare. `terms` are further words it answers to; `parent` is a bare code or ""."""

    code: str
    title: str
    billable: bool = True
    parent: str = ""
    block: str = ""
    terms: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


class Block(NamedTuple):
    """A chapter or block. `name` is unique ("chapter 9", "I20-I25"); `span` its range of categories."""

    name: str
    span: str
    title: str
    parent: str


class ListedNote(NamedTuple):
    """A note and the bare code or block that carries it."""

    owner: str
    kind: NoteKind
    text: str


class ListedSeventh(NamedTuple):
    """A seventh character defined at a code, for all codes below it."""

    owner: str
    character: str
    meaning: str


class Successor(NamedTuple):
    """The publisher's word that `code` is replaced by `by`, both bare."""

    code: str
    by: str


@dataclass(slots=True)
class Edition:
    """A whole release. `codes` stand in the publisher's order."""

    codes: list[Listed] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    notes: list[ListedNote] = field(default_factory=list)
    sevenths: list[ListedSeventh] = field(default_factory=list)
    successors: list[Successor] = field(default_factory=list)

    @property
    def billable(self) -> int:
        """How many codes may be reported and have not ended."""
        return sum(1 for code in self.codes if code.billable and (not code.spans or code.spans[-1].last is None))
