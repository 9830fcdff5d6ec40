"""Bringing a store up: from every schema there ever was, with what people left in it, on both kinds of store."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server import INSTALLER, Server
from tests.store.test_schema import definitions, facts
from tests.team import Clock, TeamOnServer
from tui_coder import settings
from tui_coder.places import EmbeddedFile
from tui_coder.services import assigning, backups, chart, claiming, log, people, turning_back, upkeep
from tui_coder.settings import Settings
from tui_coder.store import migrations
from tui_coder.store.engine import StoreError
from tui_coder.store.postgres.schema import install
from tui_coder.store.soundness import schema_at, told, trials
from tui_coder.store.unit_of_work import Store

EARLIER = sorted((Path(__file__).parent / "earlier").glob("*.sql"))
Rows = dict[str, list[dict[str, object]]]

NEXT = '''"""A migration as the next version might bring one."""
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{newest}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("pager", sa.String(), server_default="none", nullable=False))
    op.create_table("pager", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("UPDATE person SET title = 'changed'")
    {then}
'''


@pytest.fixture
def with_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The program as its next version: it knows one migration more, which ends as told."""
    newest = migrations.newest()

    def put(then: str) -> None:
        folder = tmp_path / "migrations"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(Path(migrations.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "9001_next.py").write_text(NEXT.format(newest=newest, then=then), encoding="utf-8")
        monkeypatch.setattr(migrations, "_VERSIONS", folder / "versions")

    return put


@pytest.fixture(params=EARLIER, ids=lambda each: each.stem)
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store that an earlier version of the program wrote, with a morning's work in it."""
    path = tmp_path / "stores" / "earlier.db"
    path.parent.mkdir(mode=0o700)
    with sqlite3.connect(path) as raw:
        raw.executescript(request.param.read_text(encoding="utf-8"))
    raw.close()
    path.chmod(0o600)
    return path


def settings_of(path: Path) -> Settings:
    return settings.load(db=str(path), environ={"TUI_CODER_HOME": str(path.parent)})


def rows_of(path: Path) -> Rows:
    with sqlite3.connect(path) as raw:
        raw.row_factory = sqlite3.Row
        names = raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'"
        ).fetchall()
        rows = {str(name): [dict(row) for row in raw.execute(f"SELECT * FROM {name}")] for (name,) in names}
    raw.close()
    return rows


def test_there_is_a_store_of_every_schema_that_was_released() -> None:
    assert [each.stem for each in EARLIER] == ["0001", "0002", "0003", "0004", "0005"]


def test_an_earlier_store_is_brought_up_with_all_that_is_in_it(earlier: Path, tmp_path: Path) -> None:
    before, number = rows_of(earlier), schema_at(earlier)
    with pytest.raises(StoreError, match="db upgrade"):
        Store.open(earlier)
    done = upkeep.upgrade_store(settings_of(earlier))
    assert (done.before, done.after) == (number, migrations.newest())
    after = rows_of(earlier)
    assert after["event"][-1]["what"] == "store upgraded"
    after["event"].pop()
    for table, rows in before.items():
        kept = [{name: row[name] for name in rows[0]} for row in after[table]] if rows else after[table]
        assert kept == rows, table
    assert {(row["setting"], row["client_id"]) for row in after["work_item"]} == {
        ("inpatient", 1), ("outpatient", 1), ("professional", 2), ("outpatient", 2),
    }  # fmt: skip
    new = tmp_path / "stores" / "new.db"
    Store.open(new).close()
    assert definitions(earlier) == definitions(new)
    assert facts(earlier) == facts(new)
    assert told(trials(earlier)) == ""


