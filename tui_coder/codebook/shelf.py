"""The shelf: the releases and tables a site loaded itself, each a folder with its manifest and its source.

    <shelf>/<kind>/<release>/manifest.toml        what it is, where it came from, the SHA-256 of each file
    <shelf>/<kind>/<release>/codes-1f2e3d4c.tsv   a file the manifest names; ask `files` for its path

The manifest is the release: its files carry a part of their SHA-256 in their names and stand complete on the disk
before the manifest that names them is renamed into place. So a reader sees the old release or the new one, whenever
a load is killed, and a half-read file changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.openness import lay_open, make_within
from tui_coder.resources import shipped

MANIFEST = "manifest.toml"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_UNFINISHED = ".unfinished-"
_SECONDS_ABANDONED = 86_400
_SHOWN_OF_DIGEST = 12

Told = Mapping[str, str | int | bool | date]


class Shelf:
    """Where a site keeps what it loaded, usually <data>/codesets. Nothing is made before the first `keep`.

    `codesets` is the folder of the releases beside which these stand: the shipped one where it is not given.
    """

    def __init__(self, folder: Path, codesets: Path | None = None) -> None:
        self.folder = folder
        self.codesets = codesets or shipped("codesets")

    def keep(self, kind: str, release: str, manifest: Told, write: Callable[[Path], None]) -> Path:
        """Put a release on the shelf, in place of one of the same name, and return its folder.

        `write` gets an empty folder and puts the files into it, each named for its part ("codes.tsv" is the part
        "codes"); `manifest` says what they are, and the files are added to it. Those read them who may read the shelf.
        Whatever `write` raises leaves the shelf as it was. Raises CodeBookError where the folder cannot be written
        or a name cannot name a folder.
        """
        place = self.place(kind, release)
        with _writing(place):
            make_within(self.folder, place)
            _clear(place)
            unfinished = Path(mkdtemp(prefix=_UNFINISHED, dir=place))
            try:
                write(unfinished)
                kept = [_moved(file, place) for file in sorted(unfinished.iterdir())]
                _publish(place, unfinished / MANIFEST, manifest, kept)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
                _drop_if_empty(place)
            _sweep(place)
        return place

    def place(self, kind: str, release: str) -> Path:
        """Where a release stands or would stand. Raises CodeBookError for names that cannot name a folder."""
        for name in (kind, release):
            if not _NAME.fullmatch(name):
                raise CodeBookError(f"'{name}' cannot name a release: use letters, digits, dot, dash and underscore.")
        return self.folder / kind / release

    def state(self) -> frozenset[tuple[str, int]]:
        """What stands here: it differs whenever something was loaded. Costs a look at the folders.

        Raises CodeBookError where they cannot be looked at.
        """
        seen = set()
        try:
            for manifest in self.folder.glob(f"*/*/{MANIFEST}"):
                with suppress(FileNotFoundError):  # removed since it was found
                    seen.add((str(manifest), manifest.stat().st_mtime_ns))
        except OSError as error:
            message = (
                f"{self.folder} cannot be looked at: {error.strerror or error}. See that it is there and may be read."
            )
            raise CodeBookError(message) from error
        return frozenset(seen)

    def releases(self, kind: str) -> list[Path]:
        """The folders of a kind that hold a complete release, by name."""
        return sorted(manifest.parent for manifest in self.folder.glob(f"{kind}/*/{MANIFEST}"))


def told(folder: Path) -> dict[str, object]:
    """What the manifest of a release says. Raises CodeBookError where it cannot be read."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CodeBookError(f"{folder / MANIFEST} cannot be read: {error}. Load the release again.") from error


def files(folder: Path) -> dict[str, Path]:
    """The paths of a release's files by their parts ("codes"). Raises CodeBookError where the manifest is damaged."""
    entries = told(folder).get("files", [])
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise CodeBookError(f"{folder / MANIFEST} names no files. Load the release again.")
    return {str(each.get("part")): folder / str(each.get("path")) for each in entries}


def _moved(file: Path, place: Path) -> tuple[str, str, str]:
    """Flush a file and give it its lasting name: part, name and SHA-256."""
    _flush(file)
    lay_open(file, place)
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    name = f"{file.stem}-{digest[:_SHOWN_OF_DIGEST]}{file.suffix}"
    os.replace(file, place / name)
    return file.stem, name, digest


def _publish(place: Path, draft: Path, manifest: Told, kept: Sequence[tuple[str, str, str]]) -> None:
    lines = [f"{key} = {_toml(value)}" for key, value in manifest.items()]
    for part, name, digest in kept:
        lines += ["", "[[files]]", f"part = {_toml(part)}", f"path = {_toml(name)}", f"sha256 = {_toml(digest)}"]
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _flush(draft)
    lay_open(draft, place)
    os.replace(draft, place / MANIFEST)
    for folder in (place, place.parent):
        _flush(folder)


def _toml(value: str | int | bool | date) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    # JSON's escapes are TOML's, but for the one control character that JSON leaves alone.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _sweep(place: Path) -> None:
    """Remove the files of the release that stood here before."""
    kept = {MANIFEST, *(path.name for path in files(place).values())}
    for old in place.iterdir():
        if old.name not in kept and not old.name.startswith(_UNFINISHED):
            with suppress(PermissionError):  # on some systems a file in use stays until the next load
                old.unlink(missing_ok=True)


def _clear(place: Path) -> None:
    """Remove what a load that was killed left behind; one under way is younger."""
    for left in place.glob(f"{_UNFINISHED}*"):
        if time.time() - left.stat().st_mtime > _SECONDS_ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


def _drop_if_empty(place: Path) -> None:
    with suppress(OSError):
        place.rmdir()


def _flush(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows flushes no folders
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CodeBookError(
            f"{place} cannot be written: {error.strerror or error}. Nothing was changed; make room or make the "
            "folder writable, then load again."
        ) from error
