"""Headings as notes have them, and lines that only look like one."""

from __future__ import annotations

import pytest

from tui_coder.domain.sections import headings
from tui_coder.services.sections import shipped_headings


@pytest.mark.parametrize(
    "line",
    [
        "HISTORY OF PRESENT ILLNESS", "HPI:", "hpi: seen for cough", "PMH", "Past Medical History", "past medical history:",
        "  Assessment and Plan", "Assessment & Plan: continue", "A/P: stable", "Hospital Course: admitted with fever",
        "Hospital course", "PROCEDURE: cystoscopy", "Procedure performed - cystoscopy", "Findings:", "Impression",
        "IMPRESSION: no change", "Problem list", "S: feels well", "O : afebrile", "3) Plan: rest", "Discharge Diagnosis",
        "Radiology reading:",
    ],
)  # fmt: skip
def test_a_heading_is_known(line: str) -> None:
    assert shipped_headings().match(line)


@pytest.mark.parametrize(
    "line",
    [
        "", "He was admitted with fever.", "Impression of the mother is that he is well.", "plan to see him in a week",
        "Findings were normal", "No allergies: none known", "1. Hypertension", "a: small letter", "Sister: well",
    ],
)  # fmt: skip
def test_a_sentence_is_none(line: str) -> None:
    assert not shipped_headings().match(line)


def test_without_names_the_shape_of_the_line_tells() -> None:
    assert headings().match("ANY CAPITALS")
    assert not headings().match("hpi: seen for cough")
