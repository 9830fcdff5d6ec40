"""`tui-coder queue`: the work queue on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tui_coder.bootstrap import House
from tui_coder.cli import cursors, shapes
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE, NO
from tui_coder.cli.text import Column
from tui_coder.domain.balance import BalancePlan
from tui_coder.domain.queue_row import VIEWS, Listing, QueueRow
from tui_coder.domain.refusals import Malformed, NotFound
from tui_coder.domain.roles import Role
from tui_coder.domain.shares import parse_shares
from tui_coder.domain.work import HoldReason
from tui_coder.services import assigning, chart, claiming, people, queue, skipping, spreading, turning_back, waking
from tui_coder.services.desk import Desk
from tui_coder.services.queue_changes import Outcome, Refused

_ROW = (
    Column("Item", firm=True), Column("Patient"), Column("Set"), Column("Service", firm=True),
    Column("Days", right=True), Column("State", firm=True), Column("Who"), Column("Prio", right=True),
    Column("Due", firm=True), Column("Flags"),
)  # fmt: skip


# ---- reading ---------------------------------------------------------------------------------------------------------


def list_items(call: Call) -> int:
    args = call.args
    with call.signed_in() as house:
        desk = house.desk
        waking.wake_due(desk)
        wanted = _listing(call, desk)
        place = cursors.read(args.after, wanted.order) if args.after else None
        rows = queue.page(desk, wanted, place, args.limit + 1)
        rows, more = rows[: args.limit], len(rows) > args.limit
        total = queue.count(desk, wanted)
        names = queue.names(desk, [row.item_id for row in rows])
        today = desk.today
    onward = cursors.written(rows[-1].cursor) if more else None
    items = [shapes.queue_row(row, names[row.item_id], today) for row in rows]
    lines = [_line(row, names[row.item_id], today) for row in rows]
    call.answer({"total": total, "next": onward, "items": items}, lambda: call.table(_ROW, lines))
    if onward and not args.as_json:
        call.say(f"{len(rows)} of {total:,}. The next ones: --after {onward}")
    return DONE


def _listing(call: Call, desk: Desk) -> Listing:
    args = call.args
    saved = queue.saved_views(desk) if args.view and args.view not in VIEWS else {}
    if args.view in saved:
        kept = saved[args.view]
        return Listing(kept.view, args.order or kept.order, args.filter or kept.filter, kept.person_id)
    if args.view and args.view not in VIEWS:
        yours = f"; yours: {', '.join(saved)}" if saved else ""
        raise Malformed(f"'{args.view}' is no view: {', '.join(VIEWS)}{yours}.")
    view = args.view or ("my" if args.mine else "pool" if args.pool else "assignee" if args.assignee else "all")
    return queue.listing(desk, view, args.order or "working", args.filter or "", args.assignee)


def _line(row: QueueRow, name: str, today: date) -> Sequence[object]:
    flags = ", ".join(row.flags(today)).replace("_", " ")
    return (
        name, row.patient, row.setting.short, row.service_to, row.waiting_days(today), row.state.label, row.assignee,
        row.priority, row.due, flags,
    )  # fmt: skip


# ---- taking and giving -----------------------------------------------------------------------------------------------


def claim_next(call: Call) -> int:
    with call.signed_in() as house:
        desk = house.desk
        item = claiming.claim_next(desk)
        row = shapes.row_of(item, chart.encounter(desk, item.id))
        name, today = queue.names(desk, [item.id])[item.id], desk.today
    call.answer(shapes.queue_row(row, name, today), lambda: call.table(_ROW, [_line(row, name, today)]))
    return DONE


def assign(call: Call) -> int:
    args = call.args
    with call.signed_in() as house:
        chosen = Chosen(house.desk, args.items)
        outcome = assigning.give(house.desk, chosen.ids, args.to, args.reason)
        return tell(call, house, chosen, outcome, f"Given to {args.to}")


def release(call: Call) -> int:
    with call.signed_in() as house:
        chosen = Chosen(house.desk, call.args.items)
        return tell(call, house, chosen, assigning.release(house.desk, chosen.ids), "Released")


def hold(call: Call) -> int:
    args = call.args
    reason = HoldReason(args.reason)
    with call.signed_in() as house:
        chosen = Chosen(house.desk, [args.item])
        outcome = assigning.hold(house.desk, chosen.ids, reason, args.until, args.note)
        return tell(call, house, chosen, outcome, f"On hold ({reason.label})")


def take(call: Call) -> int:
    args = call.args
    with call.signed_in() as house:
        chosen = Chosen(house.desk, [args.item])
        taken = claiming.take_over(house.desk, chosen.ids[0], args.reason)
        return tell(call, house, chosen, Outcome((taken,)), "Taken over")


def wake(call: Call) -> int:
    args = call.args
    with call.signed_in() as house:
        chosen = Chosen(house.desk, args.items)
        act = waking.query_answered if args.answered else waking.wake
        return tell(call, house, chosen, act(house.desk, chosen.ids, args.note), "Off hold")


def skip(call: Call) -> int:
    args = call.args
    with call.signed_in() as house:
        chosen = Chosen(house.desk, [args.item])
        item = skipping.skip(house.desk, chosen.ids[0], args.reason)
        return tell(call, house, chosen, Outcome((item,)), "Skipped")


def undo(call: Call) -> int:
    with call.signed_in() as house:
        label, outcome = turning_back.undo(house.desk)
        return tell(call, house, Chosen(house.desk, []), outcome, f"Undone ({label})", undone=label)


def balance(call: Call) -> int:
    args = call.args
    with call.signed_in() as house:
        plan = spreading.plan_balance(house.desk, args.sender, args.to)
        reason = args.reason or spreading.usual_reason(house.desk, args.sender)
        return _carry_out(call, house.desk, plan, reason)


def spread(call: Call) -> int:
    args = call.args
    with call.signed_in() as house:
        desk = house.desk
        who = [each for each in people.everyone(desk) if each.takes_work(desk.today)]
        coders = [each.name for each in who if each.role is Role.CODER]
        wanted = parse_shares(args.to, [each.name for each in who], coders)
        if not (args.items or args.mine or args.pool or args.assignee or args.view or args.filter):
            raise Malformed("Say which items: name them, or a view (--pool, --view, --assignee ...) or a --filter.")
        chosen = Chosen(desk, args.items)
        ids = chosen.ids if args.items else queue.every_id(desk, _listing(call, desk))
        plan = spreading.plan(desk, ids, wanted.shares)
        return _carry_out(call, desk, plan, args.reason or wanted.reason, chosen.unknown)


def _carry_out(call: Call, desk: Desk, plan: BalancePlan, reason: str, unknown: Sequence[Refused] = ()) -> int:
    """Do what was planned, unless it is only to be shown, and print what moves and everybody's load."""
    dry_run = call.args.dry_run
    names = queue.names(desk, [*(each.item_id for each in plan.moves), *(each.item_id for each in plan.stays)])
    outcome = Outcome(()) if dry_run or not plan.moves else spreading.carry_out(desk, plan, reason)
    refused = {each.item_id for each in outcome.refused}
    moves = [
        {"item": names[each.item_id], "from": each.holder, "to": each.to, "minutes": each.minutes}
        for each in plan.moves
        if each.item_id not in refused
    ]
    load = [{"name": each.name, "before": each.before, "after": each.after} for each in plan.load]
    left = [(each.item_id, each.reason) for each in plan.stays]
    left += [(each.item_id, each.reason) for each in outcome.refused]
    not_moved = [{"item": names[item_id], "reason": reason} for item_id, reason in left]
    not_moved += [{"item": each.account, "reason": each.reason} for each in unknown]
    document = {"dry_run": dry_run, "moves": moves, "load": load, "refused": not_moved, "notes": list(plan.notes)}
    moved = [Column("Item", firm=True), Column("From"), Column("To"), Column("Minutes", right=True)]
    loads = [Column("Person", firm=True), Column("Minutes before", right=True), Column("after", right=True)]
    call.answer(
        document,
        lambda: [*call.table(moved, (m.values() for m in moves)), "", *call.table(loads, (p.values() for p in load))],
    )
    for each in not_moved:
        call.say(f"{each['item']}: {each['reason']}")
    for note in plan.notes:
        call.say(note)
    return NO if not_moved else DONE


