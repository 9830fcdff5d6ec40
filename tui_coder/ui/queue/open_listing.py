"""The listing on the queue screen: which rows it shows, what the header counts, and the highlighted row's preview."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui_coder.domain.counting import count_of
from tui_coder.domain.queue_row import Listing, QueueRow, View
from tui_coder.domain.roles import Right
from tui_coder.services import chart, queue, waking
from tui_coder.ui import phrases
from tui_coder.ui.safe import cell_fit, plain
from tui_coder.ui.widgets.queue_table import queue_columns, queue_pages
from tui_coder.ui.widgets.row_list import Keep
from tui_coder.ui.widgets.work_table import WorkTable
from tui_coder.ui.work_screen import WorkScreen

_VIEW_NAMES: dict[View, str] = {
    "my": "1 My work", "pool": "2 Pool", "overdue": "3 Overdue", "held": "4 Held", "returned": "5 Sent back",
    "all": "6 All",
}  # fmt: skip
_EMPTY = {
    "my": "Nothing is assigned to you. n takes the next chart from the pool.",
    "pool": "The pool is empty.",
    "overdue": "Nothing is overdue.",
    "held": "Nothing is on hold.",
    "returned": "Nothing was sent back to you.",
    "disputed": "Nothing is disputed.",
    "co_sign": "Nothing waits for a co-sign.",
}


_WHOLE = " w: all of it"
"""Stands behind the reasons of a row where they are cut."""


class OpenListing(WorkScreen):
    """One listing of work items on the screen."""

    NAME = "Queue"

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Listing("my")
        self._whose = ""
        self._shows_preview = True
        self._co_signs = 0

    def content(self) -> Iterable[Widget]:
        yield Static("", id="views", markup=False)
        yield WorkTable(queue_columns(date.today()), id="work")
        yield Static("", id="preview", markup=False)

    @property
    def table(self) -> WorkTable[QueueRow]:
        return self.query_one(WorkTable)

    def refresh_from_store(self) -> None:
        self.table.reload(keep=True)
        self._show_preview(self.table.cursor_row)
        self._count()

    def _open_listing(self, wanted: Listing, whose: str = "", keep: Keep = "nothing") -> None:
        self.wanted, self._whose = wanted, whose
        self.table.empty = plain(self._nothing_here())
        self.table.show(queue_pages(self.workstation.at_work.desk, wanted), keep=keep)
        self._show_views(None)
        self._count()

    def _nothing_here(self) -> str:
        if self.wanted.filter:
            return f"No row here has the words '{self.wanted.filter}'. Esc in the filter (/) clears it."
        if self.wanted.view == "my" and not self.workstation.at_work.desk.actor.may(Right.CODE):
            return "You take no charts. 6 shows every item, g d the disputes."
        return _EMPTY.get(self.wanted.view, "There are no items. Import charts with: tui-coder import FOLDER")

    # ---- what the header counts --------------------------------------------------------------------------------------

    def _count(self) -> None:
        desk, wanted = self.workstation.at_work.desk, self.wanted
        self.look_up("count", lambda: (queue.counts(desk), queue.count(desk, wanted)), self._show_counts)
        self.look_up("wake", lambda: waking.wake_due(desk), self._show_woken)

    def _show_woken(self, woken: int) -> None:
        """Holds end while somebody looks; the log tells others, this tells me."""
        if woken:
            self.refresh_from_store()

    def _show_counts(self, found: tuple[queue.Counts, int]) -> None:
        counts, total = found
        self._co_signs = counts.co_signs
        waiting = f"   co-sign {counts.co_signs:,}" if counts.co_signs else ""
        waiting += f"   glass {counts.glass:,} ◂" if counts.glass else ""
        waiting += f"   hand-offs {counts.hand_offs} ◂" if counts.hand_offs else ""
        waiting += f"   late hand-offs {counts.late_hand_offs} ‼" if counts.late_hand_offs else ""
        self.show_header(
            f" {self.NAME}   {self._who()}   {self._where()}",
            f"mine {counts.mine:,}   pool {counts.pool:,}   overdue {counts.overdue:,}   held {counts.held:,}   "
            f"disputes {counts.disputed:,}{waiting} ",
        )
        self.table.set_total(total)
        self._show_views(total)

    def _who(self) -> str:
        person = self.workstation.at_work.desk.actor.person
        return " · ".join(filter(None, [person.name, person.role.value, phrases.stands_for(person)]))

    def _where(self) -> str:
        return self.workstation.at_work.settings.place.name

    def _show_views(self, total: int | None) -> None:
        shows = self._co_signs or self.wanted.view == "co_sign"
        offered = {**_VIEW_NAMES, "co_sign": "8 Co-sign"} if shows else _VIEW_NAMES
        names = [(name, "reverse" if view == self.wanted.view else "") for view, name in offered.items()]
        if self._whose or self.wanted.view not in offered:
            names.append((f" {self._whose or self.wanted.view} ", "reverse"))
        row = Content("  ").join(plain(name, style) for name, style in names)
        parts = [f"filter {self.wanted.filter}"] if self.wanted.filter else []
        parts += [f"by {self.wanted.order}"] if self.wanted.order != "working" else []
        parts += [count_of(total, "item")] if total is not None else []
        right = "   ".join(parts)
        room = max(1, (self.size.width or 80) - row.cell_length - len(right) - 2)
        self.query_one("#views", Static).update(Content.assemble(" ", row, " " * room, plain(right)), layout=False)

    def on_resize(self) -> None:
        self._show_views(self.table.total)

    # ---- the highlighted row -----------------------------------------------------------------------------------------

    def on_work_table_highlighted(self, event: WorkTable.Highlighted) -> None:
        self._show_preview(self.table.cursor_row)
        self.show_hints()

    def _show_preview(self, row: QueueRow | None) -> None:
        shown = self.query_one("#preview", Static)
        shown.display = self._shows_preview and row is not None
        if row is None or not shown.display:
            return
        desk, item_id = self.workstation.at_work.desk, row.item_id

        def show(found: tuple[list[str], str]) -> None:
            told, overview = found
            width = self.size.width - 2
            why = f" why here: {', '.join(told)}"
            if cell_len(why) > width:
                why = f"{cell_fit(why, width - len(_WHOLE)).rstrip()}{_WHOLE}"
            lines = [f" {row.patient or 'no name'} · {overview}", why]
            shown.update(Content("\n").join(plain(cell_fit(line, width)) for line in lines), layout=False)

        self.look_up("preview", lambda: (queue.why(desk, item_id), chart.overview(desk, item_id)), show)

    def action_preview(self) -> None:
        self._shows_preview = not self._shows_preview
        self._show_preview(self.table.cursor_row)

    def action_why(self) -> None:
        row = self.table.cursor_row
        if row is not None:
            self.errand(self._why(row))

    async def _why(self, row: QueueRow) -> None:
        desk = self.workstation.at_work.desk
        reasons = await self.workstation.errands.read(queue.why, desk, row.item_id)
        self.say(f"{row.account}: {', '.join(reasons)}.")
