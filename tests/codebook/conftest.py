"""The shipped code book, built once for all tests, and a small invented one that is built in a moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.codebook.small_sets import write_small_codesets
from tui_coder.codebook.build import build
from tui_coder.codebook.catalog import CodeBook
from tui_coder.codebook.synonyms import Synonyms, read_synonyms
from tui_coder.resources import shipped


@pytest.fixture(scope="session")
def book(built_cache: Path) -> Iterator[CodeBook]:
    opened = CodeBook.open(built_cache)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def synonyms() -> Synonyms:
    return read_synonyms(shipped("codesets") / "synonyms")


@pytest.fixture
def small_codesets(tmp_path: Path) -> Path:
    return write_small_codesets(tmp_path / "codesets")


@pytest.fixture
def small_cache(tmp_path: Path, small_codesets: Path) -> Path:
    """The small code sets, built."""
    cache = tmp_path / "cache"
    build(cache, codesets=small_codesets)
    return cache


@pytest.fixture
def small_book(small_cache: Path, small_codesets: Path) -> Iterator[CodeBook]:
    opened = CodeBook.open(small_cache, small_codesets)
    yield opened
    opened.close()
