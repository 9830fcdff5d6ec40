"""Nobody at the keys: the screen is blanked, waking asks for the right to go on, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

from tests.app.station import Station
from tui_coder.services import people
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
        await station.press("s", "x", "q")
        assert isinstance(station.app.screen, LockScreen)
        await station.press("enter")
        await station.see("Okafor, Ada", "essential hyp")
        assert logged(station)[-2:] == ["screen locked", "screen unlocked"]


async def test_who_was_removed_meanwhile_does_not_get_in_again(open_station: Open) -> None:
    async with open_station() as station:
        left_alone(station, Patience(1, 0), 2)
        await station.see("Locked")
        lena = station.another_house("lena")
        people.remove(lena.desk, "ann")
        lena.close()
        await station.press("enter")
        await station.see("no longer active")
        assert isinstance(station.app.screen, LockScreen)


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
