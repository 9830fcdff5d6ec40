"""The log.

No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from sqlalchemy import Column, Index, Integer, MetaData
from sqlmodel import Field, SQLModel

from tui_coder.store.tables.columns import table_of


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


event = table_of(Event)
SEEN_EVENT = event.to_metadata(MetaData(), name="event_seen")
"""On PostgreSQL the entries that a person may see: a view, for nobody reads the table itself."""
