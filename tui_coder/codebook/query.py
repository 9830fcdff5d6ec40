"""Typed text -> what to look for: a code, or units of words with all they may mean.

Whatever is typed is data: only letters, digits and the signs of abbreviations survive, a long text is cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, zip_longest

from tui_coder.codebook.phrases import EVERYDAY, pieces_of
from tui_coder.codebook.synonyms import Meaning, Synonyms
from tui_coder.codebook.words import folded, singular, words_of
from tui_coder.domain.codes import CodeSystem, bare

_LONGEST_TEXT = 300
_LONGEST_WORD = 32
_MOST_UNITS = 10
_BEGUN = 2
_EMPTY_WORDS = frozenset((
    "a", "all", "always", "an", "and", "as", "at", "been", "by", "feel", "feeling", "feels", "for", "from", "got",
    "has", "have", "having", "her", "his", "in", "is", "it", "keeps", "me", "my", "of", "on", "or", "pt", "really",
    "the", "to", "too", "very", "was", "when", "while",
))  # fmt: skip
_QUALIFIERS = frozenset((
    "acute", "and", "chronic", "closed", "encounter", "initial", "left", "less", "level", "low", "lower", "minor",
    "major", "more", "non", "not", "open", "other", "over", "partial", "per", "right", "bilateral", "subsequent",
    "total", "type", "under", "unspecified", "upper", "use", "with", "without",
    "mild", "moderate", "no", "severe", "w", "wo",
    "cc", "g", "gm", "hour", "hr", "hrs", "mcg", "mg", "min", "minute", "ml", "oz", "unit",
    "inj", "injection", "iv", "im", "oral", "po",
)) | EVERYDAY  # fmt: skip
"""Words that tell of another word how it is, and nothing by themselves."""
_FORMS = frozenset((
    "dose", "drug", "im", "inj", "injectable", "injection", "infusion", "iv", "oral", "po", "shot", "tablet", "vial",
))  # fmt: skip
"""How a drug is given: titles of drugs often leave it out."""
_OPPOSITES = {
    "acute": "chronic", "chronic": "acute", "upper": "lower", "lower": "upper", "left": "right", "right": "left",
    "open": "closed", "closed": "open", "benign": "malignant", "malignant": "benign", "primary": "secondary",
    "secondary": "primary", "displaced": "nondisplaced", "nondisplaced": "displaced",
}  # fmt: skip
DENIALS = frozenset(("without", "not"))
_DENYING = DENIALS | {"no", "non"}
_EVERYDAY = frozenset(("all", "an", "and", "as", "at", "be", "in", "is", "it", "no", "of", "on", "or", "to"))
"""Words that are abbreviations only where nothing else is typed."""
_CODE = re.compile(r"(?=.*\d)[a-z0-9]{1,7}|[a-z]{7}")
_SIDES = {
    "left": "left", "lt": "left", "right": "right", "rt": "right", "bilateral": "bilateral", "bilat": "bilateral",
    "both": "bilateral", "bil": "bilateral",
}  # fmt: skip
_LETTERS_OF_SIDES = {"l": "left", "r": "right"}
_NO_SIDE = frozenset(("spine", "sp", "spinal"))
_VERTEBRA = re.compile(r"c[1-7]|t1[0-2]|t[1-9]|l[1-5]|s1")
_HOW_MANY = re.compile(r"x?\d+x?")
_DOTTED_CODE = re.compile(r"\b([a-z]\w\w|\d{3}|v\d\d|e\d{3})\.(\w{1,4})\b")


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing typed: a word, or an abbreviation of one or several words.

    A code matches a unit when it has all of `words`, each by prefix or by a word `alike`; or, where the
    unit is an abbreviation, what one of its `meanings` asks for. The last word is `finished` by a blank.
    """

    words: tuple[str, ...]
    alike: tuple[tuple[str, ...], ...]
    meanings: tuple[Meaning, ...] = ()
    finished: bool = True

    def alternatives(self, system: CodeSystem) -> tuple[tuple[str, ...], ...]:
        """The word lists of which one must match, for codes of one system."""
        if not self.meanings:
            return ()
        return tuple(
            meaning.words or (meaning.code.lower(),)
            for meaning in self.meanings
            if meaning.system is None or meaning.system is system
        )

    def among(self, system: CodeSystem) -> Unit:
        """The unit beside others: for the kin of the codes it names as well, as one may tell the other words."""
        if system is not CodeSystem.ICD10CM or not any(each.code and each.system is system for each in self.meanings):
            return self
        kin = (replace(each, code=each.kin) for each in self.meanings if each.code and each.system is system)
        return replace(self, meanings=tuple(dict.fromkeys((*self.meanings, *kin))))

    @property
    def tells(self) -> bool:
        """Whether it says something of what is looked for by itself, more than how something else is."""
        return any(word not in _QUALIFIERS and not _HOW_MANY.fullmatch(word) for word in self.words)

    @property
    def denies(self) -> bool:
        """Whether it only says that what follows is absent."""
        return _DENYING.issuperset(self.words) or any(each.words == ("without",) for each in self.meanings)

    def names(self, code: str, system: CodeSystem) -> bool:
        """Whether one of its meanings is this very code."""
        return any(meaning.code == code and meaning.system is system for meaning in self.meanings)

    def with_alike(self, more: Callable[[str], Iterable[str]]) -> Unit:
        """With what `more` tells beside each of its words."""
        alike = tuple((*alike, *more(word)) for word, alike in zip(self.words, self.alike, strict=True))
        return self if alike == self.alike else Unit(self.words, alike, self.meanings, self.finished)

    def only(self, place: int) -> Unit:
        """One of its words."""
        return replace(self, words=self.words[place : place + 1], alike=self.alike[place : place + 1], meanings=())

    def as_typed(self) -> Unit:
        return Unit(self.words, self.alike, (), self.finished) if self.meanings else self


