"""Clients: whose facilities they are, which credentials they want, and whose charts a person sees."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from tui_coder.domain.clients import Client
from tui_coder.domain.encounter import Setting
from tui_coder.domain.refusals import NotFound
from tui_coder.domain.roles import Person
from tui_coder.store import tables
from tui_coder.store.viewer import wishes_in

_R = tables.routing.c


class Clients:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Client, ...]:
        """By name, with their facilities and wishes."""
        client, facility = tables.client.c, tables.facility.c
        places = self._connection.execute(select(facility.client_id, facility.name).order_by(facility.name)).all()
        wishes = wishes_in(self._connection)
        rows = self._connection.execute(select(client.id, client.name).order_by(client.name)).all()
        return tuple(
            Client(
                id=row.id, name=row.name, facilities=tuple(each.name for each in places if each.client_id == row.id),
                wishes={setting: names for (key, setting), names in wishes.items() if key == row.id},
            )
            for row in rows
        )  # fmt: skip

    def named(self, name: str) -> Client:
        """Raises NotFound."""
        known = self.all()
        for each in known:
            if each.name.casefold() == name.casefold():
                return each
        there = ", ".join(each.name for each in known) or "none yet"
        raise NotFound(f"'{name}' is no client of this store (there are: {there}).")

    def name_of(self, client_id: int) -> str:
        found = self._connection.execute(select(tables.client.c.name).where(tables.client.c.id == client_id)).scalar()
        return found or "another client"

    def add(self, name: str) -> Client:
        """The client of that name, made where there is none."""
        try:
            return self.named(name)
        except NotFound:
            return Client(tables.key_of(self._connection.execute(insert(tables.client).values(name=name))), name)

    def seen_by(self, person_id: int) -> frozenset[int]:
        """The clients that are named for a person; what they see is only these where they do not see every one."""
        own = tables.person_client.c
        query = select(own.client_id).where(own.person_id == person_id)
        return frozenset(self._connection.execute(query).scalars())

    def shows(self, person: Person, client_id: int) -> bool:
        """Whether a person sees the charts of a client."""
        return person.every_client or client_id in self.seen_by(person.id)

    def of_facility(self, facility_id: int) -> int:
        query = select(tables.facility.c.client_id).where(tables.facility.c.id == facility_id)
        return int(self._connection.execute(query).scalar_one())

    def wish(self, client_id: int, setting: Setting, credentials: Sequence[str] | None) -> None:
        """What the client wants for a setting from now on; None: the usual credentials again."""
        at = (_R.client_id == client_id) & (_R.setting == setting.value)
        self._connection.execute(delete(tables.routing).where(at))
        if credentials is not None:
            row = {"client_id": client_id, "setting": setting.value, "credentials": " ".join(credentials)}
            self._connection.execute(insert(tables.routing).values(row))

    def give_facility(self, facility_id: int, client_id: int) -> None:
        """The facility is this client's from now on, with all its charts."""
        facility, item, encounter = tables.facility, tables.work_item, tables.encounter.c
        self._connection.execute(update(facility).where(facility.c.id == facility_id).values(client_id=client_id))
        charts = select(encounter.id).where(encounter.facility_id == facility_id)
        self._connection.execute(update(item).where(item.c.encounter_id.in_(charts)).values(client_id=client_id))
