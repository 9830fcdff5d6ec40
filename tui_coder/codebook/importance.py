"""The order in which codes are stored, and so found: common before rare, billable before its header.

The order knows nothing of a query; `ranking` puts the hits of one query in order. A cost is a number near
0 (used every day) to 15 (hardly ever); only its comparison means something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from tui_coder.codebook.edition import Edition, Listed
from tui_coder.domain.codes import CodeSystem, bare

_Opinion = Callable[[Listed, str], float]
"""How rare a code of one system is, by its entry and its title in lower case."""

_COMMON_SPREAD = 4.0
_ORDINARY = 6.0
_HEADER_STEP = 0.3
_PER_WORD = 0.08


def costs(system: CodeSystem, edition: Edition, common: str) -> dict[str, float]:
    """The cost of each code of an edition, by bare code.

    `common` is the text of a ranking file: codes in the order of use, `#` begins a remark.
    """
    places = _places(common)
    categories = set() if system is CodeSystem.ICD10PCS else {code[:3] for code in places}
    opinion = _BY_SYSTEM.get(system, _no_opinion)
    by_code: dict[str, float] = {}
    for listed in edition.codes:
        place = places.get(listed.code)
        if place is not None:
            by_code[listed.code] = _COMMON_SPREAD * place / len(places)
        else:
            kin = -0.8 if listed.code[:3] in categories else 0.0
            by_code[listed.code] = _ORDINARY + kin + _rarity(listed, opinion)
    return _headers_after_their_best_child(edition, by_code)


def _places(common: str) -> dict[str, int]:
    codes = (bare(code) for line in common.splitlines() for code in line.partition("#")[0].split())
    return {code: place for place, code in enumerate(dict.fromkeys(codes))}


def _headers_after_their_best_child(edition: Edition, by_code: dict[str, float]) -> dict[str, float]:
    best_below: dict[str, float] = {}
    for listed in reversed(edition.codes):
        if not listed.billable and listed.code in best_below:
            by_code[listed.code] = best_below[listed.code] + _HEADER_STEP
        cost = by_code[listed.code]
        best_below[listed.parent] = min(cost, best_below.get(listed.parent, cost))
    return by_code


def _rarity(listed: Listed, opinion: _Opinion) -> float:
    plain = listed.title.lower()
    wordy = _PER_WORD * len(plain.split())
    return wordy + opinion(listed, plain)


def _no_opinion(listed: Listed, plain: str) -> float:
    return 0.0


_CM_CHAPTERS: Mapping[str, float] = {
    "V": 3.0, "W": 3.0, "X": 3.0, "Y": 3.0, "O": 2.5, "P": 2.5, "Q": 1.0, "S": 0.8, "T": 1.0, "Z": 0.4, "C": 0.3,
}  # fmt: skip
_CM_TITLES: Sequence[tuple[str, re.Pattern[str] | None, float]] = (
    ("subsequent encounter", None, 2.0),
    ("sequela", re.compile(r", sequela$|sequela of fracture"), 2.5),
    ("initial encounter for open fracture", None, 0.8),
    ("fetus", re.compile(r", fetus \d|, other fetus"), 1.5),
    ("other", re.compile(r"^other |other specified"), 0.4),
    ("not elsewhere classified", None, 0.3),
    ("classified elsewhere", None, 0.8),
    ("unspecified", re.compile(r", unspecified(?:,|$)|^unspecified (?!injury)"), -0.6),
    ("nos", re.compile(r"nos$"), -0.6),
    ("left", re.compile(r"\bleft\b"), 0.01),
    ("unspecified", re.compile(r"unspecified (?:side|eye|ear|\w+ (?:arm|leg|limb|knee|hip|foot|hand))"), 0.4),
    ("undetermined", None, 0.4),
)
"""What a title has to hold, exactly how, and what that costs; the words are looked for first, as that is quick."""


def _icd10cm(listed: Listed, plain: str) -> float:
    told = 0.0
    for words, pattern, cost in _CM_TITLES:
        if words in plain and (pattern is None or pattern.search(plain)):
            told += cost
    return _CM_CHAPTERS.get(listed.code[0], 0.0) + told


def _icd9cm(listed: Listed, plain: str) -> float:
    cost = {"E": 3.0, "V": 0.5}.get(listed.code[0], 0.0)
    if "630" <= listed.code[:3] <= "679" or "760" <= listed.code[:3] <= "779":
        cost += 2.5
    if "80" <= listed.code[:2] <= "99":
        cost += 0.8
    return cost + (-0.6 if "unspecified" in plain or plain.endswith("nos") else 0.0)


_PCS_SECTIONS: Mapping[str, float] = {"0": 0.0, "1": 1.0, "3": 0.5, "4": 0.5, "5": 0.5, "B": 0.8, "X": 2.0}


_USUAL_WAY = 0.4
_ENDOSCOPIC, _PERCUTANEOUS = "8", "3"
_USUAL_WAYS: Mapping[str, Mapping[str, str]] = {
    # body system: the way in that is usual for some root operations, where most others are done open
    "2": dict.fromkeys("57HLPUKV", _PERCUTANEOUS),
    "3": dict.fromkeys("7HLPV", _PERCUTANEOUS), "4": dict.fromkeys("7HLPV", _PERCUTANEOUS),
    "5": dict.fromkeys("57HLPC", _PERCUTANEOUS), "6": dict.fromkeys("57HLPC", _PERCUTANEOUS),
    "B": dict.fromkeys("79JCH", _ENDOSCOPIC), "D": dict.fromkeys("57JCHPB", _ENDOSCOPIC),
    "F": dict.fromkeys("7CJ", _ENDOSCOPIC) | dict.fromkeys("9", _PERCUTANEOUS),
    "T": dict.fromkeys("57CFJPB", _ENDOSCOPIC),
    "U": dict.fromkeys("JD", _ENDOSCOPIC), "W": dict.fromkeys("9", _PERCUTANEOUS),
}  # fmt: skip
_BIOPSY_BY_NEEDLE = frozenset("0BFGTVH")


def _usual_way(code: str) -> bool:
    """Whether a code of the section of operations is done in the way usual for it."""
    if code[0] != "0" or len(code) < 7:
        return False
    system, done, way = code[1], code[2], code[4]
    if code[6] == "X" and done == "B" and system in _BIOPSY_BY_NEEDLE and code[1:3] != "BB":
        return way == (_ENDOSCOPIC if system == "T" and code[3] == "B" else _PERCUTANEOUS)
    return _USUAL_WAYS.get(system, {}).get(done) == way


def _icd10pcs(listed: Listed, plain: str) -> float:
    simple = sum(-0.4 for character in listed.code[5:] if character == "Z")
    looked_into = listed.code[0] == "0" and listed.code[2:3] == "J" and "endoscopic" in plain
    return _PCS_SECTIONS.get(listed.code[0], 1.0) + simple - 0.5 * looked_into - _USUAL_WAY * _usual_way(listed.code)


_HCPCS_LETTERS: Mapping[str, float] = {"M": 2.0, "S": 1.0, "T": 1.0, "H": 0.8, "C": 0.5, "V": 0.5, "K": 0.3}


def _hcpcs(listed: Listed, plain: str) -> float:
    ended = bool(listed.spans) and listed.spans[-1].last is not None
    return _HCPCS_LETTERS.get(listed.code[0], 0.0) + 5.0 * _of_quality(listed.code) + 2.0 * ended


def _of_quality(code: str) -> bool:
    """Whether it reports a quality measure: no service anyone looks for by its name."""
    return code.startswith("M1") or "G8000" <= code <= "G9999"


_BY_SYSTEM: Mapping[CodeSystem, _Opinion] = {
    CodeSystem.ICD10CM: _icd10cm,
    CodeSystem.ICD9CM: _icd9cm,
    CodeSystem.ICD10PCS: _icd10pcs,
    CodeSystem.HCPCS: _hcpcs,
}
