"""What a rule found: pass, fail, or not checked; never a pass for what was not looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    NOT_CHECKED = "not_checked"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one rule.

    `rule` is the domain rule's id (R10), `codes` the printed codes concerned, `table` the table and version
    looked up ("ICD-10-CM 2026-04"), `source` the publisher of the rule, `mend` what would put it right.
    `override` holds the reason where a person accepted the finding.
    """

    rule: str
    status: Status
    severity: Severity
    message: str
    codes: tuple[str, ...] = ()
    table: str = ""
    source: str = ""
    mend: str = ""
    override: str = ""

    @property
    def blocks(self) -> bool:
        return self.status is Status.FAIL and self.severity is Severity.ERROR and not self.override


_ORDER = {(Status.FAIL, Severity.ERROR): 0, (Status.FAIL, Severity.WARNING): 1}
_REST = {Status.NOT_CHECKED: 2, Status.FAIL: 3, Status.PASS: 4}


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors, warnings, what was not checked, information, passes; within each by rule (R4 before R10) and code."""
    return tuple(sorted(findings, key=_rank))


def _rank(finding: Finding) -> tuple[int, int, str, tuple[str, ...], str, str]:
    """A total order: what is found never depends on the order in which the rules were asked."""
    weight = _ORDER.get((finding.status, finding.severity), _REST[finding.status])
    number = re.search(r"[0-9]+", finding.rule)
    return weight, int(number.group()) if number else 0, finding.rule, finding.codes, finding.message, finding.severity


def is_clean(findings: Iterable[Finding]) -> bool:
    """Clean means: nothing fails with error severity that nobody accepted, and nothing is left unchecked."""
    return not any(f.blocks or f.status is Status.NOT_CHECKED for f in findings)
