"""Numbered migrations. A new store is made at once in the form that running all of them would give it.

Alembic costs ten times what the making itself does, so it is imported only where an older store is brought up; that
both ways end in the same schema is a test.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, PrimaryKeyConstraint, String, Table, inspect
from sqlmodel import SQLModel

from tui_coder.store import event_log, hand_offs, tally
from tui_coder.store.engine import StoreError, keep_write_ahead_log

_VERSIONS = Path(__file__).parent / "versions"
_TRIGGERS = (*event_log.TRIGGERS, *tally.TRIGGERS, *hand_offs.TRIGGERS)
NUMBER = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def newest() -> str:
    """The number of the newest migration this program knows."""
    return max(each.name[:4] for each in _VERSIONS.glob("[0-9]*.py"))


def schema_of(connection: Connection) -> str | None:
    """The number of the migration the store stands at; None for an empty file."""
    present = inspect(connection).get_table_names()
    if "alembic_version" in present:
        return str(connection.execute(NUMBER.select()).scalar_one())
    if present:
        raise StoreError("It holds tables, but not those of a tui-coder store. Name another file with --db.")
    return None


def bring_up(engine: Engine, path: Path, *, from_old: bool = False) -> None:
    """Make the schema of an empty store, or check that an old one fits this program; with `from_old` make it fit.

    Raises StoreError for a store that is newer than the program (update the program) or older (db upgrade).
    """
    with engine.connect() as connection:
        found = schema_of(connection)
    if found is None:
        make(engine)
    elif found > newest():
        raise StoreError(
            f"The store {path} was written by a newer tui-coder (schema {found}; this program knows {newest()}). "
            "Update tui-coder; nothing was changed."
        )
    elif found < newest():
        if not from_old:
            raise StoreError(
                f"The store {path} has schema {found}; this program needs {newest()}. "
                "Back the file up, then run: tui-coder db upgrade"
            )
        upgrade(engine)
    keep_write_ahead_log(engine)


def make(engine: Engine) -> None:
    """Make the newest schema in an empty store, in one transaction."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        make_tables(connection)
        make_triggers(connection)


def make_tables(connection: Connection) -> None:
    """Make the newest tables, of an embedded store or of a team's."""
    SQLModel.metadata.create_all(connection, checkfirst=False)
    NUMBER.create(connection, checkfirst=False)
    connection.execute(NUMBER.insert().values(version_num=newest()))


def make_triggers(connection: Connection) -> None:
    """Make the triggers of an embedded store, which keep its figures and its log."""
    for trigger in _TRIGGERS:
        connection.exec_driver_sql(trigger)


def upgrade(engine: Engine, number: str = "head") -> None:
    """Run the migrations that the store lacks, up to the one named, in one transaction.

    Foreign keys are off meanwhile, as SQLite needs it to change a table.
    """
    with engine.connect().execution_options(writes=True) as connection:
        # Through the driver: SQLite ignores the setting inside a transaction, and SQLAlchemy would begin one.
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            run_migrations(connection, number)
        connection.invalidate()  # the next one from the pool has foreign keys on again


def run_migrations(connection: Connection, number: str = "head") -> None:
    """Run the migrations that the store lacks in the transaction that is open."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_VERSIONS.parent))
    config.attributes["connection"] = connection
    command.upgrade(config, number)
