"""From a finding to its code, to its words, and to what one key can do about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.app.station import Station
from tui_coder.domain.assignment import Assignment
from tui_coder.domain.findings import Finding
from tui_coder.services import checking
from tui_coder.ui.screens.workbench import WorkbenchScreen
from tui_coder.ui.widgets.assignment_list import FindingsList

Open = Callable[..., Station]


def bench(station: Station) -> WorkbenchScreen:
    return next(each for each in station.app.screen_stack if isinstance(each, WorkbenchScreen))


def codes(station: Station) -> list[Assignment]:
    chart = bench(station).chart
    assert chart is not None
    return list(chart.codes)


def names(station: Station) -> list[str]:
    return [each.printed for each in codes(station)]


def current(station: Station) -> Finding:
    found = bench(station).query_one(FindingsList).current
    assert found is not None
    return found


async def coded(station: Station, *lines: str) -> None:
    """The next chart with these codes on it, the findings focused and the first of a rule at hand."""
    await station.press("n", "c")
    for line in lines:
        await station.type(line)
        await station.press("enter")
    await station.press("escape", "f")


async def go_to(station: Station, rule: str) -> None:
    for _ in range(40):
        if current(station).rule == rule:
            return
        await station.press("j")
    pytest.fail(f"no finding of {rule}")


async def test_enter_goes_to_the_code_and_then_mends(open_station: Open) -> None:
    async with open_station() as station:
        await coded(station, "i10", "r73.03", "w19.xxxa")
        bench(station).code_list.choose(codes(station)[0].id)
        await station.press("escape", "P")  # nothing wrong: the first stays first
        await station.press("K", "K", "J", "J", "P", "f")
        assert codes(station)[0].printed == "W19.XXXA"
        await go_to(station, "R11")
        await station.press("J", "enter")
        assert bench(station).code_list.current.printed == "W19.XXXA"
        await station.press("enter")
        await station.see("lead with I10")
        await station.press("1")
        await station.until(lambda: codes(station)[0].printed == "I10", "I10 leads")


async def test_excluded_codes_are_parted_by_one_key_and_come_back(open_station: Open) -> None:
    async with open_station() as station:
        await coded(station, "e11.9", "e10.9")
        await go_to(station, "R8")
        assert [(each.kind.value, each.code) for each in current(station).mends] == [
            ("remove", "E11.9"), ("remove", "E10.9")
        ]  # fmt: skip
        await station.press("m", "2")
        await station.until(lambda: names(station) == ["E11.9"], "E10.9 is gone")
        await station.press("u")
        await station.until(lambda: sorted(names(station)) == ["E10.9", "E11.9"], "E10.9 is back")


async def test_what_a_note_asks_for_is_taken_to_the_code_line_where_it_is_many(open_station: Open) -> None:
    async with open_station() as station:
        await coded(station, "i11.0")
        await go_to(station, "R10")
        await station.press("m")
        assert bench(station).line.input.value == "I50"
        assert bench(station).line.offer_list.offers[0].printed.startswith("I50")


async def test_what_a_note_asks_for_is_added_where_it_is_one_code(open_station: Open) -> None:
    async with open_station() as station:
        await coded(station, "k76.6")
        await go_to(station, "R10")
        await station.press("m")
        await station.until(lambda: names(station) == ["K76.6", "K31.89"], "K31.89 is added")


async def test_the_etiology_moves_before_its_manifestation(open_station: Open) -> None:
    async with open_station() as station:
        await coded(station, "i50.22", "i11.0")
        await go_to(station, "R10")
        await station.press("m")
        await station.until(lambda: names(station) == ["I11.0", "I50.22"], "I11.0 stands first")
        assert codes(station)[0].role.value == "first_listed"


async def test_a_code_that_came_incomplete_is_completed_in_its_place(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "c")
        await station.type("s72.002a")
        await station.press("enter")
        desk, item = station.app.at_work.desk, bench(station).item_id
        (line,) = codes(station)
        with desk.writing() as unit:  # as an import may bring it
            old = unit.codes.of(item)
            unit.codes.replace(item, old, tuple(_header(each) for each in old))
        await station.press("escape", "L", "escape", "f")
        await go_to(station, "R6")
        await station.press("m")
        await station.press("1")
        await station.until(lambda: names(station) == ["S72.002A"], "the complete code")
        assert codes(station)[0].role is line.role
        assert not any(f.rule == "R6" and f.blocks for f in checking.check(desk, station.app.at_work.books, item))


def _header(each: Assignment) -> Assignment:
    from dataclasses import replace

    return replace(each, code="S72002", title="Fracture of unspecified part of neck of left femur")


async def test_from_a_finding_to_the_words_behind_its_code(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "j", "v", "c")
        await station.type("e11.9")
        await station.press("enter")
        await station.type("e10.9")
        await station.press("enter", "escape", "f")
        await go_to(station, "R8")
        await station.press("e")
        assert "stands on line" in station.said or "no words attached" in station.said


async def test_an_acceptance_stands_with_its_name_and_can_be_taken_back(open_station: Open) -> None:
    async with open_station() as station:
        await coded(station, "e11.9", "e10.9")
        await go_to(station, "R8")
        assert sum(line.rstrip().endswith("- error") for line in station.text.splitlines()) == 2, (
            "a word, not a mark alone"
        )
        await station.press("o")
        await station.type("two unrelated conditions")
        await station.press("enter")
        await station.until(lambda: current(station).override_by == "ann", "accepted")
        await station.press("J", "K")
        assert "accepted by ann: two" in " ".join(station.text.split()) or current(station).override
        assert not any(each.blocks for each in bench(station).findings)
        await station.press("o", "backspace", "enter")
        await station.until(lambda: "R8 counts again" in station.said, "taken back")
        assert [each.rule for each in bench(station).findings if each.blocks] == ["R8"]


async def test_a_finding_without_a_mend_says_what_to_do(open_station: Open) -> None:
    async with open_station() as station:
        await coded(station, "i10", "g0463")
        await go_to(station, "R28")
        await station.press("m")
        assert "codes load" in station.said
        assert names(station) == ["I10", "G0463"]
