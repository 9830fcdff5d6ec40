"""On screen: ICD-10-PCS walked by table, and the alphabetic index from a term to its code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.station import Station
from tests.app.test_picker import bench, codes, coding_line, offered
from tests.codebook.small_books import DISEASES, NEOPLASMS, PROCEDURES, TABLES
from tui_coder.codebook.building_site import Progress
from tui_coder.codebook.handed_out import UNSAID
from tui_coder.codebook.loading import load
from tui_coder.codebook.shelf import Shelf

Open = Callable[..., Station]


def hear(step: Progress) -> None:
    """Nobody looks."""


@pytest.fixture
def with_books(home: Path, tmp_path: Path) -> None:
    """The small indexes and tables are loaded."""
    folder = tmp_path / "handed out"
    folder.mkdir()
    for number, text in enumerate((DISEASES, NEOPLASMS, PROCEDURES, TABLES)):
        (folder / f"{number}.xml").write_text(text, encoding="utf-8")
    assert load(folder, Shelf(home / "data" / "codesets"), UNSAID, hear).complete


async def test_a_procedure_is_walked_with_one_key_for_each_character(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station)
        await station.press("ctrl+t")
        assert "Medical and Surgical" in station.text
        for key in "0DTJ4Z":
            await station.press(key.lower())
        assert offered(station) == ["0DTJ4ZZ"]
        await station.press("backspace", "backspace")
        assert offered(station)[0].startswith("0DTJ")
        await station.press("4", "z", "enter")
        assert codes(station) == ["0DTJ4ZZ"]
        assert not bench(station).line.walking


async def test_the_walk_begins_at_the_table_of_the_procedure_that_was_found(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station, "appendectomy laparoscopic")
        await station.press("ctrl+t")
        assert bench(station).line.input.value == "0DT"
        assert all(each.startswith("0DT") and len(each) == 4 for each in offered(station))
        await station.press("enter")
        assert all(len(each) == 5 for each in offered(station))


@pytest.mark.usefixtures("with_books")
async def test_the_tables_name_the_values(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station)
        await station.press("ctrl+t", "0", "s", "r", "9", "0", "j")
        assert [each.title for each in bench(station).line.offer_list.offers][:2] == ["Cemented", "Uncemented"]
        assert "Qualifier" in station.text


async def test_what_is_no_character_of_a_procedure_is_said(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station)
        await station.press("ctrl+t", "0", "i")
        assert "ICD-10-PCS has digits and letters" in station.text
        await station.press("enter")
        assert codes(station) == []
        await station.press("backspace")
        assert len(offered(station)) > 20


async def test_without_an_index_it_says_how_to_load_one(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "I")
        assert "tui-coder codes load PATH" in [line.strip() for line in station.text.splitlines()]
        await station.press("enter")
        assert station.said.startswith("! ")
        await station.press("escape")
        assert bench(station) is station.screen


@pytest.mark.usefixtures("with_books")
async def test_from_a_term_to_its_entry_and_from_there_to_the_code_line(open_station: Open) -> None:
    async with open_station() as station:
        await coding_line(station, "hypert benign")
        await station.press("ctrl+y")
        assert "Hypertension" in station.text
        await station.press("enter")
        await station.see("I10  Essential (primary) hypertension")
        await station.press("c")
        assert bench(station).line.input.value == "I10"
        await station.press("enter")
        assert codes(station) == ["I10"]


@pytest.mark.usefixtures("with_books")
async def test_a_see_is_followed_and_taken_back(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "I")
        await station.type("fracture neck")
        await station.press("enter")
        assert "▸ S72.04-" in station.text
        await station.press("escape")
        assert "see Fracture, traumatic, femur, base" in station.text
        await station.press("ctrl+u")
        await station.type("fracture hip")
        await station.press("enter")
        assert "no such main term" in station.said


@pytest.mark.usefixtures("with_books")
async def test_a_cell_of_the_neoplasm_table_is_picked_by_its_column(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "I")
        await station.type("neoplasm neoplastic")
        await station.press("enter")
        assert "1 Malignant Primary C80.1" in station.text
        await station.press("2")
        await station.see("D36.9")


@pytest.mark.usefixtures("with_books")
async def test_an_index_term_of_a_procedure_leads_into_its_table(open_station: Open) -> None:
    async with open_station() as station:
        await station.press("n", "I")
        await station.type("hip exch")
        await station.press("enter")
        assert bench(station).line.walking
        assert bench(station).line.input.value == "0SR9"
        await station.press("0", "j", "a", "enter")
        assert codes(station) == ["0SR90JA"]
