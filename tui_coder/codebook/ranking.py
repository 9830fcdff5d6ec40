"""Which of the codes that match comes first, within a system and among systems.

A score is a cost: the stored importance of the code, plus what its title lacks of the words typed, plus what
it has beyond them, plus what speaks against it in this case. Only the order means something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from tui_coder.codebook.query import DENIALS, Query, Unit
from tui_coder.codebook.release_file import Candidate
from tui_coder.codebook.words import words_of
from tui_coder.domain.codebook import SearchCase
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.encounter import Setting, Sex

_ONLY_BEGUN = 0.25
_NOT_IN_TITLE = 1.4
_WORD_ALIKE = 0.15
_CUT = 6
"""Letters of a word that short titles cut off at the end, at least."""
_EACH_WORD_MORE = 0.07
_NAMED_BY_CODE = -6.0
_KIN_OF_IT = -1.0
"""What another side, or another kind of the same, costs beside the code that is named."""
_MORE_IS_TOLD = 3.0
"""What a code loses again that an abbreviation names, for it is the one where nothing more is documented."""
_BEGINS_WITH_IT = -0.5
_OTHER = 0.4
_SIDE_BY_SIDE = -0.25
_SAYS_LITTLE = frozenset({"unspecified", "and", "or", "of", "the", "in", "not", "nos", "initial", "encounter"})
_HEADER = 1.0
_DENIED = 8.0
_OPPOSITE = 1.0
"""What the word costs that says the opposite of one typed: chronic, where acute was typed and nothing of chronic."""
_USED = -2.5
_FAVOURITE = -3.0

_CONTEXT: Mapping[str, float] = {
    "history": 1.5, "family": 1.0, "screening": 1.5, "exposure": 1.5, "sequela": 2.5, "subsequent": 2.0,
    "poisoning": 1.5, "underdosing": 2.5, "adverse": 1.0, "underlying": 1.0, "complicating": 2.0, "fetus": 1.0,
    "newborn": 1.5, "maternal": 1.5, "status": 0.8, "absence": 1.0, "presence": 0.8, "dependence": 0.8,
    "counseling": 1.5, "aftercare": 1.0, "complication": 0.5, "elsewhere": 0.5, "postprocedural": 0.8,
    "intraoperative": 1.5, "puerperium": 1.0, "neonatal": 1.5, "contact": 0.8, "congenital": 0.5,
    "diagnostic": 1.0, "recurrent": 0.6, "pathological": 0.6,
}  # fmt: skip
"""Words that turn a title to another purpose: what they cost where nobody typed them."""
_CONTEXT_WORDS = frozenset(_CONTEXT)
_RESIDUAL = ", not elsewhere classified"
"""What a title says of the rest of its kind, as "unspecified" does."""
_TITLES_KEPT = 1024


def score(candidate: Candidate, query: Query, system: CodeSystem, case: SearchCase | None) -> float:
    """The cost of showing this candidate for this query; less is better."""
    title = _title_of(candidate.title)
    used: set[str] = set()
    cost = candidate.cost + (0.0 if candidate.billable else _HEADER) + _form_cost(title.words, query.words)
    for unit in query.units:
        cost += _unit_cost(unit, candidate, title, system, used)
        if unit.meanings and len(query.units) > 1 and unit.names(candidate.code, system):
            cost += _MORE_IS_TOLD
    cost += _EACH_WORD_MORE * len(title.telling - used)
    for pair in query.pairs:
        if pair in title.row:
            cost += _SIDE_BY_SIDE
    for word in title.context:
        if word not in used:
            cost += _CONTEXT[word]
    for word in query.opposites:
        if word in title.words and word not in used:
            cost += _OPPOSITE
    if title.denied and not query.denies:
        cost += _DENIED * len(title.denied & used)
    return cost + by_case(candidate.code, system, case) if case is not None else cost


def tells_all(candidate: Candidate, query: Query, system: CodeSystem) -> bool:
    """Whether the title of a code tells all that was typed."""
    title = _title_of(candidate.title)
    return all(_unit_cost(unit, candidate, title, system, set()) < _NOT_IN_TITLE for unit in query.units)


def by_case(code: str, system: CodeSystem, case: SearchCase | None) -> float:
    """What the case and the habits of the person who searches say for (less) or against (more) a code."""
    if case is None:
        return 0.0
    against = _against(code, system, case)
    if not (case.used or case.favourites):
        return against
    return against + _USED * case.used.get((system, code), 0.0) + _FAVOURITE * ((system, code) in case.favourites)


class _Title(NamedTuple):
    """The words of a title, all in a `row`, a blank before each; those that tell something; those of another purpose;
    and those that it denies: "not intractable", "without bleeding".
    """

    words: tuple[str, ...]
    row: str
    telling: frozenset[str]
    context: frozenset[str]
    denied: frozenset[str]


@lru_cache(maxsize=_TITLES_KEPT)
def _title_of(title: str) -> _Title:
    """From one key to the next most titles stay the same."""
    words = words_of(title)
    telling = frozenset(words_of(title.replace(_RESIDUAL, "")) if _RESIDUAL in title else words) - _SAYS_LITTLE
    denied = frozenset(word for before, word in pairwise(words) if before in DENIALS and words.count(word) == 1)
    return _Title(tuple(words), f" {' '.join(words)}", telling, telling & _CONTEXT_WORDS, denied)


def _form_cost(title: Sequence[str], typed: frozenset[str]) -> float:
    """A title that begins with a typed word is about it; "Other ..." is for what nothing else fits."""
    if not title:
        return 0.0
    if title[0] in typed:
        return _BEGINS_WITH_IT
    return _OTHER if title[0] == "other" else 0.0


def _unit_cost(unit: Unit, candidate: Candidate, title: _Title, system: CodeSystem, used: set[str]) -> float:
    if not unit.meanings:
        return _typed_cost(unit, title, used)
    best_used = set(used)
    best = _typed_cost(unit, title, best_used)
    for meaning in unit.meanings:
        if meaning.system is not None and meaning.system is not system:
            continue
        if meaning.code:
            if not candidate.code.startswith(meaning.kin):
                continue
            below = -1.0 if candidate.code.startswith(meaning.code) else _KIN_OF_IT
            cost, now_used = (_NAMED_BY_CODE if candidate.code == meaning.code else below), set(used)
        else:
            now_used = set(used)
            cost = 0.0
            for word in meaning.words:
                cost += _word_cost(word, (), True, title, now_used)
        if cost < best:
            best, best_used = cost, now_used
    used |= best_used
    return best


def _typed_cost(unit: Unit, title: _Title, used: set[str]) -> float:
    cost = 0.0
    for word, alike in zip(unit.words, unit.alike, strict=True):
        cost += _word_cost(word, alike, unit.finished, title, used)
    return cost


def _word_cost(word: str, alike: tuple[str, ...], finished: bool, title: _Title, used: set[str]) -> float:
    if word in title.words:
        used.add(word)
        return 0.0
    if found := _beginning(word, title):
        used.add(found)
        return _ONLY_BEGUN if finished and len(found) > len(word) + 2 else 0.05
    for other in alike:
        if found := _beginning(other, title):
            used.add(found)
            return _WORD_ALIKE
    if len(word) > _CUT and _beginning(word[:_CUT], title):
        for each in title.words:
            if len(each) >= _CUT and word.startswith(each):
                used.add(each)
                return _WORD_ALIKE
    return _NOT_IN_TITLE


def _beginning(start: str, title: _Title) -> str:
    """The first word of a title that begins so; empty where none does, which the row tells quickest."""
    if f" {start}" not in title.row:
        return ""
    return next(each for each in title.words if each.startswith(start))


def _against(code: str, system: CodeSystem, case: SearchCase) -> float:
    """What the case speaks against: a newborn's code for an adult, an obstetric one for a man."""
    if system is CodeSystem.ICD10CM:
        return _by_age(code, case.age_years) + _by_sex(code, case.sex)
    return 0.0


