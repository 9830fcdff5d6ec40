"""Clients: whose charts a person sees, which credentials a client wants, whose a facility is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tui_coder.domain.clients import Client
from tui_coder.domain.encounter import Setting
from tui_coder.domain.refusals import Malformed
from tui_coder.domain.roles import Person, Right, known_credentials
from tui_coder.services import assigning
from tui_coder.services.desk import Desk, clean
from tui_coder.services.queue_changes import Outcome
from tui_coder.store.unit_of_work import UnitOfWork


def all_clients(desk: Desk) -> tuple[Client, ...]:
    """The clients whose charts this person sees, by name."""
    desk.may(Right.READ)
    with desk.reading() as unit:
        return tuple(each for each in unit.clients.all() if unit.viewer.sight.owns(each.id))


def seen_by_each(desk: Desk) -> dict[str, tuple[str, ...]]:
    """For each person who does not see every client, the names of those they see."""
    with desk.reading() as unit:
        names = {each.id: each.name for each in unit.clients.all()}
        some = [each for each in unit.people.all() if not each.every_client]
        return {each.name: tuple(sorted(names[key] for key in unit.clients.seen_by(each.id))) for each in some}


def let_see(desk: Desk, name: str, clients: Sequence[str] | None) -> tuple[Person, tuple[str, ...], Outcome]:
    """From now on the person sees the charts of these clients alone; None: of every one.

    Their unfinished charts of other clients go back to the pool. Returns the person, the clients' names, and what
    became of those charts. Raises NotFound for an unknown person or client, Malformed for an empty list.
    """
    desk.may(Right.CLIENTS)
    if clients is not None and not clients:
        raise Malformed("Name one client or more, or let the person see every one.")
    with desk.writing() as unit:
        person = unit.people.named(name)
        chosen = None if clients is None else {each.id: each.name for each in map(unit.clients.named, clients)}
        before = _told(unit, person)
        unit.people.let_see(person, chosen)
        person = replace(person, every_client=chosen is None)
        desk.note(unit, "clients changed", before=before, after=_told(unit, person))
        return person, tuple(sorted((chosen or {}).values())), _take_back(desk, unit, person)


def wish(desk: Desk, client: str, setting: Setting, credentials: Sequence[str] | None) -> Client:
    """Say which credentials a client wants for a setting; none at all: anyone may code it; None: the usual ones.

    Raises NotFound for an unknown client, Malformed for a credential nobody awards.
    """
    desk.may(Right.CLIENTS)
    names = None if credentials is None else known_credentials(credentials)
    with desk.writing() as unit:
        known = unit.clients.named(client)
        unit.clients.wish(known.id, setting, names)
        before, after = known.wishes.get(setting), names
        told = {"client": known.name, "setting": setting.value}
        desk.note(unit, "routing changed", before={**told, "credentials": _listed(before)},
                  after={**told, "credentials": _listed(after)})  # fmt: skip
        return unit.clients.named(client)


def give_facility(desk: Desk, facility: str, client: str) -> tuple[Client, Outcome]:
    """The facility and all its charts are this client's from now on; either is made where it is new.

    Unfinished charts of the facility go back to the pool where their holder does not see the client. Raises Malformed
    without a name.
    """
    desk.may(Right.CLIENTS)
    facility, client = clean(facility).strip(), clean(client).strip()
    if not facility or not client:
        raise Malformed("A facility and a client have names.")
    with desk.writing() as unit:
        new = unit.clients.add(client)
        facility_id = unit.people.facility(facility, new.name)
        before = unit.clients.name_of(unit.clients.of_facility(facility_id))
        unit.clients.give_facility(facility_id, new.id)
        desk.note(unit, "facility given", before={"facility": facility, "client": before},
                  after={"facility": facility, "client": new.name})  # fmt: skip
        outcomes = [_take_back(desk, unit, each) for each in unit.people.all() if not each.every_client]
        changed = tuple(item for each in outcomes for item in each.changed)
        return unit.clients.named(new.name), Outcome(changed, tuple(r for each in outcomes for r in each.refused))


def _take_back(desk: Desk, unit: UnitOfWork, person: Person) -> Outcome:
    """Charts that the person does not see any more go back to the pool."""
    if person.every_client:
        return Outcome(())
    seen = unit.clients.seen_by(person.id)
    hidden = [each for each in unit.items.open_of(person.id) if each.client_id not in seen]
    return assigning.take_back(desk, unit, hidden, f"{person.name} does not see the client any more")


def _told(unit: UnitOfWork, person: Person) -> dict[str, object]:
    names = sorted(unit.clients.name_of(each) for each in unit.clients.seen_by(person.id))
    return {"name": person.name, "clients": "all" if person.every_client else names}


def _listed(credentials: Sequence[str] | None) -> str | list[str]:
    return "usual" if credentials is None else list(credentials)
