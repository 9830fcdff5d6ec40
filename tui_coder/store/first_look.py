"""The first rows of a person's work, read before the libraries of the store are loaded.

Loading these takes longer than all the rest of a start. So the rows that a person sees first are asked for here, in
plain SQL and by reading alone; a test holds this answer and that of the listings together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tui_coder.domain.encounter import Setting, Sex
from tui_coder.domain.queue_row import QueueRow
from tui_coder.domain.work import WorkState
from tui_coder.resources import sqlite_module

_MY_WORK = """
    SELECT i.id, e.account, e.mrn, e.patient, e.birth_date, e.sex, e.setting, e.service_from, e.service_to, e.payer,
           e.charges_cents, i.state, i.priority, i.due, i.minutes, p.name, i.arrived_at, i.version, i.returned,
           i.changed_documents, i.open_disputes, i.held_reason, i.held_until, i.given_by, i.given_why, e.specialty
    FROM person AS p
    JOIN work_item AS i ON i.assignee_id = p.id AND i.state IN ('open', 'in_work')
    JOIN encounter AS e ON e.id = i.encounter_id
    WHERE p.name = ? AND p.active
    ORDER BY i.due < ? DESC, i.priority DESC, i.due, i.arrived_at, i.id
    LIMIT ?
"""


def rows_of(store: Path, person: str, today: date, limit: int) -> tuple[QueueRow, ...]:
    """The first rows of what is assigned to a person, in working order; their cursors are empty.

    Nothing where there is no such store or person, or where the file cannot be read in this way: opening the store,
    which follows, tells why.
    """
    if not store.is_file():
        return ()
    sqlite = sqlite_module()
    try:
        connection = sqlite.connect(f"{store.resolve().as_uri()}?mode=rw", uri=True, timeout=0.2)
        try:
            connection.execute("PRAGMA query_only = ON")
            found = connection.execute(_MY_WORK, (person, today.isoformat(), limit)).fetchall()
        finally:
            connection.close()
    except sqlite.Error:
        return ()
    return tuple(map(_row, found))


def _row(values: Sequence[Any]) -> QueueRow:
    (
        item_id, account, mrn, patient, birth_date, sex, setting, service_from, service_to, payer, cents, state,
        priority, due, minutes, assignee, arrived_at, version, returned, changed, disputes, held_reason, held_until,
        given_by, given_why, specialty,
    ) = values  # fmt: skip
    last = _day(due)
    return QueueRow(
        item_id=item_id, account=account, mrn=mrn, patient=patient, birth_date=_day(birth_date), sex=Sex(sex),
        setting=Setting(setting), service_from=date.fromisoformat(service_from),
        service_to=date.fromisoformat(service_to), payer=payer,
        charges=None if cents < 0 else Decimal(cents) / 100, state=WorkState(state), priority=priority,
        due=None if last == date.max else last, minutes=minutes, assignee=assignee,
        arrived_at=datetime.fromisoformat(arrived_at).replace(tzinfo=UTC), version=version, returned=bool(returned),
        changed_documents=bool(changed), disputed=disputes > 0, held_reason=held_reason, held_until=_day(held_until),
        given_by=given_by, given_why=given_why, specialty=specialty,
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
