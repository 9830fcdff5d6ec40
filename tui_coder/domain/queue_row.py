"""The work queue as it is shown: which items, in which order, and one line of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from tui_coder.domain.encounter import Setting, Sex, completed_years
from tui_coder.domain.work import WorkState, is_overdue

View = Literal["my", "pool", "overdue", "held", "co_sign", "returned", "disputed", "submitted", "all", "assignee"]
Order = Literal["working", "patient", "service", "charges", "age"]
VIEWS: tuple[View, ...] = (
    "my", "pool", "overdue", "held", "co_sign", "returned", "disputed", "submitted", "all", "assignee",
)  # fmt: skip
ORDERS: tuple[Order, ...] = ("working", "patient", "service", "charges", "age")

Cursor = tuple[Any, ...]
"""A row's place: the values it is ordered by. For the working order (overdue, priority, due, arrived, id)."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Which items, in which order. `person_id` is whose for "my", "returned" and "assignee"."""

    view: View
    order: Order = "working"
    filter: str = ""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """`cursor` is the row's place in its listing, to ask for the page behind or before it."""

    item_id: int
    account: str
    mrn: str
    patient: str
    birth_date: date | None
    sex: Sex
    setting: Setting
    service_from: date
    service_to: date
    payer: str
    charges: Decimal | None
    state: WorkState
    priority: int
    due: date | None
    minutes: int
    assignee: str | None
    arrived_at: datetime
    version: int
    returned: bool
    changed_documents: bool
    disputed: bool
    held_reason: str
    held_until: date | None
    given_by: str = ""
    given_why: str = ""
    specialty: str = ""
    cursor: Cursor = ()

    @property
    def key(self) -> str:
        return str(self.item_id)

    @property
    def age(self) -> int | None:
        """The patient's completed years on the day of service."""
        return completed_years(self.birth_date, self.service_to)

    def waiting_days(self, today: date) -> int:
        """Days since service or discharge: the age of the work."""
        return (today - self.service_to).days

    def overdue(self, today: date) -> bool:
        return is_overdue(self.due, self.state, today)

    @property
    def was_passed_on(self) -> bool:
        """Given by somebody, or come off hold, and not worked on since."""
        return self.state is WorkState.OPEN and bool(self.given_by or self.given_why)

    def flags(self, today: date) -> tuple[str, ...]:
        """The words that stand beside the row's glyph, the weightiest first."""
        told = {
            "overdue": self.overdue(today),
            "disputed": self.disputed,
            "sent_back": self.returned,
            "changed": self.changed_documents,
            "passed_on": self.was_passed_on and bool(self.given_by),
            "woken": self.was_passed_on and not self.given_by,
        }
        return tuple(word for word, holds in told.items() if holds)
