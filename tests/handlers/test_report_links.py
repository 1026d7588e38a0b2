"""Links that begin a report, from a sticker on a lamp post."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

LAMP_POST = "/report?topic=yard-lamp&lat=60.1675&lon=24.9427"


def test_a_link_from_a_sticker_survives_signing_in(anybody, anna):
    page = anybody.get(LAMP_POST)

    (onward,) = re.findall(r'href="(/sign-in[?][^"]+)"', page.body)
    assert parse_qs(urlsplit(onward).query) == {"next": [LAMP_POST]}
    begun = anna.submit(LAMP_POST, topic="yard-lamp", lat="60.1675", lon="24.9427")
    assert begun.location.endswith("/details")


@pytest.mark.parametrize(
    ("told", "named", "asked"),
    [
        ({"topic": "unicorns", "lat": "60.1675", "lon": "24.9427"}, "a topic that", "topic"),
        ({"topic": "yard-sandbox-retired"}, "a topic that", "topic"),
        ({"topic": "yard-lamp", "lat": "60.1675", "lon": "east"}, "no place", "place"),
        ({"topic": "yard-lamp", "lat": "60.1675"}, "no place", "place"),
        ({"topic": "yard-lamp", "lat": "55.75", "lon": "37.61"}, "no place", "place"),
        ({"topic": "yard-lamp", "lat": "nan", "lon": "24.9"}, "no place", "place"),
    ],
)
def test_what_a_link_tells_wrongly_is_said_and_asked(anna, told, named, asked):
    page = anna.get(f"/report?{urlencode(told)}")

    assert page.status == 200
    assert f"The link that led you here names {named}" in page.text
    assert anna.submit("/report", **told).location.endswith(f"/{asked}")
