"""What a person has in hand on a team's server: kept by single statements, each of which leaves something whole."""

from __future__ import annotations

import pytest

from tests.team import TeamOnServer
from tui_coder.domain.refusals import Malformed


def test_a_draft_that_cannot_be_kept_leaves_the_one_before(team: TeamOnServer) -> None:
    ann = team.ann
    with ann.jotting() as unit:
        unit.hand_offs.keep_draft(ann.actor.id, "half a form")
    with pytest.raises(Malformed), ann.jotting() as unit:
        unit.hand_offs.keep_draft(ann.actor.id, "half a form, and a \x00 that no server takes")
    with ann.reading() as unit:
        assert unit.hand_offs.draft(ann.actor.id) == "half a form"
    with ann.jotting() as unit:
        unit.hand_offs.keep_draft(ann.actor.id, "")
    with ann.reading() as unit:
        assert unit.hand_offs.draft(ann.actor.id) == ""
