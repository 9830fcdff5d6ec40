"""Finishing: submit and go on, hold, release, dispute, hand off, note, history."""

from __future__ import annotations

from tui_coder.domain.findings import Status
from tui_coder.domain.refusals import Blocked, NothingEligible
from tui_coder.domain.work import HoldReason, WorkState
from tui_coder.services import assigning, checking, claiming, co_signing, queue_changes, skipping
from tui_coder.services import chart as charts
from tui_coder.ui.conversations import ask_dispute, ask_hand_off, ask_hold, ask_skip, take_over
from tui_coder.ui.note import NoteScreen
from tui_coder.ui.paper import PaperScreen, history_text
from tui_coder.ui.widgets import ask
from tui_coder.ui.work_screen import WorkScreen
from tui_coder.ui.workbench.open_chart import OpenChart


class Finishing(OpenChart):
    """Every way a chart leaves the workbench, and what is written about it."""

    def action_submit(self) -> None:
        self.errand(self._submit())

    async def _submit(self) -> None:
        app, house = self.workstation, self.workstation.at_work
        assert self.chart is not None
        account = self.chart.item.account
        if not house.books.built:
            self.say("The code book is still being built; the checks need it before you can submit.", warning=True)
            return
        try:
            done, found = await app.errands.write(
                checking.submit, house.desk, house.books, self.item_id, self.chart.item.version
            )
        except Blocked as blocked:
            await self._look_again()
            if self.findings:
                self.action_findings()
            self.say(str(blocked), warning=True)
            return
        unchecked = sum(each.status is Status.NOT_CHECKED for each in found)
        what = "waits for its co-sign" if done.state is WorkState.CO_SIGN else "submitted"
        said = f"{account} {what}{f', {unchecked} not checked' if unchecked else ''}."
        await self._go_on(said)

    async def _go_on(self, said: str) -> None:
        """The next chart, or the queue where there is none."""
        app = self.workstation
        try:
            item = await app.errands.write(claiming.claim_next, app.at_work.desk)
        except NothingEligible as nothing:
            app.back_to_queue()
            if isinstance(app.screen, WorkScreen):
                app.screen.say(f"{said} {nothing}")
            return
        await app.open_chart(item.id, said)

    def action_co_sign(self) -> None:
        self.errand(self._co_sign())

    async def _co_sign(self) -> None:
        desk = self.workstation.at_work.desk
        self._leave_with(await self.workstation.errands.write(co_signing.co_sign, desk, [self.item_id]), "co-signed")

    def action_send_back(self) -> None:
        self.errand(self._send_back())

    async def _send_back(self) -> None:
        assert self.chart is not None
        item, desk = self.chart.item, self.workstation.at_work.desk
        reason = await ask.text(
            self, f"Send {item.account} back to {item.assignee} because", hint="what is to be mended"
        )
        if reason is not None:
            outcome = await self.workstation.errands.write(co_signing.send_back, desk, [self.item_id], reason)
            self._leave_with(outcome, "sent back")

    def action_hold(self) -> None:
        self.errand(self._hold())

    async def _hold(self) -> None:
        desk = self.workstation.at_work.desk
        told = await ask_hold(self, desk.today)
        if told is None:
            return
        reason = HoldReason(told.reason)
        outcome = await self.workstation.errands.write(
            assigning.hold, desk, [self.item_id], reason, told.until, told.note
        )
        until = f" until {told.until}" if told.until else ""
        self._leave_with(outcome, f"on hold{until} ({reason.label})")

    def action_release(self) -> None:
        self.errand(self._release())

    async def _release(self) -> None:
        outcome = await self.workstation.errands.write(assigning.release, self.workstation.at_work.desk, [self.item_id])
        self._leave_with(outcome, "is back in the pool")

    def action_take_over(self) -> None:
        assert self.chart is not None
        item = self.chart.item
        self.errand(take_over(self, item.id, item.account, item.assignee or ""))

    def action_skip(self) -> None:
        self.errand(self._skip())

    async def _skip(self) -> None:
        assert self.chart is not None
        account = self.chart.item.account
        reason = await ask_skip(self, account)
        if reason is not None:
            app = self.workstation
            await app.errands.write(skipping.skip, app.at_work.desk, self.item_id, reason)
            await self._go_on(f"{account} skipped ({reason}).")

    def _leave_with(self, outcome: queue_changes.Outcome, what: str) -> None:
        if outcome.refused:
            self.say(outcome.refused[0].reason, warning=True)
            return
        app = self.workstation
        app.back_to_queue()
        if isinstance(app.screen, WorkScreen):
            app.screen.say(f"{outcome.changed[0].account} {what} - u undoes")

    def action_dispute(self) -> None:
        self.errand(self._dispute())

    async def _dispute(self) -> None:
        assert self.chart is not None
        current = self.code_list.current
        code = current.printed if current else ""
        said = await ask_dispute(self, self.item_id, self.chart.item.account, code)
        if said:
            await self._look_again()
            self.say(said)

    def action_handoff(self) -> None:
        self.errand(self._hand_off())

    async def _hand_off(self) -> None:
        said = await ask_hand_off(self, [self.item_id])
        if said:
            app = self.workstation
            app.back_to_queue()
            if isinstance(app.screen, WorkScreen):
                app.screen.say(said)

    def action_note(self) -> None:
        self.errand(self._note())

    async def _note(self) -> None:
        await self._look_again()
        assert self.chart is not None
        text = self.chart.note if self.chart.draft is None else self.chart.draft
        await self.app.push_screen(NoteScreen(self, self.item_id, self.chart.item.account, text))

    def action_history(self) -> None:
        self.errand(self._history())

    async def _history(self) -> None:
        app = self.workstation
        assert self.chart is not None
        events = await app.errands.read(charts.history, app.at_work.desk, self.item_id)
        await app.push_screen(PaperScreen(f"History of {self.chart.item.account}", history_text(events, self.chart)))
