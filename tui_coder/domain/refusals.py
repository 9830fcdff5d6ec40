"""Why a thing was not done: one plain sentence each, for a person to read."""

from __future__ import annotations


class Refusal(Exception):
    """Base of all refusals; str() is the sentence shown. Sentences never hold patient names or chart text."""


class NotAllowed(Refusal):
    """The person's role does not carry the right."""


def switched_off(name: str) -> str:
    """The sentence for somebody who works here no more, whoever finds it out: a service or a team's server."""
    return f"The sign-in name {name} was switched off; ask a lead."


class NotFound(Refusal):
    """There is no such person, item, code, dispute or hand-off."""


class IllegalMove(Refusal):
    """The thing is in a state that does not permit this step."""


class Stale(Refusal):
    """Someone changed the thing since it was read; nothing was written."""


class HeldByOther(Refusal):
    """Another person holds the item."""


class Malformed(Refusal):
    """What was typed or read cannot be understood."""


class NothingEligible(Refusal):
    """There is truly nothing left that this person may take."""


class Blocked(Refusal):
    """A failing error finding blocks the submission."""


class UnknownCode(Refusal):
    """No code book of the date holds the code."""


class Altered(Refusal):
    """The log is not what was written."""
