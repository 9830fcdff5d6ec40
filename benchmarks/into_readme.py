"""Runs every benchmark and writes what they print into README.md, with the machine they ran on.

    python benchmarks/into_readme.py [NAME ...]

With names (such as start_up), only those are run anew; the others keep the figures they have.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
README = HERE.parent / "README.md"
BENCHMARKS = {
    "start_up": "Start-up, beside a minimal Textual app",
    "search_keystrokes": "Search, at every keystroke",
    "code_book": "What the code book costs a session",
    "search_quality": "Whether the search finds what coders look for",
    "queue_store": "The store of a queue of 1,000,000 items, beside one of 100",
    "backup": "Writing while the store is backed up",
    "work_table": "The queue on screen, beside Textual's DataTable",
    "chart_view": "The chart on screen",
    "edits": "Every rule at each change",
    "claims": "Everybody presses n at once",
    "team_sessions": "A team on one host",
    "log": "The log: proving a million entries, appending one while thirty people do",
}
START, END = "<!-- benchmarks -->\n", "<!-- end benchmarks -->"


def main() -> None:
    wanted = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in wanted if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}.")
    before, rest = README.read_text(encoding="utf-8").split(START, 1)
    old, after = rest.split(END, 1)
    parts = dict(re.findall(r"### `(\w+)`: [^\n]*\n\n(.*?)\n(?=### |\Z)", old + "\n", re.DOTALL))
    for name in wanted:
        print(f"running {name} ...", file=sys.stderr)
        done = subprocess.run([sys.executable, str(HERE / f"{name}.py")], stdout=subprocess.PIPE, text=True, check=True)
        parts[name] = f"{done.stdout.strip()}\n\n{_machine()}\n"
    shown = "\n".join(f"### `{name}`: {title}\n\n{parts[name]}" for name, title in BENCHMARKS.items() if name in parts)
    README.write_text(f"{before}{START}{shown}{END}{after}", encoding="utf-8")


def _machine() -> str:
    system, python = f"{platform.system()} {platform.machine()}", f"Python {platform.python_version()}"
    return f"*{date.today()}, {os.cpu_count()} cores, {system}, {python}*"


if __name__ == "__main__":
    main()
