"""The log: everything is in it once, and whatever is done to it afterwards is found."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.forger import Forger, forger_of
from tests.team import Team
from tui_coder.domain.audit import canonical_json, digest_of, hashed_fields, whole_item
from tui_coder.domain.stopping import InHand, StoppingPoint
from tui_coder.resources import sqlite_module
from tui_coder.services import assigning, chart, claiming, log, queue, stopping
from tui_coder.store.event_log import LINKS, STORED
from tui_coder.store.proving import proved


@pytest.fixture(scope="module")
def morning(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a morning in its log."""
    path = Path(shutil.copy2(founded, tmp_path_factory.mktemp("morning") / "team.db"))
    with Team(path) as team:
        team.arrive("A1", "A2", "A3")
        for item in (1, 2, 3):
            claiming.claim(team.ann, item)
            chart.open_chart(team.ann, item)
        assigning.give(team.lena, [1, 2], "bob", "away")
    return path


@pytest.fixture
def told(morning: Path, tmp_path: Path) -> Iterator[Team]:
    """The team at a copy of that store."""
    folder = tmp_path / "told"
    folder.mkdir(mode=0o700)
    with Team(Path(shutil.copy2(morning, folder / "team.db"))) as team:
        yield team


@pytest.fixture
def forger(told: Team) -> Forger:
    return forger_of(told)


def test_an_untouched_log_holds(told: Team) -> None:
    proof = log.verify(told.lena)
    assert (proof.ok, proof.first_bad, proof.entries) == (True, None, len(told.events()))
    assert proof.head == told.events()[-1].digest
    assert told.said(1) == ["ann claimed", "ann opened", "lena given"]
    given = told.events(1)[-1]
    assert (given.before["assignee"], given.after["assignee"], given.after["reason"]) == ("ann", "bob", "away")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2026-01-01T00:00:00.000+00:00"),
        ("person", "bob"),
        ("os_account", "somebody"),
        ("what", "closed"),
        ("item", "A9"),
        ("item_id", 3),
        ("before", '{"forged":1}'),
        ("after", '{"forged":1}'),
        ("previous", "0" * 63 + "1"),
        ("digest", "f" * 64),
        ("sequence", 99),
    ],
)
@pytest.mark.parametrize("place", [1, 7, "last"])
def test_any_change_to_any_entry_is_found_there(
    told: Team, forger: Forger, column: str, value: object, place: int | str
) -> None:
    sequence = len(told.events()) if place == "last" else int(place)
    forger.run(f"UPDATE event SET {column} = ? WHERE sequence = ?", value, sequence)
    assert log.verify(told.lena).first_bad == sequence


def test_a_change_with_its_digest_mended_is_found_at_the_next_entry(told: Team, forger: Forger) -> None:
    forger.run("UPDATE event SET person = 'bob' WHERE sequence = 7")
    row = next(each for each in told.events() if each.sequence == 7)
    digest = digest_of(
        row.previous, 7, row.at.isoformat(timespec="milliseconds"), "bob", row.os_account, row.what, f"#1 {row.item}",
        canonical_json(row.before), canonical_json(row.after),
    )  # fmt: skip
    forger.run("UPDATE event SET digest = ? WHERE sequence = 7", digest)
    assert log.verify(told.lena).first_bad == 8


@pytest.mark.parametrize("gone", [1, 7])
def test_a_missing_entry_is_found(told: Team, forger: Forger, gone: int) -> None:
    forger.run("DELETE FROM event WHERE sequence = ?", gone)
    assert log.verify(told.lena).first_bad == gone


def test_a_missing_entry_is_found_when_the_others_close_up(told: Team, forger: Forger) -> None:
    forger.run("DELETE FROM event WHERE sequence = 7")
    for sequence in range(8, len(told.events()) + 2):
        forger.run("UPDATE event SET sequence = ? WHERE sequence = ?", sequence - 1, sequence)
    assert log.verify(told.lena).first_bad == 7


def test_two_entries_that_changed_places_are_found(told: Team, forger: Forger) -> None:
    for old, new in ((7, 900), (8, 7), (900, 8)):
        forger.run("UPDATE event SET sequence = ? WHERE sequence = ?", new, old)
    assert log.verify(told.lena).first_bad == 7


def test_an_entry_slipped_in_at_the_end_is_found_unless_it_is_chained(told: Team, forger: Forger) -> None:
    last = told.events()[-1]
    forger.run(
        f"INSERT INTO event ({STORED}) VALUES (?, ?, 'bob', 'root', 'nothing', NULL, '', '{{}}', '{{}}', ?, ?)",
        last.sequence + 1, last.at.isoformat(), "e" * 64, "f" * 64,
    )  # fmt: skip
    assert log.verify(told.lena).first_bad == last.sequence + 1


