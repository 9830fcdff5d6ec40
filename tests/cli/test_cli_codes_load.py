"""`codes load`: a site's own releases, from the command line."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest
from office import Office

ORDER = (
    ("A00", 0, "Rust of the large gear"), ("A000", 1, "Rust of the large gear, red"),
    ("A009", 1, "Rust of the large gear, unspecified"),
)  # fmt: skip
RELEASE = {"system", "release", "source", "licence", "codes", "billable", "valid_from", "valid_to"}


@pytest.fixture
def site(empty_office: Office, built_cache: Path) -> Office:
    """A home whose cache is its own: what is loaded here is built here."""
    cache = empty_office.home / "cache"
    cache.unlink()
    shutil.copytree(built_cache, cache, copy_function=os.link)
    return empty_office


def order_file(path: Path, *more: str) -> str:
    lines = [f"{n:05} {code:<7} {flag} {text:<60} {text}" for n, (code, flag, text) in enumerate(ORDER, start=1)]
    path.write_text("\n".join([*lines, *more]) + "\n", encoding="utf-8")
    return str(path)


def test_a_zip_is_loaded_reported_and_used(site: Office, tmp_path: Path) -> None:
    order_file(tmp_path / "icd10cm_order_2027.txt")
    archive = tmp_path / "fy27.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.write(tmp_path / "icd10cm_order_2027.txt", "icd10cm_order_2027.txt")
        opened.writestr("layout.pdf", "%PDF-1.7")
    told = site.json("codes", "load", str(archive))
    assert all(set(each) >= RELEASE for each in told["releases"])
    assert [(each["system"], each["release"]) for each in told["releases"]][:2] == [
        ("icd10cm", "2026-04"), ("icd10cm", "2027"),
    ]  # fmt: skip
    (loaded,) = told["loaded"]
    assert (loaded["what"], loaded["codes"], loaded["added"], loaded["before"]) == (
        "ICD-10-CM 2027",
        3,
        0,
        "ICD-10-CM 2026-04",
    )
    assert (told["rejected"], [each["file"] for each in told["passed_over"]]) == ([], ["fy27.zip: layout.pdf"])

    entry = site.json("codes", "show", "A00.0", "--on", "2026-12-01")
    assert (entry["title"], entry["release"], entry["notes_release"]) == (
        "Rust of the large gear, red",
        "2027",
        "2026-04",
    )
    shown = site.run("codes", "show", "A00.0", "--on", "2026-12-01").out
    assert "2027 came without notes; these are of ICD-10-CM 2026-04:" in shown
    assert site.json("codes", "show", "A00.0", "--on", "2026-05-01")["release"] == "2026-04"
    assert "2027" in [each["release"] for each in site.json("codes", "list")]
    assert "2027" in [each["release"] for each in site.json("doctor")["codebook"]]


def test_the_report_in_words(site: Office, tmp_path: Path) -> None:
    ran = site.run("codes", "load", order_file(tmp_path / "icd10cm_order_2027.txt", "surprise"))
    assert ran.code == 3
    assert " ".join(ran.out.split()).startswith("icd10cm_order_2027.txt: ICD-10-CM 2027, 3 codes; 0 added, ")
    assert "1 line rejected" in " ".join(ran.out.split())
    assert "icd10cm_order_2027.txt: line 4: is no line of an order file" in ran.err


def test_what_cannot_be_loaded_is_rejected_and_the_rest_is_taken(site: Office, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    order_file(folder / "order.txt")
    (folder / "shopping.txt").write_text("oil\n", encoding="utf-8")
    told = site.json("codes", "load", str(folder), expect=3)
    assert [each["file"] for each in told["rejected"]] == ["order.txt", "shopping.txt"]
    assert "--release NAME --from DATE --to DATE" in told["rejected"][0]["reason"]
    more = ("--release", "fy27", "--from", "2026-10-01", "--to", "2027-09-30")
    told = site.json("codes", "load", str(folder), *more, expect=3)
    assert [each["what"] for each in told["loaded"]] == ["ICD-10-CM fy27"]
    assert [each["file"] for each in told["rejected"]] == ["shopping.txt"]


@pytest.mark.parametrize(
    "more", [("--system", "snomed"), ("--from", "1/5/2026"), ("--from", "2027-01-01", "--to", "2026-01-01")]
)
def test_wrong_use(site: Office, tmp_path: Path, more: tuple[str, ...]) -> None:
    assert site.run("codes", "load", order_file(tmp_path / "icd10cm_order_2027.txt"), *more).code == 2
    assert not (site.home / "data").exists()


def test_a_path_that_is_not_there(site: Office, tmp_path: Path) -> None:
    ran = site.run("codes", "load", str(tmp_path / "gone.zip"))
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.count("\n") == 1
    assert "gone.zip cannot be read: No such file or directory" in ran.err
