"""Building the code book: each release once, into a read-only file that every session of this account shares.

Under the cache folder given by the caller:

    codebook/icd10cm-2026-04-<fingerprint>.sqlite        the file, complete from the moment it has this name
    codebook/icd10cm-2026-04-<fingerprint>.sqlite.seal   its SHA-256 and when it was written; a file whose seal
                                                         is missing or broken is built again
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tui_coder.codebook import importance
from tui_coder.codebook.building_site import BuildingSite, Progress, uncollected
from tui_coder.codebook.edition import Edition
from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.families import read_families
from tui_coder.codebook.manifest import LOADED, Manifest, read_manifests
from tui_coder.codebook.openness import lay_open, make_within
from tui_coder.codebook.readers import read_edition
from tui_coder.codebook.synonyms import read_word_forms
from tui_coder.codebook.writer import APPLICATION_ID, Wording, write_edition
from tui_coder.resources import shipped, sqlite_module

__all__ = ["Progress", "build", "forget", "is_built", "require_built"]

_FOLDER = "codebook"
_MEBIBYTES_NEEDED = 80
_HEADER_BYTES = 100


def is_built(cache: Path, codesets: Path | None = None, site: Path | None = None) -> bool:
    """Whether every release lies ready under `cache`. Quick: looks at headers and sizes, not at every byte."""
    manifests = read_manifests(codesets or shipped("codesets"), site)
    return all(_is_whole(_built_path(cache, manifest)) for manifest in manifests)


def require_built(cache: Path, manifest: Manifest) -> Path:
    """The built file of a release. Raises CodeBookError where it is missing or incomplete."""
    path = _built_path(cache, manifest)
    if not _is_whole(path):
        raise CodeBookError(f"{manifest.release.title} is not built yet. Run: tui-coder codes build")
    return path


def forget(built: Path) -> None:
    """Break the seal of a file found damaged, so that the next build makes it anew."""
    with suppress(OSError):  # where nothing can be removed nothing can be built: that is the builder's to tell
        _seal_path(built).unlink(missing_ok=True)


def build(
    cache: Path,
    on_progress: Callable[[Progress], None] | None = None,
    codesets: Path | None = None,
    site: Path | None = None,
    *,
    loaded_only: bool = False,
) -> None:
    """Build what is missing or damaged under `cache`; where another process builds, wait for it.

    `codesets` is the folder of the manifests, the shipped one where it is not given, `site` the shelf of what was
    loaded here; with `loaded_only` the shipped ones are left for later. `on_progress` hears of every few thousand
    codes, also of those another process writes. It may raise to stop the build: what is finished stays, nothing
    half-made does. Raises CodeBookError where a source package is missing, the disk is full or the folder cannot be
    written.
    """
    manifests = read_manifests(codesets or shipped("codesets"), site)
    wanted = [each for each in manifests if each.loaded or not loaded_only]
    if not _missing(cache, wanted):
        return
    folder = cache / _FOLDER
    try:
        make_within(cache, folder)
        with BuildingSite(folder, on_progress) as ground:
            _Work(folder, _missing(cache, wanted), ground).carry_out()
            _sweep(folder, manifests, with_loaded=site is not None)
    except (OSError, sqlite_module().Error) as error:
        raise CodeBookError(_sentence(folder, error)) from error


def _sentence(folder: Path, error: Exception) -> str:
    # Of SQLite's own errors the words tell, of the system's not: a path stands in them.
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT) if isinstance(error, OSError) else "is full" in str(error)
    if is_full:
        return f"The code book cannot be built: the disk of {folder} is full. Free {_MEBIBYTES_NEEDED} MB there."
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"The code book cannot be built in {folder}: {told}. Make the folder writable or choose another cache."


def _missing(cache: Path, manifests: Sequence[Manifest]) -> list[Manifest]:
    return [manifest for manifest in manifests if not _is_sealed(_built_path(cache, manifest))]


@dataclass(slots=True)
class _Work:
    folder: Path
    missing: Sequence[Manifest]
    site: BuildingSite

    def carry_out(self) -> None:
        total = sum(manifest.release.codes for manifest in self.missing)
        done = 0
        for manifest in self.missing:
            with uncollected():
                self._build_one(manifest, done, total)
            done += manifest.release.codes

    def _build_one(self, manifest: Manifest, done: int, total: int) -> None:
        release = manifest.release
        label = f"{release.system.label} {release.release}"

        def step(written: int) -> None:
            message = f"{label}: {written:,} of {release.codes:,} codes"
            self.site.report(Progress(label, done + written, total, message))

        self.site.report(Progress(label, done, total, f"{label}: reading"))
        edition = read_edition(manifest)
        _check_counts(manifest, edition)
        costs = importance.costs(release.system, edition, _text_of(manifest.ranking))
        unfinished = self.site.unfinished(manifest.built_name)
        write_edition(
            unfinished, edition, costs, Wording(read_word_forms(manifest.words), read_families(manifest.families)), step
        )
        self._publish(unfinished, self.folder / manifest.built_name)

    def _publish(self, unfinished: Path, built: Path) -> None:
        forget(built)
        lay_open(unfinished, self.folder)
        os.replace(unfinished, built)
        seal = self.site.unfinished(_seal_path(built).name)
        seal.write_text(f"{_digest(built)} {built.stat().st_mtime_ns}", encoding="ascii")
        lay_open(seal, self.folder)
        os.replace(seal, _seal_path(built))


def _sweep(folder: Path, manifests: Sequence[Manifest], *, with_loaded: bool) -> None:
    """Remove what other versions of the program built; on some systems a file in use stays until the next time.

    What a site loaded goes only where its shelf was looked at: a demo shares the cache and knows no shelf.
    """
    kept = {manifest.built_name for manifest in manifests}
    for stale in folder.glob("*-*.sqlite*"):
        if stale.name.startswith(LOADED) and not with_loaded:
            continue
        if stale.name.partition(".sqlite")[0] + ".sqlite" not in kept:
            with suppress(PermissionError):
                stale.unlink(missing_ok=True)


def _check_counts(manifest: Manifest, edition: Edition) -> None:
    release = manifest.release
    billable = edition.billable
    if (len(edition.codes), billable) != (release.codes, release.billable):
        raise CodeBookError(
            f"{release.title} should hold {release.codes:,} codes, {release.billable:,} billable, but holds "
            f"{len(edition.codes):,} and {billable:,}. {'Load it' if manifest.loaded else 'Install tui-coder'} again."
        )


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _built_path(cache: Path, manifest: Manifest) -> Path:
    return cache / _FOLDER / manifest.built_name


def _seal_path(built: Path) -> Path:
    return built.with_name(f"{built.name}.seal")


def _is_whole(built: Path) -> bool:
    """Sealed, finished, and as long as its header says."""
    try:
        with built.open("rb") as file:
            header = file.read(_HEADER_BYTES)
        size = built.stat().st_size
    except OSError:
        return False
    page_size, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
    ours = int.from_bytes(header[68:72], "big") == APPLICATION_ID
    return ours and size > 0 and size == page_size * pages and _seal_path(built).is_file()


def _is_sealed(built: Path) -> bool:
    """Whole, and as it was built: not written since, or else not one byte other."""
    if not _is_whole(built):
        return False
    try:
        digest, _, written = _seal_path(built).read_bytes().partition(b" ")
        return written == str(built.stat().st_mtime_ns).encode() or digest == _digest(built).encode()
    except OSError:
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
