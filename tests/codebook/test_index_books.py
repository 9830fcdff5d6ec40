"""The alphabetic indexes and the tables of ICD-10-PCS: read, searched, followed, walked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.codebook.small_books import DISEASES, NEOPLASMS, PROCEDURES, TABLES
from tui_coder.codebook.building_site import Progress
from tui_coder.codebook.handed_out import UNSAID
from tui_coder.codebook.loading import LoadReport, load
from tui_coder.codebook.shelf import Shelf
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.pcs import Axis
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.code_indexes import CodeIndexes
from tui_coder.services.procedure_tables import ProcedureTables

ON = date(2026, 6, 1)


def hear(step: Progress) -> None:
    """Nobody looks."""


def loaded(site: Path, **files: str) -> LoadReport:
    folder = site.parent / "handed out"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
    return load(folder, Shelf(site), UNSAID, hear)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "codesets"


@pytest.fixture
def indexes(site: Path) -> CodeIndexes:
    report = loaded(site, one=DISEASES, two=NEOPLASMS, three=PROCEDURES)
    assert report.complete
    return CodeIndexes(site)


def test_each_book_is_told_by_its_content(site: Path) -> None:
    report = loaded(site, one=DISEASES, two=NEOPLASMS, three=PROCEDURES, four=TABLES)
    assert {(each.what, each.codes) for each in report.loaded} == {
        ("Index to Diseases and Injuries 2026", 8),
        ("Table of Neoplasms 2026", 2),
        ("Index of ICD-10-PCS 2026", 2),
        ("ICD-10-PCS tables 2026", 1),
    }


def test_words_of_the_whole_path_find_a_term_in_any_order(indexes: CodeIndexes) -> None:
    found = indexes.search("base fem fract", ON)
    assert [(book, term.path, term.codes, term.bare_codes) for book, term in found] == [
        ("diseases", "Fracture, traumatic, femur, femoral, base", ("S72.04-",), ("S7204",))
    ]


def test_nonessential_modifiers_are_found_and_kept_apart(indexes: CodeIndexes) -> None:
    ((_, term),) = indexes.search("benign hypertension", ON)
    assert (term.title, term.nonessential, term.also) == ("Hypertension", "(benign)", "Elevated")


def test_a_manifestation_follows_its_cause(indexes: CodeIndexes) -> None:
    ((_, term),) = indexes.search("amyloid heart", ON)
    assert term.codes == ("E85.4", "I43")


def test_a_table_has_a_code_for_each_column_and_none_where_the_cell_is_empty(indexes: CodeIndexes) -> None:
    book = indexes.book("index-neoplasms", ON)
    assert book is not None
    assert book.columns == ("Malignant Primary", "Benign")
    ((_, term),) = indexes.search("neoplasm colon", ON)
    assert term.bare_codes == ("C189", "")


def test_a_reference_is_followed_as_far_as_the_book_goes(indexes: CodeIndexes) -> None:
    book = indexes.book("index-diseases", ON)
    assert book is not None
    for reference, path in (
        ("Fracture, traumatic, hip", "Fracture, traumatic, hip"), ("Fracture, femur, base", "Fracture, traumatic, femur, femoral, base"),
        ("Hypertension", "Hypertension"), ("Hypertension, unknown", "Hypertension"),
        ("Nowhere", None), ("%", None),
    ):  # fmt: skip
        found = book.referred(reference)
        assert (found.path if found else None) == path, reference


def test_terms_stand_in_the_order_of_the_book_with_the_way_to_them(indexes: CodeIndexes) -> None:
    book = indexes.book("index-diseases", ON)
    assert book is not None
    mains = book.below(0)
    assert [each.title for each in mains] == ["Fracture, burst", "Fracture, traumatic", "Hypertension", "Amyloid heart"]
    (femur, _) = book.below(mains[1].number)
    neck = book.below(femur.number)[0]
    assert [each.title for each in book.above(neck)] == ["Fracture, traumatic", "femur, femoral"]


@given(text=st.text(max_size=80))
def test_any_text_is_data(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    site = tmp_path_factory.getbasetemp() / "any index" / "codesets"
    if not site.exists():
        loaded(site, one=DISEASES)
    indexes = CodeIndexes(site)
    assert isinstance(indexes.search(text, ON), tuple)
    indexes.close()


@pytest.mark.parametrize(
    "damaged",
    [DISEASES[: len(DISEASES) // 2], DISEASES.replace("<letter>", "<lettr>", 1), DISEASES.replace("mainTerm", "term")],
)
def test_a_damaged_book_changes_nothing_and_is_told_in_a_sentence(site: Path, damaged: str) -> None:
    loaded(site, one=DISEASES)
    before = sorted(path.name for path in site.rglob("*"))
    report = loaded(site, one=damaged)
    (refused,) = report.rejected
    assert refused.reason.endswith(".")
    assert sorted(path.name for path in site.rglob("*")) == before


def test_entities_are_refused(site: Path) -> None:
    bomb = DISEASES.replace("<ICD10CM.index>", '<!DOCTYPE a [<!ENTITY b "c">]><ICD10CM.index>')
    (refused,) = loaded(site, one=bomb).rejected
    assert "entities" in refused.reason


def test_without_books_there_is_nothing_to_search(site: Path) -> None:
    indexes = CodeIndexes(site)
    assert indexes.loaded(ON) == {}
    assert indexes.search("fracture", ON) == ()


# ---- the tables of ICD-10-PCS ----------------------------------------------------------------------------------------


def told(axis: Axis) -> tuple[str, list[tuple[str, str]]]:
    return axis.name, [(each.character, each.label) for each in axis.values]


def test_only_what_a_code_in_force_has_is_legal_and_the_tables_name_it(code_books: CodeBooks, site: Path) -> None:
    loaded(site, four=TABLES)
    tables = ProcedureTables(code_books, site)
    name, values = told(tables.axis("0SR90J", ON))
    assert name == "Qualifier"
    assert ("9", "Cemented") in values
    assert ("A", "Uncemented") in values
    assert "Q" not in dict(values)
    assert dict(told(tables.axis("0SR9", ON))[1]) == {"0": "Open"}
    tables.close()


def test_without_tables_the_titles_of_the_codes_name_the_values(code_books: CodeBooks, site: Path) -> None:
    tables = ProcedureTables(code_books, site)
    sections = dict(told(tables.axis("", ON))[1])
    assert sections["0"] == "Medical and Surgical"
    assert "Cemented" in dict(told(tables.axis("0SR90J", ON))[1])["9"]
    assert dict(told(tables.axis("0DTJ", ON))[1])["4"] == "Percutaneous Endoscopic Approach"


def test_each_walk_of_seven_legal_characters_ends_at_a_code(code_books: CodeBooks, site: Path) -> None:
    tables = ProcedureTables(code_books, site)
    for pick in (0, -1):
        start = "0"
        while len(start) < 7:
            start += tables.axis(start, ON).values[pick].character
        assert code_books.entry(CodeSystem.ICD10PCS, start, ON) is not None


def test_what_no_code_begins_with_has_no_values(code_books: CodeBooks, site: Path) -> None:
    assert ProcedureTables(code_books, site).axis("0ZZ", ON).values == ()


def test_tables_that_lack_a_character_are_refused(site: Path) -> None:
    broken = TABLES.replace(
        '<axis pos="6" values="1"><title>Device</title><label code="J">Synthetic Substitute</label></axis>', ""
    )
    (refused,) = loaded(site, four=broken).rejected
    assert "seven characters" in refused.reason
