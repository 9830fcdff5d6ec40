"""A hand-off as a form of plain lines: drafted, edited by its sender, sent, and printed again.

One thing a line: `To:`, `Severity:`, `Items:`, `Summary:`, `Do:` (an action), `If:` (a contingency). The two lines that
begin with # explain the form and are not sent; other words behind a # are refused, so that nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tui_coder.domain.handoff import RECEIVER, Action, Contingency, Illness, parse_action, parse_contingency
from tui_coder.domain.refusals import Malformed

_ONCE = ("To", "Severity", "Summary")
_FIELDS = (*_ONCE, "Items", "Do", "If")
_HOW_TO_DO = f"# Do: what @who when   (@{RECEIVER} is whoever receives it)"
_HOW_TO_IF = "# If: this happens -> do that"
_SAYS_NOTHING = ("", "#", _HOW_TO_DO, _HOW_TO_IF)


@dataclass(frozen=True, slots=True)
class Draft:
    """A hand-off that is not sent yet; `items` are named as one types them, `to` may still be empty."""

    to: str = ""
    severity: Illness = Illness.STABLE
    summary: str = ""
    items: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    contingencies: tuple[Contingency, ...] = ()


def as_form(draft: Draft) -> str:
    """The form of a draft; `read_form` makes the same draft of it."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    yield f"To: {draft.to}"
    yield f"Severity: {draft.severity}"
    yield f"Summary: {draft.summary}"
    yield f"Items: {', '.join(draft.items)}"
    yield _HOW_TO_DO
    for action in draft.actions:
        yield f"Do: {' '.join(filter(None, (action.what, f'@{action.owner or RECEIVER}', action.when)))}"
    yield _HOW_TO_IF
    for each in draft.contingencies:
        yield f"If: {each.condition} -> {each.response}"


def read_form(text: str) -> Draft:
    """Read a form. Raises Malformed, naming the line, for what is none of its fields or cannot be understood."""
    told: dict[str, str] = {}
    items: list[str] = []
    actions: list[Action] = []
    contingencies: list[Contingency] = []
    severity = Illness.STABLE
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() in _SAYS_NOTHING:
            continue
        name, colon, rest = line.partition(":")
        field = next((each for each in _FIELDS if each.casefold() == name.strip().casefold()), None)
        try:
            if line.lstrip().startswith("#"):
                raise Malformed("words behind a # are not sent; put yours on a line that begins with Do: or If:")
            if field is None or not colon:
                raise Malformed(f"it begins with none of {', '.join(f'{each}:' for each in _FIELDS)}")
            if field in told:
                raise Malformed(f"{field} stands here twice")
            if field == "Items":
                items += [each.strip() for each in rest.split(",") if each.strip()]
            elif field == "Do" and rest.strip():
                actions.append(parse_action(rest))
            elif field == "If" and rest.strip():
                contingencies.append(parse_contingency(rest))
            elif field in _ONCE:
                told[field] = rest.strip()
            if field == "Severity":
                severity = _severity(rest)
        except Malformed as fault:
            raise Malformed(f"Line {number}: {fault}") from None
    return Draft(
        told.get("To", ""), severity, told.get("Summary", ""), tuple(items), tuple(actions), tuple(contingencies)
    )


def _severity(typed: str) -> Illness:
    known = next((each for each in Illness if each.value == typed.strip().casefold()), None)
    if known is None:
        raise Malformed(f"'{typed.strip()}' is no severity: {', '.join(Illness)}")
    return known
