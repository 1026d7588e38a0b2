"""The pages and files that belong to no single system."""

import pytest

from chalicelib.domain import figures
from tests.factories import MONDAY
from tests.gateway import Browser
from tests.roundtrips import counted

PAGES = ["/", "/help", "/privacy", "/accessibility", "/api"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_everybody_can_read_the_pages_of_the_site_in_both_languages(address, language, tables):
    page = Browser(language=language).get(address)

    assert page.status == 200
    assert f'<html lang="{language}"' in page.body


@pytest.mark.parametrize("address", PAGES)
def test_help_is_at_the_same_place_on_every_page(address, anybody):
    links = anybody.get(address).body.split("<a ")

    assert 'href="/help"' in links[links_before_help(links)]
    assert links_before_help(links) == links_before_help(anybody.get("/").body.split("<a "))


def links_before_help(links: list[str]) -> int:
    return next(n for n, link in enumerate(links) if 'href="/help"' in link)


def test_the_front_page_leads_to_reporting_a_problem(anybody):
    page = anybody.get("/")

    assert 'href="/report"' in page.body


def test_the_front_page_shows_what_was_counted_and_when(anybody):
    assert "The city in figures" not in anybody.get("/").text  # of an empty city there are none
    numbers = {"reported": 1284, "solved": 907, "overdue": 12, "days": 2.5}
    repair = {
        "reference": "C-1f3a90bd5c",
        "topic": "yard-lamp",
        "address": "Katu 1",
        "answered_at": "2026-03-01T09:00:00+00:00",
        "photo": "after",
    }
    figures.keep("complaints", numbers, [repair], at=MONDAY)

    page = anybody.get("/")
    russian = Browser(language="ru").get("/").text

    assert "counted on 2 March 2026, 11:00" in page.text
    assert [shown in page.text for shown in ("1,284", "907", "2.5", "12")] == [True] * 4
    assert "Courtyard lamp is out" in page.text
    assert "/media/after/320.jpg" in page.body
    assert "подсчитано 2 марта 2026, 11:00" in russian
    assert "дня, за которые решают половину обращений 2,5" in russian
    assert "сообщения о проблемах 1" in russian, "1 284 of them"
    assert "days in which half of the reports are solved 2.5" in page.text


def test_the_front_page_reads_the_figures_and_nothing_else(anybody):
    with counted() as calls:
        anybody.get("/")

    assert calls == ["GetItem"]


def test_a_page_can_be_read_in_the_other_language_at_the_same_address(anybody):
    page = anybody.get("/help")

    assert 'hreflang="ru"' in page.body
    assert "/help?lang=ru" in page.body
    assert '<html lang="ru"' in anybody.get("/help?lang=ru").body


def test_no_page_carries_styles_or_handlers_of_its_own(anybody):
    for address in PAGES:
        body = anybody.get(address).body

        assert "style=" not in body
        assert "onclick=" not in body
        assert body.count("<script>") == 1  # the component library's, allowed by its hash


def test_the_pages_show_nothing_that_was_not_translated(tables):
    page = Browser(language="ru").get("/")

    assert "Сообщить о проблеме" in page.text
    assert "Report a problem" not in page.text


def test_an_unknown_address_gets_a_page_with_a_way_on(anybody):
    page = anybody.get("/no-such-page")

    assert page.status == 404
    assert "Page not found" in page.text
    assert "request-1" in page.text  # the reference to quote
    assert 'href="/help"' in page.body


def test_the_description_of_the_api_is_read_by_programs(anybody):
    answer = anybody.get("/api/v1/openapi.json")

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json["openapi"] == "3.1.0"
    assert "/api/v1/openapi.json" in answer.json["paths"]


def test_the_description_of_the_api_is_read_by_people(anybody):
    page = anybody.get("/api")

    assert "/api/v1/openapi.json" in page.text
    assert "robots.txt" not in page.text


def test_the_platform_says_that_it_can_answer(anybody):
    assert anybody.get("/status.json").json == {"status": "ok", "stage": "test"}


def test_robots_are_kept_out_of_what_is_personal(anybody):
    assert "Disallow: /me\n" in anybody.get("/robots.txt").body


def test_whoever_finds_a_hole_learns_whom_to_tell(anybody):
    told = anybody.get("/.well-known/security.txt").body

    assert "Contact: mailto:help@veche.example.org\n" in told
    assert "Expires: 20" in told
