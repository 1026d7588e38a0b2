"""Who is at the doors in many tests: Anna, with a browser and a program, and her letters."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib import clock
from chalicelib.config import settings
from chalicelib.outbound import mail, storage
from tests.counted import data_bucket
from tests.factories import MONDAY, a_resident
from tests.gateway import Browser
from tests.reporting import a_city, signed_in


@pytest.fixture
def sent(tables):
    """The letters that SES has taken, by whom they went to."""
    mail._client.cache_clear()
    boto3.client("sesv2").create_email_identity(EmailIdentity=settings.mail_from)
    taken = ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages
    yield lambda: sorted(message.destinations[0] for message in taken)
    mail._client.cache_clear()


@pytest.fixture
def anna(tables) -> Browser:
    """Anna, who has signed in with her browser."""
    return signed_in(a_resident("anna"))


@pytest.fixture
def program(tables) -> Browser:
    """A program of Anna's."""
    return Browser.of(a_resident("anna"))


@pytest.fixture
def bucket(keys: None) -> Iterator[Any]:
    """Where open data is published, and the city's keys."""
    yield data_bucket()
    storage._client.cache_clear()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def monday(tables: None, now: Callable[[datetime], None]) -> None:
    """It is the morning on which all begins."""
    now(MONDAY)


@pytest.fixture
def tuesday(tables: None, now: Callable[[datetime], None]) -> None:
    """It is the morning after."""
    now(MONDAY + timedelta(days=1))


@pytest.fixture
def city(tables: None) -> Iterator[None]:
    """With houses, topics and agencies."""
    with a_city():
        yield


@pytest.fixture
def of(tables) -> Callable[..., Browser]:
    """The browser of somebody who has signed in."""
    return signed_in
