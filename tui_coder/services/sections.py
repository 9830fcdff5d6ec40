"""The names of the sections of notes that are shipped."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from tui_coder.domain.sections import headings
from tui_coder.resources import shipped


@cache
def shipped_headings() -> re.Pattern[str]:
    """Matches the headings of notes, by their shapes and by the names of codesets/sections.toml."""
    with (shipped("codesets") / "sections.toml").open("rb") as file:
        told = tomllib.load(file)
    return headings(told["names"], told["letters"])
