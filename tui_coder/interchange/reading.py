"""What every reader of charts takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tui_coder.domain.intake import IncomingEncounter, Rejection

DATE_FORMS = ("iso", "us")


@dataclass(frozen=True, slots=True)
class Conventions:
    """What the person who imports says about the files: none of it is guessed from them.

    `dates` is one of DATE_FORMS: "us" reads 01/05/2026 as 5 January. `facility` is for rows that name none.
    """

    today: date
    dates: str = "iso"
    facility: str = ""

    @property
    def latest(self) -> date:
        """The last day that a file may speak of: booked visits lie ahead, but not by more than a year."""
        return self.today + timedelta(days=366)


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
