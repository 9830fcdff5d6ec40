"""Opening what a publisher hands out: a folder, a plain file, a zip (also a zip in a zip) or a gzip.

What a file is, its first bytes tell and never its name. Nothing is extracted: members are streamed through a
reader that counts, so that neither a bomb nor a name of a member reaches the disk.
"""

from __future__ import annotations

import gzip
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from pathlib import Path, PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HEAD, HandedOut

MOST_BYTES = 1 << 30
"""Bytes one file may hold when unpacked: ten times the largest table that CMS publishes."""

MOST_IN_ALL = 4 << 30
MOST_FILES = 2_000
MOST_TIMES = 200
"""How many times its packed size a file may hold; the publishers' text files reach 30. Small files are exempt."""

_SMALL = 16 << 20
_IN_MEMORY = 8 << 20
_BUFFER = 1 << 16
_DEEPEST = 2
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP = b"\x1f\x8b"
_OFFICE = "[Content_Types].xml"
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_AGAIN = "Fetch it from the publisher again."
_DAMAGED = (zipfile.BadZipFile, EOFError, zlib.error, gzip.BadGzipFile, NotImplementedError, RuntimeError, ValueError)

Refused = Callable[[CodeBookError], None]


def handed_out(path: Path, refused: Refused | None = None) -> Iterator[HandedOut]:
    """Every file that `path` holds, archives opened, in the order of their names.

    Office workbooks are files, not archives. Raises CodeBookError for what is damaged, encrypted, too large or not
    readable; where `refused` is given it hears of each such file instead, and the others still come.
    """
    found = _found(path)
    for source in found:
        with _told(refused):
            yield from _opened(source, 1, refused)


@dataclass(frozen=True)
class _Source:
    """Bytes that may turn out to be an archive. `open` gives a stream that can seek where `seekable`."""

    place: str
    name: str
    size: int
    open: Callable[[], BinaryIO]
    seekable: bool


@contextmanager
def _told(refused: Refused | None) -> Iterator[None]:
    try:
        yield
    except CodeBookError as error:
        if refused is None:
            raise
        refused(error)


def _found(path: Path) -> list[_Source]:
    if path.is_dir():
        return [_on_disk(each, str(each.relative_to(path))) for each in _walked(path)]
    if path.exists() and not path.is_file():
        raise CodeBookError(f"{path} is neither a file nor a folder: name what the publisher handed out.")
    return [_on_disk(path, path.name)]


def _walked(folder: Path) -> list[Path]:
    files: list[Path] = []

    def fail(error: OSError) -> None:
        raise CodeBookError(f"The folder {error.filename} cannot be read: {error.strerror}.") from error

    for place, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(place, name) for name in sorted(names) if not name.startswith(".")]
        if len(files) > MOST_FILES:
            raise CodeBookError(f"{folder} holds more than {MOST_FILES:,} files: name the folder of one publication.")
    return [file for file in files if file.is_file()]


def _on_disk(path: Path, place: str) -> _Source:
    def opened() -> BinaryIO:
        try:
            return path.open("rb")
        except OSError as error:
            raise CodeBookError(f"{path} cannot be read: {error.strerror}.") from error

    try:
        size = path.stat().st_size
    except OSError as error:
        raise CodeBookError(f"{path} cannot be read: {error.strerror}. Check the path.") from error
    return _Source(_clean(place), _clean(path.name), size, opened, seekable=True)


def _clean(name: str) -> str:
    """A name as it may stand on a terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)


def _opened(source: _Source, depth: int, refused: Refused | None) -> Iterator[HandedOut]:
    with source.open() as stream:
        head = stream.read(HEAD)
    is_zip = head.startswith(_ZIP)
    if not is_zip and not head.startswith(_GZIP):
        yield HandedOut(source.place, source.name, source.size, head, source.open)
        return
    seekable = source if source.seekable or not is_zip else _copied(source)
    if is_zip and _is_office(seekable):
        yield HandedOut(source.place, source.name, source.size, head, source.open)
        return
    if depth > _DEEPEST:
        raise CodeBookError(f"{source.place} is an archive in an archive in an archive: unpack the outer one first.")
    for member in _zip_members(seekable, refused) if is_zip else [_gzip_content(source)]:
        with _told(refused):
            yield from _opened(member, depth + 1, refused)


def _copied(source: _Source) -> _Source:
    """An inner archive has to be read out of order: a copy without a name, which vanishes with its last reader."""
    copy = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - lives as long as what reads it
    with source.open() as stream:
        while chunk := stream.read(_BUFFER):
            copy.write(chunk)

    def opened() -> BinaryIO:
        copy.seek(0)
        return cast(BinaryIO, _Kept(copy))

    return _Source(source.place, source.name, source.size, opened, seekable=True)


class _Kept:
    """A stream whose owner closes it: several archives are read from it in turn."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def close(self) -> None:
        """The copy stays for the next reader."""

    def __enter__(self) -> _Kept:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _archive(source: _Source) -> Iterator[zipfile.ZipFile]:
    with source.open() as stream, _sound(source.place):
        # A ZipFile that did not open its file leaves it to us; a member read later opens the source again.
        yield zipfile.ZipFile(stream)


