"""The hash chain of the event log: each entry is bound to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Event:
    """One entry: who (person and operating system account), when, what, on which item, before and after."""

    sequence: int
    at: datetime
    person: str
    os_account: str
    what: str
    item: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    previous: str
    digest: str


def canonical_json(value: object) -> str:
    """The one text form of a value that is hashed: sorted keys, no spaces, non-ASCII as is."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(
    previous: str, sequence: int, at: str, person: str, os_account: str, what: str, item: str, before: str, after: str
) -> str:
    """SHA-256 over the previous digest and the entry's fields; `before` and `after` are canonical JSON texts."""
    body = canonical_json([previous, sequence, at, person, os_account, what, item, before, after])
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def first_break(links: Iterable[tuple[int, str, str, str]]) -> int | None:
    """The sequence number of the first entry that does not hold, or None.

    Each link is (sequence, previous, digest as stored, digest as computed); sequences count from 1 without gaps.
    """
    expected, head = 1, GENESIS
    for sequence, previous, stored, computed in links:
        if sequence != expected or previous != head or stored != computed:
            return min(sequence, expected)
        expected, head = sequence + 1, stored
    return None
