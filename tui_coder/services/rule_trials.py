"""Rules and what the settings make of them; and a rule tried over finished work before it is switched on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tui_coder.domain.edits.policy import Choice, RulePolicy
from tui_coder.domain.edits.wording import PUBLISHERS
from tui_coder.domain.findings import Finding, Status
from tui_coder.domain.roles import Right
from tui_coder.services import checking
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Trial:
    """A finished item on which a changed rule would say something else: what fails now, and what would."""

    item_id: int
    account: str
    before: tuple[Finding, ...]
    after: tuple[Finding, ...]

    @property
    def would_block(self) -> bool:
        return any(each.blocks for each in self.after) and not any(each.blocks for each in self.before)


def rules(books: CodeBooks) -> Iterator[tuple[str, str, Choice | None, Mapping[str, Choice]]]:
    """Each rule that is checked: its id, its source, what everyone has of it, and what clients have."""
    for rule in sorted(PUBLISHERS, key=lambda each: int(each[1:])):
        clients = {name: chosen[rule] for name, chosen in books.policy.clients.items() if rule in chosen}
        yield rule, PUBLISHERS[rule], books.policy.everyone.get(rule), clients


def try_rule(desk: Desk, books: CodeBooks, rule: str, choice: Choice, client: str = "") -> tuple[int, list[Trial]]:
    """How many finished items were checked anew, and those on which the changed rule would differ. Writes nothing.

    With a client only its items are tried.
    """
    desk.may(Right.READ)
    policy = _with(books.policy, rule, choice, client)
    tried, differing = 0, []
    with desk.reading() as unit:
        finished = unit.items.submitted()
    for item_id in finished:
        # A look for each: that a chart was read is an entry, and while it is written nobody else's is.
        with desk.reading() as unit:
            encounter = unit.encounters.get(unit.items.encounter_id(item_id))
            if client and client.casefold() not in (encounter.client.casefold(), encounter.facility.casefold()):
                continue
            tried += 1
            before = _failing(checking.of_item(unit, desk, books, item_id), rule)
            after = _failing(checking.of_item(unit, desk, books, item_id, policy), rule)
        if before != after:
            differing.append(Trial(item_id, encounter.account, before, after))
    with desk.writing() as unit:
        told = {"rule": rule, "setting": choice.value, "client": client, "charts": tried}
        desk.note(unit, "rule tried", after=told)
    return tried, differing


def _with(policy: RulePolicy, rule: str, choice: Choice, client: str) -> RulePolicy:
    if not client:
        return replace(policy, everyone={**policy.everyone, rule: choice})
    own = next((rules for name, rules in policy.clients.items() if name.casefold() == client.casefold()), {})
    return replace(policy, clients={**policy.clients, client: {**own, rule: choice}})


def _failing(found: tuple[Finding, ...], rule: str) -> tuple[Finding, ...]:
    return tuple(each for each in found if each.rule == rule and each.status is Status.FAIL)
