"""What a person keeps for themselves on a chart: note, draft, reading place; and their saved views."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from tui_coder.store import tables


class Notes:
    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def get(self, item_id: int, person_id: int) -> tuple[str, str | None]:
        """The saved note and the draft that is not saved yet (None where there is none)."""
        n = tables.note.c
        row = self._connection.execute(
            select(n.text, n.draft).where(n.item_id == item_id, n.person_id == person_id)
        ).first()
        return (row.text, row.draft) if row else ("", None)

    def all_of(self, item_id: int) -> tuple[tuple[str, str, datetime], ...]:
        """Saved notes of everyone on the item: (person, text, when)."""
        n = tables.note.c
        rows = self._connection.execute(
            select(tables.person.c.name, n.text, n.at)
            .join(tables.person, tables.person.c.id == n.person_id)
            .where(n.item_id == item_id, n.text != "")
            .order_by(n.at)
        )
        return tuple((row.name, row.text, row.at) for row in rows)

    def keep_draft(self, item_id: int, person_id: int, draft: str | None) -> None:
        self._put(item_id, person_id, draft=draft)

    def save(self, item_id: int, person_id: int, text: str) -> None:
        self._put(item_id, person_id, text=text, draft=None)

    def _put(self, item_id: int, person_id: int, **columns: object) -> None:
        n = tables.note.c
        done = self._connection.execute(
            update(tables.note).where(n.item_id == item_id, n.person_id == person_id).values(at=self._now, **columns)
        )
        if not done.rowcount:
            self._connection.execute(
                insert(tables.note).values(item_id=item_id, person_id=person_id, at=self._now, **columns)
            )

    def place(self, item_id: int, person_id: int) -> tuple[int, int, str]:
        """Where the person stopped reading: (document id, offset, half-typed code line); zeros at first."""
        p = tables.reading_place.c
        row = self._connection.execute(
            select(p.document_id, p.position, p.code_line).where(p.item_id == item_id, p.person_id == person_id)
        ).first()
        return (row.document_id, row.position, row.code_line) if row else (0, 0, "")

    def keep_place(self, item_id: int, person_id: int, document_id: int, position: int, code_line: str) -> None:
        p = tables.reading_place.c
        place = {"document_id": document_id, "position": position, "code_line": code_line}
        done = self._connection.execute(
            update(tables.reading_place).where(p.item_id == item_id, p.person_id == person_id).values(place)
        )
        if not done.rowcount:
            self._connection.execute(insert(tables.reading_place).values(item_id=item_id, person_id=person_id, **place))

    def views(self, person_id: int) -> dict[str, str]:
        """A person's saved queue views: definition (JSON) by name."""
        v = tables.saved_view.c
        rows = self._connection.execute(select(v.name, v.definition).where(v.person_id == person_id).order_by(v.name))
        return {row.name: row.definition for row in rows}

    def save_view(self, person_id: int, name: str, definition: str) -> None:
        v = tables.saved_view.c
        self._connection.execute(delete(tables.saved_view).where(v.person_id == person_id, v.name == name))
        self._connection.execute(
            insert(tables.saved_view).values(person_id=person_id, name=name, definition=definition)
        )
