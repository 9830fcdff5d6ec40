"""Backups of both kinds of store, putting them back, and moving a store from its file to a team's database."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.server import INSTALLER, Server
from tests.team import Team, TeamOnServer
from tui_coder import settings
from tui_coder.domain.stopping import InHand, StoppingPoint
from tui_coder.places import EmbeddedFile
from tui_coder.resources import sqlite_module
from tui_coder.services import assigning, backups, claiming, coding, log, people, stopping, turning_back
from tui_coder.services.code_books import CodeBooks
from tui_coder.settings import Settings, SettingsError
from tui_coder.store.engine import StoreError
from tui_coder.store.postgres.schema import install
from tui_coder.store.soundness import looking_at, told, trials
from tui_coder.store.unit_of_work import Store

Contents = dict[str, list[tuple[Any, ...]]]
SettingsFor = Callable[[str], Settings]


@pytest.fixture
def settings_for(tmp_path: Path) -> SettingsFor:
    return lambda address: settings.load(db=address, environ={"TUI_CODER_HOME": str(tmp_path / "home")})


def place_of(team: Team) -> str:
    """The store as who looks after it names it."""
    if isinstance(team, TeamOnServer):
        return team.server.address(team.database, INSTALLER)
    return str(team.path)


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    name = server.new_database()
    yield name
    server.drop(name)


def at_work(office: Team, code_books: CodeBooks) -> int:
    """Everyone leaves something behind that must not be lost: codes, a removed one, a draft, a hold, an undo, a specialty."""
    held = claiming.claim_next(office.ann)
    coding.post(office.ann, code_books, held.id, "E11.9")
    coding.remove(office.ann, held.id, office_codes(office, held.id)[-1])
    stopping.keep(office.ann, "here", InHand(StoppingPoint("workbench", held.id), note="half a wörd — "))
    (extra,) = office.arrive(
        "Ünïcode 1",
        text="¿Ötzi? 漢字 ☤",
        patient="Ångström, Zoë",
        charges=Decimal(30_000_000),
        specialty="hals-nasen-ohren",
    )
    people.specialise(office.lena, "cy", ["hals-nasen-ohren", "pain medicine"])
    assigning.give(office.lena, [extra], "bob", reason="for Bob")
    return held.id


def office_codes(office: Team, item: int) -> list[int]:
    with office.store.reading(office.clock()) as unit:
        return [each.id for each in unit.codes.of(item)]


def opened(path: Path) -> Contents:
    with Team(path) as team:
        return team.contents()


def entries(contents: Contents) -> list[tuple[Any, ...]]:
    """The log in order."""
    return sorted(contents["event"])


def apart(contents: Contents, *tables: str) -> Contents:
    return {name: rows for name, rows in contents.items() if name not in tables}


def test_a_backup_is_the_whole_store_and_people_work_on(
    office: Team, code_books: CodeBooks, settings_for: SettingsFor, tmp_path: Path
) -> None:
    item, file = at_work(office, code_books), tmp_path / "evening.db"
    before = office.contents()
    kept = backups.back_up(settings_for(place_of(office)), file)
    assert (file.stat().st_mode & 0o777, kept.size, kept.faults) == (0o600, file.stat().st_size, "")
    assert [each.name for each in tmp_path.iterdir() if "evening" in each.name] == ["evening.db"]
    assert told(trials(file)) == ""
    there = opened(file)
    assert {name: len(rows) for name, rows in before.items()} == {name: len(rows) for name, rows in there.items()}
    assert sorted(row[-1] for row in before["event"]) == sorted(row[-1] for row in there["event"])
    coding.post(office.ann, code_books, item, "Z79.4")
    last = office.events()
    assert [each.what for each in last if each.what == "store backed up"] == ["store backed up"]
    (entry,) = [each for each in last if each.what == "store backed up"]
    assert entry.after == {"file": "evening.db", "entries": len(before["event"]), "head": kept.contents.head}  # type: ignore[union-attr]


def test_a_backup_overwrites_nothing_and_leaves_nothing_half_written(
    office: Team, settings_for: SettingsFor, tmp_path: Path
) -> None:
    there = settings_for(place_of(office))
    file = tmp_path / "evening.db"
    file.write_text("dear to somebody", encoding="utf-8")
    with pytest.raises(StoreError, match="overwrites nothing"):
        backups.back_up(there, file)
    assert file.read_text(encoding="utf-8") == "dear to somebody"
    with pytest.raises(StoreError, match="could not be written: No such file"):
        backups.back_up(there, tmp_path / "nowhere" / "evening.db")
    assert sorted(each.name for each in tmp_path.iterdir() if each.name != "home") in (
        ["evening.db"], ["evening.db", "office"],
    )  # fmt: skip
    assert "store backed up" not in [each.what for each in office.events()]


def test_a_disk_that_fails_under_a_backup_is_told_in_one_sentence(
    embedded_team: Team, settings_for: SettingsFor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(embedded_team.path) as store:  # large enough that the disk is asked while it is written
        store.execute("CREATE TABLE ballast AS SELECT zeroblob(10000000)")

    def failing(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    uncaught: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", uncaught.append)
    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(StoreError, match="could not be written: Input/output error"):
        backups.back_up(settings_for(place_of(embedded_team)), tmp_path / "evening.db")
    assert uncaught == []
    assert not list(tmp_path.glob("*evening*"))


def test_a_store_goes_to_a_server_and_comes_back_the_same(
    coded: Path, code_books: CodeBooks, server: Server, database: str, settings_for: SettingsFor, tmp_path: Path
) -> None:
    """Every row of every table, the log's entries byte for byte, and the numbers that are given next."""
    source = Path(shutil.copy2(coded, tmp_path / "source.db"))
    with Team(source) as office:
        item = at_work(office, code_books)
        before = office.contents()
    target = server.place(database)
    arrived = backups.move(EmbeddedFile(source), target)
    assert arrived.logins == ("ann", "bob", "cy", "lena", "omar") and arrived.to_add == ()
    assert arrived.contents.entries == len(before["event"])
    assert opened(source) == before, "the file is left as it was"

    file = tmp_path / "back.db"
    assert backups.back_up(settings_for(server.address(database, INSTALLER)), file).faults == ""
    there = opened(file)
    assert apart(there, "event") == apart(before, "event")
    assert entries(there)[:-1] == entries(before) and entries(there)[-1][4] == "store moved"
    for path in (source, file):
        with sqlite3.connect(path) as raw:
            assert raw.execute("SELECT seq FROM sqlite_sequence WHERE name = 'code_assignment'").fetchall() == [(7,)]
        raw.close()

    with TeamOnServer(server, database) as office:
        assert told(trials(file)) == "" and log.verify(office.lena).ok
        ours = office.item(item)
        assert (ours.assignee, ours.state.value) == ("ann", "in_work")
        coding.post(office.ann, code_books, item, "Z79.4")
        assert max(office_codes(office, item)) == 8, "the number of a code that was removed is never given again"
        (newest,) = office.arrive("A99")
        assert newest == max(row[0] for row in before["work_item"]) + 1
        assert [each.account for each in turning_back.undo(office.lena)[1].changed] == ["Ünïcode 1"]
        proof = log.verify(office.lena)
        assert proof.ok and proof.entries > len(before["event"]) + 2
        told_last = office.events()[len(before["event"])]
        assert (told_last.person, told_last.os_account, told_last.what) == (
            INSTALLER, f"{INSTALLER}@local", "store moved",
        )  # fmt: skip
        assert told_last.before["head"] == entries(before)[-1][-1]


