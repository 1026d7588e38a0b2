"""Two ideas become one: everybody is asked who is an author at that moment, and what is left of the
one is found from the other."""

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import State, coauthors, deciding, merging, talk
from chalicelib.errors import Conflict, Forbidden, NotFound
from tests.factories import a_resident
from tests.fates import sent_to_experts
from tests.ideas import (
    ANNA,
    BORIS,
    DAY,
    EXPERTS_TIME,
    LEADER,
    events,
    opened,
    published,
    refused,
)
from tests.ideas_merging import NOW, agreed, asked, followed, writes_along
from tests.ideas_talk import said

pytestmark = pytest.mark.usefixtures("tables")
CLARA, DORA = a_resident("clara"), a_resident("dora")


@pytest.fixture
def three():
    """Ideas of one project, of Anna, Boris and Clara."""
    project = opened()
    return [published(project, by=by) for by in (ANNA, BORIS, CLARA)]


def state(idea):
    return ideas.find(idea.id).state


def test_who_became_an_author_by_another_merging_is_asked_told_and_waited_for(three):
    one, two, last = three
    asked(one, two)
    asked(two, last)
    agreed(one, ANNA, BORIS)
    followed(two)

    (told,) = events(two, "idea.merge_asked_along")
    assert told.concerns == {"anna"}
    assert merging.proposal(two.id, by=ANNA).asks(ANNA)
    agreed(two, BORIS, CLARA)
    assert state(two) == State.PUBLISHED
    agreed(two, ANNA)
    assert state(two) == State.MERGED_INTO
    assert ideas.find(last.id).authors == {"anna", "boris", "clara"}
    assert "anna" in events(two, "idea.merged")[0].concerns


def test_who_writes_along_on_either_side_is_asked_once_and_has_seven_days(three):
    one, two, _ = three
    asked(one, two)
    later = NOW + 5 * DAY
    writes_along(one, CLARA, admitted_by=ANNA, at=later)
    writes_along(two, DORA, admitted_by=BORIS, at=later)

    for _ in range(2):
        merging.ask_along(ideas.find(two.id), at=later)
    ideas.meet(one.id, at=NOW + 8 * DAY)

    assert [told.concerns for told in events(one, "idea.merge_asked_along")] == [{"clara", "dora"}]
    assert state(one) == State.PUBLISHED
    with pytest.raises(Forbidden):
        merging.answer(merging.proposal(one.id, by=LEADER), agrees=True, by=LEADER, at=later)
    ideas.meet(one.id, at=later + 8 * DAY)
    assert state(one) == State.MERGED_INTO
    assert ideas.find(two.id).authors == {"anna", "boris", "clara", "dora"}


def test_the_clock_asks_who_was_told_by_nobody_before_anything_is_merged(three):
    one, two, _ = three
    asked(one, two)
    writes_along(two, DORA, admitted_by=BORIS)

    ideas.meet(one.id, at=NOW + 8 * DAY)

    assert state(one) == State.PUBLISHED
    assert events(one)[-1].concerns == {"dora"}
    assert ideas.find(one.id).next_alarm_on > (NOW + 14 * DAY).date()


def test_who_becomes_an_author_in_the_moment_of_the_last_yes_is_not_passed_over(three):
    one, two, _ = three
    asked(one, two)
    agreed(one, ANNA)
    seen = merging.proposal(one.id, by=BORIS)
    writes_along(two, DORA, admitted_by=BORIS)

    with pytest.raises(Conflict, match="meanwhile"):
        merging.answer(seen, agrees=True, by=BORIS, at=NOW)

    assert state(one) == State.PUBLISHED


def test_who_has_left_the_authors_is_not_waited_for(three):
    one, two, _ = three
    writes_along(two, DORA, admitted_by=BORIS)
    asked(one, two)
    coauthors.leave(two.id, by=DORA, at=NOW)

    agreed(one, ANNA, BORIS)

    assert state(one) == State.MERGED_INTO


