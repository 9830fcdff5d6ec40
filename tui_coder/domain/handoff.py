"""The hand-off log, shaped as I-PASS (R51): severity, summary, actions, contingencies, read-back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tui_coder.domain.refusals import IllegalMove, Malformed

RECEIVER = "receiver"
"""As the owner of an action: whoever receives the hand-off."""
DEFAULT_LATE_HOURS = 4


class Illness(StrEnum):
    """The severity of a hand-off: how much deadline or money is at risk."""

    STABLE = "stable"
    WATCHER = "watcher"
    UNSTABLE = "unstable"

    @property
    def mark(self) -> str:
        return {"stable": "·", "watcher": "!", "unstable": "‼"}[self.value]


@dataclass(frozen=True, slots=True)
class Action:
    """A thing to do, by whom and by when (free words, for example "tomorrow noon")."""

    what: str
    owner: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Contingency:
    """If this happens, then do that."""

    condition: str
    response: str


@dataclass(frozen=True, slots=True)
class HandOff:
    """One entry of the append-only log. `accounts` are the items handed over, `item_ids` the same in the same order."""

    id: int
    sender: str
    receiver: str
    severity: Illness
    summary: str
    written_at: datetime
    accounts: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    contingencies: tuple[Contingency, ...] = ()
    accepted_at: datetime | None = None
    readback: str = ""
    item_ids: tuple[int, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None

    def is_late(self, now: datetime, late_after: timedelta) -> bool:
        """Nobody has read it back for longer than that."""
        return self.is_open and now - self.written_at > late_after


def accept(handoff: HandOff, by: str, readback: str) -> None:
    """Whether the hand-off may be accepted so. Raises IllegalMove (not the receiver, already accepted) or Malformed."""
    if not handoff.is_open:
        raise IllegalMove(f"Hand-off {handoff.id} was accepted already.")
    if by != handoff.receiver:
        raise IllegalMove(f"Hand-off {handoff.id} is for {handoff.receiver}; only {handoff.receiver} can accept it.")
    if not readback.strip():
        raise Malformed("Read the hand-off back in a line of your own words before accepting it (R51).")


def in_turn(entries: Iterable[HandOff], me: str) -> tuple[HandOff, ...]:
    """As they are to be read: open ones for me, then what else is open, the most severe and then the oldest first.

    Behind them what was read back, as it came.
    """
    entries = tuple(entries)
    weight = {Illness.UNSTABLE: 0, Illness.WATCHER: 1, Illness.STABLE: 2}
    waiting = [each for each in entries if each.is_open]
    waiting.sort(key=lambda each: (each.receiver != me, weight[each.severity], each.written_at, each.id))
    return (*waiting, *(each for each in entries if not each.is_open))


def owned(action: Action, receiver: str) -> Action:
    """The action with an owner and a time (R51): the receiver's, in this shift, where nobody said otherwise."""
    owner = receiver if action.owner in ("", RECEIVER) else action.owner
    return Action(action.what, owner, action.when or "this shift")


def parse_action(text: str) -> Action:
    """`call Dr Ash @bob tomorrow` -> what, owner, when; owner and when may be missing.

    Raises Malformed on an empty action.
    """
    what, _, rest = text.strip().partition("@")
    owner, _, when = rest.strip().partition(" ")
    if not what.strip():
        raise Malformed("An action needs words: what is to be done, then @who when.")
    return Action(what.strip(), owner.strip(), when.strip())


_THEN = tuple(re.compile(mark, re.IGNORECASE) for mark in ("->|→", "(?<![0-9]):|:(?![0-9])", r",?\sthen\s"))
_IF = re.compile(r"\Aif\s+", re.IGNORECASE)


def parse_contingency(text: str) -> Contingency:
    """`path report comes: recode principal` or `... -> ...` -> if, then. Raises Malformed without both halves.

    A colon within a clock time (10:30) parts nothing.
    """
    for mark in _THEN:
        halves = [half.strip() for half in mark.split(text, maxsplit=1)]
        if len(halves) == 2 and all(halves):
            return Contingency(_IF.sub("", halves[0]), halves[1])
    raise Malformed("A contingency needs both halves: 'path report comes -> recode the principal diagnosis'.")
