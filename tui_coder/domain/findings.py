"""What a rule found: pass, fail, or not checked; never a pass for what was not looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tui_coder.domain.codebook import CodeSpan, Related


class Status(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    NOT_CHECKED = "not_checked"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class MendKind(StrEnum):
    """What can be done to a code with one key; its value is the verb a coder reads."""

    REMOVE = "remove"
    LEAD = "lead with"
    MOVE_BEFORE = "move"
    COMPLETE = "complete"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Mend:
    """A mend that can be applied. `code` is the printed code it acts on, empty where one is added.

    `other` is the printed code it comes before; `choices` are the bare codes that complete it, `spans` the codes a
    note names. Nothing is offered that the case or the book does not name (R34).
    """

    kind: MendKind
    code: str = ""
    other: str = ""
    choices: tuple[Related, ...] = ()
    spans: tuple[CodeSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Why a failing finding was accepted, by whom and when."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """An acceptance with the item and the finding it stands on; `codes` are printed."""

    item_id: int
    rule: str
    codes: tuple[str, ...]
    acceptance: Acceptance


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one rule.

    `rule` is the domain rule's id (R10), `codes` the printed codes concerned, `table` the table and version
    looked up ("ICD-10-CM 2026-04"), `source` the publisher of the rule, `mend` what would put it right in words,
    `mends` what of it one key can do.
    `override` holds the reason where a person accepted the finding, `override_by` their name.
    """

    rule: str
    status: Status
    severity: Severity
    message: str
    codes: tuple[str, ...] = ()
    table: str = ""
    source: str = ""
    mend: str = ""
    mends: tuple[Mend, ...] = ()
    override: str = ""
    override_by: str = ""

    @property
    def is_weighty(self) -> bool:
        """It fails, and with more than information."""
        return self.status is Status.FAIL and self.severity is not Severity.INFO

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
