"""The queue's columns, and its pages as the table asks for them."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from tui_coder.domain.queue_row import Listing, QueueRow
from tui_coder.domain.work import WorkState
from tui_coder.ui import phrases
from tui_coder.ui.widgets.pages import KeysetSource
from tui_coder.ui.widgets.work_table import ERROR, MUTED, WARNING, Cell, Column

if TYPE_CHECKING:
    from tui_coder.services.desk import Desk


def queue_pages(desk: Desk, wanted: Listing) -> KeysetSource[QueueRow]:
    """Keyset pages of one listing, asked for by the table in a worker thread."""
    from tui_coder.services import queue  # the columns stand on screen before the store's libraries are loaded

    return KeysetSource(
        behind=partial(queue.page, desk, wanted),
        in_front=partial(queue.page_before, desk, wanted),
        locating=lambda key: queue.place_of(desk, wanted, int(key)),
    )


def queue_columns(today: date) -> list[Column[QueueRow]]:
    """Widest set first to go at 80 columns: charges, payer, sex, setting."""

    def glyph(row: QueueRow) -> Cell:
        if row.overdue(today):
            return Cell("‼", ERROR)
        if row.disputed:
            return Cell("⚑", WARNING)
        if row.returned or row.changed_documents:
            return Cell("↩" if row.returned else "Δ", WARNING)
        if row.was_passed_on:
            return Cell("◂", "")
        return Cell("!" if row.due == today else " ", "")

    def service(row: QueueRow) -> str:
        return phrases.service(row.service_from, row.service_to, today)

    def until(row: QueueRow) -> str:
        return f"–{phrases.day(row.service_to, today)}"

    def waiting(row: QueueRow) -> str:
        return f"{row.waiting_days(today)} d"

    def charges(row: QueueRow) -> str:
        return phrases.money(row.charges)

    def state(row: QueueRow) -> Cell:
        word = "disputed" if row.disputed and row.state is WorkState.OPEN else row.state.short
        mark = "⚑" if word == "disputed" else row.state.mark
        return Cell(f"{mark} {word}", MUTED if row.state is WorkState.HELD else "")

    return [
        Column(key="glyph", title="", cell=glyph, width=1),
        Column(key="account", title="Account", cell=lambda row: row.account, min=10, max=14),
        Column(key="patient", title="Patient", cell=lambda row: row.patient, min=13, max=30),
        Column(key="age", title="Age", cell=phrases.row_age, width=5, align="right", drop=4),
        Column(key="sex", title="Sx", cell=lambda row: row.sex.value, width=2, drop=6),
        Column(key="setting", title="Set", cell=lambda row: row.setting.short, width=3, drop=3),
        Column(key="service", title="Service", cell=service, narrow=until, min=11, max=13, drop=2),
        Column(key="waiting", title="Wait", cell=waiting, width=6, align="right", drop=5),
        Column(key="payer", title="Payer", cell=lambda row: row.payer, min=8, max=18, drop=8),
        Column(key="charges", title="Charges", cell=charges, width=11, align="right", drop=9),
        Column(key="state", title="State", cell=state, width=11),
        Column(key="who", title="Who", cell=lambda row: row.assignee or "-", min=5, max=10),
        Column(key="due", title="Due", cell=lambda row: phrases.due(row.due, today), width=10),
    ]
