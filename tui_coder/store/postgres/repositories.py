"""Where PostgreSQL is asked otherwise than SQLite: the log, the next item, the words of documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Connection,
    Date,
    FromClause,
    Integer,
    Row,
    Select,
    Text,
    bindparam,
    column,
    func,
    literal_column,
    select,
    text,
)

from tui_coder.domain.assignment import Assignment
from tui_coder.domain.audit import GENESIS, Link, canonical_json, hashed_fields, whole_item
from tui_coder.domain.glass import BehindGlass
from tui_coder.domain.refusals import Stale
from tui_coder.domain.roles import Person, Role
from tui_coder.domain.work import WorkItem
from tui_coder.store import tables
from tui_coder.store.code_assignments import CodeAssignments
from tui_coder.store.encounters import Encounters
from tui_coder.store.event_log import STORED, EventLog
from tui_coder.store.glass import Glass
from tui_coder.store.people import People
from tui_coder.store.tables import SEEN_EVENT
from tui_coder.store.viewer import Term, Viewer
from tui_coder.store.work_items import WHOLE, WorkItems, pairs_of, writing, written_with

_CHARTS = 7204
"""The class of the advisory locks on charts; the log's own stands in functions.sql."""
_TOLD = "tui_coder.told"
"""The setting of a transaction that holds its entries. A server notes down statements that it refuses, word by word:
what was typed stands in none."""
_ENDING = f"SELECT tc_log_append(current_setting('{_TOLD}')::json); COMMIT"


@dataclass(frozen=True, slots=True)
class Sent:
    """The last entry that a unit of work sent, and the last one of the log before it began."""

    behind: int
    entry: Mapping[str, object]


class ServerLog(EventLog):
    """The log of a team. The server numbers, times, signs and chains the entries: the client only says what happened.

    Entries are sent at the end of a unit of work and written in one message with the commit: the log is locked from the
    one to the other, and everybody would wait for as long as one client's line takes to bring the second.
    """

    SOURCE = SEEN_EVENT

    def __init__(self, connection: Connection, now: datetime) -> None:
        super().__init__(connection, now)
        self._waiting: list[dict[str, object]] = []
        self.behind = 0
        self.sent: Sent | None = None

    def append(
        self, person: str, os_account: str, what: str, *, item_id: int | None = None, item: str = "",
        before: Mapping[str, object] | None = None, after: Mapping[str, object] | None = None,
    ) -> None:  # fmt: skip
        """Note an entry for the end of the unit. Who did it is whom the server let in, not what is said here."""
        self._waiting.append(
            {
                "what": what, "item_id": item_id, "item": item, "before": canonical_json(before or {}),
                "after": canonical_json(after or {}),
            }
        )  # fmt: skip

    def commit(self) -> None:
        """Write what waits, and end the transaction with it."""
        if self._waiting:
            told = {"name": _TOLD, "told": self._told()}
            self._connection.execute(text("SELECT set_config(:name, :told, true)"), told)
            self._connection.execution_options(no_parameters=True).exec_driver_sql(_ENDING)

    def _told(self) -> str:
        told, last = json.dumps(self._waiting, ensure_ascii=False), self._waiting[-1]
        self._waiting, self.sent = [], Sent(self.behind, last)
        return told

    def holds(self, sent: Sent) -> bool:
        """Whether the entry that was sent is in the log: then all that was written with it is in the store."""
        held = self.SOURCE.c
        same = [held[name] == sent.entry[name] for name in ("what", "item", "before", "after")]
        mine = select(held.sequence).where(
            held.sequence > sent.behind, held.person == literal_column("session_user"), *same
        )
        return self._connection.execute(mine.limit(1)).first() is not None

    def changed_by_others(self, since: int, person: str) -> bool:
        if super().changed_by_others(since, person):
            return True
        return bool(self._connection.execute(text("SELECT tc_was_changed(:since)"), {"since": since}).scalar())

    def head(self) -> tuple[int, str]:
        row = self._connection.execute(text("SELECT sequence, digest FROM tc_log_head()")).one()
        return (int(row.sequence), str(row.digest)) if row.sequence is not None else (0, GENESIS)

    def _stream(self, behind: int, until: int) -> Iterator[Link]:
        """Sent while it is read, in large portions: the server does its half of the work at the same time."""
        line: Any = self._connection.connection.cursor()
        query = f"SELECT {STORED} FROM {self.SOURCE.name} WHERE sequence > %s AND sequence <= %s ORDER BY sequence"
        for sequence, at, person, account, what, item_id, item, before, after, previous, digest in line.stream(
            query, (behind, until), size=1_000
        ):
            named = whole_item(item_id, item)
            yield sequence, previous, digest, hashed_fields(sequence, at, person, account, what, named, before, after)


class TeamViewer(Viewer):
    """The server's row security hides what a person does not see; its own clock says for how long glass is broken."""

    GUARDED = True

    def __init__(self, connection: Connection, now: datetime) -> None:
        super().__init__(connection, now)
        self.told: Sequence[Row[Any]] = ()
        """The terms of whom the server let in, as they came with the beginning of the unit."""

    def _ask_terms(self) -> Sequence[Term]:
        own = [Term._make(row[-len(Term._fields) :]) for row in self.told if row.person_id == self.person_id]
        return own or super()._ask_terms()

    def _glass(self) -> list[int]:
        return list(self._connection.execute(text("SELECT tc_glass()")).scalars())