def test_people_go_on_in_a_store_that_was_brought_up(earlier: Path) -> None:
    upkeep.upgrade_store(settings_of(earlier))
    store = Store.open(earlier)
    ann, bob, lena = (people.sign_in(store, name) for name in ("ann", "bob", "lena"))
    assert chart.look_again(ann, 1).draft == "half a wörd"
    assert claiming.claim_next(bob).account == "STAY1"
    assert [item.account for item in turning_back.undo(lena)[1].changed] == ["OFFICE1"]
    assert [item.account for item in assigning.give(lena, [3], "bob").changed] == ["OFFICE1"]
    assert log.verify(lena).ok
    store.close()
    assert told(trials(earlier)) == ""


def test_an_earlier_store_is_backed_up_and_put_back_up_to_date(earlier: Path, tmp_path: Path) -> None:
    kept = backups.back_up(settings_of(earlier), tmp_path / "kept.db")
    assert kept.contents is None and rows_of(kept.file) == rows_of(earlier)
    back = tmp_path / "back" / "again.db"
    backups.restore(settings_of(back), kept.file)
    assert told(trials(back)) == ""
    assert len(rows_of(back)["event"]) == len(rows_of(earlier)["event"]) + 1


def test_an_earlier_store_becomes_a_team_s(earlier: Path, server: Server) -> None:
    database = server.new_database()
    with pytest.raises(StoreError, match="schema: it has number"):
        backups.move(EmbeddedFile(earlier), server.place(database))
    upkeep.upgrade_store(settings_of(earlier))
    backups.move(EmbeddedFile(earlier), server.place(database))
    with TeamOnServer(server, database, Clock()) as team:
        assert log.verify(team.lena).ok
        assert chart.look_again(team.ann, 1).draft == "half a wörd"


BREAKS = ('raise RuntimeError("half way")', 'op.execute("SELECT 1 FROM nowhere")')


@pytest.mark.parametrize("then", BREAKS, ids=["error", "statement"])
def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    earlier: Path, with_next: Callable[[str], None], then: str
) -> None:
    before, content = definitions(earlier), rows_of(earlier)
    with_next(then)
    with pytest.raises(Exception, match=r"half way|nowhere"):
        upkeep.upgrade_store(settings_of(earlier))
    assert (definitions(earlier), rows_of(earlier)) == (before, content)
    with_next("pass")
    upkeep.upgrade_store(settings_of(earlier))
    assert {row["pager"] for row in rows_of(earlier)["person"]} == {"none"}


# ---- a team's ---------------------------------------------------------------------------------------------------------

EARLIER_OF_TEAMS = sorted((Path(__file__).parent / "earlier" / "team").glob("*.sql"))
"""Since 0004: before that there was no team's store."""


@pytest.fixture(params=EARLIER_OF_TEAMS, ids=lambda each: each.stem)
def earlier_team(request: pytest.FixtureRequest, server: Server, founded_on_server: str) -> Iterator[str]:
    """A database that an earlier version of the program wrote; `founded_on_server` made the server's roles."""
    database = server.new_database()
    server.sql(database, request.param.read_text(encoding="utf-8"))
    yield database
    server.drop(database)


def test_there_is_a_team_s_store_of_every_schema_that_was_released() -> None:
    assert [each.stem for each in EARLIER_OF_TEAMS] == ["0004", "0005"]


