"""R14, R15, R16: what the sentence around the evidence says: uncertain, denied, a relative's, or the other side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from tui_coder.domain.assignment import Case, Passage
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits import wording
from tui_coder.domain.edits.lists import Documentation, ModifierLists
from tui_coder.domain.edits.references import Coded, References, looked_up
from tui_coder.domain.edits.wording import error, listed, not_checked, passed, warning
from tui_coder.domain.encounter import Setting
from tui_coder.domain.findings import Finding

_STEM = 6
"""Letters by which a word of a title is found in a chart: diabet(es), hypert(ension), pneumo(nia)."""
_OTHER_SIDE = {"left": re.compile(r"\bright\b", re.IGNORECASE), "right": re.compile(r"\bleft\b", re.IGNORECASE)}
_SAME_SIDE = {"left": re.compile(r"\bleft\b", re.IGNORECASE), "right": re.compile(r"\bright\b", re.IGNORECASE)}
_BOTH = re.compile(r"\bbilateral|\bboth\b", re.IGNORECASE)


def check(case: Case, references: References) -> tuple[Finding, ...]:
    """Each diagnosis with words of the chart behind it; of one without, nothing is known."""
    diagnoses = [each for each in looked_up(case, references) if each.line.is_diagnosis]
    if not diagnoses:
        return ()
    rule = "R14" if case.setting is Setting.INPATIENT else "R15"
    found = [
        finding
        for each in diagnoses
        for finding in _of_code(case, each, case.passages.get(each.line.id, ()), references)
    ]
    if without := [each for each in diagnoses if not case.passages.get(each.line.id)]:
        message = f"Not checked: how sure the chart is of {listed(without)}; no words are attached."
        found.append(not_checked(rule, message, *without, mend="a attaches the words"))
    elif case.setting is Setting.PAYER:
        found.append(not_checked(rule, "Not checked: words of doubt; the case does not say whether it is a stay."))
    else:
        told = "What stands beside the words behind the diagnoses speaks against none of them."
        found.append(passed(rule, told, references.lists.documentation.source))
    return tuple(found)


def _of_code(case: Case, each: Coded, passages: Iterable[Passage], references: References) -> Iterator[Finding]:
    for passage in passages:
        yield from _certainty(case, each, passage, references)
        yield from _side(each, passage, references.lists.modifiers)


def _certainty(case: Case, each: Coded, passage: Passage, references: References) -> Iterator[Finding]:
    """The worst that a sentence says; a diagnosis that another sentence confirms is the coder's to accept."""
    words = references.lists.documentation
    before, after = passage.before[-words.near :], _reach(passage.after[: words.near])[0]
    inside = passage.words
    symptom = each.line.code.startswith(("R", "Z"))
    denial = _last_said(words.negated_before, before, words.not_a_denial) or _said(words.negated_after, after)
    denial = denial or _denied_within(inside, each.facts.title, words)
    if denial := denial or _said(words.negated_near, _few_before(before)):
        yield warning(
            "R15" if case.setting is not Setting.INPATIENT else "R14",
            f"{each.printed}: the chart says '{denial}' beside the words behind it: a diagnosis that is denied or "
            "ruled out is not coded.",
            each,
            mend=f"e shows the words; {wording.REMOVE}",
        )
    elif relative := _said(words.family, before):
        if not each.line.code.startswith(words.of_history):
            yield warning(
                "R15" if case.setting is not Setting.INPATIENT else "R14",
                f"{each.printed}: the chart says '{relative}' before the words behind it: what a relative has is a "
                "family history.",
                each,
                mend=f"e shows the words; {wording.REMOVE}",
            )
    elif doubt := _said(words.uncertain, f"{before} {inside} {after[:30]}"):
        yield from _uncertain(case, each, doubt, symptom, words.confirmed_only)


def _uncertain(
    case: Case, each: Coded, doubt: str, symptom: bool, confirmed_only: tuple[str, ...]
) -> Iterator[Finding]:
    if case.setting is Setting.INPATIENT:
        if each.line.code.startswith(confirmed_only):
            yield error(
                "R14",
                f"{each.printed}: the chart says '{doubt}', and this diagnosis is coded only where it is confirmed.",
                each,
                mend=f"e shows the words; {wording.REMOVE}",
            )
    elif case.setting is not Setting.PAYER and not symptom:
        yield error(
            "R15",
            f"{each.printed}: the chart says '{doubt}': outside a stay an uncertain diagnosis is not coded; code the "
            "sign, symptom or reason instead.",
            each,
            mend=f"e shows the words; {wording.REMOVE}; {wording.CODE}",
        )


def _side(each: Coded, passage: Passage, lists: ModifierLists) -> Iterator[Finding]:
    """The title names one side, the sentence only the other."""
    if each.line.system is not CodeSystem.ICD10CM:
        return
    side = lists.side_of_title(each.facts.title)
    sentence = f"{passage.before} {passage.words} {passage.after}"
    if (
        side
        and _OTHER_SIDE[side].search(sentence)
        and not _SAME_SIDE[side].search(sentence)
        and not _BOTH.search(sentence)
    ):
        other = "right" if side == "left" else "left"
        yield warning(
            "R16",
            f"{each.printed} is of the {side} side, but the words behind it say {other}.",
            each,
            mend=f"e shows the words; {wording.REMOVE}; {wording.CODE}",
        )


def _few_before(text: str) -> str:
    """The last three words of a text, as far as no comma or the like parts them."""
    return " ".join(re.split(r"[,;:]", text)[-1].split()[-3:])


def _said(terms: tuple[str, ...], text: str) -> str:
    """The term that stands in a text, empty where none does."""
    found = _pattern(terms).search(text)
    return found.group().lower() if found else ""


def _last_said(terms: tuple[str, ...], text: str, but: tuple[str, ...]) -> str:
    """A denial that reaches the words: no `but`, semicolon or the like ends it before."""
    return _said(terms, _pattern(but).sub(" ", _reach(text)[-1]))


def _reach(text: str) -> list[str]:
    """The parts of a sentence between which a denial does not reach."""
    return re.split(r"\bbut\b|;|\bhowever\b|\bexcept\b", text, flags=re.IGNORECASE)


def _denied_within(text: str, title: str, lists: Documentation) -> str:
    """The denial that the attached words themselves begin with, where a word of the title follows it: whole lines are
    often attached (`- No evidence of pneumonia`)."""
    start = _pattern(lists.not_a_denial).sub(" ", re.sub(r"^[\s\d.)*•-]+", "", _reach(text)[0]))
    denial = _pattern(lists.negated_before).match(start)
    telling = [word[:_STEM] for word in re.findall(r"[a-z]{4,}", title.lower()) if word not in lists.general]
    if denial is None or not telling:
        return ""
    named = re.search(rf"\b(?:{'|'.join(telling)})", start[denial.end() :][: lists.near], re.IGNORECASE)
    return denial.group().lower() if named else ""


@lru_cache(maxsize=16)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(terms, key=len, reverse=True)
    told = "|".join(r"\s+".join(re.escape(word) for word in term.split()) for term in longest_first)
    return re.compile(rf"(?<!\w)(?:{told})(?!\w)", re.IGNORECASE)
