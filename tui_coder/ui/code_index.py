"""The alphabetic index: words lead to terms, a term to its code in the list, where it is verified (R7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.index_term import IndexTerm
from tui_coder.services.library import Library
from tui_coder.ui.code_entry import CodeEntryScreen
from tui_coder.ui.commands import Command
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.widgets import ask
from tui_coder.ui.widgets.offers import Offer, OfferList
from tui_coder.ui.widgets.text_line import TextLine
from tui_coder.ui.work_screen import WorkScreen

_NONE_LOADED = (
    "No alphabetic index is loaded here. The publishers' index files (ICD-10-CM, ICD-10-PCS) are read by:\n"
    "tui-coder codes load PATH"
)
_MOST = 30
_WHOLE_CODE = 7


class Found(NamedTuple):
    """A term and the name of the book it stands in."""

    book: str
    term: IndexTerm


class IndexInput(TextLine):
    """The words. Keys come from the command table; Textual's own editing keys stay beside them."""

    SCOPE = "index"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("index")

    def __init__(self) -> None:
        super().__init__(placeholder="words of a term, in any order", select_on_focus=False)

    @property
    def index(self) -> CodeIndexScreen:
        assert isinstance(self.screen, CodeIndexScreen)
        return self.screen

    def action_open(self) -> None:
        self.index.open_term()

    def action_below(self) -> None:
        self.index.show_below()

    def action_next(self) -> None:
        self.index.offer_list.step(1)

    def action_previous(self) -> None:
        self.index.offer_list.step(-1)

    def action_leave(self) -> None:
        self.index.go_back()


class CodeIndexScreen(WorkScreen):
    """`take` gets a code that shall be posted, `walk` the beginning of a code of ICD-10-PCS."""

    SCOPE = "index"
    NAME = "Index"

    def __init__(
        self,
        library: Library,
        on: date | None,
        typed: str = "",
        take: Callable[[CodeSystem, str], None] | None = None,
        walk: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self._library = library
        self._indexes = library.indexes
        self._on = on
        self._typed = typed
        self._take = take
        self._walk = walk
        self._found: list[Found] = []
        self._before: list[tuple[list[Found], int]] = []

    def content(self) -> Iterable[Widget]:
        with Horizontal(id="entry"):
            yield Static("index:", markup=False)
            yield IndexInput()
        yield OfferList(id="hits")

    @property
    def input(self) -> IndexInput:
        return self.query_one(IndexInput)

    @property
    def offer_list(self) -> OfferList:
        return self.query_one(OfferList)

    def on_mount(self) -> None:
        loaded = self._indexes.loaded(self._on)
        self.show_header(f" {self.NAME}", "   ".join(f"{name} {book.release}" for name, book in loaded.items()) + " ")
        self.watch(self.input, "value", self._search, init=False)
        self.input.value = self._typed
        self.input.focus()
        if loaded:
            self._search(self._typed)
            self.say("The index leads to a code; the code is then verified in the list.")
        else:
            self.offer_list.show((), _NONE_LOADED)

    def _search(self, text: str) -> None:
        self._before.clear()
        self._show([Found(*each) for each in self._indexes.search(text, self._on, _MOST)] if text.strip() else [])

    def _show(self, found: list[Found], at: int = 0) -> None:
        self._found = found
        notice = _NONE_LOADED if not self._indexes.loaded(self._on) else "no term has these words"
        self.offer_list.show([_offer(each) for each in found], notice if self.input.value.strip() else "")
        self.offer_list.step(at)
        self.show_hints()

    @property
    def current(self) -> Found | None:
        return self._found[self.offer_list.at] if self._found else None

    # ---- keys --------------------------------------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        if command.scope == self.SCOPE and command.action in ("open", "below") and not self._found:
            return "There is no term here: type the words of one."
        return None

    def open_term(self) -> None:
        found = self.current
        if found is None:
            self.say("There is no term here: type the words of one.", warning=True)
        elif any(found.term.bare_codes):
            self.errand(self._open_code(found))
        elif found.term.see:
            self._follow(found)
        else:
            self.show_below()

    async def _open_code(self, found: Found) -> None:
        code = await self._chosen(found)
        if not code:
            return
        system = found.term.system
        if system is CodeSystem.ICD10PCS and len(code) < _WHOLE_CODE:
            if self._walk is None:
                self.say(f"{code}: ICD-10-PCS is walked by table from the code line of a chart (Ctrl+T).")
            else:
                self.dismiss()
                self._walk(code)
            return
        take = self._taken if self._take is not None else None
        self.app.push_screen(CodeEntryScreen(self._library, (system, code), self._on, take))

    async def _chosen(self, found: Found) -> str:
        """The code of a term; of several, as in the neoplasm table, the one a person picks."""
        columns = self._columns(found)
        codes = [(name, code) for name, code in zip(columns, found.term.bare_codes, strict=False) if code]
        if len(codes) == 1:
            return codes[0][1]
        printed = dict(zip(found.term.bare_codes, found.term.codes, strict=True))
        choices = [
            ask.Choice(str(number), code, f"{name} {printed[code]}".strip())
            for number, (name, code) in enumerate(codes[:9], start=1)
        ]
        return await ask.choice(self, found.term.title, choices) or ""

    def _columns(self, found: Found) -> Sequence[str]:
        book = self._indexes.loaded(self._on)[found.book]
        return book.columns or [""] * len(found.term.bare_codes)

    def _taken(self, system: CodeSystem, code: str) -> None:
        self.dismiss()
        assert self._take is not None
        self._take(system, code)

    def _follow(self, found: Found) -> None:
        """To the term that a "see" names."""
        target = self._indexes.loaded(self._on)[found.book].referred(found.term.see)
        if target is None:
            self.say(f"See {found.term.see}: this book has no such main term; type its words.", warning=True)
        else:
            self._go_down([Found(found.book, target)])
            self.say(f"See {found.term.see}.")

    def show_below(self) -> None:
        found = self.current
        if found is None:
            return
        below = self._indexes.loaded(self._on)[found.book].below(found.term.number)
        if below:
            self._go_down([Found(found.book, each) for each in below])
        else:
            self.say("Nothing stands below this term.", warning=True)

    def _go_down(self, found: list[Found]) -> None:
        self._before.append((self._found, self.offer_list.at))
        self._show(found)

    def go_back(self) -> None:
        if self._before:
            self._show(*self._before.pop())
        else:
            self.dismiss()


def _offer(found: Found) -> Offer:
    term = found.term
    codes = [code for code in term.codes if code]
    printed = codes[0] if codes else "→" if term.see else "+"
    facts = [f"see {term.see}"] if term.see else []
    facts += [f"see also {term.also}"] if term.also else []
    facts += [term.nonessential] if term.nonessential else []
    facts += [f"with {' '.join(codes[1:])}"] if len(codes) > 1 else []
    return Offer(printed=printed, title=term.path, mark=found.book, facts="; ".join(facts))
