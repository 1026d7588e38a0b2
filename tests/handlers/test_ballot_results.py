"""What everybody sees of how a ballot stands."""

from datetime import timedelta

import pytest

from chalicelib.domain.ballots import finishing, log
from chalicelib.domain.ballots.tally import Wake
from chalicelib.models.ballot import Correction
from tests.ballots import CLOSES, a_voter, composed
from tests.gateway import Browser
from tests.reporting import signed_in
from tests.results import (
    LATER,
    a_ballot,
    count_and_report,
    published_at_the_end,
    results,
    standing,
    standing_of_fifty_six,
    today,
    vote,
)
from tests.roundtrips import counted

__all__ = ["standing", "today"]
pytestmark = pytest.mark.usefixtures("today")


def test_everybody_sees_how_it_stands_with_every_figure(standing, anybody):
    page = results(anybody, standing)

    assert page.status == 200
    assert "As of 3 March 2026, 14:20" in page.text
    assert "votes 7" in page.text
    assert "Yes 5 No 2 Left to others 0" in page.text
    assert "Option b 7 21" in page.text  # put first by seven, with three points from each
    assert page.body.count("<svg") >= 4 + 4 + 6 + 3


def test_the_bars_are_as_long_as_the_figures_say(standing, anybody):
    page = results(anybody, standing).body

    assert page.index('veche-bar__fill" width="100.00"') < page.index('width="40.00"')
    assert "style=" not in page


def test_small_districts_are_not_told_and_that_is(published, anybody):
    page = results(anybody, published).text

    assert "2 districts are not told" in page
    assert "Kallio" not in page


def test_of_few_votes_it_is_not_told_where_they_came_from_and_that_is(standing, anybody):
    english, russian = (results(who, standing).text for who in (anybody, Browser(language="ru")))

    assert "told in steps of at least 25 votes" in english
    assert "шагами, в каждом не меньше 25 голосов" in russian
    assert "from accounts of level" not in english


def test_where_votes_came_from_is_said_with_its_moment_and_rule(in_steps, anybody):
    english, russian = (results(who, in_steps).text for who in (anybody, Browser(language="ru")))

    assert "As of 3 March 2026, 14:20 . A new report" in english
    assert "As of 3 March 2026, 14:00, of the first 26 votes." in english
    assert "moves when at least five more people from there have voted" in english
    assert "from accounts of level L2 26" in english
    assert "Kluuvi 20" in english
    assert "Kallio 6" in english
    assert "По состоянию на 3 марта 2026, 14:00, учтено голосов: 26." in russian
    assert "оттуда проголосовало ещё не меньше пяти человек" in russian


def test_missed_reports_are_seen_and_every_report_can_be_fetched(standing, anybody):
    page = results(anybody, standing)

    assert "19 reports are missing before this one, the first of 3 March 2026, 11:10" in page.text
    for name in ("20260303T0900Z.json", "20260303T1220Z.csv"):
        assert f'href="/data/ballots/{standing.id}/reports/{name}"' in page.body


def test_a_page_that_is_open_fetches_the_part_that_changes(standing, anybody):
    part = results(anybody, standing, part="figures")

    assert part.body.lstrip().startswith('<p class="govuk-body" data-seq="2"')
    assert "<html" not in part.body
    assert "Yes 5 No 2" in part.text


def test_before_the_first_report_the_page_says_so(anybody):
    assert "There is no report yet" in results(anybody, a_ballot()).text


def test_a_draft_has_no_results_for_the_public(anybody):
    assert results(anybody, composed()).status == 404


@pytest.mark.parametrize(
    ("visibility", "why"),
    [("turnout_only", "Until the end only the turnout"), ("after_close", "is told after the end")],
)
def test_what_may_not_be_seen_yet_is_not_there(visibility, why, anybody):
    ballot = a_ballot(visibility=visibility)
    vote(ballot, 1)
    count_and_report(ballot)

    page = results(anybody, ballot)

    assert why in page.text
    assert "votes 1" in page.text
    assert "Left to others" not in page.text


