"""`codes`: the code book on the command line; it needs no store."""

from __future__ import annotations

import pytest
from office import Office

HIT = {"system", "code", "title", "billable", "valid"}
ENTRY = {
    "system", "code", "title", "billable", "valid", "valid_from", "valid_to", "parents", "children", "notes", "release",
}  # fmt: skip
NOTES = {"includes", "excludes1", "excludes2", "code_first", "use_additional", "code_also", "seventh"}
RELEASE = {"system", "release", "source", "licence", "codes", "billable", "valid_from", "valid_to"}


@pytest.fixture(autouse=True)
def _no_store(empty_office: Office) -> None:
    """What these commands must do without: a store, even one that could be made."""
    (empty_office.home / "data").write_text("in the way")


def test_search_in_rank_order(empty_office: Office) -> None:
    hits = empty_office.json("codes", "search", "type 2 diabetes", "--limit", "5")
    assert len(hits) == 5
    assert all(set(each) >= HIT for each in hits)
    assert "E11.9" in [each["code"] for each in hits]
    assert {each["system"] for each in hits} == {"icd10cm"}
    assert empty_office.json("codes", "search", "type", "2", "diabetes", "--limit", "5") == hits


def test_search_by_date_and_system(empty_office: Office) -> None:
    old = empty_office.json("codes", "search", "hypertension", "--on", "2014-12-01", "--limit", "5")
    assert {each["system"] for each in old} <= {"icd9cm", "icd9pcs"}
    assert all(each["valid"] is True for each in old)
    only = empty_office.json("codes", "search", "wheelchair", "--system", "hcpcs")
    assert {each["system"] for each in only} == {"hcpcs"}
    assert empty_office.json("codes", "search", "401.9")[0]["code"] == "401.9"
    assert empty_office.json("codes", "search", "401.9", "--on", "2026-05-01") == []


@pytest.mark.parametrize("text", ["zzzzqqqq", "\"'*", "AND OR NOT", "\x1b[31m", "-- ", "%"])
def test_search_for_anything_is_no_error(empty_office: Office, text: str) -> None:
    ran = empty_office.run("codes", "search", "--json", "--", text)
    assert ran.code == 0
    assert isinstance(ran.json, list)


def test_no_hit_says_so(empty_office: Office) -> None:
    ran = empty_office.run("codes", "search", "zzzzqqqq")
    assert (ran.code, ran.out) == (0, "")
    assert "Nothing" in ran.err


@pytest.mark.parametrize(
    ("typed", "system", "printed"),
    [
        ("e119", "icd10cm", "E11.9"), ("E11.9", "icd10cm", "E11.9"), ("g0463", "hcpcs", "G0463"),
        ("4019", "icd9cm", "401.9"), ("0dtj4zz", "icd10pcs", "0DTJ4ZZ"), ("I10", "icd10cm", "I10"),
    ],
)  # fmt: skip
def test_show_prints_the_published_form(empty_office: Office, typed: str, system: str, printed: str) -> None:
    entry = empty_office.json("codes", "show", typed)
    assert set(entry) >= ENTRY
    assert set(entry["notes"]) >= NOTES
    assert (entry["system"], entry["code"], entry["billable"]) == (system, printed, True)


def test_show_a_header_with_its_place_and_notes(empty_office: Office) -> None:
    entry = empty_office.json("codes", "show", "E11", "--on", "2026-05-01")
    assert (entry["billable"], entry["valid"]) == (False, True)
    assert [each["code"] for each in entry["parents"]] == ["E00-E89", "E08-E13"]
    assert "E11.9" in [each["code"] for each in entry["children"]]
    assert any("Z79.4" in each["text"] for each in entry["notes"]["use_additional"])
    told = empty_office.run("codes", "show", "E11").out
    assert "Use additional code" in told and "E11.9" in told and "not billable" in told


def test_show_by_system(empty_office: Office) -> None:
    assert empty_office.json("codes", "show", "4019", "--system", "icd9pcs")["code"] == "40.19"


@pytest.mark.parametrize("argv", [["E11.99999"], ["nope"], ["E11.9", "--system", "hcpcs"], [""], ["é"]])
def test_a_code_that_is_not_there_is_rejected(empty_office: Office, argv: list[str]) -> None:
    ran = empty_office.run("codes", "show", *argv)
    assert (ran.code, ran.out) == (3, "")


def test_list_and_build_tell_the_releases(empty_office: Office) -> None:
    listed = empty_office.json("codes", "list")
    systems = {"icd10cm", "icd10pcs", "icd9cm", "icd9pcs", "hcpcs"}
    assert empty_office.json("codes", "build") == [each for each in listed if each["system"] in systems]
    assert all(set(each) >= RELEASE for each in listed)
    assert {each["system"] for each in listed} == {*systems, "diagnosis-flags", "gems", "modifiers", "place-of-service"}
    assert "98,186" in empty_office.run("codes", "list").out


def test_modifiers_and_places_are_found(empty_office: Office) -> None:
    (left,) = empty_office.json("codes", "modifiers", "left", "side", "--on", "2026-04-01")
    assert (left["modifier"], left["valid"], left["yields_ncci"]) == ("LT", True, True)
    assert empty_office.json("codes", "modifiers", "lt", "--on", "2027-01-01")[0]["valid"] is None
    assert empty_office.json("codes", "places", "21") == [{"code": "21", "name": "Inpatient hospital"}]
    nothing = empty_office.run("codes", "modifiers", "no", "such", "words")
    assert (nothing.code, nothing.out) == (0, "") and "No modifier" in nothing.err


def test_a_code_book_that_cannot_be_built_is_4(empty_office: Office) -> None:
    (empty_office.home / "cache").unlink()
    (empty_office.home / "cache").write_text("in the way")
    ran = empty_office.run("codes", "search", "chf")
    assert (ran.code, ran.out) == (4, "")
    assert str(empty_office.home / "cache") in ran.err
