"""Keyset pages over the queue: a million items open as fast as a hundred, because nothing is counted or skipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, literal_column, or_, select, true, tuple_

from tui_coder.domain.encounter import Sex, Setting
from tui_coder.domain.queue_row import Cursor, Listing, QueueRow, View
from tui_coder.domain.text import fold
from tui_coder.domain.work import WorkState
from tui_coder.store import tables
from tui_coder.store.encounters import amount
from tui_coder.store.tables import HELD, IS_LIVE, IS_POOL, IS_UNFINISHED, NO_DUE_DATE, SUBMITTED

@dataclass(frozen=True, slots=True)
class _Segment:
    """A run of the working order that one index seek answers: one priority, overdue or not."""

    overdue: bool
    priority: int


_ITEM = tables.work_item.c
_ENC = tables.encounter.c
_SEGMENTS = tuple(_Segment(overdue, priority) for overdue in (True, False) for priority in range(9, -1, -1))
_PLAIN_ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "patient": (_ENC.patient, _ENC.id),
    "service": (_ENC.service_to, _ENC.id),
    "charges": (_ENC.charges_cents, _ENC.id),
    "age": (_ITEM.arrived_at, _ITEM.id),
}
_DESCENDING = frozenset({"charges"})


class Listings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(self, listing: Listing, today: date, after: Cursor | None, limit: int) -> tuple[QueueRow, ...]:
        """The rows behind a cursor (from the start without one), in order."""
        return tuple(self._rows(listing, today, after, limit, backwards=False))

    def page_before(self, listing: Listing, today: date, before: Cursor | None, limit: int) -> tuple[QueueRow, ...]:
        """The rows in front of a cursor (from the end without one), in order."""
        return tuple(reversed(list(self._rows(listing, today, before, limit, backwards=True))))

    def place_of(self, listing: Listing, today: date, item_id: int) -> Cursor | None:
        """The cursor of an item in a listing; None when the listing does not have it."""
        query = _columns().where(_chosen(listing, today), _ITEM.id == item_id)
        if listing.filter:
            query = query.where(_matches(listing.filter))
        row = self._connection.execute(query).first()
        if row is None:
            return None
        if listing.order == "working":
            late = row.due < today and row.state != "submitted"
            return (late, row.priority, row.due, row.arrived_at, row.id)
        return _plain_cursor(listing, row)

    def count(self, listing: Listing, today: date) -> int:
        """How many rows a listing has; walks an index, so ask for it late."""
        query = select(func.count()).select_from(tables.work_item).where(_chosen(listing, today))
        if listing.filter:
            query = query.join(tables.encounter, _ENC.id == _ITEM.encounter_id).where(_matches(listing.filter))
        return int(self._connection.execute(query).scalar_one())

    def _rows(
        self, listing: Listing, today: date, place: Cursor | None, limit: int, *, backwards: bool
    ) -> Iterator[QueueRow]:
        if listing.order != "working":
            yield from self._plain(listing, today, place, limit, backwards=backwards)
            return
        wanted = limit
        for segment in _segments_from(place, listing.view, backwards=backwards):
            if wanted <= 0:
                return
            query = _columns().where(_chosen(listing, today), _within(segment, today))
            if place is not None and _is_in(place, segment):
                key = tuple_(_ITEM.due, _ITEM.arrived_at, _ITEM.id)
                query = query.where(key < tuple_(*place[2:]) if backwards else key > tuple_(*place[2:]))
            keys = (_ITEM.due, _ITEM.arrived_at, _ITEM.id)
            query = query.order_by(*(each.desc() for each in keys) if backwards else keys).limit(wanted)
            if listing.filter:
                query = query.where(_matches(listing.filter))
            for row in self._connection.execute(query):
                wanted -= 1
                yield _queue_row(row, (segment.overdue, segment.priority, row.due, row.arrived_at, row.id))

    def _plain(
        self, listing: Listing, today: date, place: Cursor | None, limit: int, *, backwards: bool
    ) -> Iterator[QueueRow]:
        keys = _PLAIN_ORDERS[listing.order]
        descending = (listing.order in _DESCENDING) != backwards
        query = _columns().where(_chosen(listing, today))
        if place is not None:
            query = query.where(tuple_(*keys) < tuple_(*place) if descending else tuple_(*keys) > tuple_(*place))
        if listing.filter:
            query = query.where(_matches(listing.filter))
        query = query.order_by(*(each.desc() for each in keys) if descending else keys).limit(limit)
        for row in self._connection.execute(query):
            yield _queue_row(row, _plain_cursor(listing, row))


def _plain_cursor(listing: Listing, row: Row[tuple[Any, ...]]) -> Cursor:
    by = {"patient": row.patient, "service": row.service_to, "charges": row.charges_cents, "age": row.arrived_at}
    return (by[listing.order], row.id if listing.order == "age" else row.encounter_id)


def _segments_from(place: Cursor | None, view: View, *, backwards: bool) -> Sequence[_Segment]:
    segments = [each for each in _SEGMENTS if each.overdue or view != "overdue"]
    if backwards:
        segments.reverse()
    if place is None:
        return segments
    here = segments.index(_Segment(bool(place[0]), int(place[1])))
    return segments[here:]


def _is_in(place: Cursor, segment: _Segment) -> bool:
    return (bool(place[0]), int(place[1])) == (segment.overdue, segment.priority)


def _within(segment: _Segment, today: date) -> ColumnElement[bool]:
    # Submitted items are never overdue, whatever their date.
    overdue = and_(_ITEM.due < today, IS_UNFINISHED)
    rest = or_(_ITEM.due >= today, _ITEM.state == SUBMITTED)
    return and_(_ITEM.priority == segment.priority, overdue if segment.overdue else rest)


def _chosen(listing: Listing, today: date) -> ColumnElement[bool]:
    match listing.view:
        case "my":
            return and_(IS_LIVE, _ITEM.assignee_id == listing.person_id)
        case "pool":
            return IS_POOL
        case "overdue":
            return and_(IS_UNFINISHED, _ITEM.due < today)
        case "held":
            return _ITEM.state == HELD
        case "returned":
            return and_(_ITEM.returned.is_(True), IS_UNFINISHED, _ITEM.assignee_id == listing.person_id)
        case "disputed":
            return _ITEM.open_disputes > literal_column('0')
        case "submitted":
            return _ITEM.state == SUBMITTED
        case "assignee":
            return and_(IS_UNFINISHED, _ITEM.assignee_id == listing.person_id)
        case "all":
            return true()


def _matches(typed: str) -> ColumnElement[bool]:
    words = fold(typed).split()
    return and_(true(), *(_ENC.words.contains(word, autoescape=True) for word in words))


def _columns() -> Select[tuple[Any, ...]]:
    return (
        select(
            _ITEM.id, _ITEM.encounter_id, _ITEM.state, _ITEM.priority, _ITEM.due, _ITEM.minutes, _ITEM.arrived_at,
            _ITEM.version, _ITEM.returned, _ITEM.changed_documents, _ITEM.open_disputes, _ITEM.held_reason,
            _ITEM.held_until, _ENC.account, _ENC.mrn, _ENC.patient, _ENC.birth_date, _ENC.sex, _ENC.setting,
            _ENC.service_from, _ENC.service_to, _ENC.payer, _ENC.charges_cents,
            tables.person.c.name.label("assignee"),
        )
        .select_from(tables.work_item)
        .join(tables.encounter, _ENC.id == _ITEM.encounter_id)
        .outerjoin(tables.person, tables.person.c.id == _ITEM.assignee_id)
    )  # fmt: skip


def _queue_row(row: Row[tuple[Any, ...]], cursor: Cursor) -> QueueRow:
    return QueueRow(
        item_id=row.id, account=row.account, mrn=row.mrn, patient=row.patient, birth_date=row.birth_date,
        sex=Sex(row.sex), setting=Setting(row.setting), service_from=row.service_from, service_to=row.service_to,
        payer=row.payer, charges=amount(row.charges_cents), state=WorkState(row.state), priority=row.priority,
        due=None if row.due == NO_DUE_DATE else row.due, minutes=row.minutes, assignee=row.assignee,
        arrived_at=row.arrived_at, version=row.version, returned=bool(row.returned),
        changed_documents=bool(row.changed_documents), disputed=row.open_disputes > 0,
        held_reason=row.held_reason, held_until=row.held_until, cursor=cursor,
    )  # fmt: skip
