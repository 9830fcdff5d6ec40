"""The three one-line widgets that every screen has: header, message line, key hints."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from tui_coder.ui.commands import Command, printed_key
from tui_coder.ui.safe import cell_fit, plain

MOST_HINTS = 8


class HeaderLine(Static):
    """Screen name and who I am on the left; counts on the right."""

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._left = ""
        self._right = ""

    def show(self, left: str, right: str = "") -> None:
        self._left, self._right = left, right
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        width = max(0, self.size.width)
        right = plain(self._right)
        room = width - right.cell_length - 2
        if room < 10:
            self.update(plain(cell_fit(self._right, width)))
            return
        self.update(Content.assemble((cell_fit(self._left, room), "bold"), "  ", right))


class MessageLine(Static):
    """What just happened, and how to undo it; stays until the next thing happens."""

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self.text = ""

    def say(self, text: str, *, warning: bool = False) -> None:
        self.text = f"! {text}" if warning else text
        self.set_class(warning, "-warning")
        self.update(plain(self.text))


class KeyHints(Static):
    """At most eight keys: those that act here now."""

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._shown: tuple[str, ...] = ()

    def show(self, commands: Iterable[Command], keys: dict[str, str]) -> None:
        """`keys` gives the key in force of a command id where a person has changed it."""
        chosen = sorted((each for each in commands if each.footer), key=lambda each: each.footer)
        if len(chosen) > MOST_HINTS:
            chosen = [*chosen[: MOST_HINTS - 1], chosen[-1]]
        shown = tuple(f"{printed_key(keys.get(each.id, each.keys[0]))} {each.label}" for each in chosen)
        if shown != self._shown:
            self._shown = shown
            self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        parts: list[Content] = []
        room = self.size.width or 80
        *most, last = self._shown or ("",)
        room -= len(last) + 2
        for hint in most:
            if len(hint) + 2 > room:
                break
            room -= len(hint) + 2
            parts.append(_hint(hint))
        self.update(Content("  ").join([*parts, _hint(last)]))


def _hint(text: str) -> Content:
    key, _, label = text.partition(" ")
    return Content.assemble((key, "bold"), " ", label)
