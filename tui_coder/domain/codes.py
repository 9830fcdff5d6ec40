"""Code systems: which one a date calls for, and how their codes are written.

A code is kept bare (upper case, no dot) and printed only where a person reads it.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache

_DAYS_KEPT = 16
ICD10_START = date(2015, 10, 1)
"""First date of service coded in ICD-10-CM and ICD-10-PCS (R1)."""


class CodeSystem(StrEnum):
    ICD10CM = "icd10cm"
    ICD10PCS = "icd10pcs"
    ICD9CM = "icd9cm"
    ICD9PCS = "icd9pcs"
    HCPCS = "hcpcs"
    CPT = "cpt"

    @property
    def is_diagnosis(self) -> bool:
        return self in (CodeSystem.ICD10CM, CodeSystem.ICD9CM)

    @property
    def label(self) -> str:
        """The name coders use: `ICD-10-CM`, `HCPCS`."""
        return _LABELS[self]


_LABELS = {
    CodeSystem.ICD10CM: "ICD-10-CM",
    CodeSystem.ICD10PCS: "ICD-10-PCS",
    CodeSystem.ICD9CM: "ICD-9-CM",
    CodeSystem.ICD9PCS: "ICD-9-CM procedures",
    CodeSystem.HCPCS: "HCPCS",
    CodeSystem.CPT: "CPT",
}


def diagnosis_system(on: date) -> CodeSystem:
    """The diagnosis system for a date of service or discharge (R1)."""
    return CodeSystem.ICD10CM if on >= ICD10_START else CodeSystem.ICD9CM


def inpatient_procedure_system(on: date) -> CodeSystem:
    """The inpatient hospital's procedure system for a date of discharge (R1)."""
    return CodeSystem.ICD10PCS if on >= ICD10_START else CodeSystem.ICD9PCS


@lru_cache(maxsize=_DAYS_KEPT)
def systems_on(on: date) -> frozenset[CodeSystem]:
    """Every system in use on a date. ICD-9 and ICD-10 never stand side by side (R1)."""
    return frozenset((diagnosis_system(on), inpatient_procedure_system(on), CodeSystem.HCPCS, CodeSystem.CPT))


def bare(text: str) -> str:
    """A code without dots and blanks, in upper case: `" e11.9 "` -> `"E119"`."""
    return "".join(text.split()).replace(".", "").upper()


def printed(system: CodeSystem, code: str) -> str:
    """A bare code as its publisher prints it.

    `E119` -> `E11.9`; ICD-9-CM `4019` -> `401.9`, `E9289` -> `E928.9`, `V5811` -> `V58.11`; ICD-9-CM
    procedures `4513` -> `45.13`. Codes of the other systems, and categories, have no dot.
    """
    category = _category_length(system, code)
    return f"{code[:category]}.{code[category:]}" if len(code) > category else code


def _category_length(system: CodeSystem, code: str) -> int:
    match system:
        case CodeSystem.ICD10CM:
            return 3
        case CodeSystem.ICD9CM:
            return 4 if code.startswith("E") else 3
        case CodeSystem.ICD9PCS:
            return 2
        case _:
            return len(code)


# R6: no position of an ICD-10-CM code demands a digit (QA0.0101), but every code holds one. PCS uses
# neither I nor O. CPT: category I, its COVID-19 A codes, category II F, category III T, PLA U and MAAA M.
_SHAPES = {
    CodeSystem.ICD10CM: re.compile(r"(?=.*\d)[A-Z][A-Z0-9]{2,6}"),
    CodeSystem.ICD10PCS: re.compile(r"[0-9A-HJ-NP-Z]{7}"),
    CodeSystem.ICD9CM: re.compile(r"\d{3,5}|V\d{2,4}|E\d{3,4}"),
    CodeSystem.ICD9PCS: re.compile(r"\d{2,4}"),
    CodeSystem.HCPCS: re.compile(r"[A-V]\d{4}"),
    CodeSystem.CPT: re.compile(r"\d{5}|\d{4}[AFTUM]"),
}


def guess_systems(code: str) -> tuple[CodeSystem, ...]:
    """The systems whose form a bare code (or the header of one) fits, in the order of CodeSystem.

    The form alone decides: whether such a code exists is the code book's to say.
    """
    return tuple(system for system, shape in _SHAPES.items() if code.isascii() and shape.fullmatch(code))
