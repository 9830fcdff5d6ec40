"""Code sets small enough to build in a moment. Codes have the form of their system; all text is invented."""

from __future__ import annotations

import hashlib
from pathlib import Path

TABULAR = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <chapter>
    <name>9</name>
    <desc>Ailments of invented gears (I00-I99)</desc>
    <includes><note>rust of any gear</note></includes>
    <excludes2><note>squeaks of youth (P00-P09)</note></excludes2>
    <section id="I10-I19">
      <desc>Grinding ailments (I10-I19)</desc>
      <excludes1><note>grinding by moonlight (I20.-)</note></excludes1>
      <diag>
        <name>I10</name><desc>Essential grinding</desc>
        <inclusionTerm><note>High gear pressure</note></inclusionTerm>
      </diag>
      <diag>
        <name>I11</name><desc>Grinding of the main spring</desc>
        <useAdditionalCode><note>code to name the spring's failure (I12.0-)</note></useAdditionalCode>
        <diag><name>I11.0</name><desc>Grinding of the main spring with failure</desc>
          <codeFirst><note>the spring itself (I10)</note></codeFirst></diag>
        <diag><name>I11.9</name><desc>Grinding of the main spring, unspecified</desc></diag>
      </diag>
      <diag>
        <name>I12</name><desc>Broken cogwheel</desc>
        <sevenChrNote><note>A seventh character is to be added to each code of I12</note></sevenChrNote>
        <sevenChrDef>
          <extension char="A">first repair</extension>
          <extension char="D">later repair</extension>
          <extension char="S">what remains</extension>
        </sevenChrDef>
        <diag><name>I12.0</name><desc>Broken cogwheel, left</desc></diag>
        <diag><name>I12.1</name><desc>Broken cogwheel, right</desc></diag>
      </diag>
    </section>
    <section id="I20">
      <desc>Moonlit ailments (I20)</desc>
      <diag><name>I20</name><desc>Moonlit squeaking, not elsewhere classified</desc></diag>
    </section>
  </chapter>
</ICD10CM.tabular>
"""
COMPLETE = "I10 I11 I110 I119 I12 I120 I120XXA I120XXD I120XXS I121 I121XXA I121XXD I20".replace(" ", "\n") + "\n"
SPANS = """A0001\t2020-01-01\t2021-06-30\tOiling can, small
A0001\t2023-01-01\t\tOiling can, small
A0002\t2019-07-01\t\tOiling can, large
A0003\t2019-07-01\t2020-12-31\tOiling can, leaking
"""
ICD9 = "4010  Essential grinding of old\n4019  Grinding, unspecified, old\n"
PCS = "0DTJ4ZZ Resection of Cogwheel, Small Door\n0DTJ0ZZ Resection of Cogwheel, Large Door\n"

ABBREVIATIONS = "# invented\negr\tessential grinding\nbig oiling\t=A0002 | large can\nbroken gear\tbroken cogwheel\n"
ALIKE = "gear\tcogwheel\n"
RANKING = {"icd10cm": "# most used first\nI10 I11.9\n", "hcpcs": "A0002\n"}


def write_small_codesets(folder: Path) -> Path:
    """Write the code sets under `folder` and return it."""
    _release(folder, "icd10cm", "2026-04", "icd10cm-tabular", (13, 9), {"tabular": TABULAR, "codes": COMPLETE})
    _release(folder, "hcpcs", "2026-04", "hcpcs-spans", (3, 2), {"codes": SPANS}, valid_from="2019-07-01")
    _release(folder, "icd9cm", "v32", "code-and-title", (2, 2), {"codes": ICD9}, "2014-10-01", "2015-09-30")
    _release(folder, "icd10pcs", "2026", "code-and-title", (2, 2), {"codes": PCS}, valid_from="2025-10-01")
    synonyms = folder / "synonyms" / "abbreviations"
    synonyms.mkdir(parents=True)
    (synonyms / "invented.tsv").write_text(ABBREVIATIONS, encoding="utf-8")
    (folder / "synonyms" / "alike.tsv").write_text(ALIKE, encoding="utf-8")
    (folder / "synonyms" / "hcpcs-words.tsv").write_text("can\tcanister\n", encoding="utf-8")
    (folder / "ranking").mkdir()
    for system, text in RANKING.items():
        (folder / "ranking" / f"{system}.txt").write_text(text, encoding="utf-8")
    return folder


def _release(
    codesets: Path,
    system: str,
    release: str,
    layout: str,
    counts: tuple[int, int],
    parts: dict[str, str],
    valid_from: str = "2026-04-01",
    valid_to: str = "2026-09-30",
) -> None:
    folder = codesets / system / release
    folder.mkdir(parents=True)
    lines = [
        f'system = "{system}"', f'release = "{release}"', f'title = "Invented {system}"', 'publisher = "nobody"',
        'licence = "invented"', f"valid_from = {valid_from}", f"valid_to = {valid_to}", f"codes = {counts[0]}",
        f"billable = {counts[1]}", f'layout = "{layout}"',
    ]  # fmt: skip
    for part, text in parts.items():
        (folder / f"{part}.txt").write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        lines += ["[[files]]", f'part = "{part}"', f'path = "{part}.txt"', f'sha256 = "{digest}"']
    (folder / "manifest.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
