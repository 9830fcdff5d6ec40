"""A sheet to read over the screen below: an item's history. Esc puts it away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui_coder.domain.audit import Event
from tui_coder.ui import phrases
from tui_coder.ui.widgets.chart_view import ChartView
from tui_coder.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from tui_coder.services.chart import Chart


class PaperScreen(WorkScreen):
    """Text with the same reading keys as a chart."""

    HINT: ClassVar[str] = "Esc goes back."

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,tab", "put_away", "back", show=False)]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def content(self) -> Iterable[Widget]:
        yield ChartView(id="paper")

    def on_mount(self) -> None:
        self.show_header(f" {self._title}")
        self.say(self.HINT)
        self.query_one(ChartView).open(self._text)
        self.query_one(ChartView).focus()

    def on_chart_view_said(self, event: ChartView.Said) -> None:
        self.say(event.text)

    def action_put_away(self) -> None:
        self.dismiss()


class LinesScreen(PaperScreen):
    """A sheet of which Enter chooses a line: `choose` gets its number, from 0, when the sheet is put away."""

    HINT = "Enter goes there, Esc goes back."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "choose", show=False, priority=True),
        Binding("escape,tab", "put_away", "back", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[str], choose: Callable[[int], None]) -> None:
        super().__init__(title, "\n".join(lines))
        self._choose = choose

    def action_choose(self) -> None:
        line = self.query_one(ChartView).cursor_line
        self.dismiss()
        self._choose(line)


def history_text(events: Sequence[Event], chart: Chart) -> str:
    """What happened to an item, newest first; then the notes, disputes and hand-offs on it."""
    lines = [f"{phrases.moment(each.at)}  {each.person:<12} {each.what}{_detail(each)}" for each in reversed(events)]
    if chart.notes:
        lines += ["", "NOTES"] + [f"{phrases.moment(note.at)}  {note.by}: {note.text}" for note in chart.notes]
    if chart.disputes:
        lines += ["", "DISPUTES"]
        for dispute in chart.disputes:
            lines.append(
                f"{dispute.code or 'whole item'}: {dispute.kind.label}, {dispute.state.label}, owner {dispute.owner}"
            )
            lines += [f"  {phrases.moment(s.at)}  {s.by}: {s.state.label} {s.note}" for s in dispute.history]
    if chart.hand_offs:
        lines += ["", "HAND-OFFS"]
        for entry in chart.hand_offs:
            lines.append(f"{phrases.moment(entry.written_at)}  {entry.sender} to {entry.receiver}: {entry.summary}")
            if entry.readback:
                lines.append(f"  read back {phrases.moment(entry.accepted_at)}: {entry.readback}")
    return "\n".join(lines)


def _detail(event: Event) -> str:
    told = [str(event.after[key]) for key in ("assignee", "to", "reason", "until", "rule") if event.after.get(key)]
    return f" ({', '.join(dict.fromkeys(told))})" if told else ""
