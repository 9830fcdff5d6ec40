"""The append-only, hash-chained log. Every change and every opening of a chart is one entry."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Table, insert, or_, select
from sqlalchemy.exc import DatabaseError

from tui_coder.domain.audit import GENESIS, Asked, Event, Link, Walk, canonical_json, digest_of, walk, whole_item
from tui_coder.resources import sqlite_module
from tui_coder.store.prepared import Prepared
from tui_coder.store.tables import ONE, event

_REFUSED = "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
TRIGGERS: tuple[str, ...] = (
    # Also what INSERT OR REPLACE would put in the place of an older entry: not every shell fires triggers of deletion.
    "CREATE TRIGGER event_follows BEFORE INSERT ON event "
    "WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM event) OR NEW.previous <> "
    f"coalesce((SELECT digest FROM event ORDER BY sequence DESC LIMIT 1), '{GENESIS}') {_REFUSED}",
    f"CREATE TRIGGER event_no_update BEFORE UPDATE ON event {_REFUSED}",
    f"CREATE TRIGGER event_no_delete BEFORE DELETE ON event {_REFUSED}",
)

STORED = "sequence, at, person, os_account, what, item_id, item, before, after, previous, digest"
"""The columns of a row, in the order of domain.audit.Stored."""
_FIELDS = ("at", "person", "os_account", "what", "iif(item_id IS NULL, item, '#' || item_id || ' ' || item)", "before",
           "after")  # fmt: skip
LINKS = (
    "SELECT sequence, previous, digest, ',' || sequence || "
    + " || ".join(f"',' || json_quote(CAST({each} AS TEXT))" for each in _FIELDS)
    + " || ']' FROM event WHERE sequence > ? AND sequence <= ? ORDER BY sequence"
)
"""Rows of domain.audit.Link, the fields as hashed_fields writes them."""
_LINKS_AS_BYTES = (
    "SELECT sequence, CAST(previous AS BLOB), CAST(digest AS BLOB), CAST(told AS BLOB) FROM ("
    + LINKS.replace(" FROM event", " AS told FROM event")
    + ")"
)
_NO_END = 2**63 - 1
OPENED, CHART_READ, SEARCHED = "opened", "chart read", "patient searched"
_LOOKS = (OPENED, "document read", CHART_READ, "denied", SEARCHED)
"""As tc_logged of a team's server has it: none of these tells of a change."""
_APPENDING = Prepared(insert(event))
_LAST = Prepared(select(event.c.sequence, event.c.digest).order_by(event.c.sequence.desc()).limit(ONE))


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
        sequence, at = last + 1, moment(self._now)
        old, new = canonical_json(before or {}), canonical_json(after or {})
        digest = digest_of(previous, sequence, at, person, os_account, what, whole_item(item_id, item), old, new)
        _APPENDING.run(
            self._connection,
            {
                "sequence": sequence, "at": at, "person": person, "os_account": os_account, "what": what,
                "item_id": item_id, "item": item, "before": old, "after": new, "previous": previous, "digest": digest,
            },
        )  # fmt: skip
        self._head = (sequence, digest)

    def head(self) -> tuple[int, str]:
        """The last entry's sequence number and digest; (0, genesis) for an empty log."""
        row = _LAST.first(self._connection, {})
        return (row.sequence, row.digest) if row else (0, GENESIS)

    def changed_by_others(self, since: int, person: str) -> bool:
        """Whether anybody else did something behind an entry that others' screens show; looking at a chart is not."""
        seen = self.SOURCE.c
        query = select(seen.sequence).where(seen.sequence > since, seen.person != person, seen.what.not_in(_LOOKS))
        return self._connection.execute(query.limit(1)).first() is not None

    def has_read(self, person: str, item_id: int, since: datetime) -> bool:
        """Whether the log says since then that the person opened or read the chart."""
        held = self.SOURCE.c
        query = select(held.sequence).where(
            held.item_id == item_id, held.person == person, held.what.in_((OPENED, CHART_READ)),
            held.at >= moment(since),
        )  # fmt: skip
        return self._connection.execute(query.limit(1)).first() is not None

    def first_bad(self) -> int | None:
        """The first entry that does not hold, or None; reads the whole log."""
        return self.walk().first_bad

    def walk(
        self, wanted: Collection[int] = (), behind: int = 0, head: str = GENESIS, until: int = _NO_END
    ) -> Walk:  # fmt: skip
        """Read over the log behind an entry, and not beyond `until`, and compute each digest anew; see domain.audit."""
        return walk(self.links(behind, until), wanted, behind, head)

    def digests(self, sequences: Collection[int]) -> dict[int, str]:
        """What the rows of these entries hold as their digests."""
        held = self.SOURCE.c
        rows = self._connection.execute(select(held.sequence, held.digest).where(held.sequence.in_(sequences)))
        return {row.sequence: row.digest for row in rows}

    def links(self, behind: int = 0, until: int = _NO_END) -> Iterator[Link]:
        """What the chain needs of the rows behind an entry, in order; they stream, however many there are."""
        try:
            yield from self._stream(behind, until)
        except self._connection.dialect.loaded_dbapi.Error as error:
            raise DatabaseError("reading the log", None, error) from error

    def _stream(self, behind: int, until: int) -> Iterator[Link]:
        """Straight from the driver, the fields written as JSON by SQLite: a third less work than by Python."""
        line: Any = self._connection.connection.cursor()
        last = behind
        try:
            for link in line.execute(LINKS, (behind, until)):
                last = link[0]
                yield link
        except sqlite_module().OperationalError as error:
            if "decode" not in str(error):
                raise
            for sequence, *rest in line.execute(
                _LINKS_AS_BYTES, (last, until)
            ):  # somewhere here are bytes that are no text
                previous, digest, told = (each.decode("utf-8", "replace") for each in rest)
                yield sequence, previous, digest, told

    def entries(
        self, *, item_id: int | None = None, person: str | None = None, newest: int | None = None
    ) -> tuple[Event, ...]:
        """Entries oldest first, of one item or person if asked; `newest` keeps only that many of the last."""
        return tuple(self.asked(Asked(item_id=item_id, person=person, newest=newest)))

    def asked(self, asked: Asked) -> Iterator[Event]:
        """The entries that are asked for, in their order; they stream, however many there are."""
        for row in self._connection.execute(self._query(asked).execution_options(yield_per=1_000)):
            yield Event(
                sequence=row.sequence, at=_time(row.at), person=row.person, os_account=row.os_account, what=row.what,
                item=row.item, before=_told(row.before), after=_told(row.after), previous=row.previous,
                digest=row.digest,
            )  # fmt: skip

    def _query(self, asked: Asked) -> Select[Any]:
        query, rows = select(self.SOURCE).where(*self._conditions(asked)), self.SOURCE.c.sequence
        if asked.newest is not None:
            last = query.order_by(rows.desc()).limit(asked.newest).subquery()
            return _sorted(select(last), last, asked)
        return _sorted(query, self.SOURCE, asked)

    def _conditions(self, asked: Asked) -> Iterator[ColumnElement[bool]]:
        held = self.SOURCE.c
        if asked.item_id is not None:
            found = (held.what == SEARCHED) & held.after.contains(f'"#{asked.item_id}"', autoescape=True)
            yield (held.item_id == asked.item_id) | found if asked.searches else held.item_id == asked.item_id
        if asked.person is not None:
            yield held.person == asked.person
        if asked.kind is not None:
            longer = (held.what.startswith(f"{asked.kind}{end}", autoescape=True) for end in (" ", ":"))
            yield or_(held.what == asked.kind, *longer)
        if asked.since is not None:
            yield held.at >= moment(asked.since)
        if asked.until is not None:
            yield held.at < moment(asked.until)


def _sorted(query: Select[Any], rows: FromClause, asked: Asked) -> Select[Any]:
    keys = dict.fromkeys((rows.c[asked.order], rows.c.sequence))
    return query.order_by(*(key.desc() if asked.descending else key for key in keys))


def _time(at: str) -> datetime:
    try:
        return datetime.fromisoformat(at)
    except ValueError:  # somebody edited the row: the chain tells it, and the rest can still be read
        return datetime.fromtimestamp(0, UTC)


def _told(text: str) -> dict[str, object]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        told = None
    return told if isinstance(told, dict) else {"unreadable": text}


def moment(at: datetime) -> str:
    """A time as the log writes it; two such texts are in the order of the times."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
