"""What a person and a team keep of the code book: their own words, favourites, code sets, and what they use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tui_coder.domain.assignment import Assignment
from tui_coder.domain.code_set import CodeSet
from tui_coder.domain.codebook import SearchCase
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.encounter import Encounter
from tui_coder.domain.frecency import blended, frecency
from tui_coder.domain.refusals import Malformed
from tui_coder.domain.roles import Right
from tui_coder.domain.typed_line import parse_typed
from tui_coder.services.code_books import CodeBooks, search_case
from tui_coder.services.desk import Desk, clean
from tui_coder.store.unit_of_work import UnitOfWork

_LOOK_BACK = timedelta(days=120)
_LONGEST = 60

Coded = tuple[CodeSystem, str]


@dataclass(frozen=True, slots=True)
class OwnCodes:
    """What orders one person's search. `words` are the person's before the team's, each as typed -> told."""

    used: dict[Coded, float] = field(default_factory=dict)
    favourites: frozenset[Coded] = frozenset()
    words: dict[str, str] = field(default_factory=dict)

    def case(self, encounter: Encounter | None = None) -> SearchCase:
        """What the code search should know of an encounter and of this person."""
        case = search_case(encounter) if encounter is not None else SearchCase()
        return replace(case, used=self.used, favourites=self.favourites, own_words=self.words)


def of(desk: Desk) -> OwnCodes:
    """What this person keeps and uses, read at once."""
    with desk.reading() as unit:
        since = unit.now - _LOOK_BACK
        mine, everyone = unit.own_codes.uses(desk.actor.name, since), unit.own_codes.uses(None, since)
        return OwnCodes(
            used=blended(
                frecency((((use.system, use.code), use.at) for use in mine), unit.now),
                frecency((((use.system, use.code), use.at) for use in everyone), unit.now),
            ),
            favourites=unit.own_codes.favourites(desk.actor.id),
            words=unit.own_codes.words(None) | unit.own_codes.words(desk.actor.id),
        )


def turn_favourite(desk: Desk, system: CodeSystem, code: str) -> bool:
    """Make a code a favourite of this person, or no longer one; returns which."""
    with desk.writing() as unit:
        kept = unit.own_codes.turn_favourite(desk.actor.id, system, code)
        desk.note(unit, "favourite kept" if kept else "favourite dropped", after={"code": code})
        return kept


def keep_word(desk: Desk, typed: str, told: str, *, for_team: bool = False) -> None:
    """Keep what typed letters stand for: words of a title, or `=` and a code. Nothing told forgets it.

    Raises Malformed for an empty or overlong word, NotAllowed for a team's word without the right.
    """
    typed, told = clean(typed).strip().lower(), " ".join(clean(told).split())
    if not typed or len(typed) > _LONGEST or len(told) > _LONGEST * 4:
        raise Malformed(f"A word of your own has 1 to {_LONGEST} letters and stands for at most {_LONGEST * 4}.")
    owner = _owner(desk, for_team)
    with desk.writing() as unit:
        before = unit.own_codes.words(owner).get(typed, "")
        unit.own_codes.keep_word(owner, typed, told)
        what = "team word kept" if for_team else "own word kept"
        desk.note(unit, what, before={"typed": typed, "told": before}, after={"typed": typed, "told": told})


def code_sets(desk: Desk) -> tuple[CodeSet, ...]:
    """This person's code sets, then the team's."""
    with desk.reading() as unit:
        return unit.own_codes.sets(desk.actor.id)


def out_of_force(books: CodeBooks, kept: CodeSet, on: date) -> tuple[str, ...]:
    """The members of a set that may not be used on a date, as they are typed: expired, or not yet in force."""
    gone = []
    for system, line in kept.lines:
        entry = books.entry(system, parse_typed(line).code, on)
        if system is not CodeSystem.CPT and (entry is None or entry.valid is False):
            gone.append(line)
    return tuple(gone)


def keep_set(desk: Desk, name: str, codes: Sequence[Assignment], *, for_team: bool = False) -> None:
    """Keep codes under a name, with their modifiers and units; pointers and POA belong to a chart.

    Without codes the set of that name is forgotten. Raises Malformed for an empty or overlong name, NotAllowed for
    a team's set without the right.
    """
    name = " ".join(clean(name).split())
    if not name or len(name) > _LONGEST:
        raise Malformed(f"A code set needs a name of 1 to {_LONGEST} letters.")
    owner = _owner(desk, for_team)
    with desk.writing() as unit:
        before = _members(unit, desk, name, for_team)
        lines = [(each.system, _line(each)) for each in codes]
        unit.own_codes.keep_set(owner, name, lines)
        what = "team code set kept" if for_team else "code set kept"
        told = {"name": name, "codes": [line for _, line in lines]}
        desk.note(unit, what, before={"name": name, "codes": before}, after=told)


def _owner(desk: Desk, for_team: bool) -> int | None:
    if for_team:
        desk.may(Right.TEAM_CODES)
        return None
    return desk.actor.id


def _members(unit: UnitOfWork, desk: Desk, name: str, of_team: bool) -> list[str]:
    found = [each for each in unit.own_codes.sets(desk.actor.id) if (each.name, each.of_team) == (name, of_team)]
    return [line for each in found for _, line in each.lines]


def _line(code: Assignment) -> str:
    parts = ["-".join([code.printed, *code.modifiers])]
    return " ".join([*parts, f"x{code.units}"] if code.units != 1 else parts)
