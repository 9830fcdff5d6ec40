"""Three-valued findings: what blocks, what is clean, and the order they are shown in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_coder.domain.findings import Finding, Severity, Status, is_clean, worst_first


def finding(status: Status, severity: Severity, override: str = "", rule: str = "R8") -> Finding:
    return Finding(rule, status, severity, "Two codes.", ("E11.9",), override=override)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("severity", list(Severity))
@pytest.mark.parametrize("override", ["", "unrelated conditions"])
def test_only_a_failing_error_nobody_accepted_blocks(status: Status, severity: Severity, override: str) -> None:
    blocks = status is Status.FAIL and severity is Severity.ERROR and not override
    assert finding(status, severity, override).blocks is blocks


@pytest.mark.parametrize(
    ("found", "clean"),
    [
        ([], True),
        ([finding(Status.PASS, Severity.INFO)], True),
        ([finding(Status.FAIL, Severity.WARNING)], True),
        ([finding(Status.FAIL, Severity.ERROR)], False),
        ([finding(Status.FAIL, Severity.ERROR, "unrelated conditions")], True),
        ([finding(Status.PASS, Severity.INFO), finding(Status.NOT_CHECKED, Severity.INFO)], False),
    ],
)
def test_clean_means_nothing_blocks_and_nothing_is_unchecked(found: list[Finding], clean: bool) -> None:
    assert is_clean(found) is clean


ERROR, WARNING = finding(Status.FAIL, Severity.ERROR), finding(Status.FAIL, Severity.WARNING)
UNREAD = finding(Status.NOT_CHECKED, Severity.INFO)
NEWS, PASSED = finding(Status.FAIL, Severity.INFO), finding(Status.PASS, Severity.INFO)


def test_the_order_of_what_is_shown() -> None:
    assert worst_first([PASSED, NEWS, UNREAD, WARNING, ERROR]) == (ERROR, WARNING, UNREAD, NEWS, PASSED)


def test_rules_stand_in_the_order_of_their_numbers() -> None:
    rules = [replace(ERROR, rule=rule) for rule in ("R10", "R1", "R24", "R4")]
    assert [each.rule for each in worst_first(rules)] == ["R1", "R4", "R10", "R24"]


def test_a_rule_without_a_number_is_shown_too() -> None:
    assert worst_first([replace(ERROR, rule="SITE")]) == (replace(ERROR, rule="SITE"),)


many = st.lists(
    st.builds(
        Finding,
        rule=st.sampled_from(["R1", "R4", "R10"]),
        status=st.sampled_from(list(Status)),
        severity=st.sampled_from(list(Severity)),
        message=st.sampled_from(["One.", "Two."]),
        codes=st.sampled_from([(), ("E11.9",), ("E11.9", "I10")]),
    ),
    max_size=8,
)


@given(many, st.randoms())
def test_the_order_does_not_hang_on_who_was_asked_first(found: list[Finding], chance: object) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert worst_first(found) == worst_first(shuffled)
    assert sorted(map(repr, worst_first(found))) == sorted(map(repr, found))
