"""Putting a code system's release on the shelf, and telling what it changes against the release before it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from tui_coder.codebook.building_site import Progress
from tui_coder.codebook.changes import Changes
from tui_coder.codebook.edition import Edition
from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HandedOut, Loaded, Rejections
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.manifest import CODE_LIST, TABULAR, TABULAR_AND_LIST, Manifest, read_loaded, read_manifests
from tui_coder.codebook.readers import read_edition
from tui_coder.codebook.readers.code_list import lines_of, write_list, write_notes, write_successors
from tui_coder.codebook.readers.icd10cm_tabular import read_tabular_with_list
from tui_coder.codebook.releases import Dated
from tui_coder.codebook.shelf import Shelf, Told
from tui_coder.domain.codes import CodeSystem

NCHS = "National Center for Health Statistics (CDC) and CMS"
US_WORK = "Work of the US government"
"""The licence of what CMS and NCHS publish (17 U.S.C. 105)."""

_TABULAR = 10
"""The fullness of a tabular list; that of the list of codes beside it is added."""


@dataclass
class Publication:
    """One release as read from a file, ready for the shelf.

    `form` names the publisher's layout; `fullness` orders the forms of one release: a list with headers is not
    replaced by one without. `source` names the files it came from.
    """

    system: CodeSystem
    dated: Dated
    publisher: str
    licence: str
    form: str
    edition: Edition
    fullness: int
    source: str
    rejections: Rejections
    notices: list[str] = field(default_factory=list)

    @property
    def what(self) -> str:
        return f"{self.system.label} {self.dated.name}"

    def told(self, layout: str) -> Told:
        """Its manifest, but for the files."""
        return {
            "system": str(self.system),
            "release": self.dated.name,
            "title": f"{self.what}, {self.form}",
            "publisher": self.publisher,
            "licence": self.licence,
            "source": self.source,
            "valid_from": self.dated.first,
            "valid_to": self.dated.last,
            "codes": len(self.edition.codes),
            "billable": self.edition.billable,
            "layout": layout,
            "form": self.form,
            "fullness": self.fullness,
        }


def standing(shelf: Shelf, system: CodeSystem, release: str) -> Manifest | None:
    """The release of this name as it stands on the shelf; one that cannot be read is as good as none."""
    try:
        return read_loaded(shelf.place(system, release), shelf.codesets)
    except CodeBookError:
        return None


def keep(handed: HandedOut, shelf: Shelf, publication: Publication, on_progress: Hear) -> Loaded:
    """Put a list of codes on the shelf. Raises CodeBookError where it holds no code or the shelf cannot be written.

    Where the tabular list of the same release stands there, the list completes it; a fuller list stays.
    """
    codes = publication.edition.codes
    _check_system(handed, publication.system)
    if not codes:
        raise CodeBookError(f"{handed.place} holds no code of {publication.system.label}: nothing was loaded.")
    on_progress(Progress(publication.what, len(codes), len(codes), f"{publication.what}: {len(codes):,} codes read"))
    stands = standing(shelf, publication.system, publication.dated.name)
    tabular = _tabular(shelf, publication, stands)
    if tabular is not None:
        _complete(shelf, tabular, publication)
    elif stands is not None and stands.fullness > publication.fullness:
        notice = f"{publication.what} is loaded in a fuller form already ({stands.form}): this file changed nothing."
        publication.notices.append(notice)
        return _reported(handed, publication, Changes())
    else:
        _borrow_words(shelf, publication)
        shelf.keep(
            publication.system, publication.dated.name, publication.told(CODE_LIST),
            lambda folder: _write(folder, publication.edition),
        )  # fmt: skip
    return _reported(handed, publication, _changes(shelf, publication))


def _tabular(shelf: Shelf, publication: Publication, stands: Manifest | None) -> Manifest | None:
    """The tabular list of the same release: on the shelf, else shipped, so that a list never hides its notes."""
    if stands is not None:
        return stands if stands.layout == TABULAR_AND_LIST else None
    named = (each for each in read_manifests(shelf.codesets) if each.release.release == publication.dated.name)
    return next((each for each in named if each.layout == TABULAR and each.release.system is publication.system), None)


def _check_system(handed: HandedOut, system: CodeSystem) -> None:
    stated = handed.stated.system
    if stated and stated != system:
        raise CodeBookError(
            f"{handed.place} is {system.label}, not {CodeSystem(stated).label}: leave --system out, or say it right."
        )


def _write(folder: Path, edition: Edition) -> None:
    write_list(folder / "codes.tsv", edition.codes)
    if edition.notes:
        write_notes(folder / "notes.tsv", edition.notes)
    if edition.successors:
        write_successors(folder / "successors.tsv", edition.successors)


def _borrow_words(shelf: Shelf, publication: Publication) -> None:
    """A bare list of ICD-10-CM answers to the words of the notes of the nearest release that has notes."""
    if publication.system is not CodeSystem.ICD10CM:
        return
    nearest = min(
        (each for each in _known(shelf, publication.system) if each.layout != CODE_LIST),
        key=lambda each: each.release.days_from(publication.dated.first),
        default=None,
    )
    if nearest is None:
        return
    words = {listed.code: listed.terms for listed in read_edition(nearest).codes if listed.terms}
    for listed in publication.edition.codes:
        more = words.get(listed.code)
        if more:
            listed.terms += tuple([term for term in more if term not in listed.terms]) if listed.terms else more
    publication.notices.append(
        f"{publication.what} came as codes and titles: the notes of {nearest.release.system.label} "
        f"{nearest.release.release} are shown with it and named, until its tabular list is loaded."
    )


def keep_tabular(handed: HandedOut, shelf: Shelf, dated: Dated, tabular: bytes, on_progress: Hear) -> Loaded:
    """Put a tabular list of ICD-10-CM on the shelf, with the list of its codes where that stands there.

    Raises CodeBookError where it is damaged or the shelf cannot be written.
    """
    stands = standing(shelf, CodeSystem.ICD10CM, dated.name)
    codes = stands.source_if_any("codes") if stands else b""
    publication = Publication(
        system=CodeSystem.ICD10CM,
        dated=dated,
        publisher=NCHS,
        licence=US_WORK,
        form="tabular list and list of codes" if codes else "tabular list",
        edition=read_tabular_with_list(tabular, codes),
        fullness=_TABULAR + (stands.fullness % _TABULAR if stands else 0),
        source=_joined(handed.place, stands.release.source if stands and codes else ""),
        rejections=Rejections(),
    )
    total = len(publication.edition.codes)
    if not total:
        raise CodeBookError(f"{handed.place} holds no code of {publication.what}: nothing was loaded.")
    on_progress(Progress(publication.what, total, total, f"{publication.what}: {total:,} codes read"))
    if not codes:
        publication.notices.append(
            f"{publication.what} has no list of codes here: its seventh characters follow the general notes, until its "
            "order file is loaded."
        )
    _check_system(handed, publication.system)
    _keep_both(shelf, publication, tabular, codes)
    return _reported(handed, publication, _changes(shelf, publication))


def _complete(shelf: Shelf, stands: Manifest, listing: Publication) -> None:
    """Complete the tabular list on the shelf by a list of codes of the same release."""
    if stands.fullness % _TABULAR > listing.fullness:
        listing.notices.append(f"{listing.what} has a fuller list of codes already: this file changed nothing.")
        return
    tabular = stands.source("tabular")
    codes = "".join(lines_of(listing.edition.codes)).encode("utf-8")
    both = replace(
        listing,
        form="tabular list and list of codes",
        edition=read_tabular_with_list(tabular, codes),
        fullness=_TABULAR + listing.fullness,
        source=_joined(stands.release.source, listing.source),
    )
    _keep_both(shelf, both, tabular, codes)


def _joined(*sources: str) -> str:
    """Every source once, in this order."""
    return ", ".join(dict.fromkeys(each for source in sources for each in source.split(", ") if each))


def _keep_both(shelf: Shelf, publication: Publication, tabular: bytes, codes: bytes) -> None:
    def write(folder: Path) -> None:
        (folder / "tabular.xml").write_bytes(tabular)
        if codes:
            (folder / "codes.tsv").write_bytes(codes)

    shelf.keep(publication.system, publication.dated.name, publication.told(TABULAR_AND_LIST), write)


def _changes(shelf: Shelf, publication: Publication) -> Changes:
    before = release_before(shelf, publication.system, publication.dated)
    if before is None:
        return Changes()
    return Changes.between(before, publication.edition, publication.form, publication.dated.first)


def _reported(handed: HandedOut, publication: Publication, changes: Changes) -> Loaded:
    return Loaded(
        place=handed.place,
        what=publication.what,
        codes=len(publication.edition.codes),
        added=changes.added,
        removed=changes.removed,
        revised=changes.revised,
        rejections=publication.rejections.count,
        rejected=publication.rejections.first,
        before=changes.before,
        notices=tuple(publication.notices),
    )


def release_before(shelf: Shelf, system: CodeSystem, dated: Dated) -> Manifest | None:
    """The latest release of a system, shipped or loaded, that began before this one."""
    earlier = [each for each in _known(shelf, system) if each.release.valid_from < dated.first]
    return max(earlier, key=lambda each: each.release.valid_from, default=None)


def _known(shelf: Shelf, system: CodeSystem) -> list[Manifest]:
    return [each for each in read_manifests(shelf.codesets, shelf.folder) if each.release.system is system]
