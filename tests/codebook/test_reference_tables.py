"""Reference tables as they are handed out: told by their content, kept whole, found by key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.codebook.handed import put
from tui_coder.codebook.building_site import Progress
from tui_coder.codebook.handed_out import UNSAID
from tui_coder.codebook.loading import LoadReport, load
from tui_coder.codebook.shelf import Shelf
from tui_coder.codebook.shelved import nearest
from tui_coder.codebook.tables.lookup_table import FORMAT, PART, LookupTable
from tui_coder.services.reference_tables import ReferenceTables

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "codesets"
PTP = (
    "A line of copyright\t\t\t\t\t\t\nColumn1/Column2 Edits\t\t\t\t\t\t\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\n"
    "X0001\tX0002\t\t20220101\t*\t1\tInvented reason\n"
    "X0001\tX0003\t*\t19960101\t20231231\t0\tInvented reason\n"
    "X0001\tX0004\tno pair\n"
)
MUE = (
    '"An invented notice.\n\nOf two lines.",,,\n"HCPCS/\nCPT Code",Outpatient Hospital Services MUE Values,'
    "MUE Adjudication Indicator,MUE Rationale\nX0001,2,3 Date of Service Edit: Clinical,Invented\nX0002,many,1 Line,x\n"
)
POA = "Order27\tPOAexemptCode\tDescription\n00001\tB90.0\tInvented title\n00002\tZ99.9\tInvented title\n"


def hear(step: Progress) -> None:
    """Nobody looks."""


def loaded(site: Path, name: str, content: str) -> LoadReport:
    return load(put(site.parent / "handed out", name, content), Shelf(site), UNSAID, hear)


def table(site: Path, kind: str) -> LookupTable:
    path = nearest(Shelf(site), kind, PART, FORMAT, None)
    assert path is not None
    return LookupTable(path, kind)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "codesets"


def test_pairs_keep_their_dates_and_indicator(site: Path) -> None:
    (done,) = loaded(site, "ccipra-v322r0-f1.txt", PTP).loaded
    assert (done.what, done.codes, done.unit) == ("NCCI PTP edits (practitioner) 2026q3", 2, "pairs")
    assert [each.line for each in done.rejected] == [7]
    pairs = table(site, "ncci-ptp-practitioner")
    (pair,) = pairs.find("X0001", "X0002")
    assert (pair["effective"], pair["deletion"], pair["indicator"]) == ("20220101", "", "1")
    (old,) = pairs.find("X0001", "X0003")
    assert (old["deletion"], old["indicator"]) == ("20231231", "0")
    assert len(pairs.find("X0001")) == 2
    assert pairs.find("X0002", "X0001") == ()


def test_hospital_pairs_are_kept_apart(site: Path) -> None:
    loaded(site, "ccipra-v322r0-f1.txt", PTP)
    loaded(site, "ccioph-v322r0-f1.txt", PTP)
    assert Shelf(site).releases("ncci-ptp-practitioner")[0].name == "2026q3"
    assert Shelf(site).releases("ncci-ptp-hospital")[0].name == "2026q3"


@pytest.mark.parametrize(("name", "told"), [("pairs-2026q3.txt", "ccipra"), ("ccipra.txt", "--release")])
def test_what_neither_content_nor_name_tells_is_asked_for(site: Path, name: str, told: str) -> None:
    (refused,) = loaded(site, name, PTP).rejected
    assert told in refused.reason
    assert not site.exists() or not list(site.rglob("*.sqlite"))


def test_mue_values_know_whose_they_are_from_their_heading(site: Path) -> None:
    (done,) = loaded(site, "MUE_Eff_07-01-2026.csv", MUE).loaded
    assert (done.what, done.codes, done.rejections) == ("NCCI MUE values (hospital) 2026q3", 1, 1)
    (value,) = table(site, "ncci-mue-hospital").find("X0001")
    assert (value["value"], value["mai"]) == ("2", "3")


def test_the_poa_list_names_its_fiscal_year(site: Path) -> None:
    (done,) = loaded(site, "list.txt", POA).loaded
    assert done.what == "POA exempt diagnoses 2027"
    assert len(table(site, "poa-exempt").find("B900")) == 1
    assert table(site, "poa-exempt").find("I10") == ()


def test_small_tables_are_known_by_their_columns(site: Path) -> None:
    (done,) = loaded(site, "any.tsv", "modifier\tfrom\tto\tncci_bypass\nQ9\t20200101\t*\t1\nlong one\t\t\t\n").loaded
    assert (done.codes, done.rejections) == (1, 1)
    assert table(site, "modifier-bypass").find("Q9")[0]["ncci_bypass"] == "1"


def test_a_table_without_rows_changes_nothing(site: Path) -> None:
    loaded(site, "list.txt", POA)
    (refused,) = loaded(site, "list.txt", POA.splitlines()[0] + "\n").rejected
    assert "nothing was changed" in refused.reason
    assert len(table(site, "poa-exempt").find("B900")) == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the publishers' files do not lie beside the checkout")
@pytest.mark.parametrize("folder", ["poa_exempt", "institutional", "mce", "ncci/extracts"])
def test_every_real_table_loads(site: Path, folder: str) -> None:
    report = load(SHARED / folder, Shelf(site), UNSAID, hear)
    assert report.rejected == ()
    assert report.loaded
    assert sum(each.rejections for each in report.loaded) == 0


def test_an_exemption_is_known_only_where_the_list_of_the_date_is_loaded(site: Path) -> None:
    tables = ReferenceTables(site)
    assert tables.poa_exempt("B900", date(2026, 11, 23)) is None
    loaded(site, "list.txt", POA)
    assert tables.poa_exempt("B900", date(2026, 11, 23)) is True
    assert tables.poa_exempt("I10", date(2026, 11, 23)) is False
    assert tables.poa_exempt("B900", date(2026, 9, 30)) is None
    *shipped, newest = tables.listed()
    assert newest["title"] == "POA exempt diagnoses 2027"
    assert {each["kind"] for each in shipped} == {"diagnosis-flags", "gems", "modifiers", "place-of-service"}
    tables.close()
