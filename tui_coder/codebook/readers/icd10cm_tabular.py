"""The ICD-10-CM tabular list as NCHS publishes it: XML of chapters, blocks, categories and their notes.

Seventh characters are defined once for all codes below them: here each complete code becomes an entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from tui_coder.codebook.edition import Block, Edition, Listed, ListedNote, ListedSeventh
from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.readers.code_list import listed_in
from tui_coder.domain.codebook import NoteKind
from tui_coder.domain.codes import bare

_KINDS = {
    "inclusionTerm": NoteKind.INCLUSION_TERMS,
    "includes": NoteKind.INCLUDES,
    "excludes1": NoteKind.EXCLUDES1,
    "excludes2": NoteKind.EXCLUDES2,
    "codeFirst": NoteKind.CODE_FIRST,
    "useAdditionalCode": NoteKind.USE_ADDITIONAL,
    "codeAlso": NoteKind.CODE_ALSO,
    "sevenChrNote": NoteKind.SEVENTH,
    "notes": NoteKind.NOTES,
}
_SEARCHED = (NoteKind.INCLUSION_TERMS, NoteKind.INCLUDES)
_TITLE_AND_RANGE = re.compile(r"(.+) \(([^()]+)\)")


def read_tabular(tabular: bytes, complete_codes: bytes | None) -> Edition:
    """The tabular list, its seventh characters worked out.

    `complete_codes` lists every code and header that exists, one to a line: a seventh character the list
    allows in general but not for a code (S06.1X7D) is left out. Without it (None) every code that the list's own
    notes allow is taken. Raises CodeBookError on damaged XML, and on XML that declares a document type.
    """
    existing = None if complete_codes is None else frozenset(complete_codes.decode("ascii").split())
    return _read(tabular, existing)


def read_tabular_with_list(tabular: bytes, code_list: bytes) -> Edition:
    """A tabular list the site loaded, completed by the code list of the same release where that is loaded too.

    The list is what bills: its codes exist and its long titles stand, in place of those put together here.
    """
    if not code_list:
        return _read(tabular, None)
    listed = {each.code: each for each in listed_in(code_list.decode("utf-8").splitlines())}
    edition = _read(tabular, frozenset(listed))
    for code in edition.codes:
        official = listed.pop(code.code, None)
        if official is not None:
            code.title, code.terms = official.title, (*code.terms, *official.terms)
    # What a list names beyond the tabular list of its release exists all the same.
    edition.codes += listed.values()
    return edition


def _read(tabular: bytes, existing: frozenset[str] | None) -> Edition:
    if b"<!DOCTYPE" in tabular:
        raise CodeBookError("The ICD-10-CM tabular list declares a document type, as no publisher's does: not read.")
    reading = _Reading(existing)
    try:
        for chapter in fromstring(tabular).findall("chapter"):
            reading.chapter(chapter)
    except (ParseError, ValueError) as error:
        raise CodeBookError(f"The ICD-10-CM tabular list is damaged XML: {error}.") from error
    except (RecursionError, KeyError) as error:
        raise CodeBookError("The ICD-10-CM tabular list is not built like one: not read.") from error
    return reading.edition


class _Reading:
    def __init__(self, existing: frozenset[str] | None) -> None:
        self.existing = existing
        self.edition = Edition()

    def chapter(self, chapter: Element) -> None:
        name = f"chapter {_text(chapter.find('name'))}"
        title, span = _title_and_range(chapter)
        self.edition.blocks.append(Block(name, span, title, ""))
        self._notes(chapter, name)
        # Blocks of blocks (T20-T32) stand empty before their members (T20-T25), not around them.
        around: list[Block] = []
        for section in chapter.findall("section"):
            title, span = _title_and_range(section)
            around = [block for block in around if _holds(block.span, span)]
            block = Block(_block_name(span), span, title, around[-1].name if around else name)
            self.edition.blocks.append(block)
            self._notes(section, block.name)
            if section.find("diag") is None:
                around.append(block)
            for diag in section.findall("diag"):
                self._code(diag, parent="", block=block.name, sevenths=(), terms=())

    def _code(
        self, diag: Element, parent: str, block: str, sevenths: tuple[ListedSeventh, ...], terms: tuple[str, ...]
    ) -> None:
        code, title = bare(_text(diag.find("name"))), _text(diag.find("desc"))
        terms += self._notes(diag, code)
        sevenths = tuple(self._sevenths(diag, code)) or sevenths
        below = diag.findall("diag")
        self.edition.codes.append(Listed(code, title, not below and not sevenths, parent, block, terms))
        for child in below:
            self._code(child, code, "", sevenths, terms)
        if not below:
            self._completed(code, title, sevenths, terms)

    def _completed(self, code: str, title: str, sevenths: tuple[ListedSeventh, ...], terms: tuple[str, ...]) -> None:
        for seventh in sevenths:
            complete = code.ljust(6, "X") + seventh.character
            if self.existing is None or complete in self.existing:
                self.edition.codes.append(Listed(complete, f"{title}, {seventh.meaning}", True, code, "", terms))

    def _sevenths(self, diag: Element, code: str) -> Iterator[ListedSeventh]:
        definition = diag.find("sevenChrDef")
        if definition is None:
            return
        character = ""
        for part in definition:
            if part.tag == "extension":
                character = part.attrib["char"]
                seventh = ListedSeventh(code, character, _text(part))
                self.edition.sevenths.append(seventh)
                yield seventh
            else:
                self.edition.notes.append(ListedNote(code, NoteKind.SEVENTH, f"{character}: {_text(part)}"))

    def _notes(self, element: Element, owner: str) -> tuple[str, ...]:
        """Keep the notes of one element; returns those whose words the codes below answer to."""
        searched: list[str] = []
        for part in element:
            kind = _KINDS.get(part.tag)
            if kind is not None:
                texts = [_text(note) for note in part]
                self.edition.notes.extend(ListedNote(owner, kind, text) for text in texts if text)
                searched.extend(texts if kind in _SEARCHED else ())
            elif part.tag == "visualImpairment":
                rows = _visual_impairment(part)
                self.edition.notes.extend(ListedNote(owner, NoteKind.NOTES, row) for row in rows)
        return tuple(searched)


def _visual_impairment(table: Element) -> Iterator[str]:
    """The acuity table of H54, one sentence per category."""
    for category in table.findall("visCategory"):
        name = _text(category.find("value"))
        worse = [_text(value) for value in category.iterfind("visRange/visMax/value")]
        better = [_text(value) for value in category.iterfind("visRange/visMin/value")]
        if not name:
            continue
        if not better and len(worse) == 1:
            yield f"Category {name}: {worse[0]}"
            continue
        limits = [f"less than {', '.join(worse)}"]
        if better:
            limits.append(f"equal to or better than {', '.join(better)}")
        yield f"Category {name}: best corrected visual acuity {' and '.join(limits)}"


def _title_and_range(element: Element) -> tuple[str, str]:
    described = _text(element.find("desc"))
    match = _TITLE_AND_RANGE.fullmatch(described)
    if match is None:
        raise CodeBookError(f"The ICD-10-CM tabular list has a chapter or block without a range: '{described}'.")
    return match[1], match[2]


def _block_name(span: str) -> str:
    """A block of one category (B20) is named "B20-B20", so that no code has its name."""
    return span if "-" in span else f"{span}-{span}"


def _holds(outer: str, inner: str) -> bool:
    first, last = _ends(inner)
    outer_first, outer_last = _ends(outer)
    return outer_first <= first and last <= outer_last


def _ends(span: str) -> tuple[str, str]:
    first, _, last = span.partition("-")
    return first, last or first


def _text(element: Element | None) -> str:
    return "" if element is None or element.text is None else " ".join(element.text.split())
