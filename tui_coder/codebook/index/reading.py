"""The index files as NCHS and CMS publish them: XML of letters, main terms and terms within terms.

One layout serves the Index to Diseases, the external cause index, the neoplasm table, the table of drugs and the
index of ICD-10-PCS; the tables have cells instead of codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import Element, ParseError, iterparse

from tui_coder.codebook.errors import CodeBookError

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# A category to be completed (subcat, seecat), the manifestation that goes with a cause (manif), a table of ICD-10-PCS
# (tab) or the beginning of its codes (codes), told at the term or within its "see".
_CODE_TAGS = ("code", "manif", "subcat", "seecat", "codes", "tab", "see/code", "see/codes", "see/tab")
_NO_CODE = frozenset({"", "-", "--"})


class Term(NamedTuple):
    """One entry. `number` counts from 1 in the order of the book; `parent` is 0 for a main term.

    `codes` stand as printed, `C79.8-` for a category to be completed; `see`, `also` and `use` are the references,
    as printed. In a table the codes stand under `columns` of the book, empty where a cell holds none.
    """

    number: int
    parent: int
    depth: int
    title: str
    nonessential: str
    codes: tuple[str, ...]
    see: str
    also: str


@dataclass
class IndexHead:
    """What is told before the terms: the version (a year), the title, and a table's column heads."""

    system: str = ""
    version: str = ""
    title: str = ""
    columns: tuple[str, ...] = ()


def read_index(stream: BinaryIO, head: IndexHead) -> Iterator[Term]:
    """The terms in order; `head` is filled before the first. Raises CodeBookError on damaged XML."""
    try:
        yield from _terms(stream, head)
    except ParseError as error:
        raise CodeBookError(f"The index is damaged XML: {error}. Get the file again and load it anew.") from error


def has_entities(start: bytes) -> bool:
    """Whether a file declares entities: none of these books does, and they can be a bomb."""
    return _DOCTYPE.search(start) is not None


def _terms(stream: BinaryIO, head: IndexHead) -> Iterator[Term]:
    number = 0
    depth = 0
    for event, element in iterparse(stream, ("start", "end")):
        if event == "start":
            depth += element.tag == "mainTerm"
            head.system = head.system or element.tag.partition(".")[0]
            continue
        if element.tag == "version" and not head.version:
            head.version = _text(element)
        elif element.tag == "title" and not depth and not head.title:
            head.title = _text(element)
        elif element.tag == "indexHeading":
            head.title, *columns = (_text(each) for each in element.findall("head"))
            head.columns = tuple(columns)
        elif element.tag == "mainTerm":
            depth = 0
            for term in _walk(element, number, 0, 0, len(head.columns)):
                number = term.number
                yield term
            element.clear()


def _walk(element: Element, number: int, parent: int, depth: int, columns: int) -> Iterator[Term]:
    own = number = number + 1
    title = element.find("title")
    yield Term(
        number=own,
        parent=parent,
        depth=depth,
        title=_title(title),
        nonessential=" ".join(_text(each) for each in element.findall("title/nemod")),
        codes=_cells(element, columns) if columns else _codes(element),
        see=_references(element, "see"),
        also=_references(element, "seeAlso", "use"),
    )
    for below in element.findall("term"):
        for term in _walk(below, number, own, depth + 1, columns):
            number = term.number
            yield term


def _title(title: Element | None) -> str:
    """The words of a title without its nonessential modifiers."""
    if title is None:
        return ""
    parts = [title.text or "", *((each.tail or "") if each.tag == "nemod" else _text(each) for each in title)]
    return " ".join(" ".join(parts).split())


def _codes(element: Element) -> tuple[str, ...]:
    found = [_text(each) for tag in _CODE_TAGS for each in element.findall(tag)]
    return tuple(code for told in found for code in re.split(r"[\s,]+", told) if code not in _NO_CODE)


def _cells(element: Element, columns: int) -> tuple[str, ...]:
    cells = {int(each.get("col", "0")): _text(each) for each in element.findall("cell")}
    if not cells:
        return ()
    return tuple("" if cells.get(col, "") in _NO_CODE else cells[col] for col in range(2, columns + 2))


def _references(element: Element, *tags: str) -> str:
    told = (" ".join((each.text or "").split()) for tag in tags for each in element.findall(tag))
    return "; ".join(each for each in told if each)


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
