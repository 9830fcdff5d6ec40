"""ICD-10-PCS character by character: each of the seven tells one thing, from section to qualifier."""

from __future__ import annotations

from dataclasses import dataclass

SECTIONS: dict[str, str] = {
    "0": "Medical and Surgical", "1": "Obstetrics", "2": "Placement", "3": "Administration",
    "4": "Measurement and Monitoring", "5": "Extracorporeal or Systemic Assistance and Performance",
    "6": "Extracorporeal or Systemic Therapies", "7": "Osteopathic", "8": "Other Procedures", "9": "Chiropractic",
    "B": "Imaging", "C": "Nuclear Medicine", "D": "Radiation Therapy",
    "F": "Physical Rehabilitation and Diagnostic Audiology", "G": "Mental Health", "H": "Substance Abuse Treatment",
    "X": "New Technology",
}  # fmt: skip
"""The first character (ICD-10-PCS Official Guidelines for Coding and Reporting, CMS)."""

AXES = ("Section", "Body System", "Operation", "Body Part", "Approach", "Device", "Qualifier")
"""What the characters tell in the section Medical and Surgical; other sections name some of them otherwise."""


@dataclass(frozen=True, slots=True)
class PcsValue:
    """One value of a character. `codes` counts the codes in force that begin so; 0 where nobody counted."""

    character: str
    label: str
    codes: int = 0


@dataclass(frozen=True, slots=True)
class Axis:
    """What the next character tells, and its legal values."""

    name: str
    values: tuple[PcsValue, ...]
