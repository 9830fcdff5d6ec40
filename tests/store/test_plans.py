"""How the store answers: by an index, and with as much work for many items as for few."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tests.team import TODAY, Team
from tui_coder.domain.queue_row import ORDERS, VIEWS, Listing, Order, View
from tui_coder.resources import sqlite_module
from tui_coder.services import assigning, claiming, queue, turning_back
from tui_coder.services import team as board

FEW, MANY, PAGE = 2_000, 20_000, 10
FILL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :items)
INSERT INTO encounter
SELECT i, 1, 'A' || i, 'M' || i, 'Patient ' || (i * 7919 % 9973), '1960-05-05', 'F', 'outpatient', day, day, 'Medicare',
       '', i * 31 % 99991, 'a' || i, ''
FROM (SELECT i, date(:today, '-' || (i * 17 % 400) || ' days') AS day FROM n)
"""
ITEMS = """
INSERT INTO work_item
SELECT id, id,
       CASE WHEN id % 10 < 6 THEN 'submitted' WHEN id % 100 = 7 THEN 'held' WHEN id % 100 = 9 THEN 'co_sign'
            WHEN id % 200 = 8 THEN 'in_work'
            ELSE 'open' END,
       5 + id % 3, CASE WHEN id % 11 = 0 THEN '9999-12-31' ELSE date(:today, (id * 13 % 60 - 10) || ' days') END, 6,
       CASE WHEN id % 10 < 6 OR id % 200 = 8 OR id % 37 = 0 THEN 1 + id % 3 END,
       '2026-10-' || (10 + id % 19) || ' 08:00:00.000000', 1,
       CASE WHEN id % 200 = 8 THEN '2999-01-01 00:00:00.000000' END, id % 9 = 0, 0, id % 101 = 0,
       CASE WHEN id % 100 = 7 THEN 'unsigned' ELSE '' END, NULL, '', NULL, patient, service_to, charges_cents,
       'outpatient', 1, 0, NULL, 0, '', '', ''
FROM encounter
"""


@contextmanager
def large_team(founded: Path, folder: Path, items: int) -> Iterator[Team]:
    """A team with so many items in every state, written in bulk; the triggers count them."""
    folder.mkdir(mode=0o700)
    with Team(Path(shutil.copy2(founded, folder / "team.db"))) as team:
        with team.store.engine.begin() as connection:
            raw = connection.connection.cursor()
            raw.execute("INSERT INTO client VALUES (1, 'clinic')")
            raw.execute("INSERT INTO facility VALUES (1, 'clinic', 1)")
            raw.execute(FILL, {"items": items, "today": TODAY.isoformat()})
            raw.execute(ITEMS, {"today": TODAY.isoformat()})
        yield team