def test_a_backup_is_put_back_where_no_store_is(
    office: Team, code_books: CodeBooks, settings_for: SettingsFor, tmp_path: Path
) -> None:
    at_work(office, code_books)
    file, place = tmp_path / "evening.db", tmp_path / "fresh" / "tui-coder.db"
    backups.back_up(settings_for(place_of(office)), file)
    backed_up = file.read_bytes()
    arrived = backups.restore(settings_for(str(place)), file)
    assert file.read_bytes() == backed_up
    assert (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert sorted(each.name for each in place.parent.iterdir()) == ["tui-coder.db"]
    there = opened(place)
    assert apart(there, "event") == apart(opened(file), "event")
    assert entries(there)[-1][4] == "store restored" and len(there["event"]) == arrived.contents.entries + 1
    assert told(trials(place)) == ""
    with pytest.raises(StoreError, match="There is a store at"):
        backups.restore(settings_for(str(place)), file)
    assert opened(place) == there


def test_a_backup_is_put_back_into_an_empty_database(
    office: Team, code_books: CodeBooks, server: Server, database: str, settings_for: SettingsFor, tmp_path: Path
) -> None:
    item, file = at_work(office, code_books), tmp_path / "evening.db"
    backups.back_up(settings_for(place_of(office)), file)
    there = settings_for(server.address(database, INSTALLER))
    backups.restore(there, file)
    with TeamOnServer(server, database) as again:
        assert again.item(item).assignee == "ann"
        assert log.verify(again.lena).ok
        assert again.said()[-1] == f"{INSTALLER} store restored"
        with pytest.raises(StoreError, match="is not empty"):
            backups.restore(there, file)


# ---- what is not put back, and not moved -----------------------------------------------------------------------------


def forged(file: Path) -> None:
    with sqlite3.connect(file) as raw:
        raw.execute("DROP TRIGGER event_no_update")
        raw.execute("UPDATE event SET person = 'bob' WHERE sequence = 3")
        raw.execute(
            "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
        )
    raw.close()


def flipped(file: Path) -> None:
    """A letter inside a text, which SQLite's own check does not see."""
    file.write_bytes(file.read_bytes().replace(b"person added", b"parson added"))


def halved(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 8192 * 4096])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def another(file: Path) -> None:
    file.write_bytes(b"no database " * 500)


