"""An apprentice's chart on screen: it waits, a second coder signs it or sends it back, one key takes either back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.app.station import Station
from tui_coder.domain.roles import Role
from tui_coder.services import checking, claiming, coding, people, queue

Open = Callable[..., Station]


def present(station: Station, account: str = "A1") -> None:
    """Ann, an apprentice, has finished a chart; Bob holds a CPC."""
    lead = station.another_house("lena")
    people.add(lead.desk, "ann", Role.CODER, ["CPC-A"])
    people.add(lead.desk, "bob", Role.CODER, ["CPC"])
    lead.close()
    ann = station.another_house("ann")
    ann.books.prepare()
    item = claiming.claim(ann.desk, queue.find(ann.desk, account).id).id
    coding.post(ann.desk, ann.books, item, "I10")
    checking.submit(ann.desk, ann.books, item)
    ann.close()


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_colleague_signs_what_waits_and_can_take_it_back(open_station: Open, size: tuple[int, int]) -> None:
    async with open_station("bob", size=size) as station:
        present(station)
        await station.press("ctrl+l", "8")
        await station.see("A1", "◕ co-sign", "ann")
        assert "co-sign 1" in station.text
        await station.press("enter")
        await station.see("waiting for its co-sign", "Y co-sign")
        await station.press("c")
        assert "Y co-signs it, Z sends it back" in station.said
        await station.press("Y")
        assert "A1 co-signed - u undoes" in station.said
        await station.press("u")
        await station.see("◕ co-sign")


async def test_a_colleague_sends_it_back_with_what_is_to_be_mended(open_station: Open) -> None:
    async with open_station("bob") as station:
        present(station)
        await station.press("8", "enter", "Z")
        await station.type("laterality")
        await station.press("enter")
        assert "A1 sent back - u undoes" in station.said
    async with open_station("ann") as station:
        await station.press("5")
        await station.see("A1", "from bob: laterality")


async def test_who_coded_it_is_told_that_it_waits_and_signs_nothing(open_station: Open) -> None:
    async with open_station("ann") as station:
        present(station, "A1")
        await station.press("8", "enter", "Y")
        assert "Nobody co-signs their own work" in station.said
