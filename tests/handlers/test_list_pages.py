"""The public list, what a complaint's page tells whom, and the desks, seen through a browser."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from chalicelib import clock
from chalicelib.domain import complaints
from chalicelib.domain.complaints import index
from chalicelib.domain.complaints.cards import place_of, shelf_of
from chalicelib.models.card import Card
from chalicelib.models.complaint import HEAD, Complaint
from tests.complaints import AGENCY, ANNA, BORIS, DISTRICT, MODERATOR, OFFICER, a_photo, filed
from tests.factories import a_resident

STRANGER = a_resident("stranger")


@pytest.fixture(autouse=True)
def _empty_tables(tables): ...


def published(by=ANNA, at=None, **given):
    at = at or clock.now()
    reference = filed(by, at=at, **given).reference
    complaints.publish(reference, by=MODERATOR, at=at)
    index(reference)
    return reference


def answered(at=None):
    at = at or clock.now()
    reference = published(at=at)
    photo = a_photo(number=f"after-{reference}")
    complaints.answer(reference, note="The lamp was replaced.", photos=[photo], by=OFFICER, at=at)
    index(reference)
    return reference


def test_what_is_late_is_told_as_late_before_any_alarm_has_rung(of):
    reference = published(at=clock.now() - timedelta(days=14))
    published()
    officer = of(OFFICER)

    assert "Reports on this page: 2. Overdue: 1." in officer.get("/work").text
    assert len(re.findall(r">\s*Overdue\s*<", officer.get("/work").body)) == 1
    for page in (f"/work/{reference}", f"/work/{reference}/schedule", f"/complaints/{reference}"):
        assert " Overdue " in officer.get(page).text


def test_from_further_pages_of_a_desk_one_gets_back_to_its_beginning(of):
    for number in range(21):
        filed(a_resident(f"author-{number}"), at=clock.now())
    behind = complaints.behind(complaints.find(published()))
    moderator, officer = of(MODERATOR), of(OFFICER)
    queue = moderator.get("/moderation")
    (further,) = re.findall(r'href="(/moderation[?]cursor=[^"]+)"', queue.body)
    rest = moderator.get(further)

    assert "On this page 20 reports wait to be read." in queue.text
    assert "On this page 1 report waits to be read." in rest.text
    assert "To the beginning" not in queue.text + officer.get("/work").text
    assert 'href="/moderation">To the beginning' in rest.body
    assert f'agency={AGENCY}">To the beginning' in officer.get(f"/work?cursor={behind}").body


def test_the_list_shows_what_the_address_asks(anybody):
    lamp = published()
    wire = published(topic="yard-pothole", answers={}, photos=[a_photo(ANNA, "before")])

    everything = anybody.get("/complaints").body
    narrowed = anybody.get("/complaints?topic=yard-lamp&state=open&period=7").body

    assert lamp in everything
    assert wire in everything
    assert lamp in narrowed
    assert wire not in narrowed
    assert re.search(r'value="yard-lamp" selected', narrowed)


def test_the_map_asks_for_the_reports_of_the_list(anybody):
    published()

    body = anybody.get(f"/complaints?district={DISTRICT}&period=30").body
    asked = re.search(r'data-geojson="([^"]+)"', body)[1].replace("&amp;", "&")
    shown = anybody.get(asked, Accept="application/geo+json")

    assert f"district={DISTRICT}&from=" in asked
    assert [one["id"] for one in shown.json["features"]] == re.findall(
        r'href="/complaints/(C-\w+)"', body
    )


def test_a_list_of_nothing_says_so(anybody):
    assert "Nothing fits these filters" in anybody.get("/complaints?state=solved").text


@pytest.mark.parametrize("field", ["district", "group", "topic", "state", "period"])
def test_a_filter_that_cannot_be_is_told_beside_it_and_the_others_stay(anybody, field):
    chosen = {"group": "yard", "topic": "yard-lamp", "state": "open", "period": "30"}
    asked = chosen | {field: "nope"}

    page = anybody.get("/complaints?" + urlencode(asked))

    assert page.status == 422
    assert f'href="#{field}"' in page.body
    assert f'id="{field}-error"' in page.body
    for name in chosen.keys() - {field}:
        assert re.search(rf'value="{chosen[name]}" selected', page.body), name
    assert "Nothing fits these filters" not in page.text


def test_all_filters_that_cannot_be_are_told_at_once(anybody):
    page = anybody.get("/complaints?district=x&group=x&topic=x&state=x&period=x", Cookie="lang=ru")

    told = re.findall(r'<a href="#(\w+)"', page.body)
    assert told == ["district", "group", "topic", "state", "period"]


def test_a_topic_of_another_group_is_dropped_and_not_searched_by_unseen(anybody):
    lamp = published()

    page = anybody.get("/complaints?group=yard&topic=road-manhole")

    assert lamp in page.body
    assert 'value="road-manhole"' not in page.body


def test_a_long_list_goes_on_where_the_page_ended(anybody):
    published()
    card = next(iter(Card.query(shelf_of())))
    for n in range(50):
        card.reference = f"C-{n:010x}"
        card.place = place_of(card.filed_at - timedelta(hours=n), card.reference)
        card.save()

    first = anybody.get("/complaints")
    onward = re.search(r'href="(/complaints\?cursor=[^"]+)" rel="next"', first.body)[1]
    second = anybody.get(onward)

    shown = re.findall(r'<a class="govuk-link" href="/complaints/(C-\w+)"', first.body)
    rest = re.findall(r'<a class="govuk-link" href="/complaints/(C-\w+)"', second.body)
    assert (len(shown), len(rest)) == (50, 1)
    assert not set(shown) & set(rest)


def test_what_is_not_published_is_seen_by_its_author_alone(of, anybody):
    reference = filed(ANNA, at=clock.now()).reference

    assert of(ANNA).get(f"/complaints/{reference}").status == 200
    assert of(BORIS).get(f"/complaints/{reference}").status == 404
    assert anybody.get(f"/complaints/{reference}").status == 404


def test_the_confirmation_is_shown_to_the_author_once_it_was_sent(of):
    reference = filed(ANNA, at=clock.now()).reference

    assert "Your report is sent" in of(ANNA).get(f"/complaints/{reference}?sent=yes").text
    assert "Your report is sent" not in of(ANNA).get(f"/complaints/{reference}").text


def test_a_page_never_names_its_author(anybody):
    assert "anna" not in anybody.get(f"/complaints/{answered()}").body


def test_an_overdue_answer_is_marked(anybody):
    reference = published(at=clock.now() - timedelta(days=30))
    complaints.escalate(reference, at=clock.now())

    assert "Overdue" in anybody.get(f"/complaints/{reference}").text


def test_support_is_given_once_and_taken_back(of):
    reference, boris = published(), of(BORIS)
    here = f"/complaints/{reference}"

    for _ in range(2):
        boris.submit(f"{here}/support")
    joined = boris.get(here).text
    boris.submit(f"{here}/unsupport")

    assert "1 person supports" in joined
    assert "Nobody has joined" in boris.get(here).text


def test_nobody_supports_their_own_report(of):
    assert of(ANNA).submit(f"/complaints/{published()}/support").status == 403


def test_a_supporter_may_judge_and_a_stranger_may_not(of):
    reference = published()
    complaints.support(reference, by=BORIS, at=clock.now())
    photo = a_photo()
    complaints.answer(reference, note="Done.", photos=[photo], by=OFFICER, at=clock.now())
    here = f"/complaints/{reference}"

    assert "Yes, it is solved" in of(BORIS).get(here).text
    assert "Yes, it is solved" not in of(STRANGER).get(here).text
    assert of(STRANGER).submit(f"{here}/confirm").status == 403


def test_a_verdict_after_the_deadline_names_the_rule_and_keeps_the_words(of):
    reference, anna = answered(), of(ANNA)
    here = f"/complaints/{reference}"
    anna.submit(f"{here}/deny", note="Still dark")
    late = Complaint.get(reference, HEAD)
    yesterday = (clock.now() - timedelta(days=2)).date()
    late.update([Complaint.verdict_until.set(yesterday)])

    refused = anna.submit(f"{here}/deny/photos")

    assert refused.status == 409
    assert "15 days for a verdict ended" in refused.text
    assert "Still dark" in refused.text


def test_my_reports_begin_with_those_that_wait_for_me(of):
    published()
    waits = answered()

    page = of(ANNA).get("/me/complaints")

    assert "1 of your reports is solved" in page.text
    assert re.findall(r'href="/complaints/(C-\w+)"', page.body)[0] == waits


def test_a_report_is_withdrawn_by_its_author(of):
    reference, anna = published(), of(ANNA)

    done = anna.submit(f"/complaints/{reference}/withdraw")

    assert "Withdrawn by the author" in anna.follow(done).text


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_page_has_a_title_of_its_own_in_both_languages(of, language):
    reference = answered()
    pages = [of(ANNA, language).get(f"/complaints/{reference}{more}") for more in ("", "/deny")]
    pages += [of(ANNA, language).get(page) for page in ("/complaints", "/me/complaints", "/report")]
    pages += [of(OFFICER, language).get(page) for page in ("/work", f"/work/{reference}")]
    pages += [of(MODERATOR, language).get("/moderation")]

    titles = [re.search(r"<title[^>]*>(.*?)</title>", page.body, re.DOTALL)[1] for page in pages]

    assert len(set(titles)) == len(titles)
    assert all(page.body.count("<h1") == 1 for page in pages)
