"""Sending a file through the form on a page."""

import boto3

from chalicelib.config import settings
from chalicelib.domain.photos import processing
from tests.gateway import Answer, Browser
from tests.reporting import a_picture


def send_file(browser: Browser, page: str, content: bytes | None = None) -> Answer:
    """Send a file through the form on a page, as a browser would."""
    form = browser.get(page)
    key = form.value("key")
    media = boto3.resource("s3").Bucket(settings.media_bucket)
    media.put_object(Key=key, Body=content or a_picture())
    processing.process(key)
    back = form.value("success_action_redirect").removeprefix("https://portal.test")
    return browser.follow(browser.get(back))
