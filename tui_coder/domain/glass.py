"""Breaking the glass: emergency access to a chart of another client, with a reason, for a while (45 CFR 164.312)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tui_coder.domain.refusals import Malformed

LASTS = timedelta(minutes=60)
"""How long the chart can be read; after that the glass has to be broken anew. A team's server goes by its own clock."""
_LETTERS = 10


@dataclass(frozen=True, slots=True)
class BrokenGlass:
    """Who read which chart of a client that is not theirs, why, and which lead has looked at that."""

    id: int
    item_id: int
    account: str
    client: str
    person: str
    reason: str
    at: datetime
    until: datetime
    seen_by: str = ""


@dataclass(frozen=True, slots=True)
class BehindGlass:
    """A chart that a person does not see: that it is there, and whose it is."""

    item_id: int
    account: str
    client: str


def require_reason(typed: str) -> str:
    """The reason without blanks around it. Raises Malformed for one that says nothing."""
    reason = typed.strip()
    if sum(each.isalpha() for each in reason) < _LETTERS:
        raise Malformed(f"Breaking the glass needs a reason of {_LETTERS} letters or more; leads read it.")
    return reason
