"""What every reader of charts takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tui_coder.domain.intake import IncomingEncounter, Rejection

DateForm = Literal["iso", "us"]


@dataclass(frozen=True, slots=True)
class Conventions:
    """What the person who imports says about the files: none of it is guessed from them.

    `dates` "us" reads 01/05/2026 as 5 January; `facility` stands in where a row names none.
    """

    today: date
    dates: DateForm = "iso"
    facility: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come: `done` of `total` bytes of all its lists, `rows` read of the list `file`.

    `ignored_columns` names the unknown columns found since the last report: each is told once per file.
    """

    file: str
    done: int
    total: int
    rows: int
    ignored_columns: tuple[str, ...] = ()


Reading = IncomingEncounter | Rejection | Progress

REPORT_EVERY = 200
"""Rows between two reports of progress."""