@contextmanager
def _sound(place: str) -> Iterator[None]:
    """What the readers of zip and gzip say of damage, as one sentence."""
    try:
        yield
    except _DAMAGED as error:
        raise CodeBookError(f"{place} is damaged or cut short ({_reason(error)}). {_AGAIN}") from error
    except OSError as error:
        raise CodeBookError(f"{place} cannot be read: {error.strerror or error}. {_AGAIN}") from error


def _reason(error: Exception) -> str:
    return _clean(str(error)).rstrip(".") or type(error).__name__


def _is_office(source: _Source) -> bool:
    with _archive(source) as archive:
        return _OFFICE in archive.namelist()


def _zip_members(source: _Source, refused: Refused | None) -> Iterator[_Source]:
    with _archive(source) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(info.filename)]
    _check_archive(source.place, infos)
    for info in sorted(infos, key=lambda info: info.filename):
        with _told(refused):
            yield _member(source, info)


def _is_litter(name: str) -> bool:
    return name.startswith(_LITTER) or PurePosixPath(name).name.startswith(_LITTER)


def _check_archive(place: str, infos: list[zipfile.ZipInfo]) -> None:
    """Sizes are declared, and the reader of a member stops at the declared size: they may be trusted as limits."""
    if len(infos) > MOST_FILES:
        raise CodeBookError(f"{place} holds {len(infos):,} files, more than the {MOST_FILES:,} taken: it was not read.")
    total = sum(info.file_size for info in infos)
    if total > MOST_IN_ALL:
        raise CodeBookError(f"{place} unpacks to {_told_size(total)}, more than {_told_size(MOST_IN_ALL)}: refused.")
    for info in infos:
        parts = info.filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or parts[0].endswith(":"):
            raise CodeBookError(
                f"{place} holds '{_clean(info.filename)}', a name that points outside the archive: no publisher "
                f"hands out such a file. {_AGAIN}"
            )


def _told_size(size: int) -> str:
    return f"{size / (1 << 30):.1f} GiB"


def _member(source: _Source, info: zipfile.ZipInfo) -> _Source:
    place = f"{source.place}: {_clean(info.filename)}"
    if info.flag_bits & 1:
        raise CodeBookError(f"{place} is encrypted: unpack it with its password, then load the folder.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise CodeBookError(f"{place} is packed in a way this program does not read: unpack it, then load the folder.")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise CodeBookError(f"{place} is a link, not a file: it was not read.")
    _check_size(place, info.file_size, info.compress_size)

    def opened() -> BinaryIO:
        stream = source.open()
        with _sound(place):
            return _counted(place, zipfile.ZipFile(stream).open(info), info.compress_size, stream)

    return _Source(place, PurePosixPath(_clean(info.filename)).name, info.file_size, opened, seekable=False)


def _gzip_content(source: _Source) -> _Source:
    name = source.name.removesuffix(".gz")

    def opened() -> BinaryIO:
        stream = source.open()
        return _counted(source.place, cast(BinaryIO, gzip.GzipFile(fileobj=stream)), source.size, stream)

    return _Source(source.place, name, source.size, opened, seekable=False)


def _counted(place: str, unpacked: Any, packed_size: int, beneath: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, BufferedReader(_Counted(place, unpacked, packed_size, beneath), _BUFFER))


def _check_size(place: str, size: int, packed_size: int) -> None:
    if size > MOST_BYTES:
        raise CodeBookError(f"{place} unpacks to more than {_told_size(MOST_BYTES)}: it was not read.")
    if size > _SMALL and size > MOST_TIMES * packed_size:
        raise CodeBookError(
            f"{place} unpacks to more than {MOST_TIMES} times its size, as no list of codes does: it was not read."
        )


class _Counted(RawIOBase):
    """Counts what comes out of an archive, and turns its damage into a sentence."""

    def __init__(self, place: str, unpacked: Any, packed_size: int, beneath: BinaryIO) -> None:
        self._place = place
        self._unpacked = unpacked
        self._packed_size = packed_size
        self._beneath = beneath
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _sound(self._place):
            chunk = self._unpacked.read(len(buffer))
        self._count += len(chunk)
        _check_size(self._place, self._count, self._packed_size)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        if not self.closed:
            self._unpacked.close()
            self._beneath.close()
        super().close()
