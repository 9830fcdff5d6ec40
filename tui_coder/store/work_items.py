"""Work items: reading one, writing it against its version, and picking the next one to serve."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    insert,
    literal_column,
    or_,
    select,
    true,
    update,
)

from tui_coder.domain.encounter import Setting
from tui_coder.domain.refusals import NotAllowed, NotFound, Stale
from tui_coder.domain.work import WorkItem, WorkState
from tui_coder.store import tables
from tui_coder.store.prepared import Prepared
from tui_coder.store.tables import HELD, IN_WORK, IS_POOL, IS_UNFINISHED, NO_DUE_DATE, ONE, OPEN
from tui_coder.store.viewer import Viewer, seen_by
from tui_coder.store.views import INDEX_OF, PERSON, PRIORITIES, TODAY, by_index

_ITEM = tables.work_item.c
_ID = re.compile(r"#[0-9]{1,18}")


_HAS = {"account": tables.encounter.c.account, "assignee": tables.person.c.name, "disputed": _ITEM.open_disputes}
"""Where the rest of an item does not stand in its table under its own name, it stands here."""
_COLUMNS = tuple(_HAS[name].label(name) if name in _HAS else _ITEM[name] for name in WorkItem._fields)
"""In the order in which a WorkItem has them."""


@cache
def item_columns() -> Select[tuple[object, ...]]:
    """All that a WorkItem says, with its account and its holder's name."""
    return (
        select(*_COLUMNS)
        .select_from(tables.work_item)
        .join(tables.encounter, tables.encounter.c.id == _ITEM.encounter_id)
        .outerjoin(tables.person, tables.person.c.id == _ITEM.assignee_id)
    )


_READ: tuple[tuple[int, Callable[[Any], Any]], ...] = tuple(
    (WorkItem._fields.index(name), meaning)
    for name, meaning in (
        ("state", WorkState), ("due", lambda day: None if day == NO_DUE_DATE else day),
        ("disputed", lambda disputes: disputes > 0), ("setting", Setting),
    )
)  # fmt: skip


def work_item_of(row: Sequence[Any]) -> WorkItem:
    """The item of a row of `item_columns`."""
    values = list(row)
    for place, meaning in _READ:
        values[place] = meaning(values[place])
    return WorkItem._make(values)


