"""Anchoring: what is signed was read over first, and an altered log is found by its checkpoints and signed no more."""

from __future__ import annotations

import json
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from queue import Queue

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from tests.forger import forger_of
from tests.team import Team
from tui_coder.domain.checkpoint import MOST_ENTRIES, Checkpoint
from tui_coder.domain.refusals import Altered, Malformed, NotAllowed
from tui_coder.interchange.checkpoints import read_lines
from tui_coder.services import anchor_keys, anchoring, log
from tui_coder.services.anchoring import Anchor, Anchoring
from tui_coder.services.desk import Desk
from tui_coder.settings import CheckpointSettings, SettingsError


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pair of keys: `lead` signs, `lead.pub` checks."""
    folder = tmp_path_factory.mktemp("keys")
    anchor_keys.make(folder / "lead")
    return folder


@pytest.fixture
def where(keys: Path, tmp_path: Path) -> CheckpointSettings:
    return CheckpointSettings(tmp_path / "checkpoints", keys / "lead", keys / "lead.pub")


def do(desk: Desk, times: int = 1) -> None:
    """Something that is an entry of the log."""
    for _ in range(times):
        with desk.writing() as unit:
            desk.note(unit, "looked out of the window")


@pytest.fixture
def busy(team: Team) -> Team:
    do(team.ann, 6)
    return team


def test_what_came_since_is_signed_and_the_log_fits(busy: Team, where: CheckpointSettings) -> None:
    anchor = Anchor(busy.lena, where)
    first = anchor.make()
    assert first is not None and (first.first, first.last, first.by) == (1, len(busy.events()), "lena")
    assert anchor.make() is None
    do(busy.bob, 2)
    assert anchor.unanchored() == 2
    second = anchor.make()
    assert second is not None and (second.first, second.last) == (first.last + 1, first.last + 2)
    assert second.head == busy.events()[-1].digest
    do(busy.ann)
    proof = log.verify(busy.omar, anchoring.known(replace(where, key=None)))
    assert (proof.ok, proof.checkpoints, proof.unanchored, proof.anchored) == (True, 2, 1, second)


def test_a_coder_anchors_nothing(busy: Team, where: CheckpointSettings) -> None:
    with pytest.raises(NotAllowed):
        Anchor(busy.ann, where)
    assert busy.said()[-1] == "ann denied"


@pytest.mark.parametrize("alter", ["cut", "anew", "slipped in before", "all anew"])
def test_what_the_chain_cannot_show_the_checkpoints_do(busy: Team, where: CheckpointSettings, alter: str) -> None:
    anchor = Anchor(busy.lena, where)
    anchor.make()
    do(busy.ann, 3)
    anchored = anchor.make()
    assert anchored is not None
    forger = forger_of(busy)
    if alter == "cut":
        forger.run("DELETE FROM event WHERE sequence > ?", anchored.last - 2)
    elif alter == "all anew":
        forger.run("UPDATE event SET person = 'bob' WHERE sequence = 1")
        forger.mend_digests()
    else:
        forger.run("UPDATE event SET person = 'bob' WHERE sequence = ?", anchored.last - 1)
        forger.mend_digests(anchored.last - 1)
        if alter == "slipped in before":
            forger.append("bob", "claimed")
    assert log.verify(busy.lena).ok  # the chain alone says nothing
    proof = log.verify(busy.lena, anchoring.known(where))
    assert (proof.ok, proof.first_bad, len(proof.faults)) == (False, None, 1)
    told = {
        "cut": "its end was cut off",
        "all anew": "all of this one was written anew",
    }.get(alter, f"entries {anchored.first} to {anchored.last} are not those")
    assert told in proof.faults[0]
    before = where.file.read_bytes() if where.file else b""
    with pytest.raises(Altered, match="Nothing was signed"):
        Anchor(busy.lena, where).make()
    assert where.file is not None and where.file.read_bytes() == before


def test_a_broken_chain_is_not_signed(busy: Team, where: CheckpointSettings) -> None:
    anchor = Anchor(busy.lena, where)
    anchor.make()
    do(busy.ann, 3)
    forger_of(busy).run("UPDATE event SET person = 'bob' WHERE sequence = ?", len(busy.events()) - 1)
    with pytest.raises(Altered, match=f"entry {len(busy.events()) - 1} is not what was written"):
        anchor.make()


def test_checkpoints_that_were_tampered_with_prove_nothing(busy: Team, where: CheckpointSettings) -> None:
    assert where.file is not None
    anchor = Anchor(busy.lena, where)
    for _ in range(3):
        anchor.make()
        do(busy.ann)
    lines = where.file.read_text(encoding="utf-8").splitlines(keepends=True)
    for tampered, told in (
        (lines[:1] + lines[2:], "does not follow"),
        ([*lines[:2], lines[2].replace('"by":"lena"', '"by":"omar"')], "signature of the last checkpoint"),
        ([], "holds no checkpoint yet"),
    ):
        where.file.write_text("".join(tampered), encoding="utf-8")
        proof = log.verify(busy.lena, anchoring.known(where))
        assert (proof.ok, told in proof.faults[0]) == (False, True)
    where.file.write_text(lines[2].replace('"by":"lena"', '"by":"omar"'), encoding="utf-8")
    with pytest.raises(Altered, match="not as it was signed"):
        anchor.make()
    where.file.write_text("".join(lines)[:-30], encoding="utf-8")
    with pytest.raises(Malformed, match="no whole checkpoint"):
        anchor.make()
    where.file.unlink()
    with pytest.raises(SettingsError, match="No such file"):
        anchoring.known(where)


def test_only_the_key_that_signed_checks(busy: Team, where: CheckpointSettings, tmp_path: Path) -> None:
    Anchor(busy.lena, where).make()
    other = anchor_keys.make(tmp_path / "other")
    known = anchoring.known(replace(where, public_key=other))
    assert "was signed with key" in known.faults[0]
    do(busy.ann)
    Anchor(busy.lena, replace(where, key=tmp_path / "other")).make()  # another lead goes on with their own
    assert anchoring.known(replace(where, public_key=other)).faults == ()


def test_what_does_not_keep_others_out_is_refused(busy: Team, where: CheckpointSettings, tmp_path: Path) -> None:
    assert where.file is not None and where.key is not None
    where.file.touch()
    where.file.chmod(0o662)
    with pytest.raises(SettingsError, match="chmod go-w"):
        Anchor(busy.lena, where).make()
    loose = tmp_path / "loose"
    shutil.copy(where.key, loose)
    loose.chmod(0o640)
    with pytest.raises(SettingsError, match="chmod 600"):
        Anchor(busy.lena, replace(where, key=loose))
    loose.chmod(0o600)
    loose.write_text("no key", encoding="utf-8")
    with pytest.raises(SettingsError, match="no key in PEM form"):
        Anchor(busy.lena, replace(where, key=loose))
    with pytest.raises(Malformed, match="is there already"):
        anchor_keys.make(where.key)


def test_the_signature_is_what_anyone_can_check(busy: Team, where: CheckpointSettings) -> None:
    assert where.file is not None and where.public_key is not None
    Anchor(busy.lena, where).make()
    told = json.loads(where.file.read_text(encoding="utf-8"))
    fields = [told[each] for each in ("origin", "first", "last", "head", "at", "by", "previous", "key")]
    body = json.dumps(["tui-coder checkpoint 1", *fields], separators=(",", ":"), ensure_ascii=False)
    key = load_pem_public_key(where.public_key.read_bytes())
    assert isinstance(key, Ed25519PublicKey)
    key.verify(bytes.fromhex(told["signature"]), body.encode())
    with pytest.raises(InvalidSignature):
        key.verify(bytes.fromhex(told["signature"]), body.replace("lena", "omar").encode())


# ---- while a process runs --------------------------------------------------------------------------------------------


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[socket.socket]:
    """The system's log, as it were."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(tmp_path / "log"))
        receiver.settimeout(60)
        yield receiver


