"""The work queue: what there is to do, in working order, and every way to take it or pass it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import ClassVar

from textual.binding import BindingType

from tui_coder.domain.glass import LASTS, require_reason
from tui_coder.domain.queue_row import Listing, QueueRow
from tui_coder.domain.refusals import Malformed, NotAllowed
from tui_coder.domain.roles import Right
from tui_coder.domain.work import WorkState
from tui_coder.services import assigning, claiming, glass
from tui_coder.ui.commands import Command
from tui_coder.ui.conversations import take_over
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.queue.passing_on import PassingOn
from tui_coder.ui.queue.views import Views
from tui_coder.ui.widgets import ask
from tui_coder.ui.widgets.queue_table import queue_columns
from tui_coder.ui.widgets.work_table import WorkTable

_FINISHED = (WorkState.SUBMITTED, WorkState.CO_SIGN)
_NEEDS_ROW = frozenset({"give", "hold", "release", "skip", "wake", "dispute", "handoff", "recall", "take_over", "why"})
_CODERS_ONLY = frozenset({"give", "hold", "release", "skip", "wake", "recall"})


class QueueScreen(Views, PassingOn):
    SCOPE = "queue"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("queue")

    def on_mount(self) -> None:
        desk = self.workstation.at_work.desk
        self.wanted = Listing("my" if desk.actor.may(Right.CODE) else "all", person_id=desk.actor.id)
        self.table.set_columns(queue_columns(desk.today))
        self.table.focus()
        self._open_listing(self.wanted)

    # ---- the guard ---------------------------------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        if command.scope != self.SCOPE:
            return None
        actor = self.workstation.at_work.desk.actor
        if command.action == "next" and not actor.may(Right.CODE):
            return f"{actor.name} is an {actor.person.role} and does not take charts; Enter opens one to read."
        if command.action in _CODERS_ONLY and not actor.may(Right.CODE):
            return f"{actor.name} ({actor.person.role}) may not change whose work an item is."
        if command.action == "take_over" and not actor.may(Right.ASSIGN_OTHERS):
            return "Only a lead takes a chart out of somebody's hands."
        if command.action == "break_glass" and actor.person.every_client:
            return "You see every client's charts; there is no glass to break."
        if command.action == "go_on" and self.workstation.looking_back.left_off is None:
            return "No session of yours was cut off: there is nothing to go on with."
        row = self.table.cursor_row
        if command.action in _NEEDS_ROW and row is None:
            return "There is no row to act on here."
        if command.action == "wake" and row is not None and not self.table.tagged and row.state is not WorkState.HELD:
            return f"{row.account} is {row.state.label}; only an item on hold wakes."
        if command.action == "recall" and row is not None and row.state not in _FINISHED:
            return f"{row.account} is {row.state.label}; only what was submitted can be recalled."
        return None

    # ---- going on where one stopped ----------------------------------------------------------------------------------

    def scene(self) -> dict[str, object]:
        return {**super().scene(), "listing": asdict(self.wanted), "whose": self._whose}

    async def set_scene(self, scene: Mapping[str, object]) -> None:
        listing = scene.get("listing")
        if isinstance(listing, dict):
            self._open_listing(Listing(**listing), str(scene.get("whose", "")))
        await super().set_scene(scene)

    def action_go_on(self) -> None:
        self.errand(self.workstation.looking_back.go_on())

    # ---- taking work -------------------------------------------------------------------------------------------------

    def action_next(self) -> None:
        self.errand(self._next())

    async def _next(self) -> None:
        item = await self.workstation.errands.write(claiming.claim_next, self.workstation.at_work.desk)
        await self.workstation.open_chart(item.id)

    def on_work_table_opened(self, event: WorkTable.Opened) -> None:
        row = self.table.cursor_row
        if row is not None:
            self.errand(self._open(row))

    async def _open(self, row: QueueRow) -> None:
        """Open to work where that is possible, otherwise to read."""
        desk = self.workstation.at_work.desk
        mine = row.assignee in (None, desk.actor.name) and row.state in (WorkState.OPEN, WorkState.IN_WORK)
        if mine and desk.actor.may(Right.CODE):
            try:
                await self.workstation.errands.write(claiming.claim, desk, row.item_id)
            except NotAllowed as refusal:
                await self.workstation.open_chart(row.item_id, f"To read only: {refusal}")
                return
        await self.workstation.open_chart(row.item_id)

    def action_recall(self) -> None:
        row = self.table.cursor_row
        if row is not None:
            self.errand(self._recall(row))

    async def _recall(self, row: QueueRow) -> None:
        reason = await ask.text(self, f"Recall {row.account} because")
        if reason:
            await self.workstation.errands.write(assigning.recall, self.workstation.at_work.desk, row.item_id, reason)
            await self.workstation.open_chart(row.item_id, f"{row.account} is back in work with you.")

    def action_take_over(self) -> None:
        row = self.table.cursor_row
        if row is not None:
            self.errand(take_over(self, row.item_id, row.account, row.assignee or ""))

    def action_break_glass(self) -> None:
        self.errand(self._break_glass())

    async def _break_glass(self) -> None:
        """Ask for the exact account and a reason; the chart opens, to read."""
        account = await ask.text(self, "Break the glass for account", initial=self.wanted.filter)
        if account is None:
            return
        reason = await ask.text(self, f"Read {account} because", hint="leads see it", check=_fault_of_reason)
        if reason is None:
            return
        item = await self.workstation.errands.write(glass.break_glass, self.workstation.at_work.desk, account, reason)
        minutes = int(LASTS.total_seconds() // 60)
        await self.workstation.open_chart(item.id, f"You read {item.account} for {minutes} minutes; leads see that.")


def _fault_of_reason(typed: str) -> str | None:
    try:
        require_reason(typed)
    except Malformed as fault:
        return str(fault)
    return None
