"""What the edits take over from an entry of the code book."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from tui_coder.domain.codebook import CodeSpan, Entry, Note, NoteKind, Related, Release, SeventhCharacter, Standing
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits.references import CodeFacts, is_manifestation

A_NOTE = Note("heart failure due to hypertension (I11.0)", "I50", (CodeSpan("I110", "I110"),))


def entry_of(notes: Mapping[NoteKind, tuple[Note, ...]], valid: bool | None = True) -> Entry:
    standing = Standing(
        CodeSystem.ICD10CM, "F0280", "Dementia in other diseases classified elsewhere", True, valid,
        date(2025, 10, 1), date(2026, 9, 30), valid is not None, "2026-04",
    )  # fmt: skip
    return Entry(standing, (), (Related("X", "", True),), notes, (SeventhCharacter("A", "initial encounter"),))


def test_facts_carry_what_the_entry_says() -> None:
    facts = CodeFacts.of(entry_of({NoteKind.CODE_FIRST: (A_NOTE,)}), date(2026, 9, 30))
    assert (facts.system, facts.code, facts.exists, facts.billable, facts.valid) == (
        CodeSystem.ICD10CM, "F0280", True, True, True,
    )  # fmt: skip
    assert facts.table == "ICD-10-CM 2026-04"
    assert facts.code_first == (A_NOTE,)
    assert facts.excludes1 == facts.excludes2 == facts.use_additional == ()
    assert facts.manifestation is True
    assert facts.children == (Related("X", "", True),)
    assert facts.seventh == (SeventhCharacter("A", "initial encounter"),)


def test_what_the_entry_cannot_say_stays_unknown() -> None:
    facts = CodeFacts.of(entry_of({}, valid=None))
    assert facts.valid is None
    assert facts.code_first is facts.excludes1 is facts.excludes2 is facts.use_additional is None
    assert facts.poa_exempt is facts.unacceptable_principal is None
    assert not facts.is_older_than(date(2030, 1, 1))


def test_a_release_is_older_than_the_day_after_its_last() -> None:
    facts = CodeFacts.of(entry_of({}), date(2026, 9, 30))
    assert facts.is_older_than(date(2026, 10, 1))
    assert not facts.is_older_than(date(2026, 9, 30))


RELEASE = Release(
    CodeSystem.ICD10CM, "2026-04", "ICD-10-CM", "NCHS", "", "", date(2026, 4, 1), date(2026, 9, 30), codes=2, billable=1
)  # fmt: skip


@pytest.mark.parametrize(
    ("on", "valid"),
    [
        (date(2026, 3, 31), None),
        (date(2026, 4, 1), False),
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), None),
    ],
)
def test_an_unlisted_code_is_invalid_only_where_the_release_covers_the_day(on: date, valid: bool | None) -> None:
    facts = CodeFacts.absent(RELEASE, "Q99Z", on)
    assert (facts.exists, facts.valid, facts.billable) == (False, valid, None)
    assert (facts.table, facts.release_to) == ("ICD-10-CM 2026-04", date(2026, 9, 30))


def test_a_code_nobody_knows_names_no_table() -> None:
    assert CodeFacts(CodeSystem.CPT, "99213").table == ""


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Dementia in other diseases classified elsewhere", True),
        ("Anemia in other chronic diseases classified elsewhere", True),
        ("Fever presenting with conditions classified elsewhere", True),
        ("Streptococcus, group A, as the cause of diseases classified elsewhere", False),
        ("Other bacterial infections in conditions classified elsewhere and of unspecified site", False),
        ("Disorder of kidney, not elsewhere classified", False),
        ("Essential (primary) hypertension", False),
        ("", False),
    ],
)
def test_titles_tell_manifestations(title: str, expected: bool) -> None:
    assert is_manifestation(title) is expected
