"""Disputes, hand-offs, team and code book on screen: what passes between people."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.app.station import Station
from tui_coder.domain.assignment import Evidence
from tui_coder.domain.dispute import DisputeKind
from tui_coder.domain.handoff import Illness
from tui_coder.services import assigning, claiming, coding, disputes, handoffs, intake, people, queue
from tui_coder.services import chart as charts
from tui_coder.ui.keeping import KEEP_EVERY
from tui_coder.ui.widgets.ask_lines import LineInput
from tui_coder.ui.widgets.work_table import WorkTable

Open = Callable[..., Station]


def disputed(station: Station, account: str = "A1", owner: str = "lena", code: str = "") -> None:
    """Ann has flagged an item."""
    house = station.another_house("ann")
    item = queue.find(house.desk, account).id
    disputes.raise_flag(house.desk, item, DisputeKind.CODING, "the note names no stage", owner=owner, code=code)
    house.close()


def handed(station: Station, *accounts: str) -> None:
    """Bob has handed items to Ann."""
    handed_by(station, "bob", "ann", *accounts)


def handed_by(station: Station, sender: str, receiver: str, *accounts: str) -> None:
    house = station.another_house(sender)
    items = [queue.find(house.desk, account).id for account in accounts]
    handoffs.write(house.desk, receiver, items, "two clinic charts, one query open", Illness.WATCHER, [], [])
    house.close()


async def test_a_dispute_goes_from_open_to_resolved_each_step_signed(open_station: Open) -> None:
    async with open_station("lena") as station:
        disputed(station)
        await station.press("g", "d")
        await station.see("A1", "coding", "ann", "lena", "the note names no stage")
        await station.press("t")
        assert station.said == "A1: you have taken it under review."
        assert "t take up" not in station.text.splitlines()[-1]
        await station.press("t")
        assert station.said == "! This dispute is under review already; it is lena's."
        await station.press("H")
        await station.type("query answered: stage 3b")
        await station.press("enter")
        assert "signed by lena" in station.said
        await station.see("No open disputes")
        await station.press("c")
        await station.see("upheld", "query answered: stage 3b")
        await station.press("O")
        assert "it is closed" in station.said


async def test_a_dispute_is_given_to_another_owner(open_station: Open) -> None:
    async with open_station("lena") as station:
        disputed(station)
        await station.press("g", "d", "A")
        await station.type("omar")
        await station.press("enter")
        assert "omar's now" in station.said


def coded(station: Station, account: str = "A1") -> None:
    """Ann has coded an item with words of its second line behind the code."""
    house = station.another_house("ann")
    item = claiming.claim(house.desk, queue.find(house.desk, account).id)
    house.books.prepare()
    (document,) = charts.open_chart(house.desk, item.id).documents
    start = document.text.index("essential hypertension")
    words = Evidence(document.id, start, start + len("essential hypertension"))
    coding.post(house.desk, house.books, item.id, "I10", evidence=[words])
    coding.post(house.desk, house.books, item.id, "E11.9")
    house.close()


async def test_a_disputed_code_leads_to_the_words_behind_it(open_station: Open) -> None:
    async with open_station("lena") as station:
        coded(station)
        disputed(station, code="I10")
        await station.press("g", "d")
        await station.see("I10 ¶ A1 line 2")
        assert "essential hypertension" not in station.text, "a list shows no words of a chart"
        await station.press("enter")
        await station.until(lambda: "I10 stands on line 2" in station.said, "the words")


async def test_a_hand_off_says_what_is_coded_and_with_what_behind_it(open_station: Open) -> None:
    async with open_station("ann") as station:
        coded(station)
        handed_by(station, "ann", "bob", "A1")
        await station.press("g", "h")
        await station.see("Codes     A1  I10 ¶1, E11.9 -")


async def test_enter_opens_the_disputed_chart(open_station: Open) -> None:
    async with open_station("lena") as station:
        disputed(station)
        await station.press("g", "d", "enter")
        await station.see("Okafor, Ada", "Known essential hypertension", "⚑")


async def test_an_open_hand_off_stands_in_the_header_until_read_back(open_station: Open) -> None:
    async with open_station("ann") as station:
        handed(station, "A1", "A2")
        await station.press("g", "q", "1")
        await station.see("hand-offs 1 ◂", "mine 2")
        await station.press("g", "h")
        await station.see("two clinic charts", "Waiting for you", "Enter accept")
        await station.press("enter")
        await station.type("I take both")
        await station.press("enter")
        assert station.said.startswith("Accepted: 2 items from bob")
        await station.see("I take both")
        await station.press("q")
        await station.until(lambda: "hand-offs" not in station.text.splitlines()[0], "a header without hand-offs")


async def test_only_the_receiver_reads_a_hand_off_back(open_station: Open) -> None:
    async with open_station("lena") as station:
        handed(station, "A1")
        await station.press("g", "h", "a")
        assert station.said == "! It is for ann; only ann can read it back."
        assert "Enter accept" not in station.text


async def test_a_shift_s_hand_off_is_drafted_edited_and_sent(open_station: Open) -> None:
    async with open_station("ann") as station:
        await station.press("n")
        await station.see("A1 is in work with you")
        await station.press("h", "q", "enter")
        await station.type("which stage?")
        await station.press("enter", "g", "h", "w")
        await station.type("bo")
        await station.press("enter")
        await station.see("To: bob", "Severity: watcher", "Summary: 1 waiting for a query.", "Items: A1")
        await station.see("Do: ask after the query on A1 (which stage?) @receiver", "Ctrl+F sends it")
        await station.type(" Dr Ash is in on Monday.")
        await station.press("escape")
        assert station.said == "Kept, not sent: w goes on with it."
        await station.press("w", "g")
        await station.see("1 waiting for a query. Dr Ash is in on Monday.")
        await station.press("home", "x", "ctrl+f")
        await station.see("! Line 3: it begins with none of To:")
        await station.press("backspace", "ctrl+f")
        assert station.said == "1 item handed to bob; open until bob reads it back."
        await station.see("@bob by", "the query on A1 is answered")


async def with_a_form(station: Station) -> None:
    """Ann's hand-off of A1 to Bob is drafted and on the screen."""
    await station.press("n", "g", "h", "w")
    await station.type("bo")
    await station.press("enter")
    await station.see("To: bob", "Items: A1")


