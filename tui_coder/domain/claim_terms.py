"""What a claim line carries beside its code: modifiers and the place of service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Modifier:
    """A modifier of HCPCS or CPT. `meaning` is said in our own words, `official` in the publisher's where loaded.

    `yields_ncci` tells whether an NCCI edit with indicator 1 yields to it (R26); None where no table knows it.
    `first` and `last` are its days in force, None where they lie outside the table; `known_from` and `known_to`
    are the days that the table covers, None for a modifier that no table dates.
    """

    code: str
    meaning: str
    official: str = ""
    yields_ncci: bool | None = None
    first: date | None = None
    last: date | None = None
    known_from: date | None = None
    known_to: date | None = None

    def in_force(self, on: date) -> bool | None:
        """None where no table covers the day. A modifier known to have ended stays ended."""
        if self.known_from is None or self.known_to is None or on < self.known_from:
            return None
        if self.last is not None and on > self.last:
            return False
        if on > self.known_to:
            return None
        return self.first is None or on >= self.first


@dataclass(frozen=True, slots=True)
class PlaceOfService:
    code: str
    name: str
