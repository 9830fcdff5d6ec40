"""The workbench: one chart, its codes and findings, and the code line."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui_coder.domain.assignment import Assignment, CodeRole, Evidence, parse_typed, typed_form
from tui_coder.domain.codebook import Hit
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.encounter import Document
from tui_coder.domain.findings import Finding, Status
from tui_coder.domain.refusals import Blocked, NothingEligible
from tui_coder.domain.text import find_all, line_at, lines_of
from tui_coder.domain.work import HoldReason, WorkState
from tui_coder.services import chart as charts
from tui_coder.services import coding, queue
from tui_coder.services.code_books import search_case
from tui_coder.ui import phrases
from tui_coder.ui.commands import Command
from tui_coder.ui.conversations import ask_dispute, ask_hand_off, ask_hold
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.paper import PaperScreen, entry_text, history_text
from tui_coder.ui.safe import cell_fit, plain
from tui_coder.ui.widgets import ask
from tui_coder.ui.widgets.assignment_list import AssignmentList, FindingsList
from tui_coder.ui.widgets.chart_view import ChartView, Span
from tui_coder.ui.widgets.code_line import CodeLine
from tui_coder.ui.note import NoteScreen
from tui_coder.ui.work_screen import WorkScreen

NARROW = 100
"""Below this many columns chart and codes are two views of one screen."""
HEARTBEAT = 60.0
PLACE_EVERY = 0.5
"""Seconds between two savings of the reading place and the half-typed code line."""

_CODE_KEYS = frozenset(
    {"principal", "secondary", "admitting", "reason_for_visit", "external_cause", "poa", "move_up", "move_down",
     "remove", "amend", "attach", "evidence", "code_title"}
)  # fmt: skip
_ALSO_WHEN_READING = frozenset({"dispute", "note", "handoff"})


class WorkbenchScreen(WorkScreen):
    SCOPE = "workbench"
    NAME = "Chart"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("workbench")

    def __init__(self, item_id: int, said: str = "") -> None:
        super().__init__()
        self.item_id = item_id
        self._greeting = said
        self.chart: charts.Chart | None = None
        self.findings: tuple[Finding, ...] = ()
        self._document = 0
        self._amending: int | None = None
        self._back_from_evidence: tuple[int, int] | None = None
        self._place_waits = False

    def compose(self) -> ComposeResult:
        yield Static("", id="banner", markup=False)
        yield from super().compose()

    def content(self) -> Iterable[Widget]:
        yield Static("", id="documents", markup=False)
        with Horizontal(id="panes"):
            yield ChartView(id="chart")
            with Vertical(id="side"):
                with VerticalScroll(id="codes-scroll", can_focus=False):
                    yield AssignmentList(id="codes")
                yield FindingsList(id="findings")
                yield CodeLine(id="code-line")

    @property
    def view(self) -> ChartView:
        return self.query_one(ChartView)

    @property
    def code_list(self) -> AssignmentList:
        return self.query_one(AssignmentList)

    @property
    def line(self) -> CodeLine:
        return self.query_one(CodeLine)

    @property
    def document(self) -> Document | None:
        documents = self.chart.documents if self.chart else ()
        return documents[self._document] if documents else None

    # ---- opening -----------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.errand(self._open())
        self.set_interval(HEARTBEAT, self._heartbeat)

    async def _open(self) -> None:
        app = self.workstation
        self.chart = await app.errands.write(charts.open_chart, app.at_work.desk, self.item_id)
        self.line.search = self._search
        self._fit()
        self._show_case()
        self._return_to_place()
        if app.coding_first and self.may_code():
            self.action_code()
        else:
            self.view.focus()
        self.say(self._greeting or self._welcome())
        self.show_hints()

    def _welcome(self) -> str:
        assert self.chart is not None
        if self.chart.draft is not None:
            return "An unsaved note of yours is kept: t goes on with it."
        if not self.may_code():
            return f"{self._whose()}: you are reading it."
        if self.chart.item.changed_documents:
            return "A document of this chart changed since it came in."
        return ""

    def _return_to_place(self) -> None:
        """To the document, line and half-typed code where this person stopped; at first to what is unread."""
        assert self.chart is not None
        place, documents = self.chart.place, self.chart.documents
        known = [each.id for each in documents]
        if place.document_id in known:
            self._show_document(known.index(place.document_id), at=place.position)
        else:
            unread = (n for n, each in enumerate(documents) if each.unread and not each.superseded)
            self._show_document(next(unread, 0))
        if place.code_line:
            self.line.set_text(place.code_line)

    def may_code(self) -> bool:
        desk = self.workstation.at_work.desk
        item = self.chart.item if self.chart else None
        return item is not None and item.state is WorkState.IN_WORK and item.assignee == desk.actor.name

    def _whose(self) -> str:
        assert self.chart is not None
        item = self.chart.item
        who = "you" if item.assignee == self.workstation.at_work.desk.actor.name else item.assignee
        return f"{item.account} is {item.state.label}{f' with {who}' if who else ''}"

    def _heartbeat(self) -> None:
        if self.may_code():
            self.workstation.errand(self._keep(), self, keys_wait=False)

    async def _keep(self) -> None:
        await self.workstation.errands.write(queue.keep, self.workstation.at_work.desk, self.item_id)

    def refresh_from_store(self) -> None:
        if self.chart is not None:
            self.run_worker(self._look_again(), group="look", exclusive=True)

    async def _look_again(self) -> None:
        app = self.workstation
        self.chart = await app.errands.read(charts.look_again, app.at_work.desk, self.item_id)
        self._show_case()

    # ---- showing -----------------------------------------------------------------------------------------------------

    def _show_case(self) -> None:
        chart, books = self.chart, self.workstation.at_work.books
        if chart is None:
            return
        if books.built:
            self.findings = coding.findings(books, chart.encounter, chart.codes, chart.overrides)
            self.line.notice = ""
        else:
            self.findings = ()
            self.line.notice = "  the code book is being built; codes can be typed once it is ready"
        disputed = [each.code for each in chart.disputes if not each.state.is_closed]
        letters = phrases.needs_pointers(chart.encounter.setting)
        self.code_list.show(chart.codes, self.findings, disputed, letters=letters)
        self.query_one("#codes-scroll", VerticalScroll).scroll_to(y=self.code_list.current_row - 3, animate=False)
        self.query_one(FindingsList).show(self.findings)
        self._show_banner()
        self._show_spans()

    def _show_banner(self) -> None:
        assert self.chart is not None
        encounter, item = self.chart.encounter, self.chart.item
        width = self.size.width
        state = f"{item.state.mark} {item.state.label}" + (" ⚑" if item.disputed else "")
        if width < NARROW:
            text = f" {encounter.patient}   {phrases.person_line(encounter)}   {encounter.account}   "
            text += self.query_one(FindingsList).summary()
        else:
            text = (
                f" {encounter.patient}   {phrases.person_line(encounter)}   MRN {encounter.mrn or '-'}   "
                f"{encounter.account}   {phrases.stay(encounter)}   {encounter.payer or '-'}   {state}   "
                f"{self._code_set()}"
            )
        self.query_one("#banner", Static).update(plain(cell_fit(text, max(1, width)), "bold"))
        self.show_header(
            f" {self.NAME} {self._whose()}", f"attending {encounter.attending or '-'}   {encounter.facility} "
        )

    def _code_set(self) -> str:
        """The diagnosis code set of the date; * where the release loaded does not cover it."""
        assert self.chart is not None
        return self.workstation.at_work.books.standing_on(self.chart.encounter.coding_date)

    def _show_documents(self) -> None:
        assert self.chart is not None
        today = self.workstation.at_work.desk.today
        term = self.workstation.search_term
        parts = []
        for n, each in enumerate(self.chart.documents):
            hits = len(find_all(each.text, term)) if term else 0
            name = each.title or each.type or "document"
            when = f" {phrases.day(each.authored_at.date(), today)}" if each.authored_at else ""
            version = f" v{each.version}" if each.version > 1 else ""
            old = " (old)" if each.superseded else ""
            new = "•" if each.unread else ""
            text = f"{new}{name}{when}{version}{old}{f' /{hits}' if hits else ''}"
            parts.append(plain(text, "reverse" if n == self._document else ""))
        self.query_one("#documents", Static).update(Content.assemble(" ", Content("  ").join(parts)))

    def _show_document(self, number: int, at: int = 0) -> None:
        assert self.chart is not None
        if not self.chart.documents:
            self.view.open("This chart has no documents.")
            return
        self._document = number % len(self.chart.documents)
        document = self.chart.documents[self._document]
        self.view.open(document.text, spans=self._spans(document), at=at)
        if self.workstation.search_term:
            self.view.find(self.workstation.search_term)
        self._show_documents()
        if document.unread:
            self.workstation.errand(self._mark_read(document), self, keys_wait=False)

    async def _mark_read(self, document: Document) -> None:
        app = self.workstation
        await app.errands.write(charts.mark_read, app.at_work.desk, self.item_id, document.id)
        if self.chart is not None:
            seen = tuple(replace(d, unread=False) if d.id == document.id else d for d in self.chart.documents)
            self.chart = replace(self.chart, documents=seen)
            self._show_documents()

    def _spans(self, document: Document) -> list[Span]:
        assert self.chart is not None
        return [
            Span(span.start, span.end, "evidence", code.printed)
            for code in self.chart.codes
            for span in code.evidence
            if span.document_id == document.id
        ]

    def _show_spans(self) -> None:
        if self.document is not None:
            self.view.set_spans(self._spans(self.document))

    def on_resize(self) -> None:
        self._fit()
        if self.chart is not None:
            self._show_banner()

    def _fit(self) -> None:
        narrow = self.size.width < NARROW
        self.set_class(narrow, "-narrow")
        if not narrow:
            self.remove_class("-codes")

    # ---- the guard ---------------------------------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        if self.chart is None:
            return "The chart is still opening." if command.scope != "app" else None
        if command.scope not in ("workbench", "codeline", "findings"):
            return None
        if command.writes and command.action not in _ALSO_WHEN_READING and not self.may_code():
            return f"{self._whose()}: you are reading it. {self._way_out()}"
        if command.action in _CODE_KEYS and command.scope == "workbench" and self.code_list.current is None:
            return "There is no code yet: c, type, Enter."
        if command.action == "switch" and self.size.width >= NARROW:
            return "Chart and codes are both on the screen; J and K walk through the codes."
        return None

    def _way_out(self) -> str:
        assert self.chart is not None
        item = self.chart.item
        if item.state is WorkState.SUBMITTED:
            return "R in the queue recalls it."
        if item.state is WorkState.HELD:
            return "r in the queue takes it off hold."
        return "Ask for it, or let a lead give it to you." if item.assignee else "Open it from the queue to claim it."

    # ---- reading -----------------------------------------------------------------------------------------------------

    def action_next_document(self) -> None:
        self._show_document(self._document + 1)

    def action_previous_document(self) -> None:
        self._show_document(self._document - 1)

    def action_document(self) -> None:
        self.errand(self._choose_document())

    async def _choose_document(self) -> None:
        assert self.chart is not None
        keys = "123456789abcdefghijklmnopqrstuvwxyz"
        choices = [
            ask.Choice(key, n, f"{each.title or each.type} ({each.line_count} lines{', new' if each.unread else ''})")
            for key, (n, each) in zip(keys, enumerate(self.chart.documents), strict=False)
        ]
        number = await ask.choice(self, "Document", choices)
        if number is not None:
            self._show_document(number)

    def action_find(self) -> None:
        self.errand(self._find())

    async def _find(self) -> None:
        assert self.chart is not None
        term = await ask.text(
            self, "Find", initial=self.workstation.search_term, required=False, hint="in all documents"
        )
        if term is None:
            return
        self.workstation.search_term = term.strip()
        found = [(n, len(find_all(each.text, term.strip()))) for n, each in enumerate(self.chart.documents)]
        hits = {n: count for n, count in found if term.strip() and count}
        if not hits:
            self.view.find("")
            self._show_documents()
            self.say(f"'{term.strip()}' stands in no document of this chart." if term.strip() else "Search cleared.")
            return
        target = self._document if self._document in hits else min(hits)
        if target != self._document:
            self._show_document(target)
        self.view.find(term.strip())
        self._show_documents()
        here = hits[target]
        self.say(f"{here} here, {sum(hits.values())} in {phrases.count_of(len(hits), 'document')}: n next, N before.")

    def on_chart_view_cursor_moved(self, event: ChartView.CursorMoved) -> None:
        self._keep_place_soon()

    def _keep_place_soon(self) -> None:
        if not self._place_waits:
            self._place_waits = True
            self.set_timer(PLACE_EVERY, self._keep_place)

    def _keep_place(self) -> None:
        self._place_waits = False
        document = self.document
        if document is None:
            return
        place = charts.Place(document.id, self.view.cursor_offset, self.line.input.value)
        app = self.workstation
        app.errand(self._write_place(place), self, keys_wait=False)

    async def _write_place(self, place: charts.Place) -> None:
        app = self.workstation
        await app.errands.write(charts.keep_place, app.at_work.desk, self.item_id, place)

    # ---- the code line -----------------------------------------------------------------------------------------------

    def _search(self, text: str) -> tuple[Hit, ...]:
        books = self.workstation.at_work.books
        if self.chart is None or not books.built:
            return ()
        encounter = self.chart.encounter
        return books.search(text, on=encounter.coding_date, case=search_case(encounter), limit=20)

    def action_code(self) -> None:
        self.workstation.coding_first = True
        self.add_class("-coding")
        self.line.input.focus()

    def on_code_line_left(self, event: CodeLine.Left) -> None:
        if self._amending is not None:
            self._amending = None
            self.line.clear()
        self.workstation.coding_first = False
        self.remove_class("-coding")
        self.view.focus()

    def on_code_line_typed(self, event: CodeLine.Typed) -> None:
        self._keep_place_soon()

    def on_code_line_scroll_chart(self, event: CodeLine.ScrollChart) -> None:
        if event.pages > 0:
            self.view.action_page_down()
        else:
            self.view.action_page_up()

    def on_code_line_submit_wanted(self, event: CodeLine.SubmitWanted) -> None:
        self.action_submit()

    def on_code_line_entry_wanted(self, event: CodeLine.EntryWanted) -> None:
        self._show_entry(event.hit.system.value, event.hit.code)

    def on_code_line_posted(self, event: CodeLine.Posted) -> None:
        if not self.may_code():
            self.say(f"{self._whose()}: you are reading it. {self._way_out()}", warning=True)
        else:
            self.errand(self._post(event))

    async def _post(self, event: CodeLine.Posted) -> None:
        desk, books = self.workstation.at_work.desk, self.workstation.at_work.books
        if self._amending is not None:
            coded = await self.workstation.errands.write(coding.amend, desk, self.item_id, self._amending, event.text)
            self._amending = None
        else:
            text = f"{event.hit.code} {event.parts}" if event.hit is not None else event.text
            coded = await self.workstation.errands.write(
                coding.post, desk, books, self.item_id, parse_typed(text),
                system=event.hit.system if event.hit else None, evidence=self._marked(),
            )  # fmt: skip
        self.line.clear()
        known = {each.id for each in self.chart.codes} if self.chart else set()
        self._changed(coded)
        for each in coded.codes:
            if each.id not in known:
                self.code_list.choose(each.id)

    def _marked(self) -> tuple[Evidence, ...]:
        """The words marked with v; the cursor line alone is not evidence."""
        document, span = self.document, self.view.marked_span
        return (Evidence(document.id, *span),) if document is not None and span is not None else ()

    # ---- the codes ---------------------------------------------------------------------------------------------------

    def _changed(self, coded: coding.Coded) -> None:
        """Show the codes after a change of mine."""
        if self.chart is not None:
            self.chart = replace(self.chart, item=coded.item, codes=coded.codes)
        self._show_case()
        self.say(f"{coded.said} - u undoes" if not coded.said.startswith(("nothing", "undone")) else coded.said)

    def _on_code(self, act: Callable[[Assignment], Coroutine[Any, Any, coding.Coded]]) -> None:
        current = self.code_list.current
        if current is None:
            return

        async def do() -> None:
            self._changed(await act(current))

        self.errand(do())

    def _set_role(self, role: CodeRole) -> None:
        desk, write = self.workstation.at_work.desk, self.workstation.errands.write
        self._on_code(lambda each: write(coding.set_role, desk, self.item_id, each.id, role))

    def action_principal(self) -> None:
        self._set_role(CodeRole.PRINCIPAL)

    def action_secondary(self) -> None:
        self._set_role(CodeRole.SECONDARY)

    def action_admitting(self) -> None:
        self._set_role(CodeRole.ADMITTING)

    def action_reason_for_visit(self) -> None:
        self._set_role(CodeRole.REASON_FOR_VISIT)

    def action_external_cause(self) -> None:
        self._set_role(CodeRole.EXTERNAL_CAUSE)

    def action_poa(self) -> None:
        desk, write = self.workstation.at_work.desk, self.workstation.errands.write
        self._on_code(lambda each: write(coding.turn_poa, desk, self.item_id, each.id))

    def _move(self, step: int) -> None:
        desk, write = self.workstation.at_work.desk, self.workstation.errands.write
        self._on_code(lambda each: write(coding.move, desk, self.item_id, each.id, step))

    def action_move_up(self) -> None:
        self._move(-1)

    def action_move_down(self) -> None:
        self._move(1)

    def action_remove(self) -> None:
        desk, write = self.workstation.at_work.desk, self.workstation.errands.write
        self._on_code(lambda each: write(coding.remove, desk, self.item_id, each.id))

    def action_attach(self) -> None:
        document = self.document
        if document is None:
            return
        desk, write = self.workstation.at_work.desk, self.workstation.errands.write
        words = Evidence(document.id, *self.view.selected_span)
        self._on_code(lambda each: write(coding.attach, desk, self.item_id, each.id, words))

    def action_amend(self) -> None:
        current = self.code_list.current
        if current is not None:
            self._amending = current.id
            self.action_code()
            self.line.set_text(typed_form(current))
            self.say(f"Change {current.printed}: modifiers -25, units x2, pointers @AB, poa=Y; Enter keeps it.")

    def action_code_down(self) -> None:
        self._step_code(1)

    def action_code_up(self) -> None:
        self._step_code(-1)

    def _step_code(self, by: int) -> None:
        self.code_list.step(by)
        self.query_one("#codes-scroll", VerticalScroll).scroll_to(y=self.code_list.current_row - 3, animate=False)
        if self.code_list.current is not None:
            self.say(f"{self.code_list.current.printed} {self.code_list.current.title}")

    def action_evidence(self) -> None:
        """To the words behind the code; pressed there, back to where reading was."""
        current = self.code_list.current
        if self._back_from_evidence is not None:
            number, offset = self._back_from_evidence
            self._back_from_evidence = None
            self._show_document(number, at=offset)
            return
        if current is None or not current.evidence:
            self.say(f"{current.printed if current else 'The code'} has no words attached: a attaches this line.")
            return
        span = current.evidence[0]
        numbers = [
            n for n, each in enumerate(self.chart.documents if self.chart else ()) if each.id == span.document_id
        ]
        if numbers:
            self._back_from_evidence = (self._document, self.view.cursor_offset)
            if numbers[0] != self._document:
                self._show_document(numbers[0])
            self.view.go_to(span.start, focus_span=Span(span.start, span.end, "focus", current.printed))
            line = line_at(lines_of(self.document.text), span.start) + 1 if self.document else 0
            self.say(f"{current.printed} stands on line {line}; e goes back.")

    def action_code_title(self) -> None:
        current = self.code_list.current
        if current is not None:
            self._show_entry(current.system.value, current.code)

    def _show_entry(self, system: str, code: str) -> None:
        self.errand(self._open_entry(system, code))

    async def _open_entry(self, system: str, code: str) -> None:
        assert self.chart is not None
        books = self.workstation.at_work.books
        on = self.chart.encounter.coding_date
        entry = await self.workstation.errands.read(books.entry, CodeSystem(system), code, on)
        if entry is None:
            self.say(f"{code} has no entry in the code books here.", warning=True)
        else:
            await self.app.push_screen(PaperScreen(f"{entry.printed}  {entry.title}", entry_text(entry)))

    def undo(self) -> Coroutine[Any, Any, None] | None:
        return self._step_back(coding.undo) if self.may_code() else None

    def redo(self) -> Coroutine[Any, Any, None] | None:
        return self._step_back(coding.redo) if self.may_code() else None

    async def _step_back(self, act: Callable[..., coding.Coded]) -> None:
        desk = self.workstation.at_work.desk
        self._changed(await self.workstation.errands.write(act, desk, self.item_id))

    # ---- findings ----------------------------------------------------------------------------------------------------

    def action_findings(self) -> None:
        self._show_codes_side(True)
        self.query_one(FindingsList).focus()

    def on_findings_list_jump(self, event: FindingsList.Jump) -> None:
        """To the code the finding is about."""
        codes = self.chart.codes if self.chart else ()
        for each in codes:
            if each.printed in event.finding.codes:
                self.code_list.choose(each.id)
                self.say(event.finding.mend or event.finding.message)
                return
        self.say(event.finding.mend or event.finding.message)

    def on_findings_list_override(self, event: FindingsList.Override) -> None:
        if event.finding.status is not Status.FAIL:
            self.say("Only a failing finding can be accepted; this one was not checked.", warning=True)
        else:
            self.errand(self._override(event.finding))

    async def _override(self, finding: Finding) -> None:
        reason = await ask.text(self, f"Accept {finding.rule} because")
        if reason:
            house = self.workstation.at_work
            await self.workstation.errands.write(
                coding.override, house.desk, house.books, self.item_id, finding.rule, finding.codes, reason
            )
            await self._look_again()
            self.say(f"{finding.rule} accepted; leads and auditors see the reason.")

    # ---- finishing ---------------------------------------------------------------------------------------------------

    def action_submit(self) -> None:
        self.errand(self._submit())

    async def _submit(self) -> None:
        app, house = self.workstation, self.workstation.at_work
        assert self.chart is not None
        account = self.chart.item.account
        if not house.books.built:
            self.say("The code book is still being built; the checks need it before you can submit.", warning=True)
            return
        try:
            _, found = await app.errands.write(
                coding.submit, house.desk, house.books, self.item_id, self.chart.item.version
            )
        except Blocked as blocked:
            await self._look_again()
            self.action_findings()
            self.say(str(blocked), warning=True)
            return
        unchecked = sum(each.status is Status.NOT_CHECKED for each in found)
        said = f"{account} submitted{f', {unchecked} not checked' if unchecked else ''}."
        await self._go_on(said)

    async def _go_on(self, said: str) -> None:
        """The next chart, or the queue where there is none."""
        app = self.workstation
        try:
            item = await app.errands.write(queue.claim_next, app.at_work.desk)
        except NothingEligible as nothing:
            app.back_to_queue()
            if isinstance(app.screen, WorkScreen):
                app.screen.say(f"{said} {nothing}")
            return
        await app.open_chart(item.id, said)

    def action_hold(self) -> None:
        self.errand(self._hold())

    async def _hold(self) -> None:
        desk = self.workstation.at_work.desk
        told = await ask_hold(self, desk.today)
        if told is None:
            return
        reason = HoldReason(told.reason)
        outcome = await self.workstation.errands.write(queue.hold, desk, [self.item_id], reason, told.until, told.note)
        until = f" until {told.until}" if told.until else ""
        self._leave_with(outcome, f"on hold{until} ({reason.label})")

    def action_release(self) -> None:
        self.errand(self._release())

    async def _release(self) -> None:
        outcome = await self.workstation.errands.write(queue.release, self.workstation.at_work.desk, [self.item_id])
        self._leave_with(outcome, "is back in the pool")

    def _leave_with(self, outcome: queue.Outcome, what: str) -> None:
        if outcome.refused:
            self.say(outcome.refused[0].reason, warning=True)
            return
        app = self.workstation
        app.back_to_queue()
        if isinstance(app.screen, WorkScreen):
            app.screen.say(f"{outcome.changed[0].account} {what} - u undoes")

    def action_dispute(self) -> None:
        self.errand(self._dispute())

    async def _dispute(self) -> None:
        assert self.chart is not None
        current = self.code_list.current
        code = current.printed if current else ""
        said = await ask_dispute(self, self.item_id, self.chart.item.account, code)
        if said:
            await self._look_again()
            self.say(said)

    def action_handoff(self) -> None:
        self.errand(self._hand_off())

    async def _hand_off(self) -> None:
        said = await ask_hand_off(self, [self.item_id])
        if said:
            app = self.workstation
            app.back_to_queue()
            if isinstance(app.screen, WorkScreen):
                app.screen.say(said)

    def action_note(self) -> None:
        assert self.chart is not None
        self.app.push_screen(NoteScreen(self.item_id, self.chart.item.account), lambda _: self.refresh_from_store())

    def action_history(self) -> None:
        self.errand(self._history())

    async def _history(self) -> None:
        app = self.workstation
        assert self.chart is not None
        events = await app.errands.read(charts.history, app.at_work.desk, self.item_id)
        await app.push_screen(PaperScreen(f"History of {self.chart.item.account}", history_text(events, self.chart)))

    # ---- moving about ------------------------------------------------------------------------------------------------

    def action_switch(self) -> None:
        self._show_codes_side(not self.has_class("-codes"))

    def _show_codes_side(self, codes: bool) -> None:
        if self.has_class("-narrow"):
            self.set_class(codes, "-codes")
            if not codes:
                self.view.focus()

    def action_leave(self) -> None:
        """One step outwards: findings or codes to the chart, marked words unmarked, the chart to the queue."""
        if self.focused is not self.view:
            self._show_codes_side(False)
            self.view.focus()
        elif self.view.marked_span is not None:
            self.view.action_toggle_mark()
        elif self.has_class("-codes"):
            self._show_codes_side(False)
        else:
            self._keep_place()
            self.workstation.back_to_queue()
