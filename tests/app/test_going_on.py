"""A session that was cut off is gone on with exactly where it stopped: chart, line, question and half-typed words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from tests.app.station import Station
from tui_coder.domain.roles import Role
from tui_coder.services import assigning, people, stopping
from tui_coder.ui.widgets.ask_lines import LineInput
from tui_coder.ui.workbench.open_chart import OpenChart

Open = Callable[..., Station]


def line_of(station: Station) -> str:
    return station.app.screen.query_one(LineInput).value


async def take_the_first_chart(station: Station) -> None:
    await station.press("n")
    await station.see("Okafor, Ada")


async def on_a_question(station: Station, prompt: str) -> None:
    await station.until(lambda: bool(station.app.screen.query(LineInput)), prompt)
    await station.see(prompt)


async def test_the_chart_the_line_and_half_a_code_are_there_with_one_key(open_station: Open) -> None:
    async with open_station() as station:
        await take_the_first_chart(station)
        await station.press("j", "j", "j", "c")
        await station.type("essential hyp")
    async with open_station() as station:
        await station.see("You stopped on A1", "c goes on exactly there")
        await station.press("c")
        await station.see("Okafor, Ada", "essential hyp")
        chart = station.screen
        assert isinstance(chart, OpenChart)
        assert chart.view.cursor_line == 3
        assert chart.line.input.has_focus


async def test_what_is_open_here_is_not_offered_in_another_window(open_station: Open) -> None:
    async with open_station() as station:
        await take_the_first_chart(station)
        await station.press("c")
        await station.type("essential hyp")
        await station.app.errands.write(station.app.keeping.save)
        other = station.another_house("ann")
        assert stopping.left_off(other.desk, stopping.new_session()) is None
        other.close()


async def test_who_leaves_from_the_queue_left_nothing_behind(open_station: Open) -> None:
    async with open_station() as station:
        await take_the_first_chart(station)
        await station.press("q")
        await station.see("Queue")
    async with open_station() as station:
        await station.until(lambda: station.app.looking_back.has_looked, "the look back")
        assert station.app.looking_back.left_off is None
        await station.press("c")
        assert "nothing to go on with" in station.said


async def test_where_one_stopped_is_still_known_after_the_store_was_away(open_station: Open, clinic: Path) -> None:
    async with open_station() as station:
        await take_the_first_chart(station)
    async with open_station() as station:
        await station.see("You stopped on A1")
        with sqlite3.connect(clinic) as raw:
            raw.execute("ALTER TABLE work_item RENAME TO away")
            raw.commit()
            await station.press("c")
            await station.see("could not take that")
            raw.execute("ALTER TABLE away RENAME TO work_item")
        await station.press("c")
        await station.see("Okafor, Ada")


async def test_tagged_rows_and_the_answers_given_are_taken_as_given(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("2")
        await station.press("space", "j", "space", "H")
        await station.type("bo")
        await station.press("enter")
        await on_a_question(station, "Summary")
        await station.type("two of the pool")
        await station.press("enter", "u")
        await on_a_question(station, "Action")
        await station.type("ring the lab @bo")
    async with open_station() as station:
        await station.see("in the middle of 'hand off'")
        await station.press("c")
        await on_a_question(station, "Action")
        assert line_of(station) == "ring the lab @bo"
        await station.type("b 14:00")
        await station.press("enter", "enter", "enter")
        await station.see("2 items handed to bob")
        assert station.app.looking_back.left_off is None


async def test_the_last_answer_is_asked_for_once_more(open_station: Open) -> None:
    """It may have set off what the command does, and nothing is done twice."""
    async with open_station() as station:
        await take_the_first_chart(station)
        await station.press("d")
        await station.press("c")
        await on_a_question(station, "Reason")
        await station.type("wrong date")
        station.app.hand.ask("workbench.dispute", {"code": None, "finding": None}, ({"key": "c"}, "wrong date"), None)
    async with open_station() as station:
        await station.see("in the middle of 'dispute'")
        await station.press("c")
        await on_a_question(station, "Reason")
        assert line_of(station) == "wrong date"
        await station.press("enter")
        await station.see("flagged as disputed")


async def test_words_for_a_chart_that_a_colleague_has_now_are_shown(open_station: Open) -> None:
    async with open_station() as station:
        await take_the_first_chart(station)
        await station.press("h", "u")
        await station.press("enter")
        await on_a_question(station, "Note")
        await station.type("waits for the signature")
    async with open_station() as station:
        await station.see("You stopped on A1")
        house = station.another_house("lena")
        assigning.give(house.desk, [1], "bob")
        house.close()
        await station.press("c")
        await station.see("waits for the signature")
        await station.press("escape")
        await station.until(lambda: station.app.looking_back.left_off is None, "it was taken up")


async def test_what_was_typed_for_a_command_that_failed_is_not_typed_again(open_station: Open) -> None:
    async with open_station() as station:
        lena = station.another_house("lena")
        await take_the_first_chart(station)
        await station.press("H")
        await station.type("bo")
        await station.press("enter")
        await on_a_question(station, "Summary")
        await station.type("half of it is coded")
        people.remove(lena.desk, "bob")
        await station.press("enter", "s", "enter", "enter")
        await station.see("no person of this store")
        people.add(lena.desk, "bob", Role.CODER)
        lena.close()
        await station.press("H")
        await on_a_question(station, "If")
        await station.press("enter")
        await station.see("1 item handed to bob")
        assert station.app.hand.now.point.answers == ()
