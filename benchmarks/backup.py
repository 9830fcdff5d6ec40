"""How long people wait who write while a store is backed up, beside the same writes without a backup.

    python benchmarks/backup.py [--charts N] [--rounds N] [--json FILE]

One person writes a draft over and over in a process of their own, as when typing; meanwhile the store is backed up by
the service that `tui-coder db backup` calls. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tui_coder import settings
from tui_coder.domain.encounter import Encounter, Setting
from tui_coder.domain.intake import IncomingDocument
from tui_coder.domain.roles import Role
from tui_coder.domain.stopping import InHand, StoppingPoint
from tui_coder.services import backups, claiming, people, stopping
from tui_coder.store.unit_of_work import Store

WORDS = ("hypertension", "controlled", "denies", "chest", "pain", "follow", "up", "in", "three", "months", "amlodipine")


def make_store(path: Path, charts: int) -> None:
    """Charts of about 100 KB each, of invented words."""
    store = Store.open(path)
    owner = people.owner(store)
    people.add(owner, "ann", Role.CODER)
    draw, today = random.Random(1), date.today()
    with owner.writing() as unit:
        facility = unit.people.facility("Clinic", "Clinic")
        for number in range(charts):
            days = {"service_from": today, "service_to": today}
            told = Encounter(account=f"A{number}", facility="Clinic", setting=Setting.OUTPATIENT, **days)
            key = unit.encounters.add(facility, told)
            words = " ".join(draw.choices(WORDS, k=500)) + "\n"
            unit.encounters.add_document(key, IncomingDocument.of("note.txt", words * 26, title="note"))
            unit.items.add(key, 5, None, 6)
    store.close()


def write(path: Path, line: Connection) -> None:
    """Keep a draft over and over; at a word from outside, tell how long each took since the word before, in ms."""
    store = Store.open(path)
    ann = people.sign_in(store, "ann")
    item, number = claiming.claim_next(ann).id, 0
    while True:
        waits: list[float] = []
        while not line.poll():
            began = time.perf_counter()
            stopping.keep(ann, "here", InHand(StoppingPoint("workbench", item), note=f"half a sentence {number}"))
            waits.append((time.perf_counter() - began) * 1_000)
            number += 1
            time.sleep(0.005)
        line.recv()
        line.send(waits)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--charts", type=int, default=3_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="tui-coder-backup-") as folder:
        home = Path(folder)
        path = home / "team.db"
        make_store(path, options.charts)
        here, there = multiprocessing.Pipe()
        writer = multiprocessing.get_context("spawn").Process(target=write, args=(path, there), daemon=True)
        writer.start()
        where = settings.load(db=str(path), environ={"TUI_CODER_HOME": folder})
        alone: list[float] = []
        during: list[float] = []
        taken: list[float] = []
        time.sleep(2)
        _heard(here)
        for number in range(options.rounds):
            began = time.perf_counter()
            kept = backups.back_up(where, home / f"backup{number}.db")
            taken.append(time.perf_counter() - began)
            during += _heard(here)
            time.sleep(taken[-1])
            alone += _heard(here)
            kept.file.unlink()
        writer.kill()
        size = path.stat().st_size / 1e6
    print(f"A store of {size:,.0f} MB is backed up and looked through in {median(taken):.1f} s.\n")
    print("| a draft is kept, ms | times | median | p95 | longest |\n|---|--:|--:|--:|--:|")
    for name, waits in (("nobody backs up", alone), ("during a backup", during)):
        print(
            f"| {name} | {len(waits):,} | {median(waits):.1f} | {quantiles(waits, n=20)[-1]:.1f} | {max(waits):.1f} |"
        )
    print(f"| ratio | | {median(during) / median(alone):.1f} | | {max(during) / max(alone):.1f} |")
    if options.json:
        options.json.write_text(json.dumps({"mb": size, "seconds": taken, "alone": alone, "during": during}), "utf-8")


def _heard(line: Connection) -> list[float]:
    line.send("tell")
    heard: list[float] = line.recv()
    return heard


if __name__ == "__main__":
    main()