@dataclass(frozen=True)
class Query:
    """`code` is what was typed where it may be a code, bare; else empty. Only one piece `begins_code`."""

    code: str
    begins_code: bool
    units: tuple[Unit, ...]

    @cached_property
    def needed(self) -> tuple[Unit, ...]:
        """The units but for those that tell how a drug is given, where any others were typed."""
        telling = tuple(unit for unit in self.units if not _FORMS.issuperset(unit.words))
        return telling or self.units

    @cached_property
    def denies(self) -> bool:
        """Whether something is said to be absent."""
        meant = (word for unit in self.units for meaning in unit.meanings for word in meaning.words)
        return not (_DENYING.isdisjoint(self.words) and DENIALS.isdisjoint(meant))

    @cached_property
    def affirmed(self) -> Query:
        """The query without what is said to be absent (copd w/o exac -> copd), unless that is all."""
        kept: list[Unit] = []
        denied = False
        for unit in self.units:
            if unit.denies:
                denied = True
            elif denied:
                denied = False
            else:
                kept.append(unit)
        return replace(self, units=tuple(kept)) if kept and len(kept) < len(self.units) else self

    @property
    def well_begun(self) -> bool:
        """Whether the last word is far enough to look for what has only a part of all."""
        if not self.units:
            return False
        last = "".join(self.units[-1].words[-1:])
        return self.units[-1].finished or len(last) > _BEGUN or last.isdigit()

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word for unit in self.units for word in unit.words)

    @cached_property
    def opposites(self) -> frozenset[str]:
        """What says the opposite of a word typed, and was not typed itself."""
        return frozenset(_OPPOSITES[word] for word in self.words if word in _OPPOSITES) - self.words

    @cached_property
    def pairs(self) -> tuple[str, ...]:
        """Typed words that stand side by side, as they would stand in a title."""
        words = [word for unit in self.units for word in unit.words]
        return tuple(f" {first} {second}" for first, second in pairwise(words))

    @property
    def abbreviated(self) -> bool:
        return any(unit.meanings for unit in self.units)

    def tells_more_than(self, other: Query) -> bool:
        """Whether more of its words are ones that our tables have."""
        return self._told > other._told

    def known_with(self, word: str) -> int:
        """How many words the phrase of our tables has that this word is in; 0 where it is in none of several."""
        counts = (len(unit.words) for unit in self.units if unit.meanings and word in unit.words)
        return next((count for count in counts if count > 1), 0)

    @cached_property
    def in_phrases(self) -> int:
        """How many of its words are in phrases of several that our tables know."""
        return sum(len(unit.words) for unit in self.units if unit.meanings and len(unit.words) > 1)

    @property
    def all_known(self) -> bool:
        """Whether each thing typed is one that our tables know."""
        return all(unit.meanings for unit in self.units)

    def apart(self, synonyms: Synonyms) -> Query:
        """The query with each phrase that our tables know taken for its words one by one."""

        def words(unit: Unit) -> Iterable[Unit]:
            for word in unit.words:
                yield _unit((word,), synonyms.longest([word], finished=True)[1], synonyms, finished=True)

        apart = ((unit,) if len(unit.words) < 2 else words(unit) for unit in self.units)
        return replace(self, units=tuple(unit for units in apart for unit in units))

    @property
    def _told(self) -> int:
        return sum(len(unit.words) for unit in self.units if unit.meanings or any(unit.alike))

    def as_typed(self) -> Query:
        return replace(self, units=tuple(unit.as_typed() for unit in self.units)) if self.abbreviated else self

    def completed(self, synonyms: Synonyms) -> Query | None:
        """The query with its last word, still being typed, taken for the abbreviation it begins: torad -> toradol."""
        if not self.units:
            return None
        *before, last = self.units
        if last.finished or last.meanings or len(last.words) != 1:
            return None
        meanings = synonyms.begun(last.words[0], alone=not before)
        return replace(self, units=(*before, replace(last, meanings=meanings))) if meanings else None


