"""Opening a chart: everything a coder sees of one item, and what they keep while reading it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from tui_coder.domain.assignment import Assignment
from tui_coder.domain.audit import Event
from tui_coder.domain.dispute import Dispute
from tui_coder.domain.encounter import Document, Encounter
from tui_coder.domain.findings import Acceptance
from tui_coder.domain.handoff import HandOff
from tui_coder.domain.roles import Right
from tui_coder.domain.work import WorkItem
from tui_coder.services.desk import Desk, clean
from tui_coder.store.event_log import OPENED
from tui_coder.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person stopped in a chart; document 0 means: never opened."""

    document_id: int = 0
    position: int = 0
    code_line: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A saved note on the chart, signed."""

    by: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Chart:
    """One item as it is on the screen. `draft` is this person's unsaved note, None where there is none."""

    item: WorkItem
    encounter: Encounter
    documents: tuple[Document, ...]
    codes: tuple[Assignment, ...]
    overrides: dict[tuple[str, str], Acceptance]
    disputes: tuple[Dispute, ...]
    hand_offs: tuple[HandOff, ...]
    notes: tuple[Note, ...]
    note: str
    draft: str | None
    place: Place


def open_chart(desk: Desk, item_id: int) -> Chart:
    """Everything of one item. The opening is an entry of the log, whoever opens it."""
    desk.may(Right.READ)
    with desk.writing() as unit:
        desk.note(unit, OPENED, unit.items.get(item_id))
    # The entry stands before the first word is read, and nobody waits with theirs until a long chart has been.
    with desk.reading() as unit:
        return _chart(desk, unit, item_id)


def look_again(desk: Desk, item_id: int) -> Chart:
    """The chart as it is now, for a screen that has it open already."""
    desk.may(Right.READ)
    with desk.reading_chart(item_id) as unit:
        return _chart(desk, unit, item_id)


def encounter(desk: Desk, item_id: int) -> Encounter:
    """Whose visit or stay it is, without a word of its documents: nobody reads a chart with that."""
    desk.may(Right.READ)
    with desk.reading() as unit:
        return unit.encounters.get(unit.items.encounter_id(item_id))


def history(desk: Desk, item_id: int) -> tuple[Event, ...]:
    """What happened to the item, oldest first."""
    desk.may(Right.READ)
    with desk.reading() as unit:
        return unit.log.entries(item_id=item_id)


def to_compare(desk: Desk, item_id: int, document: Document) -> tuple[Document, ...]:
    """What a document can be compared with: its earlier versions, the newest first, then the chart's others."""
    desk.may(Right.READ)
    with desk.reading_chart(item_id) as unit:
        encounter_id = unit.items.encounter_id(item_id)
        earlier = unit.encounters.earlier_versions(encounter_id, document.name)
        every = unit.encounters.documents(encounter_id, desk.actor.id, also=earlier)
    known = {each.id: each for each in every if each.id != document.id}
    versions = [known.pop(each) for each in earlier if each in known]
    return (*versions, *(each for each in known.values() if not each.superseded))


def mark_read(desk: Desk, item_id: int, document_id: int) -> None:
    """Note that the document was on this person's screen."""
    with desk.writing() as unit:
        if unit.encounters.mark_read(desk.actor.id, document_id, unit.now):
            desk.note(unit, "document read", unit.items.get(item_id), after={"document": document_id})


def keep_place(desk: Desk, item_id: int, place: Place) -> None:
    """Remember where this person is, for the next opening; not an event, it says nothing of the chart."""
    with desk.writing() as unit:
        unit.notes.keep_place(item_id, desk.actor.id, place.document_id, place.position, clean(place.code_line))


def save_note(desk: Desk, item_id: int, text: str) -> None:
    """Save this person's note on the chart; the log holds its digest, not its words."""
    desk.may(Right.READ)
    text = clean(text)
    with desk.writing() as unit:
        item = unit.items.get(item_id)
        before, _ = unit.notes.get(item_id, desk.actor.id)
        unit.notes.save(item_id, desk.actor.id, text)
        desk.note(unit, "note written", item, _digest(before), _digest(text))


def _digest(text: str) -> dict[str, object]:
    return {"characters": len(text), "sha256": hashlib.sha256(text.encode()).hexdigest()}


def _chart(desk: Desk, unit: UnitOfWork, item_id: int) -> Chart:
    item = unit.items.get(item_id)
    encounter_id = unit.items.encounter_id(item_id)
    codes = unit.codes.of(item_id)
    evidenced = sorted({span.document_id for code in codes for span in code.evidence})
    note, draft = unit.notes.get(item_id, desk.actor.id)
    return Chart(
        item=item,
        encounter=unit.encounters.get(encounter_id),
        documents=unit.encounters.documents(encounter_id, desk.actor.id, also=evidenced),
        codes=codes,
        overrides=unit.codes.overrides(item_id),
        disputes=unit.disputes.of_item(item_id),
        hand_offs=unit.hand_offs.all(item_id=item_id),
        notes=tuple(Note(*each) for each in unit.notes.all_of(item_id)),
        note=note,
        draft=draft,
        place=Place(*unit.notes.place(item_id, desk.actor.id)),
    )


def overview(desk: Desk, item_id: int) -> str:
    """The chart in a line for the queue's preview: documents, unread ones, the newest. No chart text is shown."""
    desk.may(Right.READ)
    with desk.reading() as unit:
        listed = unit.encounters.list_of_documents(unit.items.encounter_id(item_id), desk.actor.id)
    unread = sum(each.unread for each in listed)
    parts = [f"{len(listed)} document{'s' * (len(listed) != 1)}" + (f" ({unread} new)" if unread else "")]
    if listed:
        newest = listed[-1]
        when = f" {newest.authored_at.astimezone():%m-%d}" if newest.authored_at else ""
        parts.append(f"{newest.title or newest.type}{when}")
    return " · ".join(parts)
