"""The hand-off log: entries are added and accepted, never changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, update

from tui_coder.domain.handoff import Action, Contingency, HandOff, Illness
from tui_coder.domain.refusals import NotFound
from tui_coder.store import tables
from tui_coder.store.viewer import IS_SEEN, Viewer

_H = tables.hand_off.c
_WRITTEN = ("id", "sender", "receiver", "severity", "summary", "actions", "contingencies", "written_at")
_OLD, _NEW = (", ".join(f"{row}.{name}" for name in _WRITTEN) for row in ("OLD", "NEW"))
_REFUSED = "BEGIN SELECT RAISE(ABORT, 'the hand-off log is append-only'); END"
TRIGGERS: tuple[str, ...] = (
    f"CREATE TRIGGER hand_off_no_delete BEFORE DELETE ON hand_off {_REFUSED}",
    "CREATE TRIGGER hand_off_accepted_once BEFORE UPDATE ON hand_off WHEN OLD.accepted_at IS NOT NULL "
    f"OR NEW.accepted_at IS NULL OR ({_OLD}) IS NOT ({_NEW}) {_REFUSED}",
)


def _about_seen() -> ColumnElement[bool]:
    link, item = tables.hand_off_item, tables.work_item
    about = select(link.c.item_id).join(item, item.c.id == link.c.item_id).where(link.c.hand_off_id == _H.id, IS_SEEN)
    return about.correlate(tables.hand_off).exists()


class HandOffs:
    def __init__(self, connection: Connection, now: datetime, viewer: Viewer) -> None:
        self._connection = connection
        self._now = now
        self._viewer = viewer

    def add(
        self, sender: str, receiver: str, severity: Illness, summary: str, item_ids: Sequence[int],
        actions: Sequence[Action], contingencies: Sequence[Contingency],
    ) -> int:  # fmt: skip
        made = self._connection.execute(
            insert(tables.hand_off).values(
                sender=sender, receiver=receiver, severity=severity.value, summary=summary,
                actions=json.dumps([[a.what, a.owner, a.when] for a in actions]),
                contingencies=json.dumps([[c.condition, c.response] for c in contingencies]),
                written_at=self._now,
            )
        )  # fmt: skip
        key = tables.key_of(made)
        if item_ids:
            self._connection.execute(
                insert(tables.hand_off_item), [{"hand_off_id": key, "item_id": each} for each in item_ids]
            )
        return key

    def get(self, hand_off_id: int) -> HandOff:
        """Raises NotFound."""
        row = self._connection.execute(select(tables.hand_off).where(_H.id == hand_off_id)).first()
        if row is None:
            raise NotFound(f"There is no hand-off {hand_off_id} in this store; handoff list shows what there is.")
        return self._hand_off(row)

    def all(self, *, open_only: bool = False, item_id: int | None = None) -> tuple[HandOff, ...]:
        """Newest first; of those between others only such as are about a chart that the viewer sees."""
        query = select(tables.hand_off).order_by(_H.id.desc())
        if self._viewer.hidden_here:
            query = query.where(or_(_H.sender == self._viewer.name, _H.receiver == self._viewer.name, _about_seen()))
        if open_only:
            query = query.where(_H.accepted_at.is_(None))
        if item_id is not None:
            link = tables.hand_off_item
            query = query.join(link, link.c.hand_off_id == _H.id).where(link.c.item_id == item_id)
        rows = self._connection.execute(query, self._viewer.parameters).all()
        return tuple(self._hand_off(row) for row in rows)

    def count_open_for(self, receiver: str) -> int:
        query = select(func.count()).where(_H.receiver == receiver, _H.accepted_at.is_(None))
        return int(self._connection.execute(query).scalar_one())

    def count_late(self, written_before: datetime) -> int:
        """How many nobody has read back though they were written before then."""
        query = select(func.count()).where(_H.accepted_at.is_(None), _H.written_at < written_before)
        return int(self._connection.execute(query).scalar_one())

    def draft(self, person_id: int) -> str:
        """The form that the person has begun and not sent; empty where there is none."""
        own = tables.hand_off_draft.c
        return self._connection.execute(select(own.form).where(own.person_id == person_id)).scalar() or ""

    def keep_draft(self, person_id: int, form: str) -> None:
        """Keep the form as it is; an empty one is dropped."""
        own = tables.hand_off_draft
        if not form:
            self._connection.execute(delete(own).where(own.c.person_id == person_id))
            return
        kept = update(own).where(own.c.person_id == person_id).values(form=form, at=self._now)
        if not self._connection.execute(kept).rowcount:
            self._connection.execute(insert(own).values(person_id=person_id, form=form, at=self._now))

    def accept(self, hand_off_id: int, readback: str) -> None:
        self._connection.execute(
            update(tables.hand_off).where(_H.id == hand_off_id).values(accepted_at=self._now, readback=readback)
        )

    def _hand_off(self, row: Row[tuple[object, ...]]) -> HandOff:
        link, item, encounter = tables.hand_off_item, tables.work_item, tables.encounter
        query = (
            select(item.c.id, encounter.c.account)
            .join(item, item.c.encounter_id == encounter.c.id)
            .join(link, link.c.item_id == item.c.id)
            .where(link.c.hand_off_id == row.id)
            .order_by(item.c.id)
        )
        items = self._connection.execute(self._viewer.seen(query), self._viewer.parameters).all()
        return HandOff(
            id=row.id, sender=row.sender, receiver=row.receiver, severity=Illness(row.severity),
            summary=row.summary, written_at=row.written_at, accounts=tuple(each.account for each in items),
            actions=tuple(Action(*each) for each in json.loads(row.actions)),
            contingencies=tuple(Contingency(*each) for each in json.loads(row.contingencies)),
            accepted_at=row.accepted_at, readback=row.readback, item_ids=tuple(each.id for each in items),
        )  # fmt: skip
