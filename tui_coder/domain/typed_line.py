"""The line on which a coder types a code with all it carries: `E11.9 poa=Y`, `G0463-25 x2 @AB`, `0DTJ4ZZ`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tui_coder.domain.assignment import POA_VALUES, Assignment, CodeRole
from tui_coder.domain.codes import bare
from tui_coder.domain.refusals import Malformed


@dataclass(frozen=True, slots=True)
class TypedCode:
    """What a coder typed on the code line, parsed. `code` is bare (no dot, upper case)."""

    code: str
    modifiers: tuple[str, ...] = ()
    units: int | None = None
    pointers: str = ""
    poa: str = ""
    role: CodeRole | None = None


_TOKENS = re.compile(r"\S+")
_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9.]*[A-Z0-9])?\.?")
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_LETTERS = re.compile(r"[A-L]{1,12}")


def parse_typed(text: str) -> TypedCode:
    """Read a typed code line.

    Raises Malformed with a sentence that names the part which cannot be read.
    """
    tokens = _TOKENS.findall(text.upper())
    if not tokens:
        raise Malformed("Type a code, for example E11.9 or G0463-25 x2 @AB.")
    code_part, *modifiers = tokens[0].split("-")
    if not _CODE.fullmatch(code_part) or len(bare(code_part)) > 7:
        raise Malformed(f"'{tokens[0]}' is not the form of a code: letters and digits, at most 7, then -MODIFIER.")
    typed = TypedCode(code=bare(code_part), modifiers=_modifiers(modifiers))
    for token in tokens[1:]:
        typed = _with_part(typed, token)
    return typed


def _modifiers(parts: Sequence[str]) -> tuple[str, ...]:
    for part in parts:
        if not _MODIFIER.fullmatch(part):
            raise Malformed(f"'{part}' is not a modifier: two letters or digits, for example -25 or -LT.")
    if len(parts) > 4:
        raise Malformed("A line carries at most four modifiers (R23).")
    if len(set(parts)) != len(parts):
        raise Malformed("The same modifier stands twice on the line.")
    return tuple(parts)


def _with_part(typed: TypedCode, token: str) -> TypedCode:
    if re.fullmatch(r"X[0-9]{1,5}", token):
        units = int(token[1:])
        if units < 1:
            raise Malformed("Units are 1 or more (R23).")
        return replace(typed, units=units)
    if token.startswith("@"):
        if not _LETTERS.fullmatch(token[1:]) or len(set(token[1:])) != len(token) - 1:
            raise Malformed(f"'{token.lower()}' are not diagnosis pointers: letters A to L, each once, as @AB (R22).")
        return replace(typed, pointers=token[1:])
    if token.startswith("POA="):
        return replace(typed, poa=_poa(token[4:]))
    if token.startswith(("AS=", "ROLE=")):
        return replace(typed, role=_role(token.split("=", 1)[1]))
    if token.startswith("-"):
        return replace(typed, modifiers=_modifiers([*typed.modifiers, *token[1:].split("-")]))
    raise Malformed(f"'{token.lower()}' is not understood here: units x2, pointers @AB, poa=Y, as=secondary.")


def _poa(value: str) -> str:
    if value in ("EXEMPT", "1", ""):
        return "exempt"
    if value in POA_VALUES:
        return value
    raise Malformed(f"'poa={value.lower()}' is not a POA value: Y, N, U, W or exempt (R18).")


def _role(value: str) -> CodeRole:
    name = value.lower().replace("-", "_")
    for role in CodeRole:
        if role.value == name:
            return role
    raise Malformed(f"'as={name}' is not a role: {', '.join(role.value for role in CodeRole)}.")


def typed_form(assignment: Assignment) -> str:
    """The line that, typed again, posts the same code: `G0463-25 x2 @AB`."""
    parts = ["-".join([assignment.printed, *assignment.modifiers])]
    if assignment.units != 1:
        parts.append(f"x{assignment.units}")
    if assignment.pointers:
        parts.append(f"@{assignment.pointers}")
    if assignment.poa:
        parts.append(f"poa={assignment.poa}")
    return " ".join(parts)


_PART = re.compile(r"X\d{1,5}|@[A-L]*|POA=\S*|(?:AS|ROLE)=\S*|(?:-[A-Z0-9]{2})+", re.IGNORECASE)
_CODE_WITH_MODIFIERS = re.compile(r"([A-Z0-9.]{3,8})((?:-[A-Z0-9]{2})+)-?", re.IGNORECASE)


def split_line(text: str) -> tuple[str, str]:
    """What of a half-typed line is searched for, and the parts behind it: `ckd 3b poa=y` -> `ckd 3b`, `poa=y`.

    A code's modifiers belong to the parts: `G0463-25 x2` -> `G0463`, `-25 x2`.
    """
    words = text.split()
    parts: list[str] = []
    while len(words) > 1 and _PART.fullmatch(words[-1]):
        parts.insert(0, words.pop())
    if len(words) == 1 and (found := _CODE_WITH_MODIFIERS.fullmatch(words[0])):
        words = [found[1]]
        parts.insert(0, found[2])
    return " ".join(words), " ".join(parts)


_PROCEDURE = re.compile(r"[A-Z0-9][0-9]{3}[A-Z0-9](?=[\s-])", re.IGNORECASE)


def modifier_in_hand(text: str) -> tuple[str, str] | None:
    """A modifier being typed behind a HCPCS or CPT code: what stands before it, and its letters or words so far.

    `G0463-` -> (`G0463-`, ``), `G0463-25 -le` -> (`G0463-25 -`, `le`). None where the line has none: `x-ray chest`.
    """
    before, dash, typed = text.rpartition("-")
    if not dash or not _PROCEDURE.match(text.lstrip()) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 ]*|", typed):
        return None
    return before + dash, typed
