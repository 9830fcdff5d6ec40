"""Breaking the glass by keys, and a lead who looks at it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.station import Station
from tui_coder.services import clients, glass, intake

Open = Callable[..., Station]


def other_client(station: Station) -> None:
    """B1 is a chart of another client, which Ann does not see."""
    lead = station.another_house("lena")
    charts = Path(station.store).parent / "more.csv"
    charts.write_text(
        'account,setting,service_date,facility,patient\nB1,professional,2026-08-10,North,"Berg, Ida"\n',
        encoding="utf-8",
    )
    intake.import_charts(lead.desk, [charts])
    clients.let_see(lead.desk, "ann", ["Clinic"])
    lead.close()


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_exact_account_finds_nothing_but_offers_to_break_the_glass(
    open_station: Open, size: tuple[int, int]
) -> None:
    async with open_station("lena") as station:
        other_client(station)
    async with open_station("ann", size=size) as station:
        await station.press("6", "/")
        await station.type("B1")
        await station.press("enter")
        assert "B1 is a chart of North, not of your clients; X breaks the glass." in station.said
        await station.press("X", "enter")
        await station.type("urgent")
        await station.press("enter")
        await station.see("10 letters")
        await station.type(" call of the floor")
        await station.press("enter")
        await station.see("Berg, Ida")
        assert "60 minutes; leads see that" in station.said
        await station.press("c")
        assert "you are reading it" in station.said


async def test_a_lead_looks_at_it(open_station: Open) -> None:
    async with open_station("lena") as station:
        await station.press("g", "b")
        await station.see("No glass was broken that a lead has not looked at. c shows all.")
        await station.press("c")
        await station.until(lambda: "c shows all" not in station.text, "a list that shows all")
        await station.see("No glass was broken.")
        await station.press("g", "q")
        other_client(station)
        ann = station.another_house("ann")
        glass.break_glass(ann.desk, "B1", "the floor asks for allergies")
        ann.close()
        await station.press("g", "b")
        await station.see("B1", "North", "ann", "the floor asks for allergies")
        await station.press("t")
        assert "You have looked at it: ann read B1." in station.said
        await station.see("No glass was broken")
        await station.press("c")
        await station.see("lena")
        await station.press("t")
        assert "lena has looked at it already" in station.said


async def test_who_sees_everything_has_no_glass_to_break(open_station: Open) -> None:
    async with open_station("bob") as station:
        await station.press("X")
        assert "no glass to break" in station.said


async def test_a_chart_that_is_hidden_while_it_is_open_is_closed(open_station: Open) -> None:
    async with open_station("lena") as station:
        other_client(station)
    async with open_station("ann") as station:
        await station.press("n")
        lead = station.another_house("lena")
        clients.let_see(lead.desk, "ann", ["North"])
        lead.close()
        station.screen.refresh_from_store()
        await station.until(lambda: "not shown to you any more" in station.said, "the queue")
