"""The kinds of file a site can load, one module per layout; a file is given to the first that recognises it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Protocol, cast

from tui_coder.codebook.building_site import Progress
from tui_coder.codebook.handed_out import HandedOut, Loaded
from tui_coder.codebook.shelf import Shelf

Hear = Callable[[Progress], None]


class Kind(Protocol):
    """What each module named in `MODULES` offers."""

    def recognises(self, handed: HandedOut) -> bool:
        """Whether the head of a file has this layout. Never raises for any bytes."""

    def load(self, handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
        """Read a whole file onto the shelf. Raises CodeBookError, having changed nothing."""


MODULES: tuple[str, ...] = (
    "gems",
    "ncci_ptp",
    "ncci_mue",
    "named_columns",
    "hcpcs_modifiers",
    "place_of_service",
    "icd10_order",
    "code_and_title",
    "icd10_addenda",
    "icd10cm_tabular",
    "hcpcs",
    "cpt_descriptors",
    "alphabetic_index",
    "icd10pcs_tables",
)
"""In the order of asking and of loading: what a later kind completes or compares with stands before it."""


def kinds() -> Iterator[Kind]:
    for name in MODULES:
        yield cast(Kind, import_module(f"{__name__}.{name}"))
