"""What is published is changed once a moderator has read it, in the phases that are for that."""

from datetime import timedelta

import pytest

from chalicelib import workdays
from chalicelib.domain import ideas
from chalicelib.domain.ideas import PhaseClosed, Said, State, Step, alarms, amending, coauthors
from chalicelib.domain.ideas import pending as changes
from chalicelib.domain.ideas.listing import ToRead
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.idea import Idea
from chalicelib.models.offer import ACCEPTED, BEING_READ, REJECTED
from tests.factories import a_resident, an_officer
from tests.fates import OPEN_TIME, scored, sent_to_experts
from tests.ideas import (
    AFTER,
    ANNA,
    BORIS,
    DAY,
    EXPERTS_TIME,
    IDEAS_TIME,
    LEADER,
    MODERATOR,
    REASON,
    WHY,
    changed,
    events,
    happened,
    opened,
    proposed,
    published,
    some_words,
)
from tests.telling import an_account

pytestmark = pytest.mark.usefixtures("tables")
LATER = IDEAS_TIME + timedelta(minutes=31)
CALL = "The mayor is a thief, call him"
WHO = a_resident("clara")


def edited(idea, title=CALL, *, by=ANNA, at=LATER):
    return ideas.edit(idea.id, some_words(title=title), by=by, at=at)


def title(idea, by=BORIS):
    return ideas.words_of(ideas.shown(idea.id, by=by)).title


def waiting(area="kluuvi"):
    return [one.idea.id for one in ideas.to_moderate(area, by=MODERATOR)]


def test_what_is_changed_nobody_sees_before_a_moderator_has_read_it():
    idea = published(opened())

    sent = edited(idea)

    assert (sent.waits, title(idea), sent.edition) == (True, "A pavilion for rain", 1)
    assert [one.words.title for one in ideas.versions(idea.id, by=BORIS).items] == [title(idea)]
    assert changes.seen(sent, by=BORIS) is None
    assert changes.seen(sent, by=ANNA).text.title == CALL
    assert waiting() == [idea.id]
    (told,) = events(idea, "idea.change_sent")
    assert told.facts["district"] == "kluuvi"  # whose moderators hear of it
    assert CALL not in str(told.facts)


def test_a_moderator_publishes_a_change_as_one_who_has_not_written_it():
    idea = published(opened())
    sent = edited(idea, "A roof for rain")
    for other in (ANNA, WHO, an_officer("moderator.kamppi", "kamppi")):
        with pytest.raises(Forbidden):
            changes.publish(idea.id, by=other, at=LATER)
    with pytest.raises(Conflict):
        changes.publish(idea.id, by=MODERATOR, at=LATER, version=sent.version - 1)

    shown = changes.publish(idea.id, by=MODERATOR, at=LATER, version=sent.version)

    assert (title(idea), shown.edition, shown.pending, waiting()) == (
        "A roof for rain",
        2,
        None,
        [],
    )
    (told,) = events(idea, "idea.revised")
    assert (told.actor, told.concerns) == (MODERATOR.id, {"anna"})
    version = ideas.versions(idea.id, by=BORIS).items[0]
    assert (version.kept.person, version.kept.fingerprint) == ("anna", shown.fingerprint)
    with pytest.raises(Conflict, match="no change"):
        changes.publish(idea.id, by=MODERATOR, at=LATER)


def test_of_two_moderators_one_decides():
    idea = published(opened())
    seen = edited(idea)
    changes.publish(idea.id, by=MODERATOR, at=LATER)

    with pytest.raises(Conflict):
        changes.send_back(seen, code="abuse", reason=REASON, by=MODERATOR, at=LATER)

    assert title(idea) == CALL


