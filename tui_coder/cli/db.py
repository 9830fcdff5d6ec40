"""`tui-coder db`: looking after the store, wherever it lies."""

from __future__ import annotations

from pathlib import Path

from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE, NO
from tui_coder.cli.text import Column
from tui_coder.domain.counting import count_of
from tui_coder.places import TeamDatabase
from tui_coder.services import backups, upkeep
from tui_coder.services.backups import Arrived, Contents
from tui_coder.settings import place_named

CHECK = (Column("Check", firm=True), Column("Ok", firm=True), Column("Seen", wraps=True))


def upgrade(call: Call) -> int:
    done = upkeep.upgrade_store(call.settings)
    path = call.settings.place
    if done.before is None:
        told = f"The store {path} was made, schema {done.after}."
    elif done.before == done.after and isinstance(path, TeamDatabase):
        told = f"The store {path} has schema {done.after} already; its functions and guards were renewed."
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


def backup(call: Call) -> int:
    file = Path(call.args.file).expanduser()
    kept = backups.back_up(call.settings, file)
    document = {
        "ok": not kept.faults, "store": str(call.settings.place), "file": str(kept.file), "bytes": kept.size,
        "faults": kept.faults, **(_holds(kept.contents) if kept.contents else {}),
    }  # fmt: skip
    told = [f"{kept.file} holds the store {call.settings.place}, {kept.size:,} bytes, for you alone (mode 0600)."]
    if kept.contents:
        told.append(f"Its log ends at entry {kept.contents.entries:,}, head {kept.contents.head}.")
    call.answer(document, lambda: told)
    if kept.faults:
        call.say(f"The store was copied as it is. What is wrong: {kept.faults.rstrip('.')}. See: tui-coder db check")
    return NO if kept.faults else DONE


def restore(call: Call) -> int:
    _tell_arrived(call, str(call.args.file), backups.restore(call.settings, Path(call.args.file).expanduser()))
    return DONE


def move(call: Call) -> int:
    source, target = (place_named(each) for each in (call.args.source, call.args.target))
    arrived = backups.move(source, target)
    _tell_arrived(call, str(source), arrived)
    call.say(
        f"{source} was left as it is: put it away, so that nobody goes on in it. Everyone names the new one by "
        f'TUI_CODER_DB or in settings.toml: db = "{arrived.place.address}"'
    )
    return DONE


def _tell_arrived(call: Call, source: str, arrived: Arrived) -> None:
    held = arrived.contents
    document = {
        "ok": True, "source": source, "target": str(arrived.place), **_holds(held), "logins": arrived.logins,
        "to_add": [{"name": name, "reason": reason} for name, reason in arrived.to_add],
    }  # fmt: skip
    tables = {"encounter": "encounter", "document": "document", "code_assignment": "code", "person": "person"}
    some = ", ".join(count_of(held.rows[table], noun) for table, noun in tables.items())
    entries = count_of(held.entries, "entry")
    lines = [
        f"{source} is now in {arrived.place}, whole: {some}, {count_of(sum(held.rows.values()), 'row')} in all.",
        f"The log holds there as here: {entries}, head {held.head}; the next one tells of this.",
    ]
    if isinstance(arrived.place, TeamDatabase):
        lines += [
            f"They sign in to the server now, without a password so far: {', '.join(arrived.logins) or 'nobody'}.",
            *(f"{name} does not: {reason}." for name, reason in arrived.to_add),
            "Entries up to here stay as they were written; from here on the server writes whom it let in.",
        ]
    call.answer(document, lambda: lines)


def _holds(contents: Contents) -> dict[str, object]:
    return {"rows": dict(contents.rows), "entries": contents.entries, "head": contents.head}
