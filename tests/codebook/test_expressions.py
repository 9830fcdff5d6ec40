"""What is asked of a full-text index for one unit."""

from __future__ import annotations

from tui_coder.codebook.expressions import expression_of
from tui_coder.codebook.query import Unit
from tui_coder.codebook.synonyms import Meaning
from tui_coder.codebook.vocabulary import Lines, Vocabulary
from tui_coder.domain.codes import CodeSystem

VOCABULARY = Vocabulary.of(("lung", "lobe", "endoscopic", "bronchus"))


def asked(*ways: str) -> str:
    meanings = tuple(Meaning(words=tuple(way.split())) for way in ways)
    return expression_of([Unit(("scope",), ((),), meanings)], CodeSystem.ICD10PCS, VOCABULARY)


def test_a_way_that_asks_for_all_of_another_and_more_is_not_asked() -> None:
    assert asked("lung lobe endoscopic", "lung endoscopic") == asked("lung endoscopic")
    assert asked("endoscopic lung", "lung endoscopic", "bronchus") == asked("lung endoscopic", "bronchus")
    assert asked("lung endoscopic", "bronchus endoscopic") != asked("lung endoscopic")


def test_a_way_whose_words_no_code_has_is_not_asked() -> None:
    assert asked("liver endoscopic", "lung endoscopic") == asked("lung endoscopic")
    assert asked("liver endoscopic") == ""


def test_what_no_code_can_be_found_by_is_not_asked() -> None:
    gears = Vocabulary(("gear", "x9"), Lines(""), code_starts=frozenset(("q", "qa")))

    def typed(word: str, *alike: str) -> str:
        return expression_of([Unit((word,), (alike,))], CodeSystem.ICD10CM, gears)

    assert typed("ge") and typed("zz", "ge")
    assert typed("zz") == ""
    assert typed("qa") and typed("qa1") and typed("e119")
