"""A whole store going into a team's database, or out of it into a file, in one transaction each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, select, text

from tui_coder.domain.audit import canonical_json
from tui_coder.domain.roles import SIGN_IN_NAME
from tui_coder.places import TeamDatabase
from tui_coder.store import tables
from tui_coder.store.backup import appearing
from tui_coder.store.engine import StoreError
from tui_coder.store.engine import open_engine as open_file
from tui_coder.store.migrations import make_tables, make_triggers
from tui_coder.store.postgres.connection import open_engine, sentences
from tui_coder.store.postgres.schema import OWNER, install_on, require_fitting
from tui_coder.store.postgres.soundness import trials_on
from tui_coder.store.soundness import looking_at, told
from tui_coder.store.soundness import trials_on as trials_on_file
from tui_coder.store.whole_copy import Contents, copy_rows

_LOGINS = """
    SELECT rolname, rolsuper OR NOT pg_has_role(oid, 'tui_coder_member', 'MEMBER') AS is_strange FROM pg_roles
    WHERE rolcanlogin
"""
_MAY_TAKE_ALL = f"SELECT pg_has_role(session_user, '{OWNER}', 'MEMBER')"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came into a team's database: who became a login of its server, and who did not, with the reason."""

    contents: Contents
    logins: tuple[str, ...]
    to_add: tuple[tuple[str, str], ...]


def take_in(file: Path, place: TeamDatabase, what: str, name: str) -> Arrival:
    """Take an embedded store into an empty database, all of it or nothing; nobody writes to the file meanwhile.

    `what` the log calls it, and `name` where it came from. Both sides are looked through, the log's chain too: the
    file before, the database after. Raises StoreError.
    """
    engine = open_engine(place, connections=1)
    try:
        with (
            looking_at(file, alone=True) as source, sentences(place), engine.connect() as target, target.begin(),
        ):  # fmt: skip
            _require_empty(target, place)
            faults = told(trials_on_file(source))
            if faults:
                raise StoreError(f"The store {file} is not sound and was not taken over. {faults}.")
            taken: list[Contents] = []
            install_on(target, place, lambda: taken.append(copy_rows(source, target)))
            (contents,) = taken
            logins, to_add = _make_logins(target)
            before = {"store": name, "entries": contents.entries, "head": contents.head}
            _note(target, what, before, {"logins": logins, "to_add": [who for who, _ in to_add]})
            faults = told(trials_on(target))
            if faults:
                raise StoreError(f"What arrived in {place} is not sound. {faults}. Nothing was written there.")
            return Arrival(contents, tuple(logins), tuple(to_add))
    finally:
        engine.dispose()


def _require_empty(connection: Connection, place: TeamDatabase) -> None:
    if inspect(connection).get_table_names():
        raise StoreError(
            f"The database {place} is not empty, and nothing is written over. Make a new one (createdb NAME) and name "
            "that; nothing was changed."
        )


def _make_logins(connection: Connection) -> tuple[list[str], list[tuple[str, str]]]:
    """Let everyone who is active sign in to the server; a login that it has for something else stays what it is."""
    known = {row.rolname: row.is_strange for row in connection.execute(text(_LOGINS))}
    logins: list[str] = []
    to_add: list[tuple[str, str]] = []
    for person in connection.execute(select(tables.person).order_by(tables.person.c.name)).all():
        if not person.active:
            continue
        if not SIGN_IN_NAME.fullmatch(person.name):
            to_add.append(
                (person.name, "no sign-in name: add them under one of a-z 0-9 . _ - and give them their work")
            )
        elif known.get(person.name):
            to_add.append((person.name, "the server has a login of that name already: add it if it is theirs"))
        else:
            connection.execute(
                text("SELECT tc_person_put(:name, :role, :credentials, :title, true, :every_client)"),
                {
                    "name": person.name, "role": person.role, "credentials": person.credentials,
                    "title": person.title, "every_client": person.every_client,
                },
            )  # fmt: skip
            logins.append(person.name)
    return logins, to_add


def _note(
    connection: Connection, what: str, before: Mapping[str, object], after: Mapping[str, Sequence[str] | object]
) -> None:
    entry = {"what": what, "item": "", "before": canonical_json(before), "after": canonical_json(after)}
    connection.execute(
        text("SELECT tc_log_append(CAST(:told AS json))"), {"told": json.dumps([entry], ensure_ascii=False)}
    )


def back_up(place: TeamDatabase, file: Path) -> Contents:
    """Write the team's store as it is at this moment into a file, which is an embedded store; nobody waits for it.

    For who looks after the server alone. Raises StoreError.
    """
    engine = open_engine(place, connections=1)
    try:
        with sentences(place), appearing(file) as part, engine.connect() as source:
            source.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with source.begin():
                require_fitting(source, place)
                if not source.exec_driver_sql(_MAY_TAKE_ALL).scalar():
                    raise StoreError(
                        f"A backup of {place} holds every chart and the whole log: who looks after the server makes "
                        "it, for example: sudo -u postgres tui-coder --db ... db backup FILE"
                    )
                source.exec_driver_sql(f"SET LOCAL ROLE {OWNER}")
                return _written(source, part)
    finally:
        engine.dispose()


def _written(source: Connection, part: Path) -> Contents:
    engine = open_file(part)
    try:
        with engine.connect().execution_options(writes=True) as target, target.begin():
            make_tables(target)
            contents = copy_rows(source, target)
            make_triggers(target)
        return contents
    finally:
        engine.dispose()
