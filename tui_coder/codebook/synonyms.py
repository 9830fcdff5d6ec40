"""What coders type and what it stands for: abbreviations, lay words, brand names; words meaning the same.

The tables are data in codesets/synonyms, one entry to a line:

    abbreviations/*.tsv   what is typed, a tab, its meanings separated by `|`. A meaning is words that must all
                          match, or `=` and a code: `chf` TAB `heart failure`, `cpap` TAB `=E0601 | airway pressure`
    alike.tsv             a word, a tab, the words looked for as well: `renal` TAB `kidney`
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tui_coder.codebook.words import folded, words_of
from tui_coder.domain.codes import CodeSystem, bare, guess_systems, printed

_PIECE = re.compile(r"[a-z0-9/&+]+")
_LONGEST = 5
_FEWEST_LETTERS_OF_A_START = 3


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an abbreviation stands for: words that must all match, or one code of one system."""

    words: tuple[str, ...] = ()
    code: str = ""
    system: CodeSystem | None = None


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The tables, ready to be asked. `abbreviations` maps the pieces of what is typed to its meanings."""

    abbreviations: Mapping[tuple[str, ...], tuple[Meaning, ...]]
    beginnings: Mapping[str, tuple[tuple[str, ...], ...]]
    alike: Mapping[str, tuple[str, ...]]

    def longest(self, pieces: Sequence[str], finished: bool) -> tuple[int, tuple[Meaning, ...]]:
        """How many of the first pieces one abbreviation takes, and its meanings; 0 where there is none.

        Where the last piece is still being typed, `heart att` is taken for `heart attack`.
        """
        for length in range(min(len(pieces), _LONGEST), 0, -1):
            meanings = self.abbreviations.get(tuple(pieces[:length]))
            if meanings:
                return length, meanings
        if not finished and 2 <= len(pieces) <= _LONGEST:
            return self._begun(pieces)
        return 0, ()

    def _begun(self, pieces: Sequence[str]) -> tuple[int, tuple[Meaning, ...]]:
        *whole, last = pieces
        if len(last) < _FEWEST_LETTERS_OF_A_START:
            return 0, ()
        meanings: list[Meaning] = []
        for term in self.beginnings.get(pieces[0], ()):
            if len(term) >= len(pieces) and list(term[: len(whole)]) == whole and term[len(whole)].startswith(last):
                meanings.extend(self.abbreviations[term])
        return (len(pieces), tuple(meanings)) if meanings else (0, ())


def pieces_of(text: str) -> list[str]:
    """Typed text cut as the abbreviations are: `w/o CHF, I&D` -> w/o, chf, i&d."""
    return _PIECE.findall(folded(text))


def read_synonyms(folder: Path) -> Synonyms:
    """Read the tables of a `codesets/synonyms` folder. Raises OSError."""
    abbreviations: dict[tuple[str, ...], tuple[Meaning, ...]] = {}
    for path in sorted((folder / "abbreviations").glob("*.tsv")):
        for line in _lines(path):
            typed, _, meant = line.partition("\t")
            term = tuple(pieces_of(typed))
            abbreviations[term] = abbreviations.get(term, ()) + tuple(_meanings(meant))
    beginnings: dict[str, list[tuple[str, ...]]] = {}
    for term in abbreviations:
        if len(term) > 1:
            beginnings.setdefault(term[0], []).append(term)
    return Synonyms(
        abbreviations, {first: tuple(terms) for first, terms in beginnings.items()}, _alike(folder / "alike.tsv")
    )


def read_word_forms(path: Path) -> dict[str, str]:
    """A publisher's short words and the full words they stand for; empty where there is no such table."""
    pairs = (line.partition("\t") for line in _lines(path)) if path.is_file() else ()
    return {short: " ".join(words_of(full)) for short, _, full in pairs}


def _lines(path: Path) -> Iterable[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _meanings(meant: str) -> Iterable[Meaning]:
    for meaning in meant.split("|"):
        told = meaning.strip()
        if told.startswith("="):
            code = told[1:].strip()
            for system in guess_systems(bare(code)):
                if printed(system, bare(code)) == code:
                    yield Meaning(code=bare(code), system=system)
        elif told:
            yield Meaning(words=tuple(words_of(told)))


def _alike(path: Path) -> dict[str, tuple[str, ...]]:
    pairs = (line.partition("\t") for line in _lines(path))
    return {word: tuple(words_of(others)) for word, _, others in pairs}
