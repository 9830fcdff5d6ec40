"""Clients are whom the team codes for; a person sees the charts of all of them, or of some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tui_coder.domain.encounter import Setting


@dataclass(frozen=True, slots=True)
class Client:
    """`wishes`: by setting the credentials that the client wants instead of the usual ones (none: anyone may code)."""

    id: int
    name: str
    facilities: tuple[str, ...] = ()
    wishes: Mapping[Setting, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sight:
    """The charts that a person sees: of these clients (None: of every one), and those they broke the glass for."""

    clients: frozenset[int] | None = None
    glass: frozenset[int] = frozenset()

    def owns(self, client_id: int) -> bool:
        """Whether the client's charts are there to be worked on; what is seen through broken glass is only read."""
        return self.clients is None or client_id in self.clients

    def shows(self, item_id: int, client_id: int) -> bool:
        return self.owns(client_id) or item_id in self.glass


EVERYTHING = Sight()
