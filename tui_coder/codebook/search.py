"""One search over several releases: exact code, code prefix, abbreviations, words, then spelling."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from tui_coder.codebook.query import Query, Unit, read_query
from tui_coder.codebook.ranking import merged, score
from tui_coder.codebook.release_file import Cancelled, Candidate, ReleaseFile
from tui_coder.codebook.spelling import Speller
from tui_coder.codebook.synonyms import Synonyms
from tui_coder.domain.codebook import SearchCase, Why
from tui_coder.domain.codes import CodeSystem

_POOL = 60
_FEW = 3
_RELAXED_UNITS = 6

Found = tuple[ReleaseFile, Candidate, Why]


class Search:
    """One search as it is carried out. `files` are the releases to ask, one per system."""

    def __init__(
        self,
        files: Sequence[ReleaseFile],
        synonyms: Synonyms,
        speller: Callable[[ReleaseFile], Speller],
        limit: int,
        case: SearchCase | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._files = files
        self._synonyms = synonyms
        self._speller = speller
        self._limit = limit
        self._case = case
        self._cancelled = cancelled
        self._found: dict[tuple[CodeSystem, str], Found] = {}

    def run(self, text: str) -> list[Found]:
        """The hits for a typed text, best first, at most `limit`.

        Raises Cancelled where the caller no longer wants them, and CodeBookError where a file is damaged.
        """
        query = read_query(text, self._synonyms)
        if query.code:
            self._codes(query.code)
        if query.units and self._wanted:
            if query.abbreviated:
                self._words(query, Why.ABBREVIATION)
            self._words(query.as_typed(), Why.WORDS)
            if len(self._found) < _FEW:
                self._respelled(query)
            if not self._found:
                self._relaxed(query)
        return list(self._found.values())[: self._limit]

    @property
    def _wanted(self) -> bool:
        return len(self._found) < self._limit

    def _keep(self, file: ReleaseFile, candidate: Candidate, why: Why) -> None:
        self._found.setdefault((file.release.system, candidate.code), (file, candidate, why))

    def _codes(self, code: str) -> None:
        for file in self._files:
            exact = file.exactly(code)
            if exact:
                self._keep(file, exact, Why.CODE)
        begun = {
            file.release.system: [(candidate.cost, candidate) for candidate in file.beginning(code, self._limit)]
            for file in self._asked()
        }
        self._keep_all(begun, Why.CODE)

    def _words(self, query: Query, why: Why) -> None:
        scored = {}
        for file in self._asked():
            system = file.release.system
            expression = _expression(query.units, system)
            pool = file.matching(expression, _POOL) if expression else []
            scored[system] = [(score(each, query, system, self._case), each) for each in pool]
        self._keep_all(scored, why)

    def _keep_all(self, scored: dict[CodeSystem, list[tuple[float, Candidate]]], why: Why) -> None:
        by_system = {file.release.system: file for file in self._files}
        for system, candidate in merged(scored, self._case):
            self._keep(by_system[system], candidate, why)

    def _respelled(self, query: Query) -> None:
        """Search again with what unknown words may have meant, release by release."""
        scored = {}
        for file in self._asked():
            system = file.release.system
            respelled = _respell(query.as_typed(), self._speller(file))
            if respelled is None:
                continue
            pool = file.matching(_expression(respelled.units, system), _POOL)
            scored[system] = [(score(each, respelled, system, self._case), each) for each in pool]
        self._keep_all(scored, Why.SPELLING)

    def _relaxed(self, query: Query) -> None:
        """Nothing has all that was typed: take what has all but one."""
        units = query.units[:_RELAXED_UNITS]
        if len(units) < 2:
            return
        scored = {}
        for file in self._asked():
            system = file.release.system
            parts = [_expression(some, system) for some in combinations(units, len(units) - 1)]
            expression = " OR ".join(f"({part})" for part in parts if part)
            pool = file.matching(expression, _POOL) if expression else []
            scored[system] = [(score(each, query, system, self._case), each) for each in pool]
        self._keep_all(scored, Why.WORDS)

    def _asked(self) -> Iterable[ReleaseFile]:
        for file in self._files:
            if self._cancelled is not None and self._cancelled():
                raise Cancelled
            with file.cancelled_by(self._cancelled):
                yield file


def _respell(query: Query, speller: Speller) -> Query | None:
    """The query with its unknown words replaced by those they may mean; None where that leads nowhere."""
    units = []
    changed = False
    for unit in query.units:
        alike = list(unit.alike)
        for place, word in enumerate(unit.words):
            if not speller.knows(word) and not word.isdigit():
                meant = speller.meant(word)
                if not meant:
                    return None
                alike[place] = (*alike[place], *meant)
                changed = True
        units.append(replace(unit, alike=tuple(alike)))
    return replace(query, units=tuple(units)) if changed else None


def _expression(units: Iterable[Unit], system: CodeSystem) -> str:
    """The full-text expression; empty where some unit cannot match in this system."""
    parts = []
    for unit in units:
        if unit.meanings:
            choices = [" AND ".join(map(_begins, words)) for words in unit.alternatives(system)]
            if not choices:
                return ""
            parts.append(" OR ".join(f"({choice})" for choice in choices))
        else:
            parts.extend(
                " OR ".join(map(_begins, (word, *alike))) for word, alike in zip(unit.words, unit.alike)
            )
    return " AND ".join(f"({part})" for part in parts)


def _begins(word: str) -> str:
    """A word by its beginning. Words hold letters and digits only, so the quotes cannot be escaped."""
    return f'"{word}"*'
