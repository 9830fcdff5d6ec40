"""Broken glass: who read a chart of a client that is not theirs, and why; a lead looks at each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from tui_coder.domain.counting import count_of
from tui_coder.domain.glass import BrokenGlass
from tui_coder.domain.roles import Right
from tui_coder.services import glass
from tui_coder.ui import phrases
from tui_coder.ui.commands import Command
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.safe import plain
from tui_coder.ui.widgets.pages import Listed, SequenceSource
from tui_coder.ui.widgets.work_table import Column, WorkTable
from tui_coder.ui.work_screen import Meanings, WorkScreen


class GlassScreen(WorkScreen):
    SCOPE = "glass"
    NAME = "Broken glass"
    MEANS_HERE: ClassVar[Meanings] = {"table.open": ("chart", "Open the chart that was read.")}
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("glass")

    def __init__(self) -> None:
        super().__init__()
        self._seen_too = False

    def content(self) -> Iterable[Widget]:
        yield WorkTable(_columns(), id="work")
        yield Static("", id="unfolded", markup=False)

    @property
    def table(self) -> WorkTable[Listed[BrokenGlass]]:
        return self.query_one(WorkTable)

    @property
    def current(self) -> BrokenGlass | None:
        row = self.table.cursor_row
        return row.value if row is not None else None

    def on_mount(self) -> None:
        self.table.focus()

    def refresh_from_store(self) -> None:
        self.errand(self._load(), looks=True)

    async def _load(self) -> None:
        app = self.workstation
        is_latest = self.begin_look()
        found = await app.errands.read(glass.broken, app.at_work.desk, seen_too=self._seen_too)
        if not is_latest():
            return
        not_seen = "" if self._seen_too else " that a lead has not looked at. c shows all"
        self.table.empty = plain(f"No glass was broken{not_seen}.")
        self.table.show(SequenceSource(found, lambda each: each.id), keep="place")
        self.table.set_total(len(found))
        kind = "all" if self._seen_too else "not looked at"
        self.show_header(f" {self.NAME}   {kind}", f"{count_of(len(found), 'chart')} ")

    def on_work_table_highlighted(self, event: WorkTable.Highlighted) -> None:
        entry = self.current
        told = ""
        if entry is not None:
            seen = f"{entry.seen_by} has looked at it." if entry.seen_by else "No lead has looked at it yet."
            told = f"{entry.person} read {entry.account} of {entry.client}: {entry.reason}\n{seen}"
        self.query_one("#unfolded", Static).update(plain(told))
        self.show_hints()

    def why_not(self, command: Command) -> str | None:
        if command.scope != self.SCOPE or command.action != "seen":
            return None
        entry, actor = self.current, self.workstation.at_work.desk.actor
        if entry is None:
            return "There is no broken glass to look at here."
        if not actor.may(Right.GLASS):
            return f"{actor.name} ({actor.person.role}) reads this list; a lead looks after broken glass."
        if entry.seen_by:
            return f"{entry.seen_by} has looked at it already."
        return "You broke it yourself; another lead looks at that." if entry.person == actor.name else None

    def on_work_table_opened(self, event: WorkTable.Opened) -> None:
        if self.current is not None:
            self.errand(self.workstation.open_chart(self.current.item_id))

    def action_seen(self) -> None:
        if self.current is not None:
            self.errand(self._seen(self.current))

    async def _seen(self, entry: BrokenGlass) -> None:
        app = self.workstation
        await app.errands.write(glass.mark_seen, app.at_work.desk, [entry.id])
        await self._load()
        self.say(f"You have looked at it: {entry.person} read {entry.account}.")

    def action_closed(self) -> None:
        self._seen_too = not self._seen_too
        self.refresh_from_store()


def _columns() -> list[Column[Listed[BrokenGlass]]]:
    return [
        Column(key="state", title="", cell=lambda row: " " if row.value.seen_by else "◂", width=1),
        Column(key="at", title="Broken", cell=lambda row: phrases.moment(row.value.at), width=11),
        Column(key="who", title="Who", cell=lambda row: row.value.person, min=5, max=12),
        Column(key="account", title="Account", cell=lambda row: row.value.account, min=10, max=14),
        Column(key="client", title="Client", cell=lambda row: row.value.client, min=8, max=18),
        Column(key="seen", title="Seen by", cell=lambda row: row.value.seen_by or "-", min=7, max=12),
        Column(key="reason", title="Reason", cell=lambda row: row.value.reason, min=14, max=60),
    ]
