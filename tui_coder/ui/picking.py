"""From typed text to what the code line offers: hits of the search, or what lies below a header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tui_coder.domain.claim_terms import Modifier
from tui_coder.domain.codebook import Entry, Hit, SearchCase, Why
from tui_coder.domain.codes import CodeSystem, diagnosis_system, printed
from tui_coder.domain.counting import count_of
from tui_coder.domain.pcs import Axis, PcsValue
from tui_coder.domain.typed_line import modifier_in_hand, split_line
from tui_coder.services.claim_lists import ClaimLists
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.library import Library
from tui_coder.services.procedure_tables import ProcedureTables
from tui_coder.ui.widgets.code_line import PCS_START, Mode
from tui_coder.ui.widgets.offers import Offer

MOST = 30
COMPLETE = 7
"""Characters of an ICD-10-CM code with a 7th character, and of every code of ICD-10-PCS."""
MODIFIER = 2
_MARKS = {
    CodeSystem.ICD10CM: "CM", CodeSystem.ICD10PCS: "PCS", CodeSystem.ICD9CM: "9", CodeSystem.ICD9PCS: "9P",
    CodeSystem.HCPCS: "HC", CodeSystem.CPT: "CPT",
}  # fmt: skip
_MATCHED = {Why.ABBREVIATION: "by abbreviation", Why.SPELLING: "by spelling: not as typed"}


@dataclass(frozen=True, slots=True)
class Picker:
    """What is offered for one chart, or in the code book without one (`on` None)."""

    books: CodeBooks
    on: date | None = None
    case: SearchCase = field(default_factory=SearchCase)
    procedures: ProcedureTables | None = None
    claim_lists: ClaimLists | None = None

    @classmethod
    def of(cls, library: Library, on: date | None = None, case: SearchCase | None = None) -> Picker:
        return cls(library.books, on, case or SearchCase(), library.procedures, library.claim_lists)

    def offers(self, text: str, mode: Mode) -> tuple[Sequence[Offer], str]:
        """The offers for a text, and what to say where there are none."""
        if not self.books.built:
            return (), "the code book is being built; codes can be typed once it is ready"
        if mode == "walk":
            return self._walk(text)
        if mode == "modifier":
            modifiers = self._modifiers(text)
            if modifiers:
                return modifiers, ""
            text, _ = split_line(text)
        header = self._header(text, opened=mode == "below")
        if header is not None:
            return list(self._below(header)), ""
        hits = self.books.search(text, on=self.on, case=self.case, limit=MOST)
        return [self._offer(hit) for hit in hits], "no hit: other words, fewer letters, or a code"

    def _modifiers(self, text: str) -> Sequence[Offer]:
        """Those that the letters or words so far can mean; none where a whole modifier stands there already."""
        found = modifier_in_hand(text)
        if self.claim_lists is None or found is None:
            return ()
        before, typed = found
        first = typed.partition(" ")[0]
        if len(first) == MODIFIER and self.claim_lists.modifier(first) is not None:
            return ()
        offered = self.claim_lists.modifiers(typed, self.on)[:MOST]
        return [self._modifier(before, each) for each in offered]

    def _modifier(self, before: str, modifier: Modifier) -> Offer:
        ended = self.on is not None and modifier.in_force(self.on) is False
        facts = [modifier.official] if modifier.official else []
        facts += [f"not in force on {self.on}"] if ended else []
        facts += ["an NCCI edit with indicator 1 yields to it"] if modifier.yields_ncci else []
        return Offer(
            printed=f"-{modifier.code}", title=modifier.meaning or modifier.official, mark="MOD",
            state=" ✗" if ended else "", facts="; ".join(facts), types=before + modifier.code,
        )  # fmt: skip

    def _walk(self, text: str) -> tuple[Sequence[Offer], str]:
        """The legal values of the next character of ICD-10-PCS; the code once all seven stand there."""
        start = text.upper()
        if self.procedures is None or not PCS_START.fullmatch(start):
            return (), "ICD-10-PCS has digits and letters, without I and O"
        if len(start) == COMPLETE:
            return self._complete_procedure(start)
        axis = self.procedures.axis(start, self.on)
        offers = [self._value(start, axis, value) for value in axis.values]
        return offers, f"no code of ICD-10-PCS begins with {start}: Backspace goes back"

    def _value(self, start: str, axis: Axis, value: PcsValue) -> Offer:
        code = start + value.character
        if len(code) == COMPLETE:
            (offer,) = self._complete_procedure(code)[0]
            return replace(offer, title=value.label, facts=f"{axis.name}; {offer.title}")
        return Offer(
            code, value.label, f"{value.codes:,}", facts=f"{axis.name}: {count_of(value.codes, 'code')}", opens=code
        )

    def _complete_procedure(self, code: str) -> tuple[Sequence[Offer], str]:
        entry = self.books.entry(CodeSystem.ICD10PCS, code, self.on)
        if entry is None:
            return (), f"  {code} is no code of ICD-10-PCS: Backspace goes back"
        hit = Hit(entry.system, entry.code, entry.title, entry.billable, entry.valid, Why.CODE)
        return [self._offer(hit)], ""

    def _header(self, text: str, *, opened: bool) -> Entry | None:
        """The header that stands there, where it was opened or lacks its 7th character only."""
        if not any(character.isdigit() for character in text):
            return None
        entry = self.books.entry(diagnosis_system(self.on) if self.on else CodeSystem.ICD10CM, text, self.on)
        if entry is None or not entry.children:
            return None
        return entry if opened or all(len(each.code) == COMPLETE for each in entry.children) else None

    def _below(self, header: Entry) -> Iterator[Offer]:
        for child in header.children:
            hit = Hit(header.system, child.code, child.title, child.billable, header.valid, Why.CODE)
            title = child.title
            if title.startswith(header.title) and len(title) > len(header.title):
                title = f"… {title[len(header.title) :].lstrip(', ')}"
            yield self._offer(hit, title)

    def _offer(self, hit: Hit, title: str = "") -> Offer:
        kept = (hit.system, hit.code) in self.case.favourites
        unsure = " ✗" if hit.valid is False else " ?" if hit.valid is None and self.on is not None else ""
        state = " ★" if kept else " +" if not hit.billable else unsure
        return Offer(
            printed=hit.printed,
            title=title or hit.title,
            mark=_MARKS[hit.system],
            state=state,
            facts=", ".join(self._facts(hit)),
            hit=hit,
            opens=printed(hit.system, hit.code) if not hit.billable else "",
        )

    def _facts(self, hit: Hit) -> Iterator[str]:
        if not hit.billable:
            yield "not complete: Enter shows what completes it"
        if hit.valid is False:
            yield f"not in force on {self.on}"
        if hit.valid is None and self.on is not None:
            yield f"validity on {self.on} not checked: no release here covers it"
        if hit.why in _MATCHED:
            yield f"found {_MATCHED[hit.why]}"
