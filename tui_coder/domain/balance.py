"""Spread items over people so that their expected minutes come out even."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui_coder.domain.refusals import Malformed


@dataclass(frozen=True, slots=True)
class Portion:
    """One item to be moved: its key and expected minutes."""

    item_id: int
    account: str
    minutes: int


@dataclass(frozen=True, slots=True)
class PlannedMove:
    item_id: int
    account: str
    minutes: int
    to: str


@dataclass(frozen=True, slots=True)
class Load:
    """Expected minutes of open work, before and after."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class BalancePlan:
    moves: tuple[PlannedMove, ...]
    load: tuple[Load, ...]


def spread(portions: Sequence[Portion], sender: str, load: Mapping[str, int], receivers: Sequence[str]) -> BalancePlan:
    """Give each item, longest first, to the receiver with the least minutes; ties go by name.

    `load` holds everyone's open minutes before, the sender's included. The moves come back in the order in which
    the portions came, so that each receiver keeps the working order. Raises Malformed where nobody is named to
    receive, or the sender is among the receivers.
    """
    if not receivers or sender in receivers:
        raise Malformed(f"Name one or more colleagues of {sender} to take the items.")
    after = dict(load)
    target: dict[int, str] = {}
    for portion in sorted(portions, key=lambda each: (-each.minutes, each.account, each.item_id)):
        receiver = min(receivers, key=lambda name: (after.get(name, 0), name))
        after[receiver] = after.get(receiver, 0) + portion.minutes
        after[sender] = after.get(sender, 0) - portion.minutes
        target[portion.item_id] = receiver
    moves = tuple(PlannedMove(each.item_id, each.account, each.minutes, target[each.item_id]) for each in portions)
    names = [sender, *sorted(receivers)]
    return BalancePlan(moves, tuple(Load(name, load.get(name, 0), after.get(name, 0)) for name in names))
