"""`tui-coder dispute`: flags on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from tui_coder.bootstrap import House
from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE
from tui_coder.cli.text import Column
from tui_coder.domain.dispute import Dispute, DisputeKind, DisputeState
from tui_coder.domain.refusals import Malformed
from tui_coder.services import disputes, queue
from tui_coder.services.backing import backing

_COLUMNS = (
    Column("Id", right=True, firm=True), Column("Item", firm=True), Column("On"), Column("Kind"), Column("State"),
    Column("Owner"), Column("Due", firm=True), Column("Reason", wraps=True),
)  # fmt: skip


def flag(call: Call) -> int:
    args = call.args
    with call.signed_in() as house:
        item = queue.find(house.desk, args.item)
        raised = disputes.raise_flag(
            house.desk, item.id, DisputeKind(args.kind), args.reason, code=args.code, owner=args.owner, due=args.due,
            amount=_money(args.amount), carc=args.carc, rarc=args.rarc,
        )  # fmt: skip
        return _tell(call, house, [raised])


def _money(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount < 10**12 or amount != amount.quantize(Decimal("0.01")):
        raise Malformed(f"'{text}' is no amount of money such as 182.50.")
    return amount


def list_flags(call: Call) -> int:
    with call.signed_in() as house:
        return _tell(call, house, disputes.all_disputes(house.desk, closed_too=call.args.closed_too))


def review(call: Call) -> int:
    with call.signed_in() as house:
        return _tell(call, house, [disputes.take_up(house.desk, call.args.id)])


def resolve(call: Call) -> int:
    args = call.args
    with call.signed_in() as house:
        return _tell(call, house, [disputes.resolve(house.desk, args.id, DisputeState(args.outcome), args.note)])


def _tell(call: Call, house: House, flags: Sequence[Dispute]) -> int:
    names = queue.names(house.desk, [each.item_id for each in flags])
    behind = backing(house.desk, [each.item_id for each in flags])
    today = house.desk.today
    rows = [
        (d.id, names[d.item_id], d.code or "whole item", d.kind.label, d.state.label, d.owner, d.due, d.reason)
        for d in flags
    ]  # fmt: skip
    document = [
        {
            **shapes.dispute(each, names[each.item_id], today),
            "codes": [shapes.backed(one) for one in behind[each.item_id] if each.code in ("", one.code)],
        }
        for each in flags
    ]
    call.answer(document, lambda: call.table(_COLUMNS, rows))
    return DONE
