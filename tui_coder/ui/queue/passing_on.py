"""Passing work on from the queue: the tagged items at once, or the highlighted one, and taking that back."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from tui_coder.domain.counting import count_of
from tui_coder.domain.queue_row import QueueRow
from tui_coder.domain.work import HoldReason
from tui_coder.services import assigning, queue_changes, skipping, turning_back, waking
from tui_coder.ui.conversations import ask_dispute, ask_hand_off, ask_hold, ask_skip, ask_wake
from tui_coder.ui.giving import give_items
from tui_coder.ui.queue.open_listing import OpenListing


class PassingOn(OpenListing):
    """Every way a row leaves the person's hands, or comes off hold."""

    def _chosen(self) -> list[int]:
        """The tagged items, or the highlighted one."""
        tagged = sorted(int(key) for key in self.table.tagged)
        row = self.table.cursor_row
        return tagged or ([row.item_id] if row else [])

    def action_give(self) -> None:
        self.errand(self._give(self._chosen()))

    async def _give(self, items: list[int]) -> None:
        given = await give_items(self, items)
        if given is not None:
            self._done(given.outcome, f"given to {given.to}")

    def action_release(self) -> None:
        self.errand(self._release(self._chosen()))

    async def _release(self, items: list[int]) -> None:
        outcome = await self.workstation.errands.write(assigning.release, self.workstation.at_work.desk, items)
        self._done(outcome, "released to the pool")

    def action_hold(self) -> None:
        self.errand(self._hold(self._chosen()))

    async def _hold(self, items: list[int]) -> None:
        desk = self.workstation.at_work.desk
        told = await ask_hold(self, desk.today)
        if told is not None:
            outcome = await self.workstation.errands.write(
                assigning.hold, desk, items, HoldReason(told.reason), told.until, told.note
            )
            self._done(outcome, f"on hold ({HoldReason(told.reason).label})")

    def action_wake(self) -> None:
        self.errand(self._wake(self._chosen()))

    async def _wake(self, items: list[int]) -> None:
        told = await ask_wake(self)
        if told is not None:
            act = waking.query_answered if told.answered else waking.wake
            outcome = await self.workstation.errands.write(act, self.workstation.at_work.desk, items, told.note)
            self._done(outcome, "off hold")

    def action_handoff(self) -> None:
        self.errand(self._hand_off(self._chosen()))

    async def _hand_off(self, items: list[int]) -> None:
        said = await ask_hand_off(self, items)
        if said:
            self.table.clear_tags()
            self.refresh_from_store()
            self.say(said)

    # ---- one row -----------------------------------------------------------------------------------------------------

    def action_skip(self) -> None:
        row = self.table.cursor_row
        if row is not None:
            self.errand(self._skip(row))

    async def _skip(self, row: QueueRow) -> None:
        reason = await ask_skip(self, row.account)
        if reason is not None:
            await self.workstation.errands.write(skipping.skip, self.workstation.at_work.desk, row.item_id, reason)
            self.refresh_from_store()
            self.say(f"{row.account} skipped ({reason}): n does not serve it to you again today.")

    def action_dispute(self) -> None:
        row = self.table.cursor_row
        if row is not None:
            self.errand(self._dispute(row))

    async def _dispute(self, row: QueueRow) -> None:
        said = await ask_dispute(self, row.item_id, row.account)
        if said:
            self.refresh_from_store()
            self.say(said)

    # ---- what became of it -------------------------------------------------------------------------------------------

    def _done(self, outcome: queue_changes.Outcome, what: str) -> None:
        """Say what happened to how many, why the rest was refused, and how to undo."""
        self.table.clear_tags()
        self.refresh_from_store()
        changed = [item.account for item in outcome.changed]
        parts = []
        if changed:
            whom = changed[0] if len(changed) == 1 else count_of(len(changed), "item")
            parts.append(f"{whom} {what} - u undoes")
        for refused in outcome.refused[:1]:
            more = f" (and {len(outcome.refused) - 1} more)" if len(outcome.refused) > 1 else ""
            parts.append(f"{refused.account} not: {refused.reason}{more}")
        parts += outcome.warnings[:1]
        troubled = bool(outcome.refused or outcome.warnings)
        self.say(". ".join(parts) or "Nothing changed.", warning=troubled)

    def undo(self) -> Coroutine[Any, Any, None]:
        return self._take_back("undo")

    def redo(self) -> Coroutine[Any, Any, None]:
        return self._take_back("redo")

    async def _take_back(self, what: str) -> None:
        act = turning_back.undo if what == "undo" else turning_back.redo
        label, outcome = await self.workstation.errands.write(act, self.workstation.at_work.desk)
        self._done(outcome, f"{'undone' if what == 'undo' else 'done again'}: {label}")
