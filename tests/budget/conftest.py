"""A city in which every page can be visited: houses, a store for photos, a user pool."""

import pytest

from chalicelib.domain import places
from chalicelib.outbound import mail
from tests.cognito import user_pool
from tests.homes import HOUSES
from tests.reporting import a_city


@pytest.fixture(autouse=True)
def city(keys):
    mail._client.cache_clear()
    with a_city(), user_pool():
        places.keep(HOUSES)
        yield
    mail._client.cache_clear()
