"""A private PostgreSQL server on a Unix socket, for the tests of a team's store; nothing of it is left behind."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tui_coder.places import TeamDatabase

if TYPE_CHECKING:
    import psycopg

INSTALLER = "postgres"
_SETTINGS = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "260",
    "shared_buffers": "64MB", "listen_addresses": "''", "lc_messages": "C", "deadlock_timeout": "200ms",
}  # fmt: skip


@cache
def programs() -> Path | None:
    """The folder of the server's programs; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    return folders[-1].parent if folders else None


WHY_NOT = "PostgreSQL's server is not installed here (Debian: apt-get install postgresql)"


class Server:
    """A running cluster. `databases` are made from one another by copying."""

    def __init__(self, folder: Path, account: str, port: int = 5432) -> None:
        self.folder = folder
        self.port = port
        self._account = account
        self._numbers = itertools.count(1)
        self._line: psycopg.Connection | None = None

    @property
    def socket(self) -> str:
        return str(self.folder)

    def place(self, database: str, user: str = INSTALLER) -> TeamDatabase:
        return TeamDatabase(database, self.socket, self.port, user)

    def address(self, database: str, user: str) -> str:
        """What stands behind --db."""
        return f"postgresql+psycopg://{user}@/{database}?host={self.socket}"

    def new_database(self, template: str = "template0") -> str:
        """An empty database, or a copy of another that nobody is connected to."""
        name = f"t{os.getpid()}_{next(self._numbers)}"
        self.sql("postgres", f"CREATE DATABASE {name} TEMPLATE {template}" + (
            " LOCALE 'C.UTF-8' ENCODING 'UTF8'" if template == "template0" else ""
        ))  # fmt: skip
        if template != "template0":  # who may come in is no part of what is copied
            self.sql("postgres", f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
            self.sql("postgres", f"GRANT CONNECT ON DATABASE {name} TO tui_coder_member")
        return name

    def drop(self, database: str) -> None:
        self.sql("postgres", f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def let_in(self, names: Iterable[str]) -> None:
        """Switch these sign-in names on again where they are off."""
        told = ", ".join(f"'{name}'" for name in names)
        off = self.sql("postgres", f"SELECT rolname FROM pg_roles WHERE NOT rolcanlogin AND rolname IN ({told})")
        for (name,) in off:
            self.sql("postgres", f"ALTER ROLE {name} LOGIN")

    def sql(self, database: str, statement: str, user: str = INSTALLER) -> list[tuple[object, ...]]:
        """What a statement answers, sent by anyone, as with psql."""
        import psycopg

        if (database, user) == ("postgres", INSTALLER):
            return _answer(self._kept_line(), statement)
        with psycopg.connect(
            host=self.socket, port=self.port, dbname=database, user=user, autocommit=True
        ) as connection:
            return _answer(connection, statement)

    def _kept_line(self) -> psycopg.Connection:
        """The installer's own line stays open: each test makes and drops a database, and a new line costs as much."""
        import psycopg

        if self._line is None or self._line.closed:
            self._line = psycopg.connect(
                host=self.socket, port=self.port, dbname="postgres", user=INSTALLER, autocommit=True
            )
        return self._line

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()

    def command(self, name: str, *arguments: str) -> None:
        """Run one of the server's programs under the account that owns the cluster."""
        folder = programs()
        assert folder is not None
        line = [str(folder / name), *arguments]
        if os.geteuid() == 0:
            line = ["setpriv", f"--reuid={self._account}", "--regid=65534", "--clear-groups", *line]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def start(self) -> None:
        self.command("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", str(self.folder / "log"), "start")

    def stop(self, how: str = "fast") -> None:
        self._hang_up()
        self.command("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", how, "stop")

    def crash(self) -> None:
        """Stop it in the middle of everything and let it come up again from its log."""
        self._hang_up()
        self.command("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", "immediate", "-l",
                     str(self.folder / "log"), "restart")  # fmt: skip


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Ask again and again; fails, naming it, where it does not come about within a minute."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, f"never came: {what}"


def _answer(line: psycopg.Connection, statement: str) -> list[tuple[object, ...]]:
    cursor = line.execute(statement)
    return cursor.fetchall() if cursor.description else []


TRUSTING = "local all all trust\n"
BY_ACCOUNT = f"local all {INSTALLER} peer map=installer\nlocal all all peer\n"
"""As on a host where people have accounts: the account of the operating system signs in, whatever name is asked for."""
_INSTALLERS = f"installer root {INSTALLER}\ninstaller nobody {INSTALLER}\n"


def _quick_place() -> str:
    """Where a cluster is made: in memory where there is room, for a database is then copied ten times as fast."""
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 << 30
    return str(memory) if has_room else "/tmp"


@contextmanager
def running_server(*, lets_in: str = TRUSTING, **settings: str) -> Iterator[Server]:
    """A cluster of its own, gone afterwards. Only where `programs()` finds it. `lets_in` is its pg_hba.conf."""
    folder = Path(tempfile.mkdtemp(prefix="tc-pg-", dir=_quick_place()))
    account = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    server = Server(folder, account, int(settings.get("port", 5432)))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, account)
        server.command("initdb", "-D", str(folder / "data"), "-U", INSTALLER, "-A", "trust", "-E", "UTF8",
                       "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        told = _SETTINGS | {"unix_socket_directories": f"'{folder}'"} | settings
        with open(folder / "data" / "postgresql.conf", "a", encoding="ascii") as conf:
            conf.writelines(f"{name} = {value}\n" for name, value in told.items())
        (folder / "data" / "pg_hba.conf").write_text(lets_in, encoding="ascii")
        (folder / "data" / "pg_ident.conf").write_text(_INSTALLERS, encoding="ascii")
        folder.chmod(0o755)  # the socket is for every account; the data folder stays closed
        server.start()
        yield server
    finally:
        with_server = (folder / "data" / "postmaster.pid").exists()
        if with_server:
            server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)
