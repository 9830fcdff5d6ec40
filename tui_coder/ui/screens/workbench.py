"""The workbench: one chart, its codes and findings, and the code line."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from tui_coder.domain.carried import WordsState, states
from tui_coder.domain.roles import Right
from tui_coder.domain.work import HEARTBEAT, WorkState
from tui_coder.services import chart as charts
from tui_coder.services import claiming
from tui_coder.services.sections import shipped_headings
from tui_coder.ui.commands import Command
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.widgets.assignment_list import AssignmentList, FindingsList
from tui_coder.ui.widgets.chart_view import ChartView
from tui_coder.ui.widgets.code_line import CodeLine
from tui_coder.ui.workbench.finishing import Finishing
from tui_coder.ui.workbench.marks import Marks
from tui_coder.ui.workbench.mending import Mending
from tui_coder.ui.workbench.open_chart import NARROW

_CODE_KEYS = frozenset(
    {"principal", "secondary", "admitting", "reason_for_visit", "external_cause", "poa", "move_up", "move_down",
     "remove", "amend", "attach", "evidence", "carry_over", "code_title", "keep_set"}
)  # fmt: skip
_ALSO_WHEN_READING = frozenset(
    {"dispute", "note", "handoff", "favourite", "own_word", "keep_set", "bookmark", "take_over"}
)


class WorkbenchScreen(Mending, Marks, Finishing):
    SCOPE = "workbench"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("workbench")

    def __init__(self, item_id: int, said: str = "", about: str = "") -> None:
        super().__init__(item_id, said, about)
        self._is_open = asyncio.Event()

    def compose(self) -> ComposeResult:
        yield Static("", id="banner", markup=False)
        yield from super().compose()

    def content(self) -> Iterable[Widget]:
        yield Static("", id="documents", markup=False)
        with Horizontal(id="panes"):
            yield ChartView(id="chart")
            with Vertical(id="side"):
                with VerticalScroll(id="codes-scroll", can_focus=False):
                    yield AssignmentList(id="codes")
                yield FindingsList(id="findings")
                yield CodeLine(id="code-line")

    # ---- opening -----------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.errand(self._open_chart())
        self.set_interval(HEARTBEAT.total_seconds(), self._heartbeat)

    async def _open_chart(self) -> None:
        try:
            await self._open()
        finally:
            self._is_open.set()

    async def _open(self) -> None:
        app = self.workstation
        await app.keeping.settle()  # where this person stopped here may have been put down only a moment ago
        self.chart = await app.errands.write(charts.open_chart, app.at_work.desk, self.item_id)
        self._in_store = self.chart.documents
        self.line.offering = self._offers
        self.line.typed = self._keep_place
        self.query_one(FindingsList).act = self.act_on
        self.view.headings = shipped_headings()
        self.line.pressed = self._has_read
        await self._read_own_codes()
        await self._go_on_searching()
        self._fit()
        self._show_case()
        self._return_to_place()
        if app.coding_first and self.may_code():
            self.action_code()
        else:
            self.view.focus()
        self.say(self._greeting or self._welcome())
        self._go_to_code(self._about)
        self.show_hints()

    def scene(self) -> dict[str, object]:
        code, finding = self.code_list.current, self.query_one(FindingsList).current
        return {
            "code": code.id if code else None,
            "finding": [finding.rule, *finding.codes] if finding and self.query_one(FindingsList).has_focus else None,
        }

    async def set_scene(self, scene: Mapping[str, object]) -> None:
        await self._is_open.wait()
        if self.chart is None:
            return
        code, finding = scene.get("code"), scene.get("finding")
        if isinstance(code, int):
            self.code_list.choose(code)
        if isinstance(finding, list):
            self.action_findings()
            self.query_one(FindingsList).choose(*finding)
        elif self.line.input.value:
            self.action_code()

    def _welcome(self) -> str:
        assert self.chart is not None
        if self.chart.draft is not None:
            return "An unsaved note of yours is kept: t goes on with it."
        if not self.may_code():
            return f"{self._whose()}: you are reading it."
        became = states(self.chart.codes, self.chart.documents)
        changed = [each.printed for each in self.chart.codes if became.get(each.id) is WordsState.CHANGED]
        if changed:
            return f"A document changed, and the words behind {', '.join(changed)} no longer stand there."
        told = ["A document of this chart changed since it came in."] if self.chart.item.changed_documents else []
        if self.chart.item.came:
            told.insert(0, f"This chart came {self.chart.item.came}.")
        return " ".join(told)

    def _heartbeat(self) -> None:
        if self.may_code():
            self.workstation.errand(self._keep(), self, keys_wait=False)

    async def _keep(self) -> None:
        await self.workstation.errands.write(claiming.keep, self.workstation.at_work.desk, self.item_id)

    def on_resize(self) -> None:
        self._fit()
        if self.chart is not None:
            self._show_banner()

    def _fit(self) -> None:
        narrow = self.size.width < NARROW
        self.set_class(narrow, "-narrow")
        self.remove_class("-alone" if narrow else "-codes")

    # ---- the guard ---------------------------------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        if self.chart is None:
            return "The chart is still opening." if command.scope != "app" else None
        if command.scope not in ("workbench", "codeline", "findings"):
            return None
        if command.action == "take_over" and not self.workstation.at_work.desk.actor.may(Right.ASSIGN_OTHERS):
            return "Only a lead takes a chart out of somebody's hands."
        if command.action in ("co_sign", "send_back"):
            return self._why_no_co_sign()
        changes = command.writes or command.action == "code"
        if changes and command.action not in _ALSO_WHEN_READING and not self.may_code():
            return f"{self._whose()}: you are reading it. {self._way_out()}"
        if command.action in _CODE_KEYS and command.scope == "workbench" and self.code_list.current is None:
            return "There is no code yet: c, type, Enter."
        return None

    def _why_no_co_sign(self) -> str | None:
        assert self.chart is not None
        item, actor = self.chart.item, self.workstation.at_work.desk.actor
        if item.state is not WorkState.CO_SIGN:
            return f"{item.account} is {item.state.label}; only an apprentice's finished work is co-signed."
        if item.assignee == actor.name:
            return "Nobody co-signs their own work; R in the queue takes it back to you."
        return None if actor.may(Right.CO_SIGN) else f"{actor.name} is an {actor.person.role} and signs no charts."

    def on_code_line_submit_wanted(self, event: CodeLine.SubmitWanted) -> None:
        self.action_submit()

    # ---- moving about ------------------------------------------------------------------------------------------------

    def action_switch(self) -> None:
        """Narrow: the chart or the codes. Wide: the chart beside the codes, or alone on the whole width."""
        if self.has_class("-narrow"):
            self._show_codes_side(not self.has_class("-codes"))
        else:
            self.toggle_class("-alone")
            self.view.focus()

    def action_leave(self) -> None:
        """One step outwards: findings or codes to the chart, marked words unmarked, the chart to the queue."""
        if self.focused is not self.view:
            self._show_codes_side(False)
            self.view.focus()
        elif self.view.has_words:
            self.view.unmark()
        elif self.has_class("-codes"):
            self._show_codes_side(False)
        else:
            self.workstation.back_to_queue()

    def leaving(self) -> None:
        self._keep_place()
