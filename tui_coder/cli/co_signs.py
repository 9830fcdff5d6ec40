"""`tui-coder item co-sign` and `send-back`: the second signature under an apprentice's work."""

from __future__ import annotations

from tui_coder.cli.call import Call
from tui_coder.cli.queue import Chosen, tell
from tui_coder.services import co_signing


def sign(call: Call) -> int:
    with call.signed_in() as house:
        chosen = Chosen(house.desk, call.args.items)
        return tell(call, house, chosen, co_signing.co_sign(house.desk, chosen.ids), "Co-signed")


def send_back(call: Call) -> int:
    with call.signed_in() as house:
        chosen = Chosen(house.desk, call.args.items)
        outcome = co_signing.send_back(house.desk, chosen.ids, call.args.reason)
        return tell(call, house, chosen, outcome, "Sent back")