async def test_esc_on_the_first_action_leaves_the_whole_hand_off(open_station: Open) -> None:
    async with open_station("ann") as station:
        await station.press("n", "H")
        await station.type("bo")
        await station.press("enter")
        await station.type("labs pending")
        await station.press("enter", "s")
        await station.see("Action")
        await station.press("escape")
        assert not station.app.screen.query(LineInput)
        assert handoffs.all_hand_offs(station.app.at_work.desk) == ()


async def test_a_form_that_is_being_sent_is_no_draft_again(open_station: Open) -> None:
    async with open_station("ann") as station:
        await with_a_form(station)
        app, free, time_is_up = station.app, threading.Event(), asyncio.Event()
        slow = asyncio.ensure_future(app.errands.write(free.wait))
        station.press_without_waiting("!", "ctrl+f")
        app.set_timer(KEEP_EVERY * 1.5, time_is_up.set)  # the letter is due to be kept while it is sent
        await time_is_up.wait()
        free.set()
        await slow
        await station.rest()
        assert station.said == "1 item handed to bob; open until bob reads it back."
        assert await app.errands.write(handoffs.begun, app.at_work.desk) == ""
        (entry,) = handoffs.all_hand_offs(app.at_work.desk)
        assert entry.summary.endswith("!")


async def test_the_last_words_of_a_form_are_kept_when_the_line_drops(open_station: Open) -> None:
    async with open_station("ann") as station:
        await with_a_form(station)
        await station.type("Dr Ash is in.")
        station.app.keeping.save()  # as the guard does
        assert "Dr Ash is in." in handoffs.begun(station.app.at_work.desk)


