"""The three one-line widgets that every screen has: header, message line, key hints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from tui_coder.ui.commands import printed_key
from tui_coder.ui.safe import cell_fit, plain

if TYPE_CHECKING:
    from tui_coder.ui.commands import Command

MOST_HINTS = 8
MOST_ROWS = 5
"""Rows of a message; see the same number in the style sheet."""


class HeaderLine(Widget):
    """Screen name and who I am on the left; counts on the right."""

    def __init__(self, left: str = "") -> None:
        super().__init__(markup=False)
        self._left = left
        self._right = ""

    def show(self, left: str, right: str = "") -> None:
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def render(self) -> Content:
        left, right, width = self._left, self._right, self.size.width
        if cell_len(left) + cell_len(right) + 2 > width:
            left, right = left.replace("   ", "  "), right.replace("   ", "  ")
        room = width - cell_len(right) - 2
        if room < 10:
            return plain(cell_fit(right, width))
        return Content.assemble((cell_fit(left, room), "bold"), "  ", plain(right))


class MessageLine(Widget):
    """What just happened, and how to undo it; stays until the next thing happens."""

    def __init__(self, text: str = "") -> None:
        super().__init__(markup=False)
        self.text = text

    def say(self, text: str, *, warning: bool = False) -> None:
        self.text = f"! {text}" if warning else text
        self.set_class(warning, "-warning")
        self.refresh(layout=self._rows() != self.size.height)

    def _rows(self) -> int:
        """Rows that it takes; a sentence that is cut off does not tell what to do."""
        words, width = plain(self.text), self.size.width
        return 1 if not width or words.cell_length <= width else min(MOST_ROWS, len(words.wrap(width)))

    def render(self) -> Content:
        return plain(self.text)


class KeyHints(Widget):
    """At most eight keys: those that act here now."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._shown: tuple[str, ...] = ()

    def show(self, commands: Iterable[Command], keys: dict[str, str]) -> None:
        """`keys` gives the key in force of a command id where a person has changed it."""
        chosen = sorted((each for each in commands if each.footer), key=lambda each: each.footer)
        if len(chosen) > MOST_HINTS:
            chosen = [*chosen[: MOST_HINTS - 1], chosen[-1]]
        shown = tuple(f"{printed_key(keys.get(each.id, each.keys[0]))} {each.label}" for each in chosen)
        if shown != self._shown:
            self._shown = shown
            self.refresh()

    def render(self) -> Content:
        parts: list[Content] = []
        room = self.size.width
        *most, last = self._shown or ("",)
        room -= len(last) + 2
        for hint in most:
            if len(hint) + 2 > room:
                break
            room -= len(hint) + 2
            parts.append(_hint(hint))
        return Content("  ").join([*parts, _hint(last)])


def _hint(text: str) -> Content:
    key, _, label = text.partition(" ")
    return Content.assemble((key, "bold"), " ", label)
