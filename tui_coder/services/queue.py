"""The work queue to look at: its listings, pages and figures, and the views a person saved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from tui_coder.domain.queue_row import ORDERS, VIEWS, Cursor, Listing, QueueRow
from tui_coder.domain.refusals import Malformed, NotFound
from tui_coder.domain.roles import Right
from tui_coder.domain.work import WorkItem, reasons_for_place
from tui_coder.services import glass, handoffs, routing, searching
from tui_coder.services.desk import Desk, clean

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures in the header."""

    mine: int
    pool: int
    overdue: int
    held: int
    disputed: int
    co_signs: int
    hand_offs: int
    glass: int
    late_hand_offs: int
    """Of anybody's: leads alone are told."""


def listing(desk: Desk, view: str, order: str = "working", filter: str = "", person: str | None = None) -> Listing:
    """Name a listing. Raises Malformed for an unknown view or order, NotFound for an unknown person."""
    known_view = next((each for each in VIEWS if each == view), None)
    known_order = next((each for each in ORDERS if each == order), None)
    if known_view is None:
        raise Malformed(f"'{clean(view)}' is no view: {', '.join(VIEWS)}.")
    if known_order is None:
        raise Malformed(f"'{clean(order)}' is no order: {', '.join(ORDERS)}.")
    person_id = desk.actor.id
    if person is not None:
        with desk.reading() as unit:
            person_id = unit.people.named(person).id
    return Listing(known_view, known_order, clean(filter), person_id)


def page(desk: Desk, wanted: Listing, after: Cursor | None = None, limit: int = 100) -> tuple[QueueRow, ...]:
    """The rows of a listing behind a cursor. Where words narrow it, that is an entry of the log."""
    with desk.reading() as unit:
        rows = unit.listings.page(wanted, desk.today, after, limit)
    return _noted(desk, wanted, after, rows, limit)


def page_before(desk: Desk, wanted: Listing, before: Cursor | None = None, limit: int = 100) -> tuple[QueueRow, ...]:
    """The rows of a listing in front of a cursor; without one, the last rows."""
    with desk.reading() as unit:
        rows = unit.listings.page_before(wanted, desk.today, before, limit)
    return _noted(desk, wanted, before, rows, limit)


def _noted(
    desk: Desk, wanted: Listing, place: Cursor | None, rows: tuple[QueueRow, ...], limit: int
) -> tuple[QueueRow, ...]:
    if place is None:
        found = [row.item_id for row in rows]
        searching.note(desk, "queue", wanted.filter, found, more=len(rows) == limit)
    return rows


def place_of(desk: Desk, wanted: Listing, item_id: int) -> Cursor | None:
    """Where an item stands in a listing now; None when it is not in it."""
    with desk.reading() as unit:
        return unit.listings.place_of(wanted, desk.today, item_id)


def count(desk: Desk, wanted: Listing) -> int:
    """How many rows a listing has; with a filter slow on a large store, so ask late."""
    with desk.reading() as unit:
        return unit.listings.count(wanted, desk.today)


def every_id(desk: Desk, wanted: Listing) -> list[int]:
    """The items of a listing, all of them, in its order."""
    found: list[int] = []
    after: Cursor | None = None
    while rows := page(desk, wanted, after, _AT_ONCE):
        found += [row.item_id for row in rows]
        after = rows[-1].cursor
    return found


def counts(desk: Desk) -> Counts:
    """The header's figures."""
    today = desk.today
    with desk.reading() as unit:
        return Counts(
            mine=unit.tally.count(Listing("my", person_id=desk.actor.id), today),
            pool=unit.tally.count(Listing("pool"), today),
            overdue=unit.tally.count(Listing("overdue"), today),
            held=unit.tally.count(Listing("held"), today),
            disputed=unit.tally.count(Listing("disputed"), today),
            co_signs=unit.tally.count(Listing("co_sign"), today),
            hand_offs=unit.hand_offs.count_open_for(desk.actor.name),
            glass=unit.glass.count_unseen(desk.actor.id) if desk.actor.may(Right.GLASS) else 0,
            late_hand_offs=handoffs.count_late(desk, unit),
        )


def why(desk: Desk, item_id: int) -> list[str]:
    """Who passed the item over today, why it came and stands where it stands, and who it is served to, a phrase each.

    Of the skips of others only those learn who may read the whole log.
    """
    me = desk.actor.name
    with desk.reading() as unit:
        item = unit.items.get(item_id)
        skips = unit.skips.of_item(item_id, desk.day_began)
        unserved = routing.unserved(desk, unit, item)
    seen = [each for each in skips if each.person == me or desk.actor.may(Right.LOG)]
    told = [f"skipped by {each.person} ({each.reason})" for each in seen if each.person != me]
    if len(told) < len(seen):
        told.insert(0, "you skipped it today: n serves it to you tomorrow")
    return told + reasons_for_place(item, desk.today, desk.clock(), me, unserved)


def find(desk: Desk, name: str) -> WorkItem:
    """The item of an account (or FACILITY/ACCOUNT, or #ID). Raises NotFound.

    Where it is the account of another client's chart, the sentence says so, and the attempt is logged.
    """
    try:
        with desk.reading() as unit:
            return unit.items.named(name)
    except NotFound:
        hidden = glass.behind(desk, name)
        if hidden is None:
            raise
        desk.log_denied({"account": hidden.account, "client": hidden.client})
        raise NotFound(
            f"{hidden.account} is a chart of {hidden.client}, which is not among your clients. In an emergency "
            f"tui-coder glass break {hidden.account} --reason TEXT lets you read it, and leads see that."
        ) from None


def names(desk: Desk, item_ids: Sequence[int]) -> dict[int, str]:
    """What to type for each item so that `find` finds it: the account; facility/account or #id where it must be."""
    with desk.reading() as unit:
        return unit.items.names(item_ids)


def saved_views(desk: Desk) -> dict[str, Listing]:
    """This person's saved views by name."""
    with desk.reading() as unit:
        stored = unit.notes.views(desk.actor.id)
    found: dict[str, Listing] = {}
    for name, definition in stored.items():
        parts = json.loads(definition)
        found[name] = Listing(parts["view"], parts["order"], parts["filter"], parts["person_id"])
    return found


def save_view(desk: Desk, name: str, wanted: Listing) -> None:
    """Keep a view under a name; an older one of that name is replaced. Raises Malformed without a name."""
    name = clean(name).strip()
    if not name:
        raise Malformed("A view needs a name.")
    parts = {"view": wanted.view, "order": wanted.order, "filter": clean(wanted.filter), "person_id": wanted.person_id}
    with desk.writing() as unit:
        unit.notes.save_view(desk.actor.id, name, json.dumps(parts))
        told = {"name": name, "view": wanted.view, "order": wanted.order, "words": len(wanted.filter.split())}
        desk.note(unit, "view saved", after=told)
