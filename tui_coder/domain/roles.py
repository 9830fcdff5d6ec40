"""Who a person is in the team, and what each role may do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tui_coder.domain.encounter import LONGEST_SPECIALTY, specialty_named
from tui_coder.domain.refusals import Malformed, NotAllowed


class Role(StrEnum):
    CODER = "coder"
    LEAD = "lead"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Right(StrEnum):
    """One thing a person may or may not do; the value completes the sentence "may not ..."."""

    READ = "read charts"
    CODE = "code charts"
    FLAG = "flag disputes"
    RESOLVE = "resolve disputes"
    HAND_OFF = "hand work off"
    ASSIGN_OTHERS = "give away work that others hold"
    IMPORT = "import charts"
    PEOPLE = "add or change people"
    LOG = "read the whole log"
    TEAM_CODES = "change the team's own words and code sets"
    CO_SIGN = "co-sign charts"
    ROUTE = "take or give charts outside someone's credentials"
    CLIENTS = "change clients and who sees their charts"
    BREAK_GLASS = "break the glass"
    GLASS = "look after broken glass"


_CODER = frozenset({Right.READ, Right.CODE, Right.FLAG, Right.HAND_OFF, Right.CO_SIGN, Right.BREAK_GLASS})
_LEAD = _CODER | {
    Right.RESOLVE, Right.ASSIGN_OTHERS, Right.IMPORT, Right.PEOPLE, Right.LOG, Right.TEAM_CODES, Right.ROUTE,
    Right.CLIENTS, Right.GLASS,
}  # fmt: skip

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.CODER: _CODER,
    Role.LEAD: _LEAD,
    Role.AUDITOR: frozenset({Right.READ, Right.FLAG, Right.RESOLVE, Right.HAND_OFF, Right.LOG, Right.BREAK_GLASS}),
    Role.ADMIN: _LEAD,
}
"""The one table of who may do what. A team's server says the same by grants and policies (store/postgres)."""

NEEDS_EVERY_CLIENT = frozenset({Right.PEOPLE, Right.CLIENTS})
"""Rights over who sees what: whoever sees only some clients does not have them, or could widen their own sight."""

# Credentials as the bodies write them; -A marks an AAPC apprentice (domain rules 2.13).
CREDENTIALS: tuple[str, ...] = (
    "CPC", "CPC-A", "COC", "COC-A", "CIC", "CPC-P", "CPMA", "CRC", "CCA", "CCS", "CCS-P", "RHIT", "RHIA",
)  # fmt: skip


SIGN_IN_NAME = re.compile(r"(?!(?:tui_coder|pg)_)[a-z0-9][a-z0-9._-]{0,31}")
"""What a team's server takes as a login, and what can be typed on any keyboard; not what its own roles are called."""


def known_credentials(typed: Iterable[str]) -> tuple[str, ...]:
    """Credentials as they are written, each once. Raises Malformed for one that nobody awards."""
    wanted = tuple(dict.fromkeys(each.strip().upper() for each in typed if each.strip()))
    for each in wanted:
        if each not in CREDENTIALS:
            raise Malformed(f"'{each}' is no credential known here: {', '.join(CREDENTIALS)}.")
    return wanted


def named_specialties(typed: Iterable[str]) -> tuple[str, ...]:
    """Specialties as they are kept, each once. Raises Malformed for one that is longer than a name."""
    wanted = tuple(dict.fromkeys(filter(None, map(specialty_named, typed))))
    for each in wanted:
        if len(each) > LONGEST_SPECIALTY:
            raise Malformed(f"A specialty has {len(each):,} characters, and {LONGEST_SPECIALTY} are taken; shorten it.")
    return wanted


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the team. `name` is the sign-in name, `title` how people are addressed.

    `every_client`: they see the charts of every client, not only of those that are named for them. `away_until` is the
    day on which an absent person is back. `specialties` are those whose charts are served to them; none named: all.
    """

    id: int
    name: str
    role: Role
    credentials: tuple[str, ...] = ()
    title: str = ""
    active: bool = True
    away_until: date | None = None
    every_client: bool = True
    specialties: tuple[str, ...] = ()

    def is_away(self, today: date) -> bool:
        return self.away_until is not None and today < self.away_until

    def takes_work(self, today: date) -> bool:
        """Whether work can be given to them: who codes, and is there."""
        return self.active and self.role is not Role.AUDITOR and not self.is_away(today)

    def require_receiver(self, today: date) -> None:
        """Raise Malformed unless work can be given to this person: who codes, and is there."""
        if self.role is Role.AUDITOR:
            raise Malformed(f"{self.name} is an auditor and does not code; give the work to a coder or a lead.")
        if self.is_away(today):
            raise Malformed(f"{self.name} is away until {self.away_until}; give the work to somebody who is there.")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does a thing: the person acting and the operating system account they came from."""

    person: Person
    os_account: str

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def name(self) -> str:
        return self.person.name

    def may(self, right: Right) -> bool:
        blind = right in NEEDS_EVERY_CLIENT and not self.person.every_client
        return self.person.active and right in RIGHTS[self.person.role] and not blind

    def require(self, right: Right) -> None:
        """Raise NotAllowed unless this person's role carries the right."""
        if not self.may(right):
            if right in RIGHTS[self.person.role] and self.person.active:
                raise NotAllowed(f"{self.name} sees the charts of some clients only and may not {right}.")
            raise NotAllowed(f"{self.name} ({self.person.role}) may not {right}; ask a lead.")