class TeamWorkItems(WorkItems):
    def for_writing(self, item_id: int) -> WorkItem:
        """The item, while this unit alone may write to its chart."""
        self._connection.execute(text("SELECT pg_advisory_xact_lock(:kind, :item)"), {"kind": _CHARTS, "item": item_id})
        return self.get(item_id)

    def lock(self, ids: Sequence[int]) -> None:
        item = tables.work_item.c.id
        for start in range(0, len(ids), 500):
            some = sorted(ids)[start : start + 500]
            self._connection.execute(select(item).where(item.in_(some)).order_by(item).with_for_update())

    def next_for(self, person_id: int, today: date, skips_since: datetime) -> WorkItem | None:
        route = self._viewer.route
        asked = {
            "me": person_id, "today": today, "now": self._now, "since": skips_since,
            "usual": None if route.is_open else [each.value for each in route.usual],
            "also": pairs_of(route.also), "never": pairs_of(route.never),
            "specialties": sorted(route.specialties) or None,
        }  # fmt: skip
        found = self._connection.execute(_next(), asked).scalar()
        # Asked for by itself: what the server found may have come, or come back, after the statement above began.
        return None if found is None else self.get(int(found))

    def write(self, item: WorkItem, by: str, **changed: object) -> WorkItem:
        try:
            return super().write(item, by, **changed)
        except Stale:
            self._refuse_others(item)  # row security lets no such write through, and the server gives no reason
            raise

    def _written(self, item: WorkItem, changed: Mapping[str, object]) -> WorkItem | None:
        """As the server put it: its triggers write columns of their own."""
        written: WorkItem | None = writing(tuple(changed), *WHOLE).first(self._connection, written_with(item, changed))
        return written

    def _refuse_unowned(self, item: WorkItem) -> None:
        """The server itself does, and it is asked for the reason only then."""

    def count_disputes(self, item_id: int, step: int) -> None:
        """The server counts them itself, as they are written."""


@cache
def _next() -> Select[Any]:
    kinds: dict[str, Any] = {
        "me": Integer, "today": Date, "now": tables.Moment, "usual": ARRAY(Text), "also": ARRAY(Text),
        "never": ARRAY(Text), "specialties": ARRAY(Text), "since": tables.Moment,
    }  # fmt: skip
    asked = (bindparam(name, type_=kind) for name, kind in kinds.items())
    return select(func.tc_next(*asked))


class TeamCodeAssignments(CodeAssignments):
    def next_id(self, beside: Iterable[Assignment] = ()) -> int:
        return int(self._connection.execute(text("SELECT nextval('code_assignment_id_seq')")).scalar_one())


class TeamEncounters(Encounters):
    def _words(self, encounter_id: int) -> FromClause:
        """The texts come from a function of the server, which logs that the chart was read."""
        return func.tc_texts(encounter_id).table_valued(column("id", Integer), column("text", Text)).alias("words")


class TeamGlass(Glass):
    def behind(self, account: str) -> tuple[BehindGlass, ...]:
        """The server says what is there, of one exact account number at a time."""
        asked = text("SELECT id, account, client FROM tc_elsewhere(:wanted)")
        rows = self._connection.execute(asked, {"wanted": account})
        return tuple(BehindGlass(*row) for row in rows)


class TeamPeople(People):
    """People of a team are sign-in names of the server too: a function of its owner makes and changes both."""

    def add(self, name: str, role: Role, credentials: Iterable[str] = (), title: str = "") -> Person:
        held = tuple(credentials)
        return Person(self._put(name, role, held, title, active=True), name, role, held, title)

    def change(self, person_id: int, role: Role, credentials: Iterable[str], title: str, active: bool) -> None:
        row = self._connection.execute(select(tables.person).where(tables.person.c.id == person_id)).one()
        self._put(row.name, role, credentials, title, active=active, sees_all=row.every_client)

    def let_see(self, person: Person, clients: Iterable[int] | None) -> None:
        held = person.credentials
        self._put(person.name, person.role, held, person.title, active=person.active, sees_all=clients is None)
        self._name_clients(person.id, clients or ())

    def specialise(self, person: Person, specialties: Iterable[str]) -> None:
        told = {"name": person.name, "specialties": ",".join(specialties)}
        self._connection.execute(text("SELECT tc_specialise(:name, :specialties)"), told)

    def _put(
        self, name: str, role: Role, credentials: Iterable[str], title: str, *, active: bool, sees_all: bool = True
    ) -> int:
        return int(
            self._connection.execute(
                text("SELECT tc_person_put(:name, :role, :credentials, :title, :active, :sees_all)"),
                {
                    "name": name, "role": role.value, "credentials": " ".join(credentials), "title": title,
                    "active": active, "sees_all": sees_all,
                },
            ).scalar_one()
        )  # fmt: skip
