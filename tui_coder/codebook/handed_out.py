"""What a publisher hands out, opened: the single files in a folder, a zip or a gzip, and what came of reading them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

HEAD = 65_536
"""Bytes from which the kind of a file is recognised."""


@dataclass(frozen=True)
class Stated:
    """What the person who loads a file says of it, where its content and name do not: empty or None is unsaid.

    `system` is a code system's name ("icd10cm"); the days are the first and last on which the release is in force.
    """

    system: str = ""
    release: str = ""
    first: date | None = None
    last: date | None = None


UNSAID = Stated()


@dataclass(frozen=True)
class HandedOut:
    """One file. `place` names it to a person ("cms_2026_dx.zip: icd10cm_order_2026.txt"); `open` may be called again.

    `name` is its bare file name: it may hold the year of a release, and never decides the kind.
    """

    place: str
    name: str
    size: int
    head: bytes
    open: Callable[[], BinaryIO]
    stated: Stated = UNSAID


@dataclass(frozen=True)
class Rejected:
    """One line that was not taken: `line` counts from 1."""

    line: int
    reason: str


@dataclass(frozen=True)
class Loaded:
    """What loading one file did, against the release before it.

    `what` names kind and release ("ICD-10-CM 2026"); `codes` counts entries read; `added`, `removed` and `revised`
    compare with the release before, None where there is none to compare with; `before` names it. `rejected` is cut
    at `MOST_REJECTED`, `rejections` counts them all. `notices` are sentences on what was left out by rule.
    """

    place: str
    what: str
    codes: int
    added: int | None = None
    removed: int | None = None
    revised: int | None = None
    rejections: int = 0
    rejected: tuple[Rejected, ...] = ()
    before: str = ""
    notices: tuple[str, ...] = ()
    unit: str = "codes"
    """What `codes` counts: "codes", "terms", "tables", "pairs"."""


MOST_REJECTED = 200


class Rejections:
    """Collects the lines that are not taken, and keeps the first of them."""

    def __init__(self) -> None:
        self.count = 0
        self._first: list[Rejected] = []

    def add(self, line: int, reason: str) -> None:
        self.count += 1
        if len(self._first) < MOST_REJECTED:
            self._first.append(Rejected(line, reason))

    @property
    def first(self) -> tuple[Rejected, ...]:
        return tuple(self._first)
