"""A few of each fault; `python -m tests.faults` brings them about as often as is promised."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from tests.faults import clocks, power
from tests.faults.disk import Note
from tests.faults.restarts import DURABLE, crash_server
from tests.server import WHY_NOT, Server, programs, running_server, wait_until
from tests.team import Team, TeamOnServer, found_on_server
from tui_coder.services import claiming
from tui_coder.services.code_books import CodeBooks
from tui_coder.store.engine import StoreUnreachable
from tui_coder.store.postgres import store as team_store

Morning = tuple[Path, list[Note]]


@pytest.fixture(scope="module")
def morning(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Morning:
    """A store, and every write to the disk of a morning's work on it."""
    path = Path(shutil.copy2(founded, tmp_path_factory.mktemp("power") / "team.db"))
    with Team(path) as team:
        team.arrive("A1", "A2", "A3")
    return path, power.recorded(path, rounds=12)


def test_a_power_cut_loses_nothing_that_was_done(morning: Morning) -> None:
    found = power.cut(*morning, times=20, draw=random.Random(5))
    assert (found.times, found.nothing) == (20, True), found
    assert found.acknowledged > 200


def test_what_a_cut_would_lose_is_found(morning: Morning) -> None:
    """The same cuts on a disk that does not do what it says."""
    found = power.cut(*morning, times=10, draw=random.Random(5), syncs=False)
    assert found.lost > 0 and found.unsound


@pytest.fixture(scope="module")
def durable() -> Iterator[Server]:
    if programs() is None:
        pytest.skip(WHY_NOT)
    with running_server(**DURABLE) as server:
        yield server


def test_a_server_that_crashes_loses_nothing_and_does_nothing_twice(durable: Server) -> None:
    with TeamOnServer(durable, found_on_server(durable)) as team:
        team.arrive(*(f"A{number}" for number in range(6)))
        found = crash_server(team, 2, random.Random(7))
    assert (found.times, found.nothing) == (2, True), found
    assert found.acknowledged > 10


def test_what_a_crash_swallowed_is_not_taken_for_done(durable: Server) -> None:
    """A server that crashes forgets numbers of transactions that it gave, and gives them to others, who commit."""
    with TeamOnServer(durable, found_on_server(durable)) as team:
        (item,) = team.arrive("A1")
        with pytest.raises(StoreUnreachable, match="Nothing was changed"):
            _write_into_a_crash(team, durable, item)
        with team.again() as later:  # the lines of before are cut, and may not have rested long enough to be asked
            assert later.item(item).priority == 5
            assert "ann priority changed" not in later.said()


def _write_into_a_crash(team: TeamOnServer, server: Server, item: int) -> None:
    with team.ann.writing() as unit:
        unit.items.write(unit.items.get(item), "ann", priority=9)
        team.ann.note(unit, "priority changed", unit.items.get(item))
        (number,) = unit.connection.exec_driver_sql("SELECT pg_current_xact_id()::text").one()
        server.crash()
        newest = "SELECT pg_current_xact_id()::text"
        wait_until(lambda: int(str(server.sql("postgres", newest)[0][0])) >= int(number), "a later transaction")
        assert server.sql("postgres", f"SELECT pg_xact_status('{number}'::xid8)") == [("committed",)]


def test_nothing_is_finished_twice_by_clocks_an_hour_apart(office: Team, code_books: CodeBooks) -> None:
    found = clocks.finish_all(office, code_books, 6, random.Random(3))
    assert found.nothing, found
    assert found.acknowledged == 6


class AnHourFast(datetime):
    """The clock of a machine that nobody has set."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) + timedelta(hours=1)


def test_leases_go_by_the_server_s_clock(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    if not isinstance(team, TeamOnServer):
        pytest.skip("an embedded store has the one clock of its machine")
    (item,) = team.arrive("A1")
    monkeypatch.setattr(team_store, "datetime", AnHourFast)
    store = team.store_of("ann")
    assert abs(store.now() - datetime.now(UTC)) < timedelta(seconds=5)
    team.clock.now = store.now()
    claimed = claiming.claim(team.ann, item)
    assert claimed.lease_until is not None
    assert claimed.lease_until < datetime.now(UTC) + timedelta(minutes=31)
