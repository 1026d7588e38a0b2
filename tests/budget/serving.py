"""Visits to the catalogue of services, which lies in memory, with its figures."""

from chalicelib import clock
from chalicelib.domain.services import statistics
from chalicelib.events import Happened
from tests.budget.visits import visit
from tests.complaints import ANNA
from tests.reporting import signed_in


@visit("GET /services")
def looks_for_a_service():
    anna = signed_in(ANNA)
    return lambda: anna.get("/services?q=kindergarten")


@visit("GET /services/{code}")
def reads_about_a_service():
    facts, now = {"service": "birth-registration"}, clock.now()
    asked_for = Happened("1", "S1-2026-K7QF2M-F", "application.submitted", now, facts=facts)
    statistics.count(asked_for, at=now)
    anna = signed_in(ANNA)
    return lambda: anna.get("/services/birth-registration")
