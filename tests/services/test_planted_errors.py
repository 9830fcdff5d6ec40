"""A chart with thirteen planted errors shows thirteen findings, and its clean twin none: by the real code books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.codebook.handed import put
from tui_coder.codebook.handed_out import Stated
from tui_coder.codebook.loading import load
from tui_coder.codebook.shelf import Shelf
from tui_coder.domain.assignment import Assignment, Evidence, default_role
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.encounter import Document, Encounter, Setting
from tui_coder.domain.findings import Finding, Severity, Status
from tui_coder.domain.typed_line import parse_typed
from tui_coder.services import checking
from tui_coder.services.code_books import CodeBooks

DAY = date(2026, 5, 4)
NOTE = """ASSESSMENT
1. Probable pneumonia, start doxycycline.
2. Pain in the left shoulder after the fall.
3. Hypertension, stable. Type 2 diabetes without complications.
"""
PTP = (
    "A line of copyright\t\t\t\t\t\t\nColumn1/Column2 Edits\t\t\t\t\t\t\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\nG0463\tJ1885\t\t20200101\t*\t0\tInvented reason\n"
)
MUE = (
    '"An invented notice.\n\nOf two lines.",,,\n"HCPCS/\nCPT Code",Outpatient Hospital Services MUE Values,'
    "MUE Adjudication Indicator,MUE Rationale\nG0463,2,3 Date of Service Edit: Clinical,Invented\n"
    "J1885,8,3 Date of Service Edit: Clinical,Invented\nJ1100,12,1 Line Edit,Invented\n"
)
ADD_ONS = "type\taddon\tprimary\tfrom\tto\n1\tJ9999\tG0463\t20200101\t*\n"
POLICIES = (
    "code,diagnosis,policy,covers,from,to\nG0463,I10,L00000,covered,,\nJ1885,M25.512,L00001,covered,,\n"
    "J1885,I10,L00001,covered,,\nJ1100,I10,L00002,covered,,\n"
)


@pytest.fixture(scope="module")
def books(built_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CodeBooks]:
    """The shipped code books, with invented NCCI, MUE and coverage tables of the quarter loaded beside them."""
    folder = tmp_path_factory.mktemp("tables")
    shelf = Shelf(folder / "codesets")
    always = Stated("", "2026", date(2026, 1, 1), date(2026, 12, 31))
    for name, content in (
        ("ccioph-v322r0-f1.txt", PTP), ("MUE_OutpatientHospital.csv", MUE), ("add_ons.tsv", ADD_ONS), ("policies.csv", POLICIES)
    ):  # fmt: skip
        report = load(put(folder / "handed out", name, content), shelf, always, lambda step: None)
        assert report.complete, report
    books = CodeBooks(built_cache, site=folder / "codesets")
    books.prepare()
    yield books
    books.close()


def judged(books: CodeBooks, *lines: tuple[str, str]) -> tuple[Finding, ...]:
    """The findings on a visit coded with these lines, each with the words of the note behind it (or none)."""
    encounter = Encounter(
        account="A1", setting=Setting.OUTPATIENT, service_from=DAY, service_to=DAY, birth_date=date(1959, 3, 2),
        payer="Medicare", facility="Harbor Hospital",
    )  # fmt: skip
    codes: list[Assignment] = []
    for number, (line, words) in enumerate(lines, start=1):
        system, _, typed = line.rpartition(":")
        parsed, kind = parse_typed(typed), CodeSystem(system or "icd10cm")
        role = parsed.role or default_role(kind, parsed.code, encounter.setting, codes)
        start = NOTE.index(words) if words else 0
        evidence = (Evidence(1, start, start + len(words)),) if words else ()
        codes.append(
            Assignment(
                number, kind, parsed.code, role, number, poa=parsed.poa, modifiers=parsed.modifiers,
                units=parsed.units or 1, evidence=evidence,
            )
        )  # fmt: skip
    document = Document(id=1, title="Visit", type="note", text=NOTE, sha256="")
    return checking.findings(books, encounter, tuple(codes), {}, (document,), date(2026, 6, 1))


PLANTED = (
    ("F02.80", ""),  # R10: a manifestation leads
    ("I10 poa=Y", "Hypertension"),  # R18: POA on a visit
    ("I10 as=secondary", ""),  # R17: the same diagnosis twice
    ("E11.9", ""),
    ("E10.9", ""),  # R8: excluded beside type 2 diabetes
    ("M17.1", ""),  # R6: a header
    ("Q99.99", ""),  # R4: no code at all
    ("J18.9", "pneumonia"),  # R15: only probable
    ("M25.511", "shoulder"),  # R16: the note says left
    ("Z00.129", ""),  # R31: a child's code at 67
    ("hcpcs:G0463-25-ZZ", ""),  # R23: no such modifier
    ("hcpcs:J1885-GY-GZ", ""),  # R25 beside G0463, and R33
    ("hcpcs:J1100 x40", ""),  # R28: 40 units on a line
)
CLEAN = (
    ("I10", "Hypertension"), ("E11.9", "Type 2 diabetes"), ("M25.512", "shoulder"), ("hcpcs:G0463-25", ""),
    ("hcpcs:J1100 x4", ""),
)  # fmt: skip


def test_each_planted_error_is_found_once_with_rule_table_and_source(books: CodeBooks) -> None:
    failing = [f for f in judged(books, *PLANTED) if f.status is Status.FAIL and f.severity is not Severity.INFO]
    planted = {
        "R4": "Q99.99", "R6": "M17.1", "R8": "E10.9", "R10": "F02.80", "R15": "J18.9", "R16": "M25.511", "R17": "I10",
        "R18": "I10", "R23": "G0463", "R25": "J1885", "R28": "J1100", "R31": "Z00.129", "R33": "J1885",
    }  # fmt: skip
    assert sorted(f.rule for f in failing) == sorted(planted), [f"{f.rule} {f.message}" for f in failing]
    for found in failing:
        assert planted[found.rule] in found.codes
        assert found.source
        assert found.table or found.rule in ("R17", "R18"), found


def test_the_clean_twin_has_no_finding_and_says_what_was_not_checked(books: CodeBooks) -> None:
    found = judged(books, *CLEAN)
    assert [f.message for f in found if f.status is Status.FAIL and f.severity is not Severity.INFO] == []
    assert [f.message for f in found if f.status is Status.NOT_CHECKED] == []
    passed = {f.rule: f.table for f in found if f.status is Status.PASS}
    assert passed["R25"] == "NCCI PTP edits (hospital) 2026"
    assert passed["R31"] == "Diagnosis flags of the I/OCE 2026-04"
    assert set(passed) >= {"R4", "R6", "R8", "R10", "R13", "R16", "R24", "R25", "R28", "R31", "R32", "R35"}


def test_without_the_tables_the_twin_is_not_called_clean(code_books: CodeBooks) -> None:
    found = judged(code_books, *CLEAN)
    unchecked = {f.rule for f in found if f.status is Status.NOT_CHECKED}
    assert {"R25", "R27", "R28", "R32"} <= unchecked
    assert not any(f.blocks for f in found)


def test_an_unacceptable_principal_is_known_from_the_shipped_table(code_books: CodeBooks) -> None:
    encounter = Encounter(
        account="A1", setting=Setting.INPATIENT, service_from=DAY, service_to=DAY, birth_date=date(1986, 3, 2)
    )
    code = Assignment(1, CodeSystem.ICD10CM, "Z370", default_role(CodeSystem.ICD10CM, "Z370", Setting.INPATIENT, ()), 1)

    def told(on: date) -> list[Status]:
        stay = replace(encounter, service_from=on, service_to=on)
        return [f.status for f in checking.findings(code_books, stay, (code,), {}) if f.rule == "R11"]

    assert Status.FAIL in told(DAY)
    assert told(date(2026, 12, 1)).count(Status.NOT_CHECKED) == 1, "past the table nothing is known"
