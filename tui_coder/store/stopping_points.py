"""Where people's sessions are, or stopped: one row for each that has something in hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from tui_coder.domain.stopping import StoppingPoint
from tui_coder.store import tables


@dataclass(frozen=True, slots=True)
class Stopped:
    """A session with something in hand. `beat_at` is its last sign of life, None once it ended there."""

    session: str
    point: StoppingPoint
    at: datetime
    beat_at: datetime | None


class StoppingPoints:
    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def of(self, person_id: int) -> tuple[Stopped, ...]:
        """A person's sessions with something in hand, the latest first."""
        s = tables.stopping_point.c
        rows = self._connection.execute(
            select(s.session, s.point, s.at, s.beat_at).where(s.person_id == person_id).order_by(s.at.desc(), s.session)
        )
        return tuple(Stopped(row.session, _point(row.point), row.at, row.beat_at) for row in rows)

    def put(self, person_id: int, session: str, point: StoppingPoint) -> None:
        s = tables.stopping_point
        values = {"point": json.dumps(asdict(point)), "at": self._now, "beat_at": self._now}
        done = self._connection.execute(
            update(s).where(s.c.person_id == person_id, s.c.session == session).values(values)
        )
        if not done.rowcount:
            self._connection.execute(insert(s).values(person_id=person_id, session=session, **values))

    def beat(self, person_id: int, session: str) -> None:
        """That session is at work now."""
        self._set_beat(person_id, session, self._now)

    def end(self, person_id: int, session: str) -> None:
        """That session is at work no more."""
        self._set_beat(person_id, session, None)

    def _set_beat(self, person_id: int, session: str, at: datetime | None) -> None:
        s = tables.stopping_point
        self._connection.execute(update(s).where(s.c.person_id == person_id, s.c.session == session).values(beat_at=at))

    def drop(self, person_id: int, sessions: Sequence[str]) -> None:
        s = tables.stopping_point
        self._connection.execute(delete(s).where(s.c.person_id == person_id, s.c.session.in_(sessions)))


def _point(told: str) -> StoppingPoint:
    known = json.loads(told)
    return StoppingPoint(**{**known, "answers": tuple(known["answers"])})