@pytest.fixture(scope="module")
def few(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with large_team(founded, tmp_path_factory.mktemp("few") / "store", FEW) as team:
        yield team


@pytest.fixture(scope="module")
def many(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with large_team(founded, tmp_path_factory.mktemp("many") / "store", MANY) as team:
        yield team


def plans(team: Team, ask: Callable[[], object]) -> list[str]:
    """How SQLite means to answer each question that is put to it, a line per step."""
    asked: list[tuple[str, Any]] = []

    class Cursor(sqlite_module().Cursor):  # type: ignore[misc]
        def execute(self, statement: str, parameters: Any = ()) -> Any:
            asked.append((statement, parameters))
            return super().execute(statement, parameters)

    class Line(sqlite_module().Connection):  # type: ignore[misc]
        def cursor(self) -> Any:
            return super().cursor(Cursor)

    def over_ours(_dialect: object, _record: object, _places: object, told: dict[str, Any]) -> None:
        told["factory"] = Line

    team.store.disconnect()
    event.listen(team.store.engine, "do_connect", over_ours)
    try:
        ask()
    finally:
        event.remove(team.store.engine, "do_connect", over_ours)
        team.store.disconnect()
    with team.store.engine.connect() as connection:
        return [
            row[3]
            for statement, parameters in asked
            if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE"))
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


def steps(team: Team, ask: Callable[[], object]) -> int:
    """How many hundreds of instructions SQLite's machine runs for it: the same on every computer."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    def watch(connection: Any, _record: object) -> None:
        connection.set_progress_handler(tick, 100)

    team.store.disconnect()
    event.listen(team.store.engine, "connect", watch)
    try:
        ask()
    finally:
        event.remove(team.store.engine, "connect", watch)
        team.store.disconnect()
    return count


def whole_table(plan: list[str]) -> list[str]:
    """Steps that read a whole table, or sort."""
    large = ("work_item", "encounter", "document", "change", "code_assignment")
    scans = (line for line in plan if line.startswith("SCAN") and line.split()[1] in large and "USING" not in line)
    return [*scans, *(line for line in plan if "TEMP B-TREE" in line)]


def first_and_next(team: Team, view: View, order: Order = "working") -> None:
    """The first page and the one behind it."""
    wanted = Listing(view, order, person_id=team.person("ann").id)
    rows = queue.page(team.ann, wanted, limit=PAGE)
    assert rows
    queue.page(team.ann, wanted, rows[-1].cursor, limit=PAGE)
    queue.page_before(team.ann, wanted, limit=PAGE)


@pytest.mark.parametrize("view", VIEWS)
def test_pages_in_working_order_neither_scan_nor_sort(many: Team, view: View) -> None:
    told = plans(many, lambda: first_and_next(many, view))
    items = [line for line in told if "work_item" in line]
    assert items
    assert all(line.startswith("SEARCH work_item USING INDEX ix_item_") for line in items)
    assert whole_table(told) == []


@pytest.mark.parametrize("view", ["pool", "submitted", "all"])
@pytest.mark.parametrize("order", [each for each in ORDERS if each != "working"])
def test_other_orders_of_large_views_walk_an_index_that_holds_all_they_ask(
    many: Team, view: View, order: Order
) -> None:
    told = plans(many, lambda: first_and_next(many, view, order))
    walks = [line for line in told if "ix_item_by_" in line]
    assert len(walks) == 3
    assert all("COVERING INDEX" in line for line in walks)
    assert whole_table(told) == []


@pytest.mark.parametrize("order", [each for each in ORDERS if each != "working"])
def test_other_orders_of_a_small_view_sort_its_rows_alone(many: Team, order: Order) -> None:
    told = plans(many, lambda: first_and_next(many, "returned", order))
    seeks = [line for line in told if "ix_item_" in line]
    assert len(seeks) == 3
    assert all(line.endswith("INDEX ix_item_assigned (assignee_id=? AND priority=?)") for line in seeks)
    assert told.count("USE TEMP B-TREE FOR ORDER BY") == 3


@pytest.mark.parametrize("view", VIEWS)
def test_the_work_for_a_page_does_not_grow_with_the_queue(few: Team, many: Team, view: View) -> None:
    small, large = (steps(team, lambda team=team: first_and_next(team, view)) for team in (few, many))
    assert large <= 2 * small + 50


@pytest.mark.parametrize("order", [each for each in ORDERS if each != "working"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_page_in_another_order_takes_less_than_a_look_at_every_item(many: Team, view: View, order: Order) -> None:
    pages = 3
    assert steps(many, lambda: first_and_next(many, view, order)) * 100 < pages * MANY


ASKED: dict[str, Callable[[Team], object]] = {
    "counts": lambda team: queue.counts(team.ann),
    "count of all": lambda team: queue.count(team.ann, Listing("all")),
    "place": lambda team: queue.place_of(team.ann, Listing("pool"), 37),
    "next": lambda team: claiming.upcoming(team.ann),
    "find": lambda team: queue.find(team.ann, "A37"),
    "names": lambda team: queue.names(team.ann, range(1, 60)),
    "board": lambda team: board.board(team.lena),
    "why": lambda team: queue.why(team.ann, 37),
}


@pytest.mark.parametrize("what", ASKED)
def test_counts_places_and_next_neither_scan_nor_grow(few: Team, many: Team, what: str) -> None:
    told = plans(many, lambda: ASKED[what](many))
    assert [line for line in whole_table(told) if "work_item" in line or "encounter" in line] == []
    small, large = (steps(team, lambda team=team: ASKED[what](team)) for team in (few, many))
    assert large <= 2 * small + 50


def test_taking_and_undoing_scan_nothing_and_sort_no_more_than_three_heads_and_what_lapsed(many: Team) -> None:
    def work() -> None:
        item = claiming.claim_next(many.ann)
        assigning.release(many.ann, [item.id])
        turning_back.undo(many.ann)
        assigning.release(many.ann, [item.id])

    # Sorted are what lapsed, which is little, and the three rows that stand first.
    assert whole_table(plans(many, work)) == ["USE TEMP B-TREE FOR ORDER BY"] * 2


def test_bulk_figures_are_those_of_the_items(many: Team) -> None:
    with many.store.reading(many.clock()) as unit:
        assert list(unit.tally.differences()) == []
    assert queue.count(many.ann, Listing("all")) == MANY
