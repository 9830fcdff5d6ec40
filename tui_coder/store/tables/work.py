"""The work: items with their lease and place in the queue, the figures of it, holds, skips and broken glass.

No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    literal_column,
    text,
)
from sqlmodel import Field, SQLModel

from tui_coder.store.tables.columns import NO_DUE_DATE, Cents, Moment, added, table_of


def _in_working_order(name: str, where: str | None = None, also: tuple[str, ...] = ()) -> Index:
    """An index that serves items as they are worked; `where` keeps only those of one view."""
    only = None if where is None else text(where)
    return Index(name, *_WORKING_ORDER, *also, sqlite_where=only, postgresql_where=only)


_WORKING_ORDER = (text("priority DESC"), "due", "arrived_at", "id")
_UNFINISHED = text("state <> 'submitted'")


_WHOSE = ("client_id",)
_WHAT_VIEWS_ASK = ("state", "assignee_id", "due", "returned", "open_disputes", *_WHOSE)
"""Stand behind the key in the indexes of the other orders: a walk past a view's strangers stays in the index."""


class WorkItem(SQLModel, table=True):
    __tablename__ = "work_item"
    __table_args__ = (
        # The listings walk one priority after the other from 9 to 0: an item outside of these would be in none.
        CheckConstraint("priority BETWEEN 0 AND 9", name="ck_item_priority"),
        CheckConstraint("state IN ('open', 'in_work', 'held', 'co_sign', 'submitted')", name="ck_item_state"),
        CheckConstraint("state <> 'in_work' OR assignee_id IS NOT NULL", name="ck_item_worker"),
        CheckConstraint("state <> 'held' OR held_reason <> ''", name="ck_item_hold"),
        CheckConstraint("open_disputes >= 0", name="ck_item_disputes"),
        _in_working_order("ix_item_order", also=_WHOSE),
        _in_working_order(
            "ix_item_pool", where="state = 'open' AND assignee_id IS NULL", also=("setting", "client_id", "specialty")
        ),
        Index(
            "ix_item_lapse", "lease_until", "assignee_id", "from_pool", "priority", "due", "arrived_at", "setting",
            "client_id", "specialty",
            sqlite_where=text("state = 'in_work'"), postgresql_where=text("state = 'in_work'"),
        ),
        Index(
            "ix_item_assigned", "assignee_id", *_WORKING_ORDER, "state", "returned",
            sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED,
        ),
        _in_working_order("ix_item_unfinished", where="state <> 'submitted'", also=_WHOSE),
        _in_working_order("ix_item_held", where="state = 'held'", also=_WHOSE),
        _in_working_order("ix_item_co_sign", where="state = 'co_sign'", also=_WHOSE),
        _in_working_order("ix_item_submitted", where="state = 'submitted'", also=_WHOSE),
        _in_working_order("ix_item_disputed", where="open_disputes > 0", also=_WHOSE),
        Index(
            "ix_item_wakes", "held_until",
            sqlite_where=text("state = 'held'"), postgresql_where=text("state = 'held'"),
        ),
        *(Index(f"ix_item_by_{key}", key, "id", *_WHAT_VIEWS_ASK)
          for key in ("patient", "service_to", "charges_cents", "arrived_at")),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    encounter_id: int = Field(sa_column=Column(Integer, ForeignKey("encounter.id"), unique=True, nullable=False))
    state: str = "open"
    priority: int = 5
    due: date = NO_DUE_DATE
    minutes: int = 6
    assignee_id: int | None = Field(default=None, foreign_key="person.id")
    arrived_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    version: int = 1
    lease_until: datetime | None = Field(default=None, sa_column=Column(Moment))
    returned: bool = False
    changed_documents: bool = False
    open_disputes: int = 0
    held_reason: str = ""
    held_until: date | None = None
    changed_by: str = ""
    changed_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    patient: str
    """With the two below a copy of the encounter's, since no index reaches over two tables."""
    service_to: date
    charges_cents: int = Field(sa_type=Cents)
    setting: str = added(String, "", default="")
    """Of the encounter, like the three above; the client is its facility's."""
    client_id: int = added(Integer, "0", default=0)
    fence: int = added(Integer, "0", default=0)
    """Grows whenever the item gets another holder: what an earlier holder's session still wants to write is refused."""
    leased_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    from_pool: bool = added(Boolean, "0", default=False)
    """The holder took it from the pool: when the lease lapses, it is anybody's again."""
    given_by: str = added(String, "", default="")
    """Who passed it on to its present assignee; cleared when it moves on."""
    given_why: str = added(String, "", default="")
    """Why it was passed on, or, with nobody in `given_by`, what woke it from its hold."""
    specialty: str = added(String, "", default="")
    """Of the encounter, like the setting."""


class WorkTally(SQLModel, table=True):
    """How many items stand where, kept by triggers (see store.tally): counting a million items reads a few rows.

    Nobody's items have assignee 0; submitted ones all have the day NO_DUE_DATE, since their date no longer counts.
    """

    __tablename__ = "work_tally"
    __table_args__ = ({"sqlite_with_rowid": False},)
    state: str = Field(primary_key=True)
    assignee_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    due: date = Field(primary_key=True)
    client_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    charts: int
    minutes: int
    returned: int
    disputed: int


class Hold(SQLModel, table=True):
    """Every hold an item ever had; `ended_at` is empty while it lasts."""

    __table_args__ = (Index("ix_hold_item", "item_id"),)
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="work_item.id")
    reason: str
    note: str = ""
    until: date | None = None
    person: str
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Moment))


class Skip(SQLModel, table=True):
    """A chart that someone was served and passed over, and why."""

    __table_args__ = (Index("ix_skip_person", "person_id", "at"), Index("ix_skip_item", "item_id"))
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="work_item.id")
    person_id: int = Field(foreign_key="person.id")
    reason: str
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class BrokenGlass(SQLModel, table=True):
    """Someone opened a chart of a client that is not theirs, and said why; a lead looks at each."""

    __tablename__ = "broken_glass"
    __table_args__ = (Index("ix_broken_glass", "person_id", "item_id"),)
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="work_item.id")
    person_id: int = Field(foreign_key="person.id")
    reason: str
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    until: datetime = Field(sa_column=Column(Moment, nullable=False))
    seen_by: str = ""


work_item = table_of(WorkItem)
work_tally = table_of(WorkTally)
hold = table_of(Hold)
skip = table_of(Skip)
broken_glass = table_of(BrokenGlass)

# States as literals: SQLite uses a partial index only when the query says the state itself, not a parameter.
OPEN: ColumnElement[str] = literal_column("'open'")
IN_WORK: ColumnElement[str] = literal_column("'in_work'")
HELD: ColumnElement[str] = literal_column("'held'")
CO_SIGN: ColumnElement[str] = literal_column("'co_sign'")
SUBMITTED: ColumnElement[str] = literal_column("'submitted'")

IS_UNFINISHED = work_item.c.state != SUBMITTED
IS_LIVE = IS_UNFINISHED & work_item.c.state.in_([OPEN, IN_WORK])
IS_POOL = (work_item.c.state == OPEN) & work_item.c.assignee_id.is_(None)
IS_DISPUTED: ColumnElement[bool] = work_item.c.open_disputes > literal_column("0")
