"""Going on exactly where an earlier session stopped: the chart, the line, the question and what stood there typed."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from tui_coder.domain.refusals import HeldByOther, IllegalMove, NotAllowed, Refusal
from tui_coder.domain.stopping import LeftOff, StoppingPoint
from tui_coder.services import claiming
from tui_coder.ui import phrases
from tui_coder.ui.commands import BY_ID
from tui_coder.ui.paper import PaperScreen
from tui_coder.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui_coder.ui.app import Workstation

_PLACES = {"disputes", "handoffs", "team"}
ASKS_WITHIN = 2.0
"""Seconds in which a command that is gone on with must have asked its question."""


def told(left: LeftOff) -> str:
    """What the last session left, in a line, and how to go on."""
    point = left.point
    command = BY_ID.get(point.command)
    doing = f", in the middle of '{command.label}'" if command else ""
    where = left.account or f"the {point.screen}"
    return f"You stopped on {where}{doing} at {phrases.moment(left.at)}: c goes on exactly there."


async def go_on(app: Workstation, left: LeftOff) -> None:
    """Stand there again. What cannot be gone on with is shown, so that what was typed can be used elsewhere.

    Raises what the services raise where the place is no longer to be had.
    """
    point = left.point
    try:
        await _go_there(app, point)
    except Refusal as refusal:
        if not point.has_words:
            await app.errands.write(app.keeping.taken_up, left)
            raise
        await _show_words(app, left, str(refusal))
    else:
        if point.command and not await _ask_on(app, point) and point.has_words:
            await _show_words(app, left, "It can no longer be gone on with.")
    await app.errands.write(app.keeping.taken_up, left)


async def _go_there(app: Workstation, point: StoppingPoint) -> None:
    if point.item_id is not None:
        await _take_to_work(app, point.item_id)
        await app.open_chart(point.item_id)
    elif point.screen in _PLACES:
        await app.go(point.screen)
    else:
        app.back_to_queue()
    here = app.screen
    if isinstance(here, WorkScreen):
        await here.set_scene(point.scene)


async def _take_to_work(app: Workstation, item_id: int) -> None:
    """Claim the item where this person may work on it; where not, it can still be read."""
    with suppress(HeldByOther, IllegalMove, NotAllowed):
        await app.errands.write(claiming.claim, app.at_work.desk, item_id)


async def _ask_on(app: Workstation, point: StoppingPoint) -> bool:
    """Start the command again; whether it went on asking."""
    command, here = BY_ID.get(point.command), app.screen
    if command is None or not isinstance(here, WorkScreen):
        return False
    reason = here.why_not(command)
    if reason is not None:
        here.say(reason, warning=True)
        return False
    app.hand.go_on_with(point)
    try:
        await _holder(here, command.scope).run_action(command.action)
        async with asyncio.timeout(ASKS_WITHIN):
            while app.hand.waits_to_go_on and app.screen is here:
                await asyncio.sleep(0.01)
    except TimeoutError:
        return False
    finally:
        app.hand.drop_before()
    return True


def _holder(screen: WorkScreen, scope: str) -> Widget:
    """Who has the action of that scope: the screen, or one of its widgets."""
    return next((each for each in screen.query("*") if getattr(each, "SCOPE", None) == scope), screen)


async def _show_words(app: Workstation, left: LeftOff, why: str) -> None:
    point = left.point
    words = [each for each in (*point.answers, point.typed) if isinstance(each, str) and each]
    text = "\n".join([why, "", "This is what you had typed:", "", *words])
    await app.push_screen(PaperScreen(f"Left off on {left.account or point.screen}", text))
