"""From a code to those of the other generation of ICD, by the General Equivalence Mappings."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from tui_coder.codebook.shelf import Shelf
from tui_coder.codebook.shelved import nearest
from tui_coder.codebook.tables import shipped
from tui_coder.codebook.tables.gems import DIRECTIONS, mappings
from tui_coder.domain.codes import CodeSystem, bare, guess_systems
from tui_coder.domain.crosswalk import Equivalence


class Crosswalks:
    """`site` is the folder of what was loaded on this machine; what is loaded goes before what is shipped."""

    def __init__(self, site: Path) -> None:
        self._site = site

    @cached_property
    def _shipped(self) -> dict[str, Path]:
        """The files in the packages by their direction."""
        return shipped.files("gems")

    def of(self, code: str, system: CodeSystem | None = None) -> tuple[Equivalence, ...]:
        """What the mappings say of a code, typed with or without its dot, in every direction that it can be read.

        Empty where they do not name it. Raises CodeBookError where a file is missing or damaged.
        """
        plain = bare(code)
        systems = [system] if system else guess_systems(plain)
        found: list[Equivalence] = []
        for direction, (source, _) in DIRECTIONS.items():
            path = self._path(direction) if source in systems else None
            if path is not None:
                found += mappings(path, direction, plain)
        return tuple(found)

    def _path(self, direction: str) -> Path | None:
        loaded = nearest(Shelf(self._site), f"gems-{direction}", "mappings", 1, None)
        return loaded or self._shipped.get(direction)
