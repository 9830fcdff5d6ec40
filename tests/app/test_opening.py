"""Opening and leaving: what stands on the screen before the store is open, and leaving while something is made."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from tests.app.station import Station
from tui_coder.bootstrap import House, open_house
from tui_coder.codebook.build import is_built
from tui_coder.services import claiming
from tui_coder.services.first_look import my_work
from tui_coder.settings import load
from tui_coder.ui.app import Workstation
from tui_coder.ui.screens.first_rows import FirstRowsScreen
from tui_coder.ui.screens.queue import QueueScreen
from tui_coder.ui.screens.team import TeamScreen
from tui_coder.ui.widgets.work_table import WorkTable
from tui_coder.ui.work_screen import WorkScreen


async def test_leaving_while_the_code_book_is_built_ends_at_once(clinic: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    async with Station(clinic, home, "ann", (120, 40)) as station:
        await station.see("Code book:")
        await station.press("q")
        assert station.app.return_code == 0
    assert station.app.trouble is None
    assert not is_built(home / "cache", site=home / "data" / "codesets")


async def test_ones_own_rows_stand_there_while_the_store_opens(clinic: Path, home: Path) -> None:
    settings = replace(load(db=str(clinic), environ={"TUI_CODER_HOME": str(home)}), acting_as="ann")
    before = open_house(settings)
    expected = claiming.claim_next(before.desk).account
    before.close()
    seen: list[str] = []

    def house() -> House:
        row = app.screen.query_one(WorkTable).cursor_row if isinstance(app.screen, FirstRowsScreen) else None
        seen.append(row.account if row else "nothing")
        return open_house(settings)

    app = Workstation(house, first_rows=lambda: my_work(settings))
    async with app.run_test(size=(120, 40)) as pilot, asyncio.timeout(20):
        while not isinstance(app.screen, WorkScreen):
            await pilot.pause(0.01)
        assert isinstance(app.screen, QueueScreen)
        assert len(app.screen_stack) == 2
    assert seen == [expected]


async def test_keys_typed_before_the_first_frame_act_once_the_queue_is_open(clinic: Path, home: Path) -> None:
    station = Station(clinic, home, "ann")
    station.press_without_waiting("g", "t")
    async with station:
        assert isinstance(station.screen, TeamScreen)
