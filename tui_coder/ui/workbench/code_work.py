"""Coding: the code line, and the keys that act on the highlighted code."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, NamedTuple

from textual.containers import VerticalScroll

from tui_coder.domain.assignment import Assignment, CodeRole, Evidence
from tui_coder.domain.carried import WordsState, words_behind
from tui_coder.domain.codes import CodeSystem, printed
from tui_coder.domain.counting import count_of
from tui_coder.domain.refusals import Refusal
from tui_coder.domain.text import line_at, lines_of
from tui_coder.domain.typed_line import parse_typed, typed_form
from tui_coder.services import coding
from tui_coder.ui.code_entry import CodeEntryScreen
from tui_coder.ui.code_index import CodeIndexScreen
from tui_coder.ui.picking import Picker
from tui_coder.ui.widgets.chart_view import Span
from tui_coder.ui.widgets.code_line import CodeLine, Mode
from tui_coder.ui.widgets.offers import Offer
from tui_coder.ui.workbench.own_codes import OwnCodeWork


class AtWords(NamedTuple):
    """Whose words the person has been taken to, which of them, and the document and offset they came from."""

    code_id: int
    place: int
    back: tuple[int, int]


class CodeWork(OwnCodeWork):
    """What a person does with the codes of a chart."""

    _at_words: AtWords | None = None
    _refused = ""
    """Why the last line was not posted."""

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
            self.errand(self._post_or_keep_why(event))

    async def _post_or_keep_why(self, event: CodeLine.Posted) -> None:
        try:
            await self._post(event)
        except Refusal as refusal:
            self._refused = str(refusal)
            raise

    def _has_read(self) -> None:
        """What was wrong with a line goes at the next key."""
        if self._refused and self.said.endswith(self._refused):
            self.say("")
        self._refused = ""

    async def _post(self, event: CodeLine.Posted) -> None:
        desk, books = self.workstation.at_work.desk, self.workstation.at_work.books
        if self._amending is not None:
            coded = await self.workstation.errands.write(coding.amend, desk, self.item_id, self._amending, event.text)
            self._amending = None
        else:
            text = f"{event.hit.code} {event.parts}" if event.hit is not None else event.text
            coded = await self.workstation.errands.write(
                coding.post, desk, books, self.item_id, parse_typed(text),
                system=event.hit.system if event.hit else None, evidence=self._words(here=event.here),
            )  # fmt: skip
            self.view.unmark()
        self.line.clear()
        known = {each.id for each in self.chart.codes} if self.chart else set()
        self._changed(coded)
        for each in coded.codes:
            if each.id not in known:
                self.code_list.choose(each.id)

    def _words(self, *, here: bool = False) -> tuple[Evidence, ...]:
        """The words marked with v, or those at the cursor where they are asked for."""
        document, span = self.document, self.view.selected_span if here else self.view.marked_span
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
        """To the words behind the code, at the next press to its next words; after the last back to the reading."""
        current = self.code_list.current
        if current is None or not current.evidence:
            self.say(f"{current.printed if current else 'The code'} has no words attached: a attaches this line.")
            return
        at = self._at_words
        if at is None or at.code_id != current.id:
            at = AtWords(current.id, 0, at.back if at else (self._document, self.view.cursor_offset))
        elif at.place + 1 < len(current.evidence):
            at = at._replace(place=at.place + 1)
        else:
            self._at_words = None
            self._show_document(at.back[0], at=at.back[1])
            return
        self._at_words = at
        self._show_words(current, at.place)

    def _go_to_code(self, name: str) -> None:
        """To the words behind a code that the chart was opened for."""
        code = next((each for each in self.chart.codes if each.printed == name), None) if self.chart else None
        if code is not None:
            self.code_list.choose(code.id)
            self.action_evidence()

    def _show_words(self, code: Assignment, place: int) -> None:
        assert self.chart is not None
        words, told = self._words_now(code, place)
        number = next((n for n, each in enumerate(self.chart.documents) if each.id == words.document_id), None)
        if number is None:
            self.say(f"{code.printed} has its words in a document that arrived: W shows it.")
            return
        if number != self._document:
            self._show_document(number)
        self.view.go_to(words.start, focus_span=Span(words.start, words.end, "focus", code.printed))
        line = line_at(lines_of(self.chart.documents[number].text), words.start) + 1
        more = len(code.evidence) - place - 1
        onward = "e goes back" if not more else f"e shows {count_of(more, 'more place')}"
        self.say(f"{code.printed} stands on line {line}{told}; {onward}.")

    def _words_now(self, code: Assignment, place: int) -> tuple[Evidence, str]:
        """Where to look for the words behind a code: in the version in force where they stand there and it is on the
        screen, else where they stood; and what there is to say of it."""
        words = code.evidence[place]
        behind = next((each for each in words_behind(code, self._known_documents()) if each.evidence == words), None)
        if behind is None or behind.state is WordsState.STAND:
            return words, ""
        if behind.now is None:
            return words, " of the old version, and no longer in the new one"
        shown = self.chart.documents if self.chart else ()
        if behind.now.document_id in {each.id for each in shown}:
            return behind.now, " of the new version, E attaches it there"
        return words, " of the old version; W shows the new one"

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