def _by_age(code: str, years: int | None) -> float:
    if years is None:
        return 0.0
    newborn = code.startswith("P") or code.startswith(("Z38", "Z0011"))
    cost = 8.0 if newborn and years >= 1 else 0.0
    if code.startswith("O") and not 9 <= years <= 64:
        cost += 8.0
    if code.startswith(("Z0012", "Z6852", "Z6851", "Z6853", "Z6854")) and years >= 21:
        cost += 4.0
    return cost


_FEMALE = (("C51", "C58"), ("D25", "D28"), ("N70", "N98"), ("O00", "O9A"), ("Z32", "Z39"))
_MALE = (("C60", "C63"), ("N40", "N53"))


def _by_sex(code: str, sex: Sex) -> float:
    category = code[:3]
    wrong = {Sex.MALE: _FEMALE, Sex.FEMALE: _MALE}.get(sex, ())
    return 8.0 if any(first <= category <= last for first, last in wrong) else 0.0


_DISTANCE: Mapping[CodeSystem, float] = {
    CodeSystem.ICD10CM: 0.0,
    CodeSystem.ICD9CM: 0.2,
    CodeSystem.HCPCS: 1.0,
    CodeSystem.ICD10PCS: 1.4,
    CodeSystem.ICD9PCS: 1.6,
    CodeSystem.CPT: 1.0,
}
_OPERATES = -4.0
_EACH_PLACE = 0.25
"""Each further hit of one system lets the other systems' best come nearer, so that none buries another."""


def merged(
    by_system: Mapping[CodeSystem, list[tuple[float, Candidate]]], case: SearchCase | None, *, operates: bool = False
) -> Iterable[tuple[CodeSystem, Candidate]]:
    """The scored candidates of all systems in one order, where a procedure was typed (`operates`) procedures first.

    Each list is sorted here.
    """
    placed: list[tuple[float, int, CodeSystem, Candidate]] = []
    for system, scored in by_system.items():
        far = _DISTANCE[system] + _by_setting(system, case) + _OPERATES * (operates and system is CodeSystem.ICD10PCS)
        ordered = sorted(scored, key=lambda pair: (pair[0], pair[1].rank))
        for place, (cost, candidate) in enumerate(ordered):
            placed.append((cost + far + _EACH_PLACE * place, len(placed), system, candidate))
    return ((system, candidate) for _, _, system, candidate in sorted(placed))


def _by_setting(system: CodeSystem, case: SearchCase | None) -> float:
    """Hospitals code stays in PCS, everyone else's procedures and supplies are HCPCS."""
    if case is None or case.setting is None:
        return 0.0
    if case.setting is Setting.INPATIENT:
        return {CodeSystem.HCPCS: 3.0, CodeSystem.ICD10PCS: -1.0}.get(system, 0.0)
    return 6.0 if system is CodeSystem.ICD10PCS else 0.0
