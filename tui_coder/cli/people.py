"""`tui-coder people`: who works in the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.clients import tell_released
from tui_coder.cli.exit_codes import DONE
from tui_coder.cli.text import Column
from tui_coder.domain.refusals import Malformed, NotFound
from tui_coder.domain.roles import Person, Role
from tui_coder.services import clients, people
from tui_coder.services.desk import Desk

_COLUMNS = (
    Column("Name", firm=True), Column("Role", firm=True), Column("Credentials"), Column("Specialties"),
    Column("Full name"), Column("Active"), Column("Away until", firm=True), Column("Clients"),
)  # fmt: skip


def add(call: Call) -> int:
    args = call.args
    with call.as_owner() as house:
        person = people.add(house.desk, args.name, Role(args.role), args.credential, args.title)
        seen = clients.seen_by_each(house.desk)
    _tell(call, [person], seen)
    return DONE


def away(call: Call) -> int:
    with call.signed_in() as house:
        person = people.mark_away(house.desk, call.args.name, call.args.until)
        _tell(call, [person], clients.seen_by_each(house.desk))
    return DONE


def back(call: Call) -> int:
    with call.signed_in() as house:
        person = people.mark_away(house.desk, call.args.name, None)
        _tell(call, [person], clients.seen_by_each(house.desk))
    return DONE


def list_all(call: Call) -> int:
    with call.as_owner() as house:
        everyone, seen = people.everyone(house.desk), clients.seen_by_each(house.desk)
    _tell(call, everyone, seen)
    if not everyone:
        call.say("Nobody yet: tui-coder people add NAME --role ROLE.")
    return DONE


def see(call: Call) -> int:
    args = call.args
    released: tuple[str, ...] = ()
    with call.as_owner() as house:
        if not args.all and args.only is None:
            persons = [_named(house.desk, args.name)]
        else:
            person, _, outcome = clients.let_see(house.desk, args.name, None if args.all else args.only)
            persons, released = [person], tuple(item.account for item in outcome.changed)
        seen = clients.seen_by_each(house.desk)
    _tell(call, persons, seen)
    tell_released(call, released)
    return DONE


def specialise(call: Call) -> int:
    args = call.args
    with call.as_owner() as house:
        if args.all or args.only is not None:
            person = people.specialise(house.desk, args.name, [] if args.all else _some(args.only))
        else:
            person = _named(house.desk, args.name)
        seen = clients.seen_by_each(house.desk)
    _tell(call, [person], seen)
    return DONE


def _some(named: Sequence[str]) -> Sequence[str]:
    if not named:
        raise Malformed("--only names no specialty; name one or more, or say --all.")
    return named


def _named(desk: Desk, name: str) -> Person:
    for each in people.everyone(desk):
        if each.name == name:
            return each
    raise NotFound(f"'{name}' is no person of this store; see tui-coder people list.")


def _tell(call: Call, persons: Sequence[Person], seen: Mapping[str, Sequence[str]]) -> None:
    rows = [
        (p.name, p.role, ", ".join(p.credentials), ", ".join(p.specialties), p.title, "yes" if p.active else "no",
         p.away_until, "all" if p.every_client else ", ".join(seen.get(p.name, ())))
        for p in persons
    ]  # fmt: skip
    call.answer([shapes.person(p, seen.get(p.name, ())) for p in persons], lambda: call.table(_COLUMNS, rows))
