"""The store's schema: what a new store is, what the migrations make, and which stores are refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from tests.team import Team
from tui_coder.store import engine, migrations
from tui_coder.store.engine import StoreError, open_engine
from tui_coder.store.soundness import trials
from tui_coder.store.unit_of_work import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "stores"
    made.mkdir(mode=0o700)
    return made


def definitions(path: Path) -> dict[str, str]:
    """What every table, index and trigger is made of, blanks aside."""
    with sqlite3.connect(path) as raw:
        rows = raw.execute("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master").fetchall()
    return {name: " ".join(sql.split()) for name, sql in rows}


def facts(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Columns, foreign keys and indexes as SQLite understands them."""
    told: dict[str, list[tuple[object, ...]]] = {}
    with sqlite3.connect(path) as raw:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        for table in tables:
            for what in ("table_xinfo", "foreign_key_list"):
                told[f"{what} {table}"] = raw.execute(f"PRAGMA {what}({table})").fetchall()
            indexes = sorted(row[1:] for row in raw.execute(f"PRAGMA index_list({table})"))
            told[f"index_list {table}"] = indexes
            for name, *_ in indexes:
                told[f"index {name}"] = raw.execute(f"PRAGMA index_xinfo({name})").fetchall()
    return told


def migrated(path: Path) -> Path:
    """A store that was made by running every migration from nothing."""
    engine = open_engine(path)
    migrations.upgrade(engine)
    engine.dispose()
    return path


def test_running_the_migrations_makes_what_a_new_store_is(folder: Path) -> None:
    climbed, new = migrated(folder / "climbed.db"), folder / "new.db"
    Store.open(new).close()
    assert definitions(climbed) == definitions(new)
    assert facts(climbed) == facts(new)
    assert {"trigger event_no_update", "trigger event_no_delete", "index ix_item_pool"} <= definitions(new).keys()
    assert all(not each.faults for each in trials(climbed))


def test_a_migrated_store_is_used_like_any(folder: Path) -> None:
    store = Store.open(migrated(folder / "climbed.db"))
    with store.engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("foreign_keys", "journal_mode", "synchronous", "recursive_triggers")
        }
    store.close()
    assert settings == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "recursive_triggers": 1}


def test_the_number_of_the_store_is_that_of_the_newest_migration(folder: Path) -> None:
    store = Store.open(folder / "new.db")
    with store.engine.connect() as connection:
        assert migrations.schema_of(connection) == migrations.newest()
    store.close()


