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
    presumed,
    sequence,
    units,
)  # fmt: skip
from tui_coder.domain.edits.references import CodeFacts, References, Remembered
from tui_coder.domain.findings import Finding, Status, worst_first

__all__ = ["FAMILIES", "CodeFacts", "References", "check"]

Family = Callable[[Case, References], tuple[Finding, ...]]

FAMILIES: Final[tuple[Family, ...]] = (
    code_set.check,
    form.check,
    sequence.check,
    etiology.check,
    excludes.check,
    presumed.check,
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

    A pass says that a rule was asked, had all it needed and found nothing: no family left anything of it unchecked,
    and none failed it with more than information. A rule that is silent has nothing to say of such a case.
    """
    known = Remembered(references)
    found = dict.fromkeys(finding for family in FAMILIES for finding in family(case, known))
    open_rules = {each.rule for each in found if each.status is Status.NOT_CHECKED or each.is_weighty}
    return worst_first(each for each in found if each.status is not Status.PASS or each.rule not in open_rules)
