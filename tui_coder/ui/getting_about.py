"""Moving between the screens: to a chart, to a place beside the queue, and back."""

from __future__ import annotations

from textual.app import App

from tui_coder.ui.work_screen import WorkScreen


class GettingAbout(App[int], inherit_bindings=False):
    """An app whose screens lie over the queue, one at a time. Each is loaded when somebody goes there."""

    def back_to_queue(self) -> None:
        """Leave whatever lies over the queue. What was said there before is of another moment."""
        if len(self.screen_stack) <= 2:
            return
        while len(self.screen_stack) > 2:
            if isinstance(self.screen, WorkScreen):
                self.screen.leaving()
            self.pop_screen()
        if isinstance(self.screen, WorkScreen):
            self.screen.say("")

    # ---- a place beside the queue ------------------------------------------------------------------------------------

    async def choose_place(self, screen: WorkScreen) -> None:
        """Ask where to, and go there."""
        from tui_coder.ui.widgets import ask

        choices = [
            ask.Choice("q", "queue", "queue"),
            ask.Choice("d", "disputes", "disputes"),
            ask.Choice("h", "handoffs", "hand-offs"),
            ask.Choice("t", "team", "team"),
            ask.Choice("b", "glass", "broken glass"),
            ask.Choice("c", "codes", "code book"),
        ]
        place = await ask.choice(screen, "Go to", choices)
        if place is not None:
            await self.go(place)

    async def go(self, place: str) -> None:
        """To the queue, or to one of the screens beside it."""
        self.back_to_queue()
        if place == "disputes":
            from tui_coder.ui.screens.disputes import DisputesScreen

            await self.push_screen(DisputesScreen())
        elif place == "handoffs":
            from tui_coder.ui.screens.handoffs import HandOffsScreen

            await self.push_screen(HandOffsScreen())
        elif place == "team":
            from tui_coder.ui.screens.team import TeamScreen

            await self.push_screen(TeamScreen())
        elif place == "glass":
            from tui_coder.ui.screens.glass import GlassScreen

            await self.push_screen(GlassScreen())
        elif place == "codes":
            from tui_coder.ui.screens.code_book import CodeBookScreen

            await self.push_screen(CodeBookScreen())

    # ---- a chart, a person's items -----------------------------------------------------------------------------------

    async def open_chart(self, item_id: int, said: str = "", *, about: str = "") -> None:
        """Open the workbench on an item over the queue; `about` is a printed code whose words are wanted first."""
        from tui_coder.ui.screens.workbench import WorkbenchScreen

        self.back_to_queue()
        await self.push_screen(WorkbenchScreen(item_id, said, about))

    def show_person(self, name: str) -> None:
        """The queue with one person's items."""
        from tui_coder.ui.screens.queue import QueueScreen

        self.back_to_queue()
        if isinstance(self.screen, QueueScreen):
            self.screen.show_person(name)
