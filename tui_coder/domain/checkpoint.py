"""Checkpoints of the log: signed statements, kept elsewhere, of what stood in it up to an entry.

The chain alone cannot show that its end was cut off, or that all of it was computed anew from a changed entry on: who
can write the store can do both. A checkpoint kept where they cannot write shows either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from tui_coder.domain.audit import GENESIS, Walk, canonical_json

MOST_ENTRIES = 100
LONGEST = timedelta(minutes=5)
"""While a log is anchored, no more entries than that, and none older than that, are without a checkpoint."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What was in the log. It is bound to its interval: entries `first` to `last`, all that came since the one before.

    `origin` is the digest of the log's first entry and tells which log it is, `head` that of entry `last`. `previous`
    is the digest of the checkpoint before (GENESIS for the first), `key` names the key that signed.
    """

    origin: str
    first: int
    last: int
    head: str
    at: str
    by: str
    previous: str
    key: str
    signature: str = ""

    @property
    def body(self) -> bytes:
        """The bytes that are signed."""
        told = ["tui-coder checkpoint 1", self.origin, self.first, self.last, self.head, self.at, self.by,
                self.previous, self.key]  # fmt: skip
        return canonical_json(told).encode("utf-8", "surrogatepass")

    @property
    def digest(self) -> str:
        """What the next checkpoint is bound to."""
        return sha256(self.body + self.signature.encode()).hexdigest()

    @property
    def time(self) -> datetime:
        """Raises ValueError where `at` is no moment."""
        return datetime.fromisoformat(self.at)


def following(last: Checkpoint | None, found: Walk, origin: str, at: datetime, by: str, key: str) -> Checkpoint:
    """The checkpoint behind the last one (None: the first), over what was read since then; not signed yet."""
    return Checkpoint(
        origin=origin,
        first=last.last + 1 if last else 1,
        last=found.last,
        head=found.head,
        at=at.isoformat(timespec="milliseconds"),
        by=by,
        previous=last.digest if last else GENESIS,
        key=key,
    )


def is_due(entries: int, age: timedelta) -> bool:
    """Whether a checkpoint has to be made: half of what is allowed, so that the limits hold while it is made."""
    return entries >= MOST_ENTRIES // 2 or (entries > 0 and age >= LONGEST / 2)


def odd_one(checkpoints: Sequence[Checkpoint]) -> str:
    """Which checkpoint does not follow from the one before it, in words; empty where all do.

    The list may begin late, as that of a system log that is put away in time: each later one vouches for those before.
    """
    before: Checkpoint | None = None
    for number, each in enumerate(checkpoints, start=1):
        if before is not None and (each.origin, each.previous, each.first) != (
            before.origin, before.digest, before.last + 1,
        ):  # fmt: skip
            return (
                f"checkpoint {number} (entries {each.first} to {each.last}) does not follow from the one before it: "
                "one was taken out, put in or changed"
            )
        before = each
    return ""


def wanted(checkpoints: Sequence[Checkpoint]) -> frozenset[int]:
    """The entries whose digests decide whether a log is the one that the checkpoints tell of."""
    return frozenset({1, *(each.last for each in checkpoints)})


def contradictions(checkpoints: Sequence[Checkpoint], found: Walk) -> tuple[str, ...]:
    """Where a log that was read over is not what the checkpoints say; the chain itself is not judged here."""
    digests: Mapping[int, str] = found.digests
    for each in checkpoints:
        if found.first_bad is not None and found.first_bad <= each.last:
            return ()  # the chain is broken before: what is behind it cannot be compared
        if found.last < each.last:
            return (
                f"the log ends at entry {found.last}, but the checkpoint of {each.at} knows {each.last}: "
                "its end was cut off",
            )
        if digests.get(1) != each.origin:
            return (f"the checkpoint of {each.at} is of another log, or all of this one was written anew",)
        if digests.get(each.last) != each.head:
            return (
                f"entries {each.first} to {each.last} are not those of the checkpoint of {each.at}: "
                "the chain was computed anew",
            )
    return ()
