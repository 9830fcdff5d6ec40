"""Whole entries: a code's place in the list, its notes and those it inherits, its days."""

from __future__ import annotations

import importlib
import random
from datetime import date

import pytest

from tui_coder.codebook.catalog import CodeBook
from tui_coder.domain.codebook import Entry, NoteKind
from tui_coder.domain.codes import CodeSystem

CM, PCS, CM9, PCS9, HCPCS = (
    CodeSystem.ICD10CM, CodeSystem.ICD10PCS, CodeSystem.ICD9CM, CodeSystem.ICD9PCS, CodeSystem.HCPCS,
)  # fmt: skip
DAY = date(2026, 6, 1)


def entry(book: CodeBook, system: CodeSystem, code: str, on: date | None = DAY) -> Entry:
    found = book.entry(system, code, on=on)
    assert found is not None
    return found


def origins(found: Entry, kind: NoteKind) -> list[str]:
    return [note.origin for note in found.notes.get(kind, ())]


def test_place_and_notes_of_a_small_list(small_book: CodeBook) -> None:
    found = entry(small_book, CM, "I11.0")
    assert [each.code for each in found.parents] == ["I00-I99", "I10-I19", "I11"]
    assert found.children == ()
    assert {kind: [(note.origin, note.text) for note in notes] for kind, notes in found.notes.items()} == {
        NoteKind.CODE_FIRST: [("I11.0", "the spring itself (I10)")],
        NoteKind.USE_ADDITIONAL: [("I11", "code to name the spring's failure (I12.0-)")],
        NoteKind.EXCLUDES1: [("I10-I19", "grinding by moonlight (I20.-)")],
        NoteKind.INCLUDES: [("chapter 9", "rust of any gear")],
        NoteKind.EXCLUDES2: [("chapter 9", "squeaks of youth (P00-P09)")],
    }
    (excluded,) = found.notes[NoteKind.EXCLUDES1][0].codes
    assert excluded.covers("I20")
    assert not excluded.covers("I21")


def test_inclusion_terms_belong_to_their_code_alone(small_book: CodeBook) -> None:
    assert origins(entry(small_book, CM, "I10"), NoteKind.INCLUSION_TERMS) == ["I10"]
    assert origins(entry(small_book, CM, "I11.0"), NoteKind.INCLUSION_TERMS) == []
    assert small_book.search("pressure", systems=[CM])[0].code == "I10"


def test_the_seventh_characters_of_a_header_are_those_that_exist(small_book: CodeBook) -> None:
    left, right, above = (entry(small_book, CM, code) for code in ("I12.0", "I12.1", "I12"))
    assert [each.character for each in left.seventh] == ["A", "D", "S"]
    assert [each.character for each in right.seventh] == ["A", "D"]
    assert [each.character for each in above.seventh] == ["A", "D", "S"]
    assert entry(small_book, CM, "I12.0XXA").seventh == ()
    assert [each.code for each in right.children] == ["I121XXA", "I121XXD"]


@pytest.mark.parametrize(
    ("on", "valid", "first", "last"),
    [
        (date(2019, 12, 31), False, date(2020, 1, 1), date(2021, 6, 30)),
        (date(2020, 1, 1), True, date(2020, 1, 1), date(2021, 6, 30)),
        (date(2021, 6, 30), True, date(2020, 1, 1), date(2021, 6, 30)),
        (date(2021, 7, 1), False, date(2020, 1, 1), date(2021, 6, 30)),
        (date(2022, 12, 31), False, date(2020, 1, 1), date(2021, 6, 30)),
        (date(2023, 1, 1), True, date(2023, 1, 1), None),
        (date(2026, 9, 30), True, date(2023, 1, 1), None),
        (date(2026, 10, 1), None, date(2023, 1, 1), None),
        (date(2019, 6, 30), None, date(2020, 1, 1), date(2021, 6, 30)),
        (None, None, date(2023, 1, 1), None),
    ],
)
def test_the_days_of_a_code_that_ended_and_came_back(
    small_book: CodeBook, on: date | None, valid: bool | None, first: date, last: date | None
) -> None:
    found = entry(small_book, HCPCS, "A0001", on).standing
    assert (found.valid, found.valid_from, found.valid_to) == (valid, first, last)
    (hit,) = [hit for hit in small_book.search("A0001", systems=[HCPCS], on=on) if hit.code == "A0001"]
    assert hit.valid is valid