def test_who_has_voted_sees_nothing_move_between_two_reports(anybody):
    """Else they would see how a neighbour votes whom they see voting."""
    ballot = a_ballot(visibility="after_my_vote")
    vote(ballot, 1)
    count_and_report(ballot)
    voter = signed_in(a_voter("voter-1"))

    vote(ballot, 2, {"q1": ["no"]})
    counted_until_now(ballot)

    assert log.head_of(ballot.id).size == 2
    assert "Yes 1 No 0 Left to others 0" in results(voter, ballot).text
    count_and_report(ballot, LATER + timedelta(minutes=10))
    assert "Yes 1 No 1 Left to others 0" in results(voter, ballot).text


def counted_until_now(ballot):
    finishing.attend(ballot.id, [Wake(ballot.id)], at=LATER, in_time=lambda: True)


def test_who_has_voted_sees_what_the_others_see_later(anybody):
    ballot = a_ballot(visibility="after_my_vote")
    vote(ballot, 1)
    count_and_report(ballot)

    voter = signed_in(a_voter("voter-1"))

    assert "Left to others" not in results(anybody, ballot).text
    assert "Left to others" not in results(signed_in(a_voter("somebody")), ballot).text
    assert "Yes 1 No 0 Left to others 0" in results(voter, ballot).text


def test_the_page_takes_two_round_trips(standing, anybody):
    with counted() as calls:
        results(anybody, standing)

    assert calls == ["Query", "Query"]


def test_for_who_has_voted_it_takes_three_and_one_for_the_session(anybody):
    ballot = a_ballot(visibility="after_my_vote")
    vote(ballot, 1)
    count_and_report(ballot)
    voter = signed_in(a_voter("voter-1"))

    with counted() as calls:
        results(voter, ballot)

    assert sorted(calls) == ["BatchGetItem", "GetItem", "Query", "Query"]


def test_what_was_found_not_right_stands_beside_the_results(standing, anybody):
    assert "Corrections" not in results(anybody, standing).text
    for number, kind in enumerate(["voted_without_me", "not_recorded"]):
        Correction(
            standing.id,
            f"correction#D-{number}",
            kind=kind,
            dispute=f"D-{number}" if number else None,
            at=LATER - timedelta(hours=number),
            note=f"The signed note {number}",
        ).save()

    with counted() as calls:
        page = results(anybody, standing)
    russian = results(Browser(language="ru"), standing)

    assert calls == ["Query", "Query"]
    said = page.text
    assert said.index("The signed note 1") < said.index("The signed note 0")  # the older first
    assert "D-1" in said
    assert "D-0" not in said
    assert "Исправления" in russian.text
    assert "The signed note" not in results(anybody, standing, part="figures").text


@pytest.fixture
def in_steps():
    return standing_of_fifty_six()


@pytest.fixture
def published(standing, now):
    published_at_the_end(standing)
    now(CLOSES + timedelta(minutes=2))
    return standing


def test_in_the_end_the_page_says_what_came_out(published, anybody):
    page = results(anybody, published)

    assert "Final result" in page.text
    assert "Most votes: Yes" in page.text
    assert "Most points: Option b" in page.text
    assert "It ends with: Option b." in page.text
    assert "Mean mark: 4" in page.text
    assert "Is paid: Option a" in page.text
    assert f'href="/data/ballots/{published.id}/audit.zip"' in page.body
    assert "data-final" in page.body


def test_programs_are_led_to_the_kit_once_it_is_there(standing, anybody):
    here = f"/api/v1/ballots/{standing.id}/audit.zip"
    assert anybody.get(here).status == 404
    published_at_the_end(standing)

    answer = anybody.get(here)

    assert (answer.status, answer.location) == (303, f"/data/ballots/{standing.id}/audit.zip")


def test_it_says_it_in_russian_too(published):
    page = results(Browser(language="ru"), published)

    assert "Больше всего голосов:" in page.text
    assert "Итог" in page.text
