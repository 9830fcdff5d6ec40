"""What looking after an installation tells: single checks, and what an upgrade did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, whether it is as it should be, and what was seen."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Upgraded:
    """Schema numbers before (None: there was no store) and after."""

    before: str | None
    after: str
