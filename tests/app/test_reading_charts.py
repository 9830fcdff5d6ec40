"""Reading several documents: the hit list, comparing, and evidence when a new version arrives."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from tests.app.station import Station
from tui_coder.domain.intake import IncomingDocument
from tui_coder.ui.paper import PaperScreen
from tui_coder.ui.screens.workbench import WorkbenchScreen
from tui_coder.ui.widgets.chart_view import ChartView

Open = Callable[..., Station]
SECOND = "OPERATIVE NOTE\nKnown essential hypertension.\nNothing else of note."


def bench(station: Station) -> WorkbenchScreen:
    return next(each for each in station.app.screen_stack if isinstance(each, WorkbenchScreen))


def arrive(station: Station, name: str, text: str, version: int = 1) -> None:
    """A document of the open chart, or a new version of one, comes in beside the screen."""
    desk = station.app.at_work.desk
    with desk.writing() as unit:
        unit.encounters.add_document(
            unit.items.encounter_id(bench(station).item_id),
            IncomingDocument(
                name=name, title=name, type="note", text=text, sha256=hashlib.sha256(text.encode()).hexdigest()
            ),
            version,
        )  # fmt: skip


async def reopen(station: Station) -> None:
    await station.press("q", "enter")


async def test_hits_of_all_documents_are_listed_and_one_key_jumps(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n")
        await station.press("apostrophe")
        assert "Nothing was searched for" in station.said
        arrive(station, "op.txt", SECOND)
        await reopen(station)
        await station.press("slash")
        await station.type("hypertension")
        await station.press("enter", "apostrophe")
        await station.see("op.txt 2: ")
        await station.press("escape", "slash")
        await station.type("nothing else")
        await station.press("enter", "home", "left_square_bracket", "apostrophe", "1")
        await station.until(lambda: bench(station).document.name == "op.txt", "the other document")
        assert bench(station).view.cursor_line == 2


async def test_a_long_hit_list_is_walked_and_shown_whole(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n")
        arrive(station, "long.txt", "\n".join(f"{n}. Cough reviewed." for n in range(1, 61)))
        await reopen(station)
        await station.press("slash")
        await station.type("cough")
        await station.press("enter", "apostrophe")
        await station.see("'cough': 60 places", "long.txt 1: ", "Enter goes there")
        await station.press("G", "enter")
        await station.until(lambda: bench(station).view.cursor_line == 59, "the last place")
        assert bench(station).document.name == "long.txt"


async def test_a_document_is_compared_with_its_earlier_version(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "equals_sign")
        assert "no other document" in station.said
        old = bench(station).document
        arrive(station, old.name, old.text.replace("lisinopril", "losartan"), 2)
        await reopen(station)
        await station.press("equals_sign")
        await station.until(lambda: isinstance(station.app.screen, PaperScreen), "the comparison")
        shown = station.app.screen.query_one(ChartView).text.splitlines()
        assert "- Essential hypertension, controlled on lisinopril." in shown
        assert "+ Essential hypertension, controlled on losartan." in shown


async def test_a_code_tells_that_the_words_behind_it_changed(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "j", "v", "c")
        await station.type("i10")
        await station.press("enter", "escape")
        old = bench(station).document
        arrive(station, old.name, f"ADDENDUM\n{old.text}", 2)
        await reopen(station)
        await station.see("¶1 new version")
        await station.press("e")
        assert "of the new version" in station.said
        await station.press("e", "E")
        await station.until(lambda: "new version" not in station.text.replace("to the new version", ""), "carried over")
        arrive(station, old.name, "Seen for a cold.", 3)
        await reopen(station)
        await station.see("¶1 changed!")
        assert "no longer stand" in station.said


async def test_a_line_is_bookmarked_found_again_and_let_go(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "j", "j", "j", "B")
        await station.type("ask about this")
        await station.press("enter")
        await station.until(lambda: "Q lists" in station.said, "bookmarked")
        await reopen(station)
        await station.press("home", "Q", "1")
        await station.until(lambda: bench(station).view.cursor_line == 3, "the bookmarked line")
        await station.press("B", "enter")
        await station.until(lambda: "is gone" in station.said, "let go")
        await station.press("Q")
        assert "No line of this chart" in station.said


async def test_a_search_is_kept_for_every_chart(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "F")
        assert "No search is kept" in station.said
        await station.press("slash")
        await station.type("hypertension")
        await station.press("enter", "F", "+")
        await station.until(lambda: "is kept" in station.said, "kept")
        station.app.search_term = ""
        await station.press("F", "1")
        await station.until(lambda: station.app.search_term == "hypertension", "searched for again")
        await station.press("F", "-")
        await station.until(lambda: "no longer kept" in station.said, "forgotten")


async def test_the_search_goes_on_in_the_next_session(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "slash")
        await station.type("lisinopril")
        await station.press("enter")
        await station.until(lambda: "1 here" in station.said, "found")
    async with open_station() as station:
        await station.press("1", "enter")
        await station.until(lambda: station.app.search_term == "lisinopril", "remembered")
        await station.press("n")
        assert "hit 1 of 1" in station.said


async def test_a_document_that_arrives_is_told_and_shown_when_asked(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "j")
        before = bench(station).document
        arrive(station, "op.txt", SECOND)
        bench(station).refresh_from_store()
        await station.until(lambda: "Arrived for this chart: op.txt v1" in station.said, "told")
        await station.see("+1 arrived: W")
        assert bench(station).document == before, "nothing is shown unasked"
        assert bench(station).view.cursor_line == 1
        await station.press("W")
        await station.until(lambda: bench(station).document.name == "op.txt", "shown")
        assert "arrived: W" not in station.text


async def test_a_new_version_leaves_what_is_read_and_marks_the_code_whose_words_it_lost(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "j", "v", "c")
        await station.type("i10")
        await station.press("enter", "escape")
        old = bench(station).document
        arrive(station, old.name, "Seen for a cold.", 2)
        bench(station).refresh_from_store()
        await station.until(lambda: "The words behind I10 no longer stand there" in station.said, "told")
        await station.see("¶1 changed!")
        assert bench(station).document == old and bench(station).view.text == old.text
        await station.press("W")
        await station.until(lambda: bench(station).view.text == "Seen for a cold.", "the new version")
        await station.press("right_square_bracket")
        assert bench(station).view.text == old.text, "the old one stays as long as a code has its words there"


async def test_words_carried_to_a_version_that_arrived_show_it(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "j", "v", "c")
        await station.type("i10")
        await station.press("enter", "escape")
        old = bench(station).document
        arrive(station, old.name, f"ADDENDUM\n{old.text}", 2)
        bench(station).refresh_from_store()
        await station.see("¶1 new version", "+1 arrived: W")
        await station.press("E", "e")
        await station.until(lambda: bench(station).document.version == 2, "the version the words stand in")
        assert bench(station).view.cursor_line == 2
        assert "arrived: W" not in station.text
