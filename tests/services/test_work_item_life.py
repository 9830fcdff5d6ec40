"""The life of work items: several people do anything in any order, and the store does what the rules say, no more."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.services.conftest import ACCOUNTS
from tests.team import CODERS, Team
from tui_coder.domain.dispute import DisputeKind, DisputeState
from tui_coder.domain.queue_row import Listing
from tui_coder.domain.refusals import (
    HeldByOther,
    IllegalMove,
    Malformed,
    NotAllowed,
    NothingEligible,
    Refusal,
)
from tui_coder.domain.waking import Woke
from tui_coder.domain.work import LEASE_WITHOUT_HEARTBEAT, HoldReason, WorkItem, WorkState
from tui_coder.services import (
    assigning,
    checking,
    claiming,
    disputes,
    handoffs,
    queue,
    queue_changes,
    skipping,
    spreading,
    turning_back,
    waking,
)
from tui_coder.services import team as board
from tui_coder.services.code_books import CodeBooks

OPEN, IN_WORK, HELD, CO_SIGN, SUBMITTED = WorkState
STAFF = (*CODERS, "lena")
staff = st.sampled_from(STAFF)
coders = st.sampled_from(CODERS)
item_ids = st.integers(1, len(ACCOUNTS))
several = st.lists(item_ids, min_size=1, max_size=3, unique=True)


Standing = tuple[WorkState, str | None, date | None, tuple[str, str]]


@dataclass
class Known:
    """What must be true of an item."""

    priority: int
    state: WorkState
    assignee: str | None
    version: int
    by: str
    held_until: date | None = None
    lease: datetime | None = None
    fence: int = 0
    from_pool: bool = False
    given: tuple[str, str] = ("", "")
    held_by: str = ""
    holders: dict[date | None, str] = field(default_factory=dict)
    skipped_by: dict[str, date] = field(default_factory=dict)
    disputes: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, item: WorkItem) -> Known:
        return cls(
            item.priority, item.state, item.assignee, item.version, item.changed_by,
            fence=item.fence, from_pool=item.from_pool, given=(item.given_by, item.given_why),
        )  # fmt: skip

    @property
    def standing(self) -> Standing:
        """What undo brings back."""
        return self.state, self.assignee, self.held_until, self.given

    def become(
        self, by: str, state: WorkState, assignee: str | None, until: date | None = None,
        given: tuple[str, str] | None = None, lease: datetime | None = None, *, new_fence: bool = True,
    ) -> None:  # fmt: skip
        """What a write by a person makes of it; where it came from is told anew to each new holder."""
        self.fence += new_fence
        self.given = given if given is not None else ("", "") if new_fence else self.given
        self.by, self.state, self.assignee, self.held_until, self.lease = by, state, assignee, until, lease
        self.version += 1


@dataclass
class Part:
    item: int
    version: int
    before: Standing
    after: Standing


@dataclass
class Step:
    """One thing a person did to several items."""

    parts: list[Part]
    undone: bool = False


class Shift(RuleBasedStateMachine):
    """Three coders and a lead at one store, and a model of what they may bring about."""

    def __init__(self, coded: Path, books: CodeBooks) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.team = Team(Path(shutil.copy2(coded, Path(self._folder.name) / "team.db")))
        self.books = books
        self.items = {item_id: Known.of(self.team.item(item_id)) for item_id in range(1, len(ACCOUNTS) + 1)}
        self.steps: dict[str, list[Step]] = {name: [] for name in STAFF}
        self.open_hand_offs: dict[int, str] = {}
        self.fences: dict[tuple[str, int], int] = {}
        self.before = len(self.team.events())
        self.told: list[tuple[str, str, str]] = []

    def teardown(self) -> None:
        self.team.store.close()
        self._folder.cleanup()

    @property
    def now(self) -> datetime:
        return self.team.clock()

    @property
    def today(self) -> date:
        return self.team.ann.today

    # ---- the model -------------------------------------------------------------------------------------------------

    def tell(self, person: str, what: str, item_id: int | None = None) -> None:
        self.told.append((person, what, ACCOUNTS[item_id - 1] if item_id else ""))

    def wake(self, person: str) -> None:
        for item_id, item in sorted(self.items.items()):
            if item.state is HELD and item.held_until is not None and item.held_until <= self.today:
                self.end_hold(item, item.by, Woke.DATE)
                self.tell(person, "hold ended", item_id)

    def end_hold(self, item: Known, by: str, why: Woke) -> None:
        right = item.assignee or item.held_by
        item.become(by, OPEN, right, given=("", why.told()), new_fence=right != item.assignee)

    def lapsed(self, item: Known) -> bool:
        return item.state is IN_WORK and item.lease is not None and item.lease < self.now

    def served(self, person: str) -> int | None:
        mine = [
            item_id
            for item_id, item in self.items.items()
            if item.skipped_by.get(person) != self.today
            and (
                (item.state is OPEN and item.assignee in (None, person))
                or (self.lapsed(item) and (item.assignee == person or item.from_pool))
            )
        ]
        return min(mine, key=lambda item_id: (-self.items[item_id].priority, item_id), default=None)

    def claim(self, person: str, item_id: int) -> None:
        item = self.items[item_id]
        again = item.state is IN_WORK and item.assignee == person
        if again and self.fences.get((person, item_id)) == item.fence:
            item.lease = self.now + LEASE_WITHOUT_HEARTBEAT
            return
        what = "taken up again" if again else "claimed" if item.assignee in (None, person) else "taken over"
        self.tell(person, what, item_id)
        item.from_pool = item.from_pool if again else item.assignee != person
        given = item.given if item.assignee == person else ("", "")
        item.become(person, IN_WORK, person, given=given, lease=self.now + LEASE_WITHOUT_HEARTBEAT)
        self.fences[person, item_id] = item.fence

    def holds(self, person: str, item_id: int) -> bool:
        item = self.items[item_id]
        mine = item.state is IN_WORK and item.assignee == person
        return mine and self.fences.get((person, item_id), item.fence) == item.fence

    def refused(self, kind: type[Refusal], act: Callable[[], object], denied_by: str = "") -> None:
        """The thing is refused and the store stays as it is; a denied attempt alone is told."""
        before = self.team.contents()
        with pytest.raises(kind):
            act()
        after = self.team.contents()
        if denied_by:
            self.tell(denied_by, "denied")
            after["event"] = [each for each in after["event"] if each in before["event"]]
        assert after == before

    def each(
        self, person: str, chosen: Sequence[int], what: str, step: Callable[[Known], tuple[Any, ...]],
        may: Callable[[Known], bool], *, new_fence: bool = True,
    ) -> tuple[list[int], list[int]]:  # fmt: skip
        """What happens when a thing is done to several items; returns the changed and the refused ones."""
        changed: list[int] = []
        parts: list[Part] = []
        for item_id in chosen:
            item = self.items[item_id]
            if not (item.assignee in (None, person) or person == "lena"):
                self.tell(person, "denied", item_id)
            elif may(item):
                was = item.standing
                item.become(person, *step(item), new_fence=new_fence)
                self.tell(person, what, item_id)
                changed.append(item_id)
                parts.append(Part(item_id, item.version, was, item.standing))
        if parts:
            self.steps[person] = [each for each in self.steps[person] if not each.undone] + [Step(parts)]
        return changed, [each for each in chosen if each not in changed]

    # ---- what people do --------------------------------------------------------------------------------------------

    @rule(minutes=st.integers(1, 50))
    def time_passes(self, minutes: int) -> None:
        self.team.clock.turn(minutes=minutes)

    @rule(person=staff)
    def a_night_passes(self, person: str) -> None:
        self.team.clock.turn(days=1)
        self.press_next(person)

    @rule(person=staff)
    def press_next(self, person: str) -> None:
        kept, told = deepcopy(self.items), list(self.told)
        self.wake(person)
        wanted = self.served(person)
        if wanted is None:
            self.items, self.told = kept, told
            self.refused(NothingEligible, lambda: claiming.claim_next(self.team.desk(person)))
            return
        self.claim(person, wanted)
        assert claiming.claim_next(self.team.desk(person)).id == wanted

    @rule(person=staff, item_id=item_ids)
    def take(self, person: str, item_id: int) -> None:
        kept, told = deepcopy(self.items), list(self.told)
        self.wake(person)
        item = self.items[item_id]
        kind = (
            HeldByOther if item.assignee not in (None, person) and not self.lapsed(item)
            else IllegalMove if item.state in (HELD, SUBMITTED)
            else None
        )  # fmt: skip
        if kind:
            self.items, self.told = kept, told
            self.refused(kind, lambda: claiming.claim(self.team.desk(person), item_id))
            return
        self.claim(person, item_id)
        claiming.claim(self.team.desk(person), item_id)

    @rule(person=staff, item_id=item_ids)
    def keep(self, person: str, item_id: int) -> None:
        item = self.items[item_id]
        if self.holds(person, item_id):
            claiming.keep(self.team.desk(person), item_id)
            item.lease = self.now + LEASE_WITHOUT_HEARTBEAT
        else:
            self.refused(HeldByOther, lambda: claiming.keep(self.team.desk(person), item_id))

    @rule(person=staff, chosen=several)
    def release(self, person: str, chosen: list[int]) -> None:
        right = self.each(
            person, chosen, "released", lambda _: (OPEN, None, None), lambda item: item.state is not SUBMITTED
        )
        self.compare(assigning.release(self.team.desk(person), chosen), right)

    @rule(person=staff, chosen=several, days=st.sampled_from([None, 1, 1, 1, 2]))
    def hold(self, person: str, chosen: list[int], days: int | None) -> None:
        until = self.today + timedelta(days=days) if days else None
        right = self.each(
            person, chosen, "held", lambda item: (HELD, item.assignee, until), lambda item: item.state is not SUBMITTED,
            new_fence=False,
        )  # fmt: skip
        self.compare(assigning.hold(self.team.desk(person), chosen, HoldReason.LATE_REPORT, until), right)
        for item_id in right[0]:
            item = self.items[item_id]
            item.held_by = item.holders[until] = person

    @rule(person=staff, chosen=several)
    def wake_by_hand(self, person: str, chosen: list[int]) -> None:
        def step(item: Known) -> tuple[Any, ...]:
            return OPEN, item.assignee or item.held_by, None, ("", Woke.HAND.told())

        fences = {item_id: self.items[item_id].assignee is None for item_id in chosen}
        right = self.each(person, chosen, "hold ended", step, lambda item: item.state is HELD, new_fence=False)
        for item_id in right[0]:
            self.items[item_id].fence += fences[item_id]
        self.compare(waking.wake(self.team.desk(person), chosen), right)

    @rule(person=staff, item_id=item_ids)
    def skip(self, person: str, item_id: int) -> None:
        item, desk = self.items[item_id], self.team.desk(person)
        if item.state not in (OPEN, IN_WORK) or item.assignee not in (None, person):
            self.refused(IllegalMove, lambda: skipping.skip(desk, item_id, "too long"))
            return
        skipping.skip(desk, item_id, "too long")
        if item.state is IN_WORK and item.from_pool:
            item.become(person, OPEN, None)
            item.from_pool = False
        elif item.state is IN_WORK:
            item.become(person, OPEN, person, new_fence=False)
        item.skipped_by[person] = self.today
        self.tell(person, "skipped", item_id)

    @rule(person=staff, chosen=several, to=staff)
    def give(self, person: str, chosen: list[int], to: str) -> None:
        self.compare(assigning.give(self.team.desk(person), chosen, to), self._given(person, chosen, to))

    def _given(self, person: str, chosen: Sequence[int], to: str, why: str = "") -> tuple[list[int], list[int]]:
        def step(item: Known) -> tuple[Any, ...]:
            return (HELD if item.state is HELD else OPEN, to, item.held_until, (person if to != person else "", why))

        return self.each(person, chosen, "given", step, lambda item: item.state is not SUBMITTED)

    @rule(person=staff, item_id=item_ids)
    def submit(self, person: str, item_id: int) -> None:
        item = self.items[item_id]
        if self.holds(person, item_id):
            checking.submit(self.team.desk(person), self.books, item_id)
            item.become(person, SUBMITTED, person, new_fence=False)
            self.tell(person, "submitted", item_id)
            return
        other_hands = item.assignee not in (None, person) or (item.state is IN_WORK and item.assignee == person)
        kind = HeldByOther if other_hands else IllegalMove
        self.refused(kind, lambda: checking.submit(self.team.desk(person), self.books, item_id))

    @rule(person=staff, item_id=item_ids)
    def recall(self, person: str, item_id: int) -> None:
        item = self.items[item_id]
        if item.state is not SUBMITTED:
            self.refused(IllegalMove, lambda: assigning.recall(self.team.desk(person), item_id, "addendum"))
        elif item.assignee != person and person != "lena":
            self.refused(NotAllowed, lambda: assigning.recall(self.team.desk(person), item_id, "addendum"), person)
        else:
            assigning.recall(self.team.desk(person), item_id, "addendum")
            item.become(person, IN_WORK, person, lease=self.now + LEASE_WITHOUT_HEARTBEAT)
            self.fences[person, item_id] = item.fence
            self.tell(person, "recalled", item_id)

    @rule(person=staff)
    def undo(self, person: str) -> None:
        standing = [each for each in self.steps[person] if not each.undone]
        if not standing:
            self.refused(IllegalMove, lambda: turning_back.undo(self.team.desk(person)))
            return
        self.turn(person, standing[-1], turning_back.undo(self.team.desk(person))[1])

    @rule(person=staff)
    def redo(self, person: str) -> None:
        undone = [each for each in self.steps[person] if each.undone]
        if not undone:
            self.refused(IllegalMove, lambda: turning_back.redo(self.team.desk(person)))
            return
        self.turn(person, undone[0], turning_back.redo(self.team.desk(person))[1])

    def turn(self, person: str, step: Step, outcome: queue_changes.Outcome) -> None:
        turned: list[Part] = []
        for part in step.parts:
            item = self.items[part.item]
            left = part.before if step.undone else part.after
            if item.version == part.version or (item.by == person and item.standing == left):
                state, assignee, until, given = part.after if step.undone else part.before
                lease = self.now + LEASE_WITHOUT_HEARTBEAT if state is IN_WORK else None
                item.become(person, state, assignee, until, given, lease)
                item.held_by = item.holders[until] if state is HELD else ""
                if state is IN_WORK and assignee == person:
                    self.fences[person, part.item] = item.fence
                self.tell(person, "done again" if step.undone else "undone", part.item)
                turned.append(Part(part.item, item.version, part.before, part.after))
        self.compare(outcome, ([each.item for each in turned], [p.item for p in step.parts if p.item not in
                                                                {each.item for each in turned}]))  # fmt: skip
        step.parts, step.undone = turned, not step.undone
        if not turned:
            self.steps[person].remove(step)

    @rule(sender=coders)
    def balance(self, sender: str) -> None:
        lead, others = self.team.lena, [name for name in CODERS if name != sender]
        movable = [n for n, item in self.items.items() if item.assignee == sender and item.state in (OPEN, IN_WORK)]
        if not movable:
            self.refused(IllegalMove, lambda: spreading.plan_balance(lead, sender, others))
            return
        plan = spreading.plan_balance(lead, sender, others)
        assert {each.item_id for each in plan.moves} == set(movable)
        target = {each.item_id: each.to for each in plan.moves}
        outcome = spreading.carry_out(lead, plan, f"balanced from {sender}")
        parts: list[Part] = []
        for item_id in target:
            item, was = self.items[item_id], self.items[item_id].standing
            item.become("lena", OPEN, target[item_id], given=("lena", f"balanced from {sender}"))
            self.tell("lena", "given", item_id)
            parts.append(Part(item_id, item.version, was, item.standing))
        self.steps["lena"] = [each for each in self.steps["lena"] if not each.undone] + [Step(parts)]
        self.compare(outcome, (list(target), []))
        minutes = {each.person.name: each.minutes for each in board.board(lead)}
        assert {each.name: each.after for each in plan.load} == {each.name: minutes[each.name] for each in plan.load}

    @rule(person=staff, to=staff, chosen=several)
    def hand_off(self, person: str, to: str, chosen: list[int]) -> None:
        def write() -> tuple[Any, queue_changes.Outcome]:
            return handoffs.write(self.team.desk(person), to, chosen, "labs pending")

        if to == person:
            self.refused(Malformed, write)
            return
        told, items, steps = list(self.told), deepcopy(self.items), deepcopy(self.steps)
        right = self._given(person, chosen, to, "handed off: labs pending")
        if not right[0]:
            self.told, self.items, self.steps = told, items, steps
            self.refused(IllegalMove, write)
            return
        entry, outcome = write()
        self.tell(person, "hand-off written")
        self.compare(outcome, right)
        assert list(entry.item_ids) == sorted(right[0])
        self.open_hand_offs[entry.id] = to

    @precondition(lambda self: self.open_hand_offs)
    @rule(person=staff)
    def accept(self, person: str) -> None:
        key, to = next(iter(self.open_hand_offs.items()))
        if person != to:
            self.refused(IllegalMove, lambda: handoffs.accept(self.team.desk(person), key, "labs, then code"))
            return
        handoffs.accept(self.team.desk(person), key, "labs, then code")
        self.tell(person, "hand-off accepted")
        del self.open_hand_offs[key]

    @rule(person=coders, item_id=item_ids)
    def dispute(self, person: str, item_id: int) -> None:
        flag = disputes.raise_flag(self.team.desk(person), item_id, DisputeKind.CODING, "sequence")
        self.items[item_id].disputes.append(flag.id)
        self.tell(person, "dispute raised", item_id)

    @rule(item_id=item_ids)
    def resolve(self, item_id: int) -> None:
        if flags := self.items[item_id].disputes:
            disputes.resolve(self.team.omar, flags.pop(), DisputeState.UPHELD, "as coded")
            self.tell("omar", "dispute upheld", item_id)

    # ---- what must always hold ---------------------------------------------------------------------------------------

    def compare(self, outcome: queue_changes.Outcome, right: tuple[list[int], list[int]]) -> None:
        assert ([each.id for each in outcome.changed], [each.item_id for each in outcome.refused]) == right

    @invariant()
    def every_item_is_as_the_rules_say(self) -> None:
        for item_id, known in self.items.items():
            item = self.team.item(item_id)
            assert (item.state, item.assignee, item.version) == (known.state, known.assignee, known.version)
            assert (item.held_until, item.lease_until) == (known.held_until, known.lease)
            assert (item.fence, item.from_pool) == (known.fence, known.from_pool)
            assert (item.given_by, item.given_why) == known.given
            assert item.disputed is bool(known.disputes)
            assert bool(item.held_reason) is (item.state is HELD)

    @invariant()
    def every_change_is_told_once(self) -> None:
        events = self.team.events()[self.before :]
        assert [(each.person, each.what, each.item) for each in events if each.what != "denied"] == [
            each for each in self.told if each[1] != "denied"
        ]
        assert sum(each.what == "denied" for each in events) == sum(each[1] == "denied" for each in self.told)

    @invariant()
    def the_log_holds_and_the_figures_agree(self) -> None:
        with self.team.store.reading(self.now) as unit:
            assert unit.log.first_bad() is None
            assert list(unit.tally.differences()) == []

    @invariant()
    def the_queue_lists_each_item_once(self) -> None:
        desk = self.team.ann
        assert sorted(row.item_id for row in queue.page(desk, Listing("all"))) == sorted(self.items)
        mine = queue.page(desk, Listing("my", person_id=desk.actor.id))
        items, told = self.items.values(), queue.counts(desk)
        assert (told.mine, len(mine)) == (sum(i.assignee == "ann" and i.state in (OPEN, IN_WORK) for i in items),) * 2
        assert told.pool == sum(item.state is OPEN and item.assignee is None for item in items)
        assert told.held == sum(item.state is HELD for item in items)
        assert told.disputed == sum(bool(item.disputes) for item in items)
        assert told.hand_offs == list(self.open_hand_offs.values()).count("ann")


def test_any_shift_keeps_the_rules(coded: Path, code_books: CodeBooks) -> None:
    run_state_machine_as_test(
        lambda: Shift(coded, code_books), settings=settings(max_examples=10, stateful_step_count=22)
    )
