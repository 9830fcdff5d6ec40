"""The queue on screen: what a coder sees and does there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.app.station import Station
from tests.team import TODAY, Team
from tui_coder.domain.encounter import Setting
from tui_coder.services import assigning, claiming, queue

Open = Callable[..., Station]


async def test_header_rows_and_preview(open_station: Open) -> None:
    async with open_station() as station:
        await station.see("ann · coder · CPC", "clinic.db", "mine 0", "pool 6")
        assert "Nothing is assigned to you. n takes the next chart from the pool." in station.text
        await station.press("2")
        await station.see("Okafor, Ada", "6 items", "why here:")
        await station.press("p")
        assert "why here:" not in station.text


async def test_filter_narrows_as_typed_and_esc_clears_it(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("2", "/")
        await station.type("osei")
        await station.see("1 item", "Osei, Kofi")
        assert "Okafor" not in station.text
        await station.press("enter")
        assert "filter osei" in station.text
        await station.press("/", "escape")
        await station.see("6 items", "Okafor, Ada")


async def test_a_filter_without_rows_says_what_to_do(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("2", "/")
        await station.type("nobody")
        await station.see("No row here has the words 'nobody'")


async def test_sorting_keeps_the_row_under_the_cursor(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("2", "j", "j")
        await station.press("o", "p")
        await station.see("by patient")
        assert any(line.startswith("▸") and "Lindqvist" in line for line in station.text.splitlines())


async def test_n_says_nothing_left_only_when_it_is_true(open_station: Open) -> None:
    async with open_station() as station:
        for account in ("A1", "A2", "A3", "A4", "A5", "A6"):
            await station.press("n")
            await station.see(f"{account} is in work with you")
            await station.press("r")
            house = station.another_house("lena")
            assigning.give(house.desk, [queue.find(house.desk, account).id], "bob")
            house.close()
        await station.press("n")
        assert station.said.startswith("! Nothing left to take: the pool is empty")


async def test_a_key_that_cannot_act_says_why(open_station: Open) -> None:
    async with open_station("omar") as station:
        await station.press("n")
        assert station.said == "! omar is an auditor and does not take charts; Enter opens one to read."
        await station.press("u")
        assert "undo" in station.said


async def test_give_says_how_to_undo_and_u_undoes(open_station: Open) -> None:
    async with open_station("lena") as station:
        await station.press("2", "space", "space", "A")
        await station.type("bob")
        await station.press("enter")
        assert station.said == "2 items given to bob - u undoes"
        await station.see("pool 4")
        await station.press("u")
        await station.see("pool 6")
        assert "undone" in station.said


async def test_a_view_is_kept_under_a_name_and_found_again(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("2", "/")
        await station.type("medicare ada")
        await station.press("enter", "S")
        await station.type("ada's")
        await station.press("enter")
        assert "'ada's' is kept" in station.said
        await station.press("1")
        await station.see("0 items")
        await station.press("7", "1")
        await station.see("1 item", "Okafor, Ada")


async def test_hold_with_a_wake_date_and_off_again(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("2", "h", "q", "enter")
        await station.type("asked Dr Ash")
        await station.press("enter")
        assert "on hold (" in station.said
        await station.see("held 1", "pool 5")
        await station.press("4")
        await station.see("Okafor, Ada")
        await station.press("r")
        await station.see("held 0", "pool 6")


async def test_help_filters_as_typed(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("2", "?")
        await station.see("Tag or untag the row")
        await station.type("wake")
        await station.until(lambda: "on hold with a reason and a wake date" in station.text, "the hold key")
        assert "Tag or untag" not in station.text
        await station.press("escape")
        await station.see("Okafor, Ada", "pool 6")


async def test_the_whole_sentence_of_a_key_and_why_it_cannot_act_are_there_at_80_columns(open_station: Open) -> None:
    async with open_station("ann", (80, 24)) as station:
        await station.press("2", "?")
        await station.type("off hold, back")
        await station.see("W", "Take the item off hold, back to whose it was: a query was answered, or by")
        await station.see("hand. Not now: A1 is open; only an item on hold wakes.")


async def test_what_was_said_in_the_queue_is_gone_when_one_comes_back_from_a_chart(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("2", "w")
        assert station.said.startswith("A1: ")
        await station.press("enter", "escape")
        await station.see("Queue")
        assert station.said == ""


async def test_help_does_the_command_it_finds(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("2", "ctrl+p")
        await station.type("why here")
        await station.press("enter")
        assert station.said.startswith("A1: ")


async def test_80_by_24_shows_who_what_and_the_keys(open_station: Open) -> None:
    async with open_station("ann", (80, 24)) as station:
        await station.press("2")
        lines = station.text.splitlines()
        assert len(lines) == 24
        assert all(len(line) <= 80 for line in lines)
        for word in ("ann · coder", "pool 6", "Okafor, Ada", "n next", "? all keys"):
            assert word in station.text
        await station.resize(64, 24)
        assert "Queue  ann ·" in station.text.splitlines()[0], "gaps go before names"


async def test_days_are_whole_at_80_columns_and_of_a_long_stay_the_last_one_is(team: Team, home: Path) -> None:
    old, stay = date(2014, 12, 9), Setting.INPATIENT
    team.arrive("A1", service_from=old, service_to=old)
    team.arrive("A2", setting=stay, service_from=old, service_to=date(2014, 12, 12))
    team.arrive("A3", setting=stay, service_from=date(TODAY.year, 5, 30), service_to=date(TODAY.year, 6, 2))
    async with Station(team.address("ann"), home, "ann", (80, 24)) as station:
        await station.press("2")
        await station.see("2014-12-09 ", "–2014-12-12 ", "05-30–06-02 ")
        assert "…" not in "".join(station.text.splitlines()[2:6])
        await station.resize(120, 24)
        await station.see("2014-12-09–12 ")


async def test_why_a_row_is_here_says_at_80_columns_how_it_is_read_whole(team: Team, home: Path) -> None:
    (item,) = team.arrive("A1", priority=9)
    long = "the clinic sends its addendum today, so look for the new version of the note before you code it at all"
    assigning.give(team.lena, [item], "ann", long)
    async with Station(team.address("ann"), home, "ann", (80, 24)) as station:
        await station.see("why here: from lena: the clinic", "… w: all of it")
        assert all(len(line) <= 80 for line in station.text.splitlines())
        await station.press("w")
        told = " ".join(" ".join(station.text.splitlines()[-6:]).split())
        assert "at all" in told and "n serves it to you only" in told and "…" not in told.partition("! A1")[2]


async def test_what_a_colleague_does_shows_itself_and_the_cursor_stays(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("2", "j", "j")
        bob = station.another_house("bob")
        claiming.claim_next(bob.desk)
        bob.close()
        await station.see("pool 5")
        await station.until(lambda: "Okafor" not in station.text, "a list without the chart that Bob took")
        assert any(row.startswith("▸") and "Lindqvist" in row for row in station.text.splitlines())


async def test_a_skipped_chart_asks_why_and_the_next_one_opens(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n")
        await station.see("A1 is in work with you")
        await station.press("z")
        await station.see("Skip A1", "outside what I code")
        await station.press("f")
        await station.see("A2 is in work with you")
        assert station.said == "A1 skipped (outside what I code)."
        await station.press("q", "2", "z", "o")
        await station.type("her sister")
        await station.press("enter")
        assert station.said == "A1 skipped (her sister): n does not serve it to you again today."
        await station.see("you skipped it today: n serves it to you tomorrow")
    async with open_station("lena") as station:
        await station.press("g", "t")
        await station.see("Skips")
        assert next(line for line in station.text.splitlines() if " ann " in line).rstrip().endswith("2")


async def test_a_chart_that_was_passed_on_says_from_whom_and_why(open_station: Open) -> None:
    async with open_station() as station:
        house = station.another_house("lena")
        assigning.give(house.desk, [queue.find(house.desk, "A3").id], "ann", "bob is away")
        house.close()
        await station.press("1")
        await station.see("why here: from lena: bob is away, no due date")
        await station.press("enter")
        await station.see("A3 is in work with you   ◂ from lena: bob is away")
        assert station.said == "This chart came from lena: bob is away."
        await station.press("L")
        await station.see("lena         given (ann, bob is away)")


async def test_what_wakes_says_why_and_goes_back_to_whoever_held_it(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("2", "W")
        assert station.said == "! A1 is open; only an item on hold wakes."
        await station.press("h", "q", "enter")
        await station.type("stage of the kidney disease?")
        await station.press("enter", "4", "W", "q")
        await station.type("stage 3b")
        await station.press("enter")
        assert station.said == "A1 off hold - u undoes"
        await station.press("1")
        await station.see("◂ A1", "why here: back from hold: the query was answered (stage 3b), no due date")
