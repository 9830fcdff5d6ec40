"""Passing a chart over: allowed, with a reason, and counted for the leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tui_coder.domain.refusals import IllegalMove, Malformed
from tui_coder.domain.work import WorkItem, WorkState


class SkipReason(StrEnum):
    """The usual reasons; any other is typed in a few words."""

    OUTSIDE_MY_FIELD = "outside what I code"
    KNOWN_PATIENT = "I know the patient"
    TOO_LONG = "too long for what is left of the shift"
    UNREADABLE = "cannot be read or opened"


@dataclass(frozen=True, slots=True)
class Skip:
    """Somebody was served a chart and passed it over."""

    item_id: int
    person: str
    reason: str
    at: datetime


def require_skippable(item: WorkItem, me: str, reason: str) -> None:
    """Whether I may pass the item over so. Raises Malformed without a reason, IllegalMove where it is not mine to."""
    if not reason.strip():
        raise Malformed("A skip needs a reason: a few words that a lead understands.")
    if item.state not in (WorkState.OPEN, WorkState.IN_WORK) or item.assignee not in (None, me):
        whose = f" with {item.assignee}" if item.assignee else ""
        raise IllegalMove(
            f"{item.account} is {item.state.label}{whose}: it is not served to you, so nothing is skipped."
        )
