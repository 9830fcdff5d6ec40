"""How many items stand where: exact figures that cost a few rows, however many items there are.

Triggers on the work items keep the figures in the same transaction as the change itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, case, func, select, true

from tui_coder.domain.queue_row import Listing
from tui_coder.store import tables
from tui_coder.store.tables import CO_SIGN, HELD, IN_WORK, IS_DISPUTED, NO_DUE_DATE, OPEN, SUBMITTED
from tui_coder.store.viewer import Viewer

_T = tables.work_tally.c
_UNFINISHED = _T.state.in_([OPEN, IN_WORK, HELD, CO_SIGN])


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has in one state: charts, their expected minutes, and how many are due today or overdue."""

    assignee_id: int
    state: str
    charts: int
    minutes: int
    due_today: int
    overdue: int


class Tally:
    """`viewer` None: everybody's figures."""

    def __init__(self, connection: Connection, viewer: Viewer | None = None) -> None:
        self._connection = connection
        self._viewer = viewer

    def count(self, listing: Listing, today: date) -> int:
        """How many items a listing has, its filter left aside."""
        counted = {"returned": _T.returned, "disputed": _T.disputed}.get(listing.view, _T.charts)
        query = select(func.coalesce(func.sum(counted), 0)).where(_counted(listing, today), self._of_own())
        return int(self._connection.execute(query).scalar_one())

    def loads(self, today: date) -> tuple[Load, ...]:
        """What everyone has that is not finished, per person and state."""
        overdue = func.sum(case((_T.due < today, _T.charts), else_=0)).label("overdue")
        due_today = func.sum(case((_T.due == today, _T.charts), else_=0)).label("due_today")
        rows = self._connection.execute(
            select(
                _T.assignee_id, _T.state, func.sum(_T.charts).label("charts"), func.sum(_T.minutes).label("minutes"),
                due_today, overdue,
            )
            .where(_UNFINISHED, _T.assignee_id > 0, self._of_own())
            .group_by(_T.state, _T.assignee_id)
        )  # fmt: skip
        return tuple(Load(*row) for row in rows)

    def _of_own(self) -> ColumnElement[bool]:
        """The figures of the viewer's clients."""
        if self._viewer is None or not self._viewer.hidden_here:
            return true()
        return _T.client_id.in_(sorted(self._viewer.sight.clients or ()))

    def differences(self) -> Iterator[str]:
        """Where the figures are not those of the items, in words; reads every item."""
        item = tables.work_item.c
        due = case((item.state == SUBMITTED, NO_DUE_DATE), else_=item.due)
        place = (item.state, func.coalesce(item.assignee_id, 0), due, item.client_id)
        marks = (item.returned.is_(True), IS_DISPUTED)
        figures = (func.count(), func.sum(item.minutes), *(func.sum(case((each, 1), else_=0)) for each in marks))
        true_rows = self._connection.execute(select(*place, *figures).group_by(*place))
        kept_rows = self._connection.execute(select(tables.work_tally))
        counted, kept = ({tuple(row[:4]): tuple(row[4:]) for row in rows} for rows in (true_rows, kept_rows))
        for key in sorted(counted.keys() | kept.keys()):
            if counted.get(key) != kept.get(key):
                state, assignee, day, client = key
                whose = f"person {assignee} due {day} of client {client}"
                yield f"the figures of {state} items of {whose} are not those of the items"


def _counted(listing: Listing, today: date) -> ColumnElement[bool]:
    whose = _T.assignee_id == listing.person_id
    match listing.view:
        case "my":
            return and_(_T.state.in_([OPEN, IN_WORK]), whose)
        case "pool":
            return and_(_T.state == OPEN, _T.assignee_id == 0)
        case "overdue":
            return and_(_UNFINISHED, _T.due < today)
        case "held":
            return _T.state == HELD
        case "co_sign":
            return _T.state == CO_SIGN
        case "returned" | "assignee":
            return and_(_UNFINISHED, whose)
        case "submitted":
            return _T.state == SUBMITTED
        case "disputed" | "all":
            return true()


def _place(row: str) -> str:
    day = f"CASE {row}.state WHEN 'submitted' THEN '{NO_DUE_DATE}' ELSE {row}.due END"
    return f"{row}.state, coalesce({row}.assignee_id, 0), {day}, {row}.client_id"


_COUNT_IN = (
    "INSERT INTO work_tally (state, assignee_id, due, client_id, charts, minutes, returned, disputed) "
    f"VALUES ({_place('NEW')}, 1, NEW.minutes, NEW.returned, NEW.open_disputes > 0) "
    "ON CONFLICT (state, assignee_id, due, client_id) DO UPDATE SET charts = charts + 1, "
    "minutes = minutes + excluded.minutes, returned = returned + excluded.returned, "
    "disputed = disputed + excluded.disputed;"
)
_COUNT_OUT = (
    "UPDATE work_tally SET charts = charts - 1, minutes = minutes - OLD.minutes, returned = returned - OLD.returned, "
    f"disputed = disputed - (OLD.open_disputes > 0) WHERE (state, assignee_id, due, client_id) = ({_place('OLD')}); "
    f"DELETE FROM work_tally WHERE (state, assignee_id, due, client_id) = ({_place('OLD')}) AND charts = 0;"
)
_COUNTED_COLUMNS = "state, assignee_id, due, client_id, minutes, returned, open_disputes"

TRIGGERS: tuple[str, ...] = (
    f"CREATE TRIGGER work_item_counted_in AFTER INSERT ON work_item BEGIN {_COUNT_IN} END",
    f"CREATE TRIGGER work_item_counted_out AFTER DELETE ON work_item BEGIN {_COUNT_OUT} END",
    f"CREATE TRIGGER work_item_counted_anew AFTER UPDATE OF {_COUNTED_COLUMNS} ON work_item "
    f"BEGIN {_COUNT_OUT} {_COUNT_IN} END",
)