def test_a_new_store_and_an_old_one_open_without_alembic(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tui_coder.store.unit_of_work import Store\n"
        "for _ in range(2): Store.open(Path(sys.argv[1])).close()\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('alembic', 'mako', 'textual')])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(folder / "new.db")], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("number", "told"), [("9999", "newer tui-coder (schema 9999"), ("0000", "tui-coder db upgrade")]
)
def test_another_schema_is_refused_and_left_as_it_is(folder: Path, number: str, told: str) -> None:
    path = folder / "other.db"
    Store.open(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", (number,))
    raw.close()
    before = path.read_bytes()
    with pytest.raises(StoreError) as refused:
        Store.open(path)
    assert told in str(refused.value)
    assert str(path) in str(refused.value)
    assert path.read_bytes() == before
    if number == "9999":
        with pytest.raises(StoreError, match="newer"):
            Store.open(path, upgrading=True)
        assert path.read_bytes() == before


def test_a_stranger_s_database_is_refused_and_left_as_it_is(folder: Path) -> None:
    path = folder / "cookbook.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE cookbook (recipe)")
    raw.close()
    path.chmod(0o600)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not those of a tui-coder store"):
        Store.open(path)
    assert path.read_bytes() == before
    (folder / "junk.db").write_bytes(b"no database " * 500)
    (folder / "junk.db").chmod(0o600)
    with pytest.raises(StoreError, match="not a tui-coder store"):
        Store.open(folder / "junk.db")


def test_a_store_that_others_may_read_is_refused(folder: Path) -> None:
    path = folder / "open.db"
    Store.open(path).close()
    assert (path.stat().st_mode & 0o777, path.with_name("open.db.lock").stat().st_mode & 0o777) == (0o600, 0o600)
    path.chmod(0o640)
    with pytest.raises(StoreError, match="chmod 600"):
        Store.open(path)


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "fuse.sshfs"])
def test_a_store_on_a_network_file_system_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    table = folder.parent / "mounts"
    there = str(folder).replace(" ", "\\040")
    table.write_text(f"/dev/vda / ext4 rw 0 0\nserver:/share {there} {kind} rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(engine, "_MOUNTS", table)
    with pytest.raises(StoreError, match="Name a file on a local disk") as refused:
        Store.open(folder / "far.db")
    assert f"network file system ({kind})" in str(refused.value)
    assert not (folder / "far.db").exists()
    Store.open(folder.parent / "near.db").close()


def test_a_migration_that_fails_leaves_the_store_as_it_was(folder: Path) -> None:
    path = folder / "half.db"
    Store.open(path).close()
    with sqlite3.connect(path) as raw:  # a store of number 0000 that has the tables already: 0001 fails at its first
        raw.execute("DELETE FROM alembic_version")
        raw.execute("DROP TRIGGER event_no_delete")
    raw.close()
    before = definitions(path)
    opened: Engine = open_engine(path)
    with pytest.raises(Exception, match="already exists"):
        migrations.upgrade(opened)
    opened.dispose()
    assert definitions(path) == before


# ---- what the schema itself forbids ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("priority = 10", "ck_item_priority"),
        ("priority = -1", "ck_item_priority"),
        ("state = 'lost'", "ck_item_state"),
        ("state = 'in_work'", "ck_item_worker"),
        ("state = 'held'", "ck_item_hold"),
        ("open_disputes = -1", "ck_item_disputes"),
        ("assignee_id = 999", "FOREIGN KEY"),
    ],
)
def test_the_store_takes_no_item_that_no_view_would_show(embedded_team: Team, change: str, rule: str) -> None:
    embedded_team.arrive("A1")
    before = embedded_team.contents()
    with pytest.raises(IntegrityError, match=rule), embedded_team.store.engine.begin() as connection:
        connection.execute(text(f"UPDATE work_item SET {change}"))
    assert embedded_team.contents() == before


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE event SET person = 'bob' WHERE sequence = 1",
        "DELETE FROM event WHERE sequence = 1",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT sequence, at, 'bob', os_account, what, item_id, item, before, after, "
        "previous, digest FROM event WHERE sequence = 1",
        "REPLACE INTO event SELECT 99, at, person, os_account, what, item_id, item, before, after, previous, digest "
        "FROM event WHERE sequence = 1",
    ],
)
def test_the_log_is_not_edited_through_the_store(embedded_team: Team, forged: str) -> None:
    before = embedded_team.contents()
    with pytest.raises(IntegrityError, match="append-only"), embedded_team.store.engine.begin() as connection:
        connection.execute(text(forged))
    assert embedded_team.contents() == before


def test_the_figures_follow_every_change_of_the_items(embedded_team: Team) -> None:
    embedded_team.arrive("A1", "A2", "A3", minutes=7)
    with embedded_team.store.writing(embedded_team.clock()) as unit:
        for change in (
            "UPDATE work_item SET minutes = 9, due = '2026-11-20' WHERE id = 1",
            "UPDATE work_item SET state = 'submitted', open_disputes = 2, returned = 1 WHERE id IN (1, 2)",
            "UPDATE work_item SET open_disputes = 1 WHERE id = 2",
            "DELETE FROM work_item WHERE id = 3",
        ):
            unit.connection.execute(text(change))
            assert list(unit.tally.differences()) == [], change
        unit.connection.execute(text("UPDATE work_tally SET charts = charts + 1"))
        assert len(list(unit.tally.differences())) == 1
