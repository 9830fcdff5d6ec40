"""What stands behind the codes of an item: told in lists, kept in the log, and followed through new versions."""

from __future__ import annotations

import pytest

from tests.team import Team
from tui_coder.domain.assignment import Evidence
from tui_coder.domain.carried import WordsState
from tui_coder.domain.refusals import NotFound
from tui_coder.services import backing, chart, checking, claiming, coding
from tui_coder.services.code_books import CodeBooks


def words(office: Team, start: int, end: int) -> Evidence:
    (document, *_) = chart.look_again(office.ann, 1).documents
    return Evidence(document.id, start, end)


def test_lists_tell_where_the_words_stand_and_the_log_keeps_it(office: Team, code_books: CodeBooks) -> None:
    claiming.claim(office.ann, 1)
    behind = words(office, 0, 4)
    coded = coding.post(office.ann, code_books, 1, "J18.9", evidence=[behind])
    coding.post(office.ann, code_books, 1, "E11.9")
    _, first, second = backing.backing(office.bob, [1, 1])[1]
    (place,) = first.places
    assert (first.code, place.line, place.start, place.end, place.state) == ("J18.9", 1, 0, 4, WordsState.STAND)
    assert (second.code, second.places) == ("E11.9", ())
    coding.attach(office.ann, 1, coded.codes[1].id, words(office, 5, 9))
    event = office.events()[-1]
    assert event.what == "codes: J18.9 evidence changed"
    kept = [list(event.after["codes"][1][-1]), list(event.before["codes"][1][-1])]  # type: ignore[index]
    assert [list(map(list, each)) for each in kept] == [
        [[behind.document_id, 0, 4], [behind.document_id, 5, 9]], [[behind.document_id, 0, 4]],
    ]  # fmt: skip


def test_an_acceptance_is_listed_with_its_name_and_taken_back(office: Team, code_books: CodeBooks) -> None:
    claiming.claim(office.ann, 1)
    coding.post(office.ann, code_books, 1, "E11.9")
    coding.post(office.ann, code_books, 1, "E10.9")
    excluded = next(each for each in checking.check(office.ann, code_books, 1) if each.rule == "R8")
    checking.override(office.ann, code_books, 1, "R8", excluded.codes, "unrelated")
    (accepted,) = checking.accepted(office.lena)
    told = (accepted.item_id, accepted.rule, accepted.codes, accepted.acceptance.by, accepted.acceptance.reason)
    assert told == (1, "R8", excluded.codes, "ann", "unrelated")
    assert not any(each.blocks for each in checking.check(office.lena, code_books, 1) if each.rule == "R8")
    checking.take_back(office.ann, 1, "R8", excluded.codes)
    assert office.said(1)[-1] == "ann acceptance taken back"
    assert checking.accepted(office.lena) == ()
    assert any(each.blocks for each in checking.check(office.lena, code_books, 1) if each.rule == "R8")
    with pytest.raises(NotFound, match="R8"):
        checking.take_back(office.ann, 1, "R8", excluded.codes)
