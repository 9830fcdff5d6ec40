"""A dispute flag on an item or on one of its codes: states, signed steps, days left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from tui_coder.domain.refusals import IllegalMove


class DisputeKind(StrEnum):
    """The three kinds that must not be mixed up (a coding denial is not a clinical validation denial)."""

    CODING = "coding"
    CLINICAL_VALIDATION = "clinical_validation"
    TECHNICAL = "technical"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ")


class DisputeState(StrEnum):
    OPEN = "open"
    UNDER_REVIEW = "under_review"
    UPHELD = "upheld"
    OVERTURNED = "overturned"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ")

    @property
    def is_closed(self) -> bool:
        return self in OUTCOMES

    @property
    def mark(self) -> str:
        return {"open": "⚑", "under_review": "◐", "upheld": "●", "overturned": "○", "withdrawn": "–"}[self.value]


OUTCOMES = (DisputeState.UPHELD, DisputeState.OVERTURNED, DisputeState.WITHDRAWN)

# In-house answers are expected in the span after which physician queries escalate (R44: about 72 h).
DEFAULT_DAYS = 3

_STEPS: dict[DisputeState, frozenset[DisputeState]] = {
    DisputeState.OPEN: frozenset({DisputeState.UNDER_REVIEW, *OUTCOMES}),
    DisputeState.UNDER_REVIEW: frozenset(OUTCOMES),
}


def step(current: DisputeState, wanted: DisputeState) -> DisputeState:
    """The next state. Raises IllegalMove where a dispute in `current` cannot become `wanted`."""
    if wanted not in _STEPS.get(current, frozenset()):
        raise IllegalMove(f"The dispute is {current.label}; it cannot become {wanted.label}.")
    return wanted


@dataclass(frozen=True, slots=True)
class DisputeStep:
    """One signed step of a dispute."""

    state: DisputeState
    by: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A flag. `code` is the printed code it stands on, or empty when the whole item is disputed."""

    id: int
    item_id: int
    account: str
    kind: DisputeKind
    state: DisputeState
    reason: str
    raised_by: str
    raised_at: datetime
    owner: str
    due: date
    code: str = ""
    amount: Decimal | None = None
    carc: str = ""
    rarc: str = ""
    patient: str = ""
    history: tuple[DisputeStep, ...] = ()

    def days_left(self, today: date) -> int:
        return (self.due - today).days
