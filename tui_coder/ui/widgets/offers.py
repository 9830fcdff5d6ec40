"""What the code line offers under the typed text: hits, the codes below a header, the next characters of a code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widgets import Static

from tui_coder.domain.codebook import Hit
from tui_coder.ui.safe import cell_fit, plain
from tui_coder.ui.widgets.wrap import wrap

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


class OfferList(Static):
    """The offers around the highlighted one, whose whole title and facts are shown."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._offers: Sequence[Offer] = ()
        self._at = 0
        self._notice = ""

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
        if not self._offers:
            self.update(plain(self._notice, "dim"), layout=False)
            return
        height, width = max(1, self.size.height or 8), max(24, self.size.width or 40)
        whole = list(self._whole(self._offers[self._at], width))
        others = max(0, height - len(whole))
        first = max(0, min(self._at - others // 2, len(self._offers) - others - 1))
        rows: list[Content] = []
        for place, offer in enumerate(self._offers[first : first + others + 1], start=first):
            rows.extend(whole if place == self._at else [self._row(offer, width)])
        self.update(Content("\n").join(rows[:height]), layout=False)

    def _row(self, offer: Offer, width: int) -> Content:
        return _line(" ", offer, offer.title, width, bold=False)

    def _whole(self, offer: Offer, width: int) -> Iterator[Content]:
        """The highlighted offer: as many rows as its title needs, then what is unusual about it."""
        room = width - CODE_WIDTH - 4 - len(offer.mark)
        rows = wrap(offer.title, (0,), room)
        first, *parts = (offer.title[start:end].strip() for start, end in zip(rows.starts, rows.ends, strict=True))
        yield _line("▸", offer, first, width, bold=True)
        indent = " " * (CODE_WIDTH + 3)
        for part in parts[: MOST_TITLE_ROWS - 1]:
            yield plain(cell_fit(f"{indent}{part}", width), "bold")
        if offer.facts:
            yield plain(cell_fit(f"{indent}{offer.facts}", width), "dim")


def _line(pointer: str, offer: Offer, title: str, width: int, *, bold: bool) -> Content:
    code = f"{offer.printed}{offer.state}".ljust(CODE_WIDTH)
    text = cell_fit(f"{pointer} {code} {title}", max(10, width - len(offer.mark) - 1))
    return Content.assemble((text, "bold" if bold else ""), " ", (offer.mark, "dim"))