def test_a_cut_tail_shows_in_the_head_that_was_noted_before(told: Team, forger: Forger) -> None:
    """The chain alone cannot tell a log that was cut short: the head, kept elsewhere, does."""
    noted = log.verify(told.lena)
    forger.run("DELETE FROM event WHERE sequence > ?", noted.entries - 2)
    cut = log.verify(told.lena)
    assert (cut.entries, cut.head != noted.head) == (noted.entries - 2, True)
    assert noted.head not in {each.digest for each in told.events()}


def test_a_chain_computed_anew_shows_in_the_head_that_was_noted_before(told: Team, forger: Forger) -> None:
    noted = log.verify(told.lena)
    forger.run("UPDATE event SET person = 'bob' WHERE sequence = 7")
    forger.mend_digests(7)
    again = log.verify(told.lena)
    assert (again.ok, again.entries) == (True, noted.entries)
    assert again.head != noted.head


def test_the_digest_is_what_anyone_can_compute(told: Team) -> None:
    entry = told.events(1)[0]
    fields = [
        entry.previous, entry.sequence, entry.at.isoformat(timespec="milliseconds"), entry.person, entry.os_account,
        entry.what, f"#1 {entry.item}", canonical_json(entry.before), canonical_json(entry.after),
    ]  # fmt: skip
    body = json.dumps(fields, separators=(",", ":"), ensure_ascii=False)
    assert entry.digest == hashlib.sha256(body.encode()).hexdigest()


texts = st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8)


@given(st.tuples(*[texts] * 5, st.none() | st.integers(1, 10**9)))
def test_sqlite_writes_the_fields_as_they_are_hashed(told: tuple[str, str, str, str, str, int | None]) -> None:
    at, person, item, before, after, item_id = told
    with closing(sqlite_module().connect(":memory:")) as raw:
        raw.execute(f"CREATE TABLE event ({STORED})")
        row = (7, at, person, "root", "claimed", item_id, item, before, after, "p", "d")
        raw.execute(f"INSERT INTO event VALUES ({', '.join('?' * len(row))})", row)
        (link,) = raw.execute(LINKS, (0, 7)).fetchall()
    named = whole_item(item_id, item)
    assert link == (7, "p", "d", hashed_fields(7, at, person, "root", "claimed", named, before, after))


@pytest.mark.parametrize("value", ["x'00ff'", "7", "1.5", "x''"])
@pytest.mark.parametrize("column", ["at", "person", "after", "previous", "digest", "item_id"])
def test_a_value_of_another_kind_is_found_too(told: Team, forger: Forger, column: str, value: str) -> None:
    forger.run(f"UPDATE event SET {column} = {value} WHERE sequence = 7")
    assert log.verify(told.lena).first_bad == 7


@pytest.mark.parametrize("at", [None, -2])
def test_two_processes_find_what_one_finds(office: Team, at: int | None) -> None:
    """Of a long log the second half is read over by a second process, on a line of its own."""
    forger = forger_of(office)
    sequences = [row[0] for row in forger.rows()]
    if at is not None:
        forger.run("UPDATE event SET person = 'eve' WHERE sequence = ?", sequences[at])
    store = office.store
    with store.reading(office.clock()) as unit:
        assert proved(store, unit, sequences, long=1) == unit.log.walk(sequences)
        assert unit.log.walk(sequences).first_bad == (None if at is None else sequences[at])


def test_looking_writes_nothing_and_opening_writes_one_entry(told: Team) -> None:
    wanted = queue.listing(told.ann, "all")
    before = told.contents()
    queue.page(told.ann, wanted)
    queue.counts(told.ann)
    queue.why(told.ann, 1)
    chart.look_again(told.ann, 1)
    chart.overview(told.ann, 1)
    chart.history(told.ann, 1)
    log.show(told.lena)
    assert told.contents() == before
    chart.open_chart(told.omar, 1)
    assert told.said(1)[-1] == "omar opened"


def test_the_log_holds_no_words_of_the_chart_or_its_notes(told: Team) -> None:
    chart.save_note(told.ann, 3, "the secret of the note")
    stopping.keep(told.ann, "here", InHand(StoppingPoint("workbench", 3), note="a secret draft"))
    told.arrive("A4", patient="Secretwood, Ida", text="Secret hypertension.")
    claiming.claim(told.ann, 4)
    chart.open_chart(told.ann, 4)
    assert "ecret" not in repr(told.contents()["event"])


def test_a_copy_of_the_store_verifies_like_the_store(told: Team, tmp_path: Path) -> None:
    with told.store.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    told.store.close()
    folder = tmp_path / "copy"
    folder.mkdir(mode=0o700)
    for file in told.path.parent.iterdir():
        shutil.copy2(file, folder)
    with Team(folder / told.path.name) as copy:
        assert log.verify(copy.lena).ok
