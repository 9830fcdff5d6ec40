"""Disputes and their signed steps."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection, Row, Select, insert, select, update

from tui_coder.domain.dispute import Dispute, DisputeKind, DisputeState, DisputeStep
from tui_coder.domain.refusals import NotFound, Stale
from tui_coder.store import tables
from tui_coder.store.encounters import amount, cents
from tui_coder.store.viewer import Viewer

_D = tables.dispute.c


class Disputes:
    def __init__(self, connection: Connection, now: datetime, viewer: Viewer) -> None:
        self._connection = connection
        self._now = now
        self._viewer = viewer

    def add(
        self, item_id: int, kind: DisputeKind, reason: str, raised_by: str, owner: str, due: date,
        code: str = "", amount_at_stake: Decimal | None = None, carc: str = "", rarc: str = "",
    ) -> int:  # fmt: skip
        made = self._connection.execute(
            insert(tables.dispute).values(
                item_id=item_id, code=code, kind=kind.value, reason=reason, raised_by=raised_by,
                raised_at=self._now, owner=owner, due=due, amount_cents=cents(amount_at_stake), carc=carc, rarc=rarc,
            )
        )  # fmt: skip
        key = tables.key_of(made)
        self._sign(key, DisputeState.OPEN, raised_by, reason)
        return key

    def get(self, dispute_id: int) -> Dispute:
        """Raises NotFound."""
        query = self._viewer.seen(_query().where(_D.id == dispute_id))
        row = self._connection.execute(query, self._viewer.parameters).first()
        if row is None:
            raise NotFound(f"There is no dispute {dispute_id} in this store; dispute list shows what there is.")
        return self._with_history(row)

    def of_item(self, item_id: int) -> tuple[Dispute, ...]:
        rows = self._connection.execute(_query().where(_D.item_id == item_id).order_by(_D.id)).all()
        return tuple(self._with_history(row) for row in rows)

    def all(self, *, closed_too: bool = False) -> tuple[Dispute, ...]:
        """Disputes by days left; those of one day by the money at stake, most first."""
        query = _query().order_by(_D.closed, _D.due, _D.amount_cents.desc(), _D.id)
        if not closed_too:
            query = query.where(_D.closed.is_(False))
        rows = self._connection.execute(self._viewer.seen(query), self._viewer.parameters).all()
        return tuple(self._with_history(row) for row in rows)

    def step(self, dispute: Dispute, state: DisputeState, by: str, note: str) -> None:
        """Bring the dispute to a state. Raises Stale where it is no longer as it was read."""
        self._write(dispute, state=state.value, closed=state.is_closed)
        self._sign(dispute.id, state, by, note)

    def give_to(self, dispute: Dispute, owner: str, by: str, note: str) -> None:
        """Raises Stale like `step`."""
        self._write(dispute, owner=owner)
        self._sign(dispute.id, dispute.state, by, note)

    def _write(self, dispute: Dispute, **changed: object) -> None:
        as_read = (_D.id == dispute.id, _D.state == dispute.state.value, _D.owner == dispute.owner)
        done = self._connection.execute(update(tables.dispute).where(*as_read).values(changed))
        if done.rowcount != 1:
            now = self.get(dispute.id)
            raise Stale(
                f"{now.history[-1].by} changed this dispute of {now.account} meanwhile: it is now {now.state.label}, "
                f"and its owner is {now.owner}. Nothing of yours was written."
            )

    def _sign(self, dispute_id: int, state: DisputeState, by: str, note: str) -> None:
        self._connection.execute(
            insert(tables.dispute_step).values(
                dispute_id=dispute_id, state=state.value, person=by, at=self._now, note=note
            )
        )

    def _with_history(self, row: Row[tuple[object, ...]]) -> Dispute:
        step = tables.dispute_step.c
        steps = self._connection.execute(select(tables.dispute_step).where(step.dispute_id == row.id).order_by(step.id))
        return Dispute(
            id=row.id, item_id=row.item_id, account=row.account, kind=DisputeKind(row.kind),
            state=DisputeState(row.state), reason=row.reason, raised_by=row.raised_by, raised_at=row.raised_at,
            owner=row.owner, due=row.due, code=row.code, amount=amount(row.amount_cents), carc=row.carc,
            rarc=row.rarc, patient=row.patient,
            history=tuple(DisputeStep(DisputeState(s.state), s.person, s.at, s.note) for s in steps),
        )  # fmt: skip


def _query() -> Select[tuple[object, ...]]:
    item, encounter = tables.work_item, tables.encounter
    return (
        select(tables.dispute, encounter.c.account, encounter.c.patient)
        .join(item, item.c.id == _D.item_id)
        .join(encounter, encounter.c.id == item.c.encounter_id)
    )
