"""Spread items over people: so many to each, or so that their expected minutes come out even."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tui_coder.domain.refusals import Malformed
from tui_coder.domain.shares import Share


@dataclass(frozen=True, slots=True)
class Portion:
    """One item to be moved: its key, its expected minutes (0 where it waits and is no load), and whose it is."""

    item_id: int
    account: str
    minutes: int
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedMove:
    item_id: int
    account: str
    minutes: int
    to: str
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """Expected minutes of open work, before and after."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Stays:
    """One item that does not move, and why."""

    item_id: int
    account: str
    reason: str


@dataclass(frozen=True, slots=True)
class BalancePlan:
    """What would move and what would not; `notes` say where somebody gets less than was asked."""

    moves: tuple[PlannedMove, ...]
    load: tuple[Load, ...]
    stays: tuple[Stays, ...] = ()
    notes: tuple[str, ...] = ()


MayTake = Callable[[str, Portion], bool]


def _anybody(name: str, portion: Portion) -> bool:
    return True


def spread(
    portions: Sequence[Portion], load: Mapping[str, int], shares: Sequence[Share], may_take: MayTake = _anybody
) -> BalancePlan:
    """Share the items out, each to somebody who may take it.

    Numbers and percents are dealt first, in the order of the portions and evenly over them; what is left goes to those
    who share the rest, longest first, each to who has the least minutes; ties go by name. Without anybody for the rest
    it stays where it is. `load` holds everyone's open minutes before. The moves come back in the order of the
    portions, so that each receiver keeps the working order. Raises Malformed where nobody is named.
    """
    if not shares:
        raise Malformed("Name one or more colleagues to take the items.")
    takers = {each.item_id: [s.name for s in shares if may_take(s.name, each)] for each in portions}
    target = _dealt(portions, shares, takers)
    notes = tuple(_fallen_short(shares, target, len(portions)))
    rest = [each.name for each in shares if each.is_of_the_rest]
    after = dict(load)
    for each in portions:
        if each.holder is not None:
            after[each.holder] = after.get(each.holder, 0) - each.minutes
        if each.item_id in target:
            after[target[each.item_id]] = after.get(target[each.item_id], 0) + each.minutes
    left = [each for each in portions if each.item_id not in target]
    able = {each.item_id: [name for name in takers[each.item_id] if name in rest] for each in left}
    for each in sorted(left, key=lambda p: (len(able[p.item_id]), -p.minutes, p.account, p.item_id)):
        receiver = min(able[each.item_id], key=lambda name: (after.get(name, 0), name), default=each.holder)
        if receiver is not None:
            after[receiver] = after.get(receiver, 0) + each.minutes
        if able[each.item_id] and receiver is not None:
            target[each.item_id] = receiver
    moves = tuple(
        PlannedMove(each.item_id, each.account, each.minutes, target[each.item_id], each.holder)
        for each in portions
        if each.item_id in target and target[each.item_id] != each.holder
    )
    stays = tuple(
        Stays(each.item_id, each.account, "none of those named may take it")
        for each in portions
        if not takers[each.item_id]
    )
    holders = sorted({each.holder for each in portions if each.holder})
    names = dict.fromkeys([*holders, *sorted(each.name for each in shares)])
    return BalancePlan(moves, tuple(Load(name, load.get(name, 0), after.get(name, 0)) for name in names), stays, notes)


def _dealt(portions: Sequence[Portion], shares: Sequence[Share], takers: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """Who gets which item by number or percent.

    Each item goes to whoever still needs the largest part of what they may take from here on; those who share the rest
    count as one more who needs what the others leave, so that nobody gets all that is urgent.
    """
    wants = {each.name: quota(each, len(portions)) for each in shares if not each.is_of_the_rest}
    rest = {each.name for each in shares if each.is_of_the_rest}
    left = max(0, len(portions) - sum(wants.values())) if rest else 0
    ahead = {name: sum(name in takers[each.item_id] for each in portions) for name in wants}
    ahead_of_rest = sum(bool(rest & set(takers[each.item_id])) for each in portions)
    target: dict[int, str] = {}
    for each in portions:
        able = [name for name in wants if name in takers[each.item_id]]
        for_rest = bool(rest & set(takers[each.item_id]))
        asking = [name for name in able if wants[name] > 0]
        neediest = max(asking, key=lambda name: (wants[name] / ahead[name], name), default=None)
        need_of_rest = left / ahead_of_rest if for_rest else 0.0
        if neediest is not None and (wants[neediest] / ahead[neediest] >= min(1.0, need_of_rest)):
            target[each.item_id] = neediest
            wants[neediest] -= 1
        elif for_rest:
            left -= 1
        for name in able:
            ahead[name] -= 1
        ahead_of_rest -= for_rest
    return target


def quota(share: Share, total: int) -> int:
    """How many of `total` items a share is; a percent is rounded half up."""
    return share.items if share.items is not None else ((share.percent or 0) * total + 50) // 100


def _fallen_short(shares: Sequence[Share], target: Mapping[int, str], total: int) -> list[str]:
    got = list(target.values())
    return [
        f"{each.name} gets {got.count(each.name)} of {quota(each, total)}: there are no more that they may take"
        for each in shares
        if not each.is_of_the_rest and got.count(each.name) < quota(each, total)
    ]
