"""Statements that are asked many times a second: SQLAlchemy writes each once, and the driver runs what it wrote.

On the embedded store everybody waits while one writes, and what SQLAlchemy does anew for every execution takes longer
there than SQLite takes to answer. So the text and the ways of its values in and out are kept: the driver finds the
statement it prepared by that text. What a statement says stands in one place, as an expression over the tables.

A team's server is further away than all of this takes, and its statements go the usual way.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase

_Change = Callable[[Any], Any]
_Answer = Callable[[Sequence[Any]], Any]


def driven(
    connection: Connection, text: str, told: Mapping[str, object] | None = None
) -> tuple[list[tuple[Any, ...]], int]:
    """All rows that SQLite's driver answers to a text, and how many it changed.

    Raises what SQLAlchemy raises, without the values.
    """
    line: Any = connection.connection.dbapi_connection  # as `driver_connection`, which is three calls further
    try:
        cursor = line.execute(text, told or {})
        return cursor.fetchall(), cursor.rowcount
    except Exception as error:
        faults = connection.dialect.loaded_dbapi.Error
        if not isinstance(error, faults):
            raise
        raise DBAPIError.instance(text, None, error, faults, hide_parameters=True) from error


class Prepared:
    """A statement all of whose values are parameters by name; it is run in the transaction that is open.

    `writes`: the columns that an update sets, each from the parameter of its name. `answer` makes of the values of a
    row what `rows` hands out; without it they are rows with the columns as attributes.
    """

    def __init__(
        self, statement: Select[Any] | UpdateBase, writes: Sequence[str] = (), answer: _Answer | None = None
    ) -> None:  # fmt: skip
        self._statement = statement
        self._writes = writes
        self._answer = answer
        self._kept: _ForDriver | None = None

    def rows(self, connection: Connection, parameters: Mapping[str, object]) -> Sequence[Any]:
        """All rows of the answer. Raises what SQLAlchemy raises."""
        kept = self._kept_for(connection)
        if kept is not None:
            return kept.rows(connection, parameters)
        found = connection.execute(self._statement, parameters).all()
        return found if self._answer is None else [self._answer(row) for row in found]

    def first(self, connection: Connection, parameters: Mapping[str, object]) -> Any | None:
        """The first row of the answer; None where there is none."""
        rows = self.rows(connection, parameters)
        return rows[0] if rows else None

    def run(self, connection: Connection, parameters: Mapping[str, object]) -> int:
        """For a statement that answers nothing: how many rows it changed. Raises what SQLAlchemy raises."""
        kept = self._kept_for(connection)
        if kept is None:
            return connection.execute(self._statement, parameters).rowcount
        return driven(connection, kept.text, kept.told(parameters))[1]

    def _kept_for(self, connection: Connection) -> _ForDriver | None:
        """None where SQLAlchemy has to write it anew: for a server, and with a list, for each length of it."""
        if connection.dialect.name != "sqlite":
            return None
        if self._kept is None:
            self._kept = _compiled(self._statement, self._writes, self._answer, connection.dialect)
        return None if self._kept.has_lists else self._kept


@dataclass(frozen=True, slots=True)
class _ForDriver:
    """A statement as SQLAlchemy wrote it for the driver, and how values go in, by name, and come out, by place."""

    text: str
    fixed: Mapping[str, object]
    into: tuple[tuple[str, _Change], ...]
    out_of: tuple[tuple[int, _Change], ...]
    answer: _Answer
    has_lists: bool

    def told(self, parameters: Mapping[str, object]) -> Mapping[str, object]:
        """The values as they go in."""
        told = {**self.fixed, **parameters}
        for name, change in self.into:
            told[name] = change(told[name])
        return told

    def rows(self, connection: Connection, parameters: Mapping[str, object]) -> list[Any]:
        return [self._read(found) for found in driven(connection, self.text, self.told(parameters))[0]]

    def _read(self, found: tuple[Any, ...]) -> Any:
        if not self.out_of:
            return self.answer(found)
        values = list(found)
        for place, change in self.out_of:
            if values[place] is not None:
                values[place] = change(values[place])
        return self.answer(values)


def _compiled(
    statement: Select[Any] | UpdateBase, writes: Sequence[str], answer: _Answer | None, dialect: Dialect
) -> _ForDriver:  # fmt: skip
    """Let SQLAlchemy write the statement; an insert, with a parameter for each column."""
    columns = statement.table.c.keys() if isinstance(statement, Insert) else writes or None
    compiled: Any = statement.compile(dialect=dialect, column_keys=columns)
    fixed: dict[str, object] = {}
    into: dict[str, _Change] = {}
    for parameter, name in compiled.bind_names.items():
        change = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        if not parameter.required:
            fixed[name] = change(parameter.value) if change else parameter.value
        elif change:
            into[name] = change
    rows = statement.exported_columns
    changes = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in rows)
    return _ForDriver(
        text=str(compiled),
        fixed=fixed,
        into=tuple(into.items()),
        out_of=tuple((place, change) for place, change in enumerate(changes) if change),
        answer=answer or _row_of(rows.keys()),
        has_lists=any(parameter.expanding for parameter in compiled.bind_names),
    )


def _row_of(names: Sequence[Any]) -> _Answer:
    make: Any = namedtuple  # the names are known only now
    return make("Row", names)._make  # type: ignore[no-any-return]