def test_a_busy_log_is_anchored_within_a_hundred_entries(
    busy: Team, where: CheckpointSettings, listener: socket.socket
) -> None:
    where = replace(where, syslog=listener.getsockname())
    keeping, warnings = Anchoring(busy.lena, where), list[str]()
    keeping.start(warnings.append)
    try:
        heard = [read_lines([listener.recv(9_000).decode()], "log")[0]]
        for _ in range(3):
            do(busy.ann, MOST_ENTRIES // 2)
            heard += read_lines([listener.recv(9_000).decode()], "log")
        do(busy.bob)
    finally:
        keeping.close()
    assert warnings == []
    known = anchoring.known(where)
    assert known.checkpoints[: len(heard)] == tuple(heard)
    assert max(each.last - each.first + 1 for each in known.checkpoints) <= MOST_ENTRIES
    assert known.last is not None and known.last.last == len(busy.events())
    assert log.verify(busy.lena, known).ok


def test_what_comes_while_the_first_checkpoint_is_told_is_anchored_too(busy: Team, where: CheckpointSettings) -> None:
    told: Queue[Checkpoint] = Queue()

    def tell(made: Checkpoint) -> None:
        if told.empty():
            do(busy.ann, MOST_ENTRIES // 2)
        told.put(made)

    keeping, warnings = Anchoring(busy.lena, where, tell), list[str]()
    keeping.start(warnings.append)
    try:
        first, second = told.get(timeout=60), told.get(timeout=60)
    finally:
        keeping.close()
    assert (second.first, second.last) == (first.last + 1, first.last + MOST_ENTRIES // 2)
    assert warnings == []


def test_a_system_log_that_is_away_is_warned_of_and_the_file_goes_on(
    busy: Team, where: CheckpointSettings, tmp_path: Path
) -> None:
    where = replace(where, syslog=str(tmp_path / "nobody"))
    warned, warnings = threading.Event(), list[str]()
    keeping = Anchoring(busy.lena, where)
    keeping.start(lambda told: (warnings.append(told), warned.set()))
    assert warned.wait(10)
    keeping.close()
    assert "system's log does not answer" in warnings[0]
    known = anchoring.known(where)
    assert known.last is not None and known.last.last == len(busy.events())


def test_a_quiet_log_is_anchored_within_five_minutes(busy: Team, where: CheckpointSettings) -> None:
    times, made = iter([0.0, 10.0, 151.0]), threading.Event()
    keeping = Anchoring(busy.lena, where, lambda _: made.set(), lambda: next(times))
    for _ in range(2):
        keeping.look()
        assert not made.is_set()
    keeping.look()
    assert made.is_set() and Anchor(busy.lena, where).unanchored() == 0


def test_an_altered_log_is_warned_of_and_ends_the_anchoring(busy: Team, where: CheckpointSettings) -> None:
    Anchor(busy.lena, where).make()
    forger_of(busy).run("DELETE FROM event WHERE sequence > 3")
    with pytest.raises(Altered, match="its end was cut off"):
        Anchoring(busy.lena, where).run(print)
    keeping, warnings = Anchoring(busy.lena, where), list[str]()
    keeping.start(warnings.append)
    keeping.close()
    (told,) = warnings
    assert "not anchored any more" in told and "cut off" in told


def test_two_processes_anchor_one_file(busy: Team, where: CheckpointSettings) -> None:
    anchors = [Anchor(desk, where) for desk in (busy.lena, busy.omar)]
    for turn in range(4):
        do(busy.ann)
        assert anchors[turn % 2].make() is not None
        assert anchors[1 - turn % 2].make() is None
    assert anchoring.known(where).faults == ()
