"""The picker on screen: headers open, incomplete codes are completed, entries lead on, and one's own code book."""

from __future__ import annotations

from collections.abc import Callable

from tests.app.station import Station
from tui_coder.services import claiming, coding, own_codes
from tui_coder.ui.code_entry import CodeEntryScreen
from tui_coder.ui.screens.workbench import WorkbenchScreen

Open = Callable[..., Station]


def bench(station: Station) -> WorkbenchScreen:
    screen = next(each for each in station.app.screen_stack if isinstance(each, WorkbenchScreen))
    assert isinstance(screen, WorkbenchScreen)
    return screen


def codes(station: Station) -> list[str]:
    chart = bench(station).chart
    assert chart is not None
    return [each.printed for each in chart.codes]


def offered(station: Station) -> list[str]:
    return [each.printed for each in bench(station).line.offer_list.offers]


async def coding_line(station: Station, typed: str = "") -> None:
    await station.press("n", "c")
    await station.type(typed)


async def test_words_lead_to_the_complete_code(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station, "fem neck fx left, first visit")
        await station.press("enter")
        assert codes(station) == ["S72.002A"]


async def test_enter_on_a_header_opens_what_is_below_it_in_the_list_s_order(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station, "e11.2")
        bench(station).line.offer_list.step(
            [each.opens for each in bench(station).line.offer_list.offers].index("E11.2")
        )
        await station.press("enter")
        assert offered(station) == ["E11.21", "E11.22", "E11.29"]
        assert codes(station) == []
        await station.press("down", "enter")
        assert codes(station) == ["E11.22"]


async def test_a_missing_seventh_character_is_offered_with_its_meaning(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station, "s72.002")
        assert offered(station)[:4] == ["S72.002A", "S72.002B", "S72.002C", "S72.002D"]
        assert "… initial encounter for closed" in station.text
        await station.type("d")
        await station.press("enter")
        assert codes(station) == ["S72.002D"]


async def test_the_placeholder_is_filled_in(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station, "t36.0")
        bench(station).line.offer_list.step(
            [each.opens for each in bench(station).line.offer_list.offers].index("T36.0X1")
        )
        await station.press("enter")
        assert offered(station) == ["T36.0X1A", "T36.0X1D", "T36.0X1S"]


async def test_a_typed_incomplete_code_is_not_posted(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station, "s72.002 poa=Y")
        await station.press("enter")
        assert codes(station) == ["S72.002A"]
        assert all(len(code) == 8 for code in codes(station))


async def test_a_long_title_is_shown_whole_where_it_is_highlighted(open_station: Open) -> None:
    async with open_station("ann", (80, 24)) as station:
        await coding_line(station, "s72.002a")
        shown = " ".join(station.text.split())
        for word in ("Fracture", "unspecified", "neck", "left femur", "initial", "closed fracture"):
            assert word in shown


async def test_the_entry_names_codes_that_can_be_followed_and_taken(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station, "e11.22")
        await station.press("tab")
        await station.see("USE ADDITIONAL CODE", "→ N18.6")
        while not _on(station, "N1832"):
            await station.press("j")
        await station.press("enter")
        await station.see("N18.32  Chronic kidney disease, stage 3b", "CODE FIRST")
        assert "EXCLUDES" not in station.text.split("CODE FIRST")[0], "what must be coded with it stands first"
        await station.press("escape")
        await station.see("E11.22  Type 2 diabetes")
        assert _on(station, "N1832")
        await station.press("c")
        assert bench(station).line.input.value == "N18.32"
        await station.press("enter")
        assert codes(station) == ["N18.32"]


def _on(station: Station, code: str) -> bool:
    screen = station.screen
    assert isinstance(screen, CodeEntryScreen)
    return screen.link is not None and screen.link[1] == code


async def test_a_line_without_a_code_says_so(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station, "i10")
        await station.press("tab", "j", "enter")
        assert station.said == "! No code stands on this line."


