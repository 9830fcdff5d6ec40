"""Choosing what the queue lists: a view, a filter, an order, one person's items, and the views a person keeps."""

from __future__ import annotations

from dataclasses import replace

from tui_coder.domain.queue_row import ORDERS, Listing, View
from tui_coder.services import glass, queue
from tui_coder.ui.queue.open_listing import OpenListing
from tui_coder.ui.widgets import ask


class Views(OpenListing):
    """Every way to another listing."""

    def _view(self, view: View) -> None:
        desk = self.workstation.at_work.desk
        self._open_listing(replace(self.wanted, view=view, person_id=desk.actor.id))

    def action_view_my(self) -> None:
        self._view("my")

    def action_view_pool(self) -> None:
        self._view("pool")

    def action_view_overdue(self) -> None:
        self._view("overdue")

    def action_view_held(self) -> None:
        self._view("held")

    def action_view_returned(self) -> None:
        self._view("returned")

    def action_view_all(self) -> None:
        self._view("all")

    def action_view_co_sign(self) -> None:
        self._view("co_sign")

    # ---- narrowed and sorted -----------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        self.errand(self._filter())

    async def _filter(self) -> None:
        before = self.wanted.filter

        def narrow(typed: str) -> None:
            self._open_listing(replace(self.wanted, filter=typed.strip()), self._whose)

        typed = await ask.text(
            self, "Filter", initial=before, required=False, on_change=narrow, hint="words of patient, account, payer"
        )
        narrow(typed or "")
        hidden = await self.workstation.errands.read(glass.behind, self.workstation.at_work.desk, typed or "")
        if hidden is not None:
            self.say(f"{hidden.account} is a chart of {hidden.client}, not of your clients; X breaks the glass.")

    def action_sort(self) -> None:
        self.errand(self._sort())

    async def _sort(self) -> None:
        choices = [ask.Choice(order[0], order, order) for order in ORDERS]
        order = await ask.choice(self, "Sort by", choices)
        if order is not None:
            self._open_listing(replace(self.wanted, order=order), self._whose, keep="row")

    # ---- kept views, and one person's items --------------------------------------------------------------------------

    def action_view_saved(self) -> None:
        self.errand(self._view_saved())

    async def _view_saved(self) -> None:
        desk = self.workstation.at_work.desk
        saved = await self.workstation.errands.read(queue.saved_views, desk)
        offered = {**saved, "disputed": Listing("disputed"), "submitted": Listing("submitted")}
        choices = [ask.Choice(key, name, name) for key, name in zip("123456789abcdefghijkl", offered, strict=False)]
        name = await ask.choice(self, "View", choices)
        if name is not None:
            self._open_listing(offered[name], name)

    def action_save_view(self) -> None:
        self.errand(self._save_view())

    async def _save_view(self) -> None:
        name = await ask.text(self, "Keep this view as")
        if name:
            await self.workstation.errands.write(queue.save_view, self.workstation.at_work.desk, name, self.wanted)
            self.say(f"View '{name.strip()}' is kept; 7 lists your views.")

    def show_person(self, name: str) -> None:
        """The open items of one person, for leads coming from the team board."""
        self.errand(self._show_person(name))

    async def _show_person(self, name: str) -> None:
        desk = self.workstation.at_work.desk
        wanted = await self.workstation.errands.read(queue.listing, desk, "assignee", person=name)
        self._open_listing(wanted, name)
