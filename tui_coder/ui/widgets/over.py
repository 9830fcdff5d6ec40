"""What stands over the last lines of a screen: a question, a note, a form."""

from __future__ import annotations

from typing import TypeVar

from textual.containers import Vertical
from textual.screen import ModalScreen

from tui_coder.ui.widgets.lines import MessageLine

Answer = TypeVar("Answer")


class Over(ModalScreen[Answer]):
    """Covers the message line of the screen below, so what is said there meanwhile stands on top of its own lines."""

    def __init__(self) -> None:
        super().__init__(classes="-over")

    def tell(self, text: str, *, warning: bool) -> None:
        """Show what the screen below was just told."""
        box = next(iter(self.query(Vertical)), None)
        if box is None or not box.is_attached:
            return  # it is about to come or to go, and covers the line below for a moment only
        line = next(iter(box.query(MessageLine)), None)
        if line is None:
            line = MessageLine()
            box.mount(line, before=0)
        line.say(text, warning=warning)
