"""People who report with a browser: signing in, filling in forms, sending photos."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import boto3
from PIL import Image

from chalicelib import catalogue, clock
from chalicelib.actors import Actor
from chalicelib.config import settings
from chalicelib.domain import places, sessions
from chalicelib.domain.photos import processing
from chalicelib.domain.places import Address
from chalicelib.edge import cookies
from chalicelib.models.session import Session
from chalicelib.outbound import storage
from tests.factories import an_officer
from tests.gateway import Answer, Browser
from tests.pictures import a_view

CENTRE = catalogue.city().centre
HOUSE = Address("house-1", "Mannerheimintie", "5", CENTRE.lat, CENTRE.lon, "kluuvi")


@contextmanager
def a_city() -> Iterator[None]:
    """With one house, and a store for photos."""
    storage._client.cache_clear()
    _store().create(CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    places.keep([HOUSE])
    yield
    storage._client.cache_clear()


def signed_in(actor: Actor, language: str = "en") -> Browser:
    browser = Browser(language=language)
    browser.cookies[cookies.SESSION] = sessions.begin(actor, at=clock.now())
    return browser


def end_sessions() -> None:
    for session in Session.scan():
        session.delete()


def photograph(browser: Browser, page: str, content: bytes | None = None) -> Answer:
    """Send a photo through the form on a page, as a browser without scripts would."""
    form = browser.get(page)
    assert form.status == 200, form.text
    key = form.value("key")
    _store().put_object(Key=key, Body=a_picture() if content is None else content)
    processing.process(key)
    back = form.value("success_action_redirect").removeprefix("https://portal.test")
    return browser.follow(browser.get(back))


def a_picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (800, 600), "teal").save(written, "JPEG")
    return written.getvalue()


def begun(browser: Browser, topic: str = "yard-lamp") -> str:
    """A report in which topic and place are told; where it is."""
    here = browser.submit("/report").location.removesuffix("/topic")
    assert browser.submit(f"{here}/topic", topic=topic).location == f"{here}/place"
    browser.follow(browser.submit(f"{here}/place", address_id="house-1"))
    return here


def filed(browser: Browser, text: str = "The lamp by the entrance is out") -> str:
    """A report that was sent; its reference."""
    here = begun(browser)
    answers = {"answer-how-many-lamps": "one"}
    assert browser.submit(f"{here}/details", text=text, **answers).location == f"{here}/photos"
    photograph(browser, f"{here}/photos")
    assert browser.submit(f"{here}/photos").location == f"{here}/check"
    found = re.search(r"/complaints/([^?]+)", browser.submit(f"{here}/check").location)
    assert found
    return found[1]


def published(browser: Browser) -> str:
    reference = filed(browser)
    moderator = signed_in(an_officer("moderator.kluuvi", "mod"))
    page = moderator.get(f"/moderation/{reference}")
    moderator.submit(f"/moderation/{reference}/publish", version=page.value("version"))
    return reference


def answered(browser: Browser) -> str:
    reference = published(browser)
    answer(reference)
    return reference


def answer(reference: str) -> None:
    officer = signed_in(an_officer("agency.lighting", "officer"))
    here = f"/work/{reference}/answer"
    officer.submit(here, note="The lamp was replaced this morning")
    form = photograph(officer, f"{here}/photos", a_view(uuid4().hex))
    done = officer.submit(f"{here}/photos", version=form.value("version"))
    assert done.location == f"/work/{reference}", done.text


def denied(browser: Browser, reference: str) -> None:
    here = f"/complaints/{reference}/deny"
    browser.submit(here, note="It is as dark as before")
    version = browser.get(f"{here}/photos").value("version")
    done = browser.submit(f"{here}/photos", version=version)
    assert done.location == f"/complaints/{reference}", done.text


def checked(browser: Browser) -> str:
    """A report whose answer was denied twice: a public check is ordered."""
    reference = answered(browser)
    denied(browser, reference)
    answer(reference)
    denied(browser, reference)
    return reference


def _store() -> Any:
    return boto3.resource("s3").Bucket(settings.media_bucket)
