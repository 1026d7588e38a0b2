"""How somebody finds their own vote, with the code that they keep."""

import pytest

from chalicelib.domain.ballots import codes
from tests.ballots import CODE, code_of, composed
from tests.results import a_ballot, standing, today, vote

__all__ = ["standing", "today"]
pytestmark = pytest.mark.usefixtures("today")


def test_who_runs_no_scripts_finds_their_vote_and_is_told_what_the_city_saw(standing, anybody):
    page = anybody.submit(f"/ballots/{standing.id}/check", code=codes.written(code_of(3)))

    assert "Your vote is in the list, at number" in page.text
    assert "of 7" in page.text
    assert "has seen your code" in page.text
    assert "portal.test/data/ballots" in page.text


def test_who_sends_what_finds_it_shows_no_code(standing, anybody):
    h = codes.locator(standing.id, code_of(3))

    page = anybody.submit(f"/ballots/{standing.id}/check", code=h)

    assert "Your vote is in the list" in page.text
    assert "has seen your code" not in page.text


def test_a_vote_that_waits_is_told_as_that(anybody):
    ballot = a_ballot()
    vote(ballot, 1, code=CODE)

    page = anybody.submit(f"/ballots/{ballot.id}/check", code=codes.written(CODE))

    assert "waits to be put into the list" in page.text


def test_a_code_that_nobody_voted_with_is_told_as_that(standing, anybody):
    page = anybody.submit(f"/ballots/{standing.id}/check", code=codes.written("f" * 32))

    assert "No vote with this code was taken" in page.text


def test_a_code_with_a_wrong_character_is_shown_again(standing, anybody):
    page = anybody.submit(f"/ballots/{standing.id}/check", code="0024-H36H")

    assert page.status == 422
    assert "a character of the code is wrong" in page.text.lower()
    assert page.value("code") == "0024-H36H"


def test_the_code_is_in_no_log_line(standing, anybody, capsys):
    anybody.submit(f"/ballots/{standing.id}/check", code=codes.written(code_of(3)))

    said = capsys.readouterr().out
    assert code_of(3) not in said
    assert codes.written(code_of(3)) not in said


def test_a_draft_has_nothing_to_check_for_the_public(anybody):
    draft = composed()

    assert anybody.get(f"/ballots/{draft.id}/check").status == 404
    assert anybody.submit(f"/ballots/{draft.id}/check", code="0" * 64).status == 404
