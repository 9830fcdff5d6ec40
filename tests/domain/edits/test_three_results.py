"""Every rule with a case that passes, one that fails, and one on which it cannot be checked, as a coder types them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest

from tests.domain.edits.conftest import DAYS, Book, write_case
from tui_coder.domain.assignment import Passage
from tui_coder.domain.edits import families as edits
from tui_coder.domain.edits.policy import Choice, RulePolicy
from tui_coder.domain.findings import Finding, Severity, Status


@dataclass(frozen=True, slots=True)
class On:
    """A case. `said` stands before the words behind its first code; `off` switches the rule off in the settings."""

    setting: str
    lines: Sequence[str]
    on: date = DAYS["covered"]
    since: date | None = None
    said: str = ""
    payer: str = ""
    today: date | None = None
    off: bool = False


def stay(*lines: str, **more: object) -> On:
    return On("inpatient", lines, **more)  # type: ignore[arg-type]


def visit(*lines: str, **more: object) -> On:
    return On("outpatient", lines, **more)  # type: ignore[arg-type]


def office(*lines: str, **more: object) -> On:
    return On("professional", lines, **more)  # type: ignore[arg-type]


def review(*lines: str, **more: object) -> On:
    return On("payer", lines, **more)  # type: ignore[arg-type]


SWITCH = {"since": date(2015, 9, 28), "on": date(2015, 10, 2)}
UNTABLED = {"on": date(2025, 12, 1)}
PAIR = ("I10", "hcpcs:G0463 @A", "hcpcs:J2550 @A")
NOTICED = ("M25.511", "hcpcs:G0463-GA @A")
MANY = tuple(f"R{number:02}.{place} as=secondary poa=Y" for number in range(10, 38) for place in (1,))

# Rules that need nothing but the case are unchecked only where a site switches them off.
RULES: dict[str, tuple[On, On | None, On]] = {
    "R1": (visit("I10"), visit("icd9cm:401.9"), visit("I10", off=True)),
    "R2": (stay("I10 poa=Y", **SWITCH), office("I10", **SWITCH), review("I10", **SWITCH)),
    "R3": (office("I10"), office("I10", "icd9cm:401.9"), review("I10")),
    "R4": (visit("I10"), visit("Q99.Z"), visit("I10", on=DAYS["after"])),
    # Of the sex edit no public table names the codes: where it held it is not checked (the extra mce tells it).
    "R5": (stay("I10 poa=Y", on=date(2024, 10, 1)), None, stay("I10 poa=Y", on=date(2024, 9, 30))),
    "R6": (visit("E11.9"), visit("E11"), visit("I10", "Q99.0")),
    "R7": (visit("M25.511"), visit("S82.891S", "G31.09"), visit("S82.891S", "Q99.Z")),
    "R8": (visit("E11.9", "I10"), visit("E11.9", "E10.9"), visit("I10", "Z94.0")),
    "R9": (visit("E11.9", "I10"), visit("M79.672", "M25.572"), visit("E11.9", "I10", off=True)),
    "R10": (visit("G30.9", "F02.80"), visit("F02.80"), visit("I10", "N52.1")),
    "R11": (stay("J18.9 poa=Y"), visit("W19.XXXA as=first_listed"), stay("I10 poa=Y")),
    "R12": (visit("M25.511", "S82.891S"), visit("S82.891S", "M25.511"), visit("M25.511", off=True)),
    "R13": (stay("I10 poa=Y"), visit("I10 as=secondary"), visit("I10", off=True)),
    "R14": (stay("J18.9 poa=Y", said="Probable"), stay("B20 poa=Y", said="Probable"), stay("~J18.9 poa=Y")),
    "R15": (office("J18.9"), office("J18.9", said="Probable"), office("~J18.9")),
    "R16": (stay("M25.511 poa=Y"), stay("M25.519 poa=Y"), office("I10", "cpt:20610-LT @A")),
    "R17": (visit("E11.9", "I10"), visit("E11.9", "E11.9"), visit("E11.9", off=True)),
    "R18": (stay("I10 poa=Y"), stay("I10"), stay("I10 poa=exempt")),
    "R19": (stay("T83.511A poa=Y"), stay("T83.511A poa=N"), stay("J18.9 poa=N")),
    "R20": (stay("I10 poa=Y"), stay("I10 poa=Y", "R07.9 as=admitting poa=Y"), stay("I10 poa=Y", off=True)),
    "R21": (office("I10"), office("I10", *MANY[:12]), review("I10", *MANY[:12])),
    "R22": (office("I10", "hcpcs:G0463 @A"), office("I10", "hcpcs:G0463 @AC"), review("I10", "hcpcs:G0463")),
    "R23": (
        office("I10", "hcpcs:G0463-25 @A"), office("I10", "hcpcs:J1100-25 @A"),
        office("I10", "hcpcs:G0463-25 @A", on=date(1998, 1, 5)),
    ),
    "R24": (
        stay("I10 poa=Y", "R07.9 as=admitting"), stay("I10 poa=Y", "R07.9 as=admitting", *MANY[:25]),
        stay("I10 poa=Y", off=True),
    ),
    "R25": (office("I10", "hcpcs:G0463 @A", "hcpcs:J2550-XU @A"), office(*PAIR), office(*PAIR, **UNTABLED)),
    "R26": (
        office("I10", "hcpcs:G0463 @A", "hcpcs:J2550-XU @A"), office("I10", "hcpcs:G0463-59-XU @A"),
        office("I10", "hcpcs:G0463 @A", "hcpcs:J2550-59 @A", **UNTABLED),
    ),
    "R27": (office(*PAIR), office("I10", "hcpcs:J2550 @A"), review(*PAIR)),
    "R28": (office(*PAIR), office("I10", "hcpcs:J2550 x4 @A"), office(*PAIR, **UNTABLED)),
    "R29": (office(*PAIR), office("I10", "hcpcs:J1885 x9 @A"), office(*PAIR, off=True)),
    # A value that is not published cannot be passed: this rule says only that it is not known.
    "R30": (office(*PAIR), None, office("I10", "cpt:00000 @A")),
    "R31": (stay("I10 poa=Y"), stay("O80 poa=exempt"), stay("icd9cm:401.9 poa=Y", on=DAYS["icd9"])),
    "R32": (office("I10", "hcpcs:G0463 @A"), office("M25.511", "hcpcs:G0463 @A"), office("I10", "cpt:00000 @A")),
    "R33": (office("I10", "hcpcs:G0463-GA @A"), office("I10", "hcpcs:G0463-GA-GZ @A"), office(*NOTICED, **UNTABLED)),
    "R34": (office("I10", "hcpcs:G0463 @A"), office("~I10", "hcpcs:G0463 @A"), office("I10", "hcpcs:J1885 @A")),
    "R35": (
        office("I10", payer="Medicare", today=date(2026, 6, 1)),
        office("I10", payer="Medicare", today=date(2028, 2, 29)), office("I10", payer="Another", today=date(2026, 6, 1)),
    ),
    "R53": (visit("I10", "J18.9"), visit("I10", "N18.32"), visit("I10", "N18.32", on=DAYS["after"])),
    "R54": (visit("E11.9", "J18.9"), visit("E11.9", "N18.32"), visit("E11.9", "N18.32", on=DAYS["after"])),
}  # fmt: skip


def told(rule: str, case: On) -> list[Finding]:
    written = write_case(case.setting, case.lines, case.on, case.since)
    passages = dict(written.passages)
    if case.said:
        passages[1] = (Passage(f"{case.said} ", "condition", ""),)
    whole = replace(written, passages=passages, payer=case.payer, today=case.today)
    policy = RulePolicy({rule: Choice.OFF} if case.off else {})
    return [each for each in policy.apply(edits.check(whole, Book())) if each.rule == rule]


def test_every_rule_has_its_three_vectors() -> None:
    assert list(RULES) == [f"R{number}" for number in (*range(1, 36), 53, 54)]
    assert [rule for rule, (_, failing, _) in RULES.items() if failing is None] == ["R5", "R30"]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_passes_what_is_in_order(rule: str) -> None:
    """Beside a pass stands nothing but information."""
    found = told(rule, RULES[rule][0])
    assert Status.PASS in {each.status for each in found}, found
    assert all(each.status is Status.PASS or each.severity is Severity.INFO for each in found), found
    assert Status.NOT_CHECKED not in {each.status for each in found}, found


@pytest.mark.parametrize("rule", [rule for rule, (_, failing, _) in RULES.items() if failing is not None])
def test_a_rule_fails_what_is_wrong(rule: str) -> None:
    case = RULES[rule][1]
    assert case is not None
    found = told(rule, case)
    assert Status.FAIL in {each.status for each in found}, found
    informs = {"R7", "R9", "R29"}  # what these find is never wrong in itself
    assert rule in informs or any(each.is_weighty for each in found), found
    passes_too = {"R7", "R9"}  # beside a reminder the rule itself is kept
    assert rule in passes_too or Status.PASS not in {each.status for each in found}, found


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_never_passes_what_it_cannot_check(rule: str) -> None:
    found = told(rule, RULES[rule][2])
    assert Status.NOT_CHECKED in {each.status for each in found}, found
    assert Status.PASS not in {each.status for each in found}, found


def test_no_mend_of_medical_necessity_names_a_code_that_would_be_covered() -> None:
    """R34: the policy covers I10 and E11.9; neither is offered for a line that points elsewhere."""
    (found,) = told("R32", office("M25.511", "hcpcs:G0463 @A"))
    assert found.mends == ()
    assert "I10" not in found.message + found.mend


def test_no_pass_says_the_opposite_of_what_stands_beside_it() -> None:
    """A stay may code what is probable; a line with a notice is not covered; what is past a policy's limit is past it."""
    (probable,) = told("R14", stay("J18.9 poa=Y", said="Probable"))
    assert probable.message == "What stands beside the words behind the diagnoses speaks against none of them."
    assert told("R32", office(*NOTICED)) == []
    assert {each.status for each in told("R29", office("I10", "hcpcs:J1885 x9 @A"))} == {Status.FAIL}
