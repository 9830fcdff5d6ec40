"""The codes on an item, and the findings that a person accepted with a reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, text, update

from tui_coder.domain.assignment import Assignment, CodeRole, Evidence
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.findings import Acceptance, AcceptedFinding
from tui_coder.store import tables

_CODE = tables.code_assignment.c


class CodeAssignments:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, item_id: int) -> tuple[Assignment, ...]:
        """The codes of an item in sequence."""
        rows = self._connection.execute(
            select(tables.code_assignment).where(_CODE.item_id == item_id).order_by(_CODE.sequence, _CODE.id)
        )
        return tuple(_assignment(row) for row in rows)

    def next_id(self, beside: Iterable[Assignment] = ()) -> int:
        """An id that no code has ever had in this store, so that undo never meets another code under its own.

        `beside` are codes that are about to be written and have theirs already.
        """
        last = self._connection.execute(
            text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": tables.code_assignment.name}
        ).scalar()
        return max([int(last or 0), *(each.id for each in beside)]) + 1

    def replace(self, item_id: int, before: Iterable[Assignment], after: Iterable[Assignment]) -> None:
        """Write the difference between two states of an item's codes."""
        old = {each.id: each for each in before}
        new = {each.id: each for each in after}
        gone = [key for key in old if key not in new]
        if gone:
            self._connection.execute(delete(tables.code_assignment).where(_CODE.id.in_(gone)))
        for key, each in new.items():
            if key not in old:
                self._connection.execute(insert(tables.code_assignment).values(item_id=item_id, **columns_of(each)))
            elif old[key] != each:
                self._connection.execute(
                    update(tables.code_assignment).where(_CODE.id == key).values(**columns_of(each))
                )

    def overrides(self, item_id: int) -> dict[tuple[str, str], Acceptance]:
        """What was accepted, by (rule, printed codes joined by blanks)."""
        o = tables.finding_override.c
        rows = self._connection.execute(select(o.rule, o.codes, o.reason, o.person, o.at).where(o.item_id == item_id))
        return {(row.rule, row.codes): Acceptance(row.reason, row.person, row.at) for row in rows}

    def accepted(self) -> tuple[AcceptedFinding, ...]:
        """Everything that was accepted in this store, the newest first."""
        o = tables.finding_override.c
        rows = self._connection.execute(
            select(tables.finding_override).order_by(o.at.desc(), o.item_id, o.rule, o.codes)
        )
        return tuple(
            AcceptedFinding(row.item_id, row.rule, tuple(row.codes.split()), Acceptance(row.reason, row.person, row.at))
            for row in rows
        )

    def forget_override(self, item_id: int, rule: str, codes: str) -> None:
        """Take an acceptance back."""
        o = tables.finding_override.c
        self._connection.execute(
            delete(tables.finding_override).where(o.item_id == item_id, o.rule == rule, o.codes == codes)
        )

    def override(self, item_id: int, rule: str, codes: str, reason: str, person: str, at: datetime) -> None:
        """Accept a finding with a reason; a second acceptance replaces the first."""
        self.forget_override(item_id, rule, codes)
        self._connection.execute(
            insert(tables.finding_override).values(
                item_id=item_id, rule=rule, codes=codes, reason=reason, person=person, at=at
            )
        )


def columns_of(each: Assignment) -> dict[str, object]:
    """One code as its row (without the item)."""
    return {
        "id": each.id, "system": each.system.value, "code": each.code, "title": each.title,
        "role": each.role.value, "sequence": each.sequence, "poa": each.poa,
        "modifiers": " ".join(each.modifiers), "units": each.units, "pointers": each.pointers,
        "service_date": each.service_date, "source": each.source, "person": each.by, "at": each.at,
        "evidence": json.dumps([[e.document_id, e.start, e.end] for e in each.evidence]),
    }  # fmt: skip


def _assignment(row: Row[tuple[object, ...]]) -> Assignment:
    return Assignment(
        id=row.id, system=CodeSystem(row.system), code=row.code, role=CodeRole(row.role), sequence=row.sequence,
        title=row.title, poa=row.poa, modifiers=tuple(row.modifiers.split()), units=row.units,
        pointers=row.pointers, service_date=row.service_date,
        evidence=tuple(Evidence(*span) for span in json.loads(row.evidence)), source=row.source, by=row.person,
        at=row.at,
    )  # fmt: skip


def snapshot(codes: Iterable[Assignment]) -> list[dict[str, object]]:
    """The codes as JSON values, for undo and the log."""
    rows = []
    for each in codes:
        row = columns_of(each)
        row["at"] = each.at.isoformat() if each.at else None
        row["service_date"] = each.service_date.isoformat() if each.service_date else None
        rows.append(row)
    return rows


def from_snapshot(rows: Iterable[Mapping[str, Any]]) -> tuple[Assignment, ...]:
    """The inverse of `snapshot`."""
    return tuple(
        Assignment(
            id=row["id"], system=CodeSystem(row["system"]), code=row["code"], role=CodeRole(row["role"]),
            sequence=row["sequence"], title=row["title"], poa=row["poa"], modifiers=tuple(row["modifiers"].split()),
            units=row["units"], pointers=row["pointers"],
            service_date=date.fromisoformat(row["service_date"]) if row["service_date"] else None,
            evidence=tuple(Evidence(*span) for span in json.loads(row["evidence"])),
            source=row["source"], by=row["person"], at=datetime.fromisoformat(row["at"]) if row["at"] else None,
        )
        for row in rows
    )  # fmt: skip
