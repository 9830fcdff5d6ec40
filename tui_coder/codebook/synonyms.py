"""What coders type and what it stands for: abbreviations, lay words, brand names; words meaning the same.

The tables are data in codesets/synonyms, one entry to a line:

    abbreviations/*.tsv   what is typed (one of several, with commas between), a tab, its meanings separated by `|`.
                          A meaning is words that must all match, or `=` and a code: `chf` TAB `heart failure`,
                          `cpap, auto cpap` TAB `=E0601 | airway pressure`.
                          Words after `pcs:` are how ICD-10-PCS alone puts it: `achilles` TAB `pcs: lower leg tendon`
    building-blocks.tsv   endings of names of operations with what is done, beginnings with the part of the body:
                          `-ectomy` TAB `resection | excision`, `nephr-` TAB `kidney`
    same-words.tsv        words that are one where phrases are compared: `hurts` TAB `pain`
    parts-of-body.tsv, complaints.tsv, causes.tsv, events.tsv   see complaints.py
    alike.tsv             a word, a tab, the words looked for as well: `renal` TAB `kidney`
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations
from pathlib import Path

from tui_coder.codebook.complaints import Complaints, complaints_of
from tui_coder.codebook.phrases import EVERYDAY, forms_in_keys, phrase_key, pieces_of
from tui_coder.codebook.vocabulary import Vocabulary
from tui_coder.codebook.words import words_of
from tui_coder.domain.codes import CodeSystem, bare, guess_systems, printed

_IN_PCS = "pcs:"
_LONGEST = 5
_LONGEST_SCATTERED = 4
_SHORTEST_BLOCK, _SHORTEST_ENDING = 2, 4
_WHOLE_LENGTH, _CATEGORY_AND_ONE = 7, 4
_AFTER_ALL = "~"
_AS_GOOD_AS = {"trouble": "cant", "cant": "trouble"}
"""What one has trouble with one cannot do: trouble getting pregnant, can't get pregnant."""
_MEANINGS_KEPT = 2000
_PEOPLE_KEPT = 4
_SPELLED = 5
_FEWEST_LETTERS_OF_A_START = 3
_FEWEST_LETTERS_OF_A_START_ALONE = 4
_MOST_BEGUN = 12


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an abbreviation stands for: words that must all match, or one code of one system."""

    words: tuple[str, ...] = ()
    code: str = ""
    system: CodeSystem | None = None

    @property
    def kin(self) -> str:
        """What the code shares with those of other sides and kinds of the same: G56.00 -> G560, S22.49XA -> S224."""
        told = self.code[:-1].rstrip("X") if len(self.code) == _WHOLE_LENGTH else self.code
        return told[:-1] if len(told) > _CATEGORY_AND_ONE else told


@dataclass(frozen=True, repr=False, eq=False)
class Synonyms:
    """The tables, ready to be asked. Every session holds them, so a phrase is one text: pieces, blanks between.

    `abbreviations` maps what is typed to its meanings as the table tells them, `any_order` what is the same however it
    is put, where that is no abbreviation itself; `in_order` has all abbreviations, sorted. Without `procedures`, what
    only ICD-10-PCS puts in other words is left out.
    """

    abbreviations: Mapping[str, str]
    any_order: Mapping[str, str]
    in_order: Sequence[str]
    alike: Mapping[str, tuple[str, ...]]
    blocks: Mapping[str, str]
    same: Mapping[str, str]
    complaints: Complaints
    causes: Complaints
    procedures: bool = True

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The longer words of what is typed, to spell by: one for all systems, as it is large and seldom asked for."""
        if self.procedures:
            return self.elsewhere.vocabulary
        terms = (term.split(" ") for term in self.in_order)
        return Vocabulary.of(
            word
            for words in (*terms, self.alike, self.same, self.complaints.words, self.causes.words)
            for word in words
            if word.isalpha() and len(word) >= _SPELLED
        )

    def longest(self, pieces: Sequence[str], finished: bool) -> tuple[int, tuple[Meaning, ...]]:
        """How many of the first pieces one abbreviation takes, and its meanings; 0 where there is none.

        Its pieces may stand in any order. Where the last piece is still being typed, `heart att` is taken for
        `heart attack`.
        """
        for length in range(min(len(pieces), _LONGEST), 0, -1):
            term = tuple(pieces[:length])
            told = self._told(" ".join(term)) or self._told_in_any_order(term)
            if not told and length > 1:
                told = self.complaints.told(term) or self.causes.told(term)
            if told:
                return length, _meanings(told)
        if pieces and (built := self._built(pieces[0])):
            return 1, built
        if not finished and 2 <= len(pieces) <= _LONGEST:
            return self._begun(pieces)
        return 0, ()

    def scattered(self, pieces: Sequence[str]) -> tuple[int, ...]:
        """The places of the pieces that make the longest phrase, whatever stands between them; none where none do.

        Of several the one counts whose pieces stand nearest: STEPPED on broken GLASS, SPILLED boiling water on LEG.
        """
        forms = forms_in_keys(pieces, self.same)
        telling = [place for place, form in enumerate(forms) if form]
        found = list(self.complaints.scattered(forms, _LONGEST_SCATTERED))
        for size in range(min(_LONGEST_SCATTERED, len(telling)), 1, -1):
            found += [
                places
                for places in combinations(telling, size)
                if self._told_by_key(" ".join(sorted(forms[place] for place in places)))
            ]
        return min(
            (places for places in found if not EVERYDAY.issuperset(pieces[place] for place in places)),
            key=lambda places: (-len(places), max(places) - min(places)),
            default=(),
        )

    def is_phrase(self, words: Sequence[str]) -> bool:
        """Whether all of the words are one phrase that is known here, in any order."""
        forms = forms_in_keys(words, self.same)
        return bool(self._told_by_key(" ".join(sorted(forms)))) or any(
            len(places) == len(forms) for places in self.complaints.scattered(forms, len(forms))
        )

    def cause(self, pieces: Sequence[str]) -> tuple[int, ...]:
        """The places of what hurts and of what happened with it, wherever they stand; none where none is told: FELL and
        broke wrist on ICE, finger CUT at work with a KNIFE."""
        found = self.causes.scattered(forms_in_keys(pieces, self.same), _LONGEST_SCATTERED)
        return max(found, key=len, default=())

    def _told(self, term: str) -> str:
        """The meanings of a phrase as it stands in a table; empty where it has none."""
        told = self.abbreviations.get(term, "")
        return told if self.procedures else _without_pcs(told)

    def _told_in_any_order(self, term: Sequence[str]) -> str:
        if len(term) > 1 and term[0] in EVERYDAY:  # what belongs together begins behind it: woke UP WITH SWOLLEN eye
            return ""
        words = phrase_key(term, self.same)
        told = self._told_by_key(" ".join(words))
        if not told and len(words) > 1 and (other := next(filter(None, map(_AS_GOOD_AS.get, words)), "")):
            told = self._told_by_key(" ".join(sorted(other if word in _AS_GOOD_AS else word for word in words)))
        return told

    def _told_by_key(self, key: str) -> str:
        told = self.any_order.get(key, "")
        return (told if self.procedures else _without_pcs(told)) or self._told(key)

    def _built(self, word: str) -> tuple[Meaning, ...]:
        """The meanings of a name built of known blocks: nephroureterectomy; none for any other word."""
        for place in range(_SHORTEST_BLOCK, len(word) - _SHORTEST_ENDING + 1):
            done = self.blocks.get(f"-{word[place:]}")
            if done and (parts := self._parts(word[:place])):
                told = (f"{_IN_PCS} {each.strip()} {self.blocks[part]}" for each in done.split("|") for part in parts)
                return _meanings("|".join(told))
        return ()

    def _parts(self, word: str) -> tuple[str, ...]:
        """The blocks that begin a name, the longest first; between two there may be an o."""
        for length in range(len(word), 1, -1):
            block = f"{word[:length]}-"
            if block not in self.blocks:
                continue
            for rest in dict.fromkeys((word[length:], word[length:].removeprefix("o"))):
                if not rest:
                    return (block,)
                if more := self._parts(rest):
                    return (block, *more)
        return ()

    @cached_property
    def elsewhere(self) -> Synonyms:
        """These without what only ICD-10-PCS puts in other words."""
        return replace(self, blocks={}, procedures=False)

    def begun(self, word: str, *, alone: bool) -> tuple[Meaning, ...]:
        """The meanings of abbreviations that begin with `word`, the shortest first; none where it is short.

        Those of several words count only where the word stands alone.
        """
        if len(word) < _FEWEST_LETTERS_OF_A_START_ALONE:
            return ()
        begun = [term for term in self._beginning(word) if alone or " " not in term]
        terms = sorted(begun, key=lambda term: (term.count(" "), len(term)))[:_MOST_BEGUN]
        return self._all_meanings(terms)

    def _beginning(self, start: str) -> Sequence[str]:
        """The phrases that begin with some letters and have a meaning here."""
        first, last = bisect_left(self.in_order, start), bisect_left(self.in_order, f"{start}{_AFTER_ALL}")
        return [term for term in self.in_order[first:last] if self._told(term)]

    def _all_meanings(self, terms: Iterable[str]) -> tuple[Meaning, ...]:
        told = (_meanings(self._told(term)) for term in terms)
        return tuple(dict.fromkeys(meaning for meanings in told for meaning in meanings))

    def with_own(self, own: Mapping[str, str]) -> Synonyms:
        """These and a person's own, as typed -> told; where both know the same letters, the person's count."""
        return _joined(self, tuple(sorted(own.items()))) if own else self

    def _begun(self, pieces: Sequence[str]) -> tuple[int, tuple[Meaning, ...]]:
        if len(pieces[-1]) < _FEWEST_LETTERS_OF_A_START:
            return 0, ()
        meanings = self._all_meanings(self._beginning(" ".join(pieces)))
        return (len(pieces), meanings) if meanings else (0, ())


