"""From what went wrong to one sentence and an exit code; never a traceback, never patient data."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tui_coder.cli.exit_codes import NO, NOT_ALLOWED, REJECTED, UNREACHABLE, WRONG_USE


class WrongUse(Exception):
    """The command cannot be used like this; str() says why and what to do."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as the command line tells it. `foreseen`: it came with its own sentence."""

    code: int
    sentence: str
    foreseen: bool = True


def told(error: Exception) -> Failure:
    """The exit code and the sentence for an error.

    An error nobody foresaw is told by its kind alone: its words may hold patient data.
    """
    from tui_coder.domain import refusals
    from tui_coder.services.failures import CodeBookError, Refusal, SettingsError, StoreError

    match error:
        case refusals.NotAllowed():
            code = NOT_ALLOWED
        case StoreError() | CodeBookError():
            code = UNREACHABLE
        case refusals.UnknownCode():
            code = REJECTED
        case refusals.Malformed() | refusals.NotFound() | SettingsError() | WrongUse():
            code = WRONG_USE
        case Refusal():
            code = NO
        case _:
            return Failure(UNREACHABLE, f"tui-coder stopped because of an unexpected {_kind(error)}.", foreseen=False)
    return Failure(code, str(error))


def _kind(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) else None
    return type(error).__name__ + (f" ({reason})" if reason else "")


def write_details(error: BaseException) -> Path:
    """Append to the log file where the error arose. The words of errors are left out: they may hold patient data.

    Raises OSError where the file cannot be written.
    """
    file = log_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with open(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8") as log:
        os.fchmod(log.fileno(), 0o600)
        log.write(f"\n{at} Python {sys.version.split()[0]}\n")
        log.writelines(f"{line}\n" for line in _details(error))
    return file


def log_file() -> Path:
    """Where --debug writes."""
    from tui_coder.paths import Paths

    return Paths.of().state / "tui-coder.log"


def _details(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _details(cause)
        yield "which led to:"
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}, line {frame.lineno}, in {frame.name}: {frame.line or ''}"
