"""A throwaway team to try the workstation with: invented people, charts of our own, a morning's worth of work."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from tui_coder.domain.assignment import Assignment, CodeRole, Evidence, in_sequence
from tui_coder.domain.codes import CodeSystem, bare
from tui_coder.domain.dispute import DisputeKind
from tui_coder.domain.encounter import Document
from tui_coder.domain.handoff import Action, Contingency, Illness
from tui_coder.domain.refusals import IllegalMove, NotFound
from tui_coder.domain.roles import Actor, Person, Role
from tui_coder.domain.text import find_all
from tui_coder.domain.work import LEASE_WITHOUT_HEARTBEAT, HoldReason, WorkState
from tui_coder.resources import practice
from tui_coder.services import assigning, disputes, handoffs, intake, people, queue, queue_changes
from tui_coder.services.accounts import operating_system_account
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.desk import Clock, Desk, system_clock
from tui_coder.store.unit_of_work import Store, UnitOfWork

DEMO_FILE = "demo.db"


def sign_in_name(wanted: str) -> str:
    """Who signs in for `--as coder|lead|auditor`; any other word is taken as a name."""
    return str(_team()["signin"].get(wanted, wanted))


def set_up(folder: Path, books: CodeBooks, clock: Clock = system_clock) -> Path:
    """Make the demo store in an empty folder and set its opening scene; returns the store's file.

    Titles of codes in the scene come from the code books where these are built; nothing waits for them.
    """
    path = folder / DEMO_FILE
    store = Store.open(path)
    try:
        owner = people.owner(store, clock=clock)
        team = _team()
        for each in team["people"]:
            people.add(owner, each["name"], Role(each["role"]), each.get("credentials", ()), each.get("title", ""))
            if "specialties" in each:
                people.specialise(owner, each["name"], each["specialties"])
        report = intake.import_charts(owner, [practice()])
        if report.rejected:
            raise NotFound(f"A practice chart is not right: {report.rejected[0].reason}")
        _Scene(store, clock, books, team["scene"]).play()
    finally:
        store.close()
    return path


def _team() -> dict[str, Any]:
    return tomllib.loads((practice() / "team.toml").read_text(encoding="utf-8"))


class _Scene:
    """What happened before the person sits down: due dates, who has what, holds, codes, disputes, hand-offs."""

    def __init__(self, store: Store, clock: Clock, books: CodeBooks, scene: Mapping[str, Any]) -> None:
        self._store = store
        self._clock = clock
        self._books = books if books.built else None
        self._scene = scene

    def play(self) -> None:
        self._set_dates()
        desk = self._lead()
        for receiver, lines in groupby(sorted(self._scene.get("assign", ()), key=itemgetter("to")), itemgetter("to")):
            _whole(assigning.give(desk, [_item(desk, each["account"]) for each in lines], receiver))
        for each in self._scene.get("away", ()):
            people.mark_away(desk, each["name"], desk.today + timedelta(days=each["days"]))
        for each in self._scene.get("coded", ()):
            self._code(each["account"], each["by"], submit=each.get("submit", False))
        for each in self._scene.get("hold", ()):
            self._hold(each)
        for each in self._scene.get("dispute", ()):
            self._dispute(each)
        for each in self._scene.get("handoff", ()):
            self._hand_off(each)

    def _desk(self, name: str) -> Desk:
        with self._store.reading(self._clock()) as unit:
            person = unit.people.named(name)
        return Desk(self._store, Actor(person, operating_system_account()), self._clock)

    def _lead(self) -> Desk:
        with self._store.reading(self._clock()) as unit:
            lead = next(each for each in unit.people.all() if each.role is Role.LEAD)
        return self._desk(lead.name)

    def _set_dates(self) -> None:
        desk = self._lead()
        days = {each["account"]: each["days"] for each in self._scene.get("due", ())}
        with desk.writing() as unit:
            for account, offset in days.items():
                item = unit.items.named(account)
                due = desk.today + timedelta(days=offset)
                new = unit.items.write(item, desk.actor.name, due=due)
                desk.note(unit, "due date set", new, after={"due": str(due)})

    def _code(self, account: str, by: str, *, submit: bool) -> None:
        desk = self._desk(by)
        key = tomllib.loads((practice() / "answers" / f"{account}.toml").read_text(encoding="utf-8"))
        with desk.writing() as unit:
            item = unit.items.named(account)
            encounter_id = unit.items.encounter_id(item.id)
            documents = unit.encounters.documents(encounter_id, desk.actor.id)
            on = unit.encounters.get(encounter_id).coding_date
            first = unit.codes.next_id()
            codes = in_sequence(
                self._assignment(unit, desk.actor.person, first + n, n, line, documents, on)
                for n, line in enumerate(key.get("code", ()))
            )
            unit.codes.replace(item.id, (), codes)
            state = WorkState.SUBMITTED if submit else WorkState.IN_WORK
            lease = None if submit else unit.now + LEASE_WITHOUT_HEARTBEAT
            new = unit.items.write(
                item, by, state=state.value, assignee_id=desk.actor.id, lease_until=lease, returned=False
            )
            listed: dict[str, object] = {"codes": [code.printed for code in codes], "state": state.value}
            desk.note(unit, "submitted" if submit else "codes: posted", new, after=listed)

    def _assignment(
        self, unit: UnitOfWork, by: Person, key: int, place: int, line: Mapping[str, Any],
        documents: Iterable[Document], on: date,
    ) -> Assignment:  # fmt: skip
        system, code = CodeSystem(line["system"]), bare(line["code"])
        entry = self._books.entry(system, code, on) if self._books else None
        return Assignment(
            id=key, system=system, code=code, role=CodeRole(line["role"]), sequence=place,
            title=entry.title if entry else "", poa=line.get("poa", ""),
            modifiers=tuple(line.get("modifiers", ())), units=line.get("units", 1),
            pointers=line.get("pointers", ""), service_date=None if system.is_diagnosis else on,
            evidence=_evidence(line.get("evidence", ""), documents),
            by=by.name, at=unit.now,
        )  # fmt: skip

    def _hold(self, line: Mapping[str, Any]) -> None:
        desk = self._lead()
        until = desk.today + timedelta(days=line["days"])
        item = _item(desk, line["account"])
        _whole(assigning.hold(desk, [item], HoldReason(line["reason"]), until, line.get("note", "")))

    def _dispute(self, line: Mapping[str, Any]) -> None:
        by = line.get("by") or self._lead().actor.name
        desk = self._desk(by)
        due = desk.today + timedelta(days=line["days"])
        disputes.raise_flag(
            desk, _item(desk, line["account"]), DisputeKind(line["kind"]), line["reason"],
            code=line.get("code", ""), owner=line.get("owner"), due=due,
            amount=Decimal(line["amount"]) if "amount" in line else None,
            carc=line.get("carc", ""), rarc=line.get("rarc", ""),
        )  # fmt: skip

    def _hand_off(self, line: Mapping[str, Any]) -> None:
        desk = self._desk(line["from"])
        actions = [Action(a["what"], a.get("owner", ""), a.get("when", "")) for a in line.get("actions", ())]
        ifs = [Contingency(c["if"], c["then"]) for c in line.get("contingencies", ())]
        items = [_item(desk, account) for account in line["accounts"]]
        _, outcome = handoffs.write(desk, line["to"], items, line["summary"], Illness(line["severity"]), actions, ifs)
        _whole(outcome)


def _item(desk: Desk, account: str) -> int:
    return queue.find(desk, account).id


def _whole(outcome: queue_changes.Outcome) -> None:
    """Raise IllegalMove where the scene asks for a step that cannot be: it is played whole or not at all."""
    for refused in outcome.refused:
        raise IllegalMove(f"The scene of the demo cannot be played: {refused.reason}")


def _evidence(words: str, documents: Iterable[Document]) -> tuple[Evidence, ...]:
    for document in documents:
        for start, end in find_all(document.text, words)[:1]:
            return (Evidence(document.id, start, end),)
    return ()
