"""What comes in from files: encounters that were read whole, and what was rejected, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tui_coder.domain.encounter import Encounter


@dataclass(frozen=True, slots=True)
class IncomingDocument:
    """A document as read: `text` is canonical, `sha256` is of the text, `controls` counts what was replaced in it."""

    name: str
    title: str
    type: str
    text: str
    sha256: str
    author: str = ""
    authored_at: datetime | None = None
    controls: int = 0


@dataclass(frozen=True, slots=True)
class IncomingEncounter:
    """One encounter with all its documents, and where it was read. None means: the file does not say."""

    encounter: Encounter
    priority: int | None
    due: date | None
    minutes: int | None
    documents: tuple[IncomingDocument, ...]
    origin_file: str
    origin_where: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """One encounter or file that was not taken: the file, the place in it, and why, as one sentence."""

    file: str
    where: str
    reason: str
