"""The inbox, on a page and for programs."""

import re

import pytest

from tests.gateway import Browser
from tests.telling import told


def test_the_inbox_shows_what_happened_the_newest_first_in_the_readers_language(anna):
    told(how_many=2)

    english = anna.get("/me/inbox")
    anna.language = "ru"
    russian = anna.get("/me/inbox")

    assert english.status == 200
    assert english.text.index("Report C-1 was published") < english.text.index("Report C-0")
    assert "Обращение C-1 опубликовано" in russian.text


def test_opening_a_notice_leads_to_its_complaint_and_it_is_read(anna):
    older, _ = told(how_many=2)

    opened = anna.get(f"/me/inbox/{older}")

    assert opened.status == 303
    assert opened.location == "/complaints/C-0"
    assert anna.get("/me/inbox").text.count("Not read yet") == 1


def test_somebody_elses_notice_cannot_be_opened(anna):
    (theirs,) = told("boris")

    assert anna.get(f"/me/inbox/{theirs}").status == 404
    assert anna.get(f"/me/inbox/{'9' * 2000}").status == 404
    assert "Nothing yet" in anna.get("/me/inbox").text


def test_everything_shown_can_be_marked_as_read_and_what_came_since_is_new(anna):
    told(how_many=2)
    page = anna.get("/me/inbox")
    told(how_many=3)

    marked = anna.submit("/me/inbox/read", until=page.value("until"))

    assert anna.follow(marked).text.count("Not read yet") == 1


def test_a_long_inbox_goes_on_on_the_next_page(anna):
    told(how_many=25)

    first = anna.get("/me/inbox")
    (following,) = re.findall(r'href="(/me/inbox\?cursor=[^"]+)"', first.body)
    second = anna.get(following)

    assert first.body.count("veche-timeline__title") == 20
    assert second.body.count("veche-timeline__title") == 5
    assert "cursor=" not in second.body.replace(following, "")


def test_a_program_reads_the_inbox_page_by_page(program):
    told(how_many=3)

    first = program.get("/api/v1/me/notifications?limit=2").json
    second = program.get(f"/api/v1/me/notifications?limit=2&cursor={first['next']}").json

    assert [notice["about"] for notice in first["items"]] == ["C-2", "C-1"]
    assert [notice["about"] for notice in second["items"]] == ["C-0"]
    assert second["next"] is None
    assert first["items"][0]["title"] == "Report C-2 was published"
    assert first["items"][0]["path"] == "/complaints/C-2"
    assert program.get("/api/v1/me/notifications?cursor=x").status == 422


def test_a_program_marks_notices_as_read(program):
    first, second, _ = told(how_many=3)

    program.send("POST", "/api/v1/me/notifications/read", {"ids": [second, "unknown"]})
    assert [n["read"] for n in inbox_of(program)] == [False, True, False]
    program.send("POST", "/api/v1/me/notifications/read", {"until": second})
    program.send("POST", "/api/v1/me/notifications/read", {"until": first})

    assert [n["read"] for n in inbox_of(program)] == [False, True, True]


def inbox_of(program: Browser) -> list[dict]:
    return program.get("/api/v1/me/notifications").json["items"]


@pytest.mark.parametrize(
    "address", ["/me/inbox", "/me/notifications", "/me/inbox/1", "/me/inbox?cursor=x"]
)
def test_nobody_reads_an_inbox_without_signing_in(anybody, address):
    assert anybody.get(address).location.startswith("/sign-in?next=")
