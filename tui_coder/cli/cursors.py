"""A place in a listing as a word that a script hands back: `--after`."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import date, datetime

from tui_coder.domain.queue_row import Cursor, Order
from tui_coder.domain.refusals import Malformed

_KINDS: dict[Order, tuple[type, ...]] = {
    "working": (bool, int, date, datetime, int),
    "patient": (str, int),
    "service": (date, int),
    "charges": (int, int),
    "age": (datetime, int),
}


def written(cursor: Cursor) -> str:
    """The cursor as one word without blanks or quotes."""
    parts = [part.isoformat() if isinstance(part, date) else part for part in cursor]
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def read(word: str, order: Order) -> Cursor:
    """The inverse of `written`. Raises Malformed for what is no place in a listing of this order."""
    try:
        parts = json.loads(base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True))
        cursor = tuple(_part(kind, part) for kind, part in zip(_KINDS[order], parts, strict=True))
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise Malformed(
            f"'{word}' is no place in this list: hand back the `next` of the page before, with the same --order."
        ) from None
    if order == "working" and cursor[1] not in range(10):
        raise Malformed(f"'{word}' is no place in this list: there is no priority {cursor[1]}.")
    return cursor


def _part(kind: type, part: object) -> object:
    if kind in (date, datetime) and isinstance(part, str):
        moment: date = kind.fromisoformat(part)
        return moment
    if type(part) is not kind or (kind is int and abs(int(str(part))) >= 2**63):
        raise TypeError("the wrong kind of part")
    return part
