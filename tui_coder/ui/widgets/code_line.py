"""The code line: one line where the coder types words or a code, with live hits under it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.message import Message
from textual.widgets import Static

from tui_coder.domain.codebook import Hit
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.typed_line import modifier_in_hand, split_line
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.widgets.offers import Offer, OfferList
from tui_coder.ui.widgets.text_line import TextLine

PCS_START = re.compile(r"[0-9A-HJ-NP-Z]{0,7}", re.IGNORECASE)
TABLE = 3
"""Section, body system and operation name a table of ICD-10-PCS."""

Mode = Literal["search", "below", "walk", "modifier"]
"""Hits for the text; what lies below the header that stands there; ICD-10-PCS character by character; modifiers."""

Offering = Callable[[str, Mode], tuple[Sequence[Offer], str]]
"""What a text offers, and a notice where that is nothing.

Raises nothing and answers within a few milliseconds, so it runs at the key itself.
"""


class CodeInput(TextLine):
    """The text itself. Keys come from the command table; Textual's own editing keys stay beside them."""

    SCOPE = "codeline"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("codeline")

    def __init__(self) -> None:
        super().__init__(placeholder="type words or a code", select_on_focus=False)
        # The code line watches the value itself. The message would pass every queue up to the app at each letter.
        self.disable_messages(self.Changed)

    @property
    def line(self) -> CodeLine:
        line = self.parent.parent if self.parent else None
        assert isinstance(line, CodeLine)
        return line

    async def on_key(self, event: Key) -> None:
        """Beside what the text line makes of the key: each class of a widget is handed it by itself."""
        self.line.pressed()

    def on_paste(self) -> None:
        self.line.pressed()

    def action_post(self) -> None:
        self.line.post()

    def action_post_here(self) -> None:
        self.line.post(here=True)

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

    def action_walk(self) -> None:
        self.line.turn_walk()

    def action_favourite(self) -> None:
        if (hit := self.line.hit) is not None:
            self.post_message(CodeLine.FavouriteWanted(hit))

    def action_own_word(self) -> None:
        if (hit := self.line.hit) is not None:
            self.post_message(CodeLine.OwnWordWanted(hit, self.value.strip()))

    def action_sets(self) -> None:
        self.post_message(CodeLine.SetsWanted())

    def action_index(self) -> None:
        self.post_message(CodeLine.IndexWanted(self.value.strip()))

    def action_leave(self) -> None:
        self.post_message(CodeLine.Left())

    async def action_submit(self) -> None:
        self.post_message(CodeLine.SubmitWanted())


