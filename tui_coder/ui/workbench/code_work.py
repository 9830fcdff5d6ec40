"""Coding: the code line, and the keys that act on the highlighted code."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from textual.containers import VerticalScroll

from tui_coder.domain.assignment import Assignment, CodeRole, Evidence, parse_typed, typed_form
from tui_coder.domain.carried import WordsState, words_behind
from tui_coder.domain.codes import CodeSystem, printed
from tui_coder.domain.text import line_at, lines_of
from tui_coder.services import coding
from tui_coder.ui.code_entry import CodeEntryScreen
from tui_coder.ui.code_index import CodeIndexScreen
from tui_coder.ui.picking import Picker
from tui_coder.ui.widgets.chart_view import Span
from tui_coder.ui.widgets.code_line import CodeLine, Mode
from tui_coder.ui.widgets.offers import Offer
from tui_coder.ui.workbench.own_codes import OwnCodeWork


class CodeWork(OwnCodeWork):
    """What a person does with the codes of a chart."""

    def _offers(self, text: str, mode: Mode) -> tuple[Sequence[Offer], str]:
        if self.chart is None:
            return (), ""
        encounter = self.chart.encounter
        case = self._own_codes.case(encounter)
        house = self.workstation.at_work
        return Picker.of(house.library, encounter.coding_date, case).offers(text, mode)

    def action_code(self) -> None:
        self.workstation.coding_first = True
        self.remove_class("-alone")
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

    def on_code_line_entry_wanted(self, event: CodeLine.EntryWanted) -> None:
        self._show_entry(event.hit.system, event.hit.code)

    def on_code_line_favourite_wanted(self, event: CodeLine.FavouriteWanted) -> None:
        self.errand(self._turn_favourite(event.hit))

    def on_code_line_own_word_wanted(self, event: CodeLine.OwnWordWanted) -> None:
        self.errand(self._keep_own_word(event.hit, event.typed))

    def on_code_line_sets_wanted(self, event: CodeLine.SetsWanted) -> None:
        self.action_sets()

    def on_code_line_index_wanted(self, event: CodeLine.IndexWanted) -> None:
        self._show_index(event.typed)

    def action_index(self) -> None:
        self._show_index("")

    def _show_index(self, typed: str) -> None:
        assert self.chart is not None
        house, on = self.workstation.at_work, self.chart.encounter.coding_date
        take, walk = (self._take_to_line, self._walk_from) if self.may_code() else (None, None)
        self.app.push_screen(CodeIndexScreen(house.library, on, typed, take, walk))

    def _walk_from(self, start: str) -> None:
        self.action_code()
        self.line.walk_from(start)

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
        span, told = self._words_now(current)
        numbers = [
            n for n, each in enumerate(self.chart.documents if self.chart else ()) if each.id == span.document_id
        ]
        if numbers:
            self._back_from_evidence = (self._document, self.view.cursor_offset)
            if numbers[0] != self._document:
                self._show_document(numbers[0])
            self.view.go_to(span.start, focus_span=Span(span.start, span.end, "focus", current.printed))
            line = line_at(lines_of(self.document.text), span.start) + 1 if self.document else 0
            self.say(f"{current.printed} stands on line {line}{told}; e goes back.")

    def _words_now(self, code: Assignment) -> tuple[Evidence, str]:
        """Where to look for the words behind a code: in the version in force where they stand there, else where they
        stood; and what there is to say of it."""
        behind = words_behind(code, self.chart.documents if self.chart else ())
        first = next(iter(behind), None)
        if first is None or first.state is WordsState.STAND:
            return code.evidence[0], ""
        if first.now is not None:
            return first.now, " of the new version, E attaches it there"
        return first.evidence, " of the old version, and no longer in the new one"

    def action_carry_over(self) -> None:
        desk, write = self.workstation.at_work.desk, self.workstation.errands.write
        self._on_code(lambda each: write(coding.carry_over, desk, self.item_id, each.id))

    def action_code_title(self) -> None:
        current = self.code_list.current
        if current is not None:
            self._show_entry(current.system, current.code)

    def _show_entry(self, system: CodeSystem, code: str) -> None:
        assert self.chart is not None
        take = self._take_to_line if self.may_code() else None
        house, on = self.workstation.at_work, self.chart.encounter.coding_date
        self.app.push_screen(CodeEntryScreen(house.library, (system, code), on, take))

    def _take_to_line(self, system: CodeSystem, code: str) -> None:
        """A code chosen from an entry stands on the code line; Enter posts it."""
        self.action_code()
        self.line.set_text(printed(system, code))

    def undo(self) -> Coroutine[Any, Any, None] | None:
        return self._step_back(coding.undo) if self.may_code() else None

    def redo(self) -> Coroutine[Any, Any, None] | None:
        return self._step_back(coding.redo) if self.may_code() else None

    async def _step_back(self, act: Callable[..., coding.Coded]) -> None:
        desk = self.workstation.at_work.desk
        self._changed(await self.workstation.errands.write(act, desk, self.item_id))
