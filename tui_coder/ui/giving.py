"""Giving work away: to one colleague at once, or shared out over several with a preview of before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.content import Content

from tui_coder.domain.balance import BalancePlan
from tui_coder.domain.counting import count_of
from tui_coder.domain.shares import EVERYONE, Share
from tui_coder.services import assigning, spreading
from tui_coder.services.queue_changes import Outcome
from tui_coder.ui import phrases
from tui_coder.ui.conversations import person_choices
from tui_coder.ui.safe import plain
from tui_coder.ui.widgets import ask
from tui_coder.ui.work_screen import WorkScreen

FULL_BAR = 24
"""Cells of the longest bar."""
_BESIDE_BARS = 46
"""Cells of a preview's line that are no bar."""
_NAMED = 3
"""How many of those that stay are named in a preview."""


@dataclass(frozen=True, slots=True)
class Given:
    """What became of it, and to whom it went, in words."""

    outcome: Outcome
    to: str


async def give_items(screen: WorkScreen, items: Sequence[int]) -> Given | None:
    """Give items to one colleague, or share them out; None when the person thought better of it."""
    app = screen.workstation
    desk = app.at_work.desk
    people = await app.errands.read(person_choices, desk, working=True)
    wanted = await ask.shares(screen, f"Give {count_of(len(items), 'item')} to", people)
    if wanted is None:
        return None
    if wanted.only is not None:
        return Given(await app.errands.write(assigning.give, desk, items, wanted.only, wanted.reason), wanted.only)
    return await _spread(screen, lambda: spreading.plan(desk, items, wanted.shares), wanted.shares, wanted.reason)


async def give_all_of(screen: WorkScreen, sender: str, prompt: str, *, over_everyone: bool) -> Given | None:
    """Share out what one person has open; `over_everyone`: Enter alone means all who are there."""
    app = screen.workstation
    desk = app.at_work.desk
    people = await app.errands.read(person_choices, desk, working=True, without=sender)
    wanted = await ask.shares(screen, prompt, people, if_empty=EVERYONE if over_everyone else "")
    if wanted is None:
        return None
    reason = wanted.reason or await app.errands.read(spreading.usual_reason, desk, sender)
    return await _spread(screen, lambda: spreading.plan_from(desk, sender, wanted.shares), wanted.shares, reason)


async def _spread(
    screen: WorkScreen, plan: Callable[[], BalancePlan], shares: Sequence[Share], reason: str
) -> Given | None:
    app = screen.workstation
    found = await app.errands.read(plan)
    if not found.moves:
        screen.say(f"Nothing moves: {_why_nothing(found)}", warning=True)
        return None
    if not await ask.confirm(screen, preview(found, screen.size.width), "move them"):
        return None
    outcome = await app.errands.write(spreading.carry_out, app.at_work.desk, found, reason)
    receivers = dict.fromkeys(each.name for each in shares if any(move.to == each.name for move in found.moves))
    return Given(outcome, ", ".join(receivers))


def _why_nothing(plan: BalancePlan) -> str:
    if plan.stays:
        return f"{plan.stays[0].account}: {plan.stays[0].reason}."
    return "the minutes are even as they are."


def preview(plan: BalancePlan, width: int) -> Content:
    """Before and after as the same bars, what stays, and who gets less than was asked; `width` is the terminal's."""
    cells = max(4, min(FULL_BAR, (width - _BESIDE_BARS) // 2))
    longest = max((max(each.before, each.after) for each in plan.load), default=1) or 1
    items = {name: sum(move.to == name for move in plan.moves) for name in {move.to for move in plan.moves}}
    lost = {name: sum(move.holder == name for move in plan.moves) for name in {move.holder for move in plan.moves}}
    rows = [plain(f"{count_of(len(plan.moves), 'item')} {'moves' if len(plan.moves) == 1 else 'move'}", "bold")]
    for each in plan.load:
        step = items.get(each.name, 0) - lost.get(each.name, 0)
        before, after = (bar(value, longest, cells).ljust(cells) for value in (each.before, each.after))
        rows.append(
            plain(
                f"{each.name:<10} {step:>+5}  {before} {phrases.minutes(each.before):>9}  →  "
                f"{after} {phrases.minutes(each.after):>9}"
            )
        )
    if plan.stays:
        named = "; ".join(f"{each.account}: {each.reason}" for each in plan.stays[:_NAMED])
        more = f"; and {len(plan.stays) - _NAMED} more" if len(plan.stays) > _NAMED else ""
        rows.append(plain(f"{len(plan.stays)} stay: {named}{more}"))
    rows += [plain(note) for note in plan.notes]
    return Content("\n").join(rows)


def bar(value: int, longest: int, cells: int = FULL_BAR) -> str:
    """So many of the cells of the longest bar."""
    return "█" * round(cells * max(0, value) / max(1, longest))