def read_query(text: str, synonyms: Synonyms) -> Query:
    """What the typed text looks for. Never raises: a text without letters and digits looks for nothing."""
    typed = text[:_LONGEST_TEXT]
    finished = typed[-1:].isspace()
    plain = _DOTTED_CODE.sub(r"\1\2", folded(typed))
    code = _code(plain)
    pieces, finished = _sides_first([piece[:_LONGEST_WORD] for piece in pieces_of(plain)], finished)
    units = tuple(_without_empty(_units(pieces, finished, synonyms)))[:_MOST_UNITS]
    return Query(code, bool(code) and len(plain.split()) == 1, units)


def _code(plain: str) -> str:
    """What may be a code: with a digit in it, or seven letters (ICD-10-PCS GZHZZZZ). Dots and blanks fall away.

    Several vertebrae (t10 l2) are none.
    """
    if len(plain.split()) > 1 and all(map(_VERTEBRA.fullmatch, pieces_of(plain))):
        return ""
    together = bare(plain)
    return together if _CODE.fullmatch(together.lower()) else ""


def _sides_first(pieces: list[str], finished: bool) -> tuple[list[str], bool]:
    """Left and right before the rest, so that "hip left fx" holds "hip fx" in one piece; both are bilateral."""
    pieces = [_side_of(piece, after) for piece, after in zip_longest(pieces, pieces[1:], fillvalue="")]
    sides = [_SIDES[piece] for piece in pieces if piece in _SIDES]
    if "left" in sides and "right" in sides:
        sides = ["bilateral"]
    finished = finished or (bool(pieces) and pieces[-1] in _SIDES)
    return sides + [piece for piece in pieces if piece not in _SIDES], finished


def _side_of(piece: str, after: str) -> str:
    """A letter by itself that is no level of the spine: r hip -> right hip, but l spine and vitamin d."""
    return _LETTERS_OF_SIDES.get(piece, piece) if after and after not in _NO_SIDE else piece


def _units(pieces: list[str], finished: bool, synonyms: Synonyms) -> Iterable[Unit]:
    place = 0
    while place < len(pieces):
        taken, meanings = synonyms.longest(pieces[place:], finished)
        if taken == 1 and pieces[place] in _EVERYDAY and len(pieces) > 1:
            meanings = ()
        if len(pieces) == 1 and _VERTEBRA.fullmatch(pieces[0]):
            meanings = ()
        words = tuple(words_of(" ".join(pieces[place : place + max(taken, 1)])))
        place += max(taken, 1)
        if words or meanings:
            yield _unit(words, meanings, synonyms, finished or place < len(pieces))


def _unit(words: tuple[str, ...], meanings: tuple[Meaning, ...], synonyms: Synonyms, finished: bool) -> Unit:
    stems = tuple(singular(word) for word in words)
    alike = tuple(
        synonyms.alike.get(word, synonyms.alike.get(stem, ())) for word, stem in zip(words, stems, strict=True)
    )
    return Unit(stems, alike, meanings, finished)


def _without_empty(units: Iterable[Unit]) -> Iterable[Unit]:
    """Leave out words that say nothing ("of", "the"), unless nothing else was typed."""
    kept = list(units)
    telling = [unit for unit in kept if unit.meanings or not _EMPTY_WORDS.issuperset(unit.words)]
    return telling or kept
