"""What is one person's own: notes, places in charts, what undo needs, words, codes, views and searches.

No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from tui_coder.store.tables.columns import Moment, table_of


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