# ---- several items at once -------------------------------------------------------------------------------------------


class Chosen:
    """The items that were typed. A name nobody knows is refused beside the others.

    Raises NotFound where not one of the names is known.
    """

    def __init__(self, desk: Desk, typed: Iterable[str]) -> None:
        self._typed: dict[int, str] = {}
        self.unknown: list[Refused] = []
        failure: NotFound | None = None
        for name in typed:
            try:
                self._typed.setdefault(queue.find(desk, name).id, name)
            except NotFound as error:
                failure = error
                self.unknown.append(Refused(name, str(error)))
        if failure is not None and not self._typed:
            raise failure

    @property
    def ids(self) -> list[int]:
        return list(self._typed)

    def name(self, refused: Refused) -> str:
        """How the person called the item that was refused."""
        return self._typed.get(refused.item_id) or refused.account


def tell(call: Call, house: House, chosen: Chosen, outcome: Outcome, done: str, **more: object) -> int:
    """Print what became of each item; NO where one was refused."""
    names = queue.names(house.desk, [item.id for item in outcome.changed])
    changed = [shapes.work_item(item, names[item.id]) for item in outcome.changed]
    refused = [{"item": chosen.name(each), "reason": each.reason} for each in (*outcome.refused, *chosen.unknown)]
    told = f"{done}: {', '.join(str(each['item']) for each in changed)}" if changed else "Nothing changed."
    warned = {"warnings": list(outcome.warnings)} if outcome.warnings else {}
    call.answer({"changed": changed, "refused": refused, **warned, **more}, lambda: [told])
    if not call.args.as_json:
        for each in refused:
            call.say(f"{each['item']}: {each['reason']}")
        for warning in outcome.warnings:
            call.say(f"{warning}.")
    return NO if refused else DONE
