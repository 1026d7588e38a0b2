"""Guests on AWS's own engine: of many guesses at once ten are compared, and one browser goes on."""

from tests.domain.test_application_guests import (  # noqa: F401 (the same tests, another engine)
    TestGoingOnElsewhere,
    publish,
    pytestmark,
)