async def test_a_favourite_carries_a_star_and_comes_first(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station, "hypertension")
        place = 4
        for _ in range(place):
            await station.press("down")
        wanted = offered(station)[place]
        await station.press("ctrl+o")
        assert f"{wanted} is a favourite" in station.said
        assert bench(station).line.offer_list.at == offered(station).index(wanted)
        await station.press("ctrl+u")
        await station.type("hypertension")
        assert offered(station).index(wanted) < place
        assert f"{wanted} ★" in " ".join(station.text.split())


async def test_letters_of_ones_own_find_the_code(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station, "hypertension")
        await station.press("ctrl+n")
        await station.type("qqbp")
        await station.press("enter")
        assert "'qqbp' finds I10" in station.said
        await station.press("enter")
        assert codes(station) == ["I10"]


async def test_letters_kept_for_a_code_find_it_where_they_stand_already(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station, "hypertension")
        await station.press("down", "down")
        wanted = offered(station)[2]
        await station.press("ctrl+n", "enter")
        assert f"'hypertension' finds {wanted} from now on" in station.said
        assert offered(station)[0] == wanted


async def test_who_takes_letters_back_sees_again_what_they_offered(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station, "hyp")
        before = offered(station)
        await station.type("ertensive kid")
        assert offered(station) != before
        await station.press_ahead(*["backspace"] * 13, "left", "right")
        assert bench(station).line.input.value == "hyp"
        assert offered(station) == before


async def test_a_code_set_is_kept_and_posted_on_the_next_chart(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station)
        for line in ("I10", "G0463-25"):
            await station.type(line)
            await station.press("enter")
        await station.press("escape", "C")
        await station.type("bp visit")
        await station.press("enter")
        assert "'bp visit' is kept" in station.said
        await station.press("q", "n", "ctrl+g", "1")
        assert codes(station) == ["I10", "G0463"]
        assert "set bp visit posted" in station.said
        await station.press("u")
        assert codes(station) == []


async def test_a_lead_keeps_a_set_for_the_team(open_station: Open) -> None:
    async with open_station("lena") as station:
        await coding_line(station, "I10")
        await station.press("enter", "escape", "C")
        await station.type("bp")
        await station.press("enter", "t")
        house = station.another_house("bob")
        try:
            assert [each.described for each in own_codes.code_sets(house.desk)] == ["bp (team): I10"]
        finally:
            house.close()


async def test_what_a_colleague_may_not_code_is_still_looked_up(open_station: Open) -> None:
    async with open_station("ann") as station:
        house = station.another_house("bob")
        try:
            item = claiming.claim_next(house.desk)
            coding.post(house.desk, house.books, item.id, "I10")
        finally:
            house.close()
        await station.press("6", "home", "enter", "J", "T")
        await station.see("I10  Essential (primary) hypertension")
        await station.press("c")
        assert station.said == "! There is no chart open for coding to take the code to."


async def test_a_dash_behind_a_procedure_offers_modifiers(open_station: Open) -> None:
    async with open_station("ann", (80, 24)) as station:
        await coding_line(station, "g0463-")
        assert offered(station)[:3] == ["-25", "-59", "-LT"]
        await station.type("righ")
        assert offered(station)[:2] == ["-RT", "-E3"]
        assert bench(station).line.offer_list.offers[0].title == "right side"
        await station.press("enter")
        assert bench(station).line.input.value == "g0463-RT"
        assert offered(station)[0] == "G0463"
        await station.type("-25")
        assert offered(station)[0] == "G0463"
        await station.press("enter")
        chart = bench(station).chart
        assert chart is not None
        assert [(each.printed, each.modifiers) for each in chart.codes] == [("G0463", ("RT", "25"))]


async def test_a_dash_in_words_is_no_modifier(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station, "covid-19")
        assert all(not each.startswith("-") for each in offered(station))
        await station.press("ctrl+u")
        await station.type("non-hodgkin")
        assert offered(station)
        assert all(not each.startswith("-") for each in offered(station))
