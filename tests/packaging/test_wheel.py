"""The built wheel, installed in a fresh environment, is the whole program: code, styles, code sets, charts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

HEADLESS_START = """
import asyncio, sys, tempfile
from pathlib import Path
from tui_coder.bootstrap import open_house
from tui_coder.settings import load
from tui_coder.ui.app import Workstation

async def start():
    app = Workstation(lambda: open_house(load()))
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(400):
            await pilot.pause(0.05)
            if app.house is not None and type(app.screen).__name__ == "QueueScreen":
                break
        print(type(app.screen).__name__)
        await pilot.press("q")
    return app.return_code

sys.exit(asyncio.run(start()) or 0)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The python of a fresh environment with the wheel in it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(REPOSITORY)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env")
    python = folder / "env" / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-compile", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=400)
    return python


def environment(tmp_path: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("TUI_CODER", "PYTHON", "TEXTUAL"))
    }
    return {**kept, "TUI_CODER_HOME": str(tmp_path / "home")}


def test_the_wheel_carries_what_the_program_reads(installed: Path) -> None:
    ask = (
        "from tui_coder.resources import shipped, practice; import json;"
        "print(json.dumps([len(list(shipped('styles').glob('*.tcss'))),"
        "len(list(shipped('codesets').glob('*/*/manifest.toml'))), len(list(practice().glob('charts/*')))]))"
    )
    told = subprocess.run([installed, "-c", ask], check=True, capture_output=True, text=True, cwd="/", timeout=60)
    styles, manifests, charts = json.loads(told.stdout)
    assert styles >= 5
    assert manifests >= 5
    assert charts >= 24


def test_the_console_script_answers(installed: Path, tmp_path: Path) -> None:
    script = installed.with_name("tui-coder")
    told = subprocess.run(
        [script, "--version"], capture_output=True, text=True, cwd="/", env=environment(tmp_path), timeout=60
    )
    assert told.returncode == 0
    assert told.stdout.split()[-1].count(".") == 2


def test_the_workstation_starts_without_a_terminal_of_its_own(installed: Path, tmp_path: Path) -> None:
    told = subprocess.run(
        [installed, "-c", HEADLESS_START],
        capture_output=True,
        text=True,
        cwd="/",
        env=environment(tmp_path),
        timeout=120,
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout.split() == ["QueueScreen"]
