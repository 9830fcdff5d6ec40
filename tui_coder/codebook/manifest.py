"""Manifests: what each release is, where its source lies, and which built file belongs to it."""

from __future__ import annotations

import hashlib
import importlib.util
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from tui_coder.codebook.errors import CodeBookError
from tui_coder.domain.codebook import Release
from tui_coder.domain.codes import CodeSystem

FORMAT = 8
"""Counts the shapes and rankings of the built files: raise it, and every release is built anew."""


LOADED = "loaded-"
"""The built files of what a site loaded begin so."""

TABULAR = "icd10cm-tabular"
TABULAR_AND_LIST = "icd10cm-tabular-and-list"
CODE_LIST = "code-list"


_MANIFEST = "manifest.toml"


@dataclass(frozen=True)
class SourceFile:
    """One file of a publisher: in an installed Python package, or beside the manifest; `loaded` by the site itself."""

    part: str
    path: str
    sha256: str
    package: str = ""
    requirement: str = ""
    loaded: bool = False

    @property
    def described(self) -> str:
        return f"{Path(self.path).name} ({self.requirement or ('loaded here' if self.loaded else 'shipped')})"

    def read(self, folder: Path) -> bytes:
        """The file's bytes, proved by their SHA-256. Packages are located, never imported.

        Raises CodeBookError where the package or the file is missing or differs from the manifest.
        """
        try:
            content = self._place(folder).read_bytes()
        except OSError as error:
            raise CodeBookError(f"{self.described} cannot be read: {error.strerror}. {self._remedy}") from error
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise CodeBookError(f"{self.described} is not the file this version was made for. {self._remedy}")
        return content

    def proved(self, folder: Path) -> Path:
        """Where the file lies, its bytes proved. Raises CodeBookError like `read`."""
        self.read(folder)
        return self._place(folder)

    def _place(self, folder: Path) -> Path:
        return (self._package_folder() if self.package else folder) / self.path

    def _package_folder(self) -> Path:
        found = importlib.util.find_spec(self.package)
        if found is None or not found.submodule_search_locations:
            raise CodeBookError(f"The package {self.package} with {self.described} is missing. {self._remedy}")
        return Path(found.submodule_search_locations[0])

    @property
    def _remedy(self) -> str:
        if self.loaded:
            return "Load the release again with: tui-coder codes load"
        return f"Run: pip install '{self.requirement}'" if self.requirement else "Install tui-coder again."


@dataclass(frozen=True)
class Manifest:
    """One release as its manifest describes it. `folder` holds the manifest.

    Of a release the site loaded, `form` names the publisher's layout, and `fullness` orders the layouts of one release.
    """

    folder: Path
    release: Release
    layout: str
    encoding: str
    files: tuple[SourceFile, ...]
    ranking: Path
    words: Path
    families: Path
    loaded: bool = False
    form: str = ""
    fullness: int = 0

    @property
    def name(self) -> str:
        return f"{LOADED if self.loaded else ''}{self.release.system}-{self.release.release}"

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever the built file must: with the sources, our ranking and words, or FORMAT."""
        digest = hashlib.sha256(f"{FORMAT} {self.layout} {self.release}".encode())
        for file in self.files:
            digest.update(file.sha256.encode())
        for ours in (self.ranking, self.words, self.families):
            digest.update(ours.read_bytes() if ours.is_file() else b"")
        return digest.hexdigest()[:12]

    @property
    def built_name(self) -> str:
        return f"{self.name}-{self.fingerprint}.sqlite"

    def source(self, part: str) -> bytes:
        """The bytes of one part of the source. Raises CodeBookError."""
        return next(file for file in self.files if file.part == part).read(self.folder)

    def source_if_any(self, part: str) -> bytes:
        """The bytes of a part that not every release has; empty where this one lacks it. Raises CodeBookError."""
        return self.source(part) if any(file.part == part for file in self.files) else b""


def read_manifests(codesets: Path, site: Path | None = None) -> tuple[Manifest, ...]:
    """Every release under the `codesets` folder and on the site's shelf, by system and age.

    A loaded release stands for the shipped one of its name where it covers all its days. Raises CodeBookError where
    the folder holds none or a manifest cannot be read.
    """
    shipped = _all(codesets, codesets)
    if not shipped:
        raise CodeBookError(f"No code set is described under {codesets}: install tui-coder again.")
    loaded = _all(site, codesets, loaded=True) if site is not None else []
    kept = [each for each in shipped if not any(_replaces(newer.release, each.release) for newer in loaded)]
    systems = list(CodeSystem)
    by_age = sorted((*kept, *loaded), key=lambda each: (systems.index(each.release.system), each.release.valid_from))
    return tuple(by_age)


def _replaces(newer: Release, older: Release) -> bool:
    same = (newer.system, newer.release) == (older.system, older.release)
    return same and newer.covers(older.valid_from) and newer.covers(older.valid_to)


def read_loaded(folder: Path, codesets: Path) -> Manifest | None:
    """The release in one folder of the shelf, None where there is none. Raises CodeBookError where it is damaged."""
    path = folder / _MANIFEST
    return _read(path, codesets, loaded=True) if path.is_file() else None


def _all(folder: Path, codesets: Path, *, loaded: bool = False) -> list[Manifest]:
    """Only code systems: reference tables have folders and manifests of their own beside them."""
    found = (path for system in CodeSystem for path in sorted(folder.glob(f"{system}/*/{_MANIFEST}")))
    return [_read(path, codesets, loaded) for path in found]


def _read(path: Path, codesets: Path, loaded: bool) -> Manifest:
    try:
        with path.open("rb") as file:
            told = tomllib.load(file)
        files = tuple(SourceFile(**entry, loaded=loaded) for entry in told["files"])
        return Manifest(
            folder=path.parent,
            release=_release(told, files),
            layout=told["layout"],
            encoding=told.get("encoding", "utf-8"),
            files=files,
            ranking=codesets / "ranking" / f"{told['system']}.txt",
            words=codesets / "synonyms" / f"{told['system']}-words.tsv",
            families=codesets / "synonyms" / f"{told['system']}-families.tsv",
            loaded=loaded,
            form=told.get("form", ""),
            fullness=told.get("fullness", 0),
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        remedy = f"Remove {path.parent} and load the release again." if loaded else "Install tui-coder again."
        raise CodeBookError(f"The manifest {path} cannot be read: {error}. {remedy}") from error


def _release(told: Mapping[str, Any], files: tuple[SourceFile, ...]) -> Release:
    valid_from, valid_to = told["valid_from"], told["valid_to"]
    if not isinstance(valid_from, date) or not isinstance(valid_to, date):
        raise ValueError("valid_from and valid_to must be dates")
    return Release(
        system=CodeSystem(told["system"]),
        release=told["release"],
        title=told["title"],
        publisher=told["publisher"],
        source=told.get("source") or ", ".join(file.described for file in files),
        licence=told["licence"],
        valid_from=valid_from,
        valid_to=valid_to,
        codes=told["codes"],
        billable=told["billable"],
    )
