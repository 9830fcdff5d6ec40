"""The workbench on screen: reading, coding, what is kept, and what happens when somebody else was faster."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import events
from textual.widgets import TextArea

from tests.app.station import Station
from tui_coder.domain.typed_line import parse_typed
from tui_coder.services import assigning, coding
from tui_coder.services import chart as charts
from tui_coder.ui.screens.workbench import WorkbenchScreen

Open = Callable[..., Station]


def bench(station: Station) -> WorkbenchScreen:
    screen = station.screen
    assert isinstance(screen, WorkbenchScreen)
    return screen


def codes(station: Station) -> list[str]:
    chart = bench(station).chart
    assert chart is not None
    return [each.printed for each in chart.codes]


async def test_the_banner_says_who_the_patient_is_and_never_scrolls(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "G")
        banner = station.text.splitlines()[0]
        for word in ("Okafor, Ada", "F 67 (1959-03-02)", "MRN M0", "A1", "professional 2026-08-10", "Medicare"):
            assert word in banner


async def test_a_typed_line_posts_code_modifier_units_and_pointers(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "c")
        for line in ("I10", "E11.9", "G0463-25 x2 @AB"):
            await station.type(line)
            await station.press("enter")
        assert codes(station) == ["I10", "E11.9", "G0463"]
        chart = bench(station).chart
        assert chart is not None
        line = chart.codes[2]
        assert (line.modifiers, line.units, line.pointers) == (("25",), 2, "AB")
        assert bench(station).line.input.value == ""
        assert station.app.focused is bench(station).line.input


async def test_what_was_wrong_with_a_line_goes_at_the_next_key(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "c")
        for wrong, key in (("zz9 qqq", "backspace"), ("zz9 qqqq", "left")):
            await station.type(wrong)
            await station.press("enter")
            assert "is not understood here" in station.said
            await station.press(key)
            assert station.said == ""
            bench(station).line.clear()


async def test_it_goes_too_when_words_are_pasted_behind_it(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "c")
        await station.type("zz9 qqq")
        await station.press("enter")
        assert "is not understood here" in station.said
        station.app.post_message(events.Paste(" x2"))
        await station.see("zz9 qqq x2")
        await station.rest()
        assert station.said == ""


async def test_words_in_any_order_and_typos_find_the_code(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "c")
        await station.type("hypertenshun")
        await station.see("I10")
        await station.press("enter")
        assert codes(station) == ["I10"]


async def test_what_is_no_code_is_said_and_stays_on_the_line(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "c")
        await station.type("zzqx")
        await station.press("enter")
        assert codes(station) == []
        assert bench(station).line.input.value == "zzqx"
        assert station.said.startswith("! ")


async def test_the_role_keys_and_undo_and_redo(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "c")
        for line in ("I10", "E119"):
            await station.type(line)
            await station.press("enter")
        await station.press("escape", "P")
        assert codes(station) == ["E11.9", "I10"]
        await station.press("u")
        assert codes(station) == ["I10", "E11.9"]
        await station.press("U")
        assert codes(station) == ["E11.9", "I10"]
        await station.press("x")
        assert codes(station) == ["I10"]
        await station.press("u", "u", "u", "u")
        assert codes(station) == []
        await station.press("u")
        assert "nothing to undo" in station.said.lower()


async def test_amend_changes_the_line_it_shows(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "c")
        for line in ("I10", "G0463 @A"):
            await station.type(line)
            await station.press("enter")
        await station.press("escape", "i")
        assert bench(station).line.input.value.startswith("G0463")
        await station.type(" -25")
        await station.press("enter")
        chart = bench(station).chart
        assert chart is not None
        assert chart.codes[1].modifiers == ("25",)
        assert len(chart.codes) == 2


async def test_marked_words_become_the_evidence_of_the_next_code(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "j", "v", "c")
        await station.type("I10")
        await station.press("enter")
        chart = bench(station).chart
        assert chart is not None
        (span,) = chart.codes[0].evidence
        words = chart.documents[0].text[span.start : span.end]
        assert words == "Here for blood pressure. Known essential hypertension."
        await station.press("escape", "G", "e")
        assert "I10 stands on line 2" in station.said


def words_of(station: Station, code: int = -1) -> list[str]:
    chart = bench(station).chart
    assert chart is not None
    texts = {each.id: each.text for each in chart.documents}
    return [texts[span.document_id][span.start : span.end] for span in chart.codes[code].evidence]


async def test_one_key_posts_with_the_words_at_the_cursor(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "j", *["right"] * 6, "v", "right", "c")
        await station.type("I10")
        await station.press("ctrl+e")
        assert words_of(station) == ["essential hypertension"]
        await station.type("e119")
        await station.press("enter")
        assert words_of(station) == [], "what is marked goes with one code"
        await station.press("escape", "j", "j", "j", "c")
        await station.type("e785")
        await station.press("ctrl+e")
        assert words_of(station) == ["Essential hypertension, controlled on lisinopril."]


async def test_a_key_goes_through_the_words_behind_a_code_and_back(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "j", "c")
        await station.type("I10")
        await station.press("ctrl+e", "escape", "j", "j", "j", "a", "home", "e")
        assert "line 2; e shows 1 more place" in station.said
        await station.press("e")
        assert "line 5; e goes back" in station.said
        await station.press("e")
        assert bench(station).view.cursor_line == 0
        await station.press("c")
        await station.type("e119")
        await station.press("ctrl+e", "escape", "e", "K", "e")
        assert "I10 stands on line 2" in station.said, "another code's words, not back"
        await station.press("e", "e")
        assert bench(station).view.cursor_line == 0


async def test_a_code_posted_on_a_stale_screen_is_refused_and_the_new_state_shown(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n")
        item = bench(station).item_id
        lead = station.another_house("lena")
        assigning.give(lead.desk, [item], "bob")
        lead.close()
        await station.press("c")
        await station.type("I10")
        await station.press("enter")
        assert "bob" in station.said
        await station.see("A1 is", "bob")
        house = station.another_house("bob")
        assert charts.look_again(house.desk, item).codes == ()
        house.close()


async def test_submit_on_a_stale_screen_says_who_changed_it(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "c")
        await station.type("I10")
        await station.press("enter", "escape")
        item = bench(station).item_id
        elsewhere = station.another_house("ann")
        coding.post(elsewhere.desk, elsewhere.books, item, parse_typed("E11.9"))
        elsewhere.close()
        await station.press("s")
        assert "changed" in station.said
        await station.see("E11.9")
        assert isinstance(station.screen, WorkbenchScreen)


async def test_a_resize_keeps_place_words_and_codes(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "j", "j", "c")
        await station.type("diab")
        await station.resize(80, 24)
        await station.resize(50, 12)
        await station.resize(120, 40)
        assert bench(station).line.input.value == "diab"
        assert station.app.focused is bench(station).line.input
        assert bench(station).view.cursor_offset > 0


async def test_half_a_line_and_the_place_are_there_when_the_chart_is_opened_again(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "j", "j", "c")
        await station.type("diab")
        await station.press("escape", "escape", "1", "enter")
        await station.until(lambda: bench(station).line.input.value == "diab", "the half-typed line")
        assert bench(station).view.cursor_offset > 0


async def test_the_place_is_kept_though_a_search_goes_on(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "/")
        await station.type("hypertension")
        await station.press("enter", "G")
        last = bench(station).view.cursor_line
        await station.press("q", "1", "enter")
        await station.until(lambda: bench(station).view.cursor_line == last, "the line, not a hit")
        await station.press("n")
        assert "hit 1 of" in station.said


async def test_leaving_at_once_keeps_the_last_letters(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "j", "c")
        await station.type("hypo")
        await station.press("escape", "q", "1", "enter")
        await station.until(lambda: bench(station).line.input.value == "hypo", "the half-typed line")
        assert bench(station).view.cursor_line == 1


async def test_search_goes_through_all_documents_and_says_how_many(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "/")
        await station.type("hypertension")
        await station.press("enter")
        assert station.said == "2 here, 2 in 1 document: n next, N before."


async def test_disputes_notes_and_history_belong_to_the_item(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "t")
        await station.type("asked about the stage")
        await station.press("escape")
        assert "note is saved" in station.said
        await station.press("d", "c")
        await station.type("no stage given")
        await station.press("enter")
        assert "flagged as disputed" in station.said
        await station.press("L")
        await station.until(lambda: "History of A1" in station.text, "the history")
        assert "no stage given" in station.text or "dispute" in station.text


async def test_a_note_that_is_saved_is_no_draft_again_when_its_last_letter_is_told_late(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "t")
        await station.type("asked about the stage")
        area = station.app.screen.query_one(TextArea)
        writes = station.app.errands.write

        async def late(*asked: Any) -> Any:
            if asked[0] is charts.save_note:
                area.screen.post_message(TextArea.Changed(area))
                await station.until(lambda: not area.screen._message_queue.qsize(), "it is heard")
            return await writes(*asked)

        station.app.errands.write = late  # type: ignore[method-assign]
        await station.press("escape")
        assert "note is saved" in station.said
        assert station.app.hand.now.note is None


async def test_an_auditor_reads_and_cannot_code(open_station: Open) -> None:
    async with open_station("omar") as station:
        await station.press("2", "enter")
        assert "you are reading it" in station.said
        await station.press("s")
        assert station.said.startswith("! ")
        assert isinstance(station.screen, WorkbenchScreen)


async def test_80_by_24_shows_chart_or_codes(open_station: Open) -> None:
    async with open_station("ann", (80, 24)) as station:
        await station.press("n")
        await station.see("Known essential hypertension", "Okafor, Ada", "A1 is in work with you", "attending")
        await station.press("c")
        await station.type("I10")
        await station.press("enter", "escape", "tab")
        await station.see("I10", "Essential (primary) hypertension")
        await station.press("tab")
        await station.see("Known essential hypertension")
        assert all(len(line) <= 80 for line in station.text.splitlines())


async def test_tab_gives_the_chart_the_whole_width_and_c_brings_the_codes_back(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n")
        await station.see("Diagnoses")
        await station.press("tab")
        assert "Diagnoses" not in station.text
        await station.press("c")
        await station.see("Diagnoses", "code:")
