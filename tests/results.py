"""A ballot in which people have voted, its reports, and the page that shows them."""

from datetime import timedelta

import pytest

from chalicelib.domain.ballots import (
    casting,
    finishing,
    publication,
    reporting,
    reports,
    usecases,
)
from chalicelib.domain.ballots.reporting import Due
from chalicelib.domain.ballots.tally import Wake
from tests.ballots import CLOSES, OPENS, VOTING, a_question, a_voter, code_of, options, scheduled
from tests.counted import counted
from tests.domain.test_ballot_counting import a_paper

LATER = VOTING.replace(minute=20, second=3)


@pytest.fixture
def today(now, bucket):
    """While people vote, after the second report was due."""
    now(LATER)


def pages(ballot, listed):
    return {}


def a_ballot(**given):
    projects = options("a", "b", costs=40)
    questions = (
        a_question(),
        a_question("rank", "q2", most=3),
        a_question("rating", "q3"),
        a_question("budget", "q4", options=projects, budget=50, most=2),
    )
    return scheduled(questions=questions, **given)


def vote(ballot, number, answers=None, district="kluuvi", code=None):
    said = {"q1": ["yes"], "q2": ["b", "a"], "q3": ["4"], "q4": ["a"]} | (answers or {})
    voter = a_voter(f"voter-{number}", district=district)
    casting.cast(ballot.id, said, code or code_of(number), by=voter, at=VOTING)


def count_and_report(ballot, at=LATER):
    finishing.attend(ballot.id, [Wake(ballot.id)], at=at, in_time=lambda: True)
    reporting.report(Due(ballot.id, reports.slot_of(at)), at=at, pages=pages)


def standing_of_seven():
    """Seven have voted: five of one district, two of another."""
    ballot = a_ballot()
    reporting.report(Due(ballot.id, OPENS), at=OPENS, pages=pages)
    for number in range(7):
        answers = {"q1": ["no"]} if number > 4 else {}
        vote(ballot, number, answers, "kluuvi" if number < 5 else "kallio")
    count_and_report(ballot)
    return ballot


def standing_of_fifty_six():
    """Twenty of one district and six of another by two o'clock; ten and twenty since."""
    ballot = a_ballot()
    for at, kluuvi, kallio in ((LATER - timedelta(minutes=20), 20, 6), (LATER, 10, 20)):
        papers = [a_paper(district="kluuvi")] * kluuvi + [a_paper(district="kallio")] * kallio
        counted(usecases.definition_of(ballot), *papers)
        reporting.report(Due(ballot.id, reports.slot_of(at)), at=at, pages=pages)
    return ballot


def published_at_the_end(ballot, at=CLOSES + timedelta(minutes=2)):
    finishing.attend(ballot.id, [Wake(ballot.id)], at=at, in_time=lambda: True)
    publication.publish(ballot.id, at=at, pages=pages)


@pytest.fixture
def standing():
    return standing_of_seven()


def results(browser, ballot, **query):
    more = "".join(f"?{name}={value}" for name, value in query.items())
    return browser.get(f"/ballots/{ballot.id}/results{more}")
