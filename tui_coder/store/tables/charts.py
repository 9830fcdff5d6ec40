"""The charts: encounters, the versions of their documents, and who has read which.

No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from datetime import date, datetime

from sqlalchemy import Column, Index, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from tui_coder.store.tables.columns import Cents, Moment, added, table_of


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
    charges_cents: int = Field(default=-1, sa_type=Cents)
    """Total charges in cents; -1 where not known."""
    words: str = Field(default="", sa_column=Column(Text, nullable=False))
    """What type-to-filter looks through, folded to lower case without accents."""
    specialty: str = added(String, "", default="")
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


encounter = table_of(Encounter)
document = table_of(Document)
document_read = table_of(DocumentRead)
COPIED = ("patient", "service_to", "charges_cents", "setting", "specialty")
"""The columns of an encounter that its item has too."""
