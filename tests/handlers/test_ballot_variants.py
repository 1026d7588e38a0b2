"""Answers in own words on pages and over HTTP: written, read at the desk, let through."""

import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from chalicelib.domain.ballots import Type, casting, codes, finishing, publication
from chalicelib.domain.ballots.definition import Condition
from chalicelib.domain.ballots.tally import Wake
from chalicelib.models.vote import Vote, shards
from tests.ballots import CLOSES, CODE, OFFICER, VOTING, a_question, a_voter, code_of, scheduled
from tests.factories import an_officer
from tests.gateway import Browser
from tests.handlers.test_ballot_desk import both, keep
from tests.reporting import signed_in
from tests.results import pages

LATER = CLOSES + timedelta(minutes=2)
QUESTIONS = (a_question(), a_question(Type.TEXT, id="q2", options=()))
YES = {"q1": ["yes"]}


@pytest.fixture(autouse=True)
def today(now, bucket):
    now(VOTING)


@pytest.fixture
def ballot():
    return scheduled(questions=QUESTIONS).id


@pytest.fixture
def anna(now):
    return signed_in(a_voter("anna"))


@pytest.fixture
def desk(now):
    return signed_in(OFFICER)


def over(ballot, now, *texts):
    """These were written; the ballot is over and its result published. The desk, as it is then."""
    now(VOTING)
    for number, text in enumerate(texts):
        voter = a_voter(f"voter-{number}")
        casting.cast(ballot, YES, code_of(number), words={"q2": text}, by=voter, at=VOTING)
    now(LATER)
    finishing.attend(ballot, [Wake(ballot)], at=LATER, in_time=lambda: True)
    publication.publish(ballot, at=LATER, pages=pages)
    return signed_in(OFFICER)


def decide(desk, ballot, shelf="waiting", **fates):
    """Choose at the desk by the first word of a text, and send the form of that shelf."""
    here = f"/work/ballots/{ballot}/variants?question=q2&shelf={shelf}"
    page = desk.get(here)
    lots = dict(re.findall(r'for="fate\.(\w+)">\s*(\w+)', page.body))
    chosen = {f"fate.{lot}": fates[word] for lot, word in lots.items() if word in fates}
    places = {name: page.value(name) for name in re.findall(r'name="(place\.\w+)"', page.body)}
    return desk.submit(here, question="q2", shelf=shelf, **places, **chosen)


def test_an_officer_composes_a_question_that_is_answered_in_words(desk):
    here = desk.submit("/work/ballots").location.removesuffix("/words")
    fields = {"type": "text", "abstain": "yes", "least": "1", "most": "1"}
    keep(desk, here, "questions/1", **both("text", "What is missing?"), **fields)

    assert "What is missing? (In their own words). Complete" in desk.get(here).text


def test_what_was_written_goes_with_the_vote_and_is_not_in_it(anna, ballot):
    page = anna.get(f"/ballots/{ballot}/vote")
    assert 'maxlength="200"' in page.body or 'data-maxlength="200"' in page.body
    answer = anna.submit(
        f"/ballots/{ballot}/vote",
        **{"answers.q1": "yes", "variants.q2": "A pond", "code": CODE, "made": "browser"},
    )

    assert "Your vote is taken" in answer.text
    expected = codes.commitment(ballot, CODE, YES | {"q2": ["own"]})
    kept = [vote for shard in shards(ballot) for vote in Vote.query(shard)]
    assert [vote.commitment for vote in kept] == [expected]


def test_nothing_that_was_typed_is_lost_when_something_is_wrong(anna, ballot):
    page = anna.submit(f"/ballots/{ballot}/vote", **{"variants.q2": "A pond", "code": CODE})

    assert page.status == 422
    assert "A pond" in page.body
    too_long = "a" * 201
    again = anna.submit(
        f"/ballots/{ballot}/vote",
        **{"answers.q1": "yes", "variants.q2": too_long, "code": CODE},
    )
    assert "This is too long: at most 200 characters, you wrote 201" in again.text
    assert too_long in again.body


def test_a_program_says_both_or_words_alone(ballot):
    program = Browser.of(a_voter("anna"))
    address = f"/api/v1/ballots/{ballot}/votes"
    both = {"answers": YES | {"q2": []}, "code": CODE, "variants": {"q2": "A pond"}}
    refused = program.send("POST", address, both)
    taken = program.send("POST", address, both | {"answers": YES})

    assert refused.status == 422
    assert "variants.q2" in refused.text
    assert taken.status == 201
    assert taken.json["c"] == codes.commitment(ballot, CODE, YES | {"q2": ["own"]})


def test_the_desk_opens_when_the_ballot_is_over(desk, ballot, now):
    early = desk.get(f"/work/ballots/{ballot}/variants")
    assert early.status == 409
    assert "read when the ballot is over" in early.text
    assert "Answers in own words" not in desk.get(f"/work/ballots/{ballot}").text
    desk = over(ballot, now, "A pond")

    assert "Answers in own words" in desk.get(f"/work/ballots/{ballot}").text
    assert "A pond" in desk.get(f"/work/ballots/{ballot}/variants?question=q2").text


