"""`tui-coder team`: a team's store and its people."""

from __future__ import annotations

from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE
from tui_coder.services import people, team_store


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
    told = f"{person.name} signs in no more; {len(accounts)} items went back to the pool."
    call.answer({**shapes.person(person), "released": accounts}, lambda: [told])
    return DONE
