"""What whole families of codes are called."""

from __future__ import annotations

from pathlib import Path

from tui_coder.codebook.families import Families, read_families


def test_a_code_has_the_words_of_every_family_it_is_of() -> None:
    families = Families(("A10-A19\tgears and COGS", "A15-A15\tspare"))
    assert families.words("A15") == "gears and cogs spare"
    assert families.words("A19") == "gears and cogs"
    assert families.words("A20") == families.words("B15") == ""


def test_there_are_no_families_without_a_table(tmp_path: Path) -> None:
    assert read_families(tmp_path / "none.tsv").words("A15") == ""
    (tmp_path / "some.tsv").write_text("# remark\n\nB1-B2\tcogs\n", encoding="utf-8")
    assert read_families(tmp_path / "some.tsv").words("B1") == "cogs"