@pytest.mark.parametrize(
    ("system", "code", "on", "valid"),
    [
        # R1: ICD-9 to the last of September 2015, ICD-10 from the next day on
        (CM9, "401.9", date(2015, 9, 30), True), (CM9, "401.9", date(2015, 10, 1), False),
        (PCS9, "47.01", date(2015, 9, 30), True), (PCS9, "47.01", date(2015, 10, 1), False),
        (CM, "I10", date(2015, 9, 30), False), (CM, "I10", date(2015, 10, 1), None),
        (PCS, "0DTJ4ZZ", date(2015, 9, 30), False), (PCS, "0DTJ4ZZ", date(2024, 3, 31), True),
        # R4: a release speaks for its own days only
        (CM, "I10", date(2026, 4, 1), True), (CM, "I10", date(2026, 9, 30), True), (CM, "I10", date(2026, 10, 1), None),
        (CM, "I10", date(2026, 3, 31), None), (PCS, "0DTJ4ZZ", date(2024, 4, 1), None),
        (CM9, "401.9", date(2014, 9, 30), None), (HCPCS, "G0463", date(2026, 6, 30), True),
        (HCPCS, "G0463", date(2026, 7, 1), None),
    ],
)  # fmt: skip
def test_validity_at_the_edges(book: CodeBook, system: CodeSystem, code: str, on: date, valid: bool | None) -> None:
    found = entry(book, system, code, on)
    assert found.valid is valid
    assert found.standing.in_force is next(each for each in book.releases() if each.system is system).covers(on)


def test_a_code_of_the_shipped_list_with_all_it_inherits(book: CodeBook) -> None:
    found = entry(book, CM, "e11.22")
    assert [each.code for each in found.parents] == ["E00-E89", "E08-E13", "E11", "E112"]
    assert not any(each.billable for each in found.parents)
    assert "E11" in origins(found, NoteKind.USE_ADDITIONAL)
    assert any(span.covers("N186") for note in found.notes[NoteKind.USE_ADDITIONAL] for span in note.codes)
    assert any(span.covers("Z794") for note in found.notes[NoteKind.USE_ADDITIONAL] for span in note.codes)
    assert any(span.covers("E109") for note in found.notes[NoteKind.EXCLUDES1] for span in note.codes)
    dementia = entry(book, CM, "F02.80")
    assert set(origins(dementia, NoteKind.CODE_FIRST)) == {"F02"}
    assert entry(book, CM, "I10").notes[NoteKind.EXCLUDES1]
    assert (entry(book, CM, "E11").billable, entry(book, CM, "E11").valid) == (False, True)


def test_headers_name_their_seventh_characters(book: CodeBook) -> None:
    header = entry(book, CM, "S72.001")
    assert {"A", "B", "C", "D", "S"} <= {each.character for each in header.seventh}
    assert [each.code[6] for each in header.children] == [each.character for each in header.seventh]


def test_entries_without_a_list_around_them(book: CodeBook) -> None:
    found = entry(book, PCS, "0dtj4zz")
    assert (found.printed, found.title) == ("0DTJ4ZZ", "Resection of Appendix, Percutaneous Endoscopic Approach")
    assert (found.parents, found.children, dict(found.notes), found.seventh) == ((), (), {}, ())
    assert entry(book, HCPCS, "g0463").billable
    assert entry(book, CM9, "v58.11", date(2015, 9, 30)).printed == "V58.11"
    assert entry(book, CM9, "e928.9", date(2015, 9, 30)).printed == "E928.9"


def test_what_is_not_listed(book: CodeBook) -> None:
    for code in ("E11.99", "", "%", "E11.9' or 1=1", "S06.1X7D", "é"):
        assert book.entry(CM, code, on=DAY) is None
    assert book.entry(CodeSystem.CPT, "99213", on=DAY) is None


def test_the_whole_tree_hangs_together(book: CodeBook) -> None:
    """From the chapters' categories down, children and parents name each other."""
    seen = 0
    todo = [found.code for letter in "AEISZ" for found in book.search(f"{letter}0", systems=[CM], limit=8)]
    while todo:
        code = todo.pop()
        found = entry(book, CM, code)
        seen += 1
        assert found.billable is (not found.children)
        for child in found.children:
            assert child.code.startswith(code)
            assert entry(book, CM, child.code).parents[-1].code == code
        todo.extend(random.Random(code).sample([each.code for each in found.children], min(2, len(found.children))))
    assert seen > 40


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_second_reader_of_the_same_list_agrees(book: CodeBook) -> None:
    """simple-icd-10-cm reads the same file its own way: the same tree, titles and notes."""
    second = importlib.import_module("simple_icd_10_cm")

    listed = [code for code in second.get_all_codes(with_dots=True) if code[:1].isalpha() and "-" not in code]
    for code in random.Random(10).sample(listed, 200):
        found = entry(book, CM, code)
        assert found.billable is second.is_leaf(code)
        assert [each.code for each in found.children] == [each.replace(".", "") for each in second.get_children(code)]
        headers = [each for each in second.get_ancestors(code) if second.is_category_or_subcategory(each)]
        above = [each.code for each in found.parents if "-" not in each.code]
        assert [each for each in above if len(each) < 7] == [each.replace(".", "") for each in headers[::-1]]
        if len(found.code) < 7:
            assert found.title == " ".join(second.get_description(code).split())
            for kind, told in (
                (NoteKind.EXCLUDES1, second.get_excludes1(code)),
                (NoteKind.EXCLUDES2, second.get_excludes2(code)),
                (NoteKind.INCLUSION_TERMS, second.get_inclusion_term(code)),
            ):
                own = [note.text for note in found.notes.get(kind, ()) if note.origin == code]
                assert own == [" ".join(text.split()) for text in told]
