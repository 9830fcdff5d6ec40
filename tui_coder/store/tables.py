"""The tables. They never leave the store: what goes out is a frozen domain value.

No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    CursorResult,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.types import TypeEngine
from sqlmodel import Field, SQLModel

NO_DUE_DATE = date.max
"""Stands for "no due date", so that the working order is one index without NULLs."""


class Moment(TypeDecorator[datetime]):
    """An instant, always UTC: naive in the database, aware outside it."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class _Cents(TypeDecorator[int]):
    """Money in whole cents; SQLite's integers are wide anyway."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())


def _added(kind: type[TypeEngine[Any]], value: str, **field: Any) -> Any:
    """A column that a migration added to a table with rows: it needs a default in the database itself."""
    return Field(sa_type=kind, sa_column_kwargs={"server_default": value}, **field)


class Person(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    title: str = ""
    role: str
    credentials: str = ""
    active: bool = True
    every_client: bool = _added(Boolean, "1", default=True)
    """False: only the clients named in `person_client`."""
    away_until: date | None = None
    """The day on which they are back; empty, or past: they are there."""
    specialties: str = _added(String, "", default="")
    """Whose charts are served to them, separated by commas; empty: those of every specialty."""


class PersonClient(SQLModel, table=True):
    """A client whose charts a person may see."""

    __tablename__ = "person_client"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    client_id: int = Field(foreign_key="client.id", primary_key=True)


class Client(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class Routing(SQLModel, table=True):
    """Which credentials a client wants for a setting, instead of the usual ones (see domain.routing)."""

    client_id: int = Field(foreign_key="client.id", primary_key=True)
    setting: str = Field(primary_key=True)
    credentials: str
    """Separated by blanks; empty: anyone may code it."""


class Facility(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    client_id: int = Field(foreign_key="client.id")


class Encounter(SQLModel, table=True):
    __table_args__ = (
        UniqueConstraint("facility_id", "account"),
        Index("ix_encounter_account", "account"),
    )
    id: int | None = Field(default=None, primary_key=True)
    facility_id: int = Field(foreign_key="facility.id")
    account: str
    mrn: str = ""
    patient: str = ""
    birth_date: date | None = None
    sex: str = "U"
    setting: str
    service_from: date
    service_to: date
    payer: str = ""
    attending: str = ""
    charges_cents: int = Field(default=-1, sa_type=_Cents)
    """Total charges in cents; -1 where not known."""
    words: str = Field(default="", sa_column=Column(Text, nullable=False))
    """What type-to-filter looks through, folded to lower case without accents."""
    specialty: str = _added(String, "", default="")
    """As domain.encounter.specialty_named writes it; empty: a chart for anybody."""


class Document(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("encounter_id", "name", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    encounter_id: int = Field(foreign_key="encounter.id")
    name: str
    version: int = 1
    superseded: bool = False
    title: str = ""
    type: str = ""
    author: str = ""
    authored_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    text: str = Field(sa_column=Column(Text, nullable=False))
    sha256: str


class DocumentRead(SQLModel, table=True):
    __tablename__ = "document_read"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    document_id: int = Field(foreign_key="document.id", primary_key=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


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
    charges_cents: int = Field(sa_type=_Cents)
    setting: str = _added(String, "", default="")
    """Of the encounter, like the three above; the client is its facility's."""
    client_id: int = _added(Integer, "0", default=0)
    fence: int = _added(Integer, "0", default=0)
    """Grows whenever the item gets another holder: what an earlier holder's session still wants to write is refused."""
    leased_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    from_pool: bool = _added(Boolean, "0", default=False)
    """The holder took it from the pool: when the lease lapses, it is anybody's again."""
    given_by: str = _added(String, "", default="")
    """Who passed it on to its present assignee; cleared when it moves on."""
    given_why: str = _added(String, "", default="")
    """Why it was passed on, or, with nobody in `given_by`, what woke it from its hold."""
    specialty: str = _added(String, "", default="")
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


