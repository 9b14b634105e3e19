"""Pages per person: a month of them, for leads in Slack and for payroll at the command line."""

from datetime import date

from rules.errors import FieldErrors, FieldProblem
from rules.page_report import ReportFacts, bounds, month_of
from rules.people import PersonId
from rules.rota_setup import OSLO
from services.people import set_up_by
from storage.tx import Tx


def month(tx: Tx, first_day: date) -> ReportFacts:
    """Everybody who was paged in that month, by Oslo's clock; drills are not counted."""
    rows = tuple(tx.page_steps.paged(*bounds(first_day, OSLO)))
    return ReportFacts(first_day, rows, tx.people.named(row.who for row in rows))


def for_lead(tx: Tx, who: PersonId, words: str) -> ReportFacts:
    """The month that a lead asks for; without words the present one. StaffOnly, LeadsOnly; FieldErrors for no month."""
    ours = set_up_by(tx, who)
    this = tx.now.astimezone(OSLO).date().replace(day=1)
    found = month_of(words) if words.strip() else this
    if found is None:
        raise FieldErrors({"month": (FieldProblem.NO_MONTH, {})})
    facts = month(tx, found)
    return ReportFacts(facts.month, facts.rows, facts.people, ours.person.locale)
