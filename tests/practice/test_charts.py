"""The practice charts and their answer keys: what is taught is right by the code books and the edits."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.practice.answer_keys import ACCOUNTS, read_key
from tests.practice.conftest import Practice
from tui_coder.domain.assignment import Evidence
from tui_coder.domain.codes import CodeSystem, systems_on
from tui_coder.domain.encounter import Setting
from tui_coder.domain.findings import Status
from tui_coder.domain.text import find_all
from tui_coder.resources import practice
from tui_coder.services import checking, intake
from tui_coder.services.code_books import CodeBooks

CHARTS = sorted((practice() / "charts").glob("*.txt"))
SETTINGS = {Setting.INPATIENT, Setting.OUTPATIENT, Setting.PROFESSIONAL}


# ---- the folder ------------------------------------------------------------------------------------------------------


def test_nothing_is_rejected_and_the_same_folder_again_changes_nothing(practice_charts: Practice) -> None:
    first = practice_charts.report
    assert [(each.where, each.reason) for each in first.rejected] == []
    assert first.ignored_columns == []
    again = intake.import_charts(practice_charts.desk, [practice()])
    assert (again.encounters, again.documents, again.updated) == (0, 0, 0)
    assert again.unchanged == first.encounters


def test_there_is_enough_to_practise_on(practice_charts: Practice) -> None:
    assert practice_charts.report.encounters == len(practice_charts.charts) >= 40
    assert len(CHARTS) >= 24
    present = {chart.encounter.setting for chart in practice_charts.charts.values()}
    assert present == SETTINGS
    assert any(chart.encounter.coding_date.year == 2014 for chart in practice_charts.charts.values())


def test_every_encounter_has_a_key_and_every_chart_an_encounter(practice_charts: Practice) -> None:
    assert sorted(practice_charts.charts) == ACCOUNTS
    texts = {document.text for chart in practice_charts.charts.values() for document in chart.documents}
    assert [path.name for path in CHARTS if path.read_text(encoding="utf-8") not in texts] == []


@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.stem)
def test_a_chart_fits_the_screen_and_speaks_no_licensed_code(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [line for line in text.split("\n") if len(line) > 100] == []
    assert re.findall(r"\bCPT\b|\b99[2-4]\d\d\b", text) == []


# ---- the keys --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_key_gives_its_reasons(account: str) -> None:
    key = read_key(account)
    assert key.about.endswith(".")
    assert [line.assignment.printed for line in key.lines if not line.why.endswith((".", ")"))] == []


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_code_is_of_the_system_of_its_date(account: str, practice_charts: Practice) -> None:
    chart = practice_charts.charts[account]
    in_use = systems_on(chart.encounter.coding_date) - {CodeSystem.CPT}
    assert [code.printed for code in read_key(account).codes if code.system not in in_use] == []


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_code_may_be_reported_on_its_date(account: str, practice_charts: Practice, code_books: CodeBooks) -> None:
    """A release that does not cover the date can say that a code exists, but not that it is in force."""
    on = practice_charts.charts[account].encounter.coding_date
    for code in read_key(account).codes:
        entry = code_books.entry(code.system, code.code, on)
        assert entry is not None, code.printed
        assert entry.billable, code.printed
        release = code_books.release_for(code.system, on)
        assert release is not None
        assert entry.valid is (True if release.covers(on) else None), code.printed


@pytest.mark.parametrize("account", ACCOUNTS)
def test_the_evidence_stands_in_the_chart(account: str, practice_charts: Practice) -> None:
    texts = [document.text for document in practice_charts.charts[account].documents]
    for line in read_key(account).lines:
        assert any(find_all(text, line.evidence) for text in texts), f"{line.assignment.printed}: {line.evidence}"


@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_key_fails_an_edit_that_blocks(account: str, practice_charts: Practice, code_books: CodeBooks) -> None:
    encounter = practice_charts.charts[account].encounter
    found = checking.findings(code_books, encounter, read_key(account).codes, {})
    assert [finding.message for finding in found if finding.blocks] == []


@pytest.mark.parametrize("account", ACCOUNTS)
def test_the_words_behind_a_key_raise_no_doubt(account: str, practice_charts: Practice, code_books: CodeBooks) -> None:
    """What is rightly coded from these words is neither uncertain, denied, a relative's, nor of the other side."""
    chart = practice_charts.charts[account]
    codes = []
    for line in read_key(account).lines:
        spans = [
            Evidence(document.id, *span)
            for document in chart.documents
            for span in find_all(document.text, line.evidence)[:1]
        ]
        codes.append(replace(line.assignment, evidence=tuple(spans[:1])))
    found = checking.findings(code_books, chart.encounter, tuple(codes), {}, chart.documents)
    doubted = [
        f.message for f in found if f.rule in ("R14", "R15", "R16") and f.status is Status.FAIL and "words" in f.message
    ]
    said = [f.message for f in found if f.rule in ("R14", "R15") and f.status is Status.FAIL]
    assert doubted + said == []