class CodeAssignment(SQLModel, table=True):
    """The id of a code that was removed is never given to another: undo brings the code back under its own."""

    __tablename__ = "code_assignment"
    __table_args__ = (
        Index("ix_code_item", "item_id", "sequence"),
        Index("ix_code_person", "person", "at"),
        Index("ix_code_at", "at"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="work_item.id")
    system: str
    code: str
    title: str = ""
    role: str
    sequence: int
    poa: str = ""
    modifiers: str = ""
    units: int = 1
    pointers: str = ""
    service_date: date | None = None
    evidence: str = "[]"
    """JSON list of [document id, start, end]."""
    source: str = "coder"
    person: str = ""
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class FindingOverride(SQLModel, table=True):
    __tablename__ = "finding_override"
    item_id: int = Field(foreign_key="work_item.id", primary_key=True)
    rule: str = Field(primary_key=True)
    codes: str = Field(default="", primary_key=True)
    reason: str
    person: str
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


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


class Dispute(SQLModel, table=True):
    __table_args__ = (Index("ix_dispute_due", "closed", "due", "id"), Index("ix_dispute_item", "item_id"))
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="work_item.id")
    code: str = ""
    kind: str
    state: str = "open"
    closed: bool = False
    reason: str
    raised_by: str
    raised_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    owner: str
    due: date
    amount_cents: int = Field(default=-1, sa_type=_Cents)
    carc: str = ""
    rarc: str = ""


