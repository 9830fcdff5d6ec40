"""How many of what, in English."""

from __future__ import annotations

_MANY = {"person": "people", "entry": "entries"}


def count_of(number: int, noun: str) -> str:
    """1 item, 5 items, 2 people, 1,204 entries."""
    return f"{number:,} {noun if number == 1 else _MANY.get(noun, f'{noun}s')}"
