"""What the General Equivalence Mappings say of a code: a place to start from, never a code to post unread."""

from __future__ import annotations

from dataclasses import dataclass

from tui_coder.domain.codes import CodeSystem, printed


@dataclass(frozen=True, slots=True)
class Equivalence:
    """One row of the mappings (CMS, GEMs user's guide).

    `approximate`: the meanings differ. Without a `target` the other system has no such code. A `combination` needs
    one code of each `choice` of the same `scenario` together; both are 0 elsewhere.
    """

    source_system: CodeSystem
    source: str
    target_system: CodeSystem
    target: str
    approximate: bool
    combination: bool
    scenario: int
    choice: int

    @property
    def printed_source(self) -> str:
        return printed(self.source_system, self.source)

    @property
    def printed_target(self) -> str:
        return printed(self.target_system, self.target) if self.target else ""

    @property
    def told(self) -> str:
        """The flags in words."""
        if not self.target:
            return "no code corresponds"
        words = ["approximate" if self.approximate else "identical"]
        if self.combination:
            words.append(f"only together: scenario {self.scenario}, choice {self.choice}")
        return ", ".join(words)
