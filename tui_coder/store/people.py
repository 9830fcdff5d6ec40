"""People, clients and facilities."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, Insert, Row, delete, insert, select, update

from tui_coder.domain.encounter import specialty_named
from tui_coder.domain.refusals import NotFound
from tui_coder.domain.roles import Person, Role
from tui_coder.store import tables


class People:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, name: str, role: Role, credentials: Iterable[str] = (), title: str = "") -> Person:
        row = {"name": name, "role": role.value, "credentials": " ".join(credentials), "title": title, "active": True}
        key = tables.key_of(self._connection.execute(insert(tables.person).values(row)))
        return Person(key, name, role, tuple(credentials), title)

    def change(self, person_id: int, role: Role, credentials: Iterable[str], title: str, active: bool) -> None:
        self._connection.execute(
            update(tables.person)
            .where(tables.person.c.id == person_id)
            .values(role=role.value, credentials=" ".join(credentials), title=title, active=active)
        )

    def set_away(self, person_id: int, until: date | None) -> None:
        """Until when the person is away; None: they are there."""
        self._connection.execute(update(tables.person).where(tables.person.c.id == person_id).values(away_until=until))

    def specialise(self, person: Person, specialties: Iterable[str]) -> None:
        """From now on charts of these specialties are served to the person; none named: of every one."""
        row = tables.person
        told = {"specialties": ",".join(specialties)}
        self._connection.execute(update(row).where(row.c.id == person.id).values(told))

    def get(self, person_id: int) -> Person:
        row = self._connection.execute(select(tables.person).where(tables.person.c.id == person_id)).one()
        return _person(row)

    def let_see(self, person: Person, clients: Iterable[int] | None) -> None:
        """From now on the person sees the charts of these clients; None: of every one."""
        row = tables.person
        self._connection.execute(update(row).where(row.c.id == person.id).values(every_client=clients is None))
        self._name_clients(person.id, clients or ())

    def _name_clients(self, person_id: int, clients: Iterable[int]) -> None:
        own = tables.person_client
        self._connection.execute(delete(own).where(own.c.person_id == person_id))
        for client_id in clients:
            self._connection.execute(insert(own).values(person_id=person_id, client_id=client_id))

    def find(self, name: str) -> Person | None:
        row = self._connection.execute(select(tables.person).where(tables.person.c.name == name)).first()
        return None if row is None else _person(row)

    def named(self, name: str) -> Person:
        """The active person of that sign-in name. Raises NotFound."""
        person = self.find(name)
        if person is None or not person.active:
            known = ", ".join(each.name for each in self.all() if each.active) or "nobody yet"
            raise NotFound(f"'{name}' is no person of this store (there are: {known}); see tui-coder people add.")
        return person

    def all(self) -> tuple[Person, ...]:
        rows = self._connection.execute(select(tables.person).order_by(tables.person.c.name)).all()
        return tuple(_person(row) for row in rows)

    def facility(self, name: str, client: str) -> int:
        """The id of the facility, made with its client where it is new."""
        row = self._connection.execute(select(tables.facility.c.id).where(tables.facility.c.name == name)).first()
        if row is not None:
            return int(row.id)
        owner = self._connection.execute(select(tables.client.c.id).where(tables.client.c.name == client)).first()
        client_id = owner.id if owner else self._made(insert(tables.client).values(name=client))
        return self._made(insert(tables.facility).values(name=name, client_id=client_id))

    def _made(self, row: Insert) -> int:
        return tables.key_of(self._connection.execute(row))


def _person(row: Row[tuple[object, ...]]) -> Person:
    return Person(
        id=row.id, name=row.name, role=Role(row.role), credentials=tuple(row.credentials.split()), title=row.title,
        active=bool(row.active), away_until=row.away_until, every_client=bool(row.every_client),
        specialties=served_specialties(row.specialties),
    )  # fmt: skip


def served_specialties(stored: str) -> tuple[str, ...]:
    """As those of the charts are written: a server's own small letters (`ß`) are not the program's (`ss`)."""
    return tuple(dict.fromkeys(map(specialty_named, tables.listed(stored))))
