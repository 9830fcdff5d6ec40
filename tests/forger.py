"""Whoever owns the store's file, or looks after its server, and writes into the log past the program."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.server import Server
from tests.team import Team, TeamOnServer
from tui_coder.domain.audit import GENESIS, Stored, digest_of, whole_item
from tui_coder.resources import sqlite_module
from tui_coder.store.event_log import STORED


class Forger(ABC):
    """Takes the log's triggers out first."""

    @abstractmethod
    def run(self, statement: str, *values: Any) -> None:
        """Run a statement; `?` is a value's place on both kinds of store."""

    @abstractmethod
    def rows(self) -> list[Stored]:
        """The log as it lies there."""

    @abstractmethod
    def put_back(self) -> None:
        """Put the triggers back, as if nothing had been."""

    def mend_digests(self, first: int = 1, last: int | None = None) -> None:
        """Compute the chain anew from an entry on (to `last`), as the program would have written it."""
        previous = GENESIS
        for sequence, at, person, account, what, item_id, item, before, after, _, digest in self.rows():
            if sequence >= first and sequence <= (last or sequence):
                named = whole_item(item_id, item)
                digest = digest_of(previous, sequence, at, person, account, what, named, before, after)
                self.run("UPDATE event SET previous = ?, digest = ? WHERE sequence = ?", previous, digest, sequence)
            previous = digest

    def append(self, person: str, what: str) -> None:
        """An entry in somebody's name at the end, rightly chained."""
        last = self.rows()[-1]
        sequence, previous = last[0] + 1, last[-1]
        digest = digest_of(previous, sequence, last[1], person, last[3], what, "", "{}", "{}")
        self.run(
            f"INSERT INTO event ({STORED}) VALUES (?, ?, ?, ?, ?, NULL, '', '{{}}', '{{}}', ?, ?)",
            sequence, last[1], person, last[3], what, previous, digest,
        )  # fmt: skip

    def move(self, old: int, new: int) -> None:
        self.run("UPDATE event SET sequence = ? WHERE sequence = ?", new, old)


class FileForger(Forger):
    """With the file and a SQLite shell."""

    def __init__(self, path: Path) -> None:
        self._raw = sqlite_module().connect(path, isolation_level=None)
        self._triggers = self._raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in self._triggers:
            self._raw.execute(f"DROP TRIGGER {name}")

    def put_back(self) -> None:
        for _, sql in self._triggers:
            self._raw.execute(sql)

    def run(self, statement: str, *values: Any) -> None:
        self._raw.execute(statement, values)

    def rows(self) -> list[Stored]:
        return list(self._raw.execute(f"SELECT {STORED} FROM event ORDER BY sequence"))


class ServerForger(Forger):
    """With the server's own administrator."""

    def __init__(self, server: Server, database: str) -> None:
        self._server, self._database = server, database
        self.run("ALTER TABLE event DISABLE TRIGGER ALL")

    def run(self, statement: str, *values: Any) -> None:
        import psycopg

        with closing(psycopg.connect(host=self._server.socket, dbname=self._database, user="postgres")) as line:
            line.execute(statement.replace("?", "%s"), values or None)
            line.commit()

    def put_back(self) -> None:
        for name in ("event_append_only", "event_not_emptied"):
            self.run(f"ALTER TABLE event ENABLE ALWAYS TRIGGER {name}")

    def rows(self) -> list[Stored]:
        return self._server.sql(self._database, f"SELECT {STORED} FROM event ORDER BY sequence")  # type: ignore[return-value]


def forger_of(team: Team) -> Forger:
    """Somebody who has this team's store in hand."""
    if isinstance(team, TeamOnServer):
        return ServerForger(team.server, team.database)
    return FileForger(team.path)