def test_the_idea_that_stays_knows_what_went_into_it_and_what_may(three):
    one, two, last = three
    asked(one, two)
    asked(last, two)
    assert ideas.find(two.id).awaits == {one.id, last.id}
    agreed(one, ANNA, BORIS)
    merging.answer(merging.proposal(last.id, by=BORIS), agrees=False, by=BORIS, at=NOW)

    stays = ideas.find(two.id)

    assert (stays.merged_from, stays.awaits) == ({one.id}, None)
    (received,) = events(two, "idea.merge_received")
    assert (received.facts["from"], received.concerns) == (one.id, None)


def test_who_is_forgotten_is_asked_no_more_whichever_of_the_two_they_wrote(three):
    one, two, _ = three
    asked(one, two)

    ideas.forget("boris")

    assert merging.of(one.id).asked == {"anna"}


def test_of_an_idea_that_went_into_another_people_talk_there(three):
    one, two, _ = three
    said(one, by=CLARA, at=NOW)
    asked(one, two)
    agreed(one, ANNA, BORIS)

    with pytest.raises(Conflict, match="went into another"):
        said(one, by=CLARA, at=NOW)

    assert len(talk.threads(one.id, talk.Order.BEST, by=CLARA).items) == 1
    assert said(two, by=CLARA, at=NOW)


def test_a_merging_is_over_with_the_decision_on_the_idea_that_was_to_go(three, a_queue):
    a_queue("ideas")
    one, two, _ = three
    asked(one, two)
    seen = merging.proposal(one.id, by=ANNA)

    refused(one)

    found = merging.proposal(one.id, by=ANNA)
    assert (found.merge.state, found.merge.asked, found.asks(BORIS)) == ("lapsed", None, False)
    (told,) = events(one, "idea.merge_lapsed")
    assert told.concerns == {"anna", "boris"}
    with pytest.raises(NotFound):
        merging.answer(found, agrees=True, by=ANNA, at=EXPERTS_TIME)
    with pytest.raises(Conflict, match="meanwhile"):
        merging.answer(seen, agrees=True, by=ANNA, at=EXPERTS_TIME)
    assert ideas.find(two.id).awaits == {one.id}
    for _ in range(2):
        followed(one)
    assert ideas.find(two.id).awaits is None


def test_experts_get_an_idea_that_goes_into_no_other_one_and_rings_nobody(three):
    one, two, _ = three
    asked(one, two)

    sent_to_experts(one)

    assert (merging.of(one.id).state, ideas.find(one.id).next_alarm_on) == ("lapsed", None)


def test_who_answers_in_the_moment_of_the_decision_is_heard_before_it(three, monkeypatch):
    one, two, _ = three
    asked(one, two)
    read = deciding.load

    def answered_meanwhile(*given, **named):
        case = read(*given, **named)
        agreed(one, ANNA)
        return case

    monkeypatch.setattr(deciding, "load", answered_meanwhile)
    with pytest.raises(Conflict, match="meanwhile"):
        refused(one)

    assert (state(one), merging.of(one.id).state) == (State.PUBLISHED, "open")


def test_nobody_can_say_yes_once_the_idea_that_was_to_stay_has_moved_on(three, a_queue):
    a_queue("ideas")
    one, two, last = three
    asked(one, two)
    asked(last, two)
    refused(two)

    found = merging.proposal(one.id, by=ANNA)
    assert (found.state, found.asks(ANNA)) == ("lapsed", False)
    for agrees in (True, False):
        with pytest.raises(Conflict, match="moved on"):
            merging.answer(found, agrees=agrees, by=ANNA, at=EXPERTS_TIME)
    for _ in range(2):
        followed(two)

    assert [merging.of(idea.id).state for idea in (one, last)] == ["lapsed", "lapsed"]
    assert len(events(one, "idea.merge_lapsed")) == 1
    assert ideas.find(one.id).next_alarm_on is None
    assert ideas.find(two.id).awaits is None
    asked(one, last, at=EXPERTS_TIME)
    assert merging.of(one.id).state == "open"
