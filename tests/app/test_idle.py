"""Nobody at the keys: the screen is blanked, waking asks for the right to go on, and nothing typed is lost."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.app.station import Station
from tests.team import Team
from tui_coder.services import clients, people
from tui_coder.ui.idle import Idle, LockScreen, Patience

Open = Callable[..., Station]


class Minutes:
    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed * 60


def left_alone(station: Station, patience: Patience, minutes: float) -> Idle:
    """Somebody who went away that many minutes ago."""
    clock = Minutes()
    station.app.idle = Idle(station.app, patience, clock)
    clock.passed = minutes
    station.app.idle.look()
    return station.app.idle


def logged(station: Station) -> list[str]:
    with station.app.at_work.desk.reading() as unit:
        return [each.what for each in unit.log.entries()]


async def test_a_locked_screen_shows_nothing_of_a_chart_and_no_key_reaches_the_work(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n")
        await station.see("Okafor, Ada")
        await station.press("c")
        await station.type("essential hyp")
        left_alone(station, Patience(15, 0), 14.9)
        assert not isinstance(station.app.screen, LockScreen)
        left_alone(station, Patience(15, 0), 15)
        await station.see("Locked. ann is at work here", "no password of its own")
        assert "Okafor" not in station.text and "essential hyp" not in station.text
        await station.press("s", "x")
        assert isinstance(station.app.screen, LockScreen)
        await station.press("enter")
        await station.see("Okafor, Ada", "essential hyp")
        assert logged(station)[-2:] == ["screen locked", "screen unlocked"]


def remove(station: Station, name: str) -> None:
    lena = station.another_house("lena")
    people.remove(lena.desk, name)
    lena.close()


async def test_who_was_removed_meanwhile_does_not_get_in_again(open_station: Open) -> None:
    """Before the news of it comes, which ends the session."""
    async with open_station() as station:
        await station.press("n")
        await station.see("Okafor, Ada")
        left_alone(station, Patience(1, 0), 2)
        await station.see("Locked")
        station.app.live.close()
        remove(station, "ann")
        for _ in range(2):
            await station.press("enter")
            await station.see("Locked", "The sign-in name ann was switched off; ask a lead.")
            assert isinstance(station.app.screen, LockScreen)
            assert "Okafor" not in station.text
        assert "screen unlocked" not in logged(station)


async def test_a_locked_session_of_somebody_who_is_removed_ends_by_itself(open_station: Open) -> None:
    async with open_station() as station:
        left_alone(station, Patience(1, 0), 2)
        await station.see("Locked")
        remove(station, "ann")
        await station.gone()
        assert "ann was switched off" in str(station.app.trouble)


async def test_a_chart_that_is_taken_away_meanwhile_lifts_no_lock_and_is_not_there_after_it(
    team: Team, home: Path
) -> None:
    team.arrive("A1", facility="theirs", priority=9)
    team.arrive("A2", facility="ours")
    async with Station(team.address("ann"), home, "ann") as station:
        await station.press("n")
        await station.see("Essential hypertension")
        chart = station.screen
        left_alone(station, Patience(15, 0), 15)
        await station.see("Locked")
        clients.let_see(team.lena, "ann", ["ours"])
        station.app.live.look()
        await station.rest()
        assert isinstance(station.app.screen, LockScreen)
        assert chart in station.app.screen_stack
        await station.press("enter")
        await station.see("The chart was closed", "Queue")
        assert chart not in station.app.screen_stack


async def test_a_key_on_a_locked_screen_puts_off_no_log_off_and_q_ends_the_session(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n")
        await station.see("Okafor, Ada")
        await station.press("c")
        await station.type("essential hyp")
        idle = left_alone(station, Patience(15, 60), 59)
        await station.see("Locked", "q ends the session")
        await station.press("x")
        assert idle.minutes == 59
        await station.press("q")
        await station.gone()
    async with open_station() as station:
        await station.see("You stopped on A1")
        await station.press("c")
        await station.see("Okafor, Ada", "essential hyp")


async def test_impatient_keys_wake_it_once_and_reach_nothing_below(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n")
        await station.see("Okafor, Ada")
        await station.press("c")
        await station.type("I10")
        idle = left_alone(station, Patience(15, 0), 15)
        await station.see("Locked")
        with store_that_waits(station):
            await station.press("enter")
            assert "Asking ..." in station.text
            await station.press("enter", "enter")
        await station.see("Okafor, Ada")
        assert idle.minutes == 0
        assert logged(station)[-2:] == ["screen locked", "screen unlocked"]


@contextmanager
def store_that_waits(station: Station) -> Iterator[None]:
    """No write gets through while this lasts: somebody else's takes long."""
    store = Path(station.store)
    with open(store.with_name(store.name + ".lock"), "ab") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


async def test_a_demo_that_is_locked_or_logged_off_does_not_say_that_anything_is_kept(open_station: Open) -> None:
    async with open_station() as station:
        idle = left_alone(station, Patience(0, 0), 0)
        idle.store_lasts = False
        station.app.push_screen(LockScreen())
        await station.see("q ends the session; the demo is thrown away.")
    async with open_station() as station:
        station.app.idle = idle = Idle(station.app, Patience(0, 60), clock := Minutes())
        idle.store_lasts = False
        clock.passed = 61
        idle.look()
        assert idle.farewell == "You were logged off after 60 minutes without a key. The demo is thrown away."
        await station.gone()


async def test_never_is_never(open_station: Open) -> None:
    async with open_station() as station:
        idle = left_alone(station, Patience(0, 0), 10_000)
        assert not isinstance(station.app.screen, LockScreen)
        assert not idle.farewell


async def test_a_log_off_keeps_what_is_typed_and_gives_nothing_back(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n")
        await station.see("Okafor, Ada")
        await station.press("c")
        await station.type("essential hyp")
        idle = left_alone(station, Patience(0, 60), 61)
        assert "c in the queue goes on" in idle.farewell
        await station.gone()
    async with open_station() as station:
        await station.see("You stopped on A1")
        assert "logged off for want of a key" in logged(station)
        await station.press("c")
        await station.see("Okafor, Ada", "essential hyp")
