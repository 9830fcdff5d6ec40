"""`tui-coder doctor`: what this installation is, and what is not as it should be."""

from __future__ import annotations

import os
import shutil
import sys

from tui_coder.cli import shapes
from tui_coder.cli.call import Call
from tui_coder.cli.db import CHECK
from tui_coder.cli.exit_codes import DONE, NO
from tui_coder.cli.text import Column
from tui_coder.services import upkeep
from tui_coder.services.condition import Check

_RELEASE = (
    Column("System", firm=True), Column("Release", firm=True), Column("Valid", firm=True), Column("Codes", right=True),
)  # fmt: skip


def examine(call: Call) -> int:
    facts = upkeep.examine(call.settings)
    terminal = _terminal()
    checks = [*facts.checks, *_terminal_checks(terminal)]
    document = {
        "version": facts.version,
        "store": facts.store,
        "schema": facts.schema,
        "sqlite": {
            "module": facts.library.module, "version": facts.library.version,
            "loses_writes": facts.library.loses_writes,
        },
        "encryption": facts.encryption,
        "codebook": [shapes.release(each) for each in facts.releases],
        "terminal": terminal,
        "checks": [{"name": each.name, "ok": each.ok, "detail": each.detail} for each in checks],
    }  # fmt: skip
    releases = [(r.system.label, r.release, f"{r.valid_from} to {r.valid_to}", f"{r.codes:,}") for r in facts.releases]
    rows = [(each.name, "yes" if each.ok else "no", each.detail) for each in checks]
    call.answer(
        document,
        lambda: [
            f"tui-coder {facts.version}",
            "",
            *call.table(CHECK, [*rows, ("encryption", "-", facts.encryption)]),
            "",
            *call.table(_RELEASE, releases),
        ],
    )
    return DONE if all(each.ok for each in checks) else NO


def _terminal() -> dict[str, object]:
    """What is known of the terminal; asking it would need an answer that a pipe never gives."""
    size = shutil.get_terminal_size()
    return {
        "name": os.environ.get("TERM", ""),
        "colours": os.environ.get("COLORTERM", ""),
        "no_color": bool(os.environ.get("NO_COLOR")),
        "columns": size.columns,
        "lines": size.lines,
        "encoding": sys.stdout.encoding or "",
        "interactive": sys.stdin.isatty() and sys.stdout.isatty(),
    }


def _terminal_checks(terminal: dict[str, object]) -> list[Check]:
    if not terminal["interactive"]:
        return [Check("terminal", True, "none here: the workstation needs one, the other commands do not")]
    small = int(str(terminal["columns"])) < 80 or int(str(terminal["lines"])) < 24
    size = f"{terminal['name'] or 'unnamed'}, {terminal['columns']} by {terminal['lines']}"
    checks = [Check("terminal", not small, size + (": the workstation needs 80 by 24" if small else ""))]
    encoding = str(terminal["encoding"]).lower().replace("-", "")
    if encoding != "utf8":
        checks.append(Check("encoding", False, f"{encoding or 'unknown'}: set LANG to a UTF-8 locale"))
    return checks
