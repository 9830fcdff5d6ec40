"""Who is who: signing in on the embedded store, adding people."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from tui_coder.domain.refusals import IllegalMove, Malformed, NotAllowed
from tui_coder.domain.roles import SIGN_IN_NAME, Actor, Person, Right, Role, known_credentials, named_specialties
from tui_coder.services import assigning
from tui_coder.services.accounts import operating_system_account
from tui_coder.services.desk import Clock, Desk, clean
from tui_coder.services.queue_changes import Outcome
from tui_coder.store.unit_of_work import Store


def sign_in(store: Store, acting_as: str | None = None, clock: Clock | None = None) -> Desk:
    """Who is at the keyboard.

    A team's store knows it: whom its server let in. On the embedded store the file's owner is trusted: it is
    `acting_as`, or the person named like the operating system account, who is made an admin of the store when they
    first work in it. Raises NotFound for an unknown name, NotAllowed for a person who has left, and Malformed for
    `acting_as` on a team's store.
    """
    if store.signed_in is not None:
        return _member(store, store.signed_in, acting_as, clock or store.now)
    account, clock = operating_system_account(), clock or store.now
    with store.reading(clock()) as unit:
        person = unit.people.named(acting_as) if acting_as else unit.people.find(account)
    if person is None:
        with store.writing(clock()) as unit:
            person = unit.people.find(account) or unit.people.add(account, Role.ADMIN)
            unit.log.append(account, account, "person added", after={"name": account, "role": Role.ADMIN.value})
    return _at_work(store, person, account, clock)


def _member(store: Store, name: str, acting_as: str | None, clock: Clock) -> Desk:
    if acting_as not in (None, name):
        _log_denied(store, name, clock, acting_as)
        raise Malformed(
            f"On a team's store nobody acts as someone else: the server let you in as {name}. Leave --as out."
        )
    with store.reading(clock()) as unit:
        person = unit.people.find(name)
    if person is None:
        raise NotAllowed(f"{name} is no person of this store; a lead adds you with: tui-coder team add {name}")
    return _at_work(store, person, name, clock)


def _at_work(store: Store, person: Person, account: str, clock: Clock) -> Desk:
    if not person.active:
        _log_denied(store, account, clock, person.name)
        raise NotAllowed(f"{person.name} is no longer active in this store; ask a lead.")
    return Desk(store, Actor(person, account), clock)


def _log_denied(store: Store, account: str, clock: Clock, tried: str) -> None:
    """That somebody tried to be someone they may not be is an entry; a server lets only its people write any."""
    with suppress(NotAllowed), store.writing(clock()) as unit:
        told = tried if SIGN_IN_NAME.fullmatch(tried) else "no name"
        unit.log.append(account, account, "denied", after={"sign in as": told})


def _installer(store: Store, name: str, clock: Clock) -> Desk:
    """Who looks after the server may add the first people; they need not be a person of the team."""
    with store.reading(clock()) as unit:
        person = unit.people.find(name)
    return Desk(store, Actor(person or Person(0, name, Role.ADMIN), name), clock)


def owner(store: Store, acting_as: str | None = None, clock: Clock | None = None) -> Desk:
    """Like `sign_in`, but for a store nobody has worked in yet: the file's owner need not be one of its people."""
    if store.signed_in is not None:
        if store.installs and acting_as is None:
            return _installer(store, store.signed_in, clock or store.now)
        return sign_in(store, acting_as, clock)
    account, clock = operating_system_account(), clock or store.now
    with store.reading(clock()) as unit:
        person = unit.people.named(acting_as) if acting_as else unit.people.find(account)
    return Desk(store, Actor(person or Person(0, account, Role.ADMIN), account), clock)


def add(desk: Desk, name: str, role: Role, credentials: Sequence[str] = (), title: str = "") -> Person:
    """Add a person, or change the one of that name.

    Raises Malformed for a name that cannot be typed as a sign-in name or a credential nobody awards.
    """
    desk.may(Right.PEOPLE)
    if not SIGN_IN_NAME.fullmatch(name):
        raise Malformed(f"'{name}' cannot be a sign-in name: 1 to 32 of a-z 0-9 . _ - ; the full name goes to --title.")
    wanted = known_credentials(credentials)
    title = clean(title).strip()
    with desk.writing() as unit:
        known = unit.people.find(name)
        after: dict[str, object] = {"name": name, "role": role.value, "credentials": list(wanted)}
        if known is None:
            desk.note(unit, "person added", after=after)
            return unit.people.add(name, role, wanted, title)
        before: dict[str, object] = {"name": name, "role": known.role.value, "credentials": list(known.credentials)}
        unit.people.change(known.id, role, wanted, title or known.title, active=True)
        desk.note(unit, "person changed", before=before, after=after)
        return replace(known, role=role, credentials=wanted, title=title or known.title, active=True)


def specialise(desk: Desk, name: str, specialties: Sequence[str]) -> Person:
    """Say whose charts are served to a person: those of these specialties; none named: of every one.

    A chart without a specialty is for anybody. Raises NotFound, NotAllowed, and Malformed for a name that is too long.
    """
    desk.may(Right.PEOPLE)
    wanted = named_specialties(map(clean, specialties))
    with desk.writing() as unit:
        person = unit.people.named(name)
        unit.people.specialise(person, wanted)
        desk.note(unit, "specialties changed", before={"name": name, "specialties": list(person.specialties)},
                  after={"name": name, "specialties": list(wanted)})  # fmt: skip
    return replace(person, specialties=wanted)


def remove(desk: Desk, name: str) -> tuple[Person, Outcome]:
    """Let a person go: they sign in no more, and their unfinished work is the pool's; what they did stays theirs.

    Items on hold stay on hold, without a holder; what waits for a co-sign goes on waiting. Raises NotFound, NotAllowed,
    and IllegalMove for oneself.
    """
    desk.may(Right.PEOPLE)
    if name == desk.actor.name:
        raise IllegalMove("Nobody removes themselves; ask another lead.")
    with desk.writing() as unit:
        person = unit.people.named(name)
        outcome = assigning.take_back(desk, unit, unit.items.open_of(person.id), f"{name} left the team")
        unit.people.change(person.id, person.role, person.credentials, person.title, active=False)
        desk.note(unit, "person removed", before={"name": name, "role": person.role.value}, after={"active": False})
    return replace(person, active=False), outcome


def mark_away(desk: Desk, name: str, until: date | None) -> Person:
    """Say until which day a person is away, oneself or, as a lead, anyone; None: they are back.

    Who is away is offered no work. Raises Malformed for a day that is not after today, NotFound, NotAllowed.
    """
    if name != desk.actor.name:
        desk.may(Right.ASSIGN_OTHERS)
    if until is not None and until <= desk.today:
        raise Malformed(f"Away until {until}: that is not after today ({desk.today}).")
    with desk.writing() as unit:
        person = unit.people.named(name)
        unit.people.set_away(person.id, until)
        before, after = ({"name": name, "until": str(day or "")} for day in (person.away_until, until))
        desk.note(unit, "away" if until else "back", before=before, after=after)
    return replace(person, away_until=until)


def everyone(desk: Desk) -> tuple[Person, ...]:
    """All people of the store by name."""
    with desk.reading() as unit:
        return unit.people.all()
