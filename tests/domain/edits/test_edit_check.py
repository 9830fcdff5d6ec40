"""The edits as a whole: wording, order, limits no line can be typed for, and what must hold for every case."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui_coder.domain.assignment import Assignment, Case, CodeRole
from tui_coder.domain.codebook import SeventhCharacter
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits import families as edits
from tui_coder.domain.edits.references import CodeFacts, References
from tui_coder.domain.encounter import Setting
from tui_coder.domain.findings import Finding, Severity, Status, is_clean, worst_first
from tui_coder.ui.commands import COMMANDS, printed_key

Judge = Callable[..., tuple[Finding, ...]]
Written = Callable[..., Case]

DAY = date(2026, 5, 4)
HARD_CASES = tuple(
    (setting, tuple(line.strip() for line in lines.split(",") if line.strip()))
    for setting, lines in (
        ("inpatient", "F02.80, E11, E11.9, E10.9, S01.00A, W19.XXX, I10 poa=exempt, R52 as=admitting poa=Y"),
        ("inpatient", "Z37.0 as=first_listed, J18.9 as=principal poa=exempt, W19.XXXA, icd9cm:401.9, cpt:99213-LT"),
        (
            "outpatient",
            "D63.1 poa=Y, Z94.0, icd10pcs:0DTJ4ZZ, hcpcs:G0463-50-LT-GY-GZ @A, R07.9 as=admitting, T39.015A",
        ),
        ("outpatient", "I50.23, I11.0, K29.70 as=external_cause, Q99.99, N52.1, S82.891S, M79.672, M25.572"),
        ("professional", "I10 as=principal, A41.9, T81.44XA, hcpcs:J1100-LT, hcpcs:G0463 @ABCDE"),
        ("professional", "M25.511, hcpcs:J1100-LT @A, R52 as=reason_for_visit, R07.9 as=reason_for_visit"),
        ("payer", "I10, I11.0, Z99.99, hcpcs:G0463-25-59-GA-KX @AD"),
        ("professional", ""),
        ("professional", "hcpcs:G0463"),
    )
)


@pytest.fixture(params=HARD_CASES)
def findings(request: pytest.FixtureRequest, judge: Judge, days: dict[str, date]) -> tuple[Finding, ...]:
    """All findings of a hard case on days of every kind."""
    return tuple(found for on in days.values() for found in judge(*request.param, on))


def test_every_finding_says_what_a_coder_needs(findings: tuple[Finding, ...]) -> None:
    assert findings
    for found in findings:
        assert re.fullmatch(r"R[0-9]+", found.rule)
        assert found.source, found
        assert found.message.endswith("."), found.message
        assert "None" not in found.message
        for code in found.codes:
            assert code in found.message, found.message
        if found.status is not Status.FAIL:
            assert found.severity is Severity.INFO


def test_every_failure_that_blocks_names_a_key_that_mends_it(findings: tuple[Finding, ...]) -> None:
    """A mend begins with a key of the command table, or with what to type."""
    keys = {
        printed_key(key) for command in COMMANDS if command.scope in ("workbench", "findings") for key in command.keys
    }
    for found in findings:
        steps = found.mend.split("; ") if found.mend else []
        assert steps or not found.blocks, found
        for step in steps:
            assert step.partition(" ")[0] in keys | {"type"}, found.mend


def test_what_was_looked_up_names_table_and_version(judge: Judge) -> None:
    tables = {f.rule: f.table for f in judge("outpatient", ("E11 as=secondary", "F02.80"), DAY)}
    assert tables["R6"] == "ICD-10-CM 2026-04"
    assert tables["R13"] == ""
    passed = {f.rule: f for f in judge("outpatient", ("I10", "hcpcs:G0463"), DAY) if f.status is Status.PASS}
    assert passed["R4"].table == "ICD-10-CM 2026-04, HCPCS 2026-04"


def test_the_worst_comes_first(judge: Judge) -> None:
    found = judge("inpatient", ("F02.80", "I10 poa=exempt", "Z94.0 poa=Y", "I11.0 poa=Y"))
    weights = [
        0 if f.blocks else 1 if f.status is Status.FAIL and f.severity is Severity.WARNING
        else 2 if f.status is Status.NOT_CHECKED else 3 if f.status is Status.FAIL else 4
        for f in found
    ]  # fmt: skip
    assert weights == sorted(weights)
    assert set(weights) >= {0, 1, 2, 3}


def test_nothing_is_said_twice(judge: Judge) -> None:
    found = judge("professional", ("I10", "hcpcs:G0463", "hcpcs:G0463", "hcpcs:G0463"))
    assert sorted(f.rule for f in found if f.codes == ("G0463",)) == ["R22", "R28"]


def test_a_case_with_nothing_wrong_is_clean_and_one_with_cpt_is_not(judge: Judge) -> None:
    clean = judge("professional", ("E11.9", "I10", "hcpcs:G0463-25 @AB"))
    assert is_clean(clean)
    assert all(f.status is Status.PASS for f in clean)
    unread = judge("professional", ("E11.9", "I10", "cpt:99213-25 @AB"))
    assert not any(f.blocks for f in unread)
    assert not is_clean(unread)
    assert any("licensed by the AMA" in f.message for f in unread)


def test_a_missing_7th_character_is_named_with_the_legal_ones(judge: Judge) -> None:
    message = next(f.message for f in judge("outpatient", ("S42.301",)) if f.rule == "R6")
    assert "S42.301A" in message
    assert "A initial encounter; D subsequent encounter; S sequela" in message
    placeheld = next(f.message for f in judge("outpatient", ("S01.00",)) if f.rule == "R6")
    assert "S01.00XA" in placeheld


def test_a_reminder_quotes_the_note_with_its_heading(judge: Judge) -> None:
    message = next(f.message for f in judge("outpatient", ("K76.6",)) if f.severity is Severity.INFO and f.codes)
    assert message == (
        "K76.6 asks for an additional code for any associated complications, such as: "
        "portal hypertensive gastropathy (K31.89)."
    )


def test_a_category_names_codes_below_it(judge: Judge) -> None:
    message = next(f.message for f in judge("outpatient", ("E11",)) if f.rule == "R6")
    assert "E11.00, E11.01, E11.9" in message


def test_a_header_without_children_tells_its_7th_characters(book: References) -> None:
    """A book that lists only the tabular entries has no children below a code of six characters."""

    class Tabular(type(book)):  # type: ignore[misc]
        def facts(self, system: CodeSystem, code: str, on: date) -> CodeFacts:
            legal = (SeventhCharacter("A", ""), SeventhCharacter("P", ""))
            return CodeFacts(system, code, "", exists=True, billable=False, valid=True, release="x", seventh=legal)

    line = Assignment(1, CodeSystem.ICD10CM, "S42301", CodeRole.FIRST_LISTED, 1)
    case = Case(Setting.OUTPATIENT, DAY, DAY, codes=(line,))
    message = next(f.message for f in edits.check(case, Tabular()) if f.rule == "R6")
    assert message == "S42.301 lacks its 7th character, as in S42.301A: A; P."


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"units": 0}, "R23"),
        ({"modifiers": ("25", "59", "GA", "KX", "LT")}, "R23"),
        ({"modifiers": ("25", "25")}, "R23"),
        ({"pointers": "AM"}, "R22"),
    ],
)
def test_lines_that_came_in_by_import_are_held_to_the_claim_too(
    written: Written, book: References, changes: dict[str, object], rule: str
) -> None:
    case = written("professional", ("I10", "hcpcs:G0463 @A"))
    *rest, line = case.codes
    damaged = replace(case, codes=(*rest, replace(line, **changes)))  # type: ignore[arg-type]
    failing = {f.rule for f in edits.check(damaged, book) if f.status is Status.FAIL}
    assert rule in failing
    assert rule not in {f.rule for f in edits.check(case, book) if f.status is Status.FAIL}


@pytest.mark.parametrize("setting", ["inpatient", "outpatient", "payer"])
def test_each_diagnosis_past_the_25_of_a_claim_is_named(book: References, setting: str) -> None:
    def case_of(many: int) -> Case:
        roles = [CodeRole.PRINCIPAL, *[CodeRole.SECONDARY] * (many - 1)]
        codes = [Assignment(n, CodeSystem.ICD10CM, f"R{n:03}", role, n, poa="Y") for n, role in enumerate(roles, 1)]
        return Case(Setting(setting), DAY, DAY, codes=tuple(codes))

    def past(many: int) -> list[str]:
        told = edits.check(case_of(many), book)
        return [f.message for f in told if f.rule == "R24" and "does not go out" in f.message]

    assert past(25) == []
    assert past(27) == [
        "R02.6 is number 26 of the diagnoses; the claim takes 25: it does not go out.",
        "R02.7 is number 27 of the diagnoses; the claim takes 25: it does not go out.",
    ]


def test_26_procedures_of_a_stay_do_not_all_go_out(book: References) -> None:
    codes = [Assignment(n, CodeSystem.ICD10PCS, f"0DTJ4{n:02}", CodeRole.PROCEDURE, n) for n in range(1, 27)]
    case = Case(Setting.INPATIENT, DAY, DAY, codes=tuple(codes))
    assert [f.codes for f in edits.check(case, book) if "does not go out" in f.message] == [("0DTJ426",)]


def test_51_service_lines_do_not_fit_a_professional_claim(written: Written, book: References) -> None:
    case = written("professional", ("I10", *["hcpcs:G0463 @A"] * 50, "hcpcs:J1100 @A"))
    assert [f.codes for f in edits.check(case, book) if "does not go out" in f.message] == [("J1100",)]


def test_an_unknown_poa_letter_fails(written: Written, book: References) -> None:
    case = written("inpatient", ("I10 poa=Y",))
    damaged = replace(case, codes=(replace(case.codes[0], poa="1"),))
    assert any(f.rule == "R18" and f.blocks for f in edits.check(damaged, book))


def test_a_line_is_looked_up_on_its_own_day_of_service(written: Written, book: References) -> None:
    case = written("professional", ("I10", "hcpcs:G0463 @A"))
    line = replace(case.codes[1], service_date=date(2026, 12, 1))
    told = edits.check(replace(case, codes=(case.codes[0], line)), book)
    assert any(f.rule == "R4" and f.codes == ("G0463",) and "2026-12-01" in f.message for f in told)


def test_each_code_is_looked_up_once(written: Written, book: References) -> None:
    asked: list[str] = []

    class Counting(type(book)):  # type: ignore[misc]
        def facts(self, system: CodeSystem, code: str, on: date) -> CodeFacts:
            asked.append(code)
            return CodeFacts(system, code)

    edits.check(written("professional", ("I10", "E11.9", "hcpcs:G0463-LT @AB")), Counting())
    assert sorted(asked) == ["E119", "G0463", "I10"]


def test_with_nothing_loaded_nothing_passes_that_needs_a_table(written: Written, book: References) -> None:
    class Nothing(type(book)):  # type: ignore[misc]
        def facts(self, system: CodeSystem, code: str, on: date) -> CodeFacts:
            return CodeFacts(system, code)

    told = edits.check(written("inpatient", ("I10 poa=Y", "E11.9 poa=Y", "icd10pcs:0DTJ4ZZ")), Nothing(tables={}))
    assert {f.rule for f in told if f.status is Status.NOT_CHECKED} == {"R4", "R8", "R10", "R11", "R31"}
    by_the_case_alone = {"R1", "R3", "R5", "R12", "R13", "R14", "R17", "R18", "R19", "R20", "R24"}
    assert {f.rule for f in told if f.status is Status.PASS} <= by_the_case_alone
    assert not any(f.blocks for f in told)


SMALL_BOOK_CODES = (
    "I10", "E11.9", "E10.9", "I11.0", "I50.23", "F02.80", "G30.9", "D63.1", "A41.9", "T81.44XA", "Z94.0", "R52",
    "M25.511", "W19.XXXA", "S01.00XA", "S82.891S", "E11", "Q99.Z",
)  # fmt: skip
POAS = ("", " poa=Y", " poa=exempt")


def test_no_order_of_the_families_changes_what_is_found(written: Written, book: References) -> None:
    for setting, lines in HARD_CASES:
        case = written(setting, lines, DAY)
        families = [found for family in edits.FAMILIES for found in family(case, book)]
        backwards = [found for family in reversed(edits.FAMILIES) for found in family(case, book)]
        assert worst_first(families) == worst_first(backwards) == worst_first(reversed(families))


UNRELATED = "J18.9"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    setting=st.sampled_from(["inpatient", "outpatient", "professional", "payer"]),
    lines=st.lists(st.tuples(st.sampled_from(SMALL_BOOK_CODES), st.sampled_from(POAS)), min_size=1, max_size=16),
)
def test_a_further_good_code_takes_no_finding_away(
    setting: str, lines: list[tuple[str, str]], written: Written, book: References
) -> None:
    """Pneumonia, which no note names, becomes the last secondary: what was said of the others is said still."""
    typed = [code + poa for code, poa in lines]
    before = edits.check(written(setting, typed), book)
    after = edits.check(written(setting, [*typed, f"{UNRELATED} as=secondary poa=Y"]), book)
    still = {(f.rule, f.status, f.severity, code) for f in after for code in f.codes}
    for found in before:
        if found.status is not Status.PASS:
            assert {(found.rule, found.status, found.severity, code) for code in found.codes} <= still