async def test_an_emptied_form_is_not_said_to_be_kept(open_station: Open) -> None:
    async with open_station("ann") as station:
        await with_a_form(station)
        await station.press("f7", "delete", "escape")
        assert station.said == "Nothing is kept of an empty form."
        assert handoffs.begun(station.app.at_work.desk) == ""


async def test_a_hand_off_nobody_reads_is_marked_for_leads(open_station: Open) -> None:
    async with open_station("lena") as station:
        handed(station, "A1")
        desk = station.app.at_work.desk
        late = replace(desk, late_after=timedelta(0))
        station.app.house = replace(station.app.at_work, desk=late)
        await station.press("g", "h")
        await station.see("1 late ‼", "for 0 h now")
        await station.press("g", "t")
        await station.see("late hand-offs 1 ‼")
        await station.press("g", "q")
        await station.see("late hand-offs 1 ‼")


async def test_the_team_board_shows_load_and_opens_a_persons_work(open_station: Open) -> None:
    async with open_station("lena") as station:
        house = station.another_house("lena")
        assigning.give(house.desk, [queue.find(house.desk, account).id for account in ("A1", "A2", "A3")], "bob")
        house.close()
        await station.press("g", "t")
        await station.see("ann", "bob", "lena", "█")
        row = next(line for line in station.text.splitlines() if " bob " in line)
        assert " 3 " in row
        while not any(line.startswith("▸") and " bob " in line for line in station.text.splitlines()):
            await station.press("j")
        await station.press("enter")
        await station.see("3 items", "A1", "A2", "A3")


async def test_specialties_stand_on_the_board_and_beside_the_setting_of_the_chart_that_is_served(
    open_station: Open, tmp_path: Path
) -> None:
    charts = tmp_path / "more.csv"
    rows = [
        f"{account},professional,2026-08-10,9,2020-01-01,{kind}"
        for account, kind in (("O1", "Oncology"), ("H1", "Cardiology"))
    ]
    charts.write_text("\n".join(["account,setting,service_date,priority,due,specialty", *rows]), encoding="utf-8")
    async with open_station("ann") as station:
        await station.press("g", "t")
        await station.see("Role", "Minutes")
        assert "Specialt" not in station.text
        house = station.another_house("lena")
        intake.import_charts(house.desk, [charts])
        people.specialise(house.desk, "ann", ["cardiology"])
        house.close()
        await station.press("g", "q", "g", "t")
        await station.see("Specialt", "cardiol")
        await station.press("g", "q", "n")
        await station.see("H1", "professional cardiology 2026-08-10")


async def test_a_coder_sees_the_board_and_cannot_move_others_work(open_station: Open) -> None:
    async with open_station("ann") as station:
        await station.press("g", "t")
        await station.see("bob")
        await station.press("B")
        assert station.said.startswith("! ")
        assert "lead" in station.said


async def test_giving_all_of_a_person_and_undo(open_station: Open) -> None:
    async with open_station("lena") as station:
        house = station.another_house("lena")
        assigning.give(house.desk, [queue.find(house.desk, account).id for account in ("A1", "A2")], "ann")
        house.close()
        await station.press("g", "t")
        while not any(line.startswith("▸") and " ann " in line for line in station.text.splitlines()):
            await station.press("j")
        await station.press("A")
        await station.type("bob")
        await station.press("enter")
        await station.see("2 items move")
        await station.press("enter")
        assert station.said.startswith("2 items of ann moved to bob - u undoes")
        await station.press("u")
        assert station.said.startswith("Undone: 2 items")


