"""Queues drawn at random, and what each view of them must show by the plain rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.team import CODERS, START, TODAY, Team
from tui_coder.domain.encounter import Encounter, Setting
from tui_coder.domain.queue_row import Listing
from tui_coder.domain.text import fold
from tui_coder.domain.work import WorkState

UNFINISHED = frozenset({WorkState.OPEN, WorkState.IN_WORK, WorkState.HELD, WorkState.CO_SIGN})


@dataclass(frozen=True)
class Drawn:
    """One item of a drawn queue."""

    state: WorkState
    priority: int
    due: date | None
    assignee: str | None
    arrived: datetime
    returned: bool
    disputes: int
    patient: str
    setting: Setting
    service: date
    charges: Decimal | None
    facility: str = "clinic"
    id: int = field(default=0, compare=False)

    @property
    def account(self) -> str:
        return f"ACC{self.id}"

    @property
    def words(self) -> str:
        return fold(f"{self.account} {self.patient} {self.facility} {self.setting.value} {self.setting.short}")


def _whole(**told: Any) -> Drawn:
    """What the rules of the store demand: work in hand is somebody's."""
    if told["state"] is WorkState.IN_WORK and told["assignee"] is None:
        told["assignee"] = "ann"
    return Drawn(**told)


days = st.integers(-3, 3).map(lambda n: TODAY + timedelta(days=n))
items = st.builds(
    _whole,
    state=st.sampled_from(list(WorkState)),
    priority=st.one_of(st.just(5), st.integers(0, 9)),
    due=st.one_of(st.none(), days),
    assignee=st.sampled_from([None, *CODERS]),
    arrived=st.integers(0, 4).map(lambda hours: START - timedelta(hours=hours)),
    returned=st.booleans(),
    disputes=st.sampled_from([0, 0, 0, 1, 2]),
    patient=st.sampled_from(["Abel, Åsa", "Abel, Asa", "Zoë, Q_", "50%, Off", "", "O'Hara, Ike"]),
    setting=st.sampled_from(list(Setting)),
    service=days,
    charges=st.one_of(st.none(), st.sampled_from([Decimal("0"), Decimal("10.50"), Decimal("99999.99")])),
    facility=st.sampled_from(["clinic", "hospital"]),
)
queues = st.lists(items, max_size=40)
filters = st.sampled_from(
    ["", "", "asa", "ASA abel", "zoë", "_", "%", "acc1", "ip", "nobody", "\ud800", "\0", "' OR 1=1 --"]
)


def write(team: Team, queue: Sequence[Drawn]) -> list[Drawn]:
    """Put the queue into the store; returns it with the items' ids."""
    ids = {name: team.person(name).id for name in CODERS}
    placed: list[Drawn] = []
    with team.store.writing(team.clock()) as unit:
        facilities = {name: unit.people.facility(name, name) for name in ("clinic", "hospital")}
        for number, each in enumerate(queue, start=1):
            encounter = Encounter(
                account=f"ACC{number}", setting=each.setting, service_from=each.service, service_to=each.service,
                patient=each.patient, facility=each.facility, charges=each.charges,
            )  # fmt: skip
            item_id = unit.items.add(
                unit.encounters.add(facilities[each.facility], encounter), each.priority, each.due, 6
            )
            unit.items.write(
                unit.items.get(item_id), "lena", state=each.state.value, returned=each.returned,
                assignee_id=ids[each.assignee] if each.assignee else None, arrived_at=each.arrived,
                held_reason="late_report" if each.state is WorkState.HELD else "",
            )  # fmt: skip
            for _ in range(each.disputes):
                unit.items.count_disputes(item_id, 1)
            placed.append(Drawn(**{**vars(each), "id": item_id}))
    return placed


def expected(queue: Sequence[Drawn], listing: Listing, person: str) -> list[int]:
    """The items of a listing in its order, by the rule in words."""
    words = fold(listing.filter).split()
    shown = [
        each for each in queue if _belongs(each, listing.view, person) and all(word in each.words for word in words)
    ]
    return [each.id for each in sorted(shown, key=lambda each: _place(each, listing.order))]


def _belongs(item: Drawn, view: str, person: str) -> bool:
    mine, unfinished = item.assignee == person, item.state in UNFINISHED
    return {
        "my": mine and item.state in (WorkState.OPEN, WorkState.IN_WORK),
        "pool": item.state is WorkState.OPEN and item.assignee is None,
        "overdue": unfinished and _overdue(item),
        "held": item.state is WorkState.HELD,
        "co_sign": item.state is WorkState.CO_SIGN,
        "returned": item.returned and mine and unfinished,
        "disputed": item.disputes > 0,
        "submitted": item.state is WorkState.SUBMITTED,
        "all": True,
        "assignee": mine and unfinished,
    }[view]


def _overdue(item: Drawn) -> bool:
    return item.due is not None and item.due < TODAY and item.state in UNFINISHED


def _place(item: Drawn, order: str) -> tuple[Any, ...]:
    cents = -1 if item.charges is None else int(item.charges * 100)
    places: dict[str, tuple[Any, ...]] = {
        "working": (not _overdue(item), -item.priority, item.due or date.max, item.arrived, item.id),
        "patient": (item.patient, item.id),
        "service": (item.service, item.id),
        "charges": (-cents, -item.id),
        "age": (item.arrived, item.id),
    }
    return places[order]
