"""The rules that ask tables, lists and the words of the chart: each with a vector that passes, fails, is not checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tui_coder.domain.assignment import Case, Passage
from tui_coder.domain.edits import families as edits
from tui_coder.domain.edits.lists import EditLists, PayerTerms
from tui_coder.domain.edits.references import References
from tui_coder.domain.findings import Finding, Status

Results = Callable[..., set[str]]
Written = Callable[..., Case]
DAY, BEFORE_THE_TABLES = date(2026, 5, 4), date(2025, 12, 1)


@pytest.mark.parametrize(
    ("rule", "setting", "lines", "found"),
    [
        # R25: a pair is never paid together, or not without an NCCI modifier; what ended or was deleted is none.
        ("R25", "professional", ("I10", "hcpcs:G0463 @A", "hcpcs:J1885 @A"), {"error G0463 J1885"}),
        ("R25", "professional", ("I10", "hcpcs:G0463-59 @A", "hcpcs:J1885-59 @A"), {"error G0463 J1885"}),
        ("R25", "professional", ("I10", "hcpcs:G0463 @A", "hcpcs:J2550 @A"), {"error G0463 J2550"}),
        ("R25", "professional", ("I10", "hcpcs:G0463 @A", "hcpcs:J2550-XU @A"), {"pass"}),
        ("R26", "professional", ("I10", "hcpcs:G0463 @A", "hcpcs:J2550-XU @A"), {"info G0463 J2550", "pass"}),
        ("R25", "professional", ("I10", "hcpcs:J1100 @A", "hcpcs:J2550 @A"), {"pass"}),
        ("R25", "professional", ("I10", "hcpcs:J1885 @A", "hcpcs:J2550 @A"), {"pass"}),
        ("R25", "professional", ("I10", "hcpcs:G0463 @A"), set()),
        # R27: practitioners and hospitals have a table each; a payer's case does not say which.
        ("R25", "outpatient", ("I10", "hcpcs:G0463", "hcpcs:J1885"), {"pass"}),
        ("R27", "payer", ("I10", "hcpcs:G0463", "hcpcs:J1885"), {"not_checked G0463 J1885"}),
        ("R25", "inpatient", ("I10 poa=Y", "hcpcs:G0463", "hcpcs:J1885"), set()),
        # Add-on codes need one of their primaries on the day.
        ("R27", "professional", ("I10", "hcpcs:J2550 @A"), {"error J2550"}),
        ("R27", "professional", ("I10", "hcpcs:G0463 @A", "hcpcs:J2550-25 @A"), {"pass"}),
        # R28: per line (MAI 1), by day and policy (2), by day and clinical (3).
        ("R28", "professional", ("I10", "hcpcs:J2550 x4 @A"), {"error J2550"}),
        ("R28", "professional", ("I10", "hcpcs:J2550 x3 @A", "hcpcs:J2550 x3 @A"), {"pass"}),
        ("R28", "professional", ("I10", "hcpcs:J1885 x5 @A", "hcpcs:J1885 x4 @A"), {"error J1885"}),
        ("R28", "professional", ("I10", "hcpcs:G0463 x2 @A"), {"pass"}),
        ("R28", "payer", ("I10", "hcpcs:G0463"), {"not_checked G0463"}),
        # R30: no published value is not checked.
        ("R30", "professional", ("I10", "cpt:00000 @A"), {"not_checked 00000"}),
        # R31: age, measured: O80 is for 9 to 64; the patient is 67.
        ("R31", "inpatient", ("O80 poa=exempt",), {"error O80"}),
        ("R31", "professional", ("O80",), {"warning O80"}),
        ("R31", "inpatient", ("I10 poa=Y",), {"pass"}),
        ("R31", "inpatient", ("Q99.Z poa=Y",), {"pass"}),
        # R32: a line with a policy points to what it covers; R33: or carries its notice.
        ("R32", "professional", ("I10", "hcpcs:G0463 @A"), {"pass"}),
        ("R32", "professional", ("M25.511", "hcpcs:G0463 @A"), {"warning G0463"}),
        ("R32", "professional", ("I10", "M25.511", "hcpcs:G0463 @B"), {"warning G0463"}),
        ("R32", "professional", ("R52", "hcpcs:J1885 @A"), {"warning J1885"}),
        ("R32", "professional", ("I10", "hcpcs:J1885 @A"), {"pass"}),
        ("R32", "professional", ("I10", "cpt:00000 @A"), {"not_checked 00000"}),
        ("R32", "professional", ("M25.511", "hcpcs:G0463-GA @A"), set()),
        ("R33", "professional", ("M25.511", "hcpcs:G0463-GA @A"), {"info G0463", "pass"}),
        ("R33", "professional", ("I10", "hcpcs:G0463-GA-GZ @A"), {"warning G0463"}),
        # R19: what the hospital caused.
        ("R19", "inpatient", ("T83.511A poa=N",), {"warning T83.511A"}),
        ("R19", "inpatient", ("T83.511A poa=exempt",), {"error T83.511A"}),
        ("R19", "inpatient", ("T83.511A poa=Y",), {"pass"}),
        # R16: from 2022-04-01 a stay's diagnosis names its side.
        ("R16", "inpatient", ("M25.519 poa=Y",), {"warning M25.519"}),
        ("R16", "outpatient", ("M25.519",), set()),
        # R23: modifiers that are none, that ended, that belong to visits alone, that contradict each other.
        ("R23", "professional", ("I10", "hcpcs:G0463-QY-ZZ @A"), {"warning G0463"}),
        ("R23", "professional", ("I10", "hcpcs:G0463-GD @A"), {"warning G0463"}),
        ("R23", "professional", ("I10", "hcpcs:J1100-25 @A"), {"warning J1100"}),
        ("R23", "professional", ("I10", "hcpcs:G0463-25 @A"), {"pass"}),
        ("R23", "professional", ("I10", "hcpcs:J1100-JW-JZ @A"), {"warning J1100"}),
        ("R26", "professional", ("I10", "hcpcs:J1100-59-XS @A"), {"warning J1100"}),
    ],
)
def test_a_rule_says_what_its_table_says(
    results: Results, rule: str, setting: str, lines: tuple[str, ...], found: set[str]
) -> None:
    assert results(rule, setting, lines, DAY) == found


@pytest.mark.parametrize("rule", ["R25", "R27", "R28", "R32"])
def test_without_the_table_of_the_quarter_a_rule_is_not_checked(results: Results, rule: str) -> None:
    lines = ("I10", "hcpcs:G0463 @A", "hcpcs:J1885 @A")
    assert {each.partition(" ")[0] for each in results(rule, "professional", lines, BEFORE_THE_TABLES)} == {
        "not_checked"
    }


def test_an_unknown_age_and_an_unknown_code_are_not_checked(written: Written, book: References) -> None:
    case = written("inpatient", ("I10 poa=Y",), DAY)
    unborn = edits.check(replace(case, birth_date=None), book)
    assert [f.status for f in unborn if f.rule == "R31"] == [Status.NOT_CHECKED]
    ancient = edits.check(replace(case, birth_date=date(1901, 1, 1)), book)
    assert [f.status for f in ancient if f.rule == "R31"] == [Status.FAIL]


def test_the_sex_edit_ended_with_fiscal_year_2024(results: Results) -> None:
    assert results("R5", "inpatient", ("I10 poa=Y",), date(2024, 9, 30)) == {"not_checked I10"}
    assert results("R5", "inpatient", ("I10 poa=Y",), date(2024, 10, 1)) == {"pass"}


def test_the_side_edit_began_in_april_2022(results: Results) -> None:
    assert results("R16", "inpatient", ("M25.519 poa=Y",), date(2022, 3, 31)) == set()
    assert results("R16", "inpatient", ("M25.519 poa=Y",), date(2022, 4, 1)) == {"warning M25.519"}


def test_a_payer_may_take_fewer_pointers(written: Written, book: References) -> None:
    class Strict(type(book)):  # type: ignore[misc]
        @property
        def lists(self) -> EditLists:
            return super().lists.with_payers({"Medicare": PayerTerms(pointers=1)})

    case = replace(written("professional", ("I10", "E11.9", "hcpcs:G0463 @AB"), DAY), payer="Medicare Part B")
    assert [f.status for f in edits.check(case, book) if f.rule == "R22"] == [Status.PASS]
    other = edits.check(replace(case, payer="Another"), Strict())
    assert [f.status for f in other if f.rule == "R22"] == [Status.PASS]
    (found,) = [f for f in edits.check(case, Strict()) if f.rule == "R22"]
    assert found.blocks and "takes 1 for Medicare Part B" in found.message


# ---- the words of the chart ------------------------------------------------------------------------------------------


def said(
    written: Written, book: References, setting: str, code: str, before: str, words: str, after: str = ""
) -> list[Finding]:
    case = written(setting, (f"{code} poa=Y" if setting == "inpatient" else code,), DAY)
    case = replace(case, passages={case.codes[0].id: (Passage(before, words, after),)})
    return [f for f in edits.check(case, book) if f.rule in ("R14", "R15", "R16") and f.status is Status.FAIL]


@pytest.mark.parametrize(
    ("setting", "code", "before", "words", "after", "told"),
    [
        ("professional", "J18.9", "Probable ", "pneumonia", "", "error R15"),
        ("professional", "J18.9", "", "pneumonia", " vs bronchitis", "error R15"),
        ("professional", "J18.9", "Impression: rule out ", "pneumonia", "", "error R15"),
        ("outpatient", "J18.9", "Opacity compatible with ", "pneumonia", "", "error R15"),
        ("inpatient", "J18.9", "Probable ", "pneumonia", "", ""),
        ("inpatient", "B20", "Suspected ", "HIV disease", "", "error R14"),
        ("inpatient", "B20", "Known ", "HIV disease", "", ""),
        ("professional", "R52", "Possible ", "pain", "", ""),
        ("professional", "J18.9", "No evidence of ", "pneumonia", "", "warning R15"),
        ("professional", "J18.9", "", "pneumonia", " was ruled out", "warning R15"),
        ("inpatient", "J18.9", "Denies ", "pneumonia", "", "warning R14"),
        ("professional", "J18.9", "Cough without clear ", "pneumonia", "", "warning R15"),
        ("professional", "J18.9", "walks without a cane, now ", "pneumonia", "", ""),
        ("professional", "E11.9", "No longer on insulin for ", "type 2 diabetes", "", ""),
        ("professional", "E11.9", "Not well controlled ", "type 2 diabetes", "", ""),
        ("professional", "E11.9", "No chest pain, but ", "type 2 diabetes", " worsens", ""),
        ("professional", "E11.9", "Mother had ", "diabetes", "", "warning R15"),
        ("professional", "E11.9", "Family history of ", "diabetes", "", "warning R15"),
        ("professional", "E11.9", "", "Type 2 diabetes", ", stable", ""),
        ("professional", "J18.9", "", "- No evidence of pneumonia on the film.", "", "warning R15"),
        ("professional", "J18.9", "", "No fever; pneumonia of the right base", "", ""),
        ("professional", "M25.511", "pain in the left ", "shoulder", "", "warning R16"),
        ("professional", "M25.511", "pain in the right ", "shoulder", ", left side fine", ""),
        ("professional", "M25.511", "bilateral ", "shoulder pain", "", ""),
        ("professional", "M25.511", "", "shoulder pain", "", ""),
    ],
)
def test_the_sentence_around_the_evidence_is_read(
    written: Written, book: References, setting: str, code: str, before: str, words: str, after: str, told: str
) -> None:
    found = said(written, book, setting, code, before, words, after)
    assert [f"{f.severity.value} {f.rule}" for f in found] == ([told] if told else [])


def test_without_words_how_sure_the_chart_is_is_not_checked(written: Written, book: References) -> None:
    case = written("professional", ("J18.9", "~E11.9", "~I10"), DAY)
    (found,) = [f for f in edits.check(case, book) if f.rule in ("R14", "R15")]
    assert (found.status, found.codes) == (Status.NOT_CHECKED, ("E11.9", "I10"))


# ---- timely filing ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "payer", "told"),
    [
        (date(2026, 6, 1), "Medicare Part B", "pass"),
        (date(2027, 4, 20), "Medicare Part B", "fail warning"),
        (date(2027, 5, 4), "Medicare Part B", "fail warning"),
        (date(2027, 5, 5), "Medicare Part B", "fail error"),
        (date(2026, 6, 1), "An Insurer", "not_checked"),
        (date(2026, 6, 1), "", "not_checked"),
    ],
)
def test_a_claim_is_filed_in_time(written: Written, book: References, today: date, payer: str, told: str) -> None:
    case = replace(written("professional", ("I10", "hcpcs:G0463 @A"), DAY), today=today, payer=payer)
    (found,) = [f for f in edits.check(case, book) if f.rule == "R35"]
    severity = f" {found.severity.value}" if found.status is Status.FAIL else ""
    assert f"{found.status.value}{severity}" == told
    if found.status is not Status.NOT_CHECKED:
        assert "42 CFR 424.44" in found.table


def test_no_day_no_deadline(written: Written, book: References) -> None:
    case = replace(written("professional", ("I10",), DAY), payer="Medicare")
    assert not any(f.rule == "R35" for f in edits.check(case, book))


def test_a_finding_from_a_table_names_it(written: Written, book: References) -> None:
    case = written("professional", ("M25.511", "hcpcs:G0463 x9 @A", "hcpcs:J1885 @A"), DAY)
    tables = {f.rule: f.table for f in edits.check(case, book) if f.status is Status.FAIL}
    assert (tables["R25"], tables["R28"], tables["R32"]) == (
        "PTP practitioner 2026", "MUE practitioner 2026", "Policies 2026"
    )  # fmt: skip
