"""What the columns of all tables are made of, and how one is asked: for the modules beside this and the store."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CursorResult,
    DateTime,
    Dialect,
    Integer,
    Table,
    TypeDecorator,
    literal_column,
)
from sqlalchemy.dialects.sqlite import DATETIME
from sqlalchemy.types import TypeEngine
from sqlmodel import Field, SQLModel

NO_DUE_DATE = date.max
"""Stands for "no due date", so that the working order is one index without NULLs."""
ONE: ColumnElement[int] = literal_column("1")
"""The limit of a statement that is asked often: with a parameter there SQLite plans it anew each time."""


class _MomentAsText(DATETIME):
    """SQLite's, which holds a text: it is written and read by Python's own functions for it, in a fifth of the time."""

    def bind_processor(self, dialect: Dialect) -> None:
        return None

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        return None


class Moment(TypeDecorator[datetime]):
    """An instant, always UTC: naive in the database, aware outside it."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(_MomentAsText() if dialect.name == "sqlite" else DateTime())  # type: ignore[no-untyped-call]

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        return _as_text if dialect.name == "sqlite" else _naive

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        return _of_text if dialect.name == "sqlite" else _aware


@lru_cache(16)
def _as_text(at: datetime | None) -> str | None:
    """Kept, since the one time of a unit of work is written again and again; equal moments have one text."""
    if at is None:
        return None
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(" ", "microseconds").removesuffix("+00:00")


def _of_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


def _naive(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(UTC).replace(tzinfo=None)


def _aware(value: datetime | None) -> datetime | None:
    return None if value is None else value.replace(tzinfo=UTC)


class Cents(TypeDecorator[int]):
    """Money in whole cents; SQLite's integers are wide anyway."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())


def added(kind: type[TypeEngine[Any]], value: str, **field: Any) -> Any:
    """A column that a migration added to a table with rows: it needs a default in the database itself."""
    return Field(sa_type=kind, sa_column_kwargs={"server_default": value}, **field)


def table_of(model: type[SQLModel]) -> Table:
    """The Core table of a model: lists and writes go through Core, which costs a tenth of the ORM."""
    return model.__table__  # type: ignore[attr-defined,no-any-return]


def listed(stored: str) -> tuple[str, ...]:
    """What one column holds, separated by commas."""
    return tuple(filter(None, stored.split(",")))


def key_of(made: CursorResult[Any]) -> int:
    """The id that an insert gave to its row."""
    return int(next(iter(made.inserted_primary_key or ())))
