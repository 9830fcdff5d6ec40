"""The addenda to the order and codes files of ICD-10-CM and ICD-10-PCS: what a release adds, deletes and revises.

    Add:         0 B880    Other acariasis          Other acariasis      (order addenda: flag, code, short, long)
    Delete:      B880    Other acariasis                                 (codes addenda: code, title)
    Revise from: / Revise to:   ...                                      (the title before and after)

A release that is loaded is brought to what its addenda say; CMS hands out both together, and then nothing changes.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tui_coder.codebook.building_site import Progress
from tui_coder.codebook.edition import Listed
from tui_coder.codebook.handed_out import HandedOut, Loaded, Rejections
from tui_coder.codebook.kinds import Hear, icd10_order
from tui_coder.codebook.kinds.keeping import Publication, keep, standing
from tui_coder.codebook.kinds.shapes import icd10_of
from tui_coder.codebook.lines import head_lines, numbered_lines
from tui_coder.codebook.manifest import CODE_LIST
from tui_coder.codebook.readers import read_edition
from tui_coder.codebook.releases import Dated, dated
from tui_coder.codebook.shelf import Shelf
from tui_coder.domain.codes import CodeSystem

_DEEDS = {"Add": "add", "Delete": "delete", "Revise from": "from", "Revise to": "to"}
_CHANGE = re.compile(r"(Add|Delete|Revise from|Revise to): +(?:([01]) )?([0-9A-Z]{3,7}) {1,5}(\S.*)")
_TWO_TITLES = re.compile(r"(.{60}) (\S.*)")
_FILLED_UP = re.compile(r"\S {2,}\S")
_EMPTY = re.compile(r" *\d+ (codes|headers) in \S+", re.IGNORECASE)
_COUNTS = re.compile(r"(Codes|Headers)|\s*\d+ [A-Za-z].*|\s*of which")


class Change(NamedTuple):
    """One line: `deed` is add, delete, from or to."""

    deed: str
    code: str
    billable: bool
    title: str
    short: str


@dataclass(frozen=True)
class _Counts:
    added: int
    deleted: int
    revised: int


def recognises(handed: HandedOut) -> bool:
    lines = head_lines(handed)
    return any(_CHANGE.fullmatch(line.rstrip()) or _EMPTY.fullmatch(line.rstrip()) for line in lines[:5])


def load(handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
    rejections = Rejections()
    matches = (_CHANGE.fullmatch(line.rstrip()) for line in head_lines(handed, 1000))
    system = icd10_of((match[3] for match in matches if match), handed)
    changes = list(_changes(handed, system, rejections))
    release = dated(system, handed)
    on_progress(Progress(handed.name, len(changes), len(changes), f"{handed.name}: {len(changes):,} changes read"))
    notices = _bring_up(handed, shelf, system, release, changes, on_progress)
    counts = _counted(changes)
    return Loaded(
        place=handed.place,
        what=f"{system.label} {release.name}, addenda",
        codes=len({change.code for change in changes}),
        added=counts.added,
        removed=counts.deleted,
        revised=counts.revised,
        rejections=rejections.count,
        rejected=rejections.first,
        before="the release before it",
        notices=tuple(notices),
    )


def _changes(handed: HandedOut, system: CodeSystem, rejections: Rejections) -> Iterator[Change]:
    two_titles = _has_two_titles(handed)
    for number, line in numbered_lines(handed):
        match = _CHANGE.fullmatch(line.rstrip())
        if match:
            both = _TWO_TITLES.fullmatch(match[4]) if two_titles else None
            short, title = (both[1].strip(), both[2]) if both else ("", match[4])
            billable = match[2] == "1" if match[2] else _is_complete(system, match[3])
            yield Change(_DEEDS[match[1]], match[3], billable, " ".join(title.split()), short)
        elif line.strip() and not _COUNTS.fullmatch(line.rstrip()):
            rejections.add(number, "is no line of addenda")


def _is_complete(system: CodeSystem, code: str) -> bool:
    """Lines without a flag: the codes addenda of ICD-10-CM name no headers, ICD-10-PCS's have three characters."""
    return system is CodeSystem.ICD10CM or len(code) == 7


def _has_two_titles(handed: HandedOut) -> bool:
    """The order addenda fill the short title up with blanks before the long one."""
    matches = (_CHANGE.fullmatch(line.rstrip()) for line in head_lines(handed, 1000))
    return any(match and _FILLED_UP.search(match[4]) for match in matches)


def _counted(changes: list[Change]) -> _Counts:
    def count(deed: str) -> int:
        return sum(1 for change in changes if change.deed == deed)

    return _Counts(count("add"), count("delete"), count("to"))


def _bring_up(
    handed: HandedOut, shelf: Shelf, system: CodeSystem, release: Dated, changes: list[Change], on_progress: Hear
) -> list[str]:
    """Apply the changes to the release where it is loaded as a list; returns what is to be said of it."""
    stands = standing(shelf, system, release.name)
    named = f"{system.label} {release.name}"
    if stands is None:
        return [f"{named} itself is not loaded, so its addenda changed nothing: load its order file."]
    if stands.layout != CODE_LIST:
        return [f"{named} is loaded as its tabular list, which holds its changes already."]
    edition = read_edition(stands)
    before = [(each.code, each.title, each.billable) for each in edition.codes]
    edition.codes = applied(changes, edition.codes)
    if [(each.code, each.title, each.billable) for each in edition.codes] == before:
        return [f"{named} as it is loaded holds these changes already."]
    publication = Publication(
        system=system,
        dated=Dated(stands.release.release, stands.release.valid_from, stands.release.valid_to),
        publisher=stands.release.publisher,
        licence=stands.release.licence,
        form=stands.form,
        edition=edition,
        fullness=stands.fullness,
        source=f"{stands.release.source}, {handed.place}",
        rejections=Rejections(),
    )
    keep(handed, shelf, publication, on_progress)
    return [f"{named} as it is loaded was brought to what its addenda say."]


def applied(changes: list[Change], codes: list[Listed]) -> list[Listed]:
    """The list after the changes. A new code stands behind the one that sorts before it.

    A deletion meets only the entry it describes, so that "delete the code B880, add the header B880" holds
    whichever of the two stands.
    """
    known = {each.code: each for each in codes}
    for change in changes:
        stands = known.get(change.code)
        if change.deed == "delete":
            if stands is not None and stands.billable == change.billable:
                del known[change.code]
        elif change.deed in ("add", "to") and (
            stands is None or (stands.title, stands.billable) != (change.title, change.billable)
        ):
            known[change.code] = icd10_order.listed(change.code, change.billable, change.title, change.short)
    order = [each.code for each in codes if each.code in known]
    placed = sorted(order)
    for code in sorted(known.keys() - set(order)):
        place = bisect(placed, code)
        order.insert(order.index(placed[place - 1]) + 1 if place else 0, code)
        placed.insert(place, code)
    return [known[code] for code in order]
