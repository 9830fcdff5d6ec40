"""Opening files that others supplied: ordinary files only, of a size that was looked at before reading."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from tui_coder.domain.refusals import Malformed

MEGABYTE = 1024 * 1024

# A pipe must not make the open wait for a writer; what was resolved must not have become a link since.
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def shown(path: Path | str) -> str:
    """The path as it may be printed: undecodable bytes and control characters replaced."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def open_ordinary(path: Path, called: str, most: int, *, follow: bool = True) -> BinaryIO:
    """Open a file of at most `most` bytes for reading.

    Raises Malformed, whose sentence begins with `called`, where there is none, it is no ordinary file, it may
    not be read, or it is larger.
    """
    try:
        descriptor = os.open(path, _FLAGS if follow else _FLAGS | _NO_LINK)
    except FileNotFoundError:
        raise Malformed(f"{called}: there is no such file; add it or correct its name.") from None
    except (OSError, ValueError) as fault:
        raise Malformed(f"{called}: the file cannot be opened ({said(fault)}).") from None
    complaint = _complaint(os.fstat(descriptor), most)
    if complaint:
        os.close(descriptor)
        raise Malformed(f"{called}: {complaint}.")
    return os.fdopen(descriptor, "rb")


def _complaint(status: os.stat_result, most: int) -> str:
    if stat.S_ISDIR(status.st_mode):
        return "this is a folder, not a file"
    if not stat.S_ISREG(status.st_mode):
        return "this is a device or a pipe; copy what it holds into a file"
    if status.st_size > most:
        size = f"{status.st_size / MEGABYTE:,.1f} MB"
        return f"the file has {size} and at most {most // MEGABYTE} MB are taken; split it"
    return ""


def size_of(path: Path) -> int:
    """The file's bytes, for progress only: 0 where nobody can tell."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def said(fault: OSError | ValueError) -> str:
    """What the operating system says, without the path."""
    return (fault.strerror if isinstance(fault, OSError) else None) or "not a file name"
