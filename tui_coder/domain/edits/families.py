"""All the edits asked of one case. Pure; no edit can change the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tui_coder.domain.assignment import Case
from tui_coder.domain.edits import (
    age_and_sex,
    claim_limits,
    code_set,
    documentation,
    etiology,
    excludes,
    filing,
    form,
    modifiers,
    ncci,
    necessity,
    poa,
    sequence,
    units,
)  # fmt: skip
from tui_coder.domain.edits.references import CodeFacts, References, Remembered
from tui_coder.domain.findings import Finding, worst_first

__all__ = ["FAMILIES", "CodeFacts", "References", "check"]

Family = Callable[[Case, References], tuple[Finding, ...]]

FAMILIES: Final[tuple[Family, ...]] = (
    code_set.check,
    form.check,
    sequence.check,
    etiology.check,
    excludes.check,
    poa.check,
    claim_limits.check,
    modifiers.check,
    documentation.check,
    age_and_sex.check,
    ncci.check,
    units.check,
    necessity.check,
    filing.check,
)


def check(case: Case, references: References) -> tuple[Finding, ...]:
    """All that the families find, the worst first and nothing twice; each code is looked up once.

    A pass says that a whole family had all it needed and found nothing; whatever could not be looked up is
    `not_checked`, never a pass.
    """
    known = Remembered(references)
    found = dict.fromkeys(finding for family in FAMILIES for finding in family(case, known))
    return worst_first(found)