def test_what_a_moderator_returns_its_authors_put_right_and_send_once_more():
    idea = published(opened())
    edited(idea)
    with pytest.raises(Invalid) as wrong:
        changes.send_back(idea.id, code="boring", reason="No.", by=MODERATOR, at=LATER)
    assert set(wrong.value.fields) == {"code", "reason"}

    back = changes.send_back(idea.id, code="abuse", reason=REASON, by=MODERATOR, at=LATER)

    assert (back.waits, waiting(), title(idea)) == (False, [], "A pavilion for rain")
    theirs = changes.seen(back, by=ANNA)
    assert (theirs.reason, theirs.code, changes.latest(back).title) == (REASON, "abuse", CALL)
    (told,) = events(idea, "idea.change_returned")
    assert (told.public_note, told.concerns) == (REASON, {"anna"})
    edited(idea, "A roof for rain")
    assert waiting() == [idea.id]
    assert changes.publish(idea.id, by=MODERATOR, at=LATER).pending is None


def test_what_waits_is_changed_once_more_or_taken_back():
    idea = published(opened())
    first = edited(idea)
    again = edited(idea, at=LATER + DAY)
    assert again.version == first.version  # sent twice it is sent

    other = edited(idea, "A roof for rain", at=LATER + DAY)
    assert (other.queued_at, changes.of(other).text.title) == (LATER, "A roof for rain")
    back = edited(idea, "A pavilion for rain", at=LATER + DAY)

    assert (back.pending, back.queue, waiting()) == (None, None, [])
    assert happened(idea)[-1] == "idea.change_taken_back"


def test_an_accepted_amendment_is_read_as_well_and_nothing_else_meanwhile():
    idea = published(opened())
    one, two = proposed(idea, title=CALL), proposed(idea, title="A roof for rain")

    amending.accept(one, by=ANNA, at=LATER)

    assert (title(idea), waiting()) == ("A pavilion for rain", [idea.id])
    for late in (
        lambda: amending.accept(two, by=ANNA, at=LATER),
        lambda: edited(idea, "A tent for rain"),
        lambda: amending.reject(amending.find(idea.id, one.id), reason=REASON, by=ANNA, at=LATER),
    ):
        with pytest.raises(Conflict):
            late()
    assert amending.find(idea.id, one.id).state == BEING_READ
    assert changes.latest(ideas.find(idea.id)).title == "A pavilion for rain"  # of its authors

    changes.send_back(idea.id, code="abuse", reason=REASON, by=MODERATOR, at=LATER)

    found = amending.find(idea.id, one.id)
    assert (found.state, found.reason, ideas.find(idea.id).pending) == (REJECTED, REASON, None)
    (told,) = events(idea, "idea.change_returned")
    assert told.concerns == {"anna", "boris"}
    amending.accept(two, by=ANNA, at=LATER)
    changes.publish(idea.id, by=MODERATOR, at=LATER)
    assert amending.find(idea.id, two.id).state == ACCEPTED
    (told,) = events(idea, "idea.amendment_accepted")
    assert (told.facts["edition"], told.concerns) == ("2", {"anna", "boris"})


def test_nobody_decides_on_an_idea_of_which_a_change_is_still_read():
    idea = published(opened())
    edited(idea)

    with pytest.raises(Conflict, match="still reads a change"):
        sent_to_experts(idea)
    changes.publish(idea.id, by=MODERATOR, at=EXPERTS_TIME)

    assert sent_to_experts(idea).state == State.EXPERT_REVIEW


def test_ideas_are_changed_and_joined_only_while_residents_write():
    idea = published(opened())
    an_account("clara")
    waits = coauthors.invite(
        idea.id, email="clara@example.org", language="en", by=ANNA, at=IDEAS_TIME
    )
    amendment = proposed(idea)
    asks = coauthors.ask(idea.id, note="I draw", by=BORIS, at=IDEAS_TIME)
    assert coauthors.addressee(idea.id, waits.id, at=IDEAS_TIME)

    for late in (
        lambda at: edited(idea, at=at),
        lambda at: amending.accept(amendment, by=ANNA, at=at),
        lambda at: coauthors.ask(idea.id, note="I draw", by=BORIS, at=at),
        lambda at: coauthors.invite(idea.id, email="d@example.org", language="en", by=ANNA, at=at),
        lambda at: coauthors.admit(idea.id, asks.id, by=ANNA, at=at),
        lambda at: coauthors.accept(idea.id, by=WHO, at=at),
    ):
        with pytest.raises(PhaseClosed):
            late(EXPERTS_TIME)
    with pytest.raises(PhaseClosed):
        edited(idea, at=AFTER + 30 * DAY)

    found = ideas.find(idea.id)
    assert (found.pending, found.authors) == (None, {"anna"})
    assert not coauthors.table(idea.id, by=ANNA, at=EXPERTS_TIME).open
    assert coauthors.table(idea.id, by=ANNA, at=IDEAS_TIME).open


