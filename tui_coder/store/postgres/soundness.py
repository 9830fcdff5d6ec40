"""What can be said of a team's store without working in it: its schema, its guards, its figures, its log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, inspect
from sqlmodel import SQLModel

from tui_coder.places import TeamDatabase
from tui_coder.store.engine import StoreError
from tui_coder.store.migrations import newest, schema_of
from tui_coder.store.postgres.connection import open_engine, sentences
from tui_coder.store.postgres.repositories import ServerLog
from tui_coder.store.postgres.schema import OWNER
from tui_coder.store.soundness import Trial, faults
from tui_coder.store.tally import Tally

_UNGUARDED = frozenset({"event"})
"""Without row security: a table that nobody is granted."""

_WITHOUT_ROW_SECURITY = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
"""
_STRANGE_OWNERS = """
    SELECT c.relname, pg_get_userbyid(c.relowner) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'v', 'S') AND pg_get_userbyid(c.relowner) <> %(owner)s
"""
_LOG_TRIGGERS = """
    SELECT tgname FROM pg_trigger WHERE tgrelid = 'event'::regclass AND NOT tgisinternal AND tgenabled = 'A'
"""
_OTHER_TRIGGERS_OFF = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled NOT IN ('O', 'A')"
_GRANTS_ON_LOG = """
    SELECT grantee, privilege_type FROM information_schema.role_table_grants
    WHERE table_schema = 'public' AND table_name = 'event' AND grantee <> %(owner)s
"""
_SEES_WHOLE_LOG = "SELECT tc_role() IN ('lead', 'admin', 'auditor') OR tc_installs()"
_TEMPORARY_TABLES = "SELECT has_database_privilege('tui_coder_member', current_database(), 'TEMPORARY')"
_LOG_IN_AS_OWNER = (
    "SELECT rolname FROM pg_roles WHERE rolname IN ('tui_coder_owner', 'tui_coder_people') AND rolcanlogin"
)


def schema_at(place: TeamDatabase) -> str | None:
    """The number of the migration the store stands at; None where there is no store yet. Raises StoreError."""
    engine = open_engine(place, connections=1)
    try:
        with sentences(place), engine.connect() as connection:
            return schema_of(connection) if inspect(connection).has_table("alembic_version") else None
    finally:
        engine.dispose()


def way_there(place: TeamDatabase) -> str:
    """How the data travels, in words. Raises StoreError."""
    engine = open_engine(place, connections=1)
    try:
        with sentences(place), engine.connect() as connection:
            row = connection.exec_driver_sql(
                "SELECT s.ssl, s.version, s.cipher, inet_server_addr() IS NULL FROM pg_stat_ssl s "
                "WHERE s.pid = pg_backend_pid()"
            ).one()
    finally:
        engine.dispose()
    if row[3]:
        return "a Unix socket of this machine"
    return f"{row[1]} with {row[2]}, the server's certificate verified" if row[0] else "not encrypted"


def trials(place: TeamDatabase) -> tuple[Trial, ...]:
    """Look at everything: schema, guards, counts, log. Writes nothing. Raises StoreError where there is no store."""
    engine = open_engine(place, connections=1)
    try:
        with sentences(place), engine.connect() as connection, connection.begin():
            if not inspect(connection).has_table("alembic_version"):
                raise StoreError(f"There is no store in {place.name} yet. Who looks after it runs: tui-coder team init")
            return trials_on(connection)
    finally:
        engine.dispose()


def trials_on(connection: Connection) -> tuple[Trial, ...]:
    """The same in a transaction that is open."""
    return (
        Trial("schema", faults(connection, _schema)),
        Trial("guards", faults(connection, _guards)),
        Trial("counts", faults(connection, lambda each: Tally(each).differences())),
        Trial("log", faults(connection, _log)),
    )


def _schema(connection: Connection) -> Iterator[str]:
    found = schema_of(connection)
    if found != newest():
        yield f"it has number {found}, this program works with {newest()}"
    present = set(inspect(connection).get_table_names())
    for name in sorted(set(SQLModel.metadata.tables) - present):
        yield f"the table {name} is missing"


def _guards(connection: Connection) -> Iterator[str]:
    for (name,) in connection.exec_driver_sql(_WITHOUT_ROW_SECURITY):
        if name not in _UNGUARDED and name != "alembic_version":
            yield f"row security of {name} is off"
    owner = {"owner": OWNER}
    for name, strange in connection.exec_driver_sql(_STRANGE_OWNERS, owner):
        yield f"{name} belongs to {strange}, not to {OWNER}"
    always = {name for (name,) in connection.exec_driver_sql(_LOG_TRIGGERS)}
    for name in sorted({"event_append_only", "event_not_emptied"} - always):
        yield f"the trigger {name} of the log is off or missing"
    for (name,) in connection.exec_driver_sql(_OTHER_TRIGGERS_OFF):
        yield f"the trigger {name} is off"
    for grantee, privilege in connection.exec_driver_sql(_GRANTS_ON_LOG, owner):
        yield f"{grantee} may {privilege} the log's own table"
    if connection.exec_driver_sql(_TEMPORARY_TABLES).scalar():
        yield "people may make temporary tables"
    for (name,) in connection.exec_driver_sql(_LOG_IN_AS_OWNER):
        yield f"{name} can sign in"


def _log(connection: Connection) -> Iterator[str]:
    if not connection.exec_driver_sql(_SEES_WHOLE_LOG).scalar():
        yield "not read: you see a part of it only; a lead or an auditor sees the whole"
        return
    first_bad = ServerLog(connection, datetime.now(UTC)).first_bad()
    if first_bad is not None:
        yield f"entry {first_bad} is not what was written"
