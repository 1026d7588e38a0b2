"""A clinic on a Monday, and Anna, who wants to see a doctor."""

import pytest

from tests.appointments import a_provider
from tests.factories import MONDAY, a_resident
from tests.gateway import Browser
from tests.reporting import signed_in

ANNA = a_resident("anna")


@pytest.fixture(autouse=True)
def clinic(tables, now):
    a_provider()
    now(MONDAY)


@pytest.fixture
def anna():
    return Browser.of(ANNA)


@pytest.fixture
def home():
    """Anna's browser."""
    return signed_in(ANNA)
