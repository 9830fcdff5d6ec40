"""Disputes, each with its signed steps.

No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from datetime import date, datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from tui_coder.store.tables.columns import Cents, Moment, table_of


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
    amount_cents: int = Field(default=-1, sa_type=Cents)
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


dispute = table_of(Dispute)
dispute_step = table_of(DisputeStep)
