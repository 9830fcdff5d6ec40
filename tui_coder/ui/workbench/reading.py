"""Reading: from document to document, searching, and remembering the place."""

from __future__ import annotations

from tui_coder.domain.comparing import documents_compared, versions_compared
from tui_coder.domain.counting import count_of
from tui_coder.domain.encounter import Document
from tui_coder.domain.text import find_all, line_at, lines_of
from tui_coder.services import chart as charts
from tui_coder.services import reading_marks
from tui_coder.ui.paper import LinesScreen, PaperScreen
from tui_coder.ui.widgets import ask
from tui_coder.ui.widgets.chart_view import ChartView, Span
from tui_coder.ui.workbench.open_chart import OpenChart

KEYS = "123456789abcdefghijklmnopqrstuvwxyz"


def _named(document: Document) -> str:
    when = f" {document.authored_at:%Y-%m-%d}" if document.authored_at else ""
    return f"{document.title or document.type}{when} v{document.version}"


def _compared(document: Document, other: Document) -> str:
    if other.name == document.name:
        return versions_compared(other.text, document.text)
    return documents_compared(other.text, document.text)


class Reading(OpenChart):
    """What a person does with the text of a chart."""

    def action_next_document(self) -> None:
        self._show_document(self._document + 1)

    def action_previous_document(self) -> None:
        self._show_document(self._document - 1)

    def action_document(self) -> None:
        self.errand(self._choose_document())

    async def _choose_document(self) -> None:
        assert self.chart is not None
        choices = [
            ask.Choice(
                key,
                n,
                f"{each.title or each.type} ({count_of(each.line_count, 'line')}{', new' if each.unread else ''})",
            )
            for key, (n, each) in zip(KEYS, enumerate(self.chart.documents), strict=False)
        ]
        number = await ask.choice(self, "Document", choices)
        if number is not None:
            self._show_document(number)

    def action_find(self) -> None:
        self.errand(self._find())

    async def _find(self) -> None:
        assert self.chart is not None
        term = await ask.text(
            self, "Find", initial=self.workstation.search_term or "", required=False, hint="in all documents"
        )
        if term is None:
            return
        self._search_for(term.strip())

    def _search_for(self, term: str) -> None:
        """Show the words in every document of the chart; they stay when the next chart opens."""
        assert self.chart is not None
        self.workstation.search_term = term
        self.workstation.errand(self._remember_search(term), self, keys_wait=False)
        found = [(n, len(find_all(each.text, term))) for n, each in enumerate(self.chart.documents)]
        hits = {n: count for n, count in found if term and count}
        if not hits:
            self.view.find("")
            self._show_documents()
            self.say(f"'{term}' stands in no document of this chart." if term else "Search cleared.")
            return
        target = self._document if self._document in hits else min(hits)
        if target != self._document:
            self._show_document(target)
        self.view.find(term)
        self._show_documents()
        here = hits[target]
        self.say(f"{here} here, {sum(hits.values())} in {count_of(len(hits), 'document')}: n next, N before.")

    def action_hits(self) -> None:
        self.errand(self._choose_hit())

    async def _choose_hit(self) -> None:
        assert self.chart is not None
        term = self.workstation.search_term
        if not term:
            self.say("Nothing was searched for: / finds words in all documents.")
            return
        found = [(n, *span) for n, each in enumerate(self.chart.documents) for span in find_all(each.text, term)]
        if not found:
            self.say(f"'{term}' stands in no document of this chart.")
            return
        labels = [self._hit_label(*place) for place in found]
        if len(found) > len(KEYS):
            title = f"'{term}': {count_of(len(found), 'place')}"
            await self.app.push_screen(LinesScreen(title, labels, lambda line: self._go_to_hit(*found[line])))
            return
        choices = [ask.Choice(*each) for each in zip(KEYS, found, labels, strict=False)]
        chosen = await ask.choice(self, f"'{term}'", choices)
        if chosen is not None:
            self._go_to_hit(*chosen)

    def _go_to_hit(self, number: int, start: int, end: int) -> None:
        if number != self._document:
            self._show_document(number)
        self.view.go_to(start, focus_span=Span(start, end, "focus"))

    def _hit_label(self, number: int, start: int, end: int) -> str:
        """Where a hit stands, and the words around it."""
        assert self.chart is not None
        document = self.chart.documents[number]
        starts = lines_of(document.text)
        line = line_at(starts, start)
        begins, ends = starts[line], starts[line + 1] if line + 1 < len(starts) else len(document.text)
        around = " ".join(document.text[max(begins, start - 24) : min(max(ends, end), end + 36)].split())
        return f"{document.title or document.type} {line + 1}: {around}"

    def action_compare(self) -> None:
        self.errand(self._compare())

    async def _compare(self) -> None:
        document, app = self.document, self.workstation
        if document is None:
            return
        others = await app.errands.read(charts.to_compare, app.at_work.desk, self.item_id, document)
        if not others:
            self.say("This chart has no other document and no earlier version to compare with.")
            return
        other: Document | None = others[0]
        if len(others) > 1:
            choices = [ask.Choice(key, each, _named(each)) for key, each in zip(KEYS, others, strict=False)]
            other = await ask.choice(self, "Compare with", choices)
        if other is not None:
            title = f"{_named(document)} against {_named(other)}"
            shown = await app.errands.read(_compared, document, other)
            await app.push_screen(PaperScreen(title, shown or "The two are the same, word for word."))

    async def _remember_search(self, term: str) -> None:
        app = self.workstation
        await app.errands.write(reading_marks.remember_search, app.at_work.desk, term)

    async def _go_on_searching(self) -> None:
        """In a new session with what was searched for in the last one."""
        app = self.workstation
        if app.search_term is None:
            app.search_term = await app.errands.read(reading_marks.last_search, app.at_work.desk)

    def on_chart_view_said(self, event: ChartView.Said) -> None:
        self.say(event.text)

    def on_chart_view_cursor_moved(self, event: ChartView.CursorMoved) -> None:
        self._keep_place()

    def _keep_place(self) -> None:
        if self.chart is not None:
            document, position = self.document, self.view.cursor_offset
            place = (document.id, position) if document is not None else (0, 0)
            self.workstation.hand.reads(self.item_id, *place, self.line.input.value)

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
