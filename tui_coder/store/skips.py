"""Who passed over what, and why: rows are added, never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from tui_coder.domain.skip import Skip
from tui_coder.store import tables

_S = tables.skip.c


class Skips:
    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def add(self, item_id: int, person_id: int, reason: str) -> None:
        self._connection.execute(
            insert(tables.skip).values(item_id=item_id, person_id=person_id, reason=reason, at=self._now)
        )

    def of_item(self, item_id: int, since: datetime) -> tuple[Skip, ...]:
        """Who passed the item over since then, oldest first; on a team's store only what this person may see."""
        person = tables.person.c
        rows = self._connection.execute(
            select(_S.item_id, person.name, _S.reason, _S.at)
            .join(tables.person, person.id == _S.person_id)
            .where(_S.item_id == item_id, _S.at >= since)
            .order_by(_S.id)
        )
        return tuple(Skip(*row) for row in rows)

    def items_of(self, person_id: int, since: datetime) -> list[int]:
        """The items that the person passed over since then, one as often as that happened."""
        found = self._connection.execute(select(_S.item_id).where(_S.person_id == person_id, _S.at >= since))
        return [row.item_id for row in found]

    def counts(self, since: datetime) -> dict[int, int]:
        """How often each person passed a chart over since then, by the person's id."""
        rows = self._connection.execute(select(_S.person_id, func.count()).where(_S.at >= since).group_by(_S.person_id))
        return {person_id: int(count) for person_id, count in rows}