class WorkItems:
    def __init__(self, connection: Connection, now: datetime, viewer: Viewer) -> None:
        self._connection = connection
        self._now = now
        self._viewer = viewer

    def add(self, encounter_id: int, priority: int, due: date | None, minutes: int) -> int:
        copied = {
            key: select(tables.encounter.c[key]).where(tables.encounter.c.id == encounter_id).scalar_subquery()
            for key in tables.COPIED
        }
        copied["client_id"] = (
            select(tables.facility.c.client_id)
            .join(tables.encounter, tables.encounter.c.facility_id == tables.facility.c.id)
            .where(tables.encounter.c.id == encounter_id)
            .scalar_subquery()
        )
        made = self._connection.execute(
            insert(tables.work_item).values(
                encounter_id=encounter_id, priority=priority, due=due or NO_DUE_DATE, minutes=minutes,
                arrived_at=self._now, **copied,
            )
        )  # fmt: skip
        return tables.key_of(made)

    def get(self, item_id: int) -> WorkItem:
        """Raises NotFound, also for an item that the viewer does not see."""
        item: WorkItem | None = _by_id().first(self._connection, {"wanted": item_id})
        if item is None or not self._viewer.shows(item.id, item.client_id):
            raise NotFound(f"There is no item {item_id} in this store.")
        return item

    def for_writing(self, item_id: int) -> WorkItem:
        """The item, while this unit alone may write to its chart. SQLite has one writer at a time anyway."""
        return self.get(item_id)

    def lock(self, ids: Sequence[int]) -> None:
        """Let nobody else write these items until the unit ends; always taken in one order, so none waits in a ring."""

    def encounter_id(self, item_id: int) -> int:
        """Raises NotFound like `get`."""
        query = self._viewer.seen(select(_ITEM.encounter_id).where(_ITEM.id == item_id))
        found = self._connection.execute(query, self._viewer.parameters).scalar()
        if found is None:
            raise NotFound(f"There is no item {item_id} in this store.")
        return int(found)

    def of_encounter(self, encounter_id: int) -> WorkItem:
        row = self._connection.execute(item_columns().where(_ITEM.encounter_id == encounter_id)).one()
        return work_item_of(row)

    def named(self, name: str) -> WorkItem:
        """The item of an account, of `facility/account`, or of `#id`. Raises NotFound, also where it is ambiguous."""
        query = item_columns()
        if _ID.fullmatch(name):
            query = query.where(_ITEM.id == int(name[1:]))
        else:
            facility, slash, account = name.rpartition("/")
            query = query.where(tables.encounter.c.account == account)
            if slash:
                query = query.join(tables.facility, tables.facility.c.id == tables.encounter.c.facility_id)
                query = query.where(tables.facility.c.name == facility)
        rows = self._connection.execute(self._viewer.seen(query).limit(2), self._viewer.parameters).all()
        if not rows:
            raise NotFound(f"There is no item '{name}' in this store; queue list shows what there is.")
        if len(rows) > 1:
            raise NotFound(f"'{name}' stands in more than one facility; say FACILITY/{name}.")
        return work_item_of(rows[0])

    def names(self, ids: Sequence[int]) -> dict[int, str]:
        """What to type for each item, so that `named` finds it: the account, facility/account, or #id."""
        encounter, other = tables.encounter, tables.encounter.alias()
        twins = select(func.count()).where(other.c.account == encounter.c.account).scalar_subquery()
        query = (
            select(_ITEM.id, encounter.c.account, tables.facility.c.name.label("facility"), twins.label("twins"))
            .join(encounter, encounter.c.id == _ITEM.encounter_id)
            .join(tables.facility, tables.facility.c.id == encounter.c.facility_id)
        )
        found: dict[int, str] = {}
        for start in range(0, len(ids), 500):
            for row in self._connection.execute(query.where(_ITEM.id.in_(ids[start : start + 500]))):
                name = row.account if row.twins == 1 else f"{row.facility}/{row.account}"
                typable = "/" not in row.account and not name.startswith(("#", "-"))
                found[row.id] = name if typable else f"#{row.id}"
        return found

    def write(self, item: WorkItem, by: str, **changed: object) -> WorkItem:
        """Write columns of the item as it was read. Raises Stale when someone else wrote it meanwhile, NotAllowed for
        a chart that the viewer reads through broken glass.

        Whoever is written as its assignee holds it under a new fence; why it came to them is what is said here, or
        nothing.
        """
        self._refuse_unowned(item)
        if "assignee_id" in changed:
            changed = {"fence": item.fence + 1, "given_by": "", "given_why": "", **changed}
        if "due" in changed:
            changed["due"] = changed["due"] or NO_DUE_DATE
        changed |= {"version": item.version + 1, "changed_by": by, "changed_at": self._now}
        written = self._written(item, changed)
        if written is None:
            raise stale(self.get(item.id))
        return written

    def _written(self, item: WorkItem, changed: Mapping[str, object]) -> WorkItem | None:
        """As it stands now; None where someone else wrote it since it was read.

        Here that was within this transaction, and nobody else has one: nothing but these columns has changed.
        """
        if not writing(tuple(changed)).run(self._connection, written_with(item, changed)):
            return None
        return _changed(item, changed, self._holder(item, changed))

    def _holder(self, item: WorkItem, changed: Mapping[str, object]) -> str | None:
        """Whose it is once these columns are written; most people write what is theirs."""
        holder = changed.get("assignee_id")
        if holder is None:
            return None if "assignee_id" in changed else item.assignee
        if holder == self._viewer.person_id:
            return self._viewer.name
        person = _name_of().first(self._connection, {"person": holder})
        return None if person is None else str(person.name)

    def _refuse_unowned(self, item: WorkItem) -> None:
        self._refuse_others(item)

    def _refuse_others(self, item: WorkItem) -> None:
        if not self._viewer.sight.owns(item.client_id):
            raise NotAllowed(f"{item.account} belongs to a client that is not yours: you may read it, not work on it.")

    def renew_lease(self, item: WorkItem, until: datetime) -> WorkItem:
        """Keep the item for its holder, and return it so; not a change that others must see: the version stays."""
        _renewing().run(self._connection, {"this": item.id, "seen": item.version, "until": until})
        return item._replace(lease_until=until)

    def next_for(self, person_id: int, today: date, skips_since: datetime) -> WorkItem | None:
        """The first item in working order that is served to the person: out of the pool, or of their own.

        What they passed over since `skips_since` is left out.

        Their own are those assigned to them and open, and those whose lease they let lapse. What a colleague took from
        the pool and let lapse is the pool's again; what was assigned to them stays theirs until it is taken on purpose.
        Of the pool only what is on the viewer's route is served.
        """
        asked: dict[str, object] = {"person": person_id, "today": today, "now": self._now, "since": skips_since}
        route = self._viewer.route
        if not route.is_open:
            usual = [each.value for each in route.usual]
            asked |= {"usual": json.dumps(usual), "also": json.dumps(pairs_of(route.also))}
            asked |= {"never": json.dumps(pairs_of(route.never)), "specialties": json.dumps(sorted(route.specialties))}
        first = _first(route.is_open, self._viewer.hidden_here)
        found: WorkItem | None = first.first(self._connection, asked | self._viewer.parameters)
        return found

    def holds_to_wake(self, today: date, *, locked: bool = False) -> tuple[WorkItem, ...]:
        """Items on hold whose wake date has come, of the viewer's clients.

        `locked`: nobody else writes them until the unit ends, and those that somebody else writes now are left out.
        """
        due = _waking(locked).rows(self._connection, {"today": today})
        return tuple(item for item in due if self._viewer.sight.owns(item.client_id))

    def open_of(self, person_id: int) -> tuple[WorkItem, ...]:
        """Everything the person still has to do, in the working order without regard to today."""
        rows = self._connection.execute(
            self._viewer.seen(by_index(item_columns(), INDEX_OF["assignee"]))
            .where(_ITEM.assignee_id == person_id, IS_UNFINISHED)
            .order_by(_ITEM.priority.desc(), _ITEM.due, _ITEM.arrived_at, _ITEM.id),
            self._viewer.parameters,
        )
        return tuple(work_item_of(row) for row in rows)

    def many(self, ids: Sequence[int]) -> tuple[WorkItem, ...]:
        """The items in the order of `ids`; unknown ones and those that are not seen are left out."""
        found: dict[int, WorkItem] = {}
        for start in range(0, len(ids), 500):
            rows = self._connection.execute(_by_ids(), {"wanted": list(ids[start : start + 500])})
            found.update((row.id, work_item_of(row)) for row in rows if self._viewer.shows(row.id, row.client_id))
        return tuple(found[each] for each in ids if each in found)

    def submitted(self) -> tuple[int, ...]:
        """The ids of all finished items that are seen, the oldest first."""
        item = tables.work_item.c
        query = select(item.id).where(item.state == WorkState.SUBMITTED.value).order_by(item.id)
        rows = self._connection.execute(self._viewer.seen(query), self._viewer.parameters)
        return tuple(row.id for row in rows)

    def note_hold(self, item_id: int, reason: str, note: str, until: date | None, person: str) -> None:
        self.end_holds(item_id)
        self._connection.execute(
            insert(tables.hold).values(
                item_id=item_id, reason=reason, note=note, until=until, person=person, at=self._now
            )
        )

    def hold_again(self, item_id: int, reason: str, until: date | None, person: str) -> None:
        """Take up the item's last hold for this reason until this day, as whoever held it noted it."""
        h = tables.hold.c
        last = select(h.id).where(h.item_id == item_id, h.reason == reason, h.until.is_not_distinct_from(until))
        key = self._connection.execute(last.order_by(h.id.desc()).limit(1)).scalar()
        if key is None:
            self.note_hold(item_id, reason, "", until, person)
            return
        self.end_holds(item_id)
        self._connection.execute(update(tables.hold).where(h.id == key).values(ended_at=None))

    def hold_note(self, item_id: int) -> str:
        """What was noted when the item was put on hold; empty where it is not."""
        h = tables.hold.c
        query = select(h.note).where(h.item_id == item_id, h.ended_at.is_(None))
        return self._connection.execute(query.order_by(h.id.desc()).limit(1)).scalar() or ""

    def held_by(self, item_id: int) -> str:
        """Who put the item on hold; empty where it is not."""
        h = tables.hold.c
        query = select(h.person).where(h.item_id == item_id, h.ended_at.is_(None))
        return self._connection.execute(query.order_by(h.id.desc()).limit(1)).scalar() or ""

    def end_holds(self, item_id: int) -> None:
        self._connection.execute(
            update(tables.hold)
            .where(tables.hold.c.item_id == item_id, tables.hold.c.ended_at.is_(None))
            .values(ended_at=self._now)
        )

    def count_disputes(self, item_id: int, step: int) -> None:
        """Keep the item's number of open disputes; part of the dispute's own write, so the version stays."""
        self._connection.execute(
            update(tables.work_item).where(_ITEM.id == item_id).values(open_disputes=_ITEM.open_disputes + step)
        )


