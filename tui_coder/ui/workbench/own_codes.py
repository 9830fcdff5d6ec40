"""One's own code book on the workbench: favourites, own words, code sets."""

from __future__ import annotations

from datetime import date

from tui_coder.domain.code_set import CodeSet
from tui_coder.domain.codebook import Hit
from tui_coder.domain.codes import printed
from tui_coder.domain.counting import count_of
from tui_coder.domain.roles import Right
from tui_coder.services import coding, own_codes
from tui_coder.services.code_books import CodeBooks
from tui_coder.ui.widgets import ask
from tui_coder.ui.workbench.reading import Reading

_SET_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"


class OwnCodeWork(Reading):
    """What a person keeps of the code book, read when the chart opens and after each change."""

    _own_codes = own_codes.OwnCodes()

    async def _read_own_codes(self) -> None:
        house = self.workstation.at_work
        self._own_codes = await self.workstation.errands.read(own_codes.of, house.desk)

    async def _turn_favourite(self, hit: Hit) -> None:
        desk = self.workstation.at_work.desk
        kept = await self.workstation.errands.write(own_codes.turn_favourite, desk, hit.system, hit.code)
        await self._read_own_codes()
        self.line.offer_again()
        self.say(f"{hit.printed} is {'a favourite of yours' if kept else 'no longer a favourite of yours'}.")

    async def _keep_own_word(self, hit: Hit, typed: str) -> None:
        word = await ask.text(
            self, f"Letters that find {hit.printed}", initial=typed, hint="short, as you would type them"
        )
        if word is None:
            return
        for_team = await self._for_whom("word")
        if for_team is not None:
            desk, told = self.workstation.at_work.desk, f"={printed(hit.system, hit.code)}"
            await self.workstation.errands.write(own_codes.keep_word, desk, word, told, for_team=for_team)
            await self._read_own_codes()
            self.line.set_text(word)
            self.line.offer_again()
            self.say(f"'{word}' finds {hit.printed} from now on{' for the whole team' if for_team else ''}.")

    async def _for_whom(self, what: str) -> bool | None:
        """Whether it is kept for the team; only who may change the team's is asked."""
        if not self.workstation.at_work.desk.actor.may(Right.TEAM_CODES):
            return False
        choices = [ask.Choice("m", False, "me"), ask.Choice("t", True, "the whole team")]
        return await ask.choice(self, f"Keep the {what} for", choices)

    def action_sets(self) -> None:
        self.errand(self._post_set())

    async def _post_set(self) -> None:
        app, desk = self.workstation, self.workstation.at_work.desk
        sets = await app.errands.read(own_codes.code_sets, desk)
        if not sets:
            self.say("There is no code set yet: C keeps the codes of a chart under a name.")
            return
        assert self.chart is not None
        on = self.chart.encounter.coding_date
        told = await app.errands.read(lambda: [_told(each, app.at_work.books, on) for each in sets])
        choices = [ask.Choice(key, each, text) for key, each, text in zip(_SET_KEYS, sets, told, strict=False)]
        chosen = await ask.choice(self, "Post the set", choices)
        if chosen is not None:
            books = app.at_work.books
            coded = await app.errands.write(coding.post_set, desk, books, self.item_id, chosen.name, chosen.lines)
            self._changed(coded)

    def action_keep_set(self) -> None:
        self.errand(self._keep_set())

    async def _keep_set(self) -> None:
        codes = self.chart.codes if self.chart else ()
        name = await ask.text(
            self, f"Keep {count_of(len(codes), 'code')} as", hint="a name; one that exists is replaced"
        )
        if name is None:
            return
        for_team = await self._for_whom("set")
        if for_team is not None:
            desk = self.workstation.at_work.desk
            await self.workstation.errands.write(own_codes.keep_set, desk, name, codes, for_team=for_team)
            self.say(f"'{name}' is kept: Ctrl+G posts its codes.")


def _told(kept: CodeSet, books: CodeBooks, on: date) -> str:
    """A set as it is offered; members that may not be used on the chart's date are named."""
    gone = own_codes.out_of_force(books, kept, on)
    return kept.described + (f"  ✗ not in force on {on}: {' '.join(gone)}" if gone else "")
