"""Charts that were read behind broken glass, and those that could be."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from tui_coder.domain.glass import LASTS, BehindGlass, BrokenGlass
from tui_coder.domain.refusals import NotFound
from tui_coder.store import tables
from tui_coder.store.viewer import Viewer

_G = tables.broken_glass.c
_UNKNOWN = "another client"


class Glass:
    def __init__(self, connection: Connection, now: datetime, viewer: Viewer) -> None:
        self._connection = connection
        self._now = now
        self._viewer = viewer

    def behind(self, account: str) -> tuple[BehindGlass, ...]:
        """The charts of exactly this account number that the viewer does not see."""
        if self._viewer.sight.clients is None:
            return ()
        item, encounter, client = tables.work_item, tables.encounter, tables.client
        rows = self._connection.execute(
            select(item.c.id, encounter.c.account, client.c.name)
            .join(encounter, encounter.c.id == item.c.encounter_id)
            .join(client, client.c.id == item.c.client_id)
            .where(encounter.c.account == account, item.c.client_id.not_in(self._viewer.sight.clients))
            .order_by(item.c.id)
        )
        return tuple(BehindGlass(*row) for row in rows)

    def add(self, item_id: int, person_id: int, reason: str) -> None:
        """From now on the person reads the chart, for a while."""
        self._connection.execute(
            insert(tables.broken_glass).values(
                item_id=item_id, person_id=person_id, reason=reason, at=self._now, until=self._now + LASTS
            )
        )
        self._viewer.look_anew()

    def get(self, number: int) -> BrokenGlass:
        """Raises NotFound."""
        for each in self.all(seen_too=True):
            if each.id == number:
                return each
        raise NotFound(f"There is no broken glass {number} in this store; glass list shows what there is.")

    def all(self, *, seen_too: bool = False) -> tuple[BrokenGlass, ...]:
        """Newest first; without `seen_too` only what no lead has looked at yet."""
        item, encounter = tables.work_item, tables.encounter
        query = (
            select(tables.broken_glass, encounter.c.account, tables.client.c.name.label("client"),
                   tables.person.c.name.label("person"))
            .join(tables.person, tables.person.c.id == _G.person_id)
            .outerjoin(item, item.c.id == _G.item_id)
            .outerjoin(encounter, encounter.c.id == item.c.encounter_id)
            .outerjoin(tables.client, tables.client.c.id == item.c.client_id)
            .order_by(_G.id.desc())
        )  # fmt: skip
        if not seen_too:
            query = query.where(_G.seen_by == "")
        return tuple(
            BrokenGlass(
                id=row.id, item_id=row.item_id, account=row.account or f"#{row.item_id}", client=row.client or _UNKNOWN,
                person=row.person, reason=row.reason, at=row.at, until=row.until, seen_by=row.seen_by,
            )
            for row in self._connection.execute(query)
        )  # fmt: skip

    def mark_seen(self, number: int, by: str) -> None:
        self._connection.execute(update(tables.broken_glass).where(_G.id == number).values(seen_by=by))

    def count_unseen(self, without: int) -> int:
        """How many nobody has looked at, leaving aside what this person broke: that somebody else looks at."""
        query = select(func.count()).where(_G.seen_by == "", _G.person_id != without)
        return int(self._connection.execute(query).scalar_one())
