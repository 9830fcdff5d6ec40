"""`tui-coder item`: one chart on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TypeVar

from tui_coder.bootstrap import House
from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE, NO
from tui_coder.cli.text import Column, lines_of, one_line, paragraph
from tui_coder.domain.assignment import Assignment
from tui_coder.domain.audit import Event
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.dispute import Dispute
from tui_coder.domain.encounter import Document
from tui_coder.domain.findings import Finding, Status, is_clean
from tui_coder.domain.handoff import HandOff
from tui_coder.domain.refusals import IllegalMove, Malformed
from tui_coder.domain.typed_line import typed_form
from tui_coder.domain.work import WorkItem, WorkState
from tui_coder.services import chart, checking, claiming, coding, queue
from tui_coder.services.chart import Chart

T = TypeVar("T")


# ---- the commands ----------------------------------------------------------------------------------------------------


def show(call: Call) -> int:
    with call.signed_in() as house:
        item = queue.find(house.desk, call.args.item)
        _tell(call, house, chart.open_chart(house.desk, item.id), words=call.args.text)
    return DONE


def add(call: Call) -> int:
    args = call.args
    system = CodeSystem(args.system) if args.system else None
    with call.signed_in() as house:
        books = call.prepared(house.books)
        item = queue.find(house.desk, args.item)
        _at_work(call, house, item, lambda: coding.post(house.desk, books, item.id, args.code, system=system))
        _tell(call, house, chart.look_again(house.desk, item.id))
    return DONE


def remove(call: Call) -> int:
    with call.signed_in() as house:
        item = queue.find(house.desk, call.args.item)
        code = _code(house, item, call.args.code)
        _at_work(call, house, item, lambda: coding.remove(house.desk, item.id, code.id))
        _tell(call, house, chart.look_again(house.desk, item.id))
    return DONE


def move(call: Call) -> int:
    with call.signed_in() as house:
        item = queue.find(house.desk, call.args.item)
        code = _code(house, item, call.args.code)
        _at_work(call, house, item, lambda: coding.move_to(house.desk, item.id, code.id, call.args.to))
        _tell(call, house, chart.look_again(house.desk, item.id))
    return DONE


def check(call: Call) -> int:
    with call.signed_in() as house:
        item = queue.find(house.desk, call.args.item)
        found = checking.check(house.desk, call.prepared(house.books), item.id)
    document = {"clean": is_clean(found), "findings": [shapes.finding(each) for each in found]}
    call.answer(document, lambda: _findings(found, call.width) or ["Nothing found."])
    return NO if any(each.blocks for each in found) else DONE


def complete(call: Call) -> int:
    args = call.args
    if args.override and not args.reason.strip():
        raise Malformed("Accepting a finding needs a reason: --override RULE --reason TEXT.")
    with call.signed_in() as house:
        desk, books = house.desk, call.prepared(house.books)
        item = queue.find(desk, args.item)
        for rule in args.override:
            _at_work(call, house, item, partial(checking.override, desk, books, item.id, rule, (), args.reason))
        done, _ = _at_work(call, house, item, lambda: checking.submit(desk, books, item.id))
        following = claiming.upcoming(desk)
        names = queue.names(desk, [done.id, following.id] if following else [done.id])
    onward = names[following.id] if following else None
    document = {"item": names[done.id], "status": done.state, "next": onward}
    became = "waits for co-sign" if done.state is WorkState.CO_SIGN else f"is {done.state.label}"
    call.answer(document, lambda: [f"{names[done.id]} {became}. Next: {onward or 'nothing left'}"])
    return DONE


def _at_work(call: Call, house: House, item: WorkItem, act: Callable[[], T]) -> T:
    """Do something to a chart, taking it into work first where that is what it lacks."""
    try:
        return act()
    except IllegalMove:
        if item.state is not WorkState.OPEN or item.assignee not in (None, house.desk.actor.name):
            raise
    claiming.claim(house.desk, item.id)
    call.say(f"{item.account} is in work with you now.")
    return act()


def _code(house: House, item: WorkItem, typed: str) -> Assignment:
    return coding.code_named(chart.look_again(house.desk, item.id).codes, typed)


# ---- an item as it is shown ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shown:
    """All that `item show` says of an item, besides the chart."""

    chart: Chart
    name: str
    findings: Sequence[Finding]
    history: Sequence[Event]


def _tell(call: Call, house: House, opened: Chart, *, words: bool = False) -> None:
    desk, books = house.desk, call.prepared(house.books)
    shown = _Shown(
        chart=opened,
        name=queue.names(desk, [opened.item.id])[opened.item.id],
        findings=checking.findings(
            books, opened.encounter, opened.codes, opened.overrides, opened.documents, desk.today
        ),
        history=chart.history(desk, opened.item.id),
    )
    document = _document(house, shown, words=words)
    call.answer(document, lambda: _lines(call, house, shown, words=words))


def _document(house: House, shown: _Shown, *, words: bool) -> shapes.Shape:
    opened, today = shown.chart, house.desk.today
    documents = {each.id: each for each in opened.documents}
    handed = {each for hand_off in opened.hand_offs for each in hand_off.item_ids}
    names = queue.names(house.desk, sorted(handed))
    return {
        **shapes.queue_row(shapes.row_of(opened.item, opened.encounter), shown.name, today),
        "encounter": shapes.encounter(opened.encounter),
        "documents": [shapes.document(each, words=words) for each in opened.documents],
        "codes": [shapes.code(each, documents) for each in opened.codes],
        "clean": is_clean(shown.findings),
        "findings": [shapes.finding(each) for each in shown.findings],
        "disputes": [shapes.dispute(each, shown.name, today) for each in opened.disputes],
        "handoffs": [shapes.hand_off(each, names) for each in opened.hand_offs],
        "notes": [{"by": each.by, "text": each.text, "at": each.at} for each in opened.notes],
        "history": [shapes.event(each) for each in shown.history],
    }


def _lines(call: Call, house: House, shown: _Shown, *, words: bool) -> Iterator[str]:
    opened = shown.chart
    yield from _banner(call, house, shown)
    yield from _part("Documents", call.table(_DOCUMENT, map(_document_line, opened.documents)))
    if words:
        for document in opened.documents:
            yield from _part(document.title or document.type, lines_of(document.text))
    yield from _part("Codes", call.table(_CODE, map(_code_line, opened.codes)) if opened.codes else ["none yet"])
    yield from _part("Findings", _findings(shown.findings, call.width) or ["nothing found"])
    if opened.disputes:
        yield from _part("Disputes", call.table(_DISPUTE, map(_dispute_line, opened.disputes)))
    if opened.hand_offs:
        yield from _part("Hand-offs", call.table(_HAND_OFF, map(_hand_off_line, opened.hand_offs)))
    if opened.notes:
        notes = (paragraph(f"{note.by}: {note.text}", call.width, hang="  ") for note in opened.notes)
        yield from _part("Notes", chain.from_iterable(notes))
    history = [(f"{e.at.astimezone():%Y-%m-%d %H:%M}", e.person, e.what) for e in shown.history]
    yield from _part("History", call.table(_EVENT, history))


_DOCUMENT = (
    Column("Id", right=True, firm=True), Column("Title"), Column("Type"), Column("Written"),
    Column("Lines", right=True),
)  # fmt: skip
_CODE = (
    Column("#", right=True, firm=True), Column("Role"), Column("System"), Column("Code", firm=True),
    Column("Title", wraps=True),
)  # fmt: skip
_DISPUTE = (
    Column("Id", right=True, firm=True), Column("On"), Column("Kind"), Column("State"), Column("Owner"), Column("Due"),
    Column("Reason"),
)  # fmt: skip
_HAND_OFF = (
    Column("Id", right=True, firm=True), Column("From"), Column("To"), Column("Severity"), Column("Accepted"),
    Column("Summary"),
)  # fmt: skip
_EVENT = (Column("When", firm=True), Column("Who"), Column("What"))


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield one_line(title)
    yield from lines


def _banner(call: Call, house: House, shown: _Shown) -> Iterator[str]:
    item, encounter = shown.chart.item, shown.chart.encounter
    row = shapes.row_of(item, encounter)
    flags = [flag.replace("_", " ") for flag in row.flags(house.desk.today)]
    who = f" with {item.assignee}" if item.assignee else ""
    facts = [shown.name, item.state.label + who, f"priority {item.priority}", f"due {item.due or '-'}", *flags]
    yield from paragraph(" · ".join(facts), call.width)
    age = encounter.age_on(encounter.service_to)
    born = f"{encounter.sex} {'-' if age is None else age} ({encounter.birth_date or 'birth date unknown'})"
    first, last = encounter.service_from, encounter.service_to
    kind = f"{encounter.setting} {encounter.specialty}" if encounter.specialty else encounter.setting.value
    stay = f"{kind} {first}" + (f" to {last}" if last != first else "")
    patient = [encounter.patient or "no name", born, f"MRN {encounter.mrn or '-'}", stay]
    place = [part for part in (encounter.payer, encounter.facility) if part]
    yield from paragraph(" · ".join(patient + place), call.width)


def _document_line(document: Document) -> Sequence[object]:
    written = f"{document.authored_at:%Y-%m-%d}" if document.authored_at else None
    return document.id, document.title, document.type, written, document.line_count


def _code_line(code: Assignment) -> Sequence[object]:
    return code.sequence, code.role.label, code.system.label, typed_form(code), code.title


def _dispute_line(flag: Dispute) -> Sequence[object]:
    return flag.id, flag.code or "whole item", flag.kind.label, flag.state.label, flag.owner, flag.due, flag.reason


def _hand_off_line(entry: HandOff) -> Sequence[object]:
    accepted = "not yet" if entry.is_open else "yes"
    return entry.id, entry.sender, entry.receiver, entry.severity, accepted, entry.summary


def _findings(found: Iterable[Finding], width: int) -> list[str]:
    lines: list[str] = []
    for each in found:
        kind = each.severity.value if each.status is Status.FAIL else each.status.value.replace("_", " ")
        accepted = f" (accepted by {each.override_by}: {each.override})" if each.override else ""
        behind = "; ".join(dict.fromkeys(part for part in (each.table, each.source) if part))
        lines += paragraph(f"{kind} {each.rule}: {each.message}{accepted} [{behind}]", width, hang="  ")
        if each.mend and each.status is not Status.PASS and not each.override:
            lines += paragraph(f"to mend: {each.mend}", width, indent="  ", hang="  ")
    return lines
