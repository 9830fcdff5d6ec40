"""What is coded: the codes of an item, and the findings that were accepted on it.

No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from datetime import date, datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from tui_coder.store.tables.columns import Moment, table_of


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


code_assignment = table_of(CodeAssignment)
finding_override = table_of(FindingOverride)
