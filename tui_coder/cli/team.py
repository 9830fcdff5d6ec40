"""`tui-coder team`: a team's store, its people, and what each of them has."""

from __future__ import annotations

from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE
from tui_coder.cli.text import Column
from tui_coder.domain.counting import count_of
from tui_coder.services import people, team, team_store, waking

_BOARD = (
    Column("Name", firm=True), Column("Role"), Column("Items", right=True), Column("Minutes", right=True),
    Column("Today", right=True), Column("Overdue", right=True), Column("Held", right=True),
    Column("Co-sign", right=True), Column("Away until", firm=True), Column("Skips", right=True),
)  # fmt: skip


def board(call: Call) -> int:
    with call.signed_in() as house:
        waking.wake_due(house.desk)
        loads, today = team.board(house.desk), house.desk.today
    rows = [
        (each.person.name, each.person.role, each.items, each.minutes, each.due_today, each.overdue, each.held,
         each.co_sign, each.person.away_until if each.person.is_away(today) else None, each.skips)
        for each in loads
    ]  # fmt: skip
    call.answer([shapes.load(each, today) for each in loads], lambda: call.table(_BOARD, rows))
    return DONE


def init(call: Call) -> int:
    done = team_store.init(call.settings)
    place = call.settings.place
    told = (
        f"The team's store {place} was made, schema {done.after}. Next: tui-coder team add NAME --role lead"
        if done.before is None
        else f"The team's store {place} has schema {done.after} (it had {done.before}); its guards were renewed."
    )
    document = {"ok": True, "store": str(place), "before": done.before, "schema": done.after}
    call.answer(document, lambda: [told])
    return DONE


def remove(call: Call) -> int:
    with call.as_owner() as house:
        person, outcome = people.remove(house.desk, call.args.name)
    accounts = [item.account for item in outcome.changed]
    told = f"{person.name} signs in no more; {count_of(len(accounts), 'item')} went back to the pool."
    call.answer({**shapes.person(person), "released": accounts}, lambda: [told])
    return DONE