async def test_the_pool_is_shared_out_by_number_and_percent_with_a_preview(open_station: Open) -> None:
    async with open_station("lena") as station:
        await station.press("2", "*", "A")
        await station.see("Give 6 items to", "10 ann, 30% bo, cy: why")
        await station.type("2 an")
        await station.press("space")
        await station.type("50%bo: month end")
        await station.press("enter")
        await station.see("5 items move", "+2", "+3", "→")
        await station.press("enter")
        assert station.said == "5 items given to ann, bob - u undoes"
        await station.see("1 item")
        await station.press("u")
        assert station.said.startswith("5 items undone: spread over ann, bob")
        await station.see("pool 6")


async def test_balancing_over_everyone_who_is_there_is_three_keys(open_station: Open) -> None:
    async with open_station("lena") as station:
        house = station.another_house("lena")
        assigning.give(house.desk, [queue.find(house.desk, account).id for account in ("A1", "A2", "A3")], "bob")
        house.close()
        await station.press("g", "t", "j", "B", "enter")
        await station.see("3 items move", "-3")
        await station.press("enter")
        assert station.said.startswith("3 items of bob moved to ann - u undoes")


async def test_a_preview_keeps_one_line_a_person_on_a_narrow_terminal(open_station: Open) -> None:
    async with open_station("lena", (80, 24)) as station:
        await station.press("2", "*", "A")
        await station.type("an, bo")
        await station.press("enter")
        await station.see("6 items move")
        lines = [line for line in station.text.splitlines() if "→" in line]
        assert len(lines) == 2
        assert all(line.rstrip().endswith("18 min") for line in lines)


async def test_news_leaves_cursor_and_tags_of_the_board_and_the_log_where_they_are(open_station: Open) -> None:
    async with open_station("lena") as station:
        handed(station, "A1")
        await station.press("g", "h")
        await station.see("▸  ○")
        house = station.another_house("bob")
        handoffs.write(house.desk, "ann", [queue.find(house.desk, "A2").id], "late", Illness.UNSTABLE)
        house.close()
        await station.see("2 hand-offs", "unstable", "▸  ○")
        first, second = (line for line in station.text.splitlines() if "○" in line)
        assert "unstable" in first and second.startswith("▸"), "the cursor stays on the entry it stood on"
        await station.press("g", "t", "space")
        assert station.screen.query_one(WorkTable).tagged == {"ann"}
        handed(station, "A3")
        await station.until(lambda: " 3 " in _row(station, "ann"), "three items of ann")
        assert station.screen.query_one(WorkTable).tagged == {"ann"}
        assert _row(station, "bob").startswith("▸")


def _row(station: Station, name: str) -> str:
    return next(line for line in station.text.splitlines() if f" {name} " in line)


async def test_an_absent_person_is_shown_and_offered_nothing(open_station: Open) -> None:
    async with open_station("lena") as station:
        await station.press("g", "t", "j", "a")
        await station.see("bob is back on")
        await station.type("9")
        await station.press("enter")
        assert station.said.startswith("bob is away until ")
        assert station.said.endswith("B spreads what they have.")
        assert "◌" in next(line for line in station.text.splitlines() if " bob " in line)
        await station.press("g", "q", "2", "A")
        await station.see("Ann Reyes")
        assert "Bob Tran" not in station.text
        await station.press("escape", "g", "t", "j", "a", "backspace", "enter")
        assert station.said == "bob is there."
    async with open_station("ann") as station:
        await station.press("g", "t", "j", "a")
        assert "may not say that others are away" in station.said
        await station.press("k", "a", "9", "enter")
        assert station.said.startswith("ann is away until ")
        assert station.said.endswith("no work is offered.")  # B is a lead's key


async def test_the_code_book_shows_an_entry_with_its_notes(open_station: Open) -> None:
    async with open_station("ann") as station:
        await station.press("g", "c")
        await station.type("e11.22")
        await station.see("E11.22", "diabetic chronic kidney disease", "Enter show", "Esc back")
        assert "post" not in station.text
        await station.press("ctrl+e")
        assert "needs an open chart" in station.said
        await station.press("enter")
        await station.until(lambda: "stage of chronic kidney disease" in station.text, "the use-additional note")
        await station.press("escape", "escape")
        await station.see("pool 6")
