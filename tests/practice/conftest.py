"""The practice folder, imported once into a store of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from tests.team import Clock
from tui_coder.domain.encounter import Document, Encounter
from tui_coder.domain.roles import Actor, Person, Role
from tui_coder.resources import practice
from tui_coder.services import intake, queue
from tui_coder.services.desk import Desk
from tui_coder.services.intake import ImportReport
from tui_coder.store.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class Chart:
    """An encounter of the practice folder as it arrived."""

    encounter: Encounter
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """What came of importing the folder, the charts by account, and the desk that did it."""

    desk: Desk
    report: ImportReport
    charts: Mapping[str, Chart]


@pytest.fixture(scope="session")
def practice_charts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    store = Store.open(tmp_path_factory.mktemp("practice") / "practice.db")
    desk = Desk(store, Actor(Person(0, "owner", Role.ADMIN), "owner"), Clock())
    report = intake.import_charts(desk, [practice()])
    rows = queue.page(desk, queue.listing(desk, "all"), limit=1_000)
    charts: dict[str, Chart] = {}
    with desk.reading() as unit:
        for row in rows:
            key = unit.items.encounter_id(row.item_id)
            charts[row.account] = Chart(unit.encounters.get(key), tuple(unit.encounters.documents(key, 0)))
    yield Practice(desk, report, charts)
    store.close()
