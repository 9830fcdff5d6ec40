"""Places and searches a reader keeps, and documents that arrived while the chart is open."""

from __future__ import annotations

from tui_coder.domain.bookmark import Bookmark
from tui_coder.domain.text import line_at, lines_of
from tui_coder.services import reading_marks
from tui_coder.ui.widgets import ask
from tui_coder.ui.workbench.reading import KEYS, Reading


class Marks(Reading):
    """What a person keeps while reading."""

    def action_bookmark(self) -> None:
        self.errand(self._bookmark())

    async def _bookmark(self) -> None:
        document, app = self.document, self.workstation
        if document is None:
            return
        position = self.view.cursor_offset
        line = line_at(lines_of(document.text), position) + 1
        known = await app.errands.read(reading_marks.bookmarks, app.at_work.desk, self.item_id)
        here = next((each for each in known if (each.document_id, each.position) == (document.id, position)), None)
        note = await ask.text(
            self, f"Bookmark line {line}", initial=here.note if here else "", required=False, hint="a note, or empty"
        )
        if note is None:
            return
        desk, write = app.at_work.desk, app.errands.write
        if here is not None and note == here.note:
            await write(reading_marks.drop_bookmark, desk, self.item_id, document.id, position)
            self.say(f"The bookmark on line {line} is gone.")
        else:
            await write(reading_marks.set_bookmark, desk, self.item_id, document.id, position, note)
            self.say(f"Line {line} is bookmarked; Q lists the bookmarks.")

    def action_bookmarks(self) -> None:
        self.errand(self._choose_bookmark())

    async def _choose_bookmark(self) -> None:
        app = self.workstation
        assert self.chart is not None
        known = await app.errands.read(reading_marks.bookmarks, app.at_work.desk, self.item_id)
        places = {each.id: n for n, each in enumerate(self.chart.documents)}
        shown = [each for each in known if each.document_id in places]
        if not shown:
            self.say("No line of this chart is bookmarked: B does it.")
            return
        choices = [ask.Choice(key, each, self._bookmark_label(each)) for key, each in zip(KEYS, shown, strict=False)]
        chosen = await ask.choice(self, "Bookmark", choices)
        if chosen is not None:
            self._show_document(places[chosen.document_id], at=chosen.position)

    def _bookmark_label(self, mark: Bookmark) -> str:
        assert self.chart is not None
        document = next(each for each in self.chart.documents if each.id == mark.document_id)
        starts = lines_of(document.text)
        line = line_at(starts, mark.position)
        words = document.text[mark.position : starts[line + 1] if line + 1 < len(starts) else None].strip()
        return f"{document.title or document.type} {line + 1}: {mark.note or words[:50]}"

    # ---- searches ----------------------------------------------------------------------------------------------------

    def action_searches(self) -> None:
        self.errand(self._choose_search())

    async def _choose_search(self) -> None:
        app, desk = self.workstation, self.workstation.at_work.desk
        kept = await app.errands.read(reading_marks.searches, desk)
        current = app.search_term
        choices = [ask.Choice(key, (term, "find"), f"find '{term}'") for key, term in zip(KEYS, kept, strict=False)]
        if current and current not in kept:
            choices.append(ask.Choice("+", (current, "keep"), f"keep '{current}'"))
        elif current:
            choices.append(ask.Choice("-", (current, "drop"), f"forget '{current}'"))
        if not choices:
            self.say("No search is kept: search with /, then F keeps it.")
            return
        chosen = await ask.choice(self, "Searches", choices)
        if chosen is None:
            return
        term, deed = chosen
        if deed == "find":
            self._search_for(term)
        elif deed == "keep":
            await app.errands.write(reading_marks.keep_search, desk, term)
            self.say(f"'{term}' is kept; F finds it in any chart.")
        else:
            await app.errands.write(reading_marks.drop_search, desk, term)
            self.say(f"'{term}' is no longer kept.")

    # ---- arrivals ----------------------------------------------------------------------------------------------------

    def action_arrivals(self) -> None:
        self.errand(self._take_arrivals())

    async def _take_arrivals(self) -> None:
        await self._look_again()
        assert self.chart is not None
        fresh = {each.id for each in self._arrived()}
        self._take_documents()
        new = [n for n, each in enumerate(self.chart.documents) if each.id in fresh]
        if new:
            self._show_document(new[0])
        self.say("Here is what arrived." if new else "Nothing arrived since the chart was opened.")
