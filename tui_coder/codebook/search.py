"""One search over several releases: exact code, code prefix, abbreviations, words, then spelling."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from tui_coder.codebook.query import Query, Unit, read_query
from tui_coder.codebook.ranking import by_case, merged, score
from tui_coder.codebook.release_file import Cancelled, Candidate, ReleaseFile
from tui_coder.codebook.synonyms import Synonyms
from tui_coder.codebook.vocabulary import Vocabulary
from tui_coder.codebook.writer import LONGEST_PREFIX
from tui_coder.domain.codebook import SearchCase, Why
from tui_coder.domain.codes import CodeSystem

_POOL = 60
_FEW = 3
_RELAXED_UNITS = 6

_FEW_WORDS = 24

Found = tuple[ReleaseFile, Candidate, Why]
Scored = list[tuple[float, Candidate]]


class Search:
    """One search as it is carried out. `files` are the releases to ask, one per system."""

    def __init__(
        self,
        files: Sequence[ReleaseFile],
        synonyms: Synonyms,
        limit: int,
        case: SearchCase | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._files = files
        self._synonyms = synonyms.with_own(case.own_words) if case else synonyms
        self._limit = limit
        self._case = case
        self._cancelled = cancelled
        self._found: dict[tuple[CodeSystem, str], Found] = {}

    def run(self, text: str) -> list[Found]:
        """The hits for a typed text, best first, at most `limit`.

        Raises Cancelled where the caller no longer wants them, and CodeBookError where a file is damaged.
        """
        query = read_query(text, self._synonyms)
        self._by_code_and_abbreviation(query)
        if query.units and self._wants(self._limit):
            self._keep(self._words(query.as_typed(), Why.WORDS))
            if self._wants(_FEW) and (completed := query.completed(self._synonyms)):
                self._keep(self._words(completed, Why.ABBREVIATION))
            if self._wants(_FEW):
                self._keep(self._respelled(query))
            if self._wants(1):
                self._keep(self._relaxed(query))
        return list(self._found.values())[: self._limit]

    def _by_code_and_abbreviation(self, query: Query) -> None:
        """What may be either (dm2) gets the code itself, then half of the places for what it stands for."""
        abbreviated = self._words(query, Why.ABBREVIATION) if query.abbreviated else []
        half = (self._limit + 1) // 2
        if query.code:
            self._keep(self._exactly(query.code))
        self._keep(abbreviated[:half])
        if query.begins_code:
            self._keep(self._beginning(query.code))
        self._keep(abbreviated[half:])

    def _wants(self, hits: int) -> bool:
        return len(self._found) < hits

    def _keep(self, found: Iterable[Found]) -> None:
        for file, candidate, why in found:
            self._found.setdefault((file.release.system, candidate.code), (file, candidate, why))

    def _exactly(self, code: str) -> list[Found]:
        exact = ((file, file.exactly(code)) for file in self._files)
        return [(file, candidate, Why.CODE) for file, candidate in exact if candidate]

    def _beginning(self, code: str) -> list[Found]:
        begun = {
            file.release.system: [
                (candidate.cost + by_case(candidate.code, file.release.system, self._case), candidate)
                for candidate in file.beginning(code, max(self._limit, _POOL))
            ]
            for file in self._asked()
        }
        return self._best_first(begun, Why.CODE)

    def _words(self, query: Query, why: Why) -> list[Found]:
        scored = {}
        for file in self._asked():
            expression = _expression(query.units, file.release.system, file.vocabulary)
            scored[file.release.system] = self._scored(file, expression, query)
        return self._best_first(scored, why)

    def _scored(self, file: ReleaseFile, expression: str, query: Query) -> Scored:
        if not expression:
            return []
        pool = file.matching(expression, _POOL, self._cancelled)
        return [(score(each, query, file.release.system, self._case), each) for each in pool]

    def _best_first(self, scored: dict[CodeSystem, Scored], why: Why) -> list[Found]:
        by_system = {file.release.system: file for file in self._files}
        return [(by_system[system], candidate, why) for system, candidate in merged(scored, self._case)]

    def _respelled(self, query: Query) -> list[Found]:
        """Search again with what unknown words may have meant: as abbreviations and lay words, then by release."""
        return [*self._meant(query), *self._respelled_by_release(query)]

    def _meant(self, query: Query) -> list[Found]:
        """What stands for the nearest spelling of the whole text, where that is one: neuropthy -> neuropathy."""
        diagnoses = next(iter(self._files), None)
        if diagnoses is None or query.abbreviated:
            return []
        vocabulary = diagnoses.vocabulary
        words = [word for unit in query.units for word in unit.words]
        nearest = [word if vocabulary.knows(word) else next(iter(vocabulary.meant(word)), word) for word in words]
        if nearest == words:
            return []
        corrected = read_query(f"{' '.join(nearest)} ", self._synonyms)
        return self._words(corrected, Why.SPELLING) if corrected.abbreviated else []

    def _respelled_by_release(self, query: Query) -> list[Found]:
        scored = {}
        for file in self._asked():
            system = file.release.system
            respelled = _respell(query, file.vocabulary)
            if respelled is not None:
                scored[system] = self._scored(file, _expression(respelled.units, system, file.vocabulary), respelled)
        return self._best_first(scored, Why.SPELLING)

    def _relaxed(self, query: Query) -> list[Found]:
        """Nothing has all that was typed: take what has all but one."""
        units = query.units[:_RELAXED_UNITS]
        if len(units) < 2:
            return []
        scored = {}
        for file in self._asked():
            system = file.release.system
            parts = [_expression(some, system, file.vocabulary) for some in combinations(units, len(units) - 1)]
            scored[system] = self._scored(file, " OR ".join(f"({part})" for part in parts if part), query)
        return self._best_first(scored, Why.WORDS)

    def _asked(self) -> Iterable[ReleaseFile]:
        for file in self._files:
            if self._cancelled is not None and self._cancelled():
                raise Cancelled
            yield file


def _respell(query: Query, vocabulary: Vocabulary) -> Query | None:
    """The query with what its unknown words may mean, abbreviations left alone; None where that leads nowhere."""
    units = []
    changed = False
    for unit in query.units:
        alike = list(unit.alike)
        for place, word in enumerate(unit.words if not unit.meanings else ()):
            if not vocabulary.knows(word) and not word.isdigit():
                meant = vocabulary.meant(word)
                if not meant:
                    return None
                alike[place] = (*alike[place], *meant)
                changed = True
        units.append(replace(unit, alike=tuple(alike)))
    return replace(query, units=tuple(units)) if changed else None


def _expression(units: Iterable[Unit], system: CodeSystem, vocabulary: Vocabulary) -> str:
    """The full-text expression; empty where some unit cannot match in this system."""

    def any_of(starts: Iterable[str]) -> str:
        return f"({' OR '.join(_begins(start, vocabulary) for start in starts)})"

    parts = []
    for unit in units:
        if unit.meanings:
            choices = [" AND ".join(any_of([word]) for word in words) for words in unit.alternatives(system)]
            if not choices:
                return ""
            parts.append(f"({' OR '.join(f'({choice})' for choice in choices)})")
        else:
            parts.extend(any_of((word, *alike)) for word, alike in zip(unit.words, unit.alike, strict=True))
    return " AND ".join(parts)


def _begins(start: str, vocabulary: Vocabulary) -> str:
    """What finds all words with this beginning.

    The index holds beginnings of up to four letters. A longer one is spelled out as the few words it may be,
    each of which the index follows row by row; left to itself it would first gather all rows of all of them.
    Words hold letters and digits only, so the quotes cannot be escaped.
    """
    words = vocabulary.beginning(start, _FEW_WORDS) if len(start) > LONGEST_PREFIX and start.isalpha() else ()
    return " OR ".join(f'"{word}"' for word in words) or f'"{start}"*'
