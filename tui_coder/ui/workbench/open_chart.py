"""The chart on the workbench: what is known of it, and how it is shown."""

from __future__ import annotations

from dataclasses import replace

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui_coder.domain.carried import WordsState, states
from tui_coder.domain.encounter import Document
from tui_coder.domain.findings import Finding
from tui_coder.domain.text import find_all
from tui_coder.domain.work import WorkState
from tui_coder.services import chart as charts
from tui_coder.services import checking, coding
from tui_coder.ui import phrases
from tui_coder.ui.safe import cell_fit, plain
from tui_coder.ui.widgets.assignment_list import AssignmentList, FindingsList
from tui_coder.ui.widgets.chart_view import ChartView, Span
from tui_coder.ui.widgets.code_line import CodeLine
from tui_coder.ui.work_screen import WorkScreen

NARROW = 100
"""Below this many columns chart and codes are two views of one screen."""


class OpenChart(WorkScreen):
    """One chart, its documents, codes and findings on the screen."""

    NAME = "Chart"

    def __init__(self, item_id: int, said: str = "", about: str = "") -> None:
        super().__init__()
        self.item_id: int = item_id
        self._about = about
        self._greeting = said
        self.chart: charts.Chart | None = None
        self.findings: tuple[Finding, ...] = ()
        self._in_store: tuple[Document, ...] = ()
        """The documents as the store has them. Those on the screen change only when the person asks for it."""
        self._document = 0
        self._amending: int | None = None
        self._told_of: set[int] = set()

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

    def may_code(self) -> bool:
        desk = self.workstation.at_work.desk
        item = self.chart.item if self.chart else None
        return item is not None and item.state is WorkState.IN_WORK and item.assignee == desk.actor.name

    def _whose(self) -> str:
        assert self.chart is not None
        item = self.chart.item
        if item.assignee is None:
            return f"{item.account} is {item.state.label}"
        if item.assignee == self.workstation.at_work.desk.actor.name:
            return f"{item.account} is {item.state.label} with you"
        since = f" since {item.leased_at.astimezone():%H:%M}" if item.leased_at else ""
        return f"{item.account} is {item.state.label} with {item.assignee}{since}"

    def refresh_from_store(self) -> None:
        if self.chart is not None:
            desk = self.workstation.at_work.desk
            self.look_up("chart", lambda: charts.look_again(desk, self.item_id), self._show_anew)

    def gone(self, told: str) -> None:
        app = self.workstation
        if app.idle.is_locked:
            return  # waking shows anew what lies below, and it is closed then
        app.back_to_queue()
        if isinstance(app.screen, WorkScreen):
            app.screen.say(f"The chart was closed: it is not shown to you any more. {told}", warning=True)

    def books_ready(self) -> None:
        if self.chart is not None:
            self._show_case()
            self.line.offer_again()

    async def _look_again(self) -> None:
        app = self.workstation
        self._show_anew(await app.errands.read(charts.look_again, app.at_work.desk, self.item_id))

    def _show_anew(self, chart: charts.Chart) -> None:
        """The chart as it is now. What arrived is told; the documents that are read stay until it is asked for."""
        if self.chart is not None and chart.item.version < self.chart.item.version:
            return  # it was read before a change of mine was written
        was_mine = self.may_code()
        same_case = self.chart is not None and self.chart.encounter == chart.encounter
        shown = self.chart.documents if self.chart else chart.documents
        self._in_store = chart.documents
        same = [each.id for each in shown] == [each.id for each in chart.documents]
        self.chart = chart if same else replace(chart, documents=shown)
        self._show_case()
        if not same_case:
            self.line.offer_again()
        if not same:
            self._show_documents()
            self._tell_arrivals()
        if was_mine and not self.may_code():
            self._tell_it_is_gone()

    def _tell_it_is_gone(self) -> None:
        """Somebody took the chart away while it was worked on here."""
        assert self.chart is not None
        by, me = self.chart.item.changed_by or "someone", self.workstation.at_work.desk.actor.name
        who = "Another window of yours" if by == me else by
        self.say(f"{who} took it out of your hands: {self._whose()} now. What you typed stays here.", warning=True)
        self.show_hints()

    def _known_documents(self) -> tuple[Document, ...]:
        """Those of the store, and those on the screen that a newer version has replaced there."""
        known = {each.id for each in self._in_store}
        shown = self.chart.documents if self.chart else ()
        return (*self._in_store, *(replace(each, superseded=True) for each in shown if each.id not in known))

    def _arrived(self) -> list[Document]:
        """The documents in force that are not on the screen yet."""
        shown = {each.id for each in self.chart.documents} if self.chart else set()
        return [each for each in self._in_store if each.id not in shown and not each.superseded]

    def _tell_arrivals(self) -> None:
        arrived = self._arrived()
        if self.chart is None or not arrived or {each.id for each in arrived} == self._told_of:
            return
        self._told_of = {each.id for each in arrived}
        names = ", ".join(f"{each.title or each.type} v{each.version}" for each in arrived)
        became = states(self.chart.codes, self._known_documents())
        lost = [each.printed for each in self.chart.codes if became.get(each.id) is WordsState.CHANGED]
        behind = f" The words behind {', '.join(lost)} no longer stand there." if lost else ""
        self.say(f"Arrived for this chart: {names}. W shows it.{behind}", warning=True)

    def _take_documents(self) -> None:
        """Show the list of documents as the store has it; what is being read stays in front, or its newer version."""
        assert self.chart is not None
        here = self.document
        self.chart = replace(self.chart, documents=self._in_store)
        ids = [each.id for each in self._in_store]
        if here is not None and here.id in ids:
            self._document = ids.index(here.id)
            self._show_documents()
        else:
            newer = (n for n, each in enumerate(self._in_store) if here is not None and each.name == here.name)
            self._show_document(next(newer, 0))

    def _changed(self, coded: coding.Coded) -> None:
        """Show the codes after a change of mine."""
        if self.chart is not None:
            self.chart = replace(self.chart, item=coded.item, codes=coded.codes)
            if set(checking.evidenced(coded.codes)) & {each.id for each in self._arrived()}:
                self._take_documents()  # the person has just carried words over to one of them
        self._show_case()
        self.say(f"{coded.said} - u undoes" if not coded.said.startswith(("Nothing", "undone")) else coded.said)

    # ---- showing -----------------------------------------------------------------------------------------------------

    def _show_case(self) -> None:
        chart, books = self.chart, self.workstation.at_work.books
        if chart is None:
            return
        # A chart just opened has no codes: that is where the work begins, and no error yet.
        if books.built and chart.codes:
            self.findings = checking.findings(
                books,
                chart.encounter,
                chart.codes,
                chart.overrides,
                self._known_documents(),
                self.workstation.at_work.desk.today,
            )
        else:
            self.findings = ()
        disputed = [each.code for each in chart.disputes if not each.state.is_closed]
        letters = phrases.needs_pointers(chart.encounter.setting)
        words = states(chart.codes, self._known_documents())
        self.code_list.show(chart.codes, self.findings, disputed, letters=letters, words=words)
        self.query_one("#codes-scroll", VerticalScroll).scroll_to(y=self.code_list.current_row - 3, animate=False)
        instead = "? not checked yet" if not books.built else "" if chart.codes else "nothing to check yet"
        self.query_one(FindingsList).show(self.findings, instead=instead)
        self._show_banner()
        self._show_spans()

    def _show_banner(self) -> None:
        assert self.chart is not None
        encounter, item = self.chart.encounter, self.chart.item
        width = self.size.width
        flag = "   ⚑ disputed" if item.disputed else ""
        if width < NARROW:
            text = f" {encounter.patient}   {phrases.person_line(encounter)}   {encounter.account}   "
            text += self.query_one(FindingsList).summary()
        else:
            text = " " + "  ".join(
                (
                    encounter.patient, phrases.person_line(encounter), f"MRN {encounter.mrn or '-'}", encounter.account,
                    phrases.stay(encounter), encounter.payer or "-", self._code_set(),
                )
            )  # fmt: skip
        self.query_one("#banner", Static).update(plain(cell_fit(text, max(1, width)), "bold"), layout=False)
        attending = f"attending {encounter.attending or '-'} "
        where = "" if width < NARROW else f"  {encounter.facility} "  # whose the chart is goes before where it is from
        came = f"   ◂ {item.came}" if item.came else ""
        self.show_header(f" {self.NAME} {item.state.mark} {self._whose()}{flag}{came}", attending + where)

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
        if arrived := len(self._arrived()):
            parts.append(plain(f"+{arrived} arrived: W", "bold"))
        self.query_one("#documents", Static).update(Content.assemble(" ", Content("  ").join(parts)), layout=False)

    def _show_document(self, number: int, at: int | None = None) -> None:
        """A document from an offset, else from the first place of what is searched for, else from its beginning."""
        assert self.chart is not None
        if not self.chart.documents:
            self.view.open("This chart has no documents.")
            return
        self._document = number % len(self.chart.documents)
        document = self.chart.documents[self._document]
        self.view.open(document.text, spans=self._spans(document), at=at or 0)
        if self.workstation.search_term:
            self.view.find(self.workstation.search_term, go=at is None)
        self._show_documents()
        if document.unread:
            self.workstation.errand(self._mark_read(document), self, keys_wait=False)

    async def _mark_read(self, document: Document) -> None:
        app = self.workstation
        await app.errands.write(charts.mark_read, app.at_work.desk, self.item_id, document.id)
        if self.chart is not None and self.stands:
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

    def _show_codes_side(self, codes: bool) -> None:
        self.remove_class("-alone")
        if self.has_class("-narrow"):
            self.set_class(codes, "-codes")
            if not codes:
                self.view.focus()

    def _way_out(self) -> str:
        assert self.chart is not None
        item = self.chart.item
        if item.state is WorkState.SUBMITTED:
            return "R in the queue recalls it."
        if item.state is WorkState.CO_SIGN:
            mine = item.assignee == self.workstation.at_work.desk.actor.name
            return "R in the queue recalls it." if mine else "Y co-signs it, Z sends it back."
        if item.state is WorkState.HELD:
            return "r in the queue takes it off hold."
        return "Ask for it, or let a lead give it to you." if item.assignee else "Open it from the queue to claim it."

    def action_findings(self) -> None:
        self._show_codes_side(True)
        self.query_one(FindingsList).focus()
