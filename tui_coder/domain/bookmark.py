"""A place in a document that a person wants to find again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`position` is an offset in the canonical text of one version of a document; `note` may be empty."""

    id: int
    document_id: int
    position: int
    note: str = ""
