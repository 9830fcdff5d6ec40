from __future__ import annotations

from pathlib import Path

import pytest
from import_folder import ImportFolder


@pytest.fixture
def folder(tmp_path: Path) -> ImportFolder:
    path = tmp_path / "monday"
    path.mkdir()
    return ImportFolder(path)


@pytest.fixture(scope="session")
def real_notes() -> list[Path]:
    """Collections of real clinical notes, which lie beside the checkout where somebody put them."""
    inputs = Path(__file__).resolve().parents[3] / "shared" / "data" / "inputs"
    found = sorted(inputs.glob("aci-bench/*.jsonl.gz")) + sorted(inputs.glob("mtsamples/*.jsonl.gz"))
    if not found:
        pytest.skip("no real notes: ../shared/data/inputs is not beside this checkout")
    return found
