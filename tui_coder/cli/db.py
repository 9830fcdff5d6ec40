"""`tui-coder db`: the store's file."""

from __future__ import annotations

from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE, NO
from tui_coder.cli.text import Column
from tui_coder.services import upkeep

CHECK = (Column("Check", firm=True), Column("Ok", firm=True), Column("Seen", wraps=True))


def upgrade(call: Call) -> int:
    done = upkeep.upgrade_store(call.settings)
    path = call.settings.place
    if done.before is None:
        told = f"The store {path} was made, schema {done.after}."
    elif done.before == done.after:
        told = f"The store {path} has schema {done.after} already; nothing was changed."
    else:
        told = f"The store {path} was brought from schema {done.before} to {done.after}."
    document = {"ok": True, "store": str(path), "before": done.before, "schema": done.after}
    call.answer(document, lambda: [told])
    return DONE


def check(call: Call) -> int:
    checks = upkeep.check_store(call.settings)
    ok = all(each.ok for each in checks)
    document = {
        "ok": ok,
        "store": str(call.settings.place),
        "checks": [{"name": each.name, "ok": each.ok, "detail": each.detail} for each in checks],
    }
    rows = [(each.name, "yes" if each.ok else "no", each.detail) for each in checks]
    call.answer(document, lambda: call.table(CHECK, rows))
    return DONE if ok else NO
