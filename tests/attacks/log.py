"""Attacks on the log, and what becomes of each: refused, found afterwards and by which means, or not found.

    python -m tests.attacks.log

prints the table that stands in docs/log.md. Each attack is made on a store of its own whose log was anchored, with two
entries since: by whoever owns the file of an embedded store, by a coder with psql, by who looks after the server.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.forger import FileForger, Forger, ServerForger
from tests.server import WHY_NOT, Server, programs, running_server
from tests.team import Team, TeamOnServer, found, found_on_server
from tui_coder.domain.audit import Stored
from tui_coder.resources import sqlite_module
from tui_coder.services import anchor_keys, anchoring, claiming, log
from tui_coder.services.anchoring import Anchor
from tui_coder.services.desk import Desk
from tui_coder.settings import CheckpointSettings
from tui_coder.store import soundness
from tui_coder.store.event_log import STORED

OWNER = "owner of the file, with a SQLite shell"
CODER = "coder, with psql"
ADMIN = "administrator of the server"
EDITED = 5
"""The entry that attacks are about."""
_ROWS = f"SELECT {STORED} FROM event ORDER BY sequence"


class Scene:
    """A team whose log was anchored up to entry `anchored`, with two entries since."""

    def __init__(self, team: Team, where: CheckpointSettings) -> None:
        self.team = team
        self.where = where
        self.anchored = 0

    def set(self) -> None:
        _do(self.team.ann, 4)
        _do(self.team.bob, 4)
        made = Anchor(self.team.lena, self.where).make()
        assert made is not None
        self.anchored = made.last
        _do(self.team.ann, 2)

    def rows(self) -> list[Stored]:
        if isinstance(self.team, TeamOnServer):
            return self.team.server.sql(self.team.database, _ROWS)  # type: ignore[return-value]
        with _shell(self.team.path) as line:
            return list(line.execute(_ROWS))

    def shell(self, *statements: str) -> None:
        """In a SQLite shell, as it comes: without what the program sets on its own connections."""
        with _shell(self.team.path) as line:
            for statement in statements:
                line.execute(statement)

    def psql(self, *statements: str, user: str = "bob") -> list[tuple[object, ...]]:
        """All in one transaction; returns what the last answers."""
        import psycopg

        assert isinstance(self.team, TeamOnServer)
        with psycopg.connect(host=self.team.server.socket, dbname=self.team.database, user=user) as line:
            for statement in statements:
                told = line.execute(statement)
            return told.fetchall() if told.description else []

    def forger(self) -> Forger:
        """Whoever took the triggers out."""
        if isinstance(self.team, TeamOnServer):
            return ServerForger(self.team.server, self.team.database)
        return FileForger(self.team.path)

    def faults(self) -> list[str]:
        """What db check says, but for the log itself."""
        if isinstance(self.team, TeamOnServer):
            from tui_coder.store.postgres import soundness as on_server

            trials = on_server.trials(self.team.server.place(self.team.database, "lena"))
        else:
            trials = soundness.trials(self.team.path)
        return [fault for each in trials if each.name != "log" for fault in each.faults]


@contextmanager
def _shell(path: Path) -> Iterator[Any]:
    line = sqlite_module().connect(path, isolation_level=None)
    try:
        yield line
    finally:
        line.close()


def _do(desk: Desk, times: int) -> None:
    for _ in range(times):
        with desk.writing() as unit:
            desk.note(unit, "looked out of the window")


# ---- what becomes of an attack ---------------------------------------------------------------------------------------

REFUSED, OWN_NAME, NOT_FOUND = "refused", "taken, under their own name", "**not found**"
CHAIN, CHECKPOINTS, CHECK = "the chain", "checkpoints", "db check"


def found_by(*means: str) -> str:
    return f"found by {', '.join(means)}"


def outcome(scene: Scene, attack: Attack) -> str:
    """Make the attack and look what it did."""
    import psycopg

    before = scene.rows()
    try:
        attack.act(scene)
    except (sqlite_module().Error, psycopg.Error):
        assert scene.rows() == before, "refused, and yet something changed"
        return REFUSED
    means = list(_means(scene))
    if means:
        return found_by(*means)
    added = scene.rows()[len(before) :]
    return OWN_NAME if attack.by == CODER and added and {row[2] for row in added} == {"bob"} else NOT_FOUND


def _means(scene: Scene) -> Iterator[str]:
    proof = log.verify(scene.team.lena, anchoring.known(scene.where))
    if proof.first_bad is not None:
        yield CHAIN
    if proof.faults:
        yield CHECKPOINTS
    if scene.faults():
        yield CHECK


# ---- the attacks -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Attack:
    by: str
    what: str
    act: Callable[[Scene], object]
    expect: str


def _edit(scene: Scene) -> None:
    scene.forger().run("UPDATE event SET person = 'bob' WHERE sequence = ?", EDITED)


def _edit_with_digest(scene: Scene) -> None:
    forger = scene.forger()
    forger.run("UPDATE event SET person = 'bob' WHERE sequence = ?", EDITED)
    forger.mend_digests(EDITED, EDITED)


def _edit_digest(scene: Scene) -> None:
    scene.forger().run("UPDATE event SET digest = ? WHERE sequence = ?", "f" * 64, EDITED)


def _swap(scene: Scene) -> None:
    forger = scene.forger()
    for old, new in ((EDITED, 900), (EDITED + 1, EDITED), (900, EDITED + 1)):
        forger.move(old, new)


def _take_out(scene: Scene) -> None:
    forger = scene.forger()
    forger.run("DELETE FROM event WHERE sequence = ?", EDITED)
    for sequence in range(EDITED + 1, len(scene.rows()) + 2):
        forger.move(sequence, sequence - 1)


def _cut(scene: Scene) -> None:
    scene.forger().run("DELETE FROM event WHERE sequence >= ?", scene.anchored)


def _cut_unanchored(scene: Scene) -> None:
    _keeping_triggers(scene, f"DELETE FROM event WHERE sequence > {scene.anchored}")


def _anew(scene: Scene) -> None:
    forger = scene.forger()
    forger.run("UPDATE event SET person = 'bob' WHERE sequence = ?", EDITED)
    forger.mend_digests(EDITED)


def _anew_unanchored(scene: Scene) -> None:
    last = len(scene.rows())
    _keeping_triggers(scene, f"UPDATE event SET person = 'bob' WHERE sequence = {last}", last)


def _keeping_triggers(scene: Scene, statement: str, mended: int = 0) -> None:
    """A statement by somebody who puts the triggers back, so that nothing but the log itself differs."""
    forger = scene.forger()
    forger.run(statement)
    if mended:
        forger.mend_digests(mended)
    forger.put_back()


def _append_in_name(scene: Scene) -> None:
    forger = scene.forger()
    forger.append("bob", "claimed")
    forger.put_back()


def _older_copy(scene: Scene) -> None:
    with _shell(scene.team.path) as line:
        line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = scene.team.path.with_name("older.db")
    shutil.copy2(scene.team.path, copy)
    _do(scene.team.ann, 3)
    Anchor(scene.team.lena, scene.where).make()
    scene.team.store.disconnect()
    for end in ("", "-wal", "-shm"):
        scene.team.path.with_name(scene.team.path.name + end).unlink(missing_ok=True)
    shutil.copy2(copy, scene.team.path)


def _flip_byte(scene: Scene) -> None:
    """With an editor for bytes: a letter inside an entry, which SQLite itself does not notice."""
    with _shell(scene.team.path) as line:
        line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    scene.team.store.disconnect()
    content = scene.team.path.read_bytes()
    assert b"looked out of the window" in content
    scene.team.path.write_bytes(content.replace(b"looked out of the window", b"looked out of the widnow", 1))


def _look_and_roll_back(scene: Scene) -> None:
    import psycopg

    assert isinstance(scene.team, TeamOnServer)
    with psycopg.connect(host=scene.team.server.socket, dbname=scene.team.database, user="bob") as line:
        (words,) = line.execute("SELECT text FROM tc_texts(1)").fetchone() or ("",)
        assert words
        line.rollback()


def _told(**more: object) -> str:
    """A call of the function through which clients write the log."""
    entry = {"what": "claimed", "item_id": None, "item": "", "before": "{}", "after": "{}", **more}
    return f"SELECT tc_log_append('{json.dumps([entry])}')"


def _shelled(*statements: str) -> Callable[[Scene], object]:
    return lambda scene: scene.shell(*statements)


def _psqled(*statements: str, user: str = "bob") -> Callable[[Scene], object]:
    return lambda scene: scene.psql(*statements, user=user)


UPDATE = f"UPDATE event SET person = 'bob' WHERE sequence = {EDITED}"
DELETE = f"DELETE FROM event WHERE sequence = {EDITED}"
DIGEST = f"UPDATE event SET digest = repeat('f', 64) WHERE sequence = {EDITED}"
REPLACE = (
    "SELECT {new}, at, 'bob', os_account, what, item_id, item, before, after, {previous}, digest || 'x' FROM event"
)
_OF_ONE = f" WHERE sequence = {EDITED}"
_AFTER_LAST = "(SELECT max(sequence) + 1 FROM event)"

BY_OWNER = (
    ("change an entry", _shelled(UPDATE), REFUSED),
    ("delete an entry", _shelled(DELETE), REFUSED),
    ("delete all", _shelled("DELETE FROM event"), REFUSED),
    ("insert or replace an entry",
     _shelled("INSERT OR REPLACE INTO event " + REPLACE.format(new="sequence", previous="previous") + _OF_ONE), REFUSED),
    ("replace an entry by its link to the one before",
     _shelled("REPLACE INTO event " + REPLACE.format(new=_AFTER_LAST, previous="previous") + _OF_ONE), REFUSED),
    ("append an entry that does not follow",
     _shelled("INSERT INTO event " + REPLACE.format(new=_AFTER_LAST, previous="digest || 'y'") + _OF_ONE), REFUSED),
    ("drop the triggers, change an entry", _edit, found_by(CHAIN, CHECK)),
    ("take the triggers out of the schema by hand, change an entry",
     _shelled("PRAGMA writable_schema = ON", "DELETE FROM sqlite_master WHERE type = 'trigger'",
              "PRAGMA writable_schema = RESET", UPDATE), found_by(CHAIN, CHECK)),
    ("change an entry and its digest", _edit_with_digest, found_by(CHAIN, CHECK)),
    ("change a digest", _edit_digest, found_by(CHAIN, CHECK)),
    ("let two entries change places", _swap, found_by(CHAIN, CHECK)),
    ("take an entry out and close the numbers up", _take_out, found_by(CHAIN, CHECK)),
    ("change a letter in the file's bytes", _flip_byte, found_by(CHAIN)),
    ("cut the tail", _cut, found_by(CHECKPOINTS, CHECK)),
    ("compute the chain anew from a changed entry on", _anew, found_by(CHECKPOINTS, CHECK)),
    ("put an older copy of the file in its place", _older_copy, found_by(CHECKPOINTS)),
    ("cut the tail behind the last checkpoint, put the triggers back", _cut_unanchored, NOT_FOUND),
    ("compute anew what is behind the last checkpoint, put the triggers back", _anew_unanchored, NOT_FOUND),
    ("append an entry in another's name, rightly chained", _append_in_name, NOT_FOUND),
)  # fmt: skip

BY_CODER = (
    ("change an entry", _psqled(UPDATE), REFUSED),
    ("change an entry through the view that shows it",
     _psqled(UPDATE.replace("event", "event_seen")), REFUSED),
    ("delete an entry, or cut the tail", _psqled(DELETE), REFUSED),
    ("empty the log", _psqled("TRUNCATE event"), REFUSED),
    ("insert an entry, or put one in the place of another",
     _psqled(f"INSERT INTO event SELECT * FROM event_seen {_OF_ONE} ON CONFLICT (sequence) DO UPDATE SET person = 'bob'"),
     REFUSED),
    ("change a digest, or compute the chain anew", _psqled(DIGEST), REFUSED),
    ("let two entries change places", _psqled(f"UPDATE event SET sequence = 900 {_OF_ONE}"), REFUSED),
    ("drop a trigger", _psqled("DROP TRIGGER event_append_only ON event", UPDATE), REFUSED),
    ("switch the triggers off", _psqled("ALTER TABLE event DISABLE TRIGGER ALL", UPDATE), REFUSED),
    ("switch the triggers off for the session", _psqled("SET session_replication_role = replica", UPDATE), REFUSED),
    ("drop the table", _psqled("DROP TABLE event"), REFUSED),
    ("put a table of one's own before it", _psqled("CREATE TEMP TABLE event (sequence integer)"), REFUSED),
    ("replace the function that appends",
     _psqled("CREATE OR REPLACE FUNCTION tc_me() RETURNS integer LANGUAGE sql AS 'SELECT 1'"), REFUSED),
    ("become the owner", _psqled("SET ROLE tui_coder_owner", UPDATE), REFUSED),
    ("become a colleague", _psqled("SET SESSION AUTHORIZATION ann", _told()), REFUSED),
    ("read the log of everyone", _psqled("SELECT * FROM event"), REFUSED),
    ("append an entry in another's name", _psqled(_told(person="ann", os_account="ann", sequence=1)), OWN_NAME),
    ("append an entry of an older time", _psqled(_told(at="2001-01-01T00:00:00.000+00:00")), OWN_NAME),
    ("change a chart without an entry", _psqled("UPDATE work_item SET priority = 9, version = version + 1 WHERE id = 1"),
     REFUSED),
    ("change a chart with an entry that says they looked",
     _psqled("UPDATE work_item SET priority = 9, version = version + 1 WHERE id = 1",
             _told(what="chart read", item_id=1, item="A1")), REFUSED),
    ("read a chart and roll back", _look_and_roll_back, NOT_FOUND),
)  # fmt: skip

_AS_ADMIN = {"user": "postgres"}
BY_ADMIN = (
    ("change an entry", _psqled(UPDATE, **_AS_ADMIN), REFUSED),
    ("empty the log", _psqled("TRUNCATE event", **_AS_ADMIN), REFUSED),
    (
        "switch the triggers off for the session",
        _psqled("SET session_replication_role = replica", UPDATE, **_AS_ADMIN),
        REFUSED,
    ),
    ("switch the triggers off, change an entry", _edit, found_by(CHAIN, CHECK)),
    ("change an entry and its digest", _edit_with_digest, found_by(CHAIN, CHECK)),
    ("let two entries change places", _swap, found_by(CHAIN, CHECK)),
    ("take an entry out and close the numbers up", _take_out, found_by(CHAIN, CHECK)),
    ("cut the tail", _cut, found_by(CHECKPOINTS, CHECK)),
    ("compute the chain anew from a changed entry on", _anew, found_by(CHECKPOINTS, CHECK)),
    ("compute anew what is behind the last checkpoint, switch the triggers on again", _anew_unanchored, NOT_FOUND),
    ("append an entry in another's name, rightly chained", _append_in_name, NOT_FOUND),
)

ATTACKS: tuple[Attack, ...] = tuple(
    Attack(by, *each) for by, made in ((OWNER, BY_OWNER), (CODER, BY_CODER), (ADMIN, BY_ADMIN)) for each in made
)


# ---- the table -------------------------------------------------------------------------------------------------------


def table(rows: Iterable[tuple[str, str, str]]) -> str:
    """Who, what, and what became of it, as Markdown."""
    lines = [f"| {by} | {what} | {became} |" for by, what, became in rows]
    return "\n".join(["| who | tries to | which is |", "|---|---|---|", *lines]) + "\n"


def on_a_file(folder: Path, founded: Path, where: CheckpointSettings) -> Scene:
    """A scene on a copy of a founded store."""
    folder.mkdir(mode=0o700)
    scene = Scene(Team(Path(shutil.copy2(founded, folder / "team.db"))), where)
    scene.set()
    return scene


def on_a_server(server: Server, founded: str, where: CheckpointSettings) -> Scene:
    """A scene on a copy of a founded database, with a chart in work at Bob's."""
    scene = Scene(TeamOnServer(server, server.new_database(founded)), where)
    (item,) = scene.team.arrive("A1")
    claiming.claim(scene.team.bob, item)
    scene.set()
    return scene


def main() -> None:
    rows = []
    with tempfile.TemporaryDirectory(prefix="tui-coder-") as made, ExitStack() as stack:
        folder = Path(made)
        anchor_keys.make(folder / "key")
        founded, server, on_server = found(folder / "founded.db"), None, ""
        if programs() is not None:
            server = stack.enter_context(running_server())
            on_server = found_on_server(server)
        for number, attack in enumerate(ATTACKS):
            where = CheckpointSettings(folder / f"points{number}", folder / "key", folder / "key.pub")
            if attack.by == OWNER:
                scene = on_a_file(folder / f"store{number}", founded, where)
            elif server is not None:
                scene = on_a_server(server, on_server, where)
            else:
                rows.append((attack.by, attack.what, f"not tried: {WHY_NOT}"))
                continue
            with scene.team:
                rows.append((attack.by, attack.what, outcome(scene, attack)))
    sys.stdout.write(table(rows))
    surprises = [(row, each.expect) for row, each in zip(rows, ATTACKS, strict=True) if row[2] != each.expect]
    for (by, what, became), expect in surprises:
        sys.stderr.write(f"{by}: {what}: {became}, expected: {expect}\n")
    sys.exit(1 if surprises else 0)


if __name__ == "__main__":
    main()
