"""The views of the queue as SQL: which items, the index that has just these, the runs of the working order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from sqlalchemy import BindParameter, ColumnElement, Date, Integer, Select, String, and_, bindparam, select, true

from tui_coder.domain.queue_row import Cursor, Listing, View
from tui_coder.domain.text import canonical, fold
from tui_coder.store import tables
from tui_coder.store.tables import CO_SIGN, HELD, IS_DISPUTED, IS_LIVE, IS_POOL, IS_UNFINISHED, SUBMITTED

_ITEM = tables.work_item.c
_ENC = tables.encounter.c
_ESCAPE = "/"
_WILD = re.compile(f"[%_{_ESCAPE}]")
PRIORITIES = tuple(range(9, -1, -1))
PERSON: BindParameter[int] = bindparam("person", type_=Integer)
TODAY: BindParameter[date] = bindparam("today", type_=Date)
PRIORITY: BindParameter[int] = bindparam("priority", type_=Integer)

INDEX_OF: dict[View, str] = {
    "my": "ix_item_assigned",
    "pool": "ix_item_pool",
    "overdue": "ix_item_unfinished",
    "held": "ix_item_held",
    "co_sign": "ix_item_co_sign",
    "returned": "ix_item_assigned",
    "disputed": "ix_item_disputed",
    "submitted": "ix_item_submitted",
    "all": "ix_item_order",
    "assignee": "ix_item_assigned",
}
"""The index of the items that holds little else than the view's own; it is never left to the planner's guess."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the working order that one index seek answers: one priority, and of its days the `part`.

    "late": unfinished and overdue; "past": submitted, with a day that has passed; "ahead": today or later; "any": all.
    """

    overdue: bool
    priority: int
    part: Literal["late", "past", "ahead", "any"]
    index: str

    def holds(self, place: Cursor, today: date) -> bool:
        """Whether the place, a cursor of the working order, lies in this run."""
        overdue, priority, due = bool(place[0]), int(place[1]), place[2]
        if (overdue, priority) != (self.overdue, self.priority):
            return False
        return self.part in ("late", "any") or (due < today) == (self.part == "past")


@cache
def runs_of(view: View) -> tuple[Run, ...]:
    """The runs of a view in working order: overdue first, then by priority. Only two views mix in submitted items."""
    index = INDEX_OF[view]
    if view == "submitted":
        return tuple(Run(False, priority, "any", index) for priority in PRIORITIES)
    mixed = view in ("all", "disputed")
    late_index, past_index = ("ix_item_unfinished", "ix_item_submitted") if view == "all" else (index, index)
    late = tuple(Run(True, priority, "late", late_index) for priority in PRIORITIES)
    if view == "overdue":
        return late
    rest: list[Run] = []
    for priority in PRIORITIES:
        if mixed:
            rest.append(Run(False, priority, "past", past_index))
        rest.append(Run(False, priority, "ahead", index))
    return (*late, *rest)


def within(run: Run) -> ColumnElement[bool]:
    """The items of a run; its priority is a parameter."""
    days: dict[str, ColumnElement[bool]] = {
        "late": and_(_ITEM.due < TODAY, IS_UNFINISHED),
        "past": and_(_ITEM.due < TODAY, _ITEM.state == SUBMITTED),
        "ahead": _ITEM.due >= TODAY,
        "any": true(),
    }
    return and_(_ITEM.priority == PRIORITY, days[run.part])


def chosen(view: View) -> ColumnElement[bool]:
    """The items of a view; whose and which day are parameters."""
    mine = _ITEM.assignee_id == PERSON
    conditions: dict[View, ColumnElement[bool]] = {
        "my": and_(IS_LIVE, mine),
        "pool": IS_POOL,
        "overdue": and_(IS_UNFINISHED, _ITEM.due < TODAY),
        "held": _ITEM.state == HELD,
        "co_sign": _ITEM.state == CO_SIGN,
        "returned": and_(_ITEM.returned.is_(True), IS_UNFINISHED, mine),
        "disputed": IS_DISPUTED,
        "submitted": _ITEM.state == SUBMITTED,
        "all": true(),
        "assignee": and_(IS_UNFINISHED, mine),
    }
    return conditions[view]


def matches(words: int) -> ColumnElement[bool]:
    """Encounters that hold so many words, which are parameters."""
    held = (_ENC.words.like(bindparam(f"word{n}", type_=String), escape=_ESCAPE) for n in range(words))
    return and_(true(), *held)


def words_of(listing: Listing) -> tuple[str, ...]:
    """What each typed word is compared with, whatever its case and accents."""
    plain = fold(canonical(listing.filter).text).split()
    return tuple("%" + _WILD.sub(lambda found: _ESCAPE + found[0], word) + "%" for word in plain)


def parameters(listing: Listing, today: date) -> dict[str, object]:
    """The parameters that every statement about a listing takes."""
    words = {f"word{n}": word for n, word in enumerate(words_of(listing))}
    return {"person": listing.person_id, "today": today, **words}


def by_index(query: Select[Any], index: str) -> Select[Any]:
    """The query bound to one index of the items; SQLite refuses a query that cannot use it."""
    return query.with_hint(tables.work_item, f"INDEXED BY {index}", "sqlite")


@cache
def whole_rows() -> Select[tuple[Any, ...]]:
    """Everything that a row of the queue shows."""
    return (
        select(
            _ITEM.id, _ITEM.state, _ITEM.priority, _ITEM.due, _ITEM.minutes, _ITEM.arrived_at,
            _ITEM.version, _ITEM.returned, _ITEM.changed_documents, _ITEM.open_disputes, _ITEM.held_reason,
            _ITEM.held_until, _ITEM.given_by, _ITEM.given_why,
            _ENC.account, _ENC.mrn, _ENC.patient, _ENC.birth_date, _ENC.sex, _ENC.setting,
            _ENC.service_from, _ENC.service_to, _ENC.payer, _ENC.charges_cents, _ENC.specialty,
            tables.person.c.name.label("assignee"),
        )
        .select_from(tables.work_item)
        .join(tables.encounter, _ENC.id == _ITEM.encounter_id)
        .outerjoin(tables.person, tables.person.c.id == _ITEM.assignee_id)
    )  # fmt: skip
