"""R35: whether the claim can still be filed in time."""

from __future__ import annotations

from datetime import date, timedelta

from tui_coder.domain.assignment import Case
from tui_coder.domain.counting import count_of
from tui_coder.domain.deadlines import filing_deadline
from tui_coder.domain.edits.references import References
from tui_coder.domain.edits.wording import error, not_checked, passed, warning
from tui_coder.domain.encounter import Setting
from tui_coder.domain.findings import Finding


def check(case: Case, references: References) -> tuple[Finding, ...]:
    """An institutional claim counts from its last day, a professional one from its earliest line."""
    if case.today is None or not case.codes or case.setting is Setting.PAYER:
        return ()
    filing = references.lists.filing
    months = filing.months_for(case.payer)
    if months is None:
        payer = f"of {case.payer}" if case.payer else "of a payer that the case does not name"
        return (not_checked("R35", f"Not checked: timely filing; the limit {payer} is not in the list of payers."),)
    counted = _counted_from(case)
    last = filing_deadline(counted, months)
    table = f"timely filing: {filing.source}"
    if case.today > last:
        return (error("R35", f"The claim had to be received by {last}, {months} months after {counted}.", table=table),)
    if case.today > last - timedelta(days=filing.warned_days):
        left = (last - case.today).days
        return (warning("R35", f"The claim must be received by {last}: {count_of(left, 'day')} left.", table=table),)
    return (passed("R35", f"The claim may be received until {last}.", table),)


def _counted_from(case: Case) -> date:
    if case.setting is Setting.PROFESSIONAL:
        return min(
            [each.service_date for each in case.codes if each.service_date is not None], default=case.service_from
        )
    return case.service_to
