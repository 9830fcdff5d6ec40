"""How much a code is in use: uses count less the older they are."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

HALF_LIFE = timedelta(days=14)
"""A use of two weeks ago counts half: a coder's mix of charts changes over weeks, not days."""

Thing = TypeVar("Thing", bound=Hashable)


def frecency(uses: Iterable[tuple[Thing, datetime]], now: datetime) -> dict[Thing, float]:
    """For each thing used, a weight between 0 and 1: near 1 for daily use, 0.5 for one use just now."""
    counted: dict[Thing, float] = {}
    for thing, at in uses:
        age = max(now - at, timedelta())
        counted[thing] = counted.get(thing, 0.0) + 0.5 ** (age / HALF_LIFE)
    return {thing: count / (count + 1) for thing, count in counted.items()}


def blended(own: Mapping[Thing, float], team: Mapping[Thing, float]) -> dict[Thing, float]:
    """One's own habits first; what only the team uses counts half."""
    return {thing: max(own.get(thing, 0.0), team.get(thing, 0.0) / 2) for thing in {*own, *team}}
