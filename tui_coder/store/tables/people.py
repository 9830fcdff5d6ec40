"""Who there is: people, clients and their facilities, and what a client wants of whoever codes.

No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from datetime import date

from sqlalchemy import Boolean, String
from sqlmodel import Field, SQLModel

from tui_coder.store.tables.columns import added, table_of


class Person(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    title: str = ""
    role: str
    credentials: str = ""
    active: bool = True
    every_client: bool = added(Boolean, "1", default=True)
    """False: only the clients named in `person_client`."""
    away_until: date | None = None
    """The day on which they are back; empty, or past: they are there."""
    specialties: str = added(String, "", default="")
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


person = table_of(Person)
person_client = table_of(PersonClient)
client = table_of(Client)
routing = table_of(Routing)
facility = table_of(Facility)