def read_synonyms(folder: Path) -> Synonyms:
    """Read the tables of a `codesets/synonyms` folder; those read last are taken again where no file was changed.

    Raises OSError.
    """
    tables = ((path, path.stat()) for path in sorted(folder.rglob("*.tsv")))
    return _read(folder, tuple((path, state.st_mtime_ns, state.st_size) for path, state in tables))


@lru_cache(maxsize=1)  # asked again each time the books are taken up anew
def _read(folder: Path, _state: tuple[tuple[Path, int, int], ...]) -> Synonyms:
    abbreviations: dict[str, str] = {}
    for path in sorted((folder / "abbreviations").glob("*.tsv")):
        for line in _lines(path):
            typed, _, told = line.partition("\t")
            for each in typed.split(","):
                term = " ".join(pieces_of(each))
                abbreviations[term] = f"{abbreviations[term]}|{told}" if term in abbreviations else told
    blocks, same = _pairs(folder / "building-blocks.tsv"), _pairs(folder / "same-words.tsv")
    complaints = complaints_of(_pairs(folder / "parts-of-body.tsv"), _pairs(folder / "complaints.tsv"), same)
    causes = complaints_of(_pairs(folder / "causes.tsv"), _pairs(folder / "events.tsv"), same)
    any_order = _in_any_order(abbreviations, abbreviations, same)
    alike = _alike(folder / "alike.tsv")
    return Synonyms(abbreviations, any_order, sorted(abbreviations), alike, blocks, same, complaints, causes)


