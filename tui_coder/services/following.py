"""Following the store: what colleagues do shows itself on everyone's screen."""

from __future__ import annotations

from tui_coder.services.desk import Desk
from tui_coder.store.watch import Watch


class Following:
    """Tells whether anybody else has changed something. Asked several times a second."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._watch: Watch | None = None
        self._seen = -1

    def news(self) -> bool:
        """Whether anything happened since the last look; the first look only remembers where the log stands.

        Raises StoreError while the store does not answer.
        """
        first = self._watch is None
        if self._watch is None:
            self._watch = self._desk.store.watch()
        if not self._watch.moved() and not first:
            return False
        with self._desk.reading() as unit:
            newest, _ = unit.log.head()
            changed = not first and unit.log.changed_by_others(self._seen, self._desk.actor.name)
        self._seen = newest
        return changed

    def close(self) -> None:
        """Stop following."""
        if self._watch is not None:
            self._watch.close()