def test_what_is_let_through_everybody_reads_with_what_became_of_the_rest(ballot, now):
    desk = over(ballot, now, "Benches", "Pond", "Sparrows")
    before = Browser().get(f"/ballots/{ballot}/variants?question=q2")
    assert "None is published yet" in before.text
    answer = decide(desk, ballot, Benches="published", Pond="insulting")
    page = Browser().get(f"/ballots/{ballot}/variants?question=q2")

    assert answer.status == 303
    assert "Benches" in page.text
    assert "Pond" not in page.text
    assert "Sparrows" not in page.text
    assert "wrote an answer of their own 3" in page.text
    assert "published 1" in page.text
    assert "refused: it insults 1" in page.text
    assert (
        f"/ballots/{ballot}/variants?question=q2"
        in Browser().get(f"/ballots/{ballot}/results").body
    )


def test_the_results_count_who_wrote_and_lead_to_what(ballot, now):
    over(ballot, now, "Benches", "Pond", "")
    page = Browser().get(f"/ballots/{ballot}/results")

    assert "An answer of their own 2" in page.text
    assert "Left to others 1" in page.text
    assert "Read the answers that are published" in page.text


def test_no_file_that_is_published_holds_what_was_written(ballot, now, bucket):
    over(ballot, now, "Sparrows")
    published = {item.key: item.get()["Body"].read() for item in bucket.objects.all()}
    (packed,) = [content for name, content in published.items() if name.endswith("audit.zip")]
    with ZipFile(BytesIO(packed)) as kit:
        published |= {name: kit.read(name) for name in kit.namelist()}

    assert any(b'"q2":["own"]' in content for content in published.values())
    assert not [name for name, content in published.items() if b"parrows" in content]


def test_without_scripts_the_form_says_of_whom_words_are_asked(anna):
    depending = a_question(Type.TEXT, id="q2", options=(), only_if=Condition("q1", ("yes",)))
    here = f"/ballots/{scheduled(questions=(a_question(), depending)).id}/vote"

    assert "Only if you chose “Yes” in question 1." in anna.get(here).text


def test_what_another_officer_decided_meanwhile_is_told_and_no_choice_lost(ballot, now):
    desk = over(ballot, now, "Benches", "Pond")
    here = f"/work/ballots/{ballot}/variants?question=q2&shelf=waiting"
    seen = desk.get(here)
    fields = {name: seen.value(name) for name in re.findall(r'name="(place\.\w+)"', seen.body)}
    fates = {name.replace("place", "fate"): "published" for name in fields}
    other = signed_in(an_officer("ballot_officer", "another"))
    decide(other, ballot, Pond="insulting")
    answer = desk.submit(here, question="q2", shelf="waiting", **fields, **fates)

    assert answer.status == 409
    assert "decided by someone else meanwhile" in answer.text
    assert "Benches" in answer.text
    assert "Pond" not in answer.text
    assert 'value="published" selected' in answer.body


def test_a_next_round_begins_with_the_published_ones(ballot, now):
    desk = over(ballot, now, "Benches", "Pond")
    decide(desk, ballot, Benches="published", Pond="published")
    address = f"/work/ballots/{ballot}/variants?question=q2&shelf=published"
    places = re.findall(r'type="checkbox" value="([^"]+)"', desk.get(address).body)
    here = f"/work/ballots/{ballot}/variants/next?question=q2&shelf=published"
    few = desk.submit(here, question="q2")
    begun = desk.submit(here, question="q2", places=places)

    assert few.status == 422
    assert "choose from 2 to 40 variants" in few.text
    page = desk.get(begun.location)
    assert "write each option in both languages" in page.text
    assert page.body.count('value="Benches"') == page.body.count('value="Pond"') == 2


def test_programs_of_officers_do_the_same(ballot, now):
    over(ballot, now, "Benches", "Pond")
    program = Browser.of(OFFICER)
    address = f"/api/v1/work/ballots/{ballot}/variants"
    waiting = program.get(f"{address}?question=q2").json["items"]
    fates = {waiting[0]["place"]: "published", waiting[1]["place"]: "personal"}
    left = program.send("POST", address, {"question": "q2", "fates": fates})
    public = Browser().get(f"/api/v1/ballots/{ballot}/variants").json
    again = program.send("POST", address, {"question": "q2", "fates": fates})

    assert [item["text"] for item in waiting] == ["Benches", "Pond"]
    assert left.json["items"] == []
    assert [item["text"] for item in public["items"]] == ["Benches"]
    assert (public["written"], public["fates"]["personal"]) == (2, 1)
    assert again.status == 409


@pytest.mark.parametrize("place", ["", "a pond#0011223344556677", "x" * 1025])
def test_a_variant_that_is_not_there_is_told(ballot, now, place):
    over(ballot, now, "Benches")
    sent = {"question": "q2", "fates": {place: "published"}}

    answer = Browser.of(OFFICER).send("POST", f"/api/v1/work/ballots/{ballot}/variants", sent)

    assert answer.status == 409


@pytest.mark.parametrize("role", ["resident", "auditor", "admin", "operator"])
def test_nobody_else_decides(ballot, now, role):
    over(ballot, now, "Benches")
    who = a_voter("anna") if role == "resident" else an_officer(role, "somebody")
    program = Browser.of(who)
    fates = {"question": "q2", "fates": {}}

    assert program.send("POST", f"/api/v1/work/ballots/{ballot}/variants", fates).status == 403


def test_a_ballot_without_such_a_question_has_no_such_page(now):
    page = Browser().get(f"/ballots/{scheduled().id}/variants")

    assert page.status == 404
