"""Answers in own words: kept with the vote and apart from it, read by officers, never counted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.domain import ballots
from chalicelib.domain.ballots import Type, codes, drafts, variants
from chalicelib.domain.ballots.variants import Fate, Shelf
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.kit import verify
from chalicelib.models.variant import Variant
from tests.ballots import (
    CLOSES,
    CODE,
    OFFICER,
    VOTING,
    a_question,
    a_voter,
    code_of,
    scheduled,
)
from tests.domain.test_ballot_counting import QUESTIONS
from tests.factories import an_officer
from tests.kits import a_kit

SECOND = timedelta(seconds=1)
WORDED = a_question(Type.TEXT, id="q2", options=())
YES = {"q1": ["yes"]}
COLLEAGUE = an_officer("ballot_officer", "another")
AUDITOR = an_officer("auditor", "auditor")


@pytest.fixture
def ballot(keys):
    return scheduled(questions=(a_question(), WORDED)).id


@pytest.fixture
def cast(ballot):
    def cast(number, text, answers=YES):
        words = {"q2": text}
        voter = a_voter(f"voter-{number}")
        return ballots.cast(ballot, answers, code_of(number), words=words, by=voter, at=VOTING)

    return cast


def at_desk(ballot, shelf=Shelf.WAITING, **more):
    return variants.at_desk(ballot, "q2", shelf, by=OFFICER, at=CLOSES, **more)


def texts(found):
    return [variant.text for variant in found.items]


def decide(ballot, shelf=Shelf.WAITING, by=OFFICER, at=CLOSES, **fates):
    """By the first word of a text."""
    found = {variant.text.split()[0]: variant.place for variant in at_desk(ballot, shelf).items}
    chosen = {found[word]: Fate(fate) for word, fate in fates.items()}
    variants.decide(ballot, "q2", shelf, chosen, by=by, at=at)


def test_a_vote_and_what_was_written_are_kept_together_or_not_at_all(ballot, cast):
    receipt = cast(1, "A pond")

    assert receipt.c == codes.commitment(ballot, code_of(1), YES | {"q2": ["own"]})
    with pytest.raises(Conflict):
        ballots.cast(
            ballot, YES, CODE, words={"q2": "Twice"}, by=a_voter("voter-1"), at=VOTING + SECOND
        )
    with pytest.raises(Invalid):
        cast(2, "a" * 201)
    assert texts(at_desk(ballot)) == ["A pond"]


def test_the_same_request_once_more_writes_nothing_twice(ballot, cast):
    assert cast(1, "A pond") == cast(1, "A pond")
    assert texts(at_desk(ballot)) == ["A pond"]


def test_what_is_kept_leads_to_nobody(ballot, cast):
    cast(1, "A pond")
    kept = next(iter(Variant.query(f"{ballot}#q2#waiting"))).serialize()

    assert set(kept) == {"shelf", "place", "text"}
    assert code_of(1) not in str(kept)


def test_nobody_reads_before_the_ballot_is_over(ballot, cast):
    cast(1, "A pond")
    with pytest.raises(Conflict):
        variants.at_desk(ballot, by=OFFICER, at=CLOSES - SECOND)
    place = at_desk(ballot).items[0].place
    fates = {place: Fate.PUBLISHED}
    with pytest.raises(Conflict):
        variants.decide(ballot, "q2", Shelf.WAITING, fates, by=OFFICER, at=CLOSES - SECOND)


def test_only_officers_read_and_only_ballot_officers_decide(ballot, cast):
    cast(1, "A pond")
    with pytest.raises(Forbidden):
        variants.at_desk(ballot, by=a_voter("anna"), at=CLOSES)
    assert texts(variants.at_desk(ballot, by=AUDITOR, at=CLOSES)) == ["A pond"]
    for nobody in (AUDITOR, a_voter("anna")):
        with pytest.raises(Forbidden):
            decide(ballot, by=nobody, A="published")


def test_the_same_words_lie_side_by_side_whoever_wrote_when(ballot, cast):
    for number, text in enumerate(["a pond", "Benches", "A Pond", "benches", "Trees"]):
        cast(number, text)

    assert [text.casefold() for text in texts(at_desk(ballot))] == [
        "a pond",
        "a pond",
        "benches",
        "benches",
        "trees",
    ]


def test_a_long_list_goes_on(ballot, cast):
    for number in range(5):
        cast(number, f"Bench {number}")
    first = at_desk(ballot, limit=3)
    rest = at_desk(ballot, limit=3, after=first.last)

    assert texts(first) + texts(rest) == [f"Bench {number}" for number in range(5)]
    assert rest.last is None


def test_what_is_let_through_everybody_reads_and_the_rest_nobody(ballot, cast):
    for number, text in enumerate(["Benches", "Pond", "Sparrows"]):
        cast(number, text)
    decide(ballot, Benches="published", Pond="insulting")
    public = variants.published(ballot, by=a_voter("anna"))

    assert texts(public) == ["Benches"]
    assert texts(at_desk(ballot)) == ["Sparrows"]
    assert texts(at_desk(ballot, Shelf.REFUSED)) == ["Pond"]
    assert {fate: n for fate, n in public.fates.items() if n} == {
        Fate.PUBLISHED: 1,
        Fate.INSULTING: 1,
    }


def test_what_was_refused_is_deleted_after_thirty_days(ballot, cast):
    cast(1, "Pond")
    decide(ballot, Pond="personal")

    assert at_desk(ballot, Shelf.REFUSED).items[0].expires_at == CLOSES + timedelta(days=30)


def test_a_decision_can_be_taken_back_and_the_figures_follow(ballot, cast):
    cast(1, "Pond")
    decide(ballot, Pond="insulting")
    decide(ballot, Shelf.REFUSED, Pond="off_topic")
    decide(ballot, Shelf.REFUSED, Pond="published")
    found = variants.published(ballot, by=OFFICER)

    assert texts(found) == ["Pond"]
    assert found.items[0].expires_at is None
    assert sum(found.fates.values()) == found.fates[Fate.PUBLISHED] == 1
    assert at_desk(ballot, Shelf.REFUSED).items == []


def test_deciding_the_same_once_more_changes_nothing(ballot, cast):
    cast(1, "Pond")
    decide(ballot, Pond="published")
    decide(ballot, Shelf.PUBLISHED, Pond="published")

    assert variants.published(ballot, by=OFFICER).fates[Fate.PUBLISHED] == 1


def test_two_officers_at_once_decide_each_variant_once(ballot, cast, one_at_a_time):
    cast(1, "Pond")
    place = at_desk(ballot).items[0].place

    def publish(officer):
        fates = {place: Fate.PUBLISHED}
        try:
            variants.decide(ballot, "q2", Shelf.WAITING, fates, by=officer, at=CLOSES)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(publish, (OFFICER, COLLEAGUE)))

    assert sorted(done) == [False, True]
    assert variants.published(ballot, by=OFFICER).fates[Fate.PUBLISHED] == 1


def test_published_variants_become_options_of_a_next_round(ballot, cast):
    for number, text in enumerate(["Benches", "Pond", "Trees"]):
        cast(number, text)
    decide(ballot, Benches="published", Pond="published", Trees="off_topic")
    places = [variant.place for variant in variants.published(ballot, by=OFFICER).items]
    following = variants.next_round(ballot, "q2", places, by=OFFICER, at=CLOSES)
    draft = ballots.draft_of(following)

    assert [option.text.en for option in draft.questions[0].options] == ["Benches", "Pond"]
    assert draft.title == ballots.definition_of(ballots.find(ballot)).title
    assert (draft.opens_at, draft.closes_at) == (None, None)
    with pytest.raises(Invalid):
        variants.next_round(ballot, "q2", places[:1], by=OFFICER, at=CLOSES)
    with pytest.raises(Conflict):
        variants.next_round(
            ballot, "q2", [places[0], "what was never written"], by=OFFICER, at=CLOSES
        )
    with pytest.raises(Forbidden):
        variants.next_round(ballot, "q2", places, by=AUDITOR, at=CLOSES)


@pytest.mark.parametrize("question", ["q1", "q9"])
def test_what_is_not_answered_in_words_has_no_variants(ballot, question):
    with pytest.raises(NotFound):
        variants.published(ballot, question, by=OFFICER)
    with pytest.raises(NotFound):
        variants.decide(ballot, question, Shelf.WAITING, {}, by=OFFICER, at=CLOSES)


def test_the_audit_kit_counts_who_wrote(tmp_path, keys, capsys):
    asked = (*QUESTIONS, a_question(Type.TEXT, id="q7", options=drafts.OWN))
    folder = a_kit(tmp_path / "kit", asked=asked)
    opened = (folder / "openings.jsonl").read_text()

    assert verify.main([str(folder)]) == 0, capsys.readouterr().out
    assert opened.count('"q7":["own"]') + opened.count('"q7":[]') == 40
