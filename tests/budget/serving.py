"""Visits to the catalogue of services, which lies in memory."""

from tests.budget.visits import visit
from tests.complaints import ANNA
from tests.reporting import signed_in


@visit("GET /services")
def looks_for_a_service():
    anna = signed_in(ANNA)
    return lambda: anna.get("/services?q=kindergarten")


@visit("GET /services/{code}")
def reads_about_a_service():
    anna = signed_in(ANNA)
    return lambda: anna.get("/services/birth-registration")
