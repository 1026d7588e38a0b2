"""Ballots as residents see them: the list, one ballot, voting, and where one has voted."""

import re
import subprocess
import sys
from datetime import timedelta

import pytest

from chalicelib import clock
from chalicelib.config import settings
from chalicelib.domain import ballots
from chalicelib.domain.ballots import Type, codes, eligibility, order, sealing, signing
from chalicelib.domain.ballots.definition import Audience
from chalicelib.models.vote import Vote, shards
from infra.commands import ROOT
from tests import qr
from tests.ballots import (
    CLOSES,
    CODE,
    OFFICER,
    OPENS,
    VOTING,
    YES,
    a_question,
    a_voter,
    code_of,
    options,
    scheduled,
)
from tests.gateway import Browser
from tests.reporting import signed_in
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("keys")

REASON = "The land was sold meanwhile, so the question is void."
ANSWERED = {"answers.q1": "yes", "code": CODE, "made": "browser"}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Sets the clock; at first it is the time of voting."""

    def today(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    today(VOTING)
    return today


@pytest.fixture
def anna(today):
    return signed_in(a_voter("anna"))


@pytest.fixture
def ballot():
    return scheduled()


@pytest.fixture
def here(ballot):
    return f"/ballots/{ballot.id}"


def votes(ballot):
    return [vote for shard in shards(ballot.id) for vote in Vote.query(shard)]


def said(ballot):
    """The answers of the only vote, as who counts reads them."""
    (vote,) = votes(ballot)
    paper = sealing.unseal(
        vote.sealed,
        ballot=ballot.id,
        sealed_key=ballot.sealed_key,
        h=vote.locator,
        c=vote.commitment,
    )
    return paper.answers


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


def listed(page):
    """The options of the only question, as they stand on the form."""
    return re.findall(r'name="answers.q1" type="radio" value="(\w)"', page.body)


def test_each_form_has_an_order_of_its_own_and_says_how_it_came_about(anna):
    ballot = scheduled(questions=(a_question(Type.SINGLE),), order="random")
    here = f"/ballots/{ballot.id}/vote"

    forms = [anna.get(here) for _ in range(12)]

    assert len({form.value("order") for form in forms}) == 12
    assert len({tuple(listed(form)) for form in forms}) > 1
    for form in forms:
        (question,) = ballots.definition_of(ballot).questions
        said = {"seed": ballot.wording, "token": form.value("order")}
        options = order.in_turn(ballots.definition_of(ballot), question, **said)
        assert listed(form) == [option.id for option in options]
        assert ballot.wording in form.text
        assert form.value("order") in form.text


def test_what_was_wrong_is_put_right_in_the_same_order(anna):
    ballot = scheduled(questions=(a_question(Type.SINGLE),), order="random")
    here = f"/ballots/{ballot.id}/vote"
    form = anna.get(here)

    again = anna.submit(here, code=CODE, made="browser", order=form.value("order"))
    made_up = anna.submit(here, code=CODE, made="browser", order="<script>")

    assert again.status == 422
    assert (again.value("order"), listed(again)) == (form.value("order"), listed(form))
    assert order.is_token(made_up.value("order"))


def test_a_vote_does_not_hold_the_order_in_which_options_were_seen(anna):
    ballot = scheduled(questions=(a_question(Type.SINGLE),), order="random")
    here = f"/ballots/{ballot.id}/vote"
    token = anna.get(here).value("order")

    taken = anna.submit(here, **{"answers.q1": "c", "code": CODE, "order": token})

    (vote,) = votes(ballot)
    assert vote.commitment == codes.commitment(ballot.id, CODE, {"q1": ["c"]})
    assert token not in str(vote.to_dynamodb_dict())
    assert token not in taken.body


def test_a_ballot_with_a_fixed_order_says_nothing_of_it(anna, here):
    assert "Why options stand" not in anna.get(f"{here}/vote").text


MANY = (
    a_question(Type.SINGLE, id="one"),
    a_question(Type.MULTI, id="some", least=1, most=2),
    a_question(Type.YES_NO, id="whether"),
    a_question(Type.RATING, id="mark"),
    a_question(Type.RANK, id="order", least=1, most=3),
    a_question(Type.BUDGET, id="money", budget=100, options=options(*"abc", costs=50)),
)


def test_every_type_of_question_can_be_answered_without_scripts(anna):
    ballot = scheduled(questions=MANY)
    form = anna.get(f"/ballots/{ballot.id}/vote")
    for question in MANY:
        assert f'name="answers.{question.id}' in form.body

    taken = anna.submit(
        f"/ballots/{ballot.id}/vote",
        **{
            "answers.one": "b",
            "answers.some": ["d", "a"],
            "answers.whether": "no",
            "answers.mark": "4",
            "answers.order.1": "c",
            "answers.order.2": "",
            "answers.order.3": "a",
            "answers.money": ["c", "a"],
            "code": CODE,
        },
    )

    assert taken.status == 200, taken.text
    assert said(ballot) == {
        "one": ["b"],
        "some": ["a", "d"],
        "whether": ["no"],
        "mark": ["4"],
        "order": ["c", "a"],
        "money": ["a", "c"],
    }


def test_every_question_can_be_left_to_others(anna):
    ballot = scheduled(questions=MANY)
    left = {f"answers.{question.id}": "~" for question in MANY}

    taken = anna.submit(f"/ballots/{ballot.id}/vote", **left, code=CODE)

    assert taken.status == 200, taken.text
    assert said(ballot) == {question.id: [] for question in MANY}


def test_what_is_wrong_with_each_answer_is_said_at_its_question(anna):
    ballot = scheduled(questions=MANY)

    again = anna.submit(
        f"/ballots/{ballot.id}/vote",
        **{
            "answers.one": "z",
            "answers.some": ["a", "b", "c"],
            "answers.whether": "~",
            "answers.mark": "6",
            "answers.order.1": "a",
            "answers.order.2": "a",
            "answers.money": ["a", "b", "c"],
            "code": CODE,
        },
    )

    assert again.status == 422
    for why in (
        "Choose one of the options",
        "Choose at most 2 options",
        "The same option is chosen twice",
        "These cost 150 together, 50 more than there is",
    ):
        assert why in again.text
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
