"""On whose behalf a unit of work reads: which charts they see, and which are served to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Connection, Integer, Select, bindparam, or_, select, true

from tui_coder.domain.clients import EVERYTHING, Sight
from tui_coder.domain.encounter import Setting
from tui_coder.domain.routing import Route, Wishes, route_of
from tui_coder.store import tables
from tui_coder.store.asked_once import asked_once
from tui_coder.store.people import served_specialties
from tui_coder.store.prepared import Prepared

_ITEM = tables.work_item.c
CLIENTS: BindParameter[Any] = bindparam("clients", type_=Integer, expanding=True)
_GLASS: BindParameter[Any] = bindparam("glass", type_=Integer, expanding=True)
IS_SEEN: ColumnElement[bool] = or_(_ITEM.client_id.in_(CLIENTS), _ITEM.id.in_(_GLASS))
"""The items a person sees who does not see all; which these are, are parameters (see `Viewer.parameters`)."""


def seen_by(some: bool) -> ColumnElement[bool]:
    """The condition for a viewer who sees only `some` clients; none for one who sees all."""
    return IS_SEEN if some else true()


class Viewer:
    """Everything is seen until a person is named. What is known of the person is asked once in a unit, when needed."""

    GUARDED: ClassVar[bool] = False
    """The database itself hides what the person does not see."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self.person_id = 0
        """Zero where nobody is named."""

    def become(self, person_id: int) -> None:
        """Read on behalf of this person, before anything was read."""
        self.person_id = person_id

    def look_anew(self) -> None:
        """What is seen has changed within this unit."""
        self.__dict__.pop("sight", None)

    @asked_once
    def sight(self) -> Sight:
        """What the person sees; somebody nobody knows sees nothing."""
        if self.person_id == 0 or (self._terms and self._terms[0].every_client):
            return EVERYTHING
        own = tables.person_client.c
        clients = self._connection.execute(select(own.client_id).where(own.person_id == self.person_id)).scalars()
        return Sight(frozenset(clients), frozenset(self._glass()))

    @property
    def hidden_here(self) -> bool:
        """Whether statements have to leave out what the person does not see."""
        return not self.GUARDED and self.sight.clients is not None

    def shows(self, item_id: int, client_id: int) -> bool:
        """Whether an item that was read may be handed on."""
        return not self.hidden_here or self.sight.shows(item_id, client_id)

    def seen(self, query: Select[Any]) -> Select[Any]:
        """The query of items without those that are not seen; it takes `parameters`."""
        return query.where(IS_SEEN) if self.hidden_here else query

    @property
    def parameters(self) -> dict[str, object]:
        """What a statement with IS_SEEN takes."""
        if not self.hidden_here:
            return {}
        return {"clients": sorted(self.sight.clients or ()), "glass": sorted(self.sight.glass)}

    @property
    def wishes(self) -> Wishes:
        """Which credentials clients want instead of the usual ones."""
        return wishes_in(self._connection) if self.person_id == 0 else _wishes(self._terms)

    @property
    def name(self) -> str:
        """The sign-in name; empty where nobody is named."""
        return str(self._terms[0].name) if self.person_id and self._terms else ""

    @asked_once
    def route(self) -> Route:
        """What is served to the person: by their credentials and specialties, of the clients they see."""
        route = _route(self._terms) if self.person_id else route_of((), self.wishes)
        return route if self.sight.clients is None else route.within(self.sight.clients)

    @asked_once
    def _terms(self) -> tuple[Term, ...]:
        return tuple(self._ask_terms())

    def _ask_terms(self) -> Sequence[Term]:
        return _terms_of().rows(self._connection, {"viewer": self.person_id})

    def _glass(self) -> list[int]:
        """The items that the person has broken the glass for, as long as it lasts."""
        broken = tables.broken_glass.c
        query = select(broken.item_id).where(broken.person_id == self.person_id, broken.until > self._now)
        return list(self._connection.execute(query).scalars())


# By what stands in the tables: both are asked at every claim, and it hardly ever changes.


@lru_cache
def _wishes(terms: tuple[Term, ...]) -> Wishes:
    return {
        (row.client_id, Setting(row.setting)): tuple((row.wanted or "").split())
        for row in terms
        if row.client_id is not None and row.setting is not None
    }


@lru_cache
def _route(terms: tuple[Term, ...]) -> Route:
    if not terms:
        return route_of((), {})
    return route_of(terms[0].credentials.split(), _wishes(terms), served_specialties(terms[0].specialties))


TERMS = (
    tables.person.c.name, tables.person.c.credentials, tables.person.c.specialties, tables.person.c.every_client,
    tables.routing.c.client_id, tables.routing.c.setting, tables.routing.c.credentials.label("wanted"),
)  # fmt: skip
"""A person's terms, beside each wish of a client."""


class Term(NamedTuple):
    """A row of TERMS; without any wish of a client there is one, without a client."""

    name: str
    credentials: str
    specialties: str
    every_client: bool
    client_id: int | None
    setting: str | None
    wanted: str | None


@cache
def _terms_of() -> Prepared:
    """It is asked in every unit of work."""
    person = tables.person
    return Prepared(
        select(*TERMS)
        .select_from(person.outerjoin(tables.routing, true()))
        .where(person.c.id == bindparam("viewer")),
        answer=Term._make,
    )  # fmt: skip


def wishes_in(connection: Connection) -> Wishes:
    """All that clients want instead of the usual."""
    rows = connection.execute(select(tables.routing))
    return {(row.client_id, Setting(row.setting)): tuple(row.credentials.split()) for row in rows}
