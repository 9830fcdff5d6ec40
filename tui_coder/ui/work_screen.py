"""What every screen of the workstation shares: its three lines, its guard, and how it starts errands."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkType

from tui_coder.resources import styles
from tui_coder.ui.commands import BY_ID, Command, of_scope
from tui_coder.ui.painting import NearCompositor
from tui_coder.ui.widgets.lines import HeaderLine, KeyHints, MessageLine
from tui_coder.ui.widgets.over import Over

if TYPE_CHECKING:
    from tui_coder.ui.app import Workstation
    from tui_coder.ui.widgets.work_table import WorkTable

T = TypeVar("T")

Meanings = Mapping[str, tuple[str, str]]
"""What keys of a list or a line do on one screen, where their own words are too wide: label and help by command id."""

PLACES = frozenset({"queue", "workbench", "disputes", "handoffs", "team"})
"""The screens to which one goes back after a session was cut off; what lies over them is only looked at."""


class WorkScreen(Screen[None]):
    """A screen with a scope in the command table. Subclasses yield their content from `content`."""

    CSS_PATH = styles()
    SCOPE: ClassVar[str] = "app"
    NAME: ClassVar[str] = ""
    MEANS_HERE: ClassVar[Meanings] = {}
    item_id: int | None = None
    """The item whose chart is on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = NearCompositor()
        self._looks = 0

    @property
    def workstation(self) -> Workstation:
        return cast("Workstation", self.app)

    def compose(self) -> ComposeResult:
        yield HeaderLine()
        yield from self.content()
        yield MessageLine()
        yield KeyHints()

    def content(self) -> Iterable[Widget]:
        """The widgets between header and message line."""
        return ()

    # ---- saying things -----------------------------------------------------------------------------------------------

    def say(self, text: str, *, warning: bool = False) -> None:
        """One sentence at the bottom: what happened and how to undo it."""
        self.query_one(MessageLine).say(text, warning=warning)
        below, front = ([None, *self.app.screen_stack])[-2:]
        if below is self and isinstance(front, Over):
            front.tell(text, warning=warning)

    @property
    def said(self) -> str:
        return self.query_one(MessageLine).text

    def show_header(self, left: str, right: str = "") -> None:
        self.query_one(HeaderLine).show(left, right)

    # ---- which keys act ----------------------------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Why a command cannot act now, as a sentence; None where it can. The single gate."""
        return None

    def scopes(self) -> tuple[str, ...]:
        """The scopes whose keys are live: the focused widget's, the screen's, the app's."""
        focused = self.focused
        inner = getattr(focused, "SCOPE", None) if focused is not None else None
        if inner == "codeline":
            return (inner,)
        return tuple(dict.fromkeys(scope for scope in (inner, self.SCOPE, "app") if scope))

    def live_commands(self) -> list[Command]:
        return [self._as_here(command) for scope in self.scopes() for command in of_scope(scope)]

    def _as_here(self, command: Command) -> Command:
        label, told = self.MEANS_HERE.get(command.id, (command.label, command.help))
        return replace(command, label=label, help=told)

    def show_hints(self) -> None:
        usable = [each for each in self.live_commands() if self.why_not(each) is None]
        self.query_one(KeyHints).show(usable, self.workstation.first_keys)

    def on_descendant_focus(self) -> None:
        self.show_hints()

    def on_key(self, event: events.Key) -> None:
        """A key whose command cannot act says why, instead of doing nothing."""
        active = self.active_bindings.get(event.key)
        command = BY_ID.get(active.binding.id or "") if active else None
        reason = self.why_not(command) if command else None
        if reason is not None:
            event.stop()
            self.say(reason, warning=True)

    # ---- doing things ------------------------------------------------------------------------------------------------

    def errand(self, work: Coroutine[Any, Any, None], *, looks: bool = False) -> None:
        """Start something that waits for the store or for an answer; keys typed meanwhile wait for it.

        `looks`: it only shows the state of the store anew, so where it fails the state is not looked at once more.
        """
        self.workstation.errand(work, self, looks=looks)

    def look_up(self, group: str, read: Callable[[], T], show: Callable[[T], None]) -> None:
        """Read beside the keys, then show what was found.

        A newer look-up of the same group replaces an older one; what comes after the screen has gone is not shown.
        """

        async def look() -> None:
            from tui_coder.domain.refusals import NotFound
            from tui_coder.services.failures import FAILURES, StoreUnreachable

            try:
                found = await self.workstation.errands.read(read)
            except NotFound as failure:
                if self.stands:
                    self.gone(str(failure))
            except StoreUnreachable as failure:
                self.workstation.live.failed(str(failure))
            except FAILURES as failure:
                if self.stands:
                    self.say(str(failure), warning=True)
            else:
                if self.stands:
                    show(found)

        job: WorkType[None] = look
        self.run_worker(job, group=group, exclusive=True)

    def begin_look(self) -> Callable[[], bool]:
        """Begin to read what the screen lists; tells whether it may still be shown.

        That is while the screen stands and no later look was begun: of two that are read side by side the older may be
        there last, and would stay.
        """
        self._looks += 1
        mine = self._looks
        return lambda: self.stands and mine == self._looks

    def gone(self, told: str) -> None:
        """What was looked up is not there for this person any more: a lead changed whose charts they see."""
        self.say(told, warning=True)

    @property
    def stands(self) -> bool:
        """The screen is built and not yet taken down, in front or below another; in an app that ends, none stands."""
        return self.app.is_running and self.is_mounted and self in self.app.screen_stack

    def refresh_from_store(self) -> None:
        """Show the state of the store anew; called when the screen comes to the front."""

    def leaving(self) -> None:
        """The screen is about to be left for the queue; what it keeps for the next time is kept now."""

    def books_ready(self) -> None:
        """The code books have become ready while the screen was open."""

    def on_screen_resume(self) -> None:
        if self.SCOPE in PLACES:
            self.workstation.hand.is_at(self.SCOPE, self.item_id)
        self.show_hints()
        self.refresh_from_store()

    # ---- showing the same again --------------------------------------------------------------------------------------

    def scene(self) -> dict[str, object]:
        """What it takes to show the same again, in words of JSON: at least the row and the tags of a list."""
        table = self._list()
        if table is None:
            return {}
        row = table.cursor_row
        return {"row": row.key if row is not None else "", "tags": sorted(table.tagged)}

    async def set_scene(self, scene: Mapping[str, object]) -> None:
        """Show what `scene` told in an earlier session."""
        table, row, tags = self._list(), scene.get("row"), scene.get("tags")
        if table is not None and isinstance(tags, list):
            table.tag(map(str, tags))
            table.move_to(str(row))
            await table.settled()

    def _list(self) -> WorkTable[Any] | None:
        from tui_coder.ui.widgets.work_table import WorkTable  # the first frame is painted before it is loaded

        return next(iter(self.query(WorkTable)), None)

    def undo(self) -> Coroutine[Any, Any, None] | None:
        """The errand that takes back the last change here; None where there is nothing of the kind."""
        return None

    def redo(self) -> Coroutine[Any, Any, None] | None:
        return None
