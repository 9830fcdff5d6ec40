"""Following the store: what colleagues do shows itself on everyone's screen, and whether the store still answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from tui_coder.domain.refusals import NotAllowed
from tui_coder.services.desk import Desk
from tui_coder.services.session import require_active
from tui_coder.store.engine import StoreError, SwitchedOff
from tui_coder.store.watch import Watch

AGAIN_AFTER = 1.0
"""Seconds until a store that did not answer is asked again."""
_WAIT = 1.0


@dataclass(frozen=True, slots=True)
class News:
    """Something to show. `down` is why the store does not answer; empty where it does.

    `over` says that the person may no longer work here; nothing is told after that.
    """

    down: str = ""
    over: str = ""


class Following:
    """Waits for what others do, in a thread of its own, and tells it: `tell` is called there."""

    def __init__(self, desk: Desk, tell: Callable[[News], object]) -> None:
        self._desk = desk
        self._tell = tell
        self._watch: Watch | None = None
        self._seen: int | None = None
        self._stop = threading.Event()
        self._in_doubt = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="follower", daemon=True)

    def start(self) -> None:
        """Begin; what happened before is not told."""
        self._thread.start()

    def doubt(self) -> None:
        """Somebody got no answer from the store: tell when it answers, whether anything happened or not."""
        self._in_doubt.set()

    def close(self) -> None:
        """Stop following, and wait until that is so."""
        self._stop.set()
        if self._watch is not None:
            self._watch.close()
        if self._thread.is_alive():
            self._thread.join(2 * _WAIT)

    def _follow(self) -> None:
        while not self._stop.is_set():
            try:
                happened = self._anything_of_others()
            except (NotAllowed, SwitchedOff) as refusal:
                self._tell(News(over=str(refusal)))
                return
            except StoreError as error:
                self._in_doubt.set()
                self._tell(News(down=str(error)))
                self._stop.wait(AGAIN_AFTER)
                continue
            if happened and not self._stop.is_set():
                self._tell(News())

    def _anything_of_others(self) -> bool:
        """Wait a moment; whether anybody else changed something meanwhile. One's own doings are no news.

        Raises NotAllowed for who was removed meanwhile.
        """
        if self._watch is None:
            self._watch = self._desk.store.watch()
        elif not self._watch.wait(_WAIT) and not self._in_doubt.is_set():
            return False
        if self._stop.is_set():
            return False
        with self._desk.reading() as unit:
            newest, _ = unit.log.head()
            changed = self._seen is not None and unit.log.changed_by_others(self._seen, self._desk.actor.name)
            if changed:
                require_active(self._desk, unit)
        self._seen = newest
        doubted = self._in_doubt.is_set()
        self._in_doubt.clear()
        return changed or doubted
