"""Modifiers and places of service: shipped whole, found by characters or words, the publisher's words where loaded."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path

import pytest

from tui_coder.codebook.handed_out import UNSAID
from tui_coder.codebook.loading import load
from tui_coder.codebook.shelf import Shelf
from tui_coder.services.claim_lists import ClaimLists

INSTITUTIONAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "codesets" / "institutional"
# CMS, NCCI policy manual, chapter I: the modifiers that bypass an edit with indicator 1 (R26).
NCCI = {
    *[
        "E1",
        "E2",
        "E3",
        "E4",
        "FA",
        "F1",
        "F2",
        "F3",
        "F4",
        "F5",
        "F6",
        "F7",
        "F8",
        "F9",
        "TA",
        "T1",
        "T2",
        "T3",
        "T4",
        "T5",
        "T6",
        "T7",
        "T8",
        "T9",
        "LT",
        "RT",
        "LC",
        "LD",
        "RC",
        "LM",
        "RI",
    ],
    *["24", "25", "57", "58", "78", "79", "27", "59", "91", "XE", "XS", "XP", "XU"],
}


@pytest.fixture
def lists(tmp_path: Path) -> ClaimLists:
    return ClaimLists(tmp_path / "codesets")


def test_ncci_edits_yield_to_the_published_modifiers_and_to_no_other(lists: ClaimLists) -> None:
    assert {each.code for each in lists.modifiers() if each.yields_ncci} == NCCI


def test_a_modifier_knows_its_days(lists: ClaimLists) -> None:
    audio_only = lists.modifier("fq")
    assert audio_only is not None and audio_only.code == "FQ"
    assert audio_only.in_force(date(2021, 12, 31)) is False and audio_only.in_force(date(2022, 1, 1)) is True
    side = lists.modifier("LT")
    assert side is not None
    assert side.in_force(date(2026, 6, 30)) is True
    assert side.in_force(date(2026, 7, 1)) is None, "past the table nothing was checked"
    assert side.in_force(date(2019, 6, 30)) is None
    ended = lists.modifier("GD")
    assert ended is not None and ended.in_force(date(2030, 1, 1)) is False, "what ended stays ended"
    assert lists.modifier("Q?") is None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("l", "LT"),
        ("25", "25"),
        ("left side", "LT"),
        ("right great", "T5"),
        ("telehealth video", "95"),
        ("rental", "RR"),
    ],
)
def test_a_modifier_is_found_by_its_characters_or_words(lists: ClaimLists, text: str, first: str) -> None:
    found = [each.code for each in lists.modifiers(text, date(2026, 4, 1))]
    assert first in found[:2]


def test_an_ended_modifier_comes_last(lists: ClaimLists) -> None:
    assert lists.modifiers("imaging", date(2024, 5, 1))[0].code == "MA"
    jg_and_others = [each.code for each in lists.modifiers("340b", date(2026, 4, 1))]
    assert jg_and_others == ["TB", "JG"]


def test_places_are_found_by_number_or_words(lists: ClaimLists) -> None:
    assert [each.code for each in lists.places("outpatient hosp")] == ["19", "22"]
    assert [each.name for each in lists.places("23")] == ["Emergency department of a hospital"]
    assert len(lists.places()) == 52


def test_every_modifier_of_the_tables_has_a_meaning(lists: ClaimLists) -> None:
    assert [each.code for each in lists.modifiers() if not each.meaning] == []


@pytest.mark.skipif(not INSTITUTIONAL.is_dir(), reason="the official files are not on this machine")
def test_the_publishers_words_stand_where_a_site_loaded_them(tmp_path: Path) -> None:
    site = tmp_path / "codesets"
    for name in ("hcpcs_modifiers_2024-06.csv.gz", "cs-CMS-PlaceofServiceCodes.xml"):
        load(INSTITUTIONAL / name, Shelf(site), UNSAID, lambda step: None)
    lists = ClaimLists(site)
    with gzip.open(INSTITUTIONAL / "hcpcs_modifiers_2024-06.csv.gz", "rt", encoding="utf-8") as file:
        published = {row["mod_code"]: row["mod_description"] for row in csv.DictReader(file)}
    unknown = {code for code in published if lists.modifier(code) is None}
    assert unknown == {"ZA", "ZB", "ZC"}, "ended before the shipped tables begin"
    left = lists.modifier("LT")
    assert left is not None and left.official == published["LT"] != left.meaning
    assert {each.code for each in lists.places()} >= {"02", "10", "11", "21", "22", "23", "99"}
    lists.close()
