"""`tui-coder rules`: what is checked, what the settings make of it, and a rule tried over finished work."""

from __future__ import annotations

from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE, NO
from tui_coder.cli.failures import WrongUse
from tui_coder.cli.text import Column
from tui_coder.domain.edits.policy import Choice
from tui_coder.domain.edits.wording import PUBLISHERS
from tui_coder.services import checking, queue, rule_trials

_RULE = (
    Column("Rule", firm=True), Column("Setting"), Column("Clients", wraps=True), Column("Source", wraps=True),
)  # fmt: skip
_ACCEPTED = (
    Column("Item", firm=True), Column("Rule", firm=True), Column("Codes"), Column("By"), Column("At"),
    Column("Reason", wraps=True),
)  # fmt: skip
_TRIAL = (Column("Account", firm=True), Column("Before"), Column("After"), Column("What", wraps=True))


def list_rules(call: Call) -> int:
    found = list(rule_trials.rules(call.books()))
    document = [
        {"rule": rule, "source": source, "setting": everyone, "clients": dict(clients)}
        for rule, source, everyone, clients in found
    ]
    rows = [
        (rule, everyone, ", ".join(f"{name}: {choice}" for name, choice in clients.items()) or None, source)
        for rule, source, everyone, clients in found
    ]
    call.answer(document, lambda: call.table(_RULE, rows))
    return DONE


def list_accepted(call: Call) -> int:
    with call.signed_in() as house:
        found = checking.accepted(house.desk)
        names = queue.names(house.desk, sorted({each.item_id for each in found}))
    document = [
        {
            "item": names[each.item_id], "rule": each.rule, "codes": list(each.codes),
            "reason": each.acceptance.reason, "by": each.acceptance.by, "at": each.acceptance.at,
        }
        for each in found
    ]  # fmt: skip
    rows = [
        (
            names[each.item_id], each.rule, " ".join(each.codes) or None, each.acceptance.by,
            f"{each.acceptance.at.astimezone():%Y-%m-%d %H:%M}", each.acceptance.reason,
        )
        for each in found
    ]  # fmt: skip
    call.answer(document, lambda: call.table(_ACCEPTED, rows) if rows else ["No finding was accepted."])
    return DONE


def try_rule(call: Call) -> int:
    """The finished items on which the changed rule would differ; exit 1 where one would be blocked."""
    rule, _, choice = call.args.rule.partition("=")
    if rule not in PUBLISHERS or choice not in list(Choice):
        raise WrongUse(f"'{call.args.rule}' is no rule with its setting: say for example R16=error, warning or off.")
    with call.signed_in() as house:
        books = call.prepared(house.books)
        tried, differing = rule_trials.try_rule(house.desk, books, rule, Choice(choice), call.args.client or "")
    document = {
        "rule": rule, "setting": choice, "client": call.args.client, "tried": tried,
        "differing": [
            {
                "item": each.item_id, "account": each.account, "would_block": each.would_block,
                "before": [shapes.finding(f) for f in each.before], "after": [shapes.finding(f) for f in each.after],
            }
            for each in differing
        ],
    }  # fmt: skip
    rows = [
        (
            each.account,
            ", ".join(dict.fromkeys(f.severity.value for f in each.before)) or None,
            ", ".join(dict.fromkeys(f.severity.value for f in each.after)) or None,
            "; ".join(dict.fromkeys(f.message for f in each.after or each.before)),
        )
        for each in differing
    ]
    call.answer(document, lambda: call.table(_TRIAL, rows) if rows else [])
    call.say(f"{tried:,} finished items checked anew; on {len(differing):,} of them {rule} would say something else.")
    return NO if any(each.would_block for each in differing) else DONE
