"""Where people's sessions stopped: one row for each that has not come to its end yet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from tui_coder.domain.stopping import StoppingPoint
from tui_coder.store import tables


class StoppingPoints:
    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def of(self, person_id: int) -> tuple[tuple[str, StoppingPoint, datetime], ...]:
        """A person's sessions that have not ended, the latest first: (session, where, when)."""
        s = tables.stopping_point.c
        rows = self._connection.execute(
            select(s.session, s.point, s.at).where(s.person_id == person_id).order_by(s.at.desc(), s.session)
        )
        return tuple((row.session, _point(row.point), row.at) for row in rows)

    def put(self, person_id: int, session: str, point: StoppingPoint) -> None:
        s = tables.stopping_point
        values = {"point": json.dumps(asdict(point)), "at": self._now}
        done = self._connection.execute(
            update(s).where(s.c.person_id == person_id, s.c.session == session).values(values)
        )
        if not done.rowcount:
            self._connection.execute(insert(s).values(person_id=person_id, session=session, **values))

    def drop(self, person_id: int, sessions: Sequence[str]) -> None:
        s = tables.stopping_point
        self._connection.execute(delete(s).where(s.c.person_id == person_id, s.c.session.in_(sessions)))


def _point(told: str) -> StoppingPoint:
    known = json.loads(told)
    return StoppingPoint(**{**known, "answers": tuple(known["answers"])})
