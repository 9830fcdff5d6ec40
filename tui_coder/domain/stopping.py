"""Where a person is in the workstation, and what they have typed that no command has taken yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class StoppingPoint:
    """All that it takes to stand there again.

    `screen` is the scope of the screen in the command table, `scene` what that screen needs to show the same (row,
    tags, code), in its own words. `command` is the one whose questions are being answered: `answers` so far, and
    `typed` on the open one, None where none is open.
    """

    screen: str = QUEUE
    item_id: int | None = None
    scene: Mapping[str, object] = field(default_factory=dict)
    command: str = ""
    answers: tuple[object, ...] = ()
    typed: str | None = None

    @property
    def is_worth_going_back(self) -> bool:
        """Whether one would miss it: the queue at rest is where everybody starts anyway."""
        return self.screen != QUEUE or self.has_words

    @property
    def has_words(self) -> bool:
        """Whether something stands there that was typed."""
        return bool(self.command) and (bool(self.typed) or any(isinstance(each, str) for each in self.answers))


@dataclass(frozen=True, slots=True)
class InHand:
    """What a person has in hand at this moment.

    `note` is the note being written, `form` that of a hand-off; None where none is open.
    """

    point: StoppingPoint = field(default_factory=StoppingPoint)
    reading: tuple[int, int, str] | None = None
    """Document, character, and what stands half typed on the code line; of the item of `point`."""
    note: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOff:
    """Where a session of a person stopped. `account` is that of the item, empty where there is none (any more)."""

    session: str
    point: StoppingPoint
    account: str
    at: datetime
