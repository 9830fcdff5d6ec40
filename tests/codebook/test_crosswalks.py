"""The General Equivalence Mappings: shipped, loaded, read in both directions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_coder.codebook.building_site import Progress
from tui_coder.codebook.handed_out import UNSAID
from tui_coder.codebook.loading import LoadReport, load
from tui_coder.codebook.shelf import Shelf
from tui_coder.domain.codes import CodeSystem
from tui_coder.services.crosswalks import Crosswalks


def hear(step: Progress) -> None:
    """Nobody looks."""


def loaded(site: Path, name: str, text: str) -> LoadReport:
    path = site.parent / name
    path.write_text(text, encoding="ascii")
    return load(path, Shelf(site), UNSAID, hear)


def rows(crosswalks: Crosswalks, code: str, system: CodeSystem | None = None) -> list[tuple[str, str]]:
    return [(each.printed_target, each.told) for each in crosswalks.of(code, system)]


def test_the_shipped_mappings_lead_both_ways(tmp_path: Path) -> None:
    crosswalks = Crosswalks(tmp_path)
    assert rows(crosswalks, "e11.22") == [("250.40", "approximate")]
    assert rows(crosswalks, "250.40") == [("E11.29", "approximate")]
    assert rows(crosswalks, "A00.0") == [("001.0", "identical")]
    assert rows(crosswalks, "T58.01XA") == [
        ("986", "approximate, only together: scenario 1, choice 1"),
        ("E868.2", "approximate, only together: scenario 1, choice 2"),
    ]


def test_a_code_without_a_counterpart_says_so(tmp_path: Path) -> None:
    (only,) = Crosswalks(tmp_path).of("R40.2130")
    assert (only.target, only.told) == ("", "no code corresponds")


def test_a_prefix_of_a_code_is_not_that_code(tmp_path: Path) -> None:
    assert Crosswalks(tmp_path).of("E11") == ()


@given(st.text(max_size=20))
def test_any_text_is_data(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    assert isinstance(Crosswalks(tmp_path_factory.getbasetemp()).of(text), tuple)


@pytest.mark.parametrize(
    ("text", "code", "system", "told"),
    [
        ("25040  E1122  10000\n25041  E1022  10000\n", "250.40", CodeSystem.ICD9CM, "E11.22"),
        ("E1122   25040   10000\nA000    0010    00000\n", "E11.22", CodeSystem.ICD10CM, "250.40"),
        ("0066    3E0P3GC 10000\n4701    0DTJ4ZZ 10000\n", "47.01", CodeSystem.ICD9PCS, "0DTJ4ZZ"),
        ("0DTJ4ZZ 4701    10000\n0DTJ0ZZ 4709    10000\n", "0DTJ4ZZ", CodeSystem.ICD10PCS, "47.01"),
    ],
)
def test_what_is_loaded_goes_before_what_is_shipped(
    tmp_path: Path, text: str, code: str, system: CodeSystem, told: str
) -> None:
    site = tmp_path / "codesets"
    (done,) = loaded(site, "2018_gem.txt", text).loaded
    assert (done.codes, done.unit, done.rejections) == (2, "mappings", 0)
    assert rows(Crosswalks(site), code, system) == [(told, "approximate")]


def test_a_line_that_is_no_mapping_is_named_and_the_rest_is_taken(tmp_path: Path) -> None:
    good = "".join(f"E11{n:02}   250{n:02}   10000\n" for n in range(20))
    (done,) = loaded(tmp_path / "codesets", "2018_gem.txt", f"{good}E1122 25040\n").loaded
    assert (done.codes, done.rejections, done.rejected[0].line) == (20, 1, 21)
