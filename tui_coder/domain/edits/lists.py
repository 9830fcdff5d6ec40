"""The lists the edits go by: words, limits, sides, conflicts. They are data, in codesets/edits, and read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property


@dataclass(frozen=True)
class Documentation:
    """Words near the evidence (R14, R15), and the codes that only a confirmed diagnosis bears."""

    source: str
    uncertain: tuple[str, ...]
    negated_before: tuple[str, ...]
    negated_near: tuple[str, ...]
    negated_after: tuple[str, ...]
    not_a_denial: tuple[str, ...]
    family: tuple[str, ...]
    confirmed_only: tuple[str, ...]
    of_history: tuple[str, ...]
    """What the codes of a family history begin with."""
    general: tuple[str, ...]
    """Words of a code's title that do not tell which diagnosis it is."""
    near: int
    """Characters before and after a diagnosis in which a denial or a relative counts; further off it is of another."""


@dataclass(frozen=True)
class HospitalAcquired:
    """One category of hospital-acquired conditions; `codes` are expressions a whole bare code matches."""

    category: str
    name: str
    codes: tuple[re.Pattern[str], ...]

    def has(self, code: str) -> bool:
        return any(pattern.fullmatch(code) for pattern in self.codes)


@dataclass(frozen=True)
class Conflict:
    """A modifier of `one` and a modifier of `other` on the same line contradict each other."""

    one: frozenset[str]
    other: frozenset[str]
    rule: str
    why: str


@dataclass(frozen=True)
class ModifierLists:
    source: str
    left: frozenset[str]
    right: frozenset[str]
    visits: tuple[tuple[str, str], ...]
    """Ranges of evaluation and management codes, first and last."""
    visits_only: frozenset[str]
    distinct: str
    distinct_better: tuple[str, ...]
    notices: tuple[str, ...]
    """What a line carries when it is expected to be denied (R33)."""
    not_of_the_body: tuple[str, ...]
    """What follows "left" or "right" in a title where that names no side of the body."""
    conflicts: tuple[Conflict, ...]

    @cached_property
    def named_side(self) -> re.Pattern[str]:
        """Finds in a title the side of the body that it names."""
        return re.compile(rf"\b(left|right)\b(?![ -](?:{'|'.join(self.not_of_the_body)}))", re.IGNORECASE)

    def is_visit(self, code: str) -> bool:
        return any(len(code) == len(first) and first <= code <= last for first, last in self.visits)

    def side_of_title(self, title: str) -> str:
        """`left` or `right` where a title names one side of the body only, otherwise empty."""
        sides = {found.lower() for found in self.named_side.findall(title)}
        return sides.pop() if len(sides) == 1 else ""

    def side(self, modifier: str) -> str:
        """`left`, `right` or empty."""
        return "left" if modifier in self.left else "right" if modifier in self.right else ""


@dataclass(frozen=True)
class ClaimLimits:
    source: str
    professional_diagnoses: int
    institutional_diagnoses: int
    institutional_procedures: int
    professional_lines: int
    modifiers: int
    reasons_for_visit: int
    external_causes: int
    pointers: int
    pointers_of_payer: Mapping[str, int]

    def pointers_for(self, payer: str) -> int:
        """How many diagnosis pointers a line takes for a payer (R22)."""
        return next((limit for word, limit in self.pointers_of_payer.items() if word in payer.lower()), self.pointers)


@dataclass(frozen=True)
class TimelyFiling:
    source: str
    warned_days: int
    """How many days before the last one it is told."""
    months: Mapping[str, int]

    def months_for(self, payer: str) -> int | None:
        """How many months a payer gives, None where no list says it."""
        return next((months for word, months in self.months.items() if word.lower() in payer.lower()), None)


@dataclass(frozen=True)
class AgesAndSides:
    source: str
    sex_conflict_until: date
    unspecified_side_from: date
    oldest: int
    paired: tuple[str, ...]

    @cached_property
    def without_side(self) -> re.Pattern[str]:
        """Finds in a title that the side is left out: `unspecified knee`."""
        words = "|".join(re.escape(word) for word in sorted(self.paired, key=len, reverse=True))
        return re.compile(rf"\bunspecified (?:{words})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Presumption:
    """Conditions that the guidelines presume to be related where both are coded, from the day `since` on (R53, R54).

    One combination code is expected in the place of `alone`.

    `section`: where the guidelines say so. `alone`: bare codes; one that ends in a dash (`E119-`) stands for all that
    begin so. `beside`: groups of the beginnings of bare codes; a diagnosis of each group is there. `expected`: the
    combination code, or the category of it.
    """

    rule: str
    section: str
    alone: tuple[str, ...]
    beside: tuple[tuple[str, ...], ...]
    expected: str
    since: date

    def names(self, code: str) -> bool:
        """Whether the code is one that should not stand alone."""
        return any(code.startswith(each[:-1]) if each.endswith("-") else code == each for each in self.alone)

    def is_of(self, code: str) -> bool:
        """Whether the presumption concerns the code: it should not stand alone, or it is the combination expected."""
        return self.names(code) or code.startswith(self.expected)


@dataclass(frozen=True)
class EditLists:
    documentation: Documentation
    hospital_acquired: tuple[HospitalAcquired, ...]
    hospital_acquired_source: str
    modifiers: ModifierLists
    limits: ClaimLimits
    filing: TimelyFiling
    ages_and_sides: AgesAndSides
    presumptions: tuple[Presumption, ...]

    def with_payers(self, payers: Mapping[str, PayerTerms]) -> EditLists:
        """These lists with what a site's settings say of payers, which goes before what is shipped."""
        own = {word.lower(): terms for word, terms in payers.items()}
        pointers = {word: terms.pointers for word, terms in own.items() if terms.pointers is not None}
        months = {word: terms.filing_months for word, terms in own.items() if terms.filing_months is not None}
        # A payer is looked for in order, so the site's own words stand first, and a word of both keeps the site's.
        return replace(
            self,
            limits=replace(self.limits, pointers_of_payer=pointers | _without(pointers, self.limits.pointers_of_payer)),
            filing=replace(self.filing, months=months | _without(months, self.filing.months)),
        )


def _without(own: Mapping[str, int], shipped: Mapping[str, int]) -> dict[str, int]:
    return {word: number for word, number in shipped.items() if word not in own}


@dataclass(frozen=True, slots=True)
class PayerTerms:
    """What a payer whose name holds a word takes; None where the ordinary holds."""

    pointers: int | None = None
    filing_months: int | None = None
