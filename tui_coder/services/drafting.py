"""The hand-off of a shift, drafted from what a person leaves: open items, holds, disputes, queries. They edit it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tui_coder.domain.dispute import Dispute
from tui_coder.domain.handoff import RECEIVER, Action, Contingency, Illness
from tui_coder.domain.handoff_form import Draft
from tui_coder.domain.roles import Right
from tui_coder.domain.waking import wakes_by_document
from tui_coder.domain.work import HoldReason, WorkItem, WorkState
from tui_coder.services.desk import Desk
from tui_coder.store.unit_of_work import UnitOfWork

_NAMED = 6
"""How many items one line names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class _Left:
    """What a person leaves at the end of the day; `names` are how the items are typed."""

    today: date
    me: str
    items: Sequence[WorkItem]
    names: dict[int, str]
    codes: dict[int, int]
    holds: dict[int, str]
    disputes: Sequence[Dispute]

    def in_state(self, state: WorkState) -> list[WorkItem]:
        return [each for each in self.items if each.state is state]

    @property
    def overdue(self) -> list[WorkItem]:
        return [each for each in self.items if each.due is not None and each.due < self.today]

    @property
    def due_today(self) -> list[WorkItem]:
        return [each for each in self.items if each.due == self.today]

    def listed(self, items: Sequence[WorkItem]) -> str:
        named = ", ".join(self.names[each.id] for each in items[:_NAMED])
        return f"{named} and {len(items) - _NAMED} more" if len(items) > _NAMED else named


def draft_shift(desk: Desk, to: str = "") -> Draft:
    """What this person would hand over now: everything unfinished of theirs, and their open disputes."""
    desk.may(Right.HAND_OFF)
    with desk.reading() as unit:
        left = _left(desk, unit)
    return Draft(
        to, _severity(left), _summary(left), tuple(left.names[each.id] for each in left.items),
        tuple(_actions(left)), tuple(_contingencies(left)),
    )  # fmt: skip


def _left(desk: Desk, unit: UnitOfWork) -> _Left:
    me = desk.actor.name
    items = [each for each in unit.items.open_of(desk.actor.id) if each.state is not WorkState.CO_SIGN]
    disputes = [each for each in unit.disputes.all() if me in (each.owner, each.raised_by)]
    return _Left(
        today=desk.today,
        me=me,
        items=items,
        names=unit.items.names([each.id for each in items]),
        codes={each.id: len(unit.codes.of(each.id)) for each in items if each.state is WorkState.IN_WORK},
        holds={each.id: unit.items.hold_note(each.id) for each in items if each.state is WorkState.HELD},
        disputes=disputes,
    )


def _severity(left: _Left) -> Illness:
    """By deadline (R51): something is late; something is due today, half done or waits; nothing presses."""
    if left.overdue or any(each.due < left.today for each in left.disputes):
        return Illness.UNSTABLE
    waits = left.in_state(WorkState.HELD) or left.in_state(WorkState.IN_WORK)
    soon = any(each.due <= left.today + timedelta(days=1) for each in left.disputes)
    return Illness.WATCHER if left.due_today or waits or soon else Illness.STABLE


def _summary(left: _Left) -> str:
    queries = [each for each in left.items if each.held_reason == HoldReason.UNANSWERED_QUERY.value]
    held = len(left.in_state(WorkState.HELD)) - len(queries)
    coded = sum(left.codes[each.id] > 0 for each in left.in_state(WorkState.IN_WORK))
    parts = [
        (len(left.in_state(WorkState.OPEN)), "not begun"), (coded, "half coded"),
        (len(left.in_state(WorkState.IN_WORK)) - coded, "opened without a code"),
        (len(queries), "waiting for a query"), (held, "on hold for something else"),
        (len(left.disputes), "in dispute"), (len(left.overdue), "overdue"), (len(left.due_today), "due today"),
    ]  # fmt: skip
    told = ", ".join(f"{count} {what}" for count, what in parts if count)
    return f"{told}." if told else "Nothing is left open."


def _actions(left: _Left) -> Iterator[Action]:
    first = [*left.overdue, *left.due_today]
    if first:
        yield Action(f"submit first: {left.listed(first)}", RECEIVER, "today")
    for item in left.in_state(WorkState.IN_WORK):
        count = left.codes[item.id]
        posted = f"{count} code{'s' * (count != 1)} posted" if count else "nothing posted yet"
        yield Action(f"finish {left.names[item.id]} ({posted})", RECEIVER, _by(item.due, left.today))
    for item in left.in_state(WorkState.HELD):
        query = item.held_reason == HoldReason.UNANSWERED_QUERY.value
        what = "ask after the query on" if query else f"look after the hold ({item.held_reason.replace('_', ' ')}) on"
        yield Action(_plain(f"{what} {left.names[item.id]}{_noted(left.holds[item.id])}"), RECEIVER,
                     _by(item.held_until, left.today))  # fmt: skip
    for each in left.disputes:
        where = f"dispute {each.id} on {each.account}{f' {each.code}' if each.code else ''}"
        mine = each.owner == left.me
        what = f"answer {where}{_noted(each.reason)}" if mine else f"hear from {each.owner} about {where}"
        yield Action(_plain(what), RECEIVER, _by(each.due, left.today))


def _contingencies(left: _Left) -> Iterator[Contingency]:
    for item in left.in_state(WorkState.HELD):
        name = left.names[item.id]
        if item.held_reason == HoldReason.UNANSWERED_QUERY.value:
            yield Contingency(f"the query on {name} is answered", "it wakes by itself; code it by the answer")
            until = item.held_until or left.today + timedelta(days=1)
            yield Contingency(f"no answer on {name} by {until}", "ask again, then tell a lead")
        elif wakes_by_document(item.held_reason):
            yield Contingency(f"a document of {name} arrives", "it wakes by itself; read it, then go on coding")


def _by(day: date | None, today: date) -> str:
    return "this shift" if day is None else "today" if day <= today else f"by {day}"


def _noted(note: str) -> str:
    return f" ({note})" if note else ""


def _plain(text: str) -> str:
    """On one line, without what parts an action from its owner."""
    return " ".join(text.replace("@", " at ").split())
