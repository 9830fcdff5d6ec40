"""The team board: who has how much; give or balance one person's work."""

from __future__ import annotations

from collections.abc import Coroutine, Iterable
from datetime import date
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from tui_coder.domain.counting import count_of
from tui_coder.domain.roles import Person, Right
from tui_coder.services import handoffs, people, team, turning_back
from tui_coder.services.team import PersonLoad
from tui_coder.ui import phrases
from tui_coder.ui.commands import Command
from tui_coder.ui.conversations import ask_back
from tui_coder.ui.giving import FULL_BAR, bar, give_all_of
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.safe import plain
from tui_coder.ui.widgets.pages import Listed, SequenceSource
from tui_coder.ui.widgets.work_table import ERROR, MUTED, Cell, Column, WorkTable
from tui_coder.ui.work_screen import Meanings, WorkScreen


class TeamScreen(WorkScreen):
    SCOPE = "team"
    NAME = "Team"
    MEANS_HERE: ClassVar[Meanings] = {"table.open": ("their items", "Show this person's items in the queue.")}
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("team")

    def content(self) -> Iterable[Widget]:
        yield WorkTable(_columns(1, date.today()), id="work")

    @property
    def table(self) -> WorkTable[Listed[PersonLoad]]:
        return self.query_one(WorkTable)

    @property
    def current(self) -> PersonLoad | None:
        row = self.table.cursor_row
        return row.value if row is not None else None

    def on_mount(self) -> None:
        self.table.empty = plain("There is nobody here yet: tui-coder people add NAME --role coder")
        self.table.focus()

    def refresh_from_store(self) -> None:
        self.errand(self._load(), looks=True)

    async def _load(self) -> None:
        app = self.workstation
        is_latest = self.begin_look()
        board = await app.errands.read(team.board, app.at_work.desk)
        late = await app.errands.read(handoffs.how_many_late, app.at_work.desk)
        if not is_latest():
            return
        longest = max((each.minutes for each in board), default=1)
        specialised = any(each.person.specialties for each in board)
        self.table.set_columns(_columns(longest, app.at_work.desk.today, specialised=specialised))
        self.table.show(SequenceSource(board, lambda each: each.key), keep="row")
        self.table.set_total(len(board))
        minutes = sum(each.minutes for each in board)
        items = count_of(sum(each.items for each in board), "open item")
        self.show_header(
            f" {self.NAME}   {count_of(len(board), 'person')}",
            f"{f'late hand-offs {late} ‼   ' if late else ''}{items}   {phrases.minutes(minutes)} ",
        )

    def on_work_table_highlighted(self, event: WorkTable.Highlighted) -> None:
        self.show_hints()

    def why_not(self, command: Command) -> str | None:
        if command.scope != self.SCOPE:
            return None
        actor, person = self.workstation.at_work.desk.actor, self.current
        if person is None:
            return "There is nobody to act on here."
        if command.action == "away":
            mine = person.person.name == actor.name or actor.may(Right.ASSIGN_OTHERS)
            return None if mine else f"{actor.name} ({actor.person.role}) may not say that others are away; ask a lead."
        if not actor.may(Right.ASSIGN_OTHERS):
            return f"{actor.name} ({actor.person.role}) may not give away work that others hold; ask a lead."
        return None if person.items else f"{person.person.name} has no open items."

    def on_work_table_opened(self, event: WorkTable.Opened) -> None:
        if self.current is not None:
            self.workstation.show_person(self.current.person.name)

    def action_balance(self) -> None:
        if self.current is not None:
            name = self.current.person.name
            self.errand(self._give(name, f"Balance {name}'s items over", over_everyone=True))

    def action_give(self) -> None:
        if self.current is not None:
            name = self.current.person.name
            self.errand(self._give(name, f"Give {name}'s items to", over_everyone=False))

    async def _give(self, sender: str, prompt: str, *, over_everyone: bool) -> None:
        given = await give_all_of(self, sender, prompt, over_everyone=over_everyone)
        if given is None:
            return
        await self._load()
        outcome = given.outcome
        refused = f" {len(outcome.refused)} stayed: {outcome.refused[0].reason}" if outcome.refused else ""
        self.say(f"{count_of(len(outcome.changed), 'item')} of {sender} moved to {given.to} - u undoes.{refused}")

    def action_away(self) -> None:
        if self.current is not None:
            self.errand(self._away(self.current.person))

    async def _away(self, person: Person) -> None:
        app = self.workstation
        desk = app.at_work.desk
        back = await ask_back(self, person, desk.today)
        if back is None:
            return
        marked = await app.errands.write(people.mark_away, desk, person.name, back.day)
        await self._load()
        if marked.away_until is None:
            self.say(f"{person.name} is there.")
        else:
            spread = " B spreads what they have." if desk.actor.may(Right.ASSIGN_OTHERS) else ""
            self.say(f"{person.name} is away until {marked.away_until}: no work is offered.{spread}")

    def undo(self) -> Coroutine[Any, Any, None]:
        return self._take_back(turning_back.undo, "Undone")

    def redo(self) -> Coroutine[Any, Any, None]:
        return self._take_back(turning_back.redo, "Done again")

    async def _take_back(self, act: Any, word: str) -> None:
        label, outcome = await self.workstation.errands.write(act, self.workstation.at_work.desk)
        await self._load()
        refused = f" {len(outcome.refused)} not: {outcome.refused[0].reason}" if outcome.refused else ""
        self.say(f"{word}: {count_of(len(outcome.changed), 'item')} {label}.{refused}")


_SPECIALTIES: Column[Listed[PersonLoad]] = Column(
    key="specialties",
    title="Specialties",
    cell=lambda row: ", ".join(row.value.person.specialties),
    min=8,
    max=24,
    drop=4,
)


def _columns(longest: int, today: date, *, specialised: bool = False) -> list[Column[Listed[PersonLoad]]]:
    def away(person: Person) -> Cell:
        return Cell(f"◌ {phrases.day(person.away_until, today)}" if person.is_away(today) else "", MUTED)

    return [
        Column(key="name", title="Name", cell=lambda row: row.value.person.name, min=6, max=12),
        Column(key="title", title="", cell=lambda row: row.value.person.title, min=10, max=24, drop=5),
        Column(key="role", title="Role", cell=lambda row: row.value.person.role.value, width=8),
        Column(
            key="credentials",
            title="Credentials",
            cell=lambda row: " ".join(row.value.person.credentials),
            min=8,
            max=16,
            drop=4,
        ),
        *([_SPECIALTIES] if specialised else []),
        Column(key="items", title="Items", cell=lambda row: str(row.value.items), width=5, align="right"),
        Column(
            key="minutes", title="Minutes", cell=lambda row: phrases.minutes(row.value.minutes), width=9, align="right"
        ),
        Column(key="bar", title="", cell=lambda row: bar(row.value.minutes, longest), width=FULL_BAR, drop=3),
        Column(key="today", title="Today", cell=lambda row: str(row.value.due_today or "-"), width=5, align="right"),
        Column(key="overdue", title="Overdue", cell=_overdue, width=7, align="right"),
        Column(key="held", title="Held", cell=lambda row: str(row.value.held or "-"), width=4, align="right"),
        Column(key="away", title="Away", cell=lambda row: away(row.value.person), width=7),
        Column(key="skips", title="Skips", cell=lambda row: str(row.value.skips or "-"), width=5, align="right"),
    ]


def _overdue(row: Listed[PersonLoad]) -> Cell:
    late = row.value.overdue
    return Cell(f"‼ {late}" if late else "-", ERROR if late else "")
