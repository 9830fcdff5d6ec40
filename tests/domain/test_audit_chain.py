"""The hash chain: whatever is done to the log afterwards is found, at the entry where it was done."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tui_coder.domain.audit import GENESIS, Walk, canonical_json, digest_of, hashed_fields, joined, walk


@dataclass(frozen=True)
class Entry:
    """An entry as it lies in a table: the hashed texts, and beside them what was stored when it was written."""

    sequence: int
    previous: str
    at: str
    person: str
    os_account: str
    what: str
    item: str
    before: str
    after: str
    digest: str = ""

    def computed(self) -> str:
        return digest_of(
            self.previous, self.sequence, self.at, self.person, self.os_account, self.what, self.item, self.before,
            self.after,
        )  # fmt: skip


def written(told: list[tuple[str, ...]]) -> list[Entry]:
    log: list[Entry] = []
    for number, texts in enumerate(told, start=1):
        entry = Entry(number, log[-1].digest if log else GENESIS, *texts)
        log.append(replace(entry, digest=entry.computed()))
    return log


def broken_at(log: list[Entry]) -> int | None:
    return walked(log).first_bad


def walked(log: list[Entry], *wanted: int, behind: int = 0, head: str = GENESIS) -> Walk:
    rows = (
        (e.sequence, e.previous, e.digest,
         hashed_fields(e.sequence, e.at, e.person, e.os_account, e.what, e.item, e.before, e.after))
        for e in log
    )  # fmt: skip
    return walk(rows, wanted, behind, head)


texts = st.text(alphabet=st.characters(exclude_categories=()), max_size=6)
logs = st.lists(st.tuples(*[texts] * 7), min_size=1, max_size=6).map(written)
long_logs = st.lists(st.tuples(*[texts] * 7), min_size=2, max_size=6).map(written)
CONTENT = [field.name for field in fields(Entry) if field.name not in ("sequence", "digest")]


@given(logs)
def test_an_untouched_log_holds(log: list[Entry]) -> None:
    assert broken_at(log) is None
    assert broken_at([]) is None


@given(logs, st.data(), st.sampled_from(CONTENT), texts)
def test_a_changed_word_is_found(log: list[Entry], data: st.DataObject, field: str, text: str) -> None:
    place = data.draw(st.integers(0, len(log) - 1))
    assume(getattr(log[place], field) != text)
    log[place] = replace(log[place], **{field: text})  # type: ignore[arg-type]
    assert broken_at(log) == place + 1


@given(logs, st.data(), st.sampled_from(CONTENT))
def test_a_field_that_is_no_text_any_more_is_found(log: list[Entry], data: st.DataObject, field: str) -> None:
    """As a damaged page leaves it."""
    place = data.draw(st.integers(0, len(log) - 1))
    log[place] = replace(log[place], **{field: None})  # type: ignore[arg-type]
    assert broken_at(log) == place + 1


@given(long_logs, st.data(), texts)
def test_a_changed_word_with_its_digest_mended_is_found_at_the_next_entry(
    log: list[Entry], data: st.DataObject, text: str
) -> None:
    place = data.draw(st.integers(0, len(log) - 2))
    assume(log[place].after != text)
    forged = replace(log[place], after=text)
    log[place] = replace(forged, digest=forged.computed())
    assert broken_at(log) == place + 2


@given(long_logs, st.data())
def test_a_missing_entry_is_found(log: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(log) - 2))
    del log[place]
    assert broken_at(log) == place + 1


@given(long_logs, st.data())
def test_a_missing_entry_is_found_when_the_rest_is_counted_anew(log: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(log) - 2))
    del log[place]
    renumbered = [replace(each, sequence=number) for number, each in enumerate(log, start=1)]
    assert broken_at(renumbered) == place + 1


@given(long_logs, st.data())
def test_two_entries_that_changed_places_are_found(log: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(log) - 2))
    log[place], log[place + 1] = log[place + 1], log[place]
    assert broken_at(log) == place + 1


@given(logs, st.data())
def test_an_entry_that_stands_twice_is_found(log: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(log) - 1))
    log.insert(place, log[place])
    assert broken_at(log) == place + 1


def test_a_log_that_starts_late_does_not_hold() -> None:
    log = written([("2026-11-23T09:30:00", "ann", "ann", "claimed", "A1", "{}", "{}")] * 3)
    assert broken_at(log[1:]) == 1


def test_every_field_is_told_apart() -> None:
    """The bounds between fields are hashed too: text cannot wander from one to the next unseen."""
    one = digest_of(GENESIS, 1, "t", "ann", "b", "what", "item", "x", "y")
    other = digest_of(GENESIS, 1, "t", "an", "nb", "what", "item", "x", "y")
    assert one != other
    assert len(one) == len(GENESIS) == 64


_TOLD = st.dictionaries(
    st.text(),
    st.one_of(st.text(), st.integers(), st.booleans(), st.none(), st.lists(st.text(), max_size=2)),
    max_size=5,
)


@given(told=_TOLD)
def test_what_is_told_has_one_text_form(told: dict[str, object]) -> None:
    assert canonical_json(told) == json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@given(st.tuples(*[texts] * 8))
def test_the_hashed_text_is_the_canonical_json_of_the_fields(told: tuple[str, ...]) -> None:
    previous, *rest = told
    body = canonical_json([previous, 7, *rest]).encode("utf-8", "surrogatepass")
    assert digest_of(previous, 7, *rest) == hashlib.sha256(body).hexdigest()


@given(long_logs, st.data())
def test_a_log_is_read_on_from_any_entry_that_is_known(log: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(log) - 1))
    found = walked(log[place:], len(log), behind=place, head=log[place - 1].digest)
    assert (found.first_bad, found.last, found.head) == (None, len(log), log[-1].digest)
    assert found.digests == {len(log): log[-1].digest}
    assert walked(log[place:], behind=place, head="f" * 64).first_bad == place + 1


def test_the_hashed_text_of_a_value_is_one() -> None:
    assert canonical_json({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'
    assert canonical_json({"a": 1, "b": 2}) == canonical_json({"b": 2, "a": 1})
    with pytest.raises(ValueError, match="Out of range"):
        canonical_json(float("nan"))


@given(long_logs, st.data(), st.sampled_from([each.name for each in fields(Entry)]), texts)
def test_two_who_share_a_log_find_what_one_finds(log: list[Entry], data: st.DataObject, field: str, text: str) -> None:
    """Whatever was done to it: the second begins where a row says that the chain stands, behind the first's last."""
    place, middle = data.draw(st.integers(0, len(log) - 1)), data.draw(st.integers(1, len(log) - 1))
    wanted = data.draw(st.sets(st.integers(1, len(log))))
    value = data.draw(st.integers(-1, len(log) + 2)) if field == "sequence" else text
    log[place] = replace(log[place], **{field: value})  # type: ignore[arg-type]
    log = sorted(log, key=lambda each: each.sequence)
    start = next((each.digest for each in log if each.sequence == middle), None)
    assume(start is not None)
    first = walked([each for each in log if each.sequence <= middle], *wanted)
    second = walked([each for each in log if each.sequence > middle], *wanted, behind=middle, head=str(start))
    assert joined(first, second) == walked(log, *wanted)
