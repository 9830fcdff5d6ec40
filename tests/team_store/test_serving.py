"""What a team's server serves while others are at it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from tests.server import wait_until
from tests.team import TODAY, TeamOnServer
from tui_coder.domain.work import HoldReason, working_order
from tui_coder.services import (
    assigning,
    claiming,
)
from tui_coder.services.desk import Desk
from tui_coder.store.unit_of_work import UnitOfWork


def test_what_is_served_to_nobody_is_free_for_others(team: TeamOnServer) -> None:
    """Ann looks at the pool and at what lapsed, and is served her own: Bob passes over neither."""
    (lapsed,) = team.arrive("A1", priority=8)
    claiming.claim(team.cy, lapsed)
    (own,) = team.arrive("A2", priority=9)
    assigning.give(team.lena, [own], "ann")
    team.clock.turn(hours=1)
    late, same, behind = team.arrive("A3", due=TODAY - timedelta(days=1)) + team.arrive("A4", "A5", priority=8)
    with team.ann.writing() as unit, team.bob.writing() as beside:
        assert next_for(team.ann, unit) == late
        assert next_for(team.bob, beside) == lapsed
    assigning.hold(team.lena, [late], HoldReason.UNSIGNED)
    with team.ann.writing() as unit:
        assert next_for(team.ann, unit) == own
        assert claiming.claim_next(team.bob).id == lapsed
        assert claiming.claim_next(team.bob).id == same
    assert claiming.claim_next(team.ann).id == own
    assert claiming.claim_next(team.ann).id == behind


def test_what_is_overdue_is_served_by_priority_whatever_the_server_knows_of_its_rows(team: TeamOnServer) -> None:
    """It plans otherwise once it has counted them, as it does by itself now and then, and may join in any order."""
    days = timedelta(days=1)
    for number in range(120):
        team.arrive(f"A{number}", priority=number * 7 % 10, due=None if number % 3 else TODAY + (number % 7 - 3) * days)
    team.server.sql(team.database, "ANALYZE")
    order = sorted((team.item(each) for each in range(1, 121)), key=lambda item: working_order(item, TODAY))
    assert [claiming.claim_next(team.ann).id for _ in range(30)] == [item.id for item in order[:30]]


def test_what_routes_a_chart_is_written_into_the_statement_that_asks(team: TeamOnServer) -> None:
    """A call for each chart that is walked past costs five times as much; PostgreSQL calls what is not as it says."""
    asked = "ARRAY['x'], ARRAY['1:y'], ARRAY['1:z'], ARRAY['heart']"
    told = f"SELECT id FROM work_item w WHERE tc_routed(w.client_id, w.setting, w.specialty, {asked})"
    plan = team.server.sql(team.database, f"EXPLAIN {told}", "ann")
    assert not any("tc_routed" in str(line) for (line,) in plan), plan


def test_what_lapsed_and_is_just_taken_is_waited_for(team: TeamOnServer) -> None:
    (lapsed,) = team.arrive("A1")
    claiming.claim(team.cy, lapsed)
    team.clock.turn(hours=1)
    waits = "SELECT 1 FROM pg_stat_activity WHERE usename = 'bob' AND wait_event = 'PgSleep'"
    with ThreadPoolExecutor(1) as beside:
        with team.ann.writing() as unit:
            assert next_for(team.ann, unit) == lapsed
            served = beside.submit(claiming.claim_next, team.bob)
            wait_until(lambda: served.done() or bool(team.server.sql("postgres", waits)), "bob waits")
        assert served.result().id == lapsed


def test_what_a_colleague_gives_back_while_one_waits_for_it_is_served_as_it_is_then(team: TeamOnServer) -> None:
    (only,) = team.arrive("A1")
    waits = "SELECT 1 FROM pg_stat_activity WHERE usename = 'bob' AND wait_event = 'PgSleep'"
    with ThreadPoolExecutor(1) as beside:
        with team.ann.writing() as unit:
            item = unit.items.get(only)
            unit.items.write(item, "ann", priority=7)
            team.ann.note(unit, "priority changed", item)
            served = beside.submit(claiming.claim_next, team.bob)
            wait_until(lambda: served.done() or bool(team.server.sql("postgres", waits)), "bob waits")
        assert (served.result().id, served.result().priority) == (only, 7)


def next_for(desk: Desk, unit: UnitOfWork) -> int | None:
    item = unit.items.next_for(desk.actor.id, desk.today, desk.day_began)
    return item and item.id
