"""What people do in processes of their own, which are killed at any moment."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection

from tui_coder.domain.refusals import Refusal
from tui_coder.domain.stopping import InHand, StoppingPoint
from tui_coder.domain.work import HoldReason, WorkState
from tui_coder.places import place_of
from tui_coder.services import assigning, claiming, intake, people, stopping, turning_back
from tui_coder.services.desk import Desk
from tui_coder.store.unit_of_work import Store

Life = Callable[[Desk, Connection], None]


def type_a_note(desk: Desk, told: Connection) -> None:
    """A word more at every save, and a word to the parent once it is saved."""
    words = ""
    for number in range(1_000_000):
        words += f"{number} "
        stopping.keep(desk, "here", InHand(StoppingPoint("workbench", 1), note=words))
        told.send(number)


def work_through_the_queue(desk: Desk, told: Connection) -> None:
    """Take, hold, release, undo, over and over; each is told once it is done."""
    while True:
        try:
            item = claiming.claim_next(desk)
            assigning.hold(desk, [item.id], HoldReason.LATE_REPORT)
            assigning.release(desk, [item.id])
            turning_back.undo(desk)
            assigning.release(desk, [item.id])
        except Refusal:  # colleagues have it all for a moment, or were at the same thing at the same moment
            with desk.reading() as unit:
                mine = [each.id for each in unit.items.open_of(desk.actor.id)]
            with suppress(Refusal):
                assigning.release(desk, mine)
            continue
        with desk.reading() as unit:
            told.send(unit.log.head())


def take_charts(desk: Desk, told: Connection) -> None:
    """Charts come in, one import after the other; each is told once it is done."""
    folder = desk.store.path.parent / "charts"
    folder.mkdir(exist_ok=True)
    (folder / "note.txt").write_text("Essential hypertension.", encoding="utf-8")
    told.send(0)
    for number in range(1_000_000):
        rows = "".join(f"C{number}-{n},outpatient,2026-08-10,clinic,note.txt\n" for n in range(40))
        (folder / "worklist.csv").write_text(
            f"account,setting,service_date,facility,documents\n{rows}", encoding="utf-8"
        )
        told.send(intake.import_charts(desk, [folder]).encounters)


def stop_inside_a_write(desk: Desk, told: Connection) -> None:
    """Half of a change is written when the process stops."""
    with desk.writing() as unit:
        unit.items.write(unit.items.get(1), "ann", state=WorkState.SUBMITTED.value)
        told.send("inside")
        signal.pause()


def _live(address: str, name: str, life: Life, told: Connection) -> None:
    store = Store.open(place_of(address))
    life(people.sign_in(store, None if store.signed_in else name), told)


@contextmanager
def living(address: str, life: Life, name: str = "ann") -> Iterator[tuple[Connection, Callable[[], None]]]:
    """A process that lives that life on a store, what it tells, and the way to kill it."""
    apart = multiprocessing.get_context("forkserver")
    apart.set_forkserver_preload([__name__, "psycopg", "tui_coder.store.embedded", "tui_coder.store.postgres.store"])
    here, there = apart.Pipe(duplex=False)
    process = apart.Process(target=_live, args=(address, name, life, there), daemon=True)
    process.start()
    there.close()

    def kill() -> None:
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join(30)
        assert process.exitcode == -signal.SIGKILL

    try:
        yield here, kill
    finally:
        if process.is_alive():
            kill()


def rest_of(told: Connection) -> list[object]:
    """What was told and not yet heard; the end of the process ends it, also in the middle of a word."""
    heard: list[object] = []
    try:
        while told.poll(5):
            heard.append(told.recv())
    except (EOFError, OSError):
        pass
    return heard