# What is asked at every claim is put together once: SQLAlchemy takes as long to put a statement together as SQLite
# takes to answer it, and everybody else waits for both.


@cache
def _by_id() -> Prepared:
    return Prepared(item_columns().where(_ITEM.id == bindparam("wanted")), answer=work_item_of)


@cache
def _by_ids() -> Select[tuple[object, ...]]:
    return item_columns().where(_ITEM.id.in_(bindparam("wanted", expanding=True)))


@cache
def _waking(locked: bool) -> Prepared:
    due = item_columns().where(_ITEM.state == HELD, _ITEM.held_until <= bindparam("today"))
    # In no order: who skips what is locked waits for nobody, and for an order SQLite reads the whole table. SQLite has
    # one writer at a time, and its dialect leaves the clause out.
    if locked:
        due = due.with_for_update(of=tables.work_item, skip_locked=True)
    return Prepared(due, answer=work_item_of)


@cache
def writing(columns: tuple[str, ...], *answer: ColumnElement[Any]) -> Prepared:
    """Writes these columns where item `this` is still in the version `seen`."""
    changing = update(tables.work_item).where(*_AS_IT_WAS_READ)
    return Prepared(changing.returning(*answer) if answer else changing, columns, work_item_of)


def written_with(item: WorkItem, changed: Mapping[str, object]) -> dict[str, object]:
    """What `writing` takes."""
    return {**changed, "this": item.id, "seen": item.version}


