"""A disk that remembers every write and every sync, so that its power can be cut at any moment afterwards.

It is a VFS put in front of the one of the very SQLite library that the program uses: each call goes through to the
real files and is noted, and so is what the program itself asks of the system. What lies on the disk after a cut is then
worked out from the notes: all that was synced, and of what was not, any part in any order, down to single sectors.

It can refuse writes, and tells so the way Linux does (man 2 fsync): once to each open file, and to none that is opened
after somebody was told; what it refused is lost unless it is written once more.
"""

from __future__ import annotations

import ctypes
import errno
import os
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tui_coder.resources import sqlite_module

SECTOR = 512
_OK = 0
_NOT_SYNCED = 1034
"""SQLITE_IOERR_FSYNC"""


@dataclass(frozen=True, slots=True)
class Wrote:
    file: str
    at: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncated:
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    file: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Of what was not synced yet nothing reaches the disk, and the system goes on as if it had."""

    file: str


@dataclass(frozen=True, slots=True)
class Deleted:
    file: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The program said that it is done; `what` is to be found after a cut behind this."""

    what: Any


Note = Wrote | Truncated | Synced | Refused | Deleted | Acknowledged


# ---- after the cut ---------------------------------------------------------------------------------------------------


def after_a_cut(
    before: dict[str, bytes], notes: Sequence[Note], draw: random.Random, *, syncs: bool = True
) -> dict[str, bytes]:
    """The files as they lie on the disk when its power goes behind the last of these notes.

    Without `syncs` it is a disk that says it has synced and has not: nothing can be promised on one, and what is lost
    there shows that these cuts find a loss.
    """
    files = {name: bytearray(content) for name, content in before.items()}
    waiting: dict[str, list[Note]] = {}
    for note in notes:
        match note:
            case Wrote() | Truncated():
                waiting.setdefault(note.file, []).append(note)
            case Synced() if syncs:
                for each in waiting.pop(note.file, ()):
                    _apply(files, each)
            case Refused():
                waiting.pop(note.file, None)
            case Deleted():
                waiting.pop(note.file, None)
                files.pop(note.file, None)
    for unsynced in waiting.values():
        for note in unsynced:
            for part in _what_got_there(note, draw):
                _apply(files, part)
    return {name: bytes(content) for name, content in files.items()}


def _apply(files: dict[str, bytearray], note: Note) -> None:
    if isinstance(note, Truncated):
        content = files.setdefault(note.file, bytearray())
        del content[note.size :]
    elif isinstance(note, Wrote):
        content = files.setdefault(note.file, bytearray())
        content.extend(bytes(max(0, note.at + len(note.data) - len(content))))
        content[note.at : note.at + len(note.data)] = note.data


def _what_got_there(note: Note, draw: random.Random) -> Iterable[Note]:
    """All of it, nothing of it, or some of its sectors."""
    chance = draw.random()
    if chance < 0.4:
        yield note
    elif chance > 0.7 and isinstance(note, Wrote):
        for start in range(0, len(note.data), SECTOR):
            if draw.random() < 0.5:
                yield Wrote(note.file, note.at + start, note.data[start : start + SECTOR])


# ---- the VFS ---------------------------------------------------------------------------------------------------------

_Pointer, _Int, _Long, _Text = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64, ctypes.c_char_p
_Open = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Pointer, _Int, _Pointer)
_Delete = ctypes.CFUNCTYPE(_Int, _Pointer, _Text, _Int)
_Close = ctypes.CFUNCTYPE(_Int, _Pointer)
_Write = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Int, _Long)
_Truncate = ctypes.CFUNCTYPE(_Int, _Pointer, _Long)
_Sync = ctypes.CFUNCTYPE(_Int, _Pointer, _Int)


class _Vfs(ctypes.Structure):
    """sqlite3_vfs, version 3 (sqlite.org/c3ref/vfs.html)."""

    _fields_ = [
        ("version", _Int), ("file_size", _Int), ("longest_name", _Int), ("next", _Pointer), ("name", _Text),
        ("data", _Pointer), ("open", _Open), ("delete", _Delete), ("rest", _Pointer * 14),
    ]  # fmt: skip


class _Methods(ctypes.Structure):
    """sqlite3_io_methods, version 3 (sqlite.org/c3ref/io_methods.html)."""

    _fields_ = [
        ("version", _Int), ("close", _Close), ("read", _Pointer), ("write", _Write), ("truncate", _Truncate),
        ("sync", _Sync), ("rest", _Pointer * 13),
    ]  # fmt: skip


_Handle = tuple[str, int]
"""Who holds a file open, and by which number or address."""


