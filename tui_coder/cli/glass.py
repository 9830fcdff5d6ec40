"""`tui-coder glass`: reading a chart of another client in an emergency, and looking after that."""

from __future__ import annotations

from collections.abc import Sequence

from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE
from tui_coder.cli.text import Column
from tui_coder.domain.glass import LASTS, BrokenGlass
from tui_coder.services import glass

_COLUMNS = (
    Column("Id", right=True, firm=True), Column("When", firm=True), Column("Who", firm=True), Column("Item"),
    Column("Client"), Column("Seen by"), Column("Reason", wraps=True),
)  # fmt: skip


def break_it(call: Call) -> int:
    with call.signed_in() as house:
        item = glass.break_glass(house.desk, call.args.account, call.args.reason)
        newest = glass.broken(house.desk)[0]
    minutes = int(LASTS.total_seconds() // 60)
    told = f"You read {item.account} for {minutes} minutes: tui-coder item show {item.account} --text. Leads see that."
    call.answer(shapes.broken_glass(newest), lambda: [told])
    return DONE


def list_all(call: Call) -> int:
    with call.signed_in() as house:
        _tell(call, glass.broken(house.desk, seen_too=call.args.all))
    return DONE


def seen(call: Call) -> int:
    with call.signed_in() as house:
        _tell(call, glass.mark_seen(house.desk, call.args.ids))
    return DONE


def _tell(call: Call, found: Sequence[BrokenGlass]) -> None:
    rows = [
        (each.id, f"{each.at.astimezone():%Y-%m-%d %H:%M}", each.person, each.account, each.client, each.seen_by,
         each.reason)
        for each in found
    ]  # fmt: skip
    call.answer([shapes.broken_glass(each) for each in found], lambda: call.table(_COLUMNS, rows))
