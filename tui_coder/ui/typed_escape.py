"""Esc is a key, also when the next one comes at once.

A terminal sends Esc and then `d` as the same two bytes as Alt+D, and over a slow line they arrive together. Textual
reads Alt+D, or Ctrl+Right for `f`, and both keys would be lost. No command here has Alt in it, so Esc is meant.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual._xterm_parser import XTermParser

_STARTS_A_SEQUENCE = "[O"
"""What follows the Esc byte in the sequences of arrow, function and other named keys."""


class EscapeFirstParser(XTermParser):
    """Reads Esc and a character as the two keys they are."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if len(sequence) == 2 and sequence[0] == "\x1b" and sequence[1] not in _STARTS_A_SEQUENCE:
            yield events.Key("escape", "\x1b")
            sequence = sequence[1]
        yield from super()._sequence_to_key_events(sequence, alt)
