"""What a person did, kept so that it can be undone and done again, also after a restart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from tui_coder.store import tables

_C = tables.change.c


@dataclass(frozen=True, slots=True)
class Change:
    """One undoable thing. `parts` are JSON values that the service which wrote them understands."""

    id: int
    label: str
    parts: list[dict[str, Any]]


class ChangeHistory:
    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def add(self, person_id: int, scope: str, label: str, parts: list[dict[str, Any]]) -> None:
        """Note a new change; what had been undone in the scope can no longer be done again."""
        self._connection.execute(
            delete(tables.change).where(_C.person_id == person_id, _C.scope == scope, _C.undone.is_(True))
        )
        self._connection.execute(
            insert(tables.change).values(
                person_id=person_id, scope=scope, label=label, parts=json.dumps(parts), at=self._now
            )
        )

    def to_undo(self, person_id: int, scope: str) -> Change | None:
        """The person's last change in the scope that stands."""
        mine = select(tables.change).where(_C.person_id == person_id, _C.scope == scope, _C.undone.is_(False))
        row = self._connection.execute(mine.order_by(_C.id.desc()).limit(1)).first()
        return None if row is None else _change(row)

    def to_redo(self, person_id: int, scope: str) -> Change | None:
        """The person's change that was undone last: undoing goes backwards, so it is the oldest undone one."""
        undone = select(tables.change).where(_C.person_id == person_id, _C.scope == scope, _C.undone.is_(True))
        row = self._connection.execute(undone.order_by(_C.id).limit(1)).first()
        return None if row is None else _change(row)

    def mark(self, change: Change, *, undone: bool, parts: list[dict[str, Any]] | None = None) -> None:
        """Note that a change was undone or done again; one of which no part is left is dropped."""
        if parts == []:
            self._connection.execute(delete(tables.change).where(_C.id == change.id))
            return
        columns: dict[str, object] = {"undone": undone}
        if parts is not None:
            columns["parts"] = json.dumps(parts)
        self._connection.execute(update(tables.change).where(_C.id == change.id).values(columns))

    def forget(self, scope: str) -> None:
        """Drop the scope's changes: they lead back to a state that no longer exists."""
        self._connection.execute(delete(tables.change).where(_C.scope == scope))


def _change(row: Row[tuple[object, ...]]) -> Change:
    return Change(row.id, row.label, json.loads(row.parts))
