"""The schema of a team's store: made, guarded and brought up by who installs it; only looked at by everyone else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.resources import files

from sqlalchemy import Connection, inspect

from tui_coder.domain.encounter import Setting
from tui_coder.domain.routing import APPRENTICES, usual_credentials
from tui_coder.places import TeamDatabase
from tui_coder.store.engine import StoreError
from tui_coder.store.migrations import make_tables, newest, run_migrations, schema_of
from tui_coder.store.postgres.connection import open_engine, sentences

OWNER = "tui_coder_owner"


def require_fitting(connection: Connection, place: TeamDatabase) -> None:
    """Raise StoreError unless the database holds a store of the schema that this program works with."""
    if not inspect(connection).has_table("alembic_version"):
        raise StoreError(
            f"There is no store in {place.name} that you may see. Either it is not made yet (who looks after the "
            "server runs: tui-coder team init), or you are no person of it (a lead runs: tui-coder team add)."
        )
    found, ours = schema_of(connection), newest()
    if found is not None and found > ours:
        raise StoreError(
            f"The store {place.name} was written by a newer tui-coder (schema {found}; this program knows {ours}). "
            "Update tui-coder; nothing was changed."
        )
    if found != ours:
        raise StoreError(
            f"The store {place.name} has schema {found}; this program needs {ours}. "
            "Who looks after the server backs it up (pg_dump, or the version before this one) and runs: "
            "tui-coder db upgrade"
        )


def install(place: TeamDatabase) -> tuple[str | None, str]:
    """Make the store, or bring an older one up; roles, functions, triggers and policies are made anew each time.

    All of it is one transaction. Returns the schema before (None: there was no store) and after. Raises StoreError,
    also where the person may not make roles on the server.
    """
    engine = open_engine(place, connections=1)
    try:
        with sentences(place), engine.connect() as connection, connection.begin():
            return install_on(connection, place), newest()
    finally:
        engine.dispose()


def install_on(connection: Connection, place: TeamDatabase, fill: Callable[[], None] | None = None) -> str | None:
    """The same in a transaction that is open; returns the schema before.

    `fill` puts the rows into the tables of a new store: no guard stands yet, and none is asked.
    """
    _require_installer(connection, place)
    _run(connection, "roles.sql")
    connection.exec_driver_sql(f"SET LOCAL ROLE {OWNER}")
    before = schema_of(connection)
    if before is None:
        make_tables(connection)
        if fill is not None:
            fill()
    elif before > newest():
        require_fitting(connection, place)
    elif before < newest():
        run_migrations(connection)
        # What waits for the end of the transaction is done now: a table with triggers in waiting cannot be changed.
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
        connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")
    _execute(connection, _credentials())
    _run(connection, "functions.sql")
    _run(connection, "policies.sql")
    connection.exec_driver_sql("RESET ROLE")
    connection.exec_driver_sql(
        "ALTER FUNCTION tc_person_put(text, text, text, text, boolean, boolean) OWNER TO tui_coder_people"
    )
    return before


def _require_installer(connection: Connection, place: TeamDatabase) -> None:
    may = connection.exec_driver_sql(
        "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = session_user"
    ).scalar()
    if not may:
        raise StoreError(
            f"Making a team's store in {place.name}, or bringing it up, needs an account that may make roles on the "
            "server, for example: sudo -u postgres tui-coder --db ... team init (or db upgrade)"
        )


def _run(connection: Connection, script: str) -> None:
    """Run a file of statements as it stands."""
    _execute(connection, (files("tui_coder.store.postgres") / script).read_text(encoding="utf-8"))


def _execute(connection: Connection, statements: str) -> None:
    connection.execution_options(no_parameters=True).exec_driver_sql(statements)


def _credentials() -> str:
    """What credentials stand for, told to the server from the one table of it (domain.routing)."""

    def listed(names: Iterable[str]) -> str:
        return "ARRAY[" + ", ".join(f"'{name}'" for name in sorted(names)) + "]::text[]"

    cases = " ".join(f"WHEN '{setting.value}' THEN {listed(usual_credentials(setting))}" for setting in Setting)
    return f"""
        CREATE OR REPLACE FUNCTION tc_usual(chart text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
            SELECT CASE chart {cases} ELSE ARRAY[]::text[] END
        $$;
        CREATE OR REPLACE FUNCTION tc_apprentices() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
            SELECT {listed(APPRENTICES)}
        $$;
    """
