"""The codes a note of the tabular list names."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_coder.codebook.build import require_built
from tui_coder.codebook.manifest import read_manifests
from tui_coder.codebook.references import spans_named
from tui_coder.domain.codes import CodeSystem
from tui_coder.resources import shipped, sqlite_module


@pytest.mark.parametrize(
    ("text", "named", "other"),
    [
        ("a gear (E08.-)", ["E08", "E0822"], ["E09", "E80"]),
        ("gears (E08-E13)", ["E08", "E119", "E139"], ["E14", "E079"]),
        ("gears (E08.0 to E08.3)", ["E080", "E0839"], ["E084", "E0851"]),
        ("two gears (I10, I15.-)", ["I10", "I159"], ["I11", "I14"]),
        ("a gear [I11.0]", ["I110"], ["I119"]),
        ("a gear, see I20.1", ["I201"], ["I20", "I209"]),
        ("gears (E08-E13 with .52)", ["E0852", "E1152"], ["E0851", "E1151"]),
        ("gears (E08-E13 with .51-.52)", ["E0851", "E1352"], ["E0853"]),
        ("gears (T36-T50 with fifth or sixth character 5)", ["T360X5A", "T40605A"], ["T360X1A", "T510X5A"]),
        ("gears (T36-T50 with final character 5)", ["T360X5", "T360X5A"], ["T360X6A"]),
        ("gears (O10-O16 with a colour nobody can read)", [], ["O10", "O109", "O16"]),
        ("a letter that opens a block (QA0.0101)", ["QA00101"], ["QA00102"]),
        ("no code at all (of any kind)", [], ["I10"]),
    ],
)
def test_spans_cover_what_the_words_say(text: str, named: list[str], other: list[str]) -> None:
    spans = spans_named(text)
    for code in named:
        assert any(span.covers(code) for span in spans), code
    for code in other:
        assert not any(span.covers(code) for span in spans), code


@given(st.text(alphabet="IE1290.-–()[] ,toX with.5", max_size=60))
def test_any_note_is_read_and_its_spans_can_be_asked(text: str) -> None:
    for span in spans_named(text):
        assert isinstance(span.covers("I10"), bool)


def test_what_the_notes_of_the_shipped_list_name_exists(built_cache: Path) -> None:
    (manifest,) = (each for each in read_manifests(shipped("codesets")) if each.release.system is CodeSystem.ICD10CM)
    path = require_built(built_cache, manifest)
    with closing(sqlite_module().connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        codes = [row[0] for row in connection.execute("select code from code")]
        notes = [row[0] for row in connection.execute("select distinct text from note")]
    starts = {code[:length] for code in codes for length in range(3, 8)}
    named = [span.first for note in notes for span in spans_named(note)]
    assert len(named) > 9_000
    # Names of a vitamin, a receptor, genes and gangliosides; the list itself names one code that it lacks.
    assert {first for first in named if first not in starts} == {"B12", "CR3", "GH1", "GM1", "GM2", "GM3", "G3190"}
