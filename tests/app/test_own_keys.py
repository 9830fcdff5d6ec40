"""A key that a person has given to a command is that command's, in a line that is typed in too."""

from __future__ import annotations

from collections.abc import Callable

from tests.app.station import Station
from tui_coder.ui.widgets.text_line import TextLine

Open = Callable[..., Station]


async def test_a_key_of_one_s_own_goes_before_what_it_does_to_a_line(open_station: Open) -> None:
    async with open_station(keys={"codeline.hit_down": "ctrl+k"}) as station:
        await station.press("n")
        await station.see("Okafor, Ada")
        await station.press("c")
        await station.type("essential hyp")
        line = station.app.screen.query_one(TextLine)
        await station.press("home", "ctrl+k")
        assert line.value == "essential hyp"
        await station.press("delete")
        assert line.value == "ssential hyp"
