"""The hash chain of the event log: each entry is bound to the one before it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from typing import Literal

GENESIS = "0" * 64
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)

Stored = tuple[int, str, str, str, str, int | None, str, str, str, str, str]
"""A row of the log: sequence, at, person, os_account, what, item_id, item, before, after, previous, digest."""
Link = tuple[int, str, str, str]
"""Of a row what the chain needs: sequence, previous, digest, and its fields as `hashed_fields` writes them."""


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


EntryOrder = Literal["sequence", "at", "person", "os_account", "what", "item", "before", "after"]
ENTRY_ORDERS: tuple[EntryOrder, ...] = (
    "sequence", "at", "person", "os_account", "what", "item", "before", "after",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries, in which order.

    `since` <= at < `until`. `kind` is what was done, or its first words: "codes", "person", "hand-off written".
    `searches`: with an item, also the searches that found it. `newest` keeps only that many of the last.
    """

    item_id: int | None = None
    person: str | None = None
    kind: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    searches: bool = False
    newest: int | None = None
    order: EntryOrder = "sequence"
    descending: bool = False


def canonical_json(value: object) -> str:
    """The one text form of a value that is hashed: sorted keys, no spaces, non-ASCII as is."""
    return (_flat_json(value) if type(value) is dict else None) or _CANONICAL.encode(value)


def _flat_json(value: dict[object, object]) -> str | None:
    """The same of texts and whole numbers by name, which is what most entries hold; None where there is more to it."""
    told = []
    for name, each in sorted(value.items()):
        if type(name) is not str:
            return None
        if type(each) is str:
            told.append(f"{_quoted(name)}:{_quoted(each)}")
        elif type(each) is int:
            told.append(f"{_quoted(name)}:{each}")
        else:
            return None
    return f"{{{','.join(told)}}}"


def whole_item(item_id: int | None, item: str) -> str:
    """The item as it is hashed: its number and its account, which is unique in one facility only."""
    return item if item_id is None else f"#{item_id} {item}"


def hashed_fields(
    sequence: int, at: str, person: str, os_account: str, what: str, item: str, before: str, after: str
) -> str:
    """The fields of an entry as they stand in the JSON list that is hashed, behind the digest of the entry before.

    `before` and `after` are canonical JSON texts themselves. Put together here piece by piece, which takes a fifth of
    what a general encoder does: a million entries are read over in seconds.
    """
    try:
        return (
            f",{sequence},{_quoted(at)},{_quoted(person)},{_quoted(os_account)},{_quoted(what)},{_quoted(item)},"
            f"{_quoted(before)},{_quoted(after)}]"
        )
    except TypeError:  # a field that is no text, as a damaged page or a hand in the store leaves it: no digest fits
        return ""


def digest_of(
    previous: str, sequence: int, at: str, person: str, os_account: str, what: str, item: str, before: str, after: str
) -> str:
    """SHA-256 over the previous digest and the entry's fields as a canonical JSON list."""
    told = hashed_fields(sequence, at, person, os_account, what, item, before, after)
    return sha256(f"[{_quoted(previous)}{told}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Walk:
    """What reading over the log found: the last entry that holds and its digest, and the first that does not.

    `digests` are those of the entries that were asked for, as far as they hold.
    """

    last: int
    head: str
    first_bad: int | None = None
    digests: Mapping[int, str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return self.first_bad is None


def walk(links: Iterable[Link], wanted: Collection[int] = (), behind: int = 0, head: str = GENESIS) -> Walk:
    """Read over the entries behind entry `behind`, whose digest is `head`, and compute each anew.

    Stops at the first that does not hold: sequences count on without gaps, `previous` is the digest before, and the
    digest is that of the entry's own fields.
    """
    digests: dict[int, str] = {}
    last, asked = behind, frozenset(wanted)
    for sequence, previous, digest, told in links:
        computed = sha256(f'["{head}"{told}'.encode("utf-8", "surrogatepass")).hexdigest()
        if sequence != last + 1 or previous != head or digest != computed:
            return Walk(last, head, min(sequence, last + 1), digests)
        last, head = sequence, computed
        if sequence in asked:
            digests[sequence] = computed
    return Walk(last, head, None, digests)


def joined(first: Walk, second: Walk) -> Walk:
    """What one walk would have found where the second began with what a row says, behind the last of the first.

    A first one that holds has come to that very row and computed what it says.
    """
    if not first.holds:
        return first
    return Walk(second.last, second.head, second.first_bad, {**first.digests, **second.digests})
