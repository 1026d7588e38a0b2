"""Voting with a browser: the form, the code, and what is told of the vote."""

import re
import subprocess
import sys
from datetime import timedelta

import pytest

from chalicelib.config import settings
from chalicelib.domain import ballots
from chalicelib.domain.ballots import codes, eligibility, signing
from infra.commands import ROOT
from tests import qr
from tests.ballots import CLOSES, CODE, OPENS, VOTING, YES, a_voter, code_of
from tests.casting import said, votes
from tests.handlers.voting.conftest import ANSWERED
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("keys")


def test_a_vote_without_scripts_from_the_form_to_the_code(anna, ballot, here):
    form = anna.get(f"{here}/vote")
    code = form.value("code")
    assert re.fullmatch("[0-9a-f]{32}", code)
    assert form.value("made") == ""
    assert "Your browser runs no scripts" in form.text

    taken = anna.submit(f"{here}/vote", **{"answers.q1": "yes", "code": code, "made": ""})

    assert taken.status == 200, taken.text
    assert "Your vote is taken" in taken.text
    assert codes.written(code) in re.sub(r"\s", "", taken.text)
    assert "By 3 March 2026, 14:12" in taken.text
    assert "The city’s server made this code" in taken.text
    assert taken.headers["Cache-Control"] == "no-store"
    assert code not in taken.body
    assert said(ballot) == YES


def test_a_code_of_the_browsers_own_is_taken_as_it_is(anna, ballot, here):
    taken = anna.submit(f"{here}/vote", **ANSWERED)

    assert codes.written(CODE) in re.sub(r"\s", "", taken.text)
    assert "The city’s server made this code" not in taken.text
    assert [vote.locator for vote in votes(ballot)] == [codes.locator(ballot.id, CODE)]


@pytest.mark.parametrize("made", ["browser", ""], ids=["browser", "server"])
def test_a_phone_reads_off_the_code_where_to_check_and_with_what(anna, here, made):
    taken = anna.submit(f"{here}/vote", **ANSWERED | {"made": made})

    address, _, code = qr.read(taken.body).partition("#")
    assert address == f"{settings.portal_url}{here}/check"
    assert codes.read(code) == CODE
    assert f"check#{code}" in taken.text  # in the receipt that is saved


def test_pages_that_show_no_qr_code_do_not_load_what_draws_them(anybody):
    ask = "import sys, app; from chalicelib.edge import pages, qr; sys.exit('segno' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", ask], cwd=ROOT, check=False).returncode == 0


def test_sending_the_form_again_shows_the_same(anna, ballot, here, today):
    first = anna.submit(f"{here}/vote", **ANSWERED)
    today(VOTING + timedelta(hours=1))

    again = anna.submit(f"{here}/vote", **ANSWERED)

    assert (again.status, again.text) == (200, first.text)
    assert len(votes(ballot)) == 1


def test_voting_again_with_another_code_leads_to_the_ballot_with_the_reason(anna, ballot, here):
    anna.submit(f"{here}/vote", **ANSWERED)

    again = anna.submit(f"{here}/vote", **ANSWERED | {"code": code_of(5)})

    assert again.status == 409
    assert "You have voted in this ballot already" in again.text
    assert 'name="code"' not in again.body
    assert len(votes(ballot)) == 1


def test_a_code_that_was_used_is_replaced_and_the_answers_stay(anna, ballot, here):
    ballots.cast(ballot.id, YES, CODE, by=a_voter("boris"), at=VOTING)

    again = anna.submit(f"{here}/vote", **ANSWERED | {"answers.q1": "no"})

    assert again.status == 422
    assert "This code was used already" in again.text
    assert again.value("code") != CODE
    assert again.value("made") == ""
    assert re.search(r'value="no"\s+checked', again.body)


def test_a_question_that_was_forgotten_is_named_and_the_code_stays(anna, ballot, here):
    again = anna.submit(f"{here}/vote", code=CODE, made="browser")

    assert again.status == 422
    assert "Answer this question, or leave it to others" in again.text
    assert 'href="#answers.q1"' in again.body
    assert (again.value("code"), again.value("made")) == (CODE, "browser")
    assert votes(ballot) == []


@pytest.mark.parametrize("at", [OPENS - timedelta(seconds=1), CLOSES])
def test_too_early_and_too_late_the_form_is_not_there_and_not_taken(anna, ballot, here, today, at):
    today(at)

    assert 'name="code"' not in anna.get(f"{here}/vote").body
    assert anna.submit(f"{here}/vote", **ANSWERED).status == 409
    assert votes(ballot) == []


def test_a_form_that_another_site_sent_is_not_taken(anna, ballot, here):
    assert anna.submit(f"{here}/vote", **ANSWERED, csrf="stolen").status == 403
    assert votes(ballot) == []


def test_voting_takes_three_round_trips(anna, here):
    eligibility.voter("anna")  # the keys are asked for once in the life of a function
    signing.public_key()
    anna.get(here)

    with counted() as calls:
        anna.submit(f"{here}/vote", **ANSWERED)

    assert calls == [
        "GetItem",  # the session
        "BatchGetItem",
        "TransactWriteItems",
    ]
