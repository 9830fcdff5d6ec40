"""A code on a case: its role, sequence, POA, modifiers, units, pointers, and the words that support it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from tui_coder.domain.codes import CodeSystem, printed
from tui_coder.domain.encounter import Setting
from tui_coder.domain.refusals import IllegalMove, NotFound


class CodeRole(StrEnum):
    PRINCIPAL = "principal"
    FIRST_LISTED = "first_listed"
    SECONDARY = "secondary"
    ADMITTING = "admitting"
    REASON_FOR_VISIT = "reason_for_visit"
    EXTERNAL_CAUSE = "external_cause"
    PROCEDURE = "procedure"

    @property
    def label(self) -> str:
        return self.value.replace("_", "-") if self is CodeRole.FIRST_LISTED else self.value.replace("_", " ")

    @property
    def mark(self) -> str:
        """The one-letter mark in the code list."""
        return {
            "principal": "P", "first_listed": "P", "secondary": "", "admitting": "A", "reason_for_visit": "R",
            "external_cause": "X", "procedure": "",
        }[self.value]  # fmt: skip


LEADING_ROLES = frozenset({CodeRole.PRINCIPAL, CodeRole.FIRST_LISTED})
SEQUENCED_ROLES = LEADING_ROLES | {CodeRole.SECONDARY, CodeRole.EXTERNAL_CAUSE}

# R18: present on admission. "" is not yet said, "exempt" is reported blank on the claim.
POA_VALUES: tuple[str, ...] = ("Y", "N", "U", "W", "exempt")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the chart: a half-open span in the canonical text of one version of a document."""

    document_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """One code on a case. `code` is bare; `pointers` are diagnosis letters in the order typed (R22)."""

    id: int
    system: CodeSystem
    code: str
    role: CodeRole
    sequence: int
    title: str = ""
    poa: str = ""
    modifiers: tuple[str, ...] = ()
    units: int = 1
    pointers: str = ""
    service_date: date | None = None
    evidence: tuple[Evidence, ...] = ()
    source: str = "coder"
    by: str = ""
    at: datetime | None = None

    @property
    def printed(self) -> str:
        return printed(self.system, self.code)

    @property
    def is_diagnosis(self) -> bool:
        return self.system.is_diagnosis


def leading_role(setting: Setting) -> CodeRole:
    """Principal for a stay, first-listed for everything else (R13)."""
    return CodeRole.PRINCIPAL if setting is Setting.INPATIENT else CodeRole.FIRST_LISTED


def default_role(system: CodeSystem, code: str, setting: Setting, present: Iterable[Assignment]) -> CodeRole:
    """The role a newly posted code takes: the first diagnosis leads; V00-Y99 and E800-E999 are causes (R11)."""
    if not system.is_diagnosis:
        return CodeRole.PROCEDURE
    if is_external_cause(system, code):
        return CodeRole.EXTERNAL_CAUSE
    led = any(each.role in LEADING_ROLES for each in present)
    return CodeRole.SECONDARY if led else leading_role(setting)


def is_external_cause(system: CodeSystem, code: str) -> bool:
    """V00-Y99 of ICD-10-CM (R11) and E000-E999 of ICD-9-CM."""
    if system is CodeSystem.ICD10CM:
        return code.startswith(("V", "W", "X", "Y"))
    return system is CodeSystem.ICD9CM and code.startswith("E")


_GROUP = {
    CodeRole.PRINCIPAL: 0, CodeRole.FIRST_LISTED: 0, CodeRole.SECONDARY: 1, CodeRole.EXTERNAL_CAUSE: 2,
    CodeRole.REASON_FOR_VISIT: 3, CodeRole.ADMITTING: 4, CodeRole.PROCEDURE: 5,
}  # fmt: skip


