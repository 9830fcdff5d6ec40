"""The hand-off log: what is open on top, mine first, then the newest; one entry unfolded at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui_coder.domain.counting import count_of
from tui_coder.domain.handoff import HandOff
from tui_coder.domain.handoff_form import as_form
from tui_coder.services import drafting, handoffs
from tui_coder.services.backing import Backed, backing
from tui_coder.services.desk import Desk
from tui_coder.ui import phrases
from tui_coder.ui.commands import BY_ID, Command
from tui_coder.ui.conversations import person_choices
from tui_coder.ui.hand_off_form import HandOffForm
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.safe import plain
from tui_coder.ui.widgets import ask
from tui_coder.ui.widgets.pages import Listed, SequenceSource
from tui_coder.ui.widgets.work_table import ERROR, Cell, Column, WorkTable
from tui_coder.ui.work_screen import Meanings, WorkScreen

_CHARTS = 4
"""Charts of a hand-off whose codes are listed; a hand-off of more is read chart by chart."""


class HandOffsScreen(WorkScreen):
    SCOPE = "handoffs"
    NAME = "Hand-offs"
    MEANS_HERE: ClassVar[Meanings] = {"table.open": ("accept", "Accept with a read-back line in your own words.")}
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("handoffs")

    def __init__(self) -> None:
        super().__init__()
        self._open_only = False
        self._filter = ""

    def content(self) -> Iterable[Widget]:
        yield WorkTable(_columns(None), id="work")
        yield Static("", id="unfolded", markup=False)

    @property
    def table(self) -> WorkTable[Listed[HandOff]]:
        return self.query_one(WorkTable)

    @property
    def current(self) -> HandOff | None:
        row = self.table.cursor_row
        return row.value if row is not None else None

    def on_mount(self) -> None:
        self.table.set_columns(_columns(self.workstation.at_work.desk))
        self.table.empty = plain("No hand-offs here. H in the queue hands tagged items to a colleague.")
        self.table.focus()

    def refresh_from_store(self) -> None:
        self.errand(self._load(), looks=True)

    async def _load(self) -> None:
        app = self.workstation
        is_latest = self.begin_look()
        found = await app.errands.read(handoffs.all_hand_offs, app.at_work.desk, open_only=self._open_only)
        if not is_latest():
            return
        words = self._filter.lower().split()
        rows = [each for each in found if all(word in _words(each) for word in words)]
        self.table.show(SequenceSource(rows, lambda each: each.id), keep="row")
        self.table.set_total(len(rows))
        waiting = sum(each.is_open and each.receiver == app.at_work.desk.actor.name for each in rows)
        kind = "open only" if self._open_only else "all"
        narrowed = f"   filter {self._filter}" if self._filter else ""
        mine = f"{waiting} waiting for you   " if waiting else ""
        late = sum(each.is_late(app.at_work.desk.clock(), app.at_work.desk.late_after) for each in rows)
        mine += f"{late} late ‼   " if late else ""
        self.show_header(f" {self.NAME}   {kind}{narrowed}", f"{mine}{count_of(len(rows), 'hand-off')} ")

    def on_work_table_highlighted(self, event: WorkTable.Highlighted) -> None:
        self._unfold()
        self.show_hints()

    def _unfold(self) -> None:
        entry, shown = self.current, self.query_one("#unfolded", Static)
        if entry is None:
            shown.update("")
            return
        lines = [
            f"{entry.severity.mark} {entry.severity}   {entry.sender} to {entry.receiver}   "
            f"{phrases.moment(entry.written_at)}   {', '.join(entry.accounts) or 'no items'}",
            f"Summary   {entry.summary}",
        ]
        lines += [f"Do        {a.what}{f'  @{a.owner}' if a.owner else ''} {a.when}" for a in entry.actions]
        lines += [f"If        {c.condition} -> {c.response}" for c in entry.contingencies]
        if entry.accepted_at is not None:
            lines.append(f"Read back {phrases.moment(entry.accepted_at)}  {entry.readback}")
        elif entry.receiver == self.workstation.at_work.desk.actor.name:
            lines.append("Waiting for you: a accepts it with a line of your own words.")
        else:
            lines.append(f"Open: waiting for {entry.receiver} to read it back{self._late(entry)}.")
        shown.update(Content("\n").join(plain(line) for line in lines))
        desk, some = self.workstation.at_work.desk, entry.item_ids[:_CHARTS]

        def show_too(told: Mapping[int, Sequence[Backed]]) -> None:
            charts = [_coded(account, told[item]) for account, item in zip(entry.accounts, some, strict=False)]
            shown.update(Content("\n").join(plain(line) for line in (*lines[:2], *charts, *lines[2:])))

        self.look_up("backing", lambda: backing(desk, some), show_too)

    def _late(self, entry: HandOff) -> str:
        desk = self.workstation.at_work.desk
        hours = int((desk.clock() - entry.written_at).total_seconds() // 3600)
        return f", for {hours} h now" if entry.is_late(desk.clock(), desk.late_after) else ""

    def why_not(self, command: Command) -> str | None:
        if command.id not in ("handoffs.accept", "table.open"):
            return None
        entry, me = self.current, self.workstation.at_work.desk.actor.name
        if entry is None:
            return "There is no hand-off to accept here."
        if not entry.is_open:
            return f"{entry.receiver} accepted it on {phrases.moment(entry.accepted_at)}."
        if entry.receiver != me:
            return f"It is for {entry.receiver}; only {entry.receiver} can read it back."
        return None

    def on_work_table_opened(self, event: WorkTable.Opened) -> None:
        reason = self.why_not(BY_ID["handoffs.accept"])
        if reason is not None:
            self.say(reason)
        else:
            self.action_accept()

    def action_accept(self) -> None:
        if self.current is not None:
            self.errand(self._accept(self.current))

    async def _accept(self, entry: HandOff) -> None:
        readback = await ask.text(self, "Read back", hint="in your own words: what you take over and what you will do")
        if readback:
            app = self.workstation
            await app.errands.write(handoffs.accept, app.at_work.desk, entry.id, readback)
            await self._load()
            items = count_of(len(entry.accounts), "item")
            self.say(f"Accepted: {items} from {entry.sender} stand in your work (q, then 1).")

    def action_draft(self) -> None:
        self.errand(self._draft())

    async def _draft(self) -> None:
        app = self.workstation
        desk = app.at_work.desk
        form = await app.errands.read(handoffs.begun, desk)
        if form:
            choices = [ask.Choice("g", True, "go on with it"), ask.Choice("n", False, "draft anew")]
            go_on = await ask.choice(self, "You have begun a hand-off", choices)
            if go_on is None:
                return
            form = form if go_on else ""
        if not form:
            people = await app.errands.read(person_choices, desk, working=True, without=desk.actor.name)
            receiver = await ask.person(self, "Hand your shift to", people)
            if receiver is None:
                return
            form = as_form(await app.errands.read(drafting.draft_shift, desk, receiver))
        await app.push_screen(HandOffForm(self, form), self._written)

    def _written(self, said: str | None) -> None:
        self.refresh_from_store()
        self.say(said or "")

    def action_closed(self) -> None:
        self._open_only = not self._open_only
        self.refresh_from_store()

    def action_filter(self) -> None:
        self.errand(self._narrow())

    async def _narrow(self) -> None:
        typed = await ask.text(self, "Filter", initial=self._filter, required=False)
        self._filter = typed or ""
        await self._load()


def _coded(account: str, codes: Sequence[Backed]) -> str:
    """What is coded on a chart so far, and how much of it has words of the chart behind it."""
    told = ", ".join(f"{each.code} {f'¶{len(each.places)}' if each.places else '-'}" for each in codes)
    return f"Codes     {account}  {told or 'none yet'}"


def _words(entry: HandOff) -> str:
    return " ".join((entry.sender, entry.receiver, entry.summary, entry.severity, *entry.accounts)).lower()


def _columns(desk: Desk | None) -> list[Column[Listed[HandOff]]]:
    def waits(row: Listed[HandOff]) -> Cell | str:
        if not row.value.is_open:
            return " "
        if desk is not None and row.value.is_late(desk.clock(), desk.late_after):
            return Cell("‼", ERROR)
        return "◂" if desk is not None and row.value.receiver == desk.actor.name else "○"

    return [
        Column(key="state", title="", cell=waits, width=1),
        Column(key="written", title="Written", cell=lambda row: phrases.moment(row.value.written_at), width=11),
        Column(
            key="severity",
            title="Severity",
            cell=lambda row: f"{row.value.severity.mark} {row.value.severity}",
            width=10,
        ),
        Column(key="from", title="From", cell=lambda row: row.value.sender, min=6, max=10),
        Column(key="to", title="To", cell=lambda row: row.value.receiver, min=6, max=10),
        Column(key="items", title="Items", cell=lambda row: str(len(row.value.accounts)), width=5, align="right"),
        Column(key="summary", title="Summary", cell=lambda row: row.value.summary, min=20, max=200),
        Column(
            key="accepted",
            title="Accepted",
            cell=lambda row: phrases.moment(row.value.accepted_at) or "open",
            width=11,
            drop=2,
        ),
    ]
