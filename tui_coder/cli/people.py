"""`tui-coder people`: who works in the store."""

from __future__ import annotations

from collections.abc import Sequence

from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE
from tui_coder.cli.text import Column
from tui_coder.domain.roles import Person, Role
from tui_coder.services import people

_COLUMNS = (
    Column("Name", firm=True), Column("Role", firm=True), Column("Credentials"), Column("Full name"), Column("Active"),
    Column("Away until", firm=True),
)  # fmt: skip


def add(call: Call) -> int:
    args = call.args
    with call.as_owner() as house:
        person = people.add(house.desk, args.name, Role(args.role), args.credential, args.title)
    _tell(call, [person])
    return DONE


def away(call: Call) -> int:
    with call.signed_in() as house:
        _tell(call, [people.mark_away(house.desk, call.args.name, call.args.until)])
    return DONE


def back(call: Call) -> int:
    with call.signed_in() as house:
        _tell(call, [people.mark_away(house.desk, call.args.name, None)])
    return DONE


def list_all(call: Call) -> int:
    with call.as_owner() as house:
        everyone = people.everyone(house.desk)
    _tell(call, everyone)
    if not everyone:
        call.say("Nobody yet: tui-coder people add NAME --role ROLE.")
    return DONE


def _tell(call: Call, persons: Sequence[Person]) -> None:
    rows = [
        (p.name, p.role, ", ".join(p.credentials), p.title, "yes" if p.active else "no", p.away_until) for p in persons
    ]
    call.answer([shapes.person(each) for each in persons], lambda: call.table(_COLUMNS, rows))
