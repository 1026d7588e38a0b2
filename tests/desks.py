"""Officers with their browsers at the desks of an authority."""

import pytest

from chalicelib.domain import applications
from tests.cases import HEAD, OFFICER
from tests.reporting import signed_in

LIST = "/work/applications"


@pytest.fixture
def olga():
    return signed_in(OFFICER)


@pytest.fixture
def helga():
    return signed_in(HEAD)


def of(application):
    """Its page, for who works on it."""
    return f"{LIST}/{application.reference}"


def state(application):
    return applications.find(application.reference, by=OFFICER).state


def sends(browser, application, act, **fields):
    """With what the page holds that the form is on."""
    page = browser.get(of(application))
    held = {"version": page.value("version"), "office": page.value("office")}
    return browser.submit(f"{of(application)}/{act}", **held | fields)