def _changed(item: WorkItem, columns: Mapping[str, Any], holder: str | None) -> WorkItem:
    """The item with these columns, as `work_item_of` would read it."""
    fields = {**columns, "assignee": holder}
    fields.pop("assignee_id", None)
    if "state" in fields:
        fields["state"] = WorkState(fields["state"])
    if fields.get("due") == NO_DUE_DATE:
        fields["due"] = None
    return item._replace(**fields)


@cache
def _name_of() -> Prepared:
    return Prepared(select(tables.person.c.name).where(tables.person.c.id == bindparam("person")))


@cache
def _renewing() -> Prepared:
    return Prepared(update(tables.work_item).where(*_AS_IT_WAS_READ).values(lease_until=bindparam("until")))


_AS_IT_WAS_READ = (_ITEM.id == bindparam("this"), _ITEM.version == bindparam("seen"))


def _beside(column: ColumnElement[Any], *where: ColumnElement[bool]) -> ColumnElement[Any]:
    return select(column).where(*where).correlate(tables.work_item).scalar_subquery()


_BESIDE = {
    "account": _beside(tables.encounter.c.account, tables.encounter.c.id == _ITEM.encounter_id),
    "assignee": _beside(tables.person.c.name, tables.person.c.id == _ITEM.assignee_id),
}
WHOLE = tuple(
    _BESIDE[name].label(name) if name in _BESIDE else column
    for name, column in zip(WorkItem._fields, _COLUMNS, strict=True)
)
"""What `work_item_of` reads, as the answer of a statement that writes items."""


