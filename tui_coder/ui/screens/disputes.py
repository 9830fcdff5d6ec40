"""The disputes, by days left: take up, resolve, give on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui_coder.domain.counting import count_of
from tui_coder.domain.dispute import Dispute, DisputeState
from tui_coder.services import disputes, searching
from tui_coder.services.backing import Backed, backing
from tui_coder.ui import phrases
from tui_coder.ui.commands import Command
from tui_coder.ui.conversations import person_choices
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.safe import plain
from tui_coder.ui.widgets import ask
from tui_coder.ui.widgets.pages import Listed, SequenceSource
from tui_coder.ui.widgets.work_table import ERROR, Cell, Column, WorkTable
from tui_coder.ui.work_screen import Meanings, WorkScreen


class DisputesScreen(WorkScreen):
    SCOPE = "disputes"
    NAME = "Disputes"
    MEANS_HERE: ClassVar[Meanings] = {"table.open": ("chart", "Open the chart at the words behind the disputed code.")}
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("disputes")

    def __init__(self) -> None:
        super().__init__()
        self._closed_too = False
        self._filter = ""

    def content(self) -> Iterable[Widget]:
        yield WorkTable(_columns(date.today()), id="work")
        yield Static("", id="preview", markup=False)

    @property
    def table(self) -> WorkTable[Listed[Dispute]]:
        return self.query_one(WorkTable)

    @property
    def current(self) -> Dispute | None:
        row = self.table.cursor_row
        return row.value if row is not None else None

    def on_mount(self) -> None:
        self.table.set_columns(_columns(self.workstation.at_work.desk.today))
        self.table.empty = plain("No open disputes. d in the queue or on a code raises one; c shows closed ones too.")
        self.table.focus()

    def refresh_from_store(self) -> None:
        self.errand(self._load(), looks=True)

    async def _load(self) -> None:
        app = self.workstation
        is_latest = self.begin_look()
        found = await app.errands.read(disputes.all_disputes, app.at_work.desk, closed_too=self._closed_too)
        if not is_latest():
            return
        words = self._filter.lower().split()
        rows = [each for each in found if all(word in _words(each) for word in words)]
        ids = [each.item_id for each in rows]
        await app.errands.write(searching.note, app.at_work.desk, "disputes", self._filter, ids)
        self.table.show(SequenceSource(rows, lambda each: each.id), keep="place")
        self.table.set_total(len(rows))
        kind = "open and closed" if self._closed_too else "open"
        narrowed = f"   filter {self._filter}" if self._filter else ""
        self.show_header(f" {self.NAME}   {kind}{narrowed}", f"{count_of(len(rows), 'dispute')} ")

    def on_work_table_highlighted(self, event: WorkTable.Highlighted) -> None:
        self.show_hints()
        dispute = self.current
        shown = self.query_one("#preview", Static)
        if dispute is None:
            shown.update("")
            return
        last = dispute.history[-1]
        note = last.note if last.note != dispute.reason else ""
        lines = [
            f"{dispute.account}  {dispute.patient}  {dispute.code or 'whole item'}: {dispute.reason}",
            f"raised by {dispute.raised_by} {phrases.moment(dispute.raised_at)}; "
            f"last step {last.state.label} by {last.by} {phrases.moment(last.at)} {note}",
        ]
        shown.update(Content("\n").join(plain(line) for line in lines))
        desk = self.workstation.at_work.desk

        def show_too(told: Mapping[int, Sequence[Backed]]) -> None:
            codes = told[dispute.item_id]
            about = [each for each in codes if each.code == dispute.code] if dispute.code else codes
            lines.append(
                " · ".join(map(phrases.behind, about)) or f"{dispute.code or 'No code'} is not on the item now"
            )
            shown.update(Content("\n").join(plain(line) for line in lines))

        self.look_up("backing", lambda: backing(desk, [dispute.item_id]), show_too)

    def why_not(self, command: Command) -> str | None:
        if command.scope != self.SCOPE or command.action in ("filter", "closed"):
            return None
        dispute = self.current
        if dispute is None:
            return "There is no dispute to act on here."
        if dispute.state.is_closed:
            return f"This dispute is {dispute.state.label}; it is closed."
        if command.action == "review" and dispute.state is DisputeState.UNDER_REVIEW:
            return f"This dispute is under review already; it is {dispute.owner}'s."
        return None

    def on_work_table_opened(self, event: WorkTable.Opened) -> None:
        dispute = self.current
        if dispute is not None:
            self.errand(self.workstation.open_chart(dispute.item_id, about=dispute.code))

    def action_review(self) -> None:
        if self.current is not None:
            self.errand(self._review(self.current))

    async def _review(self, dispute: Dispute) -> None:
        await self.workstation.errands.write(disputes.take_up, self.workstation.at_work.desk, dispute.id)
        await self._load()
        self.say(f"{_named(dispute)}: you have taken it under review.")

    def action_uphold(self) -> None:
        self._resolve(DisputeState.UPHELD)

    def action_overturn(self) -> None:
        self._resolve(DisputeState.OVERTURNED)

    def action_withdraw(self) -> None:
        self._resolve(DisputeState.WITHDRAWN)

    def _resolve(self, outcome: DisputeState) -> None:
        if self.current is not None:
            self.errand(self._resolve_with_note(self.current, outcome))

    async def _resolve_with_note(self, dispute: Dispute, outcome: DisputeState) -> None:
        note = await ask.text(self, f"{outcome.label.capitalize()} because")
        if note:
            app = self.workstation
            await app.errands.write(disputes.resolve, app.at_work.desk, dispute.id, outcome, note)
            await self._load()
            self.say(f"{_named(dispute)}: {outcome.label}, signed by {app.at_work.desk.actor.name}.")

    def action_owner(self) -> None:
        if self.current is not None:
            self.errand(self._give(self.current))

    async def _give(self, dispute: Dispute) -> None:
        app = self.workstation
        people = await app.errands.read(person_choices, app.at_work.desk, working=False)
        owner = await ask.person(self, "New owner", people)
        if owner is not None:
            await app.errands.write(disputes.give_to, app.at_work.desk, dispute.id, owner)
            await self._load()
            self.say(f"{_named(dispute)}: the dispute is {owner}'s now.")

    def action_closed(self) -> None:
        self._closed_too = not self._closed_too
        self.refresh_from_store()

    def action_filter(self) -> None:
        self.errand(self._narrow())

    async def _narrow(self) -> None:
        typed = await ask.text(self, "Filter", initial=self._filter, required=False)
        self._filter = typed or ""
        await self._load()


def _named(dispute: Dispute) -> str:
    return f"{dispute.account} {dispute.code}".rstrip()


def _words(dispute: Dispute) -> str:
    told = (dispute.account, dispute.patient, dispute.code, dispute.kind.label, dispute.state.label, dispute.owner,
            dispute.raised_by, dispute.reason)  # fmt: skip
    return " ".join(told).lower()


def _columns(today: date) -> list[Column[Listed[Dispute]]]:
    def left(row: Listed[Dispute]) -> Cell:
        dispute = row.value
        days = dispute.days_left(today)
        if dispute.state.is_closed:
            return Cell("-", "")
        return Cell(f"‼ {days} d" if days < 0 else f"{days} d", ERROR if days < 0 else "")

    return [
        Column(key="left", title="Days left", cell=left, width=9, align="right"),
        Column(key="account", title="Account", cell=lambda row: row.value.account, min=10, max=14),
        Column(key="patient", title="Patient", cell=lambda row: row.value.patient, min=12, max=26, drop=3),
        Column(key="code", title="Code", cell=lambda row: row.value.code or "item", width=9),
        Column(key="kind", title="Kind", cell=lambda row: row.value.kind.label, min=10, max=19, drop=4),
        Column(
            key="state", title="State", cell=lambda row: f"{row.value.state.mark} {row.value.state.label}", width=14
        ),
        Column(key="by", title="By", cell=lambda row: row.value.raised_by, min=6, max=10, drop=5),
        Column(key="owner", title="Owner", cell=lambda row: row.value.owner, min=6, max=10),
        Column(key="due", title="Due", cell=lambda row: phrases.due(row.value.due, today), width=10),
        Column(
            key="amount",
            title="Amount",
            cell=lambda row: phrases.money(row.value.amount),
            width=11,
            align="right",
            drop=6,
        ),
    ]
