"""Charts in: each is taken whole, the same again changes nothing, a changed document is a new version and a flag."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.team import Team
from tui_coder.domain.assignment import Evidence
from tui_coder.domain.carried import WordsState, states
from tui_coder.domain.refusals import IllegalMove
from tui_coder.domain.work import WorkState
from tui_coder.interchange.source import Progress
from tui_coder.services import assigning, chart, checking, claiming, coding, intake, log, queue
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.intake import ImportReport

HEAD = "account,mrn,patient,birth_date,sex,setting,service_date,payer,facility,documents"


class Charts:
    """An import folder that can be changed and taken again."""

    def __init__(self, folder: Path, accounts: int = 3) -> None:
        self.folder = folder
        folder.mkdir()
        self.rows = {
            f"A{n}": [f"M{n}", '"Okafor, Ada"', "1959-03-02", "F", "professional", "2026-08-10", "Medicare", "north"]
            for n in range(1, accounts + 1)
        }
        for account in self.rows:
            self.note(account, f"Note of {account}: essential hypertension.")
        self.write()

    def note(self, account: str, words: str) -> None:
        (self.folder / f"{account}.txt").write_text(words, encoding="utf-8")

    def write(self) -> None:
        lines = [",".join([account, *cells, f"{account}.txt"]) for account, cells in self.rows.items()]
        (self.folder / "worklist.csv").write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")

    def take(self, team: Team) -> ImportReport:
        return intake.import_charts(team.lena, [self.folder])


@pytest.fixture
def charts(tmp_path: Path) -> Charts:
    return Charts(tmp_path / "charts")


def test_charts_come_in_whole(team: Team, charts: Charts) -> None:
    report = charts.take(team)
    assert (report.encounters, report.documents, report.updated, report.unchanged, report.rejected) == (3, 3, 0, 0, [])
    item = queue.find(team.ann, "north/A2")
    opened = chart.open_chart(team.ann, item.id)
    assert (opened.encounter.patient, opened.encounter.payer) == ("Okafor, Ada", "Medicare")
    assert [each.text for each in opened.documents] == ["Note of A2: essential hypertension."]
    said = [each for each in team.said() if each.startswith("lena")]
    assert said[-4:] == ["lena imported", "lena imported", "lena imported", "lena import"]
    told = [each for each in team.events() if each.what == "import"]
    assert [(each.after["encounters"], each.after["rejected"]) for each in told] == [(3, 0)]


def test_the_same_again_changes_nothing_but_the_log(team: Team, charts: Charts) -> None:
    charts.take(team)
    before = team.contents()
    report = charts.take(team)
    after = team.contents()
    assert (report.encounters, report.documents, report.updated, report.unchanged) == (0, 0, 0, 3)
    assert len(after.pop("event")) == len(before.pop("event")) + 1
    assert after == before


def test_a_changed_document_is_a_new_version_and_flags_the_item(
    team: Team, charts: Charts, code_books: CodeBooks
) -> None:
    charts.take(team)
    first = queue.find(team.ann, "A1").id
    claiming.claim(team.ann, first)
    coding.post(team.ann, code_books, first, "I10")
    checking.submit(team.ann, code_books, first)
    old = chart.look_again(team.ann, first).documents[0]
    version = team.item(first).version
    charts.note("A1", "Note of A1: hypertension with heart failure.")
    report = charts.take(team)
    assert (report.updated, report.unchanged, report.documents) == (1, 2, 1)
    item, (new,) = team.item(first), chart.look_again(team.ann, first).documents
    assert (new.version, old.version, new.superseded) == (2, 1, False)
    assert (item.changed_documents, item.returned, item.state) == (True, True, WorkState.SUBMITTED)
    assert item.version == version + 1
    assert not team.item(queue.find(team.ann, "A2").id).changed_documents
    assert team.said(first)[-1] == "lena import updated"
    (kept,) = chart.to_compare(team.ann, first, new)
    assert (kept.text, kept.superseded) == (old.text, True)
    assigning.recall(team.ann, first, "the note changed")
    assigning.release(team.ann, [first])
    assert claiming.claim(team.bob, first).changed_documents is False


def test_evidence_survives_a_new_version_and_is_carried_over_by_a_person(
    team: Team, charts: Charts, code_books: CodeBooks
) -> None:
    charts.note("A1", "Assessment: hypertension. Plan: walk.")
    charts.take(team)
    item = queue.find(team.ann, "A1").id
    claiming.claim(team.ann, item)
    (old,) = chart.open_chart(team.ann, item).documents
    words = Evidence(old.id, old.text.index("hypertension"), old.text.index("hypertension") + len("hypertension"))
    code = coding.post(team.ann, code_books, item, "I10", evidence=(words,)).codes[0]
    with pytest.raises(IllegalMove, match="in force"):
        coding.carry_over(team.ann, item, code.id)

    charts.note("A1", "Addendum: seen again. Assessment: hypertension. Plan: walk.")
    charts.take(team)
    seen = chart.look_again(team.ann, item)
    assert [each.version for each in seen.documents] == [2, 1], "the old version stays, for the evidence"
    assert seen.codes[0].evidence == (words,), "nothing is moved silently"
    assert states(seen.codes, seen.documents) == {code.id: WordsState.CARRIED}
    (moved,) = coding.carry_over(team.ann, item, code.id).codes[0].evidence
    newest = chart.look_again(team.ann, item).documents[0]
    assert moved.document_id == newest.id
    assert newest.text[moved.start : moved.end] == "hypertension"
    assert coding.undo(team.ann, item).codes[0].evidence == (words,)

    charts.note("A1", "Assessment: low blood pressure.")
    charts.take(team)
    seen = chart.look_again(team.ann, item)
    assert states(seen.codes, seen.documents) == {code.id: WordsState.CHANGED}
    with pytest.raises(IllegalMove, match="no longer stand"):
        coding.carry_over(team.ann, item, code.id)
    assert chart.look_again(team.ann, item).codes[0].evidence == (words,)


def test_corrected_facts_are_taken_and_are_no_new_document(team: Team, charts: Charts) -> None:
    charts.take(team)
    charts.rows["A3"][6] = "Aetna"
    charts.write()
    report = charts.take(team)
    assert (report.updated, report.documents) == (1, 0)
    item = queue.find(team.ann, "A3")
    assert chart.look_again(team.ann, item.id).encounter.payer == "Aetna"
    assert not item.changed_documents
    assert [row.item_id for row in queue.page(team.ann, queue.listing(team.ann, "pool", filter="aetna"))] == [item.id]


def test_a_bad_row_is_told_and_the_rest_is_taken(team: Team, charts: Charts) -> None:
    charts.rows["A2"][5] = "2026-13-45"
    charts.write()
    report = charts.take(team)
    assert (report.encounters, len(report.rejected)) == (2, 1)
    assert "3" in report.rejected[0].where
    assert queue.counts(team.ann).pool == 2


class Interrupted(Exception):
    """Somebody pressed Ctrl+C."""


@pytest.mark.parametrize("steps_before", [1, 3])
def test_an_interruption_leaves_whole_encounters_and_an_honest_log(
    team: Team, tmp_path: Path, steps_before: int
) -> None:
    charts = Charts(tmp_path / "many", accounts=260)
    steps = 0

    def stop(_: Progress) -> None:
        nonlocal steps
        steps += 1
        if steps >= steps_before:
            raise Interrupted

    with pytest.raises(Interrupted):
        intake.import_charts(team.lena, [charts.folder], on_progress=stop)
    rows = team.contents()
    assert len(rows["encounter"]) == len(rows["work_item"]) == len(rows["document"])
    told = [each.after["encounters"] for each in team.events() if each.what == "import"]
    assert told == [len(rows["encounter"])]
    assert log.verify(team.lena).ok
    report = charts.take(team)
    assert report.encounters + report.unchanged == 260
    assert len(team.contents()["work_item"]) == 260
