"""What people keep of the code book: their own words, favourites and code sets; and the codes they used lately."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, or_, select

from tui_coder.domain.code_set import CodeSet
from tui_coder.domain.codes import CodeSystem
from tui_coder.store import tables

_USES_READ = 1500
"""The newest postings of a person, and of everyone, that tell what is in use: some weeks of work."""


class Use(NamedTuple):
    """One posting of a code that still stands."""

    system: CodeSystem
    code: str
    at: datetime


class OwnCodes:
    """`person_id` None means the team in every call."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def words(self, person_id: int | None) -> dict[str, str]:
        """What typed letters stand for, in the notation of the shipped synonyms."""
        w = tables.own_word.c
        rows = self._connection.execute(
            select(w.typed, w.told).where(_whose(tables.own_word, person_id)).order_by(w.typed)
        )
        return {row.typed: row.told for row in rows}

    def keep_word(self, person_id: int | None, typed: str, told: str) -> None:
        """Keep it, in place of what the same letters stood for; nothing told forgets them."""
        w = tables.own_word
        self._connection.execute(delete(w).where(_whose(w, person_id), w.c.typed == typed))
        if told:
            self._connection.execute(insert(w).values(person_id=person_id, typed=typed, told=told))

    def favourites(self, person_id: int) -> frozenset[tuple[CodeSystem, str]]:
        f = tables.favourite.c
        rows = self._connection.execute(select(f.system, f.code).where(f.person_id == person_id))
        return frozenset((CodeSystem(row.system), row.code) for row in rows)

    def turn_favourite(self, person_id: int, system: CodeSystem, code: str) -> bool:
        """Make a code a favourite, or no longer one; returns which."""
        f = tables.favourite
        gone = self._connection.execute(
            delete(f).where(f.c.person_id == person_id, f.c.system == system.value, f.c.code == code)
        )
        if gone.rowcount:
            return False
        self._connection.execute(insert(f).values(person_id=person_id, system=system.value, code=code))
        return True

    def sets(self, person_id: int) -> tuple[CodeSet, ...]:
        """A person's code sets, then the team's, each by name."""
        s = tables.code_set.c
        rows = self._connection.execute(
            select(s.person_id, s.name, s.lines)
            .where(or_(s.person_id == person_id, s.person_id.is_(None)))
            .order_by(s.person_id.is_(None), s.name)
        )
        return tuple(CodeSet(row.name, row.person_id is None, _lines(row.lines)) for row in rows)

    def keep_set(self, person_id: int | None, name: str, lines: Iterable[tuple[CodeSystem, str]]) -> None:
        """Keep a set under a name, in place of the one that had it; without lines that one is only forgotten."""
        s = tables.code_set
        self._connection.execute(delete(s).where(_whose(s, person_id), s.c.name == name))
        told = json.dumps([[system.value, line] for system, line in lines])
        if told != "[]":
            self._connection.execute(insert(s).values(person_id=person_id, name=name, lines=told))

    def uses(self, person: str | None, since: datetime) -> tuple[Use, ...]:
        """The newest postings by a person, or by anyone."""
        c = tables.code_assignment.c
        query = select(c.system, c.code, c.at).where(c.at >= since).order_by(c.at.desc()).limit(_USES_READ)
        rows = self._connection.execute(query.where(c.person == person) if person else query)
        return tuple(Use(CodeSystem(row.system), row.code, row.at) for row in rows)


def _whose(table: Table, person_id: int | None) -> ColumnElement[bool]:
    return table.c.person_id.is_(None) if person_id is None else table.c.person_id == person_id


def _lines(stored: str) -> tuple[tuple[CodeSystem, str], ...]:
    return tuple((CodeSystem(system), line) for system, line in json.loads(stored))
