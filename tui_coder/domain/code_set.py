"""Codes that a person or a team posts together."""

from __future__ import annotations

from dataclasses import dataclass

from tui_coder.domain.codes import CodeSystem


@dataclass(frozen=True, slots=True)
class CodeSet:
    """`lines` are (system, what the coder would type: `G0463-25 x2`); `of_team` tells whose the set is."""

    name: str
    of_team: bool
    lines: tuple[tuple[CodeSystem, str], ...]

    @property
    def described(self) -> str:
        return f"{self.name}{' (team)' if self.of_team else ''}: {' '.join(line for _, line in self.lines)}"
