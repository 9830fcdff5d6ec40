"""The life of a work item: its states, the moves between them, the order in which it is served, and why."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from tui_coder.domain.encounter import Setting
from tui_coder.domain.refusals import IllegalMove


class WorkState(StrEnum):
    OPEN = "open"
    IN_WORK = "in_work"
    HELD = "held"
    CO_SIGN = "co_sign"
    SUBMITTED = "submitted"

    @property
    def label(self) -> str:
        return "waiting for its co-sign" if self is WorkState.CO_SIGN else self.value.replace("_", " ")

    @property
    def short(self) -> str:
        """The word in a narrow column."""
        return "co-sign" if self is WorkState.CO_SIGN else self.label

    @property
    def mark(self) -> str:
        """A glyph; it always stands beside the word."""
        return {"open": "○", "in_work": "◐", "held": "◌", "co_sign": "◕", "submitted": "●"}[self.value]


class Move(StrEnum):
    CLAIM = "claim"
    ASSIGN = "assign"
    RELEASE = "release"
    HOLD = "hold"
    RESUME = "resume"
    SUBMIT = "submit"
    PRESENT = "present"
    CO_SIGN = "co_sign"
    RECALL = "recall"
    RETURN = "return"


_MOVES: dict[tuple[WorkState, Move], WorkState] = {
    (WorkState.OPEN, Move.CLAIM): WorkState.IN_WORK,
    (WorkState.IN_WORK, Move.CLAIM): WorkState.IN_WORK,
    (WorkState.OPEN, Move.ASSIGN): WorkState.OPEN,
    (WorkState.IN_WORK, Move.ASSIGN): WorkState.OPEN,
    (WorkState.HELD, Move.ASSIGN): WorkState.HELD,
    (WorkState.OPEN, Move.RELEASE): WorkState.OPEN,
    (WorkState.IN_WORK, Move.RELEASE): WorkState.OPEN,
    (WorkState.HELD, Move.RELEASE): WorkState.OPEN,
    (WorkState.OPEN, Move.HOLD): WorkState.HELD,
    (WorkState.IN_WORK, Move.HOLD): WorkState.HELD,
    (WorkState.HELD, Move.HOLD): WorkState.HELD,
    (WorkState.HELD, Move.RESUME): WorkState.OPEN,
    (WorkState.IN_WORK, Move.SUBMIT): WorkState.SUBMITTED,
    (WorkState.IN_WORK, Move.PRESENT): WorkState.CO_SIGN,
    (WorkState.CO_SIGN, Move.CO_SIGN): WorkState.SUBMITTED,
    (WorkState.CO_SIGN, Move.RECALL): WorkState.IN_WORK,
    (WorkState.CO_SIGN, Move.RETURN): WorkState.OPEN,
    (WorkState.SUBMITTED, Move.RECALL): WorkState.IN_WORK,
    (WorkState.SUBMITTED, Move.RETURN): WorkState.OPEN,
}


def after(state: WorkState, move: Move) -> WorkState:
    """The state after a move. Raises IllegalMove where the item's state does not permit it."""
    try:
        return _MOVES[state, move]
    except KeyError:
        raise IllegalMove(f"The item is {state.label}; it cannot be {_PARTICIPLE[move]} now.") from None


_PARTICIPLE = {
    Move.CLAIM: "claimed", Move.ASSIGN: "given to someone", Move.RELEASE: "released", Move.HOLD: "held",
    Move.RESUME: "taken off hold", Move.SUBMIT: "submitted", Move.PRESENT: "presented for its co-sign",
    Move.CO_SIGN: "co-signed", Move.RECALL: "recalled", Move.RETURN: "sent back",
}  # fmt: skip


class HoldReason(StrEnum):
    """Why a chart waits (R50)."""

    CODING_INCOMPLETE = "coding_incomplete"
    MISSING_DOCUMENT = "missing_document"
    UNANSWERED_QUERY = "unanswered_query"
    SYSTEM_EDIT = "system_edit"
    CHARGE_MISSING = "charge_missing"
    COMBINED_ACCOUNT = "combined_account"
    PRE_BILL_AUDIT = "pre_bill_audit"
    LATE_REPORT = "late_report"
    UNSIGNED = "unsigned"

    @property
    def label(self) -> str:
        return "pre-bill audit" if self is HoldReason.PRE_BILL_AUDIT else self.value.replace("_", " ")


HEARTBEAT = timedelta(seconds=60)
"""How often an open workstation says that the chart is still being worked on."""
LEASE = 3 * HEARTBEAT
"""How long a chart stays its holder's after the last heartbeat."""
LEASE_WITHOUT_HEARTBEAT = timedelta(minutes=30)
"""The same for a claim by a single command, behind which nobody beats; each change renews it."""

