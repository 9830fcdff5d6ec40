"""`tui-coder clients`: whom the team codes for, and which credentials they want."""

from __future__ import annotations

from collections.abc import Sequence

from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE
from tui_coder.cli.text import Column
from tui_coder.domain.clients import Client
from tui_coder.domain.encounter import Setting
from tui_coder.services import clients

_COLUMNS = (Column("Client", firm=True), Column("Facilities", wraps=True), Column("Wants", wraps=True))


def list_all(call: Call) -> int:
    with call.as_owner() as house:
        known = clients.all_clients(house.desk)
    _tell(call, known)
    if not known:
        call.say("No clients yet: an import makes them, or tui-coder clients facility FACILITY --client NAME.")
    return DONE


def route(call: Call) -> int:
    args = call.args
    names = None if args.usual else [] if args.anyone else args.credential
    with call.as_owner() as house:
        _tell(call, [clients.wish(house.desk, args.name, Setting(args.setting), names)])
    return DONE


def facility(call: Call) -> int:
    args = call.args
    with call.as_owner() as house:
        client, outcome = clients.give_facility(house.desk, args.name, args.client)
    _tell(call, [client])
    tell_released(call, [item.account for item in outcome.changed])
    return DONE


def tell_released(call: Call, accounts: Sequence[str]) -> None:
    """Say which charts went back to the pool since their holder no longer sees them."""
    if accounts and not call.args.as_json:
        call.say(f"Back in the pool, as their holder does not see them any more: {', '.join(accounts)}.")


def _tell(call: Call, known: Sequence[Client]) -> None:
    rows = [(each.name, ", ".join(each.facilities), _wants(each)) for each in known]
    call.answer([shapes.client(each) for each in known], lambda: call.table(_COLUMNS, rows))


def _wants(one: Client) -> str:
    told = [f"{setting}: {', '.join(names) or 'anyone'}" for setting, names in sorted(one.wishes.items())]
    return "; ".join(told) or "the usual credentials"
