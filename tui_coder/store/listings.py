"""Keyset pages over the queue: a million items open as fast as a hundred, because nothing is counted or skipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Integer, Row, Select, bindparam, func, select, tuple_

from tui_coder.domain.encounter import Setting, Sex
from tui_coder.domain.queue_row import Cursor, Listing, Order, QueueRow, View
from tui_coder.domain.work import WorkState, is_overdue
from tui_coder.store import tables
from tui_coder.store.encounters import amount
from tui_coder.store.tables import NO_DUE_DATE
from tui_coder.store.tally import Tally
from tui_coder.store.viewer import Viewer, seen_by
from tui_coder.store.views import (
    INDEX_OF,
    PRIORITIES,
    Run,
    by_index,
    chosen,
    matches,
    parameters,
    runs_of,
    whole_rows,
    within,
    words_of,
)

_ITEM = tables.work_item.c
_ENC = tables.encounter.c
_WORKING = (_ITEM.due, _ITEM.arrived_at, _ITEM.id)
_PLAIN_ORDERS: dict[Order, tuple[Column[Any], ...]] = {
    "patient": (_ITEM.patient, _ITEM.id),
    "service": (_ITEM.service_to, _ITEM.id),
    "charges": (_ITEM.charges_cents, _ITEM.id),
    "age": (_ITEM.arrived_at, _ITEM.id),
}
_SORTED_TO_WALKED = 25
"""How many index entries are walked past in the time that one item takes to be fetched and sorted (measured)."""
_DESCENDING = frozenset({"charges"})


class Listings:
    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer
        self._tally = Tally(connection, viewer)

    def page(self, listing: Listing, today: date, after: Cursor | None, limit: int) -> tuple[QueueRow, ...]:
        """The rows behind a cursor (from the start without one), in order."""
        return tuple(self._rows(listing, today, after, limit, backwards=False))

    def page_before(self, listing: Listing, today: date, before: Cursor | None, limit: int) -> tuple[QueueRow, ...]:
        """The rows in front of a cursor (from the end without one), in order."""
        return tuple(reversed(tuple(self._rows(listing, today, before, limit, backwards=True))))

    def place_of(self, listing: Listing, today: date, item_id: int) -> Cursor | None:
        """The cursor of an item in a listing; None when the listing does not have it."""
        query = whole_rows().where(chosen(listing.view), matches(len(words_of(listing))), _ITEM.id == item_id)
        row = self._connection.execute(self._viewer.seen(query), self._parameters(listing, today)).first()
        if row is None:
            return None
        if listing.order == "working":
            return _working_cursor(row, is_overdue(row.due, WorkState(row.state), today))
        return _plain_cursor(listing, row)

    def count(self, listing: Listing, today: date) -> int:
        """How many rows a listing has; with a filter every item of the view is read, so ask for that late."""
        words = len(words_of(listing))
        if not words:
            return self._tally.count(listing, today)
        query = (
            by_index(select(func.count()).select_from(tables.work_item), INDEX_OF[listing.view])
            .join(tables.encounter, _ENC.id == _ITEM.encounter_id)
            .where(chosen(listing.view), matches(words), _ITEM.priority.in_(PRIORITIES))
        )
        return int(self._connection.execute(self._viewer.seen(query), self._parameters(listing, today)).scalar_one())

    def _rows(
        self, listing: Listing, today: date, place: Cursor | None, limit: int, *, backwards: bool
    ) -> Iterator[QueueRow]:
        if listing.order == "working":
            return self._in_working_order(listing, today, place, limit, backwards=backwards)
        return self._in_plain_order(listing, today, place, limit, backwards=backwards)

    def _in_working_order(
        self, listing: Listing, today: date, place: Cursor | None, limit: int, *, backwards: bool
    ) -> Iterator[QueueRow]:
        asked, words = self._parameters(listing, today), len(words_of(listing))
        for run in _runs_from(place, listing, today, backwards=backwards):
            if limit <= 0:
                return
            asked |= {"priority": run.priority, "limit": limit}
            inside = place is not None and run.holds(place, today)
            if place is not None and inside:
                asked |= {"due": place[2], "arrived_at": place[3], "id": place[4]}
            some = self._viewer.hidden_here
            query = _run_query(listing.view, replace(run, priority=0), words, inside, backwards, some)
            for row in self._connection.execute(query, asked):
                limit -= 1
                yield _queue_row(row, _working_cursor(row, run.overdue))

    def _in_plain_order(
        self, listing: Listing, today: date, place: Cursor | None, limit: int, *, backwards: bool
    ) -> Iterator[QueueRow]:
        asked = self._parameters(listing, today) | {"limit": limit}
        if place is not None:
            asked |= {"key": place[0], "id": place[1]}
        sparse = self._is_sparse(listing, today, limit)
        words = len(words_of(listing))
        some = self._viewer.hidden_here
        query = _plain_query(listing.view, listing.order, words, place is not None, sparse, backwards, some)
        ids = self._connection.execute(query, asked).scalars().all()
        rows = self._connection.execute(whole_rows().where(_ITEM.id.in_(ids)))
        found = {row.id: row for row in rows}
        for item_id in ids:
            yield _queue_row(found[item_id], _plain_cursor(listing, found[item_id]))

    def _is_sparse(self, listing: Listing, today: date, limit: int) -> bool:
        """Whether it is less to sort all rows of the view than to walk all items in order until a page is full.

        A walk passes total / rows items for each row of the view, those of clients that are not seen too.
        """
        rows = self._tally.count(listing, today)
        total = Tally(self._connection).count(Listing("all"), today)
        return rows * rows * _SORTED_TO_WALKED < limit * total

    def _parameters(self, listing: Listing, today: date) -> dict[str, object]:
        return parameters(listing, today) | self._viewer.parameters


@lru_cache(maxsize=500)
def _run_query(view: View, run: Run, words: int, inside: bool, backwards: bool, some: bool) -> Select[tuple[Any, ...]]:
    """The rows of one run, `inside` it from a place on, `some`: only those that are seen.

    Composed once: that costs more than asking it.
    """
    query = by_index(whole_rows(), run.index).where(chosen(view), within(run), matches(words), seen_by(some))
    if inside:
        query = query.where(_beyond(_WORKING, ("due", "arrived_at", "id"), backwards))
    return query.order_by(*_turned(_WORKING, backwards)).limit(bindparam("limit", type_=Integer))


@lru_cache(maxsize=500)
def _plain_query(
    view: View, order: Order, words: int, inside: bool, sparse: bool, backwards: bool, some: bool
) -> Select[tuple[int]]:
    """The items of a page in an order that the working order's index does not have."""
    keys, descending = _PLAIN_ORDERS[order], (order in _DESCENDING) != backwards
    query = select(_ITEM.id).where(chosen(view), seen_by(some))
    if words:
        query = query.join(tables.encounter, _ENC.id == _ITEM.encounter_id).where(matches(words))
    if inside:
        query = query.where(_beyond(keys, ("key", "id"), descending))
    query = query.order_by(*_turned(keys, descending)).limit(bindparam("limit", type_=Integer))
    if sparse:
        return by_index(query, INDEX_OF[view]).where(_ITEM.priority.in_(PRIORITIES))
    return by_index(query, f"ix_item_by_{keys[0].name}")