@lru_cache(maxsize=_PEOPLE_KEPT)
def _joined(shipped: Synonyms, own: tuple[tuple[str, str], ...]) -> Synonyms:
    terms = {" ".join(pieces_of(typed)): told for typed, told in own}
    terms.pop("", None)
    abbreviations = {**shipped.abbreviations, **terms}
    any_order = {**shipped.any_order, **_in_any_order(terms, abbreviations, shipped.same)}
    return replace(shipped, abbreviations=abbreviations, any_order=any_order, in_order=sorted(abbreviations))


def _in_any_order(terms: Mapping[str, str], known: Mapping[str, str], same: Mapping[str, str]) -> dict[str, str]:
    """What is the same for each phrase however it is put -> its meanings, where that is no phrase `known` itself.

    Of several that are the same the first counts, before one that means something in ICD-10-PCS alone.
    """
    any_order: dict[str, str] = {}
    for term, told in terms.items():
        key = " ".join(phrase_key(term.split(" "), same))
        if key != term and term in same and len(term) < _FEWEST_LETTERS_OF_A_START:  # hi ideation is no high
            continue
        if key not in known and not _without_pcs(any_order.get(key, "")):
            any_order[key] = f"{any_order[key]}|{told}" if key in any_order else told
    return any_order


def read_word_forms(path: Path) -> dict[str, str]:
    """A publisher's short words and the full words they stand for; empty where there is no such table."""
    pairs = (line.partition("\t") for line in _lines(path)) if path.is_file() else ()
    return {short: " ".join(words_of(full)) for short, _, full in pairs}


def _lines(path: Path) -> Iterable[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


@lru_cache(maxsize=_MEANINGS_KEPT)
def _meanings(told: str) -> tuple[Meaning, ...]:
    """The meanings of one line, read when they are first asked for: a start waits for none of them."""
    return tuple(meaning for part in told.split("|") for meaning in _meaning(part.strip()))


def _meaning(told: str) -> Iterable[Meaning]:
    if told.startswith("="):
        code = told[1:].strip()
        for system in guess_systems(bare(code)):
            if printed(system, bare(code)) == code:
                yield Meaning(code=bare(code), system=system)
    elif told.startswith(_IN_PCS):
        yield Meaning(words=tuple(words_of(told.removeprefix(_IN_PCS))), system=CodeSystem.ICD10PCS)
    elif told:
        yield Meaning(words=tuple(words_of(told)))


def _without_pcs(told: str) -> str:
    if _IN_PCS not in told:
        return told
    return "|".join(part for part in told.split("|") if not part.lstrip().startswith(_IN_PCS))


def _pairs(path: Path) -> dict[str, str]:
    pairs = (line.partition("\t") for line in _lines(path)) if path.is_file() else ()
    return {typed: told for typed, _, told in pairs}


def _alike(path: Path) -> dict[str, tuple[str, ...]]:
    pairs = (line.partition("\t") for line in _lines(path))
    return {word: tuple(words_of(others)) for word, _, others in pairs}
