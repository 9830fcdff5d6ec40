"""The questions that more than one screen asks: hold, dispute, hand-off. Each is a few keys and some text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tui_coder.domain.counting import count_of
from tui_coder.domain.dispute import DisputeKind
from tui_coder.domain.handoff import Action, Contingency, Illness, parse_action, parse_contingency
from tui_coder.domain.refusals import Malformed
from tui_coder.domain.roles import Person, Role
from tui_coder.domain.skip import SkipReason
from tui_coder.domain.work import HoldReason
from tui_coder.services import claiming, disputes, handoffs, people, team
from tui_coder.services.desk import Desk
from tui_coder.ui import phrases
from tui_coder.ui.widgets import ask
from tui_coder.ui.work_screen import WorkScreen


@dataclass(frozen=True, slots=True)
class HoldAnswer:
    reason: str
    until: date | None
    note: str


_HOLD_KEYS = {
    HoldReason.CODING_INCOMPLETE: "c", HoldReason.MISSING_DOCUMENT: "d", HoldReason.UNANSWERED_QUERY: "q",
    HoldReason.SYSTEM_EDIT: "e", HoldReason.CHARGE_MISSING: "m", HoldReason.COMBINED_ACCOUNT: "a",
    HoldReason.PRE_BILL_AUDIT: "p", HoldReason.LATE_REPORT: "l", HoldReason.UNSIGNED: "u",
}  # fmt: skip


async def ask_hold(screen: WorkScreen, today: date) -> HoldAnswer | None:
    """Reason, wake date, note; None when the person thought better of it."""
    reason = await ask.choice(
        screen, "Hold because", [ask.Choice(key, each.value, each.label) for each, key in _HOLD_KEYS.items()]
    )
    if reason is None:
        return None
    wake = await ask.text(
        screen, "Wake", initial="3", hint="days from today, or a date; empty = until taken off",
        required=False, check=lambda typed: _fault_of(typed, today),
    )  # fmt: skip
    if wake is None:
        return None
    note = await ask.text(screen, "Note", required=False, hint="what you wait for")
    return None if note is None else HoldAnswer(reason, wake_date(wake, today), note)


_SKIP_KEYS = {
    SkipReason.OUTSIDE_MY_FIELD: "f", SkipReason.KNOWN_PATIENT: "k", SkipReason.TOO_LONG: "l",
    SkipReason.UNREADABLE: "u",
}  # fmt: skip


async def ask_skip(screen: WorkScreen, account: str) -> str | None:
    """Why a chart is passed over; None when the person thought better of it."""
    usual = [ask.Choice(key, each.value, each.value) for each, key in _SKIP_KEYS.items()]
    reason = await ask.choice(screen, f"Skip {account}", [*usual, ask.Choice("o", "", "other")])
    return reason or (None if reason is None else await ask.text(screen, "Because"))


@dataclass(frozen=True, slots=True)
class WakeAnswer:
    answered: bool
    note: str


async def ask_wake(screen: WorkScreen) -> WakeAnswer | None:
    """Why a chart comes off hold; None when the person thought better of it."""
    choices = [ask.Choice("q", True, "the query was answered"), ask.Choice("h", False, "by hand")]
    answered = await ask.choice(screen, "Off hold because", choices)
    note = (
        None
        if answered is None
        else await ask.text(screen, "Note", required=False, hint="what came; it stands on the chart")
    )
    return None if answered is None or note is None else WakeAnswer(answered, note)


def _fault_of(typed: str, today: date) -> str | None:
    try:
        wake_date(typed, today)
    except Malformed as fault:
        return str(fault)
    return None


@dataclass(frozen=True, slots=True)
class BackAnswer:
    day: date | None
    """None: they are there."""


async def ask_back(screen: WorkScreen, person: Person, today: date) -> BackAnswer | None:
    """On which day an absent person is back; None when whoever was asked thought better of it."""
    initial = str(person.away_until) if person.is_away(today) else ""
    typed = await ask.text(
        screen, f"{person.name} is back on", initial=initial, hint="days from today, or a date; empty = is there",
        required=False, check=lambda typed: _fault_of(typed, today),
    )  # fmt: skip
    return None if typed is None else BackAnswer(wake_date(typed, today))


def wake_date(typed: str, today: date) -> date | None:
    """`3` -> in three days, `2026-12-01` or `12-01` -> that day, empty -> None. Raises Malformed."""
    text = typed.strip()
    if not text:
        return None
    if text.isdigit() and 0 < int(text) <= 365:
        return today + timedelta(days=int(text))
    try:
        day = date.fromisoformat(text if text.count("-") == 2 else f"{today.year}-{text}")
    except ValueError:
        raise Malformed(f"'{text}' is neither a number of days (1 to 365) nor a date such as 2026-12-01.") from None
    if day <= today:
        raise Malformed(f"{day} is not after today.")
    return day


async def ask_dispute(screen: WorkScreen, item_id: int, what: str, code: str = "") -> str:
    """Raise a flag: kind, reason. Owner and due date get their defaults; returns what to say, empty if left."""
    kind = await ask.choice(
        screen, f"Dispute {code or what}: which kind",
        [ask.Choice(each.value[1] if each is DisputeKind.CLINICAL_VALIDATION else each.value[0], each.value, each.label)
         for each in DisputeKind],
    )  # fmt: skip
    if kind is None:
        return ""
    reason = await ask.text(screen, "Reason")
    if reason is None:
        return ""
    app = screen.workstation
    dispute = await app.errands.write(
        disputes.raise_flag, app.at_work.desk, item_id, DisputeKind(kind), reason, code=code
    )
    due = phrases.due(dispute.due, app.at_work.desk.today)
    return f"{code or what} flagged as disputed ({dispute.kind.label}): owner {dispute.owner}, due {due}."


_SEVERITY_HINT = "how much deadline or money is at risk"


async def ask_hand_off(screen: WorkScreen, items: Sequence[int]) -> str:
    """Receiver, summary, severity, actions, contingencies: each step one Enter. Returns what to say."""
    app = screen.workstation
    desk = app.at_work.desk
    choices = await app.errands.read(person_choices, desk, working=True, without=desk.actor.name)
    receiver = await ask.person(screen, f"Hand {count_of(len(items), 'item')} to", choices)
    if receiver is None:
        return ""
    summary = await ask.text(screen, "Summary", hint="state of the work in a line")
    if summary is None:
        return ""
    severity = await ask.choice(
        screen, f"Severity ({_SEVERITY_HINT})", [ask.Choice(each.value[0], each.value, each.value) for each in Illness]
    )
    if severity is None:
        return ""
    actions = await _several(screen, "Action", "what @who when; empty goes on", parse_action)
    if actions is None:
        return ""
    contingencies = await _several(screen, "If", "this happens -> do that; empty ends", parse_contingency)
    if contingencies is None:
        return ""
    hand_off, outcome = await app.errands.write(
        handoffs.write, desk, receiver, items, summary, Illness(severity),
        [each for each in actions if isinstance(each, Action)],
        [each for each in contingencies if isinstance(each, Contingency)],
    )  # fmt: skip
    refused = f" {outcome.refused[0].account} not: {outcome.refused[0].reason}" if outcome.refused else ""
    given = count_of(len(outcome.changed), "item")
    return f"{given} handed to {hand_off.receiver}; open until {hand_off.receiver} reads it back.{refused}"


async def take_over(screen: WorkScreen, item_id: int, account: str, holder: str) -> None:
    """Ask why, take the chart out of its holder's hands, and open it."""
    reason = await ask.text(screen, f"Take {account} over from {holder or 'nobody'} because")
    if reason:
        app = screen.workstation
        item = await app.errands.write(claiming.take_over, app.at_work.desk, item_id, reason)
        await app.open_chart(item.id, f"{account} is in work with you now; u in the queue gives it back to {holder}.")


