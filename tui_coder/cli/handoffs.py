"""`tui-coder handoff`: the hand-off log on the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from tui_coder.bootstrap import House
from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE, NO
from tui_coder.cli.failures import WrongUse
from tui_coder.cli.queue import Chosen
from tui_coder.cli.text import paragraph
from tui_coder.domain.handoff import HandOff, Illness, parse_action, parse_contingency
from tui_coder.domain.handoff_form import as_form
from tui_coder.services import drafting, handoffs, queue
from tui_coder.services.backing import backing


def write(call: Call) -> int:
    args = call.args
    actions = [parse_action(text) for text in args.action]
    contingencies = [parse_contingency(text) for text in args.contingency]
    with call.signed_in() as house:
        chosen = Chosen(house.desk, args.items)
        entry, outcome = handoffs.write(
            house.desk, args.to, chosen.ids, args.summary, Illness(args.severity), actions, contingencies
        )
        refused = [{"item": chosen.name(each), "reason": each.reason} for each in (*outcome.refused, *chosen.unknown)]
        _tell(call, house, [entry], refused)
    for each in refused:
        call.say(f"{each['item']}: {each['reason']}")
    return NO if refused else DONE


def list_entries(call: Call) -> int:
    with call.signed_in() as house:
        args = call.args
        _tell(call, house, handoffs.all_hand_offs(house.desk, open_only=args.open_only, late_only=args.late))
    return DONE


def show(call: Call) -> int:
    with call.signed_in() as house:
        _tell(call, house, [handoffs.one(house.desk, call.args.id)])
    return DONE


def export(call: Call) -> int:
    """The log as text, to be kept elsewhere or printed."""
    with call.signed_in() as house:
        _tell(call, house, handoffs.exported(house.desk, open_only=call.args.open_only))
    return DONE


def draft(call: Call) -> int:
    """The form on standard output: edited in any editor, it goes to `handoff send`."""
    with call.signed_in() as house:
        found = drafting.draft_shift(house.desk, call.args.to)
    form = as_form(found)
    call.answer({**shapes.hand_off_draft(found), "form": form}, lambda: form.splitlines())
    return DONE


def send(call: Call) -> int:
    form = _read(call.args.file)
    with call.signed_in() as house:
        entry, outcome = handoffs.send(house.desk, form)
        refused = [{"item": each.account, "reason": each.reason} for each in outcome.refused]
        _tell(call, house, [entry], refused)
    for each in refused:
        call.say(f"{each['item']}: {each['reason']}")
    return NO if refused else DONE


def _read(file: str) -> str:
    """Raises WrongUse for a file that cannot be read as text."""
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse(
            f"The form {file} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}."
        ) from error


def accept(call: Call) -> int:
    with call.signed_in() as house:
        _tell(call, house, [handoffs.accept(house.desk, call.args.id, call.args.readback)])
    return DONE


def _tell(call: Call, house: House, entries: Sequence[HandOff], refused: Sequence[dict[str, str]] = ()) -> None:
    names = queue.names(house.desk, sorted({item for each in entries for item in each.item_ids}))
    behind = backing(house.desk, [item for each in entries for item in each.item_ids])
    document = [
        {
            **shapes.hand_off(each, names),
            "codes": {names[item]: [shapes.backed(one) for one in behind[item]] for item in each.item_ids},
        }
        for each in entries
    ]
    for shape in document if refused else ():
        shape["refused"] = list(refused)
    call.answer(document, lambda: _lines(entries, names, call.width))


def _lines(entries: Sequence[HandOff], names: dict[int, str], width: int) -> Iterator[str]:
    """One entry after the other, unfolded: severity, summary, actions, what-ifs, read-back (R51)."""
    for number, entry in enumerate(entries):
        if number:
            yield ""
        items = ", ".join(names[each] for each in entry.item_ids) or "no items"
        parties = f"{entry.sender} to {entry.receiver}"
        head = f"{entry.id} · {_moment(entry.written_at)} · {parties} · {entry.severity} · {items}"
        yield from paragraph(head, width)
        yield from paragraph(entry.summary, width, "   ")
        for action in entry.actions:
            who = " ".join(part for part in (action.owner and f"@{action.owner}", action.when) if part)
            yield from paragraph(f"to do: {action.what} {who}", width, "   ")
        for each in entry.contingencies:
            yield from paragraph(f"if {each.condition}: {each.response}", width, "   ")
        accepted = f"accepted {_moment(entry.accepted_at)}: {entry.readback}" if entry.accepted_at else ""
        yield from paragraph(accepted or f"not accepted yet by {entry.receiver}", width, "   ")


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
