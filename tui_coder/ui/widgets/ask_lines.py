"""What a question is made of: a line to type in, choices that wrap, people to filter, lines to read.

Each takes its keys itself, at once: what a key does must be done before the next one is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from tui_coder.domain.shares import fit
from tui_coder.domain.text import canonical
from tui_coder.ui.safe import cell_fit, plain
from tui_coder.ui.widgets.text_line import TextLine

Keys = Mapping[str, Callable[[], None]]

MOST_PEOPLE = 8
"""Lines of people shown at once."""
WORK_LINES = 8
"""Lines that a question leaves of the terminal, for the work above it and its own prompt."""


def _take(event: events.Key, keys: Keys) -> bool:
    """Do what the key means here; whether it means anything."""
    act = keys.get(event.key)
    if act is None:
        return False
    event.stop()
    event.prevent_default()
    act()
    return True


def _one_line(text: str) -> str:
    """Typed or pasted text as it is kept: control characters shown, never obeyed; lines joined by spaces."""
    return " ".join(canonical(text).text.replace("\t", " ").split("\n"))


class LineInput(TextLine):
    """The line of a question. What stands there at first is `replaced` by what is typed, or gone on with."""

    def __init__(self, initial: str, keys: Keys, *, replaced: bool = True) -> None:
        super().__init__(_one_line(initial), select_on_focus=replaced)
        self._keys = keys

    async def _on_key(self, event: events.Key) -> None:
        _take(event, self._keys)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()  # the stock one keeps the first line only, control characters and all
        start, end = self.selection
        self.replace(_one_line(event.text.strip("\r\n")), min(start, end), max(start, end))


class PreviewLines(Widget, can_focus=True):
    """Lines to read before one says yes; they scroll where they are more than fit."""

    def __init__(self, content: Content, keys: Keys) -> None:
        super().__init__()
        self._content = content
        self._top = 0
        self._keys: Keys = {
            **keys, "down": lambda: self._scroll(1), "up": lambda: self._scroll(-1),
            "pagedown": lambda: self._scroll(self.size.height), "pageup": lambda: self._scroll(-self.size.height),
        }  # fmt: skip

    def on_key(self, event: events.Key) -> None:
        _take(event, self._keys)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, min(len(self._content.wrap(width)), viewport.height - WORK_LINES))

    def render(self) -> Content:
        lines = self._content.wrap(self.size.width)
        return Content("\n").join(lines[self._top : self._top + self.size.height])

    def _scroll(self, by: int) -> None:
        last = len(self._content.wrap(self.size.width)) - self.size.height
        self._top = max(0, min(self._top + by, last))
        self.refresh()


class ChoiceLines(Widget, can_focus=True):
    """Choices side by side, wrapped to the width; a key each, and a cursor."""

    GAP = 3
    place: reactive[int] = reactive(0)

    def __init__(self, choices: Sequence[tuple[str, str]], answer: Callable[[int | None], None]) -> None:
        """`choices` are keys and labels; `answer` gets the place of the one picked, None when left."""
        super().__init__()
        if len({key for key, _ in choices}) < len(choices):
            raise ValueError(f"two choices have the same key: {' '.join(key for key, _ in choices)}")
        self._choices = tuple((key, label) for key, label in choices)
        self._answer = answer

    def on_key(self, event: events.Key) -> None:
        picked = [place for place, (key, _) in enumerate(self._choices) if event.character == key]
        keys: dict[str, Callable[[], None]] = {
            "left": lambda: self._step(-1), "right": lambda: self._step(1), "up": lambda: self._change_line(-1),
            "down": lambda: self._change_line(1), "enter": self._take_highlighted,
            "escape": lambda: self._answer(None),
        }  # fmt: skip
        if picked:
            event.stop()
            self._answer(picked[0])
        else:
            _take(event, keys)

    def _take_highlighted(self) -> None:
        if self._choices:
            self._answer(self.place)

    def _step(self, by: int) -> None:
        self.place = (self.place + by) % max(1, len(self._choices))

    def _change_line(self, by: int) -> None:
        lines = self._lines(self.size.width)
        line = next(number for number, places in enumerate(lines) if self.place in places)
        if 0 <= line + by < len(lines):
            column = lines[line].index(self.place)
            target = lines[line + by]
            self.place = target[min(column, len(target) - 1)]

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        lines = (
            Content(" " * (self.GAP - 1)).join(self._drawn(place) for place in places)
            for places in self._lines(self.size.width)
        )
        return Content("\n").join(lines)

    def _drawn(self, place: int) -> Content:
        key, label = self._choices[place]
        label = cell_fit(label, min(cell_len(label), max(1, self.size.width - cell_len(key) - 3)))
        if place == self.place:
            return Content.assemble(("▸", "bold"), plain(f"{key} {label}", "reverse"))
        return Content.assemble(" ", plain(key, "bold"), " ", plain(label))

    def _lines(self, width: int) -> list[list[int]]:
        """The places of the choices, line by line."""
        lines: list[list[int]] = [[]]
        used = 0
        for place, (key, label) in enumerate(self._choices):
            cells = 1 + cell_len(key) + 1 + cell_len(label) + self.GAP - 1
            if lines[-1] and used + cells > width + self.GAP - 1:
                lines.append([])
                used = 0
            lines[-1].append(place)
            used += cells
        return lines


class PersonLines(Widget):
    """People, the ones that fit the letters best first; one highlighted."""

    def __init__(self, people: Sequence[tuple[str, str]]) -> None:
        """`people` are names and details."""
        super().__init__()
        self._people = dict(people)
        self._shown = list(self._people)
        self._place = 0

    @property
    def highlighted(self) -> str | None:
        return self._shown[self._place] if self._shown else None

    def filter_by(self, letters: str, without: Collection[str] = ()) -> None:
        people = [name for name in self._people if name not in without]
        ranked = [(rank, name) for name in people if (rank := fit(letters, name)) is not None]
        self._shown = [name for _, name in sorted(ranked, key=lambda each: each[0])]
        self._place = 0
        self.refresh()

    def move(self, by: int) -> None:
        self._place = max(0, min(self._place + by, len(self._shown) - 1))
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        # As many as there are people, whoever fits: the lines above must not jump while one types.
        return max(1, min(len(self._people), MOST_PEOPLE, viewport.height - WORK_LINES))

    def render(self) -> Content:
        height = max(1, self.size.height)
        top = max(0, min(self._place - height + 1, len(self._shown) - height))
        shown = self._shown[top : top + height]
        return Content("\n").join(self._line(name) for name in shown) if shown else plain("nobody", "dim")

    def _line(self, name: str) -> Content:
        widest = min(24, max(cell_len(each) for each in self._people))
        at_cursor = name == self.highlighted
        mark = "▸ " if at_cursor else "  "
        told = f"{cell_fit(name, widest)}  {self._people[name]}"
        line = cell_fit(f"{mark} {told}", self.size.width)
        return plain(line, "reverse" if at_cursor else "")
