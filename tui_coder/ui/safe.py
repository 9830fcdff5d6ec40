"""The one place that turns stored strings into what the terminal draws: never markup, never control characters."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from tui_coder.domain.text import PICTURES

_NEVER = dict.fromkeys(PICTURES, "�") | {ord("\t"): " "}
_NEVER_IN_A_LINE = _NEVER | {ord("\n"): "\ufffd"}


def plain(text: str, style: str = "") -> Content:
    """Text as it is stored: `[CC]`, `[/b]` and `[@click=...]` are shown, not obeyed."""
    return Content.styled(text.translate(PICTURES), style) if style else Content(text.translate(PICTURES))


def cell_fit(text: str, width: int) -> str:
    """Cut or padded to exactly `width` cells; what is cut ends in an ellipsis."""
    flat = text.translate(_NEVER_IN_A_LINE)
    if width <= 0:
        return ""
    if cell_len(flat) <= width:
        return set_cell_size(flat, width)
    return set_cell_size(set_cell_size(flat, width - 1).rstrip() + "…", width)


class HostileTextFilter(LineFilter):
    """The last wall: whatever a widget drew, no control, bidi or hidden character reaches the terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment
            if segment.control or (segment.text.isascii() and segment.text.isprintable())
            else Segment(segment.text.translate(_NEVER_IN_A_LINE), segment.style)
            for segment in segments
        ]
