"""Which of the codes that match comes first, within a system and among systems.

A score is a cost: the stored importance of the code, plus what its title lacks of the words typed, plus what
it has beyond them, plus what speaks against it in this case. Only the order means something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
_WORDS_OF_RESIDUAL = frozenset(words_of(_RESIDUAL)) - _SAYS_LITTLE
_SILENT_WITH_RESIDUAL = _SAYS_LITTLE | _WORDS_OF_RESIDUAL
_TITLES_KEPT, _SOUGHT_KEPT = 2048, 256
_DENIALS_IN_ROW = tuple(f" {word} " for word in DENIALS)
_NOTHING: frozenset[str] = frozenset()


class Scale:
    """What the codes of one system cost for one query in one case: what is the same for all is worked out once."""

    def __init__(self, query: Query, system: CodeSystem, case: SearchCase | None) -> None:
        self._query = query
        self._system = system
        self._case = case
        several = len(query.units) > 1
        self._units = [
            (asked := _Asked(unit, system), asked.alone, unit if several and unit.meanings else None)
            for unit in query.units
        ]
        self._by_case = case is not None and bool(system is CodeSystem.ICD10CM or case.used or case.favourites)
        self._opposites = [(word, f" {word} ") for word in query.opposites]

    def cost(self, candidate: Candidate) -> float:
        """The cost of showing this candidate; less is better."""
        _, code, whole, billable, cost = candidate
        first, row, telling, silent, context, denied = _title_of(whole)
        query = self._query
        found: list[str] = []
        if not billable:
            cost += _HEADER
        if first in query.words:  # a title that begins with a typed word is about it
            cost += _BEGINS_WITH_IT
        elif first == "other":  # it is for what nothing else fits
            cost += _OTHER
        for asked, alone, named in self._units:
            cost += asked.cost(code, row, found) if alone is None else alone.cost(row, found)
            if named is not None and named.names(code, self._system):
                cost += _MORE_IS_TOLD
        used = set(found)
        cost += _EACH_WORD_MORE * (telling - len(used - silent))
        for pair in query.pairs:
            if pair in row:
                cost += _SIDE_BY_SIDE
        for word in context:
            if word not in used:
                cost += _CONTEXT[word]
        for word, in_row in self._opposites:
            if in_row in row and word not in used:
                cost += _OPPOSITE
        if denied and not query.denies:
            cost += _DENIED * len(denied & used)
        return cost + by_case(code, self._system, self._case) if self._by_case else cost

    def tells_all(self, candidate: Candidate) -> bool:
        """Whether the title of a code tells all that was typed."""
        row = _title_of(candidate.title).row
        return all(asked.cost(candidate.code, row, []) < _NOT_IN_TITLE for asked, _, _ in self._units)


def by_case(code: str, system: CodeSystem, case: SearchCase | None) -> float:
    """What the case and the habits of the person who searches say for (less) or against (more) a code.

    Against are a newborn's code for an adult, an obstetric one for a man.
    """
    if case is None:
        return 0.0
    against = _by_age(code, case.age_years) + _by_sex(code, case.sex) if system is CodeSystem.ICD10CM else 0.0
    if not (case.used or case.favourites):
        return against
    return against + _USED * case.used.get((system, code), 0.0) + _FAVOURITE * ((system, code) in case.favourites)


class _Title(NamedTuple):
    """The `first` word of a title; all in a `row`, each between blanks; how many tell something, and which words of it
    do not; those of another purpose; and those that it denies: "not intractable", "without bleeding".

    Many are kept: what most titles have none of, and what says little, is one set for all.
    """

    first: str
    row: str
    telling: int
    silent: frozenset[str]
    context: frozenset[str]
    denied: frozenset[str]


@lru_cache(maxsize=_TITLES_KEPT)
def _title_of(title: str) -> _Title:
    """From one key to the next most titles stay the same."""
    words = words_of(title)
    row = f" {' '.join(words)} "
    silent = _SAYS_LITTLE
    if _RESIDUAL in title:
        residual = _WORDS_OF_RESIDUAL.difference(words_of(title.replace(_RESIDUAL, "")))
        silent = _SILENT_WITH_RESIDUAL if residual == _WORDS_OF_RESIDUAL else _SAYS_LITTLE | residual
    telling = set(words) - silent
    denied = _NOTHING
    if any(denial in row for denial in _DENIALS_IN_ROW):
        denied = frozenset(word for before, word in pairwise(words) if before in DENIALS and words.count(word) == 1)
    return _Title(words[0] if words else "", row, len(telling), silent, _CONTEXT_WORDS & telling or _NOTHING, denied)


class _Sought(NamedTuple):
    """A word as it is sought in the row of a title: by its `start`, as a `whole`; words `alike` by their starts; and
    by the first of its letters (`cut`), where it is so long that a title may have cut it off.
    """

    word: str
    start: str
    whole: str
    finished: bool
    alike: tuple[str, ...]
    cut: str

    def cost(self, row: str, used: list[str]) -> float:
        """What it costs that a title has the word so, or not at all; the word of the title is `used`."""
        word, start, whole, finished, alike, cut = self
        begins = row.find(start)
        if begins >= 0:
            if whole in row:
                used.append(word)
                return 0.0
            found = _word_at(row, begins)
            used.append(found)
            return _ONLY_BEGUN if finished and len(found) > len(word) + 2 else 0.05
        for other in alike:
            begins = row.find(other)
            if begins >= 0:
                used.append(_word_at(row, begins))
                return _WORD_ALIKE
        if cut and cut in row:
            for each in row.split():
                if len(each) >= _CUT and word.startswith(each):
                    used.append(each)
                    return _WORD_ALIKE
        return _NOT_IN_TITLE


@lru_cache(maxsize=_SOUGHT_KEPT)
def _sought(word: str, alike: tuple[str, ...] = (), finished: bool = True) -> _Sought:
    cut = f" {word[:_CUT]}" if len(word) > _CUT else ""
    return _Sought(word, f" {word}", f" {word} ", finished, tuple(f" {other}" for other in alike), cut)


def _word_at(row: str, blank: int) -> str:
    """The word that stands behind a blank."""
    return row[blank + 1 : row.index(" ", blank + 1)]


class _Asked:
    """One unit as the titles of a system are asked for it: as it is typed, and by its meanings there."""

    def __init__(self, unit: Unit, system: CodeSystem) -> None:
        pairs = zip(unit.words, unit.alike, strict=True)
        self._typed = [_sought(word, alike, unit.finished) for word, alike in pairs]
        self._meanings = [
            (meaning.code, meaning.kin, [] if meaning.code else list(map(_sought, meaning.words)))
            for meaning in unit.meanings
            if meaning.system is None or meaning.system is system
        ]

    @property
    def alone(self) -> _Sought | None:
        """The one word that it is, where it is no more."""
        return self._typed[0] if len(self._typed) == 1 and not self._meanings else None

    def cost(self, code: str, row: str, used: list[str]) -> float:
        """What the best way costs in which a code and its title answer it; the words of the title are `used`."""
        found: list[str] = []
        best = 0.0
        for sought in self._typed:
            best += sought.cost(row, found)
        for named, kin, words in self._meanings:
            now_found: list[str] = []
            if named:
                if not code.startswith(kin):
                    continue
                below = -1.0 if code.startswith(named) else _KIN_OF_IT
                cost = _NAMED_BY_CODE if code == named else below
            else:
                cost = 0.0
                for sought in words:
                    if cost >= best:  # each word only adds to it
                        break
                    cost += sought.cost(row, now_found)
            if cost < best:
                best, found = cost, now_found
        used += found
        return best


_OF_SOME_AGE = ("P", "O", "Z")
"""How the codes begin that age speaks for or against."""


def _by_age(code: str, years: int | None) -> float:
    if years is None or code[:1] not in _OF_SOME_AGE:
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
_OF_THE_OTHER = {Sex.MALE: _FEMALE, Sex.FEMALE: _MALE}


def _by_sex(code: str, sex: Sex) -> float:
    wrong = _OF_THE_OTHER.get(sex)
    if not wrong:
        return 0.0
    category = code[:3]
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
        for place, (cost, candidate) in enumerate(sorted(scored)):  # what costs the same goes by its rank
            placed.append((cost + far + _EACH_PLACE * place, len(placed), system, candidate))
    return ((system, candidate) for _, _, system, candidate in sorted(placed))


def _by_setting(system: CodeSystem, case: SearchCase | None) -> float:
    """Hospitals code stays in PCS, everyone else's procedures and supplies are HCPCS."""
    if case is None or case.setting is None:
        return 0.0
    if case.setting is Setting.INPATIENT:
        return {CodeSystem.HCPCS: 3.0, CodeSystem.ICD10PCS: -1.0}.get(system, 0.0)
    return 6.0 if system is CodeSystem.ICD10PCS else 0.0
