"""R53, R54: hypertension and diabetes coded apart from what the guidelines presume them to have caused."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.edits.conftest import COVERED, Book, write_case
from tui_coder.domain.edits import families as edits
from tui_coder.domain.findings import Finding, Severity, Status

_HEART = ("I50.1", "I50.32", "I51.4", "I51.5", "I51.6", "I51.7", "I51.89", "I51.9")


def found(*codes: str, on: date = COVERED) -> list[Finding]:
    case = write_case("outpatient", codes, on)
    return [each for each in edits.check(case, Book()) if each.rule in ("R53", "R54")]


def expected(*codes: str, on: date = COVERED) -> set[str]:
    """The combination that is expected, by what the warning says."""
    failing = [each for each in found(*codes, on=on) if each.status is Status.FAIL]
    assert all(each.severity is Severity.WARNING and not each.blocks for each in failing)
    return {each.message.partition("), and ")[2].partition(" is expected")[0] for each in failing}


@pytest.mark.parametrize("kidney", ["N18.1", "N18.32", "N18.6", "N18.9"])
def test_hypertension_beside_chronic_kidney_disease_is_hypertensive(kidney: str) -> None:
    assert expected("I10", kidney) == expected(kidney, "I10") == {"I12.-"}
    (warning,) = found("I10", kidney)
    assert set(warning.codes) == {"I10", kidney}
    assert (
        warning.source == "ICD-10-CM Official Guidelines, section I.C.9.a: hypertension with heart and kidney disease"
    )
    assert "I.C.9.a.2" in warning.message and "unless the chart says" in warning.message
    assert "o accepts it" in warning.mend


@pytest.mark.parametrize("heart", _HEART)
def test_hypertension_beside_heart_disease_is_hypertensive(heart: str) -> None:
    assert expected("I10", heart) == {"I11.-"}
    assert expected("I10", heart, "N18.32") == {"I13.-"}
    assert expected("I12.9", heart, "N18.32") == {"I13.-"}


def test_what_the_guidelines_do_not_link_is_left_alone() -> None:
    for codes in (
        ("I10", "I51.81"), ("I10", "I48.91"), ("I10", "N17.9"), ("I10", "E11.9"), ("I15.0", "N18.32"), ("I50.1",),
        ("I12.9", "N18.32"), ("I11.0", "I50.1"), ("I13.0", "I50.1", "N18.32"), ("E11.22", "N18.32"), ("E11.65", "N18.32"),
    ):  # fmt: skip
        assert expected(*codes) == set(), codes


def test_hypertensive_heart_and_kidney_disease_are_one() -> None:
    assert expected("I11.0", "I50.1", "N18.32") == expected("I11.9", "I12.9") == {"I13.-"}


@pytest.mark.parametrize("kind", ["E08", "E09", "E10", "E11", "E13"])
def test_diabetes_without_complications_beside_chronic_kidney_disease_is_diabetic(kind: str) -> None:
    assert expected(f"{kind}.9", "N18.32") == {f"{kind}.22"}
    assert expected(f"{kind}.9", f"{kind}.22", "N18.32") == set()


def test_the_day_counts_from_which_the_guidelines_say_so() -> None:
    """Until September 2016 only kidney disease was presumed; of such a day no release is loaded here."""
    early = date(2016, 9, 30)
    assert found("I10", "I50.1", on=early) == found("E11.9", "N18.32", on=early) == []
    (unknown,) = found("I10", "N18.32", on=early)
    assert (unknown.status, unknown.rule) == (Status.NOT_CHECKED, "R53")
    assert "2016-09-30" in unknown.message
    assert [each.status for each in found("I10", "I50.1", on=date(2016, 10, 1))] == [Status.NOT_CHECKED]


def test_a_pass_is_said_only_of_who_has_hypertension_or_diabetes() -> None:
    assert [(each.rule, each.status) for each in found("I10", "J18.9")] == [("R53", Status.PASS)]
    assert [(each.rule, each.status) for each in found("E11.9")] == [("R54", Status.PASS)]
    assert found("J18.9", "N18.32") == []
