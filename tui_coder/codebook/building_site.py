"""The folder while it is built in: one builder at a time, and everyone who waits sees how far it is."""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType

from tui_coder.resources import sqlite_module

_SECONDS_BETWEEN_LOOKS = 0.1
_SECONDS_BETWEEN_NOTICES = 0.1
_UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the building is: `done` of `total` codes. `step` names the release, `message` is a sentence part."""

    step: str
    done: int
    total: int
    message: str


class BuildingSite:
    """Inside `with`, this process is the only builder in the folder.

    The lock is a write transaction on an empty SQLite file: it holds on every platform, and the operating
    system drops it with a builder that is killed. What such a builder left behind is cleared away.
    """

    def __init__(self, folder: Path, on_progress: Callable[[Progress], None] | None) -> None:
        self._folder = folder
        self._notice = folder / "progress.json"
        self._on_progress = on_progress
        self._noticed_at = 0.0
        self._lock: sqlite3.Connection | None = None

    def __enter__(self) -> BuildingSite:
        sqlite = sqlite_module()
        lock: sqlite3.Connection = sqlite.connect(
            self._folder / "lock.sqlite", isolation_level=None, timeout=_SECONDS_BETWEEN_LOOKS
        )
        try:
            while not _locked(lock, sqlite.OperationalError):
                self._tell_of_the_other()
            for left in (self._notice, *self._folder.glob(f"*{_UNFINISHED}*")):
                left.unlink(missing_ok=True)
        except BaseException:
            lock.close()
            raise
        self._lock = lock
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for left in (self._notice, *self._folder.glob(f"*{_UNFINISHED}*")):
            with suppress(OSError):
                left.unlink()
        if self._lock is not None:
            self._lock.close()

    def unfinished(self, name: str) -> Path:
        """Where to write a file of this name until it is complete."""
        return self._folder / f"{name}{_UNFINISHED}"

    def report(self, progress: Progress) -> None:
        """Tell the caller, and leave a notice for whoever waits."""
        if self._on_progress is not None:
            self._on_progress(progress)
        now = time.monotonic()
        if now - self._noticed_at >= _SECONDS_BETWEEN_NOTICES:
            self._noticed_at = now
            fresh = self.unfinished(self._notice.name)
            fresh.write_text(json.dumps(asdict(progress)), encoding="utf-8")
            os.replace(fresh, self._notice)

    def _tell_of_the_other(self) -> None:
        if self._on_progress is None:
            return
        try:
            told = Progress(**json.loads(self._notice.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            told = Progress("", 0, 0, "starting")
        self._on_progress(replace(told, message=f"another session is building: {told.message}"))


def _locked(lock: sqlite3.Connection, refused: type[Exception]) -> bool:
    """Take the lock, waiting a moment for it; False where another process still holds it."""
    try:
        lock.execute("begin exclusive")
    except refused as error:
        if "locked" in str(error):
            return False
        raise
    return True


@contextmanager
def uncollected() -> Iterator[None]:
    """Inside, no cycles are collected: a release is a million values that live to its end, and looking through them
    again and again costs a quarter of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
