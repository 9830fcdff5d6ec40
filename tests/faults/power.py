"""Power cuts: the machine stops at any moment of a morning's work, and is started again."""

from __future__ import annotations

import pickle
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.faults.disk import Acknowledged, Disk, Note, after_a_cut
from tests.faults.found import Found
from tests.team import Clock
from tui_coder.domain.stopping import InHand, StoppingPoint
from tui_coder.domain.work import HoldReason
from tui_coder.services import assigning, claiming, intake, people, stopping, turning_back
from tui_coder.store.engine import StoreError
from tui_coder.store.soundness import told, trials
from tui_coder.store.unit_of_work import Store


def recorded(store: Path, rounds: int) -> list[Note]:
    """Every write of a morning's work on a copy of the store, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="tc-power-") as folder:
        copy = Path(shutil.copy2(store, Path(folder) / "team.db"))
        notes = Path(folder) / "notes"
        subprocess.run([sys.executable, "-m", __name__, str(copy), str(rounds), str(notes)], check=True, timeout=600)
        found: list[Note] = pickle.loads(notes.read_bytes())
    return [named_shortly(note) for note in found]


def named_shortly(note: Note) -> Note:
    """The same without the folder: it is looked at in another one."""
    if isinstance(note, Acknowledged):
        return note
    changes = {name: getattr(note, name) for name in note.__slots__} | {"file": Path(note.file).name}
    return type(note)(**changes)


def work(path: Path, rounds: int, disk: Disk) -> None:
    """Take, write, hold, release, undo; now and then charts arrive. Each is noted once the program says it is done."""
    store = Store.open(path)
    clock = Clock()
    ann, lena = (people.sign_in(store, name, clock) for name in ("ann", "lena"))
    charts = path.parent / "charts"
    charts.mkdir()
    (charts / "note.txt").write_text("Essential hypertension. " * 200, encoding="utf-8")

    def done() -> None:
        with store.reading(clock()) as unit:
            disk.acknowledged(("entry", *unit.log.head()))

    for number in range(rounds):
        item = claiming.claim_next(ann)
        done()
        stopping.keep(ann, "here", InHand(StoppingPoint("workbench", item.id), note=f"{number} " * 50))
        disk.acknowledged(("draft", item.id, number))
        assigning.hold(ann, [item.id], HoldReason.LATE_REPORT)
        assigning.release(ann, [item.id])
        done()
        turning_back.undo(ann)
        assigning.release(ann, [item.id])
        done()
        if number % 5 == 0:
            rows = "".join(f"C{number}-{n},outpatient,2026-08-10,clinic,note.txt\n" for n in range(20))
            (charts / "worklist.csv").write_text(f"account,setting,service_date,facility,documents\n{rows}", "utf-8")
            intake.import_charts(lena, [charts])
            done()
    store.close()


def cut(
    before: Path,
    notes: Sequence[Note],
    times: int,
    draw: random.Random,
    *,
    syncs: bool = True,
    at_the_end: bool = False,
) -> Found:
    """Cut the power so many times, start again each time, and look for what was acknowledged.

    It is cut at any moment, or `at_the_end` of all.
    """
    found = Found()
    base = {"team.db": before.read_bytes()}
    with tempfile.TemporaryDirectory(prefix="tc-power-") as folder:
        for number in range(times):
            until = len(notes) if at_the_end else draw.randrange(1, len(notes) + 1)
            files = after_a_cut(base, notes[:until], draw, syncs=syncs)
            place = Path(folder) / str(number)
            place.mkdir(mode=0o700)
            for name, content in files.items():
                (place / name).write_bytes(content)
                (place / name).chmod(0o600)
            said = [note.what for note in notes[:until] if isinstance(note, Acknowledged)]
            found.times += 1
            found.acknowledged += len(said)
            _look(place / "team.db", said, found)
            shutil.rmtree(place)
    return found


def _look(path: Path, said: Sequence[tuple[str, int, Any]], found: Found) -> None:
    try:
        faults = told(trials(path))
        store = Store.open(path)
    except StoreError as error:
        faults = str(error)
    if faults:
        found.unsound.append(faults)
        return
    with store.reading(Clock()()) as unit:
        ann = unit.people.named("ann").id
        digests = {entry.sequence: entry.digest for entry in unit.log.entries()}
        for kind, key, what in said:
            if kind == "entry":
                found.lost += digests.get(key) != what
            else:  # or a later draft, when the power went before anybody could be told
                draft = unit.notes.get(key, ann)[1]
                found.lost += draft is None or int(draft.split()[0]) < what
    store.close()


def main(path: str, rounds: str, notes: str) -> None:
    disk = Disk()
    with disk.plugged_in():
        work(Path(path), int(rounds), disk)
    Path(notes).write_bytes(pickle.dumps(disk.notes))


if __name__ == "__main__":
    main(*sys.argv[1:])