def _beyond(keys: Sequence[ColumnElement[Any]], names: Sequence[str], descending: bool) -> ColumnElement[bool]:
    place = tuple_(*(bindparam(name, type_=key.type) for name, key in zip(names, keys, strict=True)))
    return tuple_(*keys) < place if descending else tuple_(*keys) > place


def _turned(keys: Sequence[ColumnElement[Any]], descending: bool) -> Sequence[ColumnElement[Any]]:
    return [each.desc() for each in keys] if descending else keys


def _runs_from(place: Cursor | None, listing: Listing, today: date, *, backwards: bool) -> Sequence[Run]:
    runs = runs_of(listing.view)
    if backwards:
        runs = runs[::-1]
    here = 0 if place is None else next(n for n, run in enumerate(runs) if run.holds(place, today))
    return runs[here:]


def _working_cursor(row: Row[tuple[Any, ...]], overdue: bool) -> Cursor:
    return (overdue, row.priority, row.due, row.arrived_at, row.id)


def _plain_cursor(listing: Listing, row: Row[tuple[Any, ...]]) -> Cursor:
    by = {"patient": row.patient, "service": row.service_to, "charges": row.charges_cents, "age": row.arrived_at}
    return (by[listing.order], row.id)


def _queue_row(row: Row[tuple[Any, ...]], cursor: Cursor) -> QueueRow:
    return QueueRow(
        item_id=row.id, account=row.account, mrn=row.mrn, patient=row.patient, birth_date=row.birth_date,
        sex=Sex(row.sex), setting=Setting(row.setting), service_from=row.service_from, service_to=row.service_to,
        payer=row.payer, charges=amount(row.charges_cents), state=WorkState(row.state), priority=row.priority,
        due=None if row.due == NO_DUE_DATE else row.due, minutes=row.minutes, assignee=row.assignee,
        arrived_at=row.arrived_at, version=row.version, returned=bool(row.returned),
        changed_documents=bool(row.changed_documents), disputed=row.open_disputes > 0,
        held_reason=row.held_reason, held_until=row.held_until, given_by=row.given_by, given_why=row.given_why,
        specialty=row.specialty, cursor=cursor,
    )  # fmt: skip
