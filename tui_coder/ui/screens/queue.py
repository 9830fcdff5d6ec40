"""The work queue: what there is to do, in working order, and every way to take it or pass it on."""

from __future__ import annotations

from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui_coder.domain.glass import LASTS, require_reason
from tui_coder.domain.queue_row import ORDERS, Listing, QueueRow, View
from tui_coder.domain.refusals import Malformed, NotAllowed
from tui_coder.domain.roles import Right
from tui_coder.domain.work import HoldReason, WorkState
from tui_coder.services import assigning, chart, claiming, glass, queue, queue_changes, skipping, turning_back, waking
from tui_coder.ui import phrases
from tui_coder.ui.commands import Command
from tui_coder.ui.conversations import (
    ask_dispute,
    ask_hand_off,
    ask_hold,
    ask_skip,
    ask_wake,
    take_over,
)
from tui_coder.ui.giving import give_items
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.safe import cell_fit, plain
from tui_coder.ui.widgets import ask
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
_FINISHED = (WorkState.SUBMITTED, WorkState.CO_SIGN)
_NEEDS_ROW = frozenset({"give", "hold", "release", "skip", "wake", "dispute", "handoff", "recall", "take_over", "why"})
_CODERS_ONLY = frozenset({"give", "hold", "release", "skip", "wake", "recall"})


class QueueScreen(WorkScreen):
    SCOPE = "queue"
    NAME = "Queue"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("queue")

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

    def on_mount(self) -> None:
        desk = self.workstation.at_work.desk
        self.wanted = Listing("my" if desk.actor.may(Right.CODE) else "all", person_id=desk.actor.id)
        self.table.set_columns(queue_columns(desk.today))
        self.table.focus()
        self._open_listing(self.wanted)

    # ---- showing -----------------------------------------------------------------------------------------------------

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
        return " · ".join(
            [person.name, person.role.value, *([" ".join(person.credentials)] * bool(person.credentials))]
        )

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
        parts += [phrases.count_of(total, "item")] if total is not None else []
        right = "   ".join(parts)
        room = max(1, (self.size.width or 80) - row.cell_length - len(right) - 2)
        self.query_one("#views", Static).update(Content.assemble(" ", row, " " * room, plain(right)), layout=False)

    def on_resize(self) -> None:
        self._show_views(self.table.total)

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
            lines = [f"{row.patient or 'no name'} · {overview}", f"why here: {', '.join(told)}"]
            width = self.size.width - 2
            shown.update(Content("\n").join(plain(cell_fit(f" {line}", width)) for line in lines), layout=False)

        self.look_up("preview", lambda: (queue.why(desk, item_id), chart.overview(desk, item_id)), show)

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
        if command.action == "go_on" and self.workstation.left_off is None:
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
        self.errand(self.workstation.go_on())

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

    # ---- passing work on ---------------------------------------------------------------------------------------------

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

    def action_wake(self) -> None:
        self.errand(self._wake(self._chosen()))

    async def _wake(self, items: list[int]) -> None:
        told = await ask_wake(self)
        if told is not None:
            act = waking.query_answered if told.answered else waking.wake
            outcome = await self.workstation.errands.write(act, self.workstation.at_work.desk, items, told.note)
            self._done(outcome, "off hold")

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

    def action_dispute(self) -> None:
        row = self.table.cursor_row
        if row is not None:
            self.errand(self._dispute(row))

    async def _dispute(self, row: QueueRow) -> None:
        said = await ask_dispute(self, row.item_id, row.account)
        if said:
            self.refresh_from_store()
            self.say(said)

    def action_handoff(self) -> None:
        self.errand(self._hand_off(self._chosen()))

    async def _hand_off(self, items: list[int]) -> None:
        said = await ask_hand_off(self, items)
        if said:
            self.table.clear_tags()
            self.refresh_from_store()
            self.say(said)

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

    def _done(self, outcome: queue_changes.Outcome, what: str) -> None:
        """Say what happened to how many, why the rest was refused, and how to undo."""
        self.table.clear_tags()
        self.refresh_from_store()
        changed = [item.account for item in outcome.changed]
        parts = []
        if changed:
            whom = changed[0] if len(changed) == 1 else phrases.count_of(len(changed), "item")
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

    # ---- looking -----------------------------------------------------------------------------------------------------

    def action_why(self) -> None:
        row = self.table.cursor_row
        if row is not None:
            self.errand(self._why(row))

    async def _why(self, row: QueueRow) -> None:
        desk = self.workstation.at_work.desk
        reasons = await self.workstation.errands.read(queue.why, desk, row.item_id)
        self.say(f"{row.account}: {', '.join(reasons)}.")

    def action_preview(self) -> None:
        self._shows_preview = not self._shows_preview
        self._show_preview(self.table.cursor_row)

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

    def action_sort(self) -> None:
        self.errand(self._sort())

    async def _sort(self) -> None:
        choices = [ask.Choice(order[0], order, order) for order in ORDERS]
        order = await ask.choice(self, "Sort by", choices)
        if order is not None:
            self._open_listing(replace(self.wanted, order=order), self._whose, keep="row")

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


def _fault_of_reason(typed: str) -> str | None:
    try:
        require_reason(typed)
    except Malformed as fault:
        return str(fault)
    return None
