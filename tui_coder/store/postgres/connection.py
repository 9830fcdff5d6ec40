"""The way to a team's database, and what its errors mean in a sentence."""

from __future__ import annotations

import os
import pwd
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DataError, DBAPIError, DisconnectionError, IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry

from tui_coder.domain.refusals import Malformed, NotAllowed, Stale, switched_off
from tui_coder.places import TeamDatabase
from tui_coder.store.engine import StoreError, StoreUnreachable, SwitchedOff
from tui_coder.store.postgres.sign_in import is_switched_off

_SETTINGS = "-c lock_timeout=15s -c idle_in_transaction_session_timeout=60s -c timezone=UTC -c search_path=public"
_CONNECT_SECONDS = 5
_RESTED_SECONDS = 0.05
"""A line that rested longer is asked whether it stands: a server that crashed is soon back, its lines are not."""
_USED = "used"
"""Where a line of the pool notes when it was given back."""
_PRIVILEGE = "42501"
_ROW_SECURITY = "row-level security"
_READ_ONLY = "25006"
_CROSSED = frozenset({"40P01", "40001", "55P03"})
"""Deadlock, serialisation, lock not had in time: two people at the same thing at the same moment."""


def open_engine(place: TeamDatabase, *, connections: int = 3) -> Engine:
    """An engine on the database; nothing is connected yet. Raises StoreError where the driver is not installed."""
    try:
        import psycopg
    except ImportError as error:
        raise StoreError(
            "A team's store needs the driver for PostgreSQL: pip install 'tui-coder[postgres]'."
        ) from error
    _ = psycopg
    engine = create_engine(
        _url(place), pool_size=connections, max_overflow=connections, pool_timeout=15,
        connect_args={"prepare_threshold": 3}, hide_parameters=True,
    )  # fmt: skip
    event.listen(engine, "checkout", partial(_knock, engine))
    event.listen(engine, "checkin", _note_use)
    return engine


def _knock(engine: Engine, line: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Ask a line that has rested whether it still stands; one that has gone is replaced without a word."""
    if time.monotonic() - record.info.get(_USED, time.monotonic()) > _RESTED_SECONDS:
        try:
            engine.dialect.do_ping(line)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error


def _note_use(_line: object, record: ConnectionPoolEntry) -> None:
    record.info[_USED] = time.monotonic()


def address(place: TeamDatabase) -> dict[str, Any]:
    """How libpq is asked. The user is always named: PGUSER is an environment variable and proves nothing."""
    asked: dict[str, Any] = {
        "dbname": place.database, "user": place.user or pwd.getpwuid(os.getuid()).pw_name, "options": _SETTINGS,
        "connect_timeout": _CONNECT_SECONDS, "application_name": "tui-coder", "keepalives_idle": 10,
        "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000, **dict(place.options),
    }  # fmt: skip
    if place.host:
        asked |= {"host": place.host, "port": place.port}
    elif place.port != 5432:
        asked["port"] = place.port
    return asked


def _url(place: TeamDatabase) -> URL:
    asked = {name: str(value) for name, value in address(place).items()}
    user, database = asked.pop("user"), asked.pop("dbname")
    return URL.create("postgresql+psycopg", username=user, database=database, query=asked)


@contextmanager
def sentences(place: TeamDatabase) -> Iterator[None]:
    """Turn what the driver raises into refusals and StoreError. The words of the server's own errors are not shown
    where they may hold what was typed."""
    try:
        yield
    except DBAPIError as error:
        raise _told(place, error) from error
    except UnicodeEncodeError as error:
        raise Malformed("What was typed holds half a character (a lone surrogate); type it again.") from error


@contextmanager
def denials() -> Iterator[None]:
    """Turn only what the server denies into a refusal: of a part of a transaction that goes on without it."""
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _PRIVILEGE:
            raise
        raise NotAllowed(_denial(error)) from error


def _denial(error: DBAPIError) -> str:
    message = getattr(getattr(error.orig, "diag", None), "message_primary", "") or ""
    if _ROW_SECURITY in message or message.startswith("permission denied"):
        message = "the team's store refuses that: it belongs to someone else, or your role does not carry it"
    return f"{message[:1].upper()}{message[1:]}."


def _told(place: TeamDatabase, error: DBAPIError) -> Exception:
    state = getattr(error.orig, "sqlstate", None)
    if isinstance(error, DataError):
        return Malformed("What was typed cannot be kept: a number is too large, or a character is none. Type it again.")
    if off := switching_off(place, error.orig or error):
        return off
    if state is None or error.connection_invalidated or state.startswith(("08", "57P")):
        return StoreUnreachable(
            f"The team's store {place.name} cannot be reached{_why(error)}. Nothing was changed and what you typed is "
            "kept; do it again once the connection is back."
        )
    if state == _PRIVILEGE:
        return NotAllowed(f"{_denial(error)} Nothing was changed.")
    if state == _READ_ONLY:
        return StoreError(
            f"{place.name} is a copy of the team's store that takes no changes, not even that a chart was read. "
            "Nothing was changed; name the server that takes them."
        )
    if state in _CROSSED:
        return Stale("Someone else changed the same at the same moment. Nothing of yours was written; do it again.")
    if isinstance(error, IntegrityError):
        return StoreError(f"The team's store {place.name} could not take that (rule {state}). Nothing was changed.")
    return StoreError(f"The team's store {place.name} could not do that ({state}). Nothing was changed.")


def switching_off(place: TeamDatabase, error: BaseException) -> SwitchedOff | None:
    """The sentence for somebody who is let in no more; None where the driver's error means something else."""
    asked = address(place)
    if not is_switched_off(error, asked, _CONNECT_SECONDS):
        return None
    return SwitchedOff(switched_off(str(asked["user"])))


def _why(error: DBAPIError) -> str:
    """The driver's reason for not connecting, where it is one of a few that hold no one's words."""
    text = str(error.orig)
    for sign, told in (
        (
            "root certificate file",
            " (the authority's certificate that sslrootcert names is not there, or not yours to read)",
        ),
        ("private key file", " (your private key is not there, or others may read it: mode 0600)"),
        ("valid client certificate", " (it asks for a certificate of yours: ~/.postgresql/postgresql.crt and .key)"),
        ("digest for NID", " (its certificate is of a kind that passwords cannot be bound to: make it ECDSA or RSA)"),
        ("no password supplied", " (it asks for a password: put it into ~/.pgpass, mode 0600)"),
        ("no pg_hba.conf entry", " (it lets nobody of that name in from here)"),
        ("does not exist", " (there is no such person or database on the server)"),
        ("authentication failed", " (the server does not let you in under that name)"),
        ("permission denied for database", " (you are no person of this store; ask a lead)"),
        ("certificate", " (its certificate is not the one expected)"),
        ("Connection refused", " (no server answers there)"),
        ("No such file", " (no server answers on that socket)"),
        ("timeout", " (it does not answer in time)"),
    ):
        if sign in text:
            return told
    return ""