async def _several(screen: WorkScreen, prompt: str, hint: str, parse: object) -> list[object] | None:
    """Lines until an empty one; each is checked as it is entered. None when left with Esc."""
    assert callable(parse)

    def fault(typed: str) -> str | None:
        try:
            if typed.strip():
                parse(typed)
        except Malformed as wrong:
            return str(wrong)
        return None

    found: list[object] = []
    while True:
        typed = await ask.text(screen, prompt, hint=hint, required=False, check=fault)
        if typed is None:
            return None
        if not typed.strip():
            return found
        found.append(parse(typed))


def person_choices(desk: Desk, *, working: bool, without: str = "") -> list[ask.PersonChoice]:
    """People to choose from with their load; `working` leaves out who does not code or is away."""
    loads = {each.person.name: each for each in team.board(desk)}
    choices = []
    for person in people.everyone(desk):
        if not person.active or person.name == without or (working and not person.takes_work(desk.today)):
            continue
        load = loads.get(person.name)
        busy = f"{load.items} open, {phrases.minutes(load.minutes)}" if load else ""
        away = f"away until {person.away_until}" if person.is_away(desk.today) else ""
        choices.append(
            ask.PersonChoice(
                person.name,
                " · ".join(filter(None, [person.title, phrases.stands_for(person), busy, away])),
                among_all=person.role is Role.CODER,
            )
        )
    return choices
