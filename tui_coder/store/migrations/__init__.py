"""Numbered migrations. Every store, a new one too, is made by running them in order."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from tui_coder.store.engine import StoreError

_VERSIONS = Path(__file__).parent / "versions"


def newest() -> str:
    """The number of the newest migration this program knows."""
    return max(each.name[:4] for each in _VERSIONS.glob("[0-9]*.py"))


def schema_of(connection: Connection) -> str | None:
    """The number of the migration the store stands at; None for an empty file."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())
    if tables:
        raise StoreError("It holds tables, but not those of a tui-coder store. Name another file with --db.")
    return None


def bring_up(engine: Engine, path: Path, *, from_old: bool = False) -> None:
    """Make the schema of an empty store, or check that an old one fits this program; with `from_old` make it fit.

    Raises StoreError for a store that is newer than the program (update the program) or older (db upgrade).
    """
    with engine.connect() as connection:
        found = schema_of(connection)
    if found is None or (from_old and found < newest()):
        upgrade(engine)
    elif found > newest():
        raise StoreError(
            f"The store {path} was written by a newer tui-coder (schema {found}; this program knows {newest()}). "
            "Update tui-coder; nothing was changed."
        )
    elif found < newest():
        raise StoreError(
            f"The store {path} has schema {found}; this program needs {newest()}. "
            "Back the file up, then run: tui-coder db upgrade"
        )


def upgrade(engine: Engine) -> None:
    """Run the migrations that the store lacks, in one transaction, with foreign keys off as SQLite needs it."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    raw = engine.connect()
    with raw:
        raw.exec_driver_sql("PRAGMA foreign_keys = OFF")
        raw.rollback()
        raw.exec_driver_sql("PRAGMA foreign_keys = OFF")
        raw.rollback()
        with raw.execution_options(writes=True).begin():
            config.attributes["connection"] = raw
            command.upgrade(config, "head")
    engine.dispose()