DEFAULT_PRIORITY = 5
DEFAULT_MINUTES = 6


class WorkItem(NamedTuple):
    """A chart in the queue. `version` grows with every write; a write must name the version it saw.

    `fence` grows with every holder: a session that took the item under an older one no longer writes. `leased_at` is
    since when it is in work with its holder; `from_pool`, that they took it from the pool; `given_by` and
    `given_why`, who passed it on to its present holder and why. `account` is the encounter's, which people type; it
    is unique in its facility.
    """

    id: int
    account: str
    state: WorkState
    priority: int
    due: date | None
    minutes: int
    assignee: str | None
    version: int
    arrived_at: datetime
    lease_until: datetime | None = None
    returned: bool = False
    changed_documents: bool = False
    disputed: bool = False
    held_reason: str = ""
    held_until: date | None = None
    changed_by: str = ""
    changed_at: datetime | None = None
    fence: int = 0
    leased_at: datetime | None = None
    from_pool: bool = False
    given_by: str = ""
    given_why: str = ""
    client_id: int = 0
    setting: Setting = Setting.PROFESSIONAL
    specialty: str = ""

    @property
    def came(self) -> str:
        """Why it came to whose it is, in a phrase; empty where nobody passed it on."""
        return came(self.given_by, self.given_why)

    def has_lapsed(self, now: datetime) -> bool:
        """In work, but nothing was heard of its holder for longer than the lease."""
        return self.state is WorkState.IN_WORK and self.lease_until is not None and self.lease_until < now


def came(given_by: str, given_why: str) -> str:
    """From whom and why an item came: `from lena: bob is away`, or `back from hold: ...` where nobody gave it."""
    if not given_by:
        return given_why
    return f"from {given_by}{f': {given_why}' if given_why else ''}"


def is_overdue(due: date | None, state: WorkState, today: date) -> bool:
    return due is not None and due < today and state is not WorkState.SUBMITTED


def working_order(item: WorkItem, today: date) -> tuple[bool, int, date, datetime, int]:
    """The order in which items are served: overdue, then priority (9 first), then due, then age."""
    return (
        not is_overdue(item.due, item.state, today),
        -item.priority,
        item.due or date.max,
        item.arrived_at,
        item.id,
    )


def reasons_for_place(item: WorkItem, today: date, now: datetime, me: str, unserved: str = "") -> list[str]:
    """Why it came to whose it is, then why it stands where it stands, in the order in which it counts.

    `unserved` says why `me` is not served it out of the pool; empty where they are.
    """
    reasons: list[str] = [item.came] if item.came and item.state is not WorkState.SUBMITTED else []
    if unserved and item.assignee is None and item.state is WorkState.OPEN:
        reasons.insert(0, f"not served to you: {unserved}")
    if item.due is not None and is_overdue(item.due, item.state, today):
        reasons.append(f"overdue by {(today - item.due).days} d")
    elif item.due is not None:
        left = (item.due - today).days
        reasons.append("due today" if left == 0 else f"due in {left} d" if left > 0 else f"was due {item.due}")
    else:
        reasons.append("no due date")
    reasons.append(f"priority {item.priority}")
    reasons.append(f"here for {(now - item.arrived_at).days} d")
    if item.returned:
        reasons.append("sent back")
    if item.changed_documents:
        reasons.append("a document changed")
    reasons.append(_who_may_take(item, now, me, unserved))
    return reasons


def _who_may_take(item: WorkItem, now: datetime, me: str, unserved: str) -> str:
    if item.state is WorkState.HELD:
        wake = f" until {item.held_until}" if item.held_until else ""
        return f"not served: on hold{wake} ({item.held_reason.replace('_', ' ')})"
    if item.state is WorkState.CO_SIGN:
        return f"not served: {item.assignee or 'a colleague'} is an apprentice, and a second coder has to sign it"
    if item.state is WorkState.SUBMITTED:
        return f"not served: submitted by {item.assignee or item.changed_by}"
    if item.assignee is None and unserved:
        return "in the pool"
    if item.assignee is None:
        return "in the pool: n serves it to whoever asks first"
    whose = "you" if item.assignee == me else item.assignee
    since = f" since {item.leased_at.astimezone():%H:%M}" if item.leased_at else ""
    if item.has_lapsed(now):
        served = "whoever asks first" if item.from_pool else f"{whose} only, a colleague may take it over"
        return f"left in work by {whose}{since}: n serves it to {served}"
    if item.state is WorkState.IN_WORK:
        return f"in work with {whose}{since}"
    return f"assigned to {whose}: n serves it to {whose} only"