class DisputeStep(SQLModel, table=True):
    __tablename__ = "dispute_step"
    __table_args__ = (Index("ix_dispute_step", "dispute_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    dispute_id: int = Field(foreign_key="dispute.id")
    state: str
    person: str
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    note: str = ""


class HandOff(SQLModel, table=True):
    __tablename__ = "hand_off"
    __table_args__ = (Index("ix_hand_off_receiver", "receiver", "accepted_at"),)
    id: int | None = Field(default=None, primary_key=True)
    sender: str
    receiver: str
    severity: str
    summary: str
    actions: str = "[]"
    contingencies: str = "[]"
    written_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    accepted_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    readback: str = ""


class HandOffItem(SQLModel, table=True):
    __tablename__ = "hand_off_item"
    __table_args__ = (Index("ix_hand_off_item", "item_id"),)
    hand_off_id: int = Field(foreign_key="hand_off.id", primary_key=True)
    item_id: int = Field(foreign_key="work_item.id", primary_key=True)


class HandOffDraft(SQLModel, table=True):
    """The form of a hand-off that a person has begun and not sent."""

    __tablename__ = "hand_off_draft"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    form: str
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class Note(SQLModel, table=True):
    """A person's note on a chart; `draft` is what is being typed, `text` what was saved."""

    item_id: int = Field(foreign_key="work_item.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    text: str = ""
    draft: str | None = None
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class ReadingPlace(SQLModel, table=True):
    """Where a person stopped in a chart: document, offset, and what stood half typed on the code line."""

    __tablename__ = "reading_place"
    item_id: int = Field(foreign_key="work_item.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    document_id: int = 0
    position: int = 0
    code_line: str = ""


class StoppingPoint(SQLModel, table=True):
    """Where a session of a person is, to go on there when it was cut off; gone once the session came to its end."""

    __tablename__ = "stopping_point"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    session: str = Field(primary_key=True)
    point: str
    """JSON of domain.stopping.StoppingPoint."""
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    beat_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    """When the session last said that it is at work; None once it ended there."""


class Change(SQLModel, table=True):
    """What undo and redo need: one thing a person did, and the state before and after it."""

    __table_args__ = (Index("ix_change", "scope", "person_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    scope: str
    """"queue", or "item:ID" for the codes of one chart."""
    label: str
    parts: str
    """JSON, read by the service that wrote it."""
    undone: bool = False
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class SavedView(SQLModel, table=True):
    __tablename__ = "saved_view"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    name: str = Field(primary_key=True)
    definition: str


class OwnWord(SQLModel, table=True):
    """What typed letters stand for in the code line, for one person or (`person_id` null) for the whole team."""

    __tablename__ = "own_word"
    __table_args__ = (Index("ix_own_word", "person_id", "typed"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    typed: str
    told: str


class Favourite(SQLModel, table=True):
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    system: str = Field(primary_key=True)
    code: str = Field(primary_key=True)


class CodeSet(SQLModel, table=True):
    """Codes that are posted together, for one person or (`person_id` null) for the whole team."""

    __tablename__ = "code_set"
    __table_args__ = (Index("ix_code_set", "person_id", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    name: str
    lines: str
    """JSON list of [system, what the coder would type: `G0463-25 x2`]."""


class Bookmark(SQLModel, table=True):
    """A place in a document that one person wants to find again on an item; `position` is a character offset."""

    __table_args__ = (Index("ix_bookmark", "item_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="work_item.id")
    person_id: int = Field(foreign_key="person.id")
    document_id: int = Field(foreign_key="document.id")
    position: int
    note: str


class SavedSearch(SQLModel, table=True):
    """Words one person searches for in any chart."""

    __tablename__ = "saved_search"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    term: str = Field(primary_key=True)


class LastSearch(SQLModel, table=True):
    """What a person searched for last; it goes on in the next chart and the next session."""

    __tablename__ = "last_search"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    term: str


class Event(SQLModel, table=True):
    """The log: append-only by triggers, chained by digests (see store.event_log)."""

    __table_args__ = (Index("ix_event_item", "item_id", "sequence"), Index("ix_event_person", "person", "sequence"))
    sequence: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    at: str
    person: str
    os_account: str
    what: str
    item_id: int | None = None
    item: str = ""
    before: str = "{}"
    after: str = "{}"
    previous: str = Field(unique=True)
    digest: str


def table_of(model: type[SQLModel]) -> Table:
    """The Core table of a model: lists and writes go through Core, which costs a tenth of the ORM."""
    return model.__table__  # type: ignore[attr-defined,no-any-return]


def listed(stored: str) -> tuple[str, ...]:
    """What one column holds, separated by commas."""
    return tuple(filter(None, stored.split(",")))


def key_of(made: CursorResult[Any]) -> int:
    """The id that an insert gave to its row."""
    return int(next(iter(made.inserted_primary_key or ())))


person = table_of(Person)
person_client = table_of(PersonClient)
routing = table_of(Routing)
client = table_of(Client)
facility = table_of(Facility)
encounter = table_of(Encounter)
document = table_of(Document)
document_read = table_of(DocumentRead)
work_item = table_of(WorkItem)
work_tally = table_of(WorkTally)
code_assignment = table_of(CodeAssignment)
finding_override = table_of(FindingOverride)
hold = table_of(Hold)
skip = table_of(Skip)
broken_glass = table_of(BrokenGlass)
dispute = table_of(Dispute)
dispute_step = table_of(DisputeStep)
hand_off = table_of(HandOff)
hand_off_item = table_of(HandOffItem)
hand_off_draft = table_of(HandOffDraft)
note = table_of(Note)
reading_place = table_of(ReadingPlace)
stopping_point = table_of(StoppingPoint)
change = table_of(Change)
saved_view = table_of(SavedView)
own_word = table_of(OwnWord)
favourite = table_of(Favourite)
code_set = table_of(CodeSet)
bookmark = table_of(Bookmark)
saved_search = table_of(SavedSearch)
last_search = table_of(LastSearch)
event = table_of(Event)
SEEN_EVENT = event.to_metadata(MetaData(), name="event_seen")
"""On PostgreSQL the entries that a person may see: a view, for nobody reads the table itself."""

# States as literals: SQLite uses a partial index only when the query says the state itself, not a parameter.
OPEN: ColumnElement[str] = literal_column("'open'")
IN_WORK: ColumnElement[str] = literal_column("'in_work'")
HELD: ColumnElement[str] = literal_column("'held'")
CO_SIGN: ColumnElement[str] = literal_column("'co_sign'")
SUBMITTED: ColumnElement[str] = literal_column("'submitted'")
ONE: ColumnElement[int] = literal_column("1")
"""The limit of a statement that is asked often: with a parameter there SQLite plans it anew each time."""
COPIED = ("patient", "service_to", "charges_cents", "setting", "specialty")
"""The columns of an encounter that its item has too."""

IS_UNFINISHED = work_item.c.state != SUBMITTED
IS_LIVE = IS_UNFINISHED & work_item.c.state.in_([OPEN, IN_WORK])
IS_POOL = (work_item.c.state == OPEN) & work_item.c.assignee_id.is_(None)
IS_DISPUTED: ColumnElement[bool] = work_item.c.open_disputes > literal_column("0")
