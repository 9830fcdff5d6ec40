"""What people keep while they read: bookmarks on a chart, and searches for every chart."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from tui_coder.domain.bookmark import Bookmark
from tui_coder.store import tables


class ReadingMarks:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def bookmarks(self, item_id: int, person_id: int) -> tuple[Bookmark, ...]:
        """A person's bookmarks on an item, by document and place."""
        b = tables.bookmark.c
        rows = self._connection.execute(
            select(b.id, b.document_id, b.position, b.note)
            .where(b.item_id == item_id, b.person_id == person_id)
            .order_by(b.document_id, b.position)
        )
        return tuple(Bookmark(*row) for row in rows)

    def set_bookmark(self, item_id: int, person_id: int, document_id: int, position: int, note: str) -> None:
        """Keep a place, in place of what stood there."""
        self.drop_bookmark(item_id, person_id, document_id, position)
        self._connection.execute(
            insert(tables.bookmark).values(
                item_id=item_id, person_id=person_id, document_id=document_id, position=position, note=note
            )
        )

    def drop_bookmark(self, item_id: int, person_id: int, document_id: int, position: int) -> bool:
        """Forget a place; returns whether there was one."""
        b = tables.bookmark
        gone = self._connection.execute(
            delete(b).where(
                b.c.item_id == item_id, b.c.person_id == person_id, b.c.document_id == document_id,
                b.c.position == position,
            )
        )  # fmt: skip
        return bool(gone.rowcount)

    def searches(self, person_id: int) -> tuple[str, ...]:
        """The searches a person kept, by their words."""
        s = tables.saved_search.c
        rows = self._connection.execute(select(s.term).where(s.person_id == person_id).order_by(s.term))
        return tuple(row.term for row in rows)

    def last_search(self, person_id: int) -> str:
        """What a person searched for last, empty where the search was cleared."""
        s = tables.last_search.c
        return self._connection.execute(select(s.term).where(s.person_id == person_id)).scalar() or ""

    def remember_search(self, person_id: int, term: str) -> None:
        s = tables.last_search
        self._connection.execute(delete(s).where(s.c.person_id == person_id))
        if term:
            self._connection.execute(insert(s).values(person_id=person_id, term=term))

    def keep_search(self, person_id: int, term: str) -> None:
        if term not in self.searches(person_id):
            self._connection.execute(insert(tables.saved_search).values(person_id=person_id, term=term))

    def drop_search(self, person_id: int, term: str) -> None:
        s = tables.saved_search
        self._connection.execute(delete(s).where(s.c.person_id == person_id, s.c.term == term))