class CodeLine(Vertical):
    """`hit` is the highlighted one; Enter posts it together with the parts typed behind it."""

    class Posted(Message):
        """Enter on a line: `parts` are modifiers, units, pointers as typed; `hit` None posts the text as it is.

        `here` asks for the words at the chart's cursor as evidence, though none are marked.
        """

        def __init__(self, text: str, parts: str, hit: Hit | None, here: bool) -> None:
            super().__init__()
            self.text = text
            self.parts = parts
            self.hit = hit
            self.here = here

    class ScrollChart(Message):
        def __init__(self, pages: int) -> None:
            super().__init__()
            self.pages = pages

    class EntryWanted(Message):
        def __init__(self, hit: Hit) -> None:
            super().__init__()
            self.hit = hit

    class FavouriteWanted(EntryWanted):
        pass

    class OwnWordWanted(Message):
        """The hit shall be found by other letters; `typed` is what stands on the line."""

        def __init__(self, hit: Hit, typed: str) -> None:
            super().__init__()
            self.hit = hit
            self.typed = typed

    class SetsWanted(Message):
        pass

    class IndexWanted(Message):
        """The alphabetic index shall be looked up, from what stands on the line."""

        def __init__(self, typed: str) -> None:
            super().__init__()
            self.typed = typed

    class Left(Message):
        pass

    class SubmitWanted(Message):
        pass

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.pressed: Callable[[], None] = lambda: None
        """Called at each key and whatever is pasted, before it acts: what was said of the line has been read."""
        self.offering: Offering = lambda text, mode: ((), "")
        self.typed: Callable[[], None] = lambda: None
        """Called when other text stands on the line, after what it offers is shown."""
        self.notice = ""
        self.walking = False
        self._opened = ""
        self._offered: dict[tuple[str, Mode], tuple[Sequence[Offer], str]] = {}

    def compose(self) -> ComposeResult:
        with Horizontal(id="entry"):
            yield Static("code:", id="prompt", markup=False)
            yield CodeInput()
        yield OfferList(id="hits")

    def on_mount(self) -> None:
        # Watching the value answers in the same frame; the Changed message would wait for the next one.
        self.watch(self.input, "value", self._offer, init=False)

    @property
    def input(self) -> CodeInput:
        return self.query_one(CodeInput)

    @property
    def offer_list(self) -> OfferList:
        return self.query_one(OfferList)

    @property
    def hit(self) -> Hit | None:
        return self.offer_list.current.hit if self.offer_list.current else None

    def set_text(self, text: str) -> None:
        self.input.value = text
        self.input.cursor_position = len(text)

    def clear(self) -> None:
        self.set_text("")

    def offer_again(self) -> None:
        """The same text, where what it offers may have changed; the same code stays highlighted."""
        current = self.offer_list.current
        self._offered.clear()
        self._offer(self.input.value)
        if current is not None:
            self.offer_list.highlight(current.printed)

    def walk_from(self, start: str) -> None:
        """Walk from these characters of a code of ICD-10-PCS."""
        if not self.walking:
            self.turn_walk()
        self.set_text(start)

    def turn_walk(self) -> None:
        """Walk ICD-10-PCS from the table of the highlighted procedure, or the first that is offered; again ends it."""
        self.walking = not self.walking
        self.query_one("#prompt", Static).update("pcs: " if self.walking else "code:", layout=False)
        procedures = [
            each.hit for each in (self.offer_list.current, *self.offer_list.offers) if each is not None and each.hit
        ]
        procedure = next((hit for hit in procedures if hit.system is CodeSystem.ICD10PCS), None)
        if self.walking and procedure is not None:
            self.set_text(procedure.code[:TABLE])
        elif self.walking and not PCS_START.fullmatch(self.input.value.strip()):
            self.clear()
        self.offer_again()

    def _offer(self, text: str) -> None:
        if not text:
            self._offered.clear()
        query, _ = split_line(text)
        mode: Mode = "walk" if self.walking else "below" if query == self._opened else "search"
        if not self.walking and modifier_in_hand(text) is not None:
            query, mode = text, "modifier"
        offers, notice = self._offers(query, mode) if query or self.walking else ((), "")
        self.offer_list.show(offers, self.notice or notice)
        self.typed()

    def _offers(self, query: str, mode: Mode) -> tuple[Sequence[Offer], str]:
        """What was offered for these letters is kept until the line is empty: who takes letters back sees it again."""
        asked = (query, mode)
        if asked not in self._offered:
            self._offered[asked] = self.offering(query, mode)
        return self._offered[asked]

    def step(self, by: int) -> None:
        self.offer_list.step(by)

    def post(self, *, here: bool = False) -> None:
        """Post what is highlighted; what is not complete is opened instead, so that what completes it is shown."""
        text = self.input.value.strip()
        query, parts = split_line(text)
        offer = self.offer_list.current
        if offer is not None and offer.types:
            self.set_text(offer.types)
        elif offer is not None and offer.opens:
            self._opened = offer.opens
            self.set_text(f"{offer.opens} {parts}".strip())
        elif query:
            if self.walking and offer is not None:
                self.turn_walk()
            self.post_message(self.Posted(text, parts, offer.hit if offer else None, here))
