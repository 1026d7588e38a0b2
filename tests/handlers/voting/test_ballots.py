"""Ballots as residents see them: the list, one ballot, and where one has voted."""

import re
from datetime import timedelta

import pytest

from chalicelib.domain import ballots
from chalicelib.domain.ballots.definition import Audience
from tests.ballots import CLOSES, OFFICER, OPENS, VOTING, a_voter, scheduled
from tests.casting import REASON, votes
from tests.gateway import Browser
from tests.handlers.voting.conftest import ANSWERED
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("keys")


def test_the_list_shows_what_is_open_first_with_the_days_that_are_left(anybody, today):
    scheduled()
    later = scheduled(opens_at=VOTING + timedelta(days=1))
    gone = scheduled(closes_at=OPENS + timedelta(hours=1))

    page = anybody.get("/ballots")

    assert page.status == 200
    assert page.text.index("Open now") < page.text.index("To come") < page.text.index("Archive")
    assert "6 days left" in page.text
    assert page.body.index(later.id) < page.body.index(gone.id)


def test_the_list_is_narrowed_by_its_address(anybody, today):
    here = scheduled(audience=Audience(("kluuvi",)))
    there = scheduled(audience=Audience(("kallio",)))

    page = anybody.get("/ballots?area=kluuvi")

    assert here.id in page.body
    assert there.id not in page.body
    assert anybody.get("/ballots?year=2020").status == 200
    assert anybody.get("/ballots?year=soon").status == 422


def test_the_archive_goes_on_from_page_to_page(anybody, today):
    gone = {scheduled(closes_at=OPENS + timedelta(minutes=n)).id for n in range(1, 24)}
    today(CLOSES)

    first = anybody.get("/ballots")
    more = re.search(r'href="([^"]*cursor=[^"]*)"', first.body)
    assert more
    second = anybody.get(more[1].replace("&amp;", "&"))

    assert {one for one in gone if one in first.body + second.body} == gone


def test_anybody_reads_a_ballot_and_is_told_to_sign_in(anybody, here):
    page = anybody.get(here)

    assert page.status == 200
    for words in ("A park by the harbour", "The old warehouses are gone", "Sign in to vote"):
        assert words in page.text
    assert "how many have voted" not in page.text
    assert f"{here}/vote" in page.body


def test_the_way_to_a_ballot_ends_with_its_title_and_its_number_stands_on_the_page(anybody, here):
    page, below = anybody.get(here), anybody.get(f"{here}/results")

    assert "Ballots A park by the harbour" in page.text
    assert f"No. {here.removeprefix('/ballots/')}" in page.text
    assert re.search(rf'href="{here}">\s*A park by the harbour', below.body)


def test_who_may_vote_is_shown_the_way(anna, here):
    page = anna.get(here)

    assert "You may vote until" in page.text
    assert f'href="{here}/vote"' in page.body


@pytest.mark.parametrize(
    ("voter", "why"),
    [
        ({"level": 1}, "A service centre has to check where you live"),
        ({"district": "kallio"}, "people who live in another part of the city"),
        ({"born_on": None}, "does not say when you were born"),
    ],
)
def test_who_may_not_vote_is_told_why_on_both_pages(voter, why):
    ballot = scheduled(audience=Audience(("kluuvi",)))
    vera = signed_in(a_voter("vera", **voter))

    for page in (vera.get(f"/ballots/{ballot.id}"), vera.get(f"/ballots/{ballot.id}/vote")):
        assert page.status == 200
        assert why in page.text
        assert 'name="code"' not in page.body
    assert vera.submit(f"/ballots/{ballot.id}/vote", **ANSWERED).status == 403
    assert votes(ballot) == []


def test_who_has_not_signed_in_is_led_to_sign_in_and_back(anybody, here):
    assert anybody.get(f"{here}/vote").location == f"/sign-in?next=%2Fballots%2F{here[9:]}%2Fvote"


def test_one_sees_where_one_has_voted_and_can_say_that_it_was_not_oneself(anna, here):
    assert "You have not voted yet" in anna.get("/me/votes").text
    anna.submit(f"{here}/vote", **ANSWERED)

    page = anna.get("/me/votes")

    assert "A park by the harbour" in page.text
    assert "You voted on 3 March 2026" in page.text
    assert f'href="{here}/disputes/new?kind=voted_without_me"' in page.body
    assert "You have voted" in anna.get(here).text
    assert "You have voted" in anna.get("/ballots").text


def test_a_ballot_that_was_stopped_says_why(anybody, ballot, here):
    ballots.annul(ballot.id, reason=REASON, by=OFFICER, at=VOTING)

    page = anybody.get(here)

    assert "Annulled" in page.text
    assert REASON in page.text


def test_pages_are_told_in_russian(ballot, here):
    olga = signed_in(a_voter("olga"), language="ru")

    for path in ("/ballots", here, f"{here}/vote", "/me/votes"):
        assert olga.get(path).status == 200
    assert "A park by the harbour (по-русски)" in olga.get(here).text
    taken = olga.submit(f"{here}/vote", **ANSWERED)
    assert "Ваш голос принят" in taken.text


def test_a_draft_is_not_there(anybody):
    assert Browser().get("/ballots/B-0000000000").status == 404
