"""The code line: one line where the coder types words or a code, with live hits under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui_coder.domain.assignment import split_line
from tui_coder.domain.codebook import Hit
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.safe import cell_fit, plain

Search = Callable[[str], Sequence[Hit]]
"""Looks a text up; raises nothing. Answers within a few milliseconds, so it runs at the key itself."""

_SYSTEM_MARK = {"icd10cm": "CM", "icd10pcs": "PCS", "icd9cm": "9", "icd9pcs": "9P", "hcpcs": "HC", "cpt": "CPT"}


class CodeInput(Input):
    """The text itself. Keys come from the command table; Textual's own editing keys stay beside them."""

    SCOPE = "codeline"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("codeline")

    def __init__(self) -> None:
        super().__init__(placeholder="type words or a code", compact=True, select_on_focus=False)
        self.cursor_blink = False

    @property
    def line(self) -> CodeLine:
        line = self.parent.parent if self.parent else None
        assert isinstance(line, CodeLine)
        return line

    def action_post(self) -> None:
        self.line.post()

    def action_hit_down(self) -> None:
        self.line.step(1)

    def action_hit_up(self) -> None:
        self.line.step(-1)

    def action_chart_down(self) -> None:
        self.post_message(CodeLine.ScrollChart(1))

    def action_chart_up(self) -> None:
        self.post_message(CodeLine.ScrollChart(-1))

    def action_entry(self) -> None:
        if (hit := self.line.hit) is not None:
            self.post_message(CodeLine.EntryWanted(hit))

    def action_leave(self) -> None:
        self.post_message(CodeLine.Left())

    async def action_submit(self) -> None:
        self.post_message(CodeLine.SubmitWanted())


class CodeLine(Vertical):
    """`hit` is the highlighted one; Enter posts it together with the parts typed behind it."""

    class Posted(Message):
        """Enter on a line: `parts` are modifiers, units, pointers as typed; `hit` None posts the text as it is."""

        def __init__(self, text: str, parts: str, hit: Hit | None) -> None:
            super().__init__()
            self.text = text
            self.parts = parts
            self.hit = hit

    class ScrollChart(Message):
        def __init__(self, pages: int) -> None:
            super().__init__()
            self.pages = pages

    class EntryWanted(Message):
        def __init__(self, hit: Hit) -> None:
            super().__init__()
            self.hit = hit

    class Left(Message):
        pass

    class SubmitWanted(Message):
        pass

    class Typed(Message):
        can_replace_all = True

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, CodeLine.Typed)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.search: Search = lambda _: ()
        self.notice = ""
        self._hits: tuple[Hit, ...] = ()
        self._at = 0

    def compose(self) -> ComposeResult:
        with Horizontal(id="entry"):
            yield Static("code:", markup=False)
            yield CodeInput()
        yield Static("", id="hits", markup=False)

    def on_mount(self) -> None:
        # Watching the value answers in the same frame; the Changed message would wait for the next one.
        self.watch(self.input, "value", self._search_again, init=False)

    @property
    def input(self) -> CodeInput:
        return self.query_one(CodeInput)

    @property
    def hit(self) -> Hit | None:
        return self._hits[self._at] if self._hits else None

    @property
    def hits(self) -> tuple[Hit, ...]:
        return self._hits

    def set_text(self, text: str) -> None:
        self.input.value = text
        self.input.cursor_position = len(text)

    def clear(self) -> None:
        self.set_text("")

    def search_again(self) -> None:
        self._search_again(self.input.value)

    def _search_again(self, text: str) -> None:
        query, _ = split_line(text)
        self._hits = tuple(self.search(query)) if query else ()
        self._at = 0
        self._paint()
        self.post_message(self.Typed(text))

    def step(self, by: int) -> None:
        if self._hits:
            self._at = max(0, min(len(self._hits) - 1, self._at + by))
            self._paint()

    def post(self) -> None:
        """Post what is highlighted; a header is opened instead, so that its complete codes are listed."""
        text = self.input.value.strip()
        query, parts = split_line(text)
        if not query:
            return
        hit = self.hit
        if hit is not None and not hit.billable and hit.system.is_diagnosis:
            self.set_text(f"{hit.printed} {parts}".strip())
            if self._hits and self.hit is not None and self.hit.code == hit.code and len(self._hits) > 1:
                self.step(1)
            return
        self.post_message(self.Posted(text, parts, hit))

    def on_resize(self) -> None:
        self._paint()

    def _paint(self) -> None:
        shown = self.query_one("#hits", Static)
        rows = max(1, shown.size.height or 8)
        text = self.input.value.strip()
        if not text:
            shown.update(plain(self.notice, "dim"), layout=False)
        elif not self._hits:
            shown.update(plain(self.notice or "  no hit: other words, fewer letters, or a code", "dim"), layout=False)
        else:
            first = max(0, min(self._at - rows + 1, len(self._hits) - rows))
            window = self._hits[first : first + rows]
            shown.update(Content("\n").join(self._rows(window, first, shown.size.width or 40)), layout=False)

    def _rows(self, window: Iterable[Hit], first: int, width: int) -> Iterable[Content]:
        for place, hit in enumerate(window, start=first):
            here = place == self._at
            mark = "▸" if here else " "
            # Headers and codes out of force are told apart by a word, not by colour.
            state = " +" if not hit.billable else " ✗" if hit.valid is False else " ?" if hit.valid is None else ""
            system = _SYSTEM_MARK[hit.system.value]
            code = f"{hit.printed}{state}".ljust(10)
            line = cell_fit(f"{mark} {code} {hit.title}", max(10, width - len(system) - 1))
            yield Content.assemble((line, "bold" if here else ""), " ", (system, "dim"))
