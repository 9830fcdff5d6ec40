"""One search over several releases: exact code, code prefix, abbreviations, words, spelling, then most of the words."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain, takewhile, zip_longest

from tui_coder.codebook.expressions import expression_of, in_words, loosely, respell, surely
from tui_coder.codebook.operations import as_operation, is_procedure
from tui_coder.codebook.query import Query, Unit, read_query
from tui_coder.codebook.ranking import Scale, by_case, merged
from tui_coder.codebook.release_file import Cancelled, Candidate, ReleaseFile
from tui_coder.codebook.rereading import Rereading
from tui_coder.codebook.synonyms import Synonyms
from tui_coder.codebook.weights import parts_of, weight_of
from tui_coder.domain.codebook import SearchCase, Why
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.encounter import Setting

_POOL = 60
_FEW = 3
_RELAXED_UNITS = 6
_MOST_PARTS, _MOST_TRIED = 10, 32
_BEHIND = 0.01
_CATEGORY = 3
_ENOUGH = 8
_OF_EACH = 2
_EXTERNAL_CAUSES = ("V", "W", "X", "Y")
_EACH_MISSING = 0.8
"""What a title costs for each part of the weight of what was typed that it has nothing of."""

_AS_MUCH = 3.0
"""What is left of a query by so much less still counts as having as much of it."""
_UNQUALIFIED = 9.0
"""What a code that is named costs again where its title tells nothing of how the thing is."""

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
        self._procedure: Query | None = None
        self._found: dict[tuple[CodeSystem, str], Found] = {}
        self._coded_here = 0
        """How many are found in the systems that are coded in here."""
        visit = case is not None and case.setting not in (None, Setting.INPATIENT)
        self._aside = CodeSystem.ICD10PCS if visit else None
        """The system that nobody codes in here: ICD-10-PCS in a visit."""

    def run(self, text: str) -> list[Found]:
        """The hits for a typed text, best first, at most `limit`.

        Raises Cancelled where the caller no longer wants them, and CodeBookError where a file is damaged.
        """
        query = read_query(text, self._synonyms.elsewhere)
        self._procedure = self._procedure_in(text)
        again = Rereading(self._synonyms.elsewhere, [file.vocabulary for file in self._files])
        self._by_code_and_abbreviation(query)
        if query.units and self._wants(self._limit):
            self._keep(self._words(query.as_typed(), Why.WORDS))
            if self._wants(_FEW) and (completed := query.completed(self._synonyms.elsewhere)):
                self._keep(self._words(completed, Why.ABBREVIATION))
            if self._wants(1) and query.well_begun and (gathered := again.gathered(query, text)):
                query = gathered
                self._keep(self._words(query, Why.ABBREVIATION))
            if self._wants(1) and query.well_begun and (slipped := again.slipped(query)):
                query = slipped
                self._keep(self._words(query, Why.SPELLING))
            corrections: tuple[Query, ...] = ()
            for widely in (False, True):
                if self._wants(_FEW) and not corrections and (not widely or again.has_strange(query)):
                    corrections = tuple(again.corrected(query, widely=widely))
                    self._keep(self._respelled(query, corrections, widely=widely))
            if self._wants(1) and query.well_begun and (plainer := again.plainer(query, text)):
                query = plainer
                self._keep(self._words(query, Why.ABBREVIATION))
            if self._wants(1) and query.well_begun and (meant := again.mistaken(query)):
                self._keep(self._words(meant, Why.SPELLING))
            if self._wants(1) or (self._wants(min(_ENOUGH, self._limit)) and query.well_begun):
                likely = next(iter(corrections), query)
                self._keep(self._relaxed_from(likely))
            if self._wants(1):
                self._keep(self._words(read_query(text, self._synonyms), Why.ABBREVIATION))
            if query.well_begun:
                self._put_each_first(query)
        return sorted(self._found.values(), key=lambda found: found[0].release.system is self._aside)[: self._limit]

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

    def _put_each_first(self, query: Query) -> None:
        """Of several conditions that are typed in one go, and that no code tells, the code of each: fever and cough.

        They are ones that our tables know: of words that belong together none is looked for by itself.
        """
        telling = [unit for unit in query.units if unit.tells]
        if len(telling) < 2 or self._procedure or not all(unit.meanings for unit in telling):
            return
        scales = {file.release.system: self._scale(query, file) for file in self._files}
        if any(scales[system].tells_all(each) for (system, _), (_, each, _) in self._found.items()):
            return
        found = [self._conditions(replace(query, units=(unit,))) for unit in telling]
        if all(found):
            before, self._found, self._coded_here = self._found, {}, 0
            found.sort(key=lambda each: _is_external_cause(each[0]))
            self._keep(filter(None, chain.from_iterable(zip_longest(*found))))
            self._keep(before.values())

    def _conditions(self, query: Query) -> list[Found]:
        """The first codes of what is typed, where it is a condition and they tell it."""
        first = self._words(query, Why.ABBREVIATION)[:_OF_EACH]
        return list(takewhile(lambda found: self._tells(query, found), first))

    def _tells(self, query: Query, found: Found) -> bool:
        """Whether a code is a diagnosis that tells all that was typed."""
        file, candidate, _ = found
        return file.release.system.is_diagnosis and self._scale(query, file).tells_all(candidate)

    def _wants(self, hits: int) -> bool:
        return self._coded_here < hits

    def _keep(self, found: Iterable[Found]) -> None:
        for file, candidate, why in found:
            system = file.release.system
            if (system, candidate.code) not in self._found:
                self._found[system, candidate.code] = (file, candidate, why)
                self._coded_here += system is not self._aside

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
        scored: dict[CodeSystem, Scored] = {}
        for file in self._asked():
            system = file.release.system
            if system is CodeSystem.ICD10PCS and self._procedure:
                scored[system] = self._performed
                continue
            needed = query.needed if system is CodeSystem.HCPCS else query.units
            scored[system] = self._scored(file, expression_of(needed, system, file.vocabulary), query)
            scored[system] += self._qualified(file, query)
        return self._best_first(scored, why, operates=self._procedure is not None)

    def _qualified(self, file: ReleaseFile, query: Query) -> Scored:
        """The codes that the one thing typed names, where nothing else is said than how it is: acute gi bleed."""
        telling = [unit for unit in query.units if unit.tells]
        if len(telling) != 1 or len(query.units) == 1 or query.affirmed is not query:
            return []
        alone = replace(query, units=(telling[0],))
        scale = self._scale(alone, file)
        return [(scale.cost(each) + _UNQUALIFIED, each) for each in self._named(file, telling[0])]

    def _scale(self, query: Query, file: ReleaseFile) -> Scale:
        return Scale(query, file.release.system, self._case)

    def _procedure_in(self, text: str) -> Query | None:
        """The procedure that is typed, or begun where a hospital's stay is coded; None where there is none.

        Only where ICD-10-PCS may be what is coded in.
        """
        setting = self._case.setting if self._case else None
        if setting not in (None, Setting.INPATIENT):
            return None
        query = as_operation(read_query(text, self._synonyms))
        if not is_procedure(query) and setting:
            query = query.completed(self._synonyms) or query
        if setting:
            query = self._procedure_meant(query) or query
        return query if is_procedure(query) else None

    def _procedure_meant(self, query: Query) -> Query | None:
        """The procedure typed, in the nearest spelling of our tables and ICD-10-PCS; None where all is known."""
        books = [file.vocabulary for file in self._files if file.release.system is CodeSystem.ICD10PCS]
        again = Rereading(self._synonyms, books)
        if not books or len(query.units) > _RELAXED_UNITS or not again.has_strange(query):
            return None
        meant = map(as_operation, again.corrected(query, widely=False))
        return next(filter(is_procedure, meant), None)

    @cached_property
    def _performed(self) -> Scored:
        """The codes of the procedure typed, without what ICD-10-PCS has no word for: why it is done, the surgeon.

        Where none has all that is left: those that have most of it.
        """
        query = self._procedure
        file = next((each for each in self._asked() if each.release.system is CodeSystem.ICD10PCS), None)
        if query is None or file is None:
            return []
        units = tuple(in_words(query.units[:_RELAXED_UNITS], file.release.system, file.vocabulary))
        possible = {unit: surely(unit, file.release.system, file.vocabulary) for unit in units}
        kept = replace(query, units=tuple(unit for unit in units if possible[unit]))
        if not is_procedure(kept):
            return []
        scored = self._scored(file, " AND ".join(possible[unit] for unit in kept.units), kept)
        if scored or not query.well_begun:
            return scored
        return self._most_of(kept, file, sum(weight_of(unit, file) for unit in kept.units) / 2)

    def _scored(self, file: ReleaseFile, expression: str, query: Query, but: Container[str] = ()) -> Scored:
        if not expression:
            return []
        pool = file.matching(expression, _POOL, self._cancelled)
        if len(query.units) == 1 and (named := tuple(self._named(file, query.units[0]))):
            pool = tuple(dict.fromkeys((*pool, *named)))
        if not pool:
            return []
        scale = self._scale(query, file)
        return _codes_first([(scale.cost(each), each) for each in pool if each.code not in but])

    def _named(self, file: ReleaseFile, unit: Unit) -> Iterable[Candidate]:
        """The codes an abbreviation names, which may be too rare to be in a pool."""
        codes = (each.code for each in unit.meanings if each.code and each.system is file.release.system)
        return filter(None, map(file.exactly, codes))

    def _best_first(self, scored: dict[CodeSystem, Scored], why: Why, *, operates: bool = False) -> list[Found]:
        by_system = {file.release.system: file for file in self._files}
        return [
            (by_system[system], candidate, why) for system, candidate in merged(scored, self._case, operates=operates)
        ]

    def _respelled(self, query: Query, corrections: Sequence[Query], *, widely: bool) -> list[Found]:
        """Search again with what unknown words may have meant: as abbreviations and lay words, then by release."""
        by_release = self._respelled_by_release(query, widely=widely)
        if query.abbreviated and not by_release:
            by_release = self._respelled_by_release(query.as_typed(), widely=widely)
        return [*self._meant(query, corrections), *by_release]

    def _meant(self, query: Query, corrections: Sequence[Query]) -> list[Found]:
        """What stands for the nearest spelling of the whole text, where that is one: neuropthy -> neuropathy."""
        for corrected in corrections:
            if corrected.tells_more_than(query) and (found := self._words(corrected, Why.SPELLING)):
                return found
        return []

    def _respelled_by_release(self, query: Query, *, widely: bool) -> list[Found]:
        scored = {}
        for file in self._asked():
            system = file.release.system
            respelled = respell(query, file.vocabulary, self._synonyms.alike, widely=widely)
            if respelled is not None:
                scored[system] = self._scored(file, expression_of(respelled.units, system, file.vocabulary), respelled)
        return self._best_first(scored, Why.SPELLING)

    def _relaxed_from(self, query: Query) -> list[Found]:
        """What has most of the query: without what it says is absent, else of all of it, else, where nothing is found
        at all, of the words that our phrases in it are made of."""
        affirmed = query.affirmed
        found = self._relaxed(affirmed)
        if not found and affirmed is not query:
            found = self._relaxed(query)
        if not found and self._wants(1):
            apart = query.apart(self._synonyms.elsewhere)
            found = self._relaxed(apart) if apart != query else []
        return found

    def _relaxed(self, query: Query) -> list[Found]:
        """Where a system has nothing of all that was typed, or all have little: what has most of it.

        That is at least half, by weight; where nobody has so much, anything.
        """
        found = {system for system, _ in self._found} if not self._wants(_FEW) else set()
        if self._procedure or self._aside:
            found.add(CodeSystem.ICD10PCS)
        units = query.units[:_RELAXED_UNITS]
        scored: dict[CodeSystem, Scored] = {}
        for part in (0.5, 0.0) if self._wants(1) else (0.5,):
            asked = (file for file in self._asked() if file.release.system not in found)
            scored = {
                file.release.system: self._most_of(query, file, part * sum(weight_of(unit, file) for unit in units))
                for file in asked
            }
            if sum(map(len, scored.values())) >= _FEW:
                break
        return self._best_first(scored, Why.WORDS)

    def _most_of(self, query: Query, file: ReleaseFile, least: float) -> Scored:
        """The codes that have the weightiest part of the units, of this weight at least.

        Units that no code can have are left out from the start.
        """
        system = file.release.system
        units = query.units[:_RELAXED_UNITS]
        possible = {unit: loosely(unit.among(system), system, file.vocabulary) for unit in units}
        weights = {unit: weight_of(unit, file) for unit in units}
        whole = sum(weights.values())
        parts = [
            part for part in parts_of({unit: weights[unit] for unit in units if possible[unit]}) if part[0] >= least
        ]
        found_at = 0.0
        scored: dict[str, tuple[float, Candidate]] = {}
        for unit in units:
            for candidate in self._named(file, unit) if len(units) > 1 else ():
                cost = self._scale(replace(query, units=(unit,)), file).cost(candidate)
                scored[candidate.code] = (cost + _EACH_MISSING * (whole - weights[unit]), candidate)
        for tried, (weight, part) in enumerate(parts):
            if weight < found_at - _AS_MUCH or tried >= (_MOST_PARTS if found_at else _MOST_TRIED):
                break
            expression = " AND ".join(possible[unit] for unit in part)
            for cost, candidate in self._scored(file, expression, replace(query, units=part), but=scored):
                found_at = max(found_at, weight)
                scored[candidate.code] = (cost + _EACH_MISSING * (whole - weight), candidate)
        return list(scored.values())

    def _asked(self) -> Iterable[ReleaseFile]:
        for file in self._files:
            if self._cancelled is not None and self._cancelled():
                raise Cancelled
            yield file


def _codes_first(scored: Scored) -> Scored:
    """The same, but each header behind the best of its codes that has the words as well."""
    headers = {each.code for _, each in scored if not each.billable}
    if not headers:
        return scored
    best: dict[str, float] = {}
    for cost, each in scored:
        if each.billable:
            for length in range(_CATEGORY, len(each.code)):
                header = each.code[:length]
                if header in headers and cost < best.get(header, cost + 1):
                    best[header] = cost
    return [(cost if each.billable else max(cost, best.get(each.code, cost) + _BEHIND), each) for cost, each in scored]


def _is_external_cause(found: Found) -> bool:
    """Whether a code tells only how it came, which is never coded first."""
    file, candidate, _ = found
    return file.release.system is CodeSystem.ICD10CM and candidate.code.startswith(_EXTERNAL_CAUSES)