def in_sequence(assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """The codes in claim order with sequences 1..n: leading diagnosis, secondaries, causes, reasons, procedures."""
    ordered = sorted(assignments, key=lambda each: (_GROUP[each.role], each.sequence, each.id))
    return tuple(
        each if each.sequence == place else replace(each, sequence=place) for place, each in enumerate(ordered, start=1)
    )


def moved(assignments: Iterable[Assignment], assignment_id: int, step: int) -> tuple[Assignment, ...]:
    """The codes after one of them went `step` places within the codes of its kind.

    The codes between make room and keep their order. A secondary that moves above the leading diagnosis takes
    its role, and the old one becomes secondary. Raises IllegalMove where there are not so many places, NotFound
    where no code has this id.
    """
    ordered = in_sequence(assignments)
    for _ in range(abs(step)):
        ordered = _swapped(ordered, assignment_id, -1 if step < 0 else 1)
    return ordered


def _swapped(ordered: Sequence[Assignment], assignment_id: int, step: int) -> tuple[Assignment, ...]:
    here = _place_of(ordered, assignment_id)
    there = here + step
    mine = ordered[here]
    if not 0 <= there < len(ordered) or not _may_swap(mine, ordered[there]):
        raise IllegalMove(f"{mine.printed} cannot go further {'up' if step < 0 else 'down'} among its kind.")
    other = ordered[there]
    changed = list(ordered)
    changed[here] = replace(other, role=mine.role, sequence=mine.sequence)
    changed[there] = replace(mine, role=other.role, sequence=other.sequence)
    return in_sequence(changed)


def _place_of(assignments: Sequence[Assignment], assignment_id: int) -> int:
    for place, each in enumerate(assignments):
        if each.id == assignment_id:
            return place
    raise NotFound("That code is no longer on the chart; look at the codes again.")


def _may_swap(one: Assignment, other: Assignment) -> bool:
    if one.role is other.role:
        return True
    return {one.role, other.role} <= LEADING_ROLES | {CodeRole.SECONDARY}


def with_role(
    assignments: Iterable[Assignment], assignment_id: int, role: CodeRole, setting: Setting
) -> tuple[Assignment, ...]:
    """The codes after one of them took a role; there is one leading and one admitting diagnosis at most.

    "Principal" and "first-listed" are the same key: the setting decides which one it is (R13).
    A code that has the role already keeps its place. Raises IllegalMove where the role does not fit the kind of
    code, NotFound where no code has this id.
    """
    wanted = leading_role(setting) if role in LEADING_ROLES else role
    present = tuple(assignments)
    if present[_place_of(present, assignment_id)].role is wanted:
        return in_sequence(present)
    changed: list[Assignment] = []
    for each in present:
        if each.id == assignment_id:
            if each.is_diagnosis == (wanted is CodeRole.PROCEDURE):
                raise IllegalMove(f"{each.printed} cannot be {wanted.label}.")
            last = 0 if wanted in LEADING_ROLES else 10_000
            changed.append(replace(each, role=wanted, sequence=last))
        elif wanted in LEADING_ROLES and each.role in LEADING_ROLES:
            changed.append(replace(each, role=CodeRole.SECONDARY, sequence=0))
        elif each.role is wanted and wanted is CodeRole.ADMITTING:
            changed.append(replace(each, role=CodeRole.SECONDARY))
        else:
            changed.append(each)
    return in_sequence(changed)


def pointer_letters(assignments: Iterable[Assignment]) -> dict[str, Assignment]:
    """The letters A-L of the diagnoses that go on a professional claim, in sequence (R21)."""
    diagnoses = [each for each in in_sequence(assignments) if each.role in SEQUENCED_ROLES]
    return dict(zip("ABCDEFGHIJKL", diagnoses, strict=False))


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentence around words that support a code: what stands before them, they themselves, what stands after."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Case:
    """All that a rule may look at: the encounter's facts, its codes in sequence, the words behind them by the code's
    id, and the day on which it is looked at (None where deadlines do not matter)."""

    setting: Setting
    service_from: date
    service_to: date
    birth_date: date | None = None
    sex: str = "U"
    payer: str = ""
    codes: tuple[Assignment, ...] = field(default=())
    passages: Mapping[int, tuple[Passage, ...]] = field(default_factory=dict)
    today: date | None = None