def test_an_earlier_team_s_store_is_brought_up_with_all_that_is_in_it(
    earlier_team: str, server: Server, tmp_path: Path
) -> None:
    def rows() -> Rows:
        names = server.sql(earlier_team, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        told = {
            str(name): server.sql(earlier_team, f"SELECT to_jsonb(r) FROM {name} r ORDER BY to_jsonb(r)::text")
            for (name,) in names
            if name != "alembic_version"
        }
        return {name: [dict(row) for (row,) in found] for name, found in told.items()}  # type: ignore[call-overload]

    before = rows()
    ((number,),) = server.sql(earlier_team, "SELECT version_num FROM alembic_version")
    address = server.address(earlier_team, INSTALLER)
    place = settings.load(db=address, environ={"TUI_CODER_HOME": str(tmp_path / "home")})
    done = upkeep.upgrade_store(place)
    assert (done.before, done.after) == (number, migrations.newest())
    after = rows()
    entries = sorted(after["event"], key=lambda each: int(str(each["sequence"])))
    assert entries[-1]["what"] == "store upgraded"
    after["event"].remove(entries[-1])
    for table, kept in before.items():
        old = [{name: row[name] for name in kept[0]} for row in after[table]] if kept else after[table]
        assert sorted(old, key=repr) == sorted(kept, key=repr), table
    assert [each.name for each in upkeep.check_store(place) if not each.ok] == []
    assert schema_facts(server, earlier_team) == schema_facts(server, new_team(server))
    with TeamOnServer(server, earlier_team, Clock()) as team:
        assert claiming.claim_next(team.bob).account == "STAY1"
        assert chart.look_again(team.ann, 1).draft == "half a wörd"
        assert people.specialise(team.lena, "ann", ["Cardiology"]).specialties == ("cardiology",)
        assert log.verify(team.lena).ok


def new_team(server: Server) -> str:
    database = server.new_database()
    install(server.place(database))
    return database


def schema_facts(server: Server, database: str) -> dict[str, list[tuple[object, ...]]]:
    """Columns, indexes, functions, triggers and policies as the server understands them."""
    asked = {
        "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default FROM "
        "information_schema.columns WHERE table_schema = 'public'",
        "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "functions": "SELECT oid::regprocedure::text, prosrc, provolatile::text, proacl::text FROM pg_proc WHERE proname LIKE 'tc\\_%'",
        "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "policies": "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies",
    }
    return {what: sorted(server.sql(database, query), key=repr) for what, query in asked.items()}


@pytest.fixture
def team(server: Server, founded_on_server: str) -> Iterator[TeamOnServer]:
    with TeamOnServer(server, server.new_database(founded_on_server)) as present:
        present.arrive("A1", "A2")
        yield present


def test_a_team_s_store_is_brought_up_by_who_looks_after_its_server(
    team: TeamOnServer, with_next: Callable[[str], None], tmp_path: Path
) -> None:
    claiming.claim_next(team.ann)
    before = team.contents()
    with_next("pass")
    with pytest.raises(StoreError, match=r"this program needs 9001.*db upgrade"):
        Store.open(team.server.place(team.database, "ann"))
    with pytest.raises(StoreError, match="needs an account that may make roles"):
        upkeep.upgrade_store(of_team(team, "lena", tmp_path))
    assert team.contents() == before
    done = upkeep.upgrade_store(of_team(team, INSTALLER, tmp_path))
    assert done.after == "9001"
    after = team.contents()
    assert {row[-1] for row in after["person"]} == {"none"}
    assert after["work_item"] == before["work_item"] and after["document"] == before["document"]
    assert team.said()[-1] == f"{INSTALLER} store upgraded"
    wrong = {each.name: each.detail for each in upkeep.check_store(of_team(team, INSTALLER, tmp_path)) if not each.ok}
    assert wrong == {"guards": "row security of pager is off"}, "a table that nobody thought of is told"
    store = Store.open(team.server.place(team.database, "bob"))
    assert claiming.claim_next(people.sign_in(store, clock=team.clock)).account == "A2"
    store.close()


@pytest.mark.parametrize("then", BREAKS, ids=["error", "statement"])
def test_an_upgrade_that_fails_leaves_a_team_s_store_as_it_was(
    team: TeamOnServer, with_next: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    before = team.contents()
    with monkeypatch.context() as meanwhile:
        with_next(then)
        with pytest.raises(Exception, match=r"half way|could not do that"):
            upkeep.upgrade_store(of_team(team, INSTALLER, tmp_path))
        meanwhile.undo()
    monkeypatch.undo()
    assert team.contents() == before
    assert claiming.claim_next(team.ann).account == "A1"


def of_team(team: TeamOnServer, user: str, tmp_path: Path) -> Settings:
    address = team.server.address(team.database, user)
    return settings.load(db=address, environ={"TUI_CODER_HOME": str(tmp_path / "home")})