class Disk:
    """The notes of one run; everything that is opened while it is plugged in goes over it."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._names: dict[int, str] = {}
        self._methods: dict[int, tuple[_Methods, _Methods]] = {}
        self._refusals_to_come = 0
        self._refusals: list[str] = []
        self._untold: set[str] = set()
        self._knows: dict[_Handle, int] = {}

    def refuse(self, times: int) -> None:
        """Refuse what the next so many syncs of a write-ahead log ask for."""
        self._refusals_to_come = times

    def acknowledged(self, what: Any) -> None:
        self.notes.append(Acknowledged(what))

    @contextmanager
    def plugged_in(self) -> Iterator[None]:
        """Let the SQLite library of this process write over this disk."""
        library = ctypes.CDLL(_native_library())
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        real = library.sqlite3_vfs_find(None).contents
        ours = _Vfs.from_buffer_copy(real)
        ours.name, ours.next = b"remembering", None
        ours.open, ours.delete = _Open(self._opening(real)), _Delete(self._deleting(real))
        library.sqlite3_vfs_register(ctypes.byref(ours), 1)
        asked = os.open, os.pwrite, os.fdatasync
        os.open, os.pwrite, os.fdatasync = (
            self._asking_to_open(os.open),
            self._writing(os.pwrite),
            self._settling(os.fdatasync),
        )
        try:
            yield
        finally:
            os.open, os.pwrite, os.fdatasync = asked
            library.sqlite3_vfs_register(ctypes.byref(real), 1)
            library.sqlite3_vfs_unregister(ctypes.byref(ours))

    def _asking_to_open(self, real: Callable[..., int]) -> Callable[..., int]:
        def opened(name: Any, *how: Any, **further: Any) -> int:
            file = real(name, *how, **further)
            self._knows["program", file] = self._known_at_first(str(name))
            return file

        return opened

    def _writing(self, real: Callable[[int, bytes, int], int]) -> Callable[[int, bytes, int], int]:
        def wrote(file: int, data: bytes, at: int) -> int:
            size = real(file, data, at)
            self.notes.append(Wrote(_name_of(file), at, data[:size]))
            return size

        return wrote

    def _settling(self, real: Callable[[int], None]) -> Callable[[int], None]:
        """The sync that the program itself asks of the system."""

        def settled(file: int) -> None:
            real(file)
            if not self._synced(("program", file), _name_of(file)):
                raise OSError(errno.EIO, os.strerror(errno.EIO))

        return settled

    def _synced(self, handle: _Handle, name: str) -> bool:
        """Whether an open file is told that all is on the disk."""
        if self._refusals_to_come and name.endswith("-wal"):
            self._refusals_to_come -= 1
            self._refusals.append(name)
            self._untold.add(name)
            self.notes.append(Refused(name))
        if self._knows[handle] < self._refusals.count(name):
            self._knows[handle] = self._refusals.count(name)
            self._untold.discard(name)
            return False
        self.notes.append(Synced(name))
        return True

    def _known_at_first(self, name: str) -> int:
        return self._refusals.count(name) - (name in self._untold)

    def _opening(self, real: _Vfs) -> Callable[..., int]:
        def opened(_: int, name: int | None, file: int, flags: int, told: int | None) -> int:
            code = int(real.open(ctypes.addressof(real), name, file, flags, told))
            slot = ctypes.c_void_p.from_address(file)
            if code == _OK and name and slot.value:
                self._names[file] = ctypes.string_at(name).decode()
                self._knows["SQLite", file] = self._known_at_first(self._names[file])
                slot.value = ctypes.addressof(self._noting(slot.value))
            return code

        return opened

    def _deleting(self, real: _Vfs) -> Callable[..., int]:
        def deleted(_: int, name: bytes, sync: int) -> int:
            code = int(real.delete(ctypes.addressof(real), name, sync))
            if code == _OK:
                self.notes.append(Deleted(name.decode()))
            return code

        return deleted

    def _noting(self, address: int) -> _Methods:
        """The methods of a kind of file, with a note at each call that changes it."""
        known = self._methods.get(address)
        if known is not None:
            return known[1]
        real = _Methods.from_address(address)
        ours = _Methods.from_buffer_copy(real)

        def write(file: int, data: int, size: int, at: int) -> int:
            code = int(real.write(file, data, size, at))
            if code == _OK:
                self.notes.append(Wrote(self._names[file], at, ctypes.string_at(data, size)))
            return code

        def truncate(file: int, size: int) -> int:
            code = int(real.truncate(file, size))
            if code == _OK:
                self.notes.append(Truncated(self._names[file], size))
            return code

        def sync(file: int, flags: int) -> int:
            code = int(real.sync(file, flags))
            if code == _OK and not self._synced(("SQLite", file), self._names[file]):
                return _NOT_SYNCED
            return code

        ours.write, ours.truncate, ours.sync = _Write(write), _Truncate(truncate), _Sync(sync)
        self._methods[address] = (real, ours)
        return ours


def _name_of(file: int) -> str:
    return os.readlink(f"/proc/self/fd/{file}")


def _native_library() -> str:
    module = sqlite_module()
    native = __import__(f"{module.__name__.split('.')[0]}._sqlite3", fromlist=["_sqlite3"])
    return str(native.__file__)