def in_use(file: Path) -> None:
    file.with_name(file.name + "-wal").write_bytes(b"something that is not in the file yet")


def newer(file: Path) -> None:
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()


WRONG = {
    forged: "entry 3", flipped: "log: entry", halved: "not sound|damaged", emptied: "empty", another: "not a tui-coder",
    in_use: "a store in use", newer: "newer tui-coder",
}  # fmt: skip


@pytest.mark.parametrize("harm", WRONG, ids=lambda harm: harm.__name__)
def test_what_is_not_sound_is_not_put_back(
    coded: Path, settings_for: SettingsFor, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    file, place = Path(shutil.copy2(coded, tmp_path / "old.db")), tmp_path / "home" / "tui-coder.db"
    harm(file)
    content = file.read_bytes()
    with pytest.raises(StoreError, match=WRONG[harm]) as refused:
        backups.restore(settings_for(str(place)), file)
    assert "old.db" in str(refused.value) and "restoring" not in str(refused.value)
    assert not place.exists() and [each.name for each in place.parent.rglob("*")] == []
    assert file.read_bytes() == content


def test_the_rest_of_an_older_store_is_not_mixed_with_a_backup(
    coded: Path, settings_for: SettingsFor, tmp_path: Path
) -> None:
    """A write-ahead log of the store before would be played into the one put back."""
    place = tmp_path / "home" / "tui-coder.db"
    place.parent.mkdir(mode=0o700)
    (place.parent / "tui-coder.db-wal").write_bytes(b"of the store before")
    with pytest.raises(StoreError, match=r"still tui-coder\.db-wal"):
        backups.restore(settings_for(str(place)), coded)
    assert not place.exists()


@pytest.fixture
def empty_target(server: Server, database: str) -> Callable[[], None]:
    """Proves that the database is as empty as it was, and that the server has no new logins."""
    roles = server.sql("postgres", "SELECT rolname FROM pg_roles ORDER BY 1")

    def proved() -> None:
        assert server.sql(database, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == [
            (0,)
        ]
        assert server.sql("postgres", "SELECT rolname FROM pg_roles ORDER BY 1") == roles

    return proved


def unkeepable(file: Path) -> None:
    """The last row of the last table copied holds what PostgreSQL has no room for."""
    with sqlite3.connect(file) as raw:
        raw.execute(
            "INSERT INTO note (item_id, person_id, text, at) VALUES (1, 1, 'a' || char(0) || 'b', '2026-11-23')"
        )
    raw.close()


@pytest.mark.parametrize("harm", [forged, unkeepable], ids=lambda harm: harm.__name__)
def test_a_move_that_fails_leaves_nothing_on_the_server(
    coded: Path, server: Server, database: str, empty_target: Callable[[], None], tmp_path: Path,
    harm: Callable[[Path], None],
) -> None:  # fmt: skip
    source = Path(shutil.copy2(coded, tmp_path / "source.db"))
    with sqlite3.connect(source) as raw:
        raw.execute(
            "INSERT INTO person (id, name, title, role, credentials, active, every_client) VALUES (90, 'brand-new', '', 'coder', '', 1, 1)"
        )
    raw.close()
    harm(source)
    with pytest.raises(StoreError, match="entry 3" if harm is forged else "A row of note holds"):
        backups.move(EmbeddedFile(source), server.place(database))
    empty_target()


def test_a_store_moves_into_an_empty_database_alone(
    coded: Path, server: Server, founded_on_server: str, tmp_path: Path
) -> None:
    source = EmbeddedFile(Path(shutil.copy2(coded, tmp_path / "source.db")))
    busy = server.new_database(founded_on_server)
    with TeamOnServer(server, busy) as there:
        before = there.contents()
        with pytest.raises(StoreError, match="is not empty"):
            backups.move(source, server.place(busy))
        assert there.contents() == before
    with pytest.raises(SettingsError, match="is a file"):
        backups.move(source, EmbeddedFile(tmp_path / "other.db"))
    with pytest.raises(SettingsError, match="is a database"):
        backups.move(server.place(busy), source)
    with pytest.raises(StoreError, match="There is no store"):
        backups.move(EmbeddedFile(tmp_path / "nothing.db"), server.place(busy))
    assert not (tmp_path / "nothing.db").exists()


def test_who_does_not_look_after_the_server_neither_moves_nor_backs_up(
    coded: Path, server: Server, founded_on_server: str, database: str, settings_for: SettingsFor, tmp_path: Path
) -> None:
    source = Path(shutil.copy2(coded, tmp_path / "source.db"))
    server.sql("postgres", f"GRANT CONNECT ON DATABASE {database} TO PUBLIC")
    with pytest.raises(StoreError, match="needs an account that may make roles"):
        backups.move(EmbeddedFile(source), server.place(database, "lena"))
    busy = server.new_database(founded_on_server)
    with pytest.raises(StoreError, match="who looks after the server"):
        backups.back_up(settings_for(server.address(busy, "lena")), tmp_path / "taken.db")
    assert not (tmp_path / "taken.db").exists()
    server.drop(busy)


def test_a_copy_that_takes_no_changes_is_backed_up_and_says_so(
    server: Server, founded_on_server: str, settings_for: SettingsFor, tmp_path: Path
) -> None:
    """As a read replica is one: even that a chart was read cannot be written there."""
    with TeamOnServer(server, server.new_database(founded_on_server)) as team:
        (item,) = team.arrive("A1")
        team.leave()
        server.sql("postgres", f"ALTER DATABASE {team.database} SET default_transaction_read_only = on")
        reader = team.again()
        with pytest.raises(StoreError, match="takes no changes, not even that a chart was read"):
            claiming.claim(reader.ann, item)
        kept = backups.back_up(settings_for(place_of(team)), tmp_path / "copy.db")
        assert kept.faults.startswith("its log does not tell of the backup: ")
        assert told(trials(kept.file)) == ""
        reader.__exit__(None, None, None)


def test_what_the_program_asks_of_a_line_stands_on_the_database_too(server: Server, database: str) -> None:
    """A pooler between them may not hand it on."""
    install(server.place(database))
    asked = "SELECT current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')"
    assert server.sql(database, asked) == [("15s", "1min")]


def test_who_cannot_sign_in_after_a_move_is_named(founded: Path, server: Server, database: str, tmp_path: Path) -> None:
    source = Path(shutil.copy2(founded, tmp_path / "source.db"))
    server.sql("postgres", "DROP ROLE IF EXISTS payroll")
    server.sql("postgres", "CREATE ROLE payroll LOGIN")
    with Team(source) as team:
        people.add(team.lena, "payroll", people.Role.CODER)
        people.add(team.lena, "left", people.Role.CODER)
        people.remove(team.lena, "left")
    with sqlite3.connect(source) as raw:  # the file's owner becomes its admin under any name the system has
        raw.execute(
            "INSERT INTO person (id, name, title, role, credentials, active, every_client) VALUES (90, 'CORP\\Ann', '', 'admin', '', 1, 1)"
        )
    raw.close()
    arrived = backups.move(EmbeddedFile(source), server.place(database))
    assert arrived.logins == ("ann", "bob", "cy", "lena", "omar")
    assert [name for name, _ in arrived.to_add] == ["CORP\\Ann", "payroll"]
    with pytest.raises(StoreError, match="no person of this store"):
        Store.open(server.place(database, "payroll"))
    logins = {name for (name,) in server.sql("postgres", "SELECT rolname FROM pg_roles WHERE rolcanlogin")}
    assert not logins & {"left", "CORP\\Ann"}


def test_nobody_writes_to_a_store_while_it_moves(coded: Path, tmp_path: Path) -> None:
    source = Path(shutil.copy2(coded, tmp_path / "source.db"))
    driver = sqlite_module()  # another SQLite library of the same process would not see the lock
    other = driver.connect(source, timeout=0)
    with looking_at(source, alone=True), pytest.raises(driver.OperationalError, match="locked"):
        other.execute("DELETE FROM note")
    other.close()
