"""A term of an alphabetic index: it leads to a code, which is then looked up in the list (R7)."""

from __future__ import annotations

from dataclasses import dataclass

from tui_coder.domain.codes import CodeSystem


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """`path` is the way from the main term, "Fracture, traumatic, femur". `codes` are as printed, `bare_codes` fit the
    list; in a table one for each of its columns, empty where a cell holds none. `see` and `also` are references."""

    system: CodeSystem
    number: int
    parent: int
    depth: int
    title: str
    path: str
    nonessential: str
    codes: tuple[str, ...]
    bare_codes: tuple[str, ...]
    see: str
    also: str