def reworked():
    """Anna has 14 days to rework it."""
    idea = scored(opened())
    return ideas.take(idea.id, Step.ASK_REWORK, Said(text=WHY), by=LEADER, at=OPEN_TIME)


def test_what_has_to_be_reworked_is_changed_in_the_time_for_that_whatever_the_phase():
    idea = reworked()
    edited(idea, "A roof for rain", at=OPEN_TIME)
    with pytest.raises(Conflict, match="still reads a change"):
        ideas.rework(ideas.find(idea.id), idea.id, by=ANNA, at=OPEN_TIME)

    changes.publish(idea.id, by=MODERATOR, at=OPEN_TIME)

    assert ideas.find(idea.id).due_on == idea.due_on
    assert ideas.rework(ideas.find(idea.id), idea.id, by=ANNA, at=OPEN_TIME).state == (
        State.EXPERT_REVIEW
    )


def test_who_waits_for_a_moderator_as_the_time_runs_out_is_not_refused():
    idea = reworked()
    edited(idea, "A roof for rain", at=OPEN_TIME)
    late = OPEN_TIME + 20 * DAY

    alarms.meet(idea.id, at=late)

    found = ideas.find(idea.id)
    assert found.state == State.NEEDS_REWORK
    assert found.next_alarm_on == workdays.day_of(late) + DAY
    changes.publish(idea.id, by=MODERATOR, at=late)
    assert ideas.find(idea.id).due_on == workdays.day_of(late) + DAY
    alarms.meet(idea.id, at=late + DAY)
    assert ideas.find(idea.id).state == State.NEEDS_REWORK
    alarms.meet(idea.id, at=late + 5 * DAY)
    assert ideas.find(idea.id).state == State.NOT_SELECTED


def test_what_waits_leads_to_nobody_who_was_forgotten():
    project = opened()
    one, two = published(project), published(project)
    edited(one)
    amending.accept(proposed(two), by=ANNA, at=LATER)
    assert ideas.about("anna")["ideas"][0]["pending"]

    for _ in range(2):
        ideas.forget("anna")
        ideas.forget("boris")

    assert [changes.of(ideas.find(idea.id)).person for idea in (one, two)] == [None, None]
    for idea in (one, two):
        changes.publish(idea.id, by=MODERATOR, at=LATER)
        assert ideas.versions(idea.id, by=WHO).items[0].kept.person is None


def test_the_longest_wait_comes_first_and_what_is_read_waits_no_more():
    project = opened()
    one, two = published(project), published(project)
    edited(one, at=LATER + DAY)
    edited(two, at=LATER)

    found = ideas.to_moderate("kluuvi", by=MODERATOR)

    assert [(one.idea.id, one.since, one.new) for one in found] == [
        (two.id, LATER, False),
        (one.id, LATER + DAY, False),
    ]
    assert all(isinstance(each, ToRead) for each in found)


def test_a_free_change_is_one_version_more_if_somebody_rated_the_idea_meanwhile():
    idea = published(opened())
    edited(idea, "A roof for rain", at=IDEAS_TIME)
    ideas.find(idea.id).update([Idea.rated_at.set(IDEAS_TIME)])

    assert changes.publish(idea.id, by=MODERATOR, at=IDEAS_TIME).edition == 2
    assert [one.number for one in ideas.versions(idea.id, by=BORIS).items] == [2, 1]
    with pytest.raises(NotFound):
        ideas.shown("I-0000000000", by=BORIS)
    assert changed(idea, title="A tent for rain", at=LATER).edition == 3
