"""Hand-offs, the items they are about, and those that are begun and not sent.

No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from tui_coder.store.tables.columns import Moment, table_of


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


hand_off = table_of(HandOff)
hand_off_item = table_of(HandOffItem)
hand_off_draft = table_of(HandOffDraft)
