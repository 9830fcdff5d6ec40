"""What a query says of a procedure, and how ICD-10-PCS would put it.

A part of an organ is excised there, only a whole one resected; what was put in before is removed, changed or revised.
"""

from __future__ import annotations

from dataclasses import replace

from tui_coder.codebook.query import Query, Unit
from tui_coder.codebook.synonyms import Meaning
from tui_coder.domain.codes import CodeSystem

_OPERATIONS = frozenset((
    "alteration", "assistance", "bypass", "change", "control", "destruction", "detachment", "dilation", "division",
    "drainage", "excision", "extirpation", "extraction", "fragmentation", "fusion", "immobilization", "insertion",
    "inspection", "introduction", "irrigation", "measurement", "monitoring", "occlusion", "packing", "performance",
    "reattachment", "release", "removal", "repair", "replacement", "reposition", "resection", "restoration",
    "restriction", "revision", "supplement", "transfer", "transfusion", "transplantation",
))  # fmt: skip
"""What ICD-10-PCS calls the things that are done: a meaning that begins with one is a procedure."""
_PLAIN_OPERATIONS = frozenset((
    "bypass", "detachment", "excision", "extirpation", "insertion", "inspection", "removal", "repair", "replacement",
    "reposition", "resection", "supplement", "transfusion", "transplant", "transplantation",
))  # fmt: skip
"""Those that typed alone speak of a procedure, and of no disease."""
_PARTLY = frozenset(("partial", "subtotal", "segmental", "wedge", "portion"))
_AGAIN = {
    "removal": "removal", "remove": "removal", "removed": "removal", "change": "change", "exchange": "change",
    "revision": "revision",
}  # fmt: skip
_DIAGNOSTIC = ("diagnostic",)
_CLOSED = frozenset(("closure", "reversal", "takedown", "reverse"))
_PUTS_IN = frozenset(("insertion", "drainage", "bypass", "dilation"))
"""What is done at first to that of which something is removed, changed or closed later."""
_PUTTING = frozenset(
    ("insertion", "insert", "placement", "place", "placed", "removal", "remove", "removed", "extraction")
)


def operates(unit: Unit) -> bool:
    """Whether a unit names a procedure of ICD-10-PCS."""
    return not _PLAIN_OPERATIONS.isdisjoint(unit.words) or any(map(_is_operation, unit.meanings))


def names_operation(unit: Unit) -> bool:
    """Whether a unit tells an operation with what it is done to or with, not only that something is put in or out."""
    return any(len(each.words) != 1 and _is_operation(each) for each in unit.meanings)


def only_puts(unit: Unit) -> bool:
    """Whether a unit only tells that something is put in or taken out: nothing by itself."""
    return not _PUTTING.isdisjoint(unit.words)


def is_procedure(query: Query) -> bool:
    """Whether a procedure is looked for."""
    return any(map(operates, query.units))


def as_operation(query: Query) -> Query:
    """The query as a procedure: a part of an organ is excised, only a whole one resected; what was put in before
    is removed, changed, revised, an opening closed; a look is no more diagnostic for being called so.
    """
    units = query.units
    if any(map(_looks, units)):
        units = tuple(unit for unit in units if unit.words != _DIAGNOSTIC) or units
    if _PARTLY & query.words:
        units = tuple(_partly(unit) if names_operation(unit) else unit for unit in units)
    again = next((_AGAIN[word] for word in sorted(query.words & _AGAIN.keys())), "")
    if again or _CLOSED & query.words:
        units = tuple(_again(unit, again) if _puts_in(unit) else unit for unit in units)
    return replace(query, units=units)


def _is_operation(meaning: Meaning) -> bool:
    return meaning.words[0] in _OPERATIONS if meaning.words else meaning.system is CodeSystem.ICD10PCS


def _looks(unit: Unit) -> bool:
    """Whether it is a look into an organ, which is diagnostic by itself."""
    return any(each.words[:1] == ("inspection",) for each in unit.meanings)


def _partly(unit: Unit) -> Unit:
    """With what takes out a part in place of what takes out the whole."""
    meanings = tuple(
        replace(each, words=("excision", *each.words[1:])) if each.words[:1] == ("resection",) else each
        for each in unit.meanings
        if each.words
    )
    return replace(unit, meanings=tuple(dict.fromkeys(meanings)))


def _puts_in(unit: Unit) -> bool:
    """Whether it first of all puts something in or opens a way, and is no removal by its own words."""
    told = [each.words for each in unit.meanings if each.words]
    return bool(told) and told[0][0] in _PUTS_IN and _AGAIN.keys().isdisjoint(unit.words)


def _again(unit: Unit, done: str) -> Unit:
    """With what is done to it later: `done` to the device that was put in, or the repair of what was opened."""
    meanings: list[Meaning] = []
    for each in unit.meanings:
        first, *rest = each.words or ("",)
        if first in _PUTS_IN and done:
            device = rest[: rest.index("device") + 1] if "device" in rest else rest[:2]
            meanings += [replace(each, words=(done, *rest)), replace(each, words=(done, *device))]
        elif first == "bypass":
            part = [word for word in rest if word != "cutaneous"]
            meanings += [replace(each, words=(what, *part)) for what in ("repair", "excision")]
    return replace(unit, meanings=tuple(dict.fromkeys(meanings))) if meanings else unit
