"""How much the units of a query say, and so which of them are kept where no code has all."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from tui_coder.codebook.operations import names_operation, only_puts, operates
from tui_coder.codebook.query import Unit
from tui_coder.codebook.release_file import ReleaseFile
from tui_coder.domain.codes import CodeSystem

_QUALIFIER, _MOST_SAID = 1.0, 8.0
_KNOWN = 1.5
"""What a unit says more that our tables know: coders look for it by that."""
_NAMED, _DONE, _PUT = 6.0, 4.5, 2.0
"""What a unit weighs that names an operation and of what, one that tells only what is done, and one that only tells
that something is put in or taken out."""


def weight_of(unit: Unit, file: ReleaseFile) -> float:
    """How much a unit says: rare words more than common ones, several more than one, a qualifier little.

    Of a procedure what is done is left out last, that something is put in first.
    """
    system, vocabulary = file.release.system, file.vocabulary
    if system is CodeSystem.ICD10PCS and operates(unit):
        return _NAMED if names_operation(unit) else _PUT if only_puts(unit) else _DONE
    if not unit.tells:
        return _QUALIFIER
    known = all(map(vocabulary.knows, unit.words))
    ways = [unit.words] if known or not unit.meanings else []
    meant = unit.alternatives(system)
    told = (*ways, *meant) or (unit.words,)
    return min(max(sum(map(vocabulary.rarity, words)) for words in told) + _KNOWN * bool(meant), _MOST_SAID)


def parts_of(weights: Mapping[Unit, float]) -> list[tuple[float, tuple[Unit, ...]]]:
    """All that can be kept of the units, with its weight, the weightiest first."""
    kept = (some for length in range(len(weights), 0, -1) for some in combinations(weights, length))
    return sorted(((sum(weights[unit] for unit in some), some) for some in kept), key=lambda part: -part[0])
