"""What the code line offers under the typed text: hits, the codes below a header, the next characters of a code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui_coder.domain.codebook import Hit
from tui_coder.ui.safe import cell_fit
from tui_coder.ui.widgets.wrap import wrap

Look = Literal["", "bold", "dim"]
Row = tuple[tuple[str, Look], ...]
"""A line as it is drawn: texts beside one another, and how each looks."""

_LOOK = {"bold": Style(bold=True), "dim": Style(dim=True)}


CODE_WIDTH = 10
MOST_TITLE_ROWS = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """One line. Enter posts `hit`; where `opens` is given it is typed instead, and what lies below it is offered.

    Where `types` is given it becomes the whole line, and coding goes on from there.

    `state` is a short mark told by glyph, not colour; `facts` say in words what is unusual about the code.
    """

    printed: str
    title: str
    mark: str = ""
    state: str = ""
    facts: str = ""
    hit: Hit | None = None
    opens: str = ""
    types: str = ""


class OfferList(Widget):
    """The offers around the highlighted one, whose whole title and facts are shown.

    It is painted at every key, so it draws its rows itself, and only those that changed.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._offers: Sequence[Offer] = ()
        self._at = 0
        self._notice = ""
        self._rows: Sequence[Row] = ()

    @property
    def current(self) -> Offer | None:
        return self._offers[self._at] if self._offers else None

    @property
    def at(self) -> int:
        """The highlighted one, counted from 0."""
        return self._at

    @property
    def offers(self) -> Sequence[Offer]:
        return self._offers

    def show(self, offers: Sequence[Offer], notice: str) -> None:
        """Show others, the first highlighted; the notice stands where there are none."""
        self._offers, self._at, self._notice = offers, 0, notice
        self.paint()

    def highlight(self, printed: str) -> None:
        """Highlight the offer of a code; where it is no longer offered, the first stays highlighted."""
        places = [place for place, each in enumerate(self._offers) if each.printed == printed]
        self.step(places[0] - self._at if places else 0)

    def step(self, by: int) -> None:
        if self._offers:
            self._at = max(0, min(len(self._offers) - 1, self._at + by))
            self.paint()

    def on_resize(self) -> None:
        self.paint()

    def paint(self) -> None:
        height, width = max(1, self.size.height or 8), max(24, self.size.width or 40)
        rows = list(islice(self._drawn(height, width), height))
        changed = [y for y, (before, now) in enumerate(zip_longest(self._rows, rows)) if before != now]
        self._rows = rows
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        style = self.visual_style.rich_style
        parts = self._rows[y] if y < len(self._rows) else ()
        segments = [Segment(text, style + _LOOK[look] if look else style) for text, look in parts]
        return Strip(segments).adjust_cell_length(self.size.width, style)

    def _drawn(self, height: int, width: int) -> Iterator[Row]:
        if not self._offers:
            for line in self._notice.split("\n"):
                yield from (((words, "dim"),) for words in _wrapped(line, width))
            return
        whole = list(_whole(self._offers[self._at], width))
        others = max(0, height - len(whole))
        first = max(0, min(self._at - others // 2, len(self._offers) - others - 1))
        for place, offer in enumerate(self._offers[first : first + others + 1], start=first):
            if place == self._at:
                yield from whole
            else:
                yield _row(" ", offer, offer.title, width, "")


def _whole(offer: Offer, width: int) -> Iterator[Row]:
    """The highlighted offer: as many rows as its title needs, then what is unusual about it."""
    first, *more = _wrapped(offer.title, width - CODE_WIDTH - 4 - len(offer.mark))
    yield _row("▸", offer, first, width, "bold")
    indent = " " * (CODE_WIDTH + 3)
    for part in more[: MOST_TITLE_ROWS - 1]:
        yield ((cell_fit(f"{indent}{part}", width), "bold"),)
    if offer.facts:
        yield ((cell_fit(f"{indent}{offer.facts}", width), "dim"),)


def _row(pointer: str, offer: Offer, title: str, width: int, look: Look) -> Row:
    code = f"{offer.printed}{offer.state}".ljust(CODE_WIDTH)
    text = cell_fit(f"{pointer} {code} {title}", max(10, width - len(offer.mark) - 1))
    return ((text, look), (" ", ""), (cell_fit(offer.mark, cell_len(offer.mark)), "dim"))


def _wrapped(text: str, width: int) -> list[str]:
    """At least one row."""
    rows = wrap(text, (0,), width)
    return [text[start:end].strip() for start, end in zip(rows.starts, rows.ends, strict=True)] or [""]
