"""The JSON documents of the command line: one function per thing, the fields of the contract and a few more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tui_coder.codebook.handed_out import Loaded
from tui_coder.domain.assignment import Assignment, Evidence
from tui_coder.domain.audit import Event
from tui_coder.domain.carried import words_behind
from tui_coder.domain.claim_terms import Modifier
from tui_coder.domain.clients import Client
from tui_coder.domain.codebook import Entry, Hit, NoteKind, Related, Release
from tui_coder.domain.codes import CodeSystem, printed
from tui_coder.domain.crosswalk import Equivalence
from tui_coder.domain.dispute import Dispute
from tui_coder.domain.encounter import Document, Encounter, Setting
from tui_coder.domain.findings import Finding
from tui_coder.domain.glass import BrokenGlass
from tui_coder.domain.handoff import HandOff
from tui_coder.domain.handoff_form import Draft
from tui_coder.domain.index_term import IndexTerm
from tui_coder.domain.queue_row import QueueRow
from tui_coder.domain.roles import Person
from tui_coder.domain.routing import usual_credentials
from tui_coder.domain.validity import Change
from tui_coder.domain.work import WorkItem, WorkState
from tui_coder.services.backing import Backed

if TYPE_CHECKING:
    from tui_coder.services.team import PersonLoad

Shape = dict[str, object]


def person(one: Person, clients: Sequence[str] = ()) -> Shape:
    """`clients` are those whose charts the person sees, where they do not see every one (then null).

    `specialties` are those whose charts they are served; null: every one.
    """
    return {
        "name": one.name, "role": one.role, "credentials": list(one.credentials), "title": one.title,
        "active": one.active, "away_until": one.away_until,
        "clients": None if one.every_client else list(clients), "specialties": list(one.specialties) or None,
    }  # fmt: skip


def load(one: PersonLoad, today: date) -> Shape:
    """A row of the team board: `minutes` are those expected for what is open or in work.

    `skips` are today's; null where whoever asks may not know.
    """
    who = one.person
    return {
        "name": who.name, "role": who.role, "title": who.title, "credentials": list(who.credentials),
        "specialties": list(who.specialties) or None,
        "items": {
            WorkState.OPEN: one.open, WorkState.IN_WORK: one.in_work, WorkState.HELD: one.held,
            WorkState.CO_SIGN: one.co_sign,
        },
        "minutes": one.minutes, "due_today": one.due_today, "overdue": one.overdue,
        "away_until": who.away_until if who.is_away(today) else None, "skips": one.skips,
    }  # fmt: skip


def client(one: Client) -> Shape:
    """`routing`: by setting the credentials that code it, and whether these are the usual ones."""
    routing = {
        setting: {
            "credentials": list(one.wishes.get(setting, usual_credentials(setting))),
            "usual": setting not in one.wishes,
        }
        for setting in Setting
    }
    return {"name": one.name, "facilities": list(one.facilities), "routing": routing}


# ---- work ------------------------------------------------------------------------------------------------------------


def row_of(item: WorkItem, encounter: Encounter) -> QueueRow:
    """One item as a line of the queue."""
    return QueueRow(
        item_id=item.id, account=item.account, mrn=encounter.mrn, patient=encounter.patient,
        birth_date=encounter.birth_date, sex=encounter.sex, setting=encounter.setting,
        service_from=encounter.service_from, service_to=encounter.service_to, payer=encounter.payer,
        charges=encounter.charges, state=item.state, priority=item.priority, due=item.due, minutes=item.minutes,
        assignee=item.assignee, arrived_at=item.arrived_at, version=item.version, returned=item.returned,
        changed_documents=item.changed_documents, disputed=item.disputed, held_reason=item.held_reason,
        held_until=item.held_until, given_by=item.given_by, given_why=item.given_why,
        specialty=encounter.specialty,
    )  # fmt: skip


def queue_row(row: QueueRow, name: str, today: date) -> Shape:
    """`name` is what to type for the item."""
    return {
        "item": name, "id": row.item_id, "account": row.account, "patient": row.patient, "mrn": row.mrn,
        "birth_date": row.birth_date, "sex": row.sex, "setting": row.setting,
        "specialty": row.specialty or None, "service_date": row.service_to,
        "service_from": row.service_from, "service_to": row.service_to, "payer": row.payer, "charges": row.charges,
        "status": row.state, "assignee": row.assignee, "priority": row.priority, "due": row.due,
        "minutes": row.minutes, "age_days": row.waiting_days(today), "flags": list(row.flags(today)),
        "held_reason": row.held_reason or None, "held_until": row.held_until, "version": row.version,
    }  # fmt: skip


def work_item(item: WorkItem, name: str) -> Shape:
    """What is known of an item without its patient."""
    return {
        "item": name, "id": item.id, "account": item.account, "status": item.state, "assignee": item.assignee,
        "priority": item.priority, "due": item.due, "minutes": item.minutes, "held_reason": item.held_reason or None,
        "held_until": item.held_until, "version": item.version,
    }  # fmt: skip


def encounter(one: Encounter) -> Shape:
    return {
        "account": one.account, "patient": one.patient, "mrn": one.mrn, "birth_date": one.birth_date, "sex": one.sex,
        "age": one.age_on(one.service_to), "setting": one.setting,
        "specialty": one.specialty or None, "service_from": one.service_from,
        "service_to": one.service_to, "coding_date": one.coding_date, "payer": one.payer, "facility": one.facility,
        "client": one.client, "attending": one.attending, "charges": one.charges,
    }  # fmt: skip


def document(one: Document, *, words: bool) -> Shape:
    """`lines` counts them; the words themselves only where asked for."""
    shape: Shape = {
        "id": one.id, "title": one.title, "type": one.type, "author": one.author, "authored_at": one.authored_at,
        "lines": one.line_count, "version": one.version, "superseded": one.superseded, "unread": one.unread,
        "sha256": one.sha256,
    }  # fmt: skip
    return {**shape, "text": one.text} if words else shape


def code(one: Assignment, documents: Mapping[int, Document]) -> Shape:
    """Evidence is quoted: the span, the words that stand there, and what a newer version made of them."""
    states = {each.evidence: each.state for each in words_behind(one, tuple(documents.values()))}
    evidence = [
        {
            "document": span.document_id, "start": span.start, "end": span.end, "text": _words_of(span, documents),
            "words": states.get(span),
        }
        for span in one.evidence
    ]  # fmt: skip
    return {
        "system": one.system, "code": one.printed, "title": one.title, "role": one.role, "sequence": one.sequence,
        "poa": one.poa or None, "modifiers": list(one.modifiers), "units": one.units, "pointers": list(one.pointers),
        "service_date": one.service_date, "evidence": evidence, "source": one.source, "by": one.by, "at": one.at,
    }  # fmt: skip


def _words_of(span: Evidence, documents: Mapping[int, Document]) -> str | None:
    document = documents.get(span.document_id)
    return document.text[span.start : span.end] if document else None


def finding(one: Finding) -> Shape:
    return {
        "rule": one.rule, "status": one.status, "severity": one.severity, "message": one.message,
        "codes": list(one.codes), "table": one.table, "source": one.source, "mend": one.mend,
        "override": one.override or None, "override_by": one.override_by or None,
    }  # fmt: skip


def backed(one: Backed) -> Shape:
    """A code and where the words behind it stand; the words themselves stand in `item show`, which is logged."""
    return {
        "code": one.code,
        "evidence": [
            {
                "document": each.document_id, "title": each.document, "version": each.version, "line": each.line,
                "start": each.start, "end": each.end, "words": each.state,
            }
            for each in one.places
        ],
    }  # fmt: skip


def dispute(one: Dispute, name: str, today: date) -> Shape:
    history = [{"state": step.state, "by": step.by, "at": step.at, "note": step.note} for step in one.history]
    return {
        "id": one.id, "item": name, "account": one.account, "code": one.code or None, "kind": one.kind,
        "state": one.state, "reason": one.reason, "raised_by": one.raised_by, "raised_at": one.raised_at,
        "owner": one.owner, "due": one.due, "days_left": one.days_left(today), "amount": one.amount,
        "carc": one.carc or None, "rarc": one.rarc or None, "history": history,
    }  # fmt: skip


def hand_off(one: HandOff, names: Mapping[int, str]) -> Shape:
    return {
        "id": one.id, "from": one.sender, "to": one.receiver, "items": [names[each] for each in one.item_ids],
        "severity": one.severity, "summary": one.summary,
        "actions": [{"what": each.what, "owner": each.owner, "when": each.when} for each in one.actions],
        "contingencies": [{"if": each.condition, "then": each.response} for each in one.contingencies],
        "written_at": one.written_at, "accepted_at": one.accepted_at, "readback": one.readback or None,
    }  # fmt: skip


def broken_glass(one: BrokenGlass) -> Shape:
    return {
        "id": one.id, "account": one.account, "client": one.client, "person": one.person, "reason": one.reason,
        "at": one.at, "until": one.until, "seen_by": one.seen_by or None,
    }  # fmt: skip


def hand_off_draft(one: Draft) -> Shape:
    return {
        "to": one.to or None, "items": list(one.items), "severity": one.severity, "summary": one.summary,
        "actions": [{"what": each.what, "owner": each.owner, "when": each.when} for each in one.actions],
        "contingencies": [{"if": each.condition, "then": each.response} for each in one.contingencies],
    }  # fmt: skip


def event(one: Event) -> Shape:
    return {
        "sequence": one.sequence, "at": one.at, "person": one.person, "os_account": one.os_account, "what": one.what,
        "item": one.item or None, "before": dict(one.before), "after": dict(one.after), "digest": one.digest,
    }  # fmt: skip


# ---- the code book ---------------------------------------------------------------------------------------------------


def release(one: Release) -> Shape:
    return {
        "system": one.system, "release": one.release, "title": one.title, "publisher": one.publisher,
        "source": one.source, "licence": one.licence, "codes": one.codes, "billable": one.billable,
        "valid_from": one.valid_from, "valid_to": one.valid_to,
    }  # fmt: skip


def hit(one: Hit) -> Shape:
    return {
        "system": one.system, "code": one.printed, "title": one.title, "billable": one.billable, "valid": one.valid,
        "why": one.why,
    }  # fmt: skip


def entry(one: Entry, changes: Sequence[Change]) -> Shape:
    standing = one.standing
    return {
        "system": one.system, "code": one.printed, "title": one.title, "billable": one.billable, "valid": one.valid,
        "valid_from": standing.valid_from, "valid_to": standing.valid_to, "in_force": standing.in_force,
        "parents": related(one.system, one.parents), "children": related(one.system, one.children),
        "notes": {
            kind: [{"text": note.text, "origin": note.origin} for note in one.notes.get(kind, ())] for kind in NoteKind
        },
        "seventh": [{"character": each.character, "meaning": each.meaning} for each in one.seventh],
        "release": one.release, "notes_release": one.notes_release or None,
        "successors": [printed(one.system, each) for each in standing.successors],
        "history": [
            {
                "change": each.turn, "by": each.by, "after": each.after, "release": each.release,
                "before": each.before or None,
            }
            for each in changes
        ],
    }  # fmt: skip


def table(manifest: Mapping[str, object]) -> Shape:
    """A reference table or index as its manifest tells it; it has no codes of its own to count."""
    told = {name: manifest.get(name) for name in ("release", "title", "source", "licence", "valid_from", "valid_to")}
    return {"system": manifest.get("kind"), **told, "codes": None, "billable": None}


def modifier(one: Modifier, on: date) -> Shape:
    """`valid` and `yields_ncci` are null where no table knows."""
    return {
        "modifier": one.code, "meaning": one.meaning, "official": one.official or None, "valid": one.in_force(on),
        "valid_from": one.first, "valid_to": one.last, "yields_ncci": one.yields_ncci,
    }  # fmt: skip


def equivalence(one: Equivalence, title: str) -> Shape:
    """One row of the General Equivalence Mappings; `target` is null where no code corresponds."""
    return {
        "system": one.source_system, "code": one.printed_source, "target_system": one.target_system,
        "target": one.printed_target or None, "title": title, "approximate": one.approximate,
        "combination": one.combination, "scenario": one.scenario, "choice": one.choice,
    }  # fmt: skip


def index_term(book: str, one: IndexTerm) -> Shape:
    return {
        "index": book, "system": one.system, "term": one.path, "nonessential": one.nonessential,
        "codes": list(one.codes), "see": one.see or None, "see_also": one.also or None,
    }  # fmt: skip


def loaded(one: Loaded) -> Shape:
    """What loading one file did."""
    return {
        "file": one.place, "what": one.what, "codes": one.codes, "added": one.added, "removed": one.removed,
        "revised": one.revised, "before": one.before or None, "rejected_lines": one.rejections,
        "notices": list(one.notices),
    }  # fmt: skip


def rejection(place: str, where: str, reason: str) -> Shape:
    return {"file": place, "where": where, "reason": reason}


def related(system: CodeSystem, entries: Iterable[Related]) -> Sequence[Shape]:
    return [{"code": related_code(system, each), "title": each.title, "billable": each.billable} for each in entries]


def related_code(system: CodeSystem, one: Related) -> str:
    """A code as it is printed; chapters and blocks are ranges and stay as they are."""
    return one.code if "-" in one.code else printed(system, one.code)
