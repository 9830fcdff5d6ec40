"""The append-only, hash-chained log. Every change and every opening of a chart is one entry."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import Connection, Table, insert, select

from tui_coder.domain.audit import GENESIS, Event, canonical_json, digest_of, first_break
from tui_coder.store.tables import event

TRIGGERS: tuple[str, ...] = (
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
)


_LOOKS = ("opened", "document read", "chart read", "denied")


class EventLog:
    SOURCE: ClassVar[Table] = event
    """Where entries are read."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self._head: tuple[int, str] | None = None

    def append(
        self,
        person: str,
        os_account: str,
        what: str,
        *,
        item_id: int | None = None,
        item: str = "",
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
    ) -> None:
        """Add one entry in the running write transaction."""
        last, previous = self._head or self.head()
        sequence, at = last + 1, self._now.astimezone(UTC).isoformat(timespec="milliseconds")
        old, new = canonical_json(before or {}), canonical_json(after or {})
        digest = digest_of(previous, sequence, at, person, os_account, what, _whole(item_id, item), old, new)
        self._connection.execute(
            insert(event).values(
                sequence=sequence, at=at, person=person, os_account=os_account, what=what, item_id=item_id,
                item=item, before=old, after=new, previous=previous, digest=digest,
            )
        )  # fmt: skip
        self._head = (sequence, digest)

    def head(self) -> tuple[int, str]:
        """The last entry's sequence number and digest; (0, genesis) for an empty log."""
        row = self._connection.execute(
            select(self.SOURCE.c.sequence, self.SOURCE.c.digest).order_by(self.SOURCE.c.sequence.desc()).limit(1)
        ).first()
        return (row.sequence, row.digest) if row else (0, GENESIS)

    def changed_by_others(self, since: int, person: str) -> bool:
        """Whether anybody else did something behind an entry that others' screens show; looking at a chart is not."""
        seen = self.SOURCE.c
        query = select(seen.sequence).where(seen.sequence > since, seen.person != person, seen.what.not_in(_LOOKS))
        return self._connection.execute(query.limit(1)).first() is not None

    def first_bad(self) -> int | None:
        """The first entry that does not hold, or None; reads the whole log."""
        return first_break(self._links())

    def _links(self) -> Iterator[tuple[int, str, str, str]]:
        whole_log = select(self.SOURCE).order_by(self.SOURCE.c.sequence).execution_options(yield_per=5_000)
        for row in self._connection.execute(whole_log):
            computed = digest_of(
                row.previous, row.sequence, row.at, row.person, row.os_account, row.what,
                _whole(row.item_id, row.item), row.before, row.after,
            )  # fmt: skip
            yield row.sequence, row.previous, row.digest, computed

    def entries(
        self, *, item_id: int | None = None, person: str | None = None, newest: int | None = None
    ) -> tuple[Event, ...]:
        """Entries oldest first, of one item or person if asked; `newest` keeps only that many of the last."""
        query = select(self.SOURCE).order_by(self.SOURCE.c.sequence.desc())
        if item_id is not None:
            query = query.where(self.SOURCE.c.item_id == item_id)
        if person is not None:
            query = query.where(self.SOURCE.c.person == person)
        if newest is not None:
            query = query.limit(newest)
        rows = self._connection.execute(query).all()
        return tuple(
            Event(
                sequence=row.sequence, at=datetime.fromisoformat(row.at), person=row.person,
                os_account=row.os_account, what=row.what, item=row.item, before=json.loads(row.before),
                after=json.loads(row.after), previous=row.previous, digest=row.digest,
            )
            for row in reversed(rows)
        )  # fmt: skip


def _whole(item_id: int | None, item: str) -> str:
    """The item as it is hashed: its number and its account, which is unique in one facility only."""
    return item if item_id is None else f"#{item_id} {item}"
