"""`tui-coder log`: the event log on the command line."""

from __future__ import annotations

from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE, NO
from tui_coder.cli.text import Column
from tui_coder.domain.roles import Right
from tui_coder.services import log

_EVENT = (
    Column("#", right=True, firm=True), Column("When", firm=True), Column("Who"), Column("Account"), Column("What"),
    Column("Item"),
)  # fmt: skip


def show(call: Call) -> int:
    """The entries; whether the chain holds only for who may read all of it, else null."""
    args = call.args
    with call.signed_in() as house:
        events = log.show(house.desk, item=args.item, person=args.person, newest=args.limit)
        proof = log.verify(house.desk) if house.desk.actor.may(Right.LOG) else None
    document = {
        "entries": [shapes.event(each) for each in events],
        "ok": proof.ok if proof else None,
        "first_bad": proof.first_bad if proof else None,
        "head": proof.head if proof else None,
    }
    rows = [
        (e.sequence, f"{e.at.astimezone():%Y-%m-%d %H:%M:%S}", e.person, e.os_account, e.what, e.item or None)
        for e in events
    ]
    call.answer(document, lambda: call.table(_EVENT, rows))
    if proof and not proof.ok:
        call.say(f"The log does not hold from entry {proof.first_bad} on: see tui-coder log verify.")
    return DONE


def verify(call: Call) -> int:
    with call.signed_in() as house:
        proof = log.verify(house.desk)
    document = {"entries": proof.entries, "ok": proof.ok, "first_bad": proof.first_bad, "head": proof.head}
    verdict = (
        f"The log holds: {proof.entries:,} entries, head {proof.head}."
        if proof.ok
        else f"The log does not hold: entry {proof.first_bad} of {proof.entries:,} is not what was written."
    )
    call.answer(document, lambda: [verdict])
    return DONE if proof.ok else NO