@cache
def _first(everything: bool, some: bool) -> Prepared:
    """The item that stands first of three: of the pool, of a person's own, and of what lapsed, which is little.

    `everything`: the person is served the whole pool; otherwise their route stands in parameters. `some`: they see only
    some clients.
    """
    now = bindparam("now", type_=tables.Moment)
    routed = true() if everything else _on_route()
    mine = and_(_ITEM.assignee_id == PERSON, seen_by(some))
    lapsed = and_(_ITEM.state == IN_WORK, _ITEM.lease_until < now, or_(mine, and_(_ITEM.from_pool.is_(True), routed)))
    late_first = ((_ITEM.due < TODAY).desc(), _ITEM.priority.desc())
    heads = (
        _head(lapsed, "ix_item_lapse", *late_first),
        _first_open(and_(mine, IS_UNFINISHED, _ITEM.state == OPEN), PERSON, INDEX_OF["assignee"]),
        _first_open(and_(IS_POOL, routed), _NOBODY, INDEX_OF["pool"]),
    )
    first = item_columns().where(_ITEM.id.in_(heads)).order_by(*late_first, *_IN_PRIORITY).limit(ONE)
    return Prepared(first, answer=work_item_of)


_NOBODY: ColumnElement[int] = literal_column("0")
_IN_PRIORITY = (_ITEM.due, _ITEM.arrived_at, _ITEM.id)


def _first_open(source: ColumnElement[bool], whose: ColumnElement[int], index: str) -> ColumnElement[Any]:
    """The id of the first of somebody's open items: per priority the overdue ones, then all, until one is found.

    Within a priority the overdue ones stand together, and the first of all is the first of those that are not. Each is
    one index seek, and where the figures of the store know of none that is overdue, none is looked for.
    """
    tally = tables.work_tally.c
    some = select(tally.charts).where(tally.state == OPEN, tally.assignee_id == whose, tally.due < TODAY).exists()
    levels = (_ITEM.priority == literal_column(str(level)) for level in PRIORITIES)
    late = (_head(and_(source, level, _ITEM.due < TODAY), index) for level in levels)
    return func.coalesce(case((some, func.coalesce(*late))), _head(source, index, _ITEM.priority.desc()))


def _head(source: ColumnElement[bool], index: str, *order: ColumnElement[Any]) -> ScalarSelect[Any]:
    """The id of the first of these items that the person has not skipped."""
    skip = tables.skip.c
    skipped = select(skip.id).where(
        skip.item_id == _ITEM.id, skip.person_id == PERSON, skip.at >= bindparam("since", type_=tables.Moment)
    )
    those = select(_ITEM.id).where(source, ~skipped.correlate(tables.work_item).exists())
    return by_index(those.order_by(*order, *_IN_PRIORITY).limit(ONE), index).correlate(None).scalar_subquery()


def _on_route() -> ColumnElement[bool]:
    """What domain.routing.Route.serves says, as a condition."""
    pair = cast(_ITEM.client_id, String).concat(":").concat(_ITEM.setting)

    def told(name: str) -> Select[Any]:
        return select(func.json_each(bindparam(name, type_=String)).table_valued("value").c.value)

    fits = or_(pair.in_(told("also")), and_(_ITEM.setting.in_(told("usual")), pair.not_in(told("never"))))
    named = bindparam("specialties", type_=String)
    return and_(fits, or_(named == "[]", _ITEM.specialty == "", _ITEM.specialty.in_(told("specialties"))))


def pairs_of(pairs: Iterable[tuple[int, Setting]]) -> list[str]:
    """Clients and settings as the stores compare them."""
    return [f"{client}:{setting.value}" for client, setting in sorted(pairs)]


def stale(current: WorkItem) -> Stale:
    """The sentence for a write that came too late: who changed the item, and what it is now."""
    holder = f" with {current.assignee}" if current.assignee else ""
    return Stale(
        f"{current.changed_by or 'someone'} changed {current.account} meanwhile: it is now {current.state.label}"
        f"{holder}. Nothing of yours was written; the screen shows the new state."
    )
