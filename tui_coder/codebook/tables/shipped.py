"""The tables that come with the program or its packages: each a manifest with a `kind`, and its files."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.manifest import SourceFile
from tui_coder.resources import shipped


def manifests(kind: str = "*") -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Folder and manifest of each shipped table of a kind. Raises CodeBookError where one cannot be read."""
    for path in sorted(shipped("codesets").glob(f"{kind}/*/manifest.toml")):
        try:
            with path.open("rb") as file:
                told = tomllib.load(file)
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise CodeBookError(f"The manifest {path} cannot be read: {error}. Install tui-coder again.") from error
        if "kind" in told:
            yield path.parent, told


def files(kind: str) -> dict[str, Path]:
    """The files of the shipped tables of a kind by their parts, each proved. Raises CodeBookError."""
    found: dict[str, Path] = {}
    for folder, told in manifests(kind):
        for entry in _entries(told):
            source = SourceFile(**entry)
            found[source.part] = source.proved(folder)
    return found


def rows(path: Path) -> Iterator[Sequence[str]]:
    """The rows of a tab-separated file, cells as they stand. Raises CodeBookError where it cannot be read."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    except OSError as error:
        raise CodeBookError(f"{path} cannot be read: {error.strerror}. Install tui-coder again.") from error


def _entries(told: Mapping[str, object]) -> list[dict[str, Any]]:
    entries = told.get("files", [])
    return entries if isinstance(entries, list) else []
