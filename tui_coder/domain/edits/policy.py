"""What a site or one of its clients makes of a rule: error, warning, or off. Nothing is switched off unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tui_coder.domain.findings import Finding, Severity, Status


class Choice(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class RulePolicy:
    """Choices by rule id, for everyone and by client (its name in any case); a client's goes before everyone's."""

    everyone: Mapping[str, Choice] = field(default_factory=dict)
    clients: Mapping[str, Mapping[str, Choice]] = field(default_factory=dict)

    def for_client(self, client: str) -> Mapping[str, Choice]:
        own = next((rules for name, rules in self.clients.items() if name.casefold() == client.casefold()), {})
        return {**self.everyone, **own}

    def apply(self, findings: Iterable[Finding], client: str = "") -> tuple[Finding, ...]:
        """The findings as the client wants them. A rule that is off is told once, as not checked; information and
        what could not be checked stay as they are."""
        chosen = self.for_client(client)
        if not chosen:
            return tuple(findings)
        kept: list[Finding] = []
        for each in findings:
            choice = chosen.get(each.rule)
            if choice is None or (choice is not Choice.OFF and not each.is_weighty):
                kept.append(each)
            elif choice is not Choice.OFF:
                kept.append(replace(each, severity=Severity(choice.value)))
        off = sorted(rule for rule, choice in chosen.items() if choice is Choice.OFF)
        whom = f" for {client}" if client else ""
        kept += [
            Finding(
                rule, Status.NOT_CHECKED, Severity.INFO, f"Not checked: {rule} is switched off{whom} in the settings.",
                source="settings.toml",
            )
            for rule in off
        ]  # fmt: skip
        return tuple(kept)
