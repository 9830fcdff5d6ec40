"""A team on a store of its own: people at their desks, a clock that is set by hand, and work that arrives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.server import INSTALLER, Server
from tui_coder.domain.audit import Event
from tui_coder.domain.encounter import Encounter, Setting
from tui_coder.domain.intake import IncomingDocument
from tui_coder.domain.roles import Actor, Person, Role
from tui_coder.domain.work import WorkItem
from tui_coder.places import EmbeddedFile, Place
from tui_coder.services import people
from tui_coder.services.desk import Desk
from tui_coder.store.postgres.schema import install
from tui_coder.store.unit_of_work import Store

START = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TODAY = START.astimezone().date()
ROLES = {"ann": Role.CODER, "bob": Role.CODER, "cy": Role.CODER, "lena": Role.LEAD, "omar": Role.AUDITOR}
CODERS = ("ann", "bob", "cy")


class Clock:
    """Stands still until it is turned."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **span: float) -> None:
        """On by so many days, hours, minutes ..."""
        self.now += timedelta(**span)


def found(path: Path) -> Path:
    """Make a store and add the team to it."""
    store = Store.open(path)
    owner = people.owner(store, clock=Clock(START - timedelta(days=1)))
    for name, role in ROLES.items():
        people.add(owner, name, role)
    store.close()
    return path


def found_on_server(server: Server) -> str:
    """Make a team's database and add the team to it; returns its name."""
    database = server.new_database()
    install(server.place(database))
    for name, role in ROLES.items():
        server.sql(database, f"SELECT tc_person_put('{name}', '{role}', '', '', true, true)")
    return database


class Team:
    """Everyone at their desk on one store."""

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self.path = path
        self.clock = clock or Clock()
        self.store = self.store_of("lena")
        self._desks: dict[str, Desk] = {}

    def store_of(self, name: str) -> Store:
        """The store as a person reaches it: the embedded one is one file for everybody."""
        return self.store if hasattr(self, "store") else Store.open(self.path)

    def address(self, name: str) -> str:
        """What a person writes behind --db."""
        return str(self.path)

    def place_of(self, name: str) -> Place:
        """Where a person finds the store, for a process of their own."""
        return EmbeddedFile(self.path)

    def __enter__(self) -> Team:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.store.close()

    def again(self) -> Team:
        """The same store opened once more, as after a restart or in another window."""
        return Team(self.path, self.clock)

    def desk(self, name: str) -> Desk:
        """Where a person of the team sits."""
        if name not in self._desks:
            self._desks[name] = people.sign_in(self.store_of(name), name, self.clock)
        return self._desks[name]

    def newcomer(self, role: Role) -> Desk:
        """Somebody of a role, who is not of the team yet."""
        added = people.add(self.desk("lena"), f"new-{role}", role)
        return Desk(self.store_of(added.name), Actor(added, "elsewhere"), self.clock)

    @property
    def ann(self) -> Desk:
        return self.desk("ann")

    @property
    def bob(self) -> Desk:
        return self.desk("bob")

    @property
    def cy(self) -> Desk:
        return self.desk("cy")

    @property
    def lena(self) -> Desk:
        return self.desk("lena")

    @property
    def omar(self) -> Desk:
        return self.desk("omar")

    def person(self, name: str) -> Person:
        return self.desk(name).actor.person

    # ---- work --------------------------------------------------------------------------------------------------------

    def arrive(
        self, *accounts: str, priority: int = 5, due: date | None = None, minutes: int = 6, facility: str = "clinic",
        text: str = "Essential hypertension, controlled.", **facts: Any,
    ) -> list[int]:  # fmt: skip
        """New encounters with a note each, in the pool; returns their items."""
        told = {"setting": Setting.PROFESSIONAL, "service_from": TODAY, "service_to": TODAY} | facts
        items: list[int] = []
        with self.store.writing(self.clock()) as unit:
            facility_id = unit.people.facility(facility, facility)
            for account in accounts:
                key = unit.encounters.add(facility_id, Encounter(account=account, facility=facility, **told))
                unit.encounters.add_document(key, IncomingDocument.of("note.txt", text, title="note"))
                items.append(unit.items.add(key, priority, due, minutes))
        return items

    def item(self, item_id: int) -> WorkItem:
        with self.store.reading(self.clock()) as unit:
            return unit.items.get(item_id)

    def events(self, item_id: int | None = None) -> tuple[Event, ...]:
        """The log, oldest first; of one item if asked."""
        with self.store.reading(self.clock()) as unit:
            return unit.log.entries(item_id=item_id)

    def said(self, item_id: int | None = None) -> list[str]:
        """Who did what, in words: `ann claimed`."""
        return [f"{each.person} {each.what}" for each in self.events(item_id)]

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table: what a refused action must leave as it was."""
        with self.store.engine.connect() as connection:
            names = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            )
            return {
                name: sorted(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {name}")), key=repr)
                for (name,) in names.all()
            }


class TeamOnServer(Team):
    """The same on a team's database: everyone signs in to the server under their own name."""

    def __init__(self, server: Server, database: str, clock: Clock | None = None) -> None:
        self.server, self.database = server, database
        self._stores: dict[str, Store] = {}
        self._is_guest = False
        super().__init__(Path(database), clock)

    def store_of(self, name: str) -> Store:
        if name not in self._stores:
            self._stores[name] = Store.open(self.server.place(self.database, name))
        return self._stores[name]

    def address(self, name: str) -> str:
        return self.server.address(self.database, name)

    def place_of(self, name: str) -> Place:
        return self.server.place(self.database, name)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()
        if not self._is_guest:
            self.server.drop(self.database)
            self.server.let_in(ROLES)  # sign-in names are the whole server's: whom this test let go, the next one needs

    def again(self) -> Team:
        other = TeamOnServer(self.server, self.database, self.clock)
        other._is_guest = True
        return other

    def leave(self) -> None:
        """Everyone signs out; the database stays."""
        for store in self._stores.values():
            store.close()

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        import psycopg

        with psycopg.connect(host=self.server.socket, dbname=self.database, user=INSTALLER) as line:
            names = line.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
            return {name: sorted(line.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for (name,) in names}
