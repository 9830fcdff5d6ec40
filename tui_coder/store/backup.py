"""Backups of a store: one file of mode 0600, itself a store, that appears whole or not at all; and putting one back."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from tui_coder.places import EmbeddedFile
from tui_coder.resources import sqlite_module
from tui_coder.store.embedded import EmbeddedStore
from tui_coder.store.engine import StoreError, cannot_be_read, open_engine
from tui_coder.store.soundness import require_there, schema_at, told, trials

_SIDE_FILES = ("-wal", "-journal")
"""What SQLite keeps beside a file that is in use, or was when its machine stopped."""


def back_up(path: Path, file: Path) -> None:
    """Copy the embedded store as it is at this moment, of whatever schema; people go on working in it meanwhile.

    Raises StoreError where there is no store, where `file` is there already, or where it cannot be written.
    """
    require_there(path)
    with appearing(file) as part:
        engine = open_engine(path)
        try:
            # Through the driver: SQLAlchemy would begin a transaction, and VACUUM runs in none. It reads one state of
            # the store, and with a write-ahead log nobody who writes waits for a reader.
            with engine.connect() as connection, _settling(part):
                connection.connection.cursor().execute("VACUUM INTO ?", (str(part),))
        except DatabaseError as error:
            raise cannot_be_read(path, error) from error
        except sqlite_module().Error as error:
            raise _not_written(file, str(error)) from error
        finally:
            engine.dispose()


@contextmanager
def _settling(file: Path) -> Iterator[None]:
    """Let the disk take what is written bit by bit: hundreds of megabytes at the end make everyone's commits wait."""
    over = threading.Event()

    def settle() -> None:
        while not over.wait(0.02):
            with suppress(OSError):  # before the file appears it is synced once more, and that failure is told
                _on_disk(file)

    thread = threading.Thread(target=settle, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def appearing(file: Path) -> Iterator[Path]:
    """An empty file of mode 0600 to write to; it becomes `file` once all of it is on the disk, or vanishes.

    Raises StoreError where `file` is there already or its folder cannot be written to.
    """
    part: Path | None = None
    try:
        if file.exists():
            raise FileExistsError
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
        os.close(handle)
        part = Path(name)
        yield part
        _appear(part, file)
    except FileExistsError as error:
        raise StoreError(f"{file} is there already, and a backup overwrites nothing. Name another file.") from error
    except OSError as error:
        raise _not_written(file, str(error.strerror)) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _not_written(file: Path, why: str) -> StoreError:
    return StoreError(f"The backup {file} could not be written: {why}. Nothing of it was left behind.")


@contextmanager
def sound_copy(file: Path, folder: Path | None = None) -> Iterator[Path]:
    """A copy of a backup to work with, in a folder for the owner alone: of this program's schema, and looked through.

    The backup itself is only read. Raises StoreError where it is no backup, newer than this program, or not sound.
    """
    require_there(file)
    for side in _SIDE_FILES:
        beside = file.with_name(file.name + side)
        if beside.exists() and beside.stat().st_size:
            raise StoreError(
                f"{file} is a store in use, or one whose machine stopped: part of it still lies in {beside.name}. "
                f"Make a backup of it first: tui-coder --db '{file}' db backup FILE"
            )
    with _folder_for_one(folder) as place:
        copy = place / "store.db"
        try:
            with file.open("rb") as taken, open(copy, "xb", opener=_private) as kept:
                shutil.copyfileobj(taken, kept, 1 << 20)
        except OSError as error:
            raise StoreError(f"The backup {file} could not be read: {error.strerror}. Nothing was changed.") from error
        try:
            if schema_at(copy) is None:
                raise StoreError("it is empty.")
            EmbeddedStore.opened(EmbeddedFile(copy), upgrading=True).close()
            faults = told(trials(copy))
        except StoreError as error:
            raise StoreError(f"{file} cannot be put back: {str(error).replace(str(copy), file.name)}") from error
        if faults:
            raise StoreError(f"{file} is not sound and was not put back. {faults}. Take an older backup.")
        yield copy


@contextmanager
def _folder_for_one(folder: Path | None) -> Iterator[Path]:
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Path(tempfile.mkdtemp(prefix=".tui-coder-restoring-", dir=folder))
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be written to: {error.strerror}. Nothing was changed.") from error
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def require_no_store(path: Path) -> None:
    """Raise StoreError where a store, or what one left behind, lies at the place."""
    for side in ("", *_SIDE_FILES):
        beside = path.with_name(path.name + side)
        if beside.exists():
            what = f"There is a store at {path}" if not side else f"Of a store at {path} there is still {beside.name}"
            raise StoreError(
                f"{what}, and a restore writes over nothing. Let everyone leave, move all of it away "
                f"(mv {path.name}* elsewhere), and restore then."
            )


def put_in_place(copy: Path, path: Path) -> None:
    """Let the store appear at its place at once, whole; raises StoreError where one appeared there meanwhile."""
    require_no_store(path)
    try:
        _appear(copy, path)
    except FileExistsError:
        require_no_store(path)
    except OSError as error:
        raise StoreError(f"{path} could not be put in place: {error.strerror}. Nothing was changed.") from error


def _appear(written: Path, file: Path) -> None:
    """Give a file its name once the disk has all of it. Raises FileExistsError where the name is taken."""
    _on_disk(written)
    try:
        os.link(written, file)  # unlike a rename, it never replaces what is there
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if file.exists():
            raise FileExistsError(file) from None
        written.rename(file)
    _on_disk(file.parent)


def _on_disk(place: Path) -> None:
    """Wait until the disk has the file, or the folder's entries."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
