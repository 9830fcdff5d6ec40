"""Anchoring the log: checkpoints of it are signed and put where those who write it cannot reach them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from tui_coder.domain.audit import GENESIS, Walk
from tui_coder.domain.checkpoint import Checkpoint, contradictions, following, is_due, odd_one
from tui_coder.domain.refusals import Altered, Refusal
from tui_coder.domain.roles import Right
from tui_coder.services import anchor_keys
from tui_coder.services.anchor_keys import PublicKey, SigningKey
from tui_coder.services.checkpoint_places import CheckpointFile, OpenFile, SystemLogSilent, send_to_system_log
from tui_coder.services.desk import Desk
from tui_coder.settings import CheckpointSettings, SettingsError
from tui_coder.store.engine import StoreError
from tui_coder.store.watch import Watch

_AGAIN_AFTER = 1.0
_WAIT = 1.0


@dataclass(frozen=True, slots=True)
class Known:
    """The checkpoints at hand, and what is wrong with them themselves."""

    checkpoints: tuple[Checkpoint, ...]
    faults: tuple[str, ...]

    @property
    def last(self) -> Checkpoint | None:
        return self.checkpoints[-1] if self.checkpoints else None


def known(where: CheckpointSettings) -> Known:
    """Read the checkpoints and check that they are whole: each follows from the one before, and the last, which
    vouches for all before it, is signed.

    Raises SettingsError where file or key are not named or cannot be read, Malformed for a file of something else.
    """
    if where.file is None:
        raise SettingsError("Name the file of the checkpoints: --checkpoints FILE, or `file` under [checkpoints].")
    found, key = CheckpointFile(where.file).read(), _public_key(where)
    odd = odd_one(found)
    faults = [f"{where.file} is not whole: {odd}"] if odd else []
    if not found:
        faults.append(f"{where.file} holds no checkpoint yet: tui-coder log anchor")
    elif found[-1].key != key.name:
        faults.append(f"the last checkpoint was signed with key {found[-1].key}, not with {key.name}")
    elif not key.signed(found[-1]):
        faults.append(f"the signature of the last checkpoint in {where.file} is false")
    return Known(found, tuple(faults))


def _public_key(where: CheckpointSettings) -> PublicKey:
    if where.public_key is not None:
        return anchor_keys.public_key(where.public_key)
    if where.key is not None:
        return anchor_keys.signing_key(where.key).public
    raise SettingsError("Name the key that checks: --public-key FILE, or `public_key` under [checkpoints].")


class Anchor:
    """Signs checkpoints of one log for one person. Raises NotAllowed, SettingsError."""

    def __init__(self, desk: Desk, where: CheckpointSettings) -> None:
        desk.may(Right.LOG)
        if where.file is None or where.key is None:
            raise SettingsError("Anchoring needs a key and a file: --key FILE --to FILE, or [checkpoints] in settings.")
        self._desk = desk
        self._key: SigningKey = anchor_keys.signing_key(where.key)
        self._file = CheckpointFile(where.file)
        self._system_log = where.syslog

    def make(self) -> Checkpoint | None:
        """Sign what came since the last checkpoint; None where nothing did.

        What is signed has been read over. Raises Altered, and signs nothing, where the log does not hold or is not the
        one that the last checkpoint knows.
        """
        with self._file.held() as file:
            last = self._last(file)
            found, origin = self._read_on(last)
            if found.last == (last.last if last else 0):
                return None
            self._desk.store.settle()  # no power cut takes an entry that a checkpoint knows
            made = self._key.sign(
                following(last, found, origin, self._desk.clock(), self._desk.actor.name, self._key.public.name)
            )
            file.add(made)
        if self._system_log:
            send_to_system_log(made, self._system_log)
        return made

    def unanchored(self) -> int:
        """How many entries have come since the last checkpoint."""
        with self._file.held() as file:
            last = file.last()
        with self._desk.reading() as unit:
            return max(0, unit.log.head()[0] - (last.last if last else 0))

    def _last(self, file: OpenFile) -> Checkpoint | None:
        last = file.last()
        if last is not None and last.key == self._key.public.name and not self._key.public.signed(last):
            raise Altered(f"The last checkpoint in {self._file.path} is not as it was signed; nothing was added to it.")
        return last

    def _read_on(self, last: Checkpoint | None) -> tuple[Walk, str]:
        """What stands behind the last checkpoint, and the digest of the first entry."""
        with self._desk.reading() as unit:
            behind, head = (last.last, last.head) if last else (0, GENESIS)
            newest, _ = unit.log.head()
            digests = unit.log.digests({1, behind})
            if last is not None:
                for told in contradictions([last], Walk(newest, "", None, digests)):
                    raise Altered(f"The log was altered: {told}. Nothing was signed.")
            found = unit.log.walk(behind=behind, head=head)
        if found.first_bad is not None:
            raise Altered(f"The log was altered: entry {found.first_bad} is not what was written. Nothing was signed.")
        return found, digests.get(1, GENESIS)


class Anchoring:
    """Keeps a log anchored while a process runs: never more than a hundred entries, or five minutes, without."""

    def __init__(
        self, desk: Desk, where: CheckpointSettings, tell: Callable[[Checkpoint], object] = lambda made: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._desk = desk
        self._where = where
        self._tell = tell
        self._clock = clock
        self._stop = threading.Event()
        self._watch: Watch | None = None
        self._waiting_since: float | None = None
        self._failed = False
        self._thread: threading.Thread | None = None

    def start(self, warn: Callable[[str], object]) -> None:
        """Run beside the person's work, in a thread, where `warn` is called with what goes wrong."""
        self._thread = threading.Thread(target=self._beside, args=(warn,), name="anchor", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Have `run` make a last checkpoint and return; may be called in a signal's handler."""
        self._stop.set()

    def close(self) -> None:
        """End the thread that `start` began, and wait for its last checkpoint."""
        self._stop.set()
        if self._watch is not None:
            self._watch.close()
        if self._thread is not None:
            self._thread.join(2 * _WAIT)

    def run(self, warn: Callable[[str], object]) -> None:
        """Anchor until ended. A store or a system's log that does not answer is told once and asked again.

        Raises NotAllowed, SettingsError, Malformed and Altered.
        """
        try:
            while not self._stop.is_set():
                try:
                    self._wait_and_look()
                    self._failed = False
                except (StoreError, SystemLogSilent) as error:
                    if not self._failed:
                        warn(f"The log is not anchored as it should be. {error}")
                    self._failed = True  # what it was about to look at is looked at again, whether more comes or not
                    self._stop.wait(_AGAIN_AFTER)
            self._make()
        finally:
            if self._watch is not None:
                self._watch.close()

    def _wait_and_look(self) -> None:
        if self._watch is None:
            self._watch = self._desk.store.watch()  # first: it does not tell of what was written before it
            self._make()
        elif self._watch.wait(_WAIT) or self._waiting_since is not None or self._failed:
            self.look()

    def _beside(self, warn: Callable[[str], object]) -> None:
        try:
            self.run(warn)
        except (Refusal, SettingsError, StoreError) as error:
            warn(f"The log is not anchored any more. {error}")

    @cached_property
    def _anchor(self) -> Anchor:
        return Anchor(self._desk, self._where)

    def look(self) -> None:
        """Make a checkpoint if one is due."""
        entries = self._anchor.unanchored()
        if not entries:
            self._waiting_since = None
            return
        now = self._clock()
        if self._waiting_since is None:
            self._waiting_since = now
        if is_due(entries, timedelta(seconds=now - self._waiting_since)):
            self._make()

    def _make(self) -> None:
        self._waiting_since = None
        made = self._anchor.make()
        if made is not None:
            self._tell(made)
