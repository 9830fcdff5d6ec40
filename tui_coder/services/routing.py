"""Which charts go to whom: by credential and setting, by specialty, and by the clients a person sees."""

from __future__ import annotations

from tui_coder.domain.refusals import NotAllowed
from tui_coder.domain.roles import Person, Right
from tui_coder.domain.routing import is_theirs, route_of, wanted, why_not_served, why_not_theirs
from tui_coder.domain.work import WorkItem
from tui_coder.services.desk import Desk
from tui_coder.store.unit_of_work import UnitOfWork


def outside(unit: UnitOfWork, person: Person, item: WorkItem) -> str:
    """Why a chart is not served to a person by their credentials or specialties; empty where it is."""
    return "; ".join(_outside(unit, person, item).values())


def _outside(unit: UnitOfWork, person: Person, item: WorkItem) -> dict[str, str]:
    """By what of the person it is the reason."""
    found = {"credentials": _by_credential(unit, person, item)}
    if not is_theirs(item.specialty, person.specialties):
        found["specialties"] = why_not_theirs(item.specialty, person.specialties)
    return {what: reason for what, reason in found.items() if reason}


def _by_credential(unit: UnitOfWork, person: Person, item: WorkItem) -> str:
    wishes = unit.viewer.wishes
    if route_of(person.credentials, wishes).serves(item.client_id, item.setting):
        return ""
    names = wanted(item.client_id, item.setting, wishes)
    return why_not_served(unit.clients.name_of(item.client_id), item.setting, person.credentials, names)


def unserved(desk: Desk, unit: UnitOfWork, item: WorkItem) -> str:
    """Why the person at the desk is not served a chart; empty where they are."""
    if unit.viewer.route.serves(item.client_id, item.setting, item.specialty):
        return ""
    return outside(unit, unit.people.named(desk.actor.name), item)


def refuse_taking(desk: Desk, unit: UnitOfWork, item: WorkItem) -> None:
    """Raise NotAllowed for a chart of the pool that is outside the person's credentials or specialties; a lead may
    take any."""
    reason = "" if desk.actor.may(Right.ROUTE) else unserved(desk, unit, item)
    if reason:
        raise NotAllowed(f"{item.account} is not served to you: {reason}. A lead can give it to you.")


class Receiving:
    """Whether a person can be given charts: asked for each of them within one unit of work."""

    def __init__(self, desk: Desk, unit: UnitOfWork, person: Person) -> None:
        self._desk, self._unit, self.person = desk, unit, person
        self._clients = None if person.every_client else unit.clients.seen_by(person.id)

    def require(self, item: WorkItem) -> None:
        """Raise NotAllowed where the person does not see the chart's client, or has not the credentials and
        specialty for it and no lead gives it."""
        self.require_sight(item)
        reason = "" if self._desk.actor.may(Right.ROUTE) else outside(self._unit, self.person, item)
        if reason:
            name = self.person.name
            raise NotAllowed(f"{item.account} is not served to {name}: {reason}. Only a lead gives it all the same.")

    def require_sight(self, item: WorkItem) -> None:
        """Raise NotAllowed where the person does not see the chart's client."""
        name = self.person.name
        if self._clients is not None and item.client_id not in self._clients:
            client = self._unit.clients.name_of(item.client_id)
            raise NotAllowed(
                f"{item.account} belongs to {client}, whose charts {name} does not see; a lead changes that with: "
                f"tui-coder people clients {name}"
            )

    def warning(self, item: WorkItem) -> str:
        """What to tell a lead who gave it all the same; empty where there is nothing to tell."""
        reasons = _outside(self._unit, self.person, item)
        what, why = " and ".join(reasons), "; ".join(reasons.values())
        return f"{item.account} is outside {self.person.name}'s {what}: {why}" if reasons else ""
