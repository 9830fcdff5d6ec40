"""Which charts a person's credentials and specialties stand for, and whose work needs a second signature.

The table is a default (domain rules 2.13), and a client may want something else for a setting. It says what `next`
serves and who may co-sign; a lead gives any chart to anyone by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tui_coder.domain.encounter import Setting

_EVERY = frozenset(Setting)

SETTINGS_OF: Mapping[str, frozenset[Setting]] = MappingProxyType(
    {
        "CPC": frozenset({Setting.PROFESSIONAL}),
        "CPC-A": frozenset({Setting.PROFESSIONAL}),
        "COC": frozenset({Setting.OUTPATIENT}),
        "COC-A": frozenset({Setting.OUTPATIENT}),
        "CIC": frozenset({Setting.INPATIENT}),
        "CPC-P": frozenset({Setting.PAYER}),
        "CCA": _EVERY,
        "CCS": frozenset({Setting.INPATIENT, Setting.OUTPATIENT}),
        "CCS-P": frozenset({Setting.PROFESSIONAL}),
    }
)
"""Domain rules 2.13. A credential that does not stand here (CPMA, CRC, RHIT, RHIA) says nothing about a setting."""

APPRENTICES = frozenset({"CPC-A", "COC-A"})
"""Passed the examination, but without the two years of practice (domain rules 2.13)."""

Wishes = Mapping[tuple[int, Setting], tuple[str, ...]]
"""By client and setting the credentials that the client wants instead of the usual ones; none: anyone may code it."""


@dataclass(frozen=True, slots=True)
class Route:
    """The charts that are served to a person: by setting, with pairs of client and setting beside it, and by specialty.

    `also` are served though the setting is not among `usual`; `never` are not, though it is. Of these only charts of
    the `specialties` and those without any; none named: all.
    """

    usual: frozenset[Setting] = _EVERY
    also: frozenset[tuple[int, Setting]] = frozenset()
    never: frozenset[tuple[int, Setting]] = frozenset()
    specialties: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Everything is served."""
        return self.usual == _EVERY and not self.never and not self.specialties

    def serves(self, client_id: int, setting: Setting, specialty: str = "") -> bool:
        pair = (client_id, setting)
        fits = pair in self.also or (setting in self.usual and pair not in self.never)
        return fits and is_theirs(specialty, self.specialties)

    def within(self, clients: Collection[int]) -> Route:
        """The same, of these clients alone."""
        pairs = {(client, setting) for client in clients for setting in Setting if self.serves(client, setting)}
        return Route(frozenset(), frozenset(pairs), specialties=self.specialties)


def is_theirs(specialty: str, specialties: Collection[str]) -> bool:
    """Whether a chart of this specialty is for whoever has these: one of none is anybody's, an empty list is all."""
    return not specialty or not specialties or specialty in specialties


def usual_credentials(setting: Setting) -> tuple[str, ...]:
    """The credentials whose setting it is, where a client wants nothing else."""
    return tuple(name for name, settings in SETTINGS_OF.items() if setting in settings)


def wanted(client_id: int, setting: Setting, wishes: Wishes) -> tuple[str, ...]:
    """The credentials that code this setting of this client; empty where anyone may."""
    return wishes.get((client_id, setting), usual_credentials(setting))


def route_of(credentials: Collection[str], wishes: Wishes, specialties: Collection[str] = ()) -> Route:
    """What is served to a person with these credentials and specialties.

    Of who holds none that the table knows nothing is known: they are served every setting, except where a client
    asks for credentials by name.
    """
    known = [SETTINGS_OF[each] for each in credentials if each in SETTINGS_OF]
    usual = frozenset().union(*known) if known else _EVERY
    fits = {pair for pair, names in wishes.items() if not names or set(names) & set(credentials)}
    also = frozenset(pair for pair in fits if pair[1] not in usual)
    never = frozenset(pair for pair in wishes if pair not in fits and pair[1] in usual)
    return Route(usual, also, never, frozenset(specialties))


def why_not_served(client: str, setting: Setting, credentials: Collection[str], names: Collection[str]) -> str:
    """The sentence part for a chart outside a person's route; `names` are the credentials that are wanted."""
    *most, last = names
    wanted_ones = f"{', '.join(most)} or {last}" if most else last
    held = f"not {', '.join(credentials)}" if credentials else "and no credential is known"
    return f"{setting.value} of {client} wants {wanted_ones}, {held}"


def why_not_theirs(specialty: str, specialties: Collection[str]) -> str:
    """The sentence part for a chart of a specialty that is not among a person's."""
    return f"it is {specialty}, not {', '.join(specialties)}"


# ---- the second signature --------------------------------------------------------------------------------------------


def needs_co_sign(credentials: Collection[str], names: Collection[str]) -> bool:
    """Whether the work of a person counts only once somebody else has signed it too.

    That is an apprentice's, unless they also hold a full credential among the `names` that are wanted for the chart.
    """
    return bool(APPRENTICES & set(credentials)) and not holds_in_full(credentials, names)


def holds_in_full(credentials: Collection[str], names: Collection[str]) -> bool:
    """Whether one of the credentials is among the wanted ones (any, where none is named) and no apprentice's."""
    return any(each not in APPRENTICES and (not names or each in names) for each in credentials)
