"""`tui-coder log`: the event log on the command line."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE, NO
from tui_coder.cli.failures import WrongUse
from tui_coder.cli.text import Column
from tui_coder.domain.audit import Asked, Event, canonical_json
from tui_coder.domain.checkpoint import Checkpoint
from tui_coder.domain.counting import count_of
from tui_coder.domain.roles import Right
from tui_coder.interchange.csv_lines import csv_lines
from tui_coder.services import anchor_keys, anchoring, log
from tui_coder.services.anchoring import Anchor, Anchoring
from tui_coder.services.log import Verification
from tui_coder.settings import CheckpointSettings

_EVENT = (
    Column("#", right=True, firm=True), Column("When", firm=True), Column("Who"), Column("Account"), Column("What"),
    Column("Item"),
)  # fmt: skip
_CELLS = ("sequence", "at", "person", "os_account", "what", "item", "before", "after", "previous", "digest")


# ---- reading ---------------------------------------------------------------------------------------------------------


def show(call: Call) -> int:
    """The entries; whether the chain holds only for who may read all of it, else null. CSV has the entries alone."""
    args = call.args
    if args.as_csv and args.as_json:
        raise WrongUse("Name either --csv or --json.")
    asked = Asked(
        person=args.person, kind=args.kind, since=args.since, until=args.until, newest=args.limit, order=args.sort,
        descending=args.reverse,
    )  # fmt: skip
    if args.as_csv:
        return _print_csv(call, asked)
    with call.signed_in() as house:
        events = tuple(log.each(house.desk, asked, args.item))
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


def _print_csv(call: Call, asked: Asked) -> int:
    """Written as it is read, so that the whole log of years goes out too. That it goes out is logged before."""
    with call.signed_in() as house:
        events = log.each(house.desk, asked, call.args.item)
        log.note_export(house.desk, asked, call.args.item)
        call.lines(csv_lines([_CELLS]))
        call.lines(csv_lines(map(_cells, events)))
    return DONE


def _cells(event: Event) -> Sequence[object]:
    return (
        event.sequence, event.at.isoformat(timespec="milliseconds"), event.person, event.os_account, event.what,
        event.item, canonical_json(event.before), canonical_json(event.after), event.previous, event.digest,
    )  # fmt: skip


# ---- proving ---------------------------------------------------------------------------------------------------------


def verify(call: Call) -> int:
    """Without a word about checkpoints, here or in the settings, the chain alone is looked at, and that is said."""
    where = _where(call)
    with call.signed_in() as house:
        proof = log.verify(house.desk, anchoring.known(where) if where.file else None)
    document = {
        "entries": proof.entries, "ok": proof.ok, "first_bad": proof.first_bad, "head": proof.head,
        "checkpoints": proof.checkpoints, "anchored": proof.anchored.last if proof.anchored else None,
        "unanchored": proof.unanchored, "faults": list(proof.faults),
    }  # fmt: skip
    call.answer(document, lambda: _verdict(proof))
    return DONE if proof.ok else NO


def _verdict(proof: Verification) -> Iterator[str]:
    if proof.first_bad is not None:
        yield f"The log does not hold: entry {proof.first_bad} of {proof.entries:,} is not what was written."
    for fault in proof.faults:
        yield f"The log does not hold: {fault}."
    if proof.ok:
        yield f"The log holds: {count_of(proof.entries, 'entry')}, head {proof.head}."
    if proof.checkpoints is None:
        yield (
            "It was compared with no checkpoints: a cut end or a chain computed anew would not show. "
            "See tui-coder log anchor."
        )
    elif proof.anchored is not None:
        yield f"{proof.told}."


def _time(made: Checkpoint) -> str:
    return f"{made.time.astimezone():%Y-%m-%d %H:%M:%S}"


# ---- anchoring -------------------------------------------------------------------------------------------------------


def make_key(call: Call) -> int:
    file = Path(call.args.file).expanduser()
    public = anchor_keys.make(file)
    told = (
        f"{file} signs checkpoints: keep it where coders cannot read it, and a copy elsewhere. {public} checks them: "
        "give it to who audits."
    )
    call.answer({"key": str(file), "public_key": str(public)}, lambda: [told])
    return DONE


def anchor(call: Call) -> int:
    where = _where(call)
    with call.signed_in() as house:
        if call.args.watch:
            keeping = Anchoring(house.desk, where, lambda made: call.say(_made(made)))
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: keeping.end())
            keeping.run(call.say)
            return DONE
        made = Anchor(house.desk, where).make()
    document = {"first": made.first, "last": made.last, "head": made.head} if made else None
    call.answer({"checkpoint": document}, lambda: [_made(made) if made else "Nothing came since the last checkpoint."])
    return DONE


def _made(made: Checkpoint) -> str:
    return f"{_time(made)}  entries {made.first:,} to {made.last:,}  {made.head}"


def _where(call: Call) -> CheckpointSettings:
    """As the settings say, and the command line before them."""
    args, where = call.args, call.settings.checkpoints
    places: dict[str, Any] = {
        "file": getattr(args, "checkpoints", None) or getattr(args, "to", None),
        "key": getattr(args, "key", None),
        "public_key": getattr(args, "public_key", None),
    }
    given = {name: Path(value).expanduser() for name, value in places.items() if value}
    return replace(where, **given, syslog=getattr(args, "syslog", None) or where.syslog)
