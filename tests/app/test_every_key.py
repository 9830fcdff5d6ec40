"""Every key, anywhere, in any order: the workstation does something sensible or says why not."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.app.station import Station
from tui_coder.services.upkeep import check_store
from tui_coder.settings import load
from tui_coder.ui.app import Workstation
from tui_coder.ui.code_entry import CodeEntryScreen
from tui_coder.ui.code_index import IndexInput
from tui_coder.ui.commands import COMMANDS, LIVE_TOGETHER, Command, of_scope
from tui_coder.ui.screens.disputes import DisputesScreen
from tui_coder.ui.screens.glass import GlassScreen
from tui_coder.ui.screens.handoffs import HandOffsScreen
from tui_coder.ui.screens.queue import QueueScreen
from tui_coder.ui.screens.team import TeamScreen
from tui_coder.ui.screens.workbench import WorkbenchScreen
from tui_coder.ui.widgets.assignment_list import FindingsList
from tui_coder.ui.widgets.chart_view import ChartView
from tui_coder.ui.widgets.code_line import CodeInput
from tui_coder.ui.widgets.work_table import WorkTable

OWNERS: dict[str, type] = {
    "app": Workstation, "table": WorkTable, "queue": QueueScreen, "workbench": WorkbenchScreen, "chart": ChartView,
    "codeline": CodeInput, "findings": FindingsList, "disputes": DisputesScreen, "handoffs": HandOffsScreen,
    "team": TeamScreen, "glass": GlassScreen, "entry": CodeEntryScreen, "index": IndexInput,
}  # fmt: skip

SIZES = ((120, 40), (80, 24), (200, 60), (40, 12), (20, 5))
ALL_KEYS = sorted({key for command in COMMANDS for key in command.keys} - {"q"})
LETTERS = [*"ie10gbo", "space", "left", "backspace", "ctrl+w", "home"]
ON_AND_ON = ["n", "c", "enter", "enter", "escape", "escape"]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_each_command_is_done_by_the_owner_of_its_scope(command: Command) -> None:
    assert callable(getattr(OWNERS[command.scope], f"action_{command.action}"))


@pytest.mark.parametrize("scopes", LIVE_TOGETHER, ids=" ".join)
def test_no_key_means_two_things_at_once(scopes: tuple[str, ...]) -> None:
    keys = [key for scope in scopes for command in of_scope(scope) for key in command.keys]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize(("person", "seed"), [("ann", 11), ("lena", 12), ("omar", 13), ("ann", 14)])
async def test_random_keys_stop_nothing_and_leave_a_sound_store(
    open_station: Callable[..., Station], person: str, seed: int
) -> None:
    chance = random.Random(seed)
    async with open_station(person, chance.choice(SIZES[:2])) as station:
        for _ in range(90):
            kind = chance.random()
            key = chance.choice(ALL_KEYS if kind < 0.75 else LETTERS if kind < 0.9 else ON_AND_ON)
            await (station.press(key) if chance.random() < 0.5 else station.press_ahead(key))
            if chance.random() < 0.02:
                await station.resize(*chance.choice(SIZES))
            assert station.app.trouble is None
    checks = check_store(load(db=str(station.store), environ={}))
    assert checks
    assert [each for each in checks if not each.ok] == []
