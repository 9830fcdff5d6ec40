"""The parts of README.md that are made by the program itself: the key table and the screenshot.

Run it to write them anew: python -m tests.tools.readme_parts
"""

from __future__ import annotations

import re
import subprocess
from itertools import groupby
from pathlib import Path

from tests.terminal.terminal import Terminal, program
from tui_coder.ui.commands import COMMANDS, SCOPES, Command, printed_key

README = Path(__file__).resolve().parents[2] / "README.md"


def key_table() -> str:
    """Every key of the command table as Markdown tables, one for each place where the keys act."""
    parts = []
    for scope, commands in groupby(COMMANDS, lambda each: each.scope):
        rows = "\n".join(f"| {_keys(each)} | {each.label} | {each.help} |" for each in commands)
        parts.append(f"**{SCOPES[scope].capitalize()}**\n\n| key | | what it does |\n|---|---|---|\n{rows}")
    return "\n\n".join(parts)


def _keys(command: Command) -> str:
    return " ".join(f"`{printed_key(key)}`" for key in command.keys)


def screenshot() -> str:
    """The demo in a terminal, drawn by the running program: the queue, and its first chart being coded."""
    subprocess.run([program(), "codes", "build"], check=True, stdout=subprocess.DEVNULL)
    terminal = Terminal([program(), "demo"], {}, columns=120, rows=30)
    try:
        queue = terminal.see("My work", "why here", seconds=90)
        terminal.press("n")
        terminal.see("nothing to check yet")
        terminal.press("c")
        terminal.type("ckd 3b")
        chart = terminal.see("code: ckd 3b", "N18.32")
        terminal.press("esc", "esc", "q")
    finally:
        terminal.close()
    return "\n\n".join(f"```text\n{shot.rstrip()}\n```" for shot in (queue, chart))


def between(text: str, name: str) -> str:
    """What stands between the marks of a part."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- end {name} -->", text, re.DOTALL)
    if found is None:
        raise LookupError(f"README.md has no part '{name}'")
    return found.group(1).rstrip("\n")


def replaced(text: str, name: str, part: str) -> str:
    """The text with the part in place of what stands between its marks."""
    before, rest = text.split(f"<!-- {name} -->\n", 1)
    after = rest.split(f"<!-- end {name} -->", 1)[1]
    return f"{before}<!-- {name} -->\n{part}\n<!-- end {name} -->{after}"


def main() -> None:
    text = README.read_text(encoding="utf-8")
    text = replaced(replaced(text, "keys", key_table()), "screenshot", screenshot())
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
