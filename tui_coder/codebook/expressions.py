"""How the units of a query are looked for in one release: full-text expressions, and the words it spells otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tui_coder.codebook.query import Query, Unit
from tui_coder.codebook.vocabulary import Vocabulary
from tui_coder.codebook.words import stems
from tui_coder.codebook.writer import LONGEST_PREFIX
from tui_coder.domain.codes import CodeSystem

_FEW_WORDS = 24
_FEW_LETTERS = 3


def expression_of(units: Sequence[Unit], system: CodeSystem, vocabulary: Vocabulary) -> str:
    """The full-text expression; empty where some unit can find nothing in this system.

    A phrase is looked for as it is typed as well, for it is seldom chance that a title has all its words.
    """
    parts = []
    for unit in units:
        if system is CodeSystem.HCPCS:
            unit = _cut_short(unit, vocabulary)
        elif len(units) > 1:
            unit = unit.among(system)
        if not _may_find(unit, system, vocabulary):
            return ""
        part = _meant(unit, system, vocabulary) if unit.meanings else _typed(unit, vocabulary)
        if unit.meanings and len(unit.words) > 1 and _known(unit, vocabulary):
            part = f"({part} OR ({_typed(unit, vocabulary)}))" if part else _typed(unit, vocabulary)
        if not part:
            return ""
        parts.append(part)
    return " AND ".join(parts)


def surely(unit: Unit, system: CodeSystem, vocabulary: Vocabulary) -> str:
    """A unit by what it stands for, else as typed; empty where this system has neither."""
    return _meant(unit, system, vocabulary) or loosely(unit, system, vocabulary)


def loosely(unit: Unit, system: CodeSystem, vocabulary: Vocabulary) -> str:
    """A unit by what it stands for, or as typed or by its stem; empty where this system has none of them.

    Few letters that stand for something here (uri) begin no other word (urinary).
    """
    meant = _meant(unit, system, vocabulary)
    if meant and unit.finished and len("".join(unit.words)) <= _FEW_LETTERS:
        return meant
    unit = unit.with_alike(lambda word: kin(word, vocabulary))
    ways = (meant, _typed(unit, vocabulary) if _known(unit, vocabulary) else "")
    told = " OR ".join(f"({way})" for way in ways if way)
    return f"({told})" if told else ""


def in_words(units: Sequence[Unit], system: CodeSystem, vocabulary: Vocabulary) -> Iterable[Unit]:
    """The units, those of several words that stand for nothing in this system word by word: liver, abscess."""
    for unit in units:
        if len(unit.words) < 2 or _meant(unit, system, vocabulary):
            yield unit
        else:
            yield from map(unit.only, range(len(unit.words)))


def kin(word: str, vocabulary: Vocabulary) -> Iterable[str]:
    """The nouns of an adjective: ureteral -> ureter."""
    return (noun for stem in stems(word) for noun in vocabulary.nouns(stem))


def respell(query: Query, vocabulary: Vocabulary, same: Mapping[str, Sequence[str]], *, widely: bool) -> Query | None:
    """The query with what its unknown words may mean, abbreviations left alone; None where that leads nowhere.

    The nearest word takes the place of the one typed; further ones stand beside it, and what is the `same` as they.
    """
    units: list[Unit] = []
    changed = False
    for unit in query.units:
        words, alike = list(unit.words), list(unit.alike)
        for place, word in enumerate(unit.words if not unit.meanings else ()):
            if not vocabulary.knows(word) and not word.isdigit():
                meant = vocabulary.meant(word, widely=widely)
                if not meant:
                    return None
                also = (other for each in meant for other in (*same.get(each, ()), *kin(each, vocabulary)))
                words[place], alike[place] = meant[0], tuple(dict.fromkeys((*alike[place], *meant[1:], *also)))
                changed = True
        units.append(replace(unit, words=tuple(words), alike=tuple(alike)))
    return replace(query, units=tuple(units)) if changed else None


def _may_find(unit: Unit, system: CodeSystem, vocabulary: Vocabulary) -> bool:
    """Whether a release has words, or codes, that a unit is looked for by: what it has none of need not be asked."""
    if unit.meanings:
        meant = unit.alternatives(system)
        return any(all(map(vocabulary.may_find, words)) for words in meant) or (
            len(unit.words) > 1 and _known(unit, vocabulary)
        )
    pairs = zip(unit.words, unit.alike, strict=True)
    return all(any(map(vocabulary.may_find, (word, *alike))) for word, alike in pairs)


def _known(unit: Unit, vocabulary: Vocabulary) -> bool:
    """Whether a release has each word of a unit, or one alike."""
    return all(any(map(vocabulary.knows, (word, *more))) for word, more in zip(unit.words, unit.alike, strict=True))


def _cut_short(unit: Unit, vocabulary: Vocabulary) -> Unit:
    """With the words as titles of 28 characters cut them off."""
    return unit.with_alike(vocabulary.cut_short)


def _meant(unit: Unit, system: CodeSystem, vocabulary: Vocabulary) -> str:
    possible = [words for words in unit.alternatives(system) if len(words) == 1 or all(map(vocabulary.knows, words))]
    if len(possible) > 1:
        possible = _widest(possible)
    choices = [" AND ".join(_any_of([word], vocabulary) for word in words) for words in possible]
    return f"({' OR '.join(f'({choice})' for choice in choices)})" if choices else ""


def _widest(ways: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Each way once, without those that ask for all words of another one and more: they find nothing else."""
    sets = {frozenset(words): words for words in ways}
    return [words for asked, words in sets.items() if not any(other < asked for other in sets)]


def _typed(unit: Unit, vocabulary: Vocabulary) -> str:
    """Each word by its beginning; a finished one of few letters, which much begins with, only where none is just it."""
    parts = []
    for word, alike in zip(unit.words, unit.alike, strict=True):
        whole = unit.finished and len(word) <= _FEW_LETTERS and vocabulary.has(word)
        parts.append(f'("{word}"{_or_any_of(alike, vocabulary)})' if whole else _any_of((word, *alike), vocabulary))
    return " AND ".join(parts)


def _or_any_of(starts: Iterable[str], vocabulary: Vocabulary) -> str:
    return "".join(f" OR {_begins(start, vocabulary)}" for start in starts)


def _any_of(starts: Iterable[str], vocabulary: Vocabulary) -> str:
    return f"({' OR '.join(_begins(start, vocabulary) for start in starts)})"


def _begins(start: str, vocabulary: Vocabulary) -> str:
    """What finds all words with this beginning.

    The index holds beginnings of up to four letters. A longer one is spelled out as the few words it may be,
    each of which the index follows row by row; left to itself it would first gather all rows of all of them.
    Words hold letters and digits only, so the quotes cannot be escaped.
    """
    words = vocabulary.beginning(start, _FEW_WORDS) if len(start) > LONGEST_PREFIX and start.isalpha() else ()
    return " OR ".join(f'"{word}"' for word in words) or f'"{start}"*'
