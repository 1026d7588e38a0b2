"""Scheduling a ballot, and the lists in which it lies."""

from datetime import timedelta

import pytest

from chalicelib.domain import ballots
from chalicelib.domain.ballots import sealing, usecases
from chalicelib.domain.ballots.definition import Audience, wording
from chalicelib.domain.ballots.rules import State
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.models.log import HEAD, LogHead
from tests.ballots import (
    CLOSES,
    OFFICER,
    OPENS,
    VOTING,
    a_draft,
    a_voter,
    composed,
    scheduled,
    text,
)
from tests.domain.test_ballot_drafts import HOURS, REASON
from tests.factories import MONDAY, a_resident, an_officer
from tests.roundtrips import counted


@pytest.mark.usefixtures("keys")
class TestScheduled:
    def test_what_is_asked_is_frozen_and_hashed(self):
        ballot = scheduled()

        kept = ballots.shown(ballot.id, by=a_resident())
        frozen = ballots.definition_of(kept)
        assert kept.wording == wording(frozen)
        assert (frozen.id, frozen.opens_at, frozen.closes_at) == (ballot.id, OPENS, CLOSES)
        assert (kept.opens_at, kept.closes_at, kept.scheduler) == (OPENS, CLOSES, OFFICER.id)
        with pytest.raises(Conflict):
            ballots.change(ballot.id, a_draft(), by=OFFICER, at=MONDAY)
        with pytest.raises(Conflict):
            ballots.schedule(ballot.id, by=OFFICER, at=MONDAY)

    def test_its_log_and_its_keys_come_with_it(self):
        ballot = scheduled()

        assert LogHead.get(ballot.id, HEAD).size == 0
        assert sealing._private_key(ballot.id, ballot.sealed_key)

    def test_a_ballot_that_was_changed_meanwhile_is_not_frozen(self, monkeypatch):
        stale = usecases.find(composed().id)
        ballots.change(stale.id, a_draft(points=5), by=OFFICER, at=MONDAY)
        monkeypatch.setattr("chalicelib.domain.ballots.composing.find", lambda _: stale)

        with pytest.raises(Conflict):
            ballots.schedule(stale.id, by=OFFICER, at=MONDAY)

        assert usecases.find(stale.id).state == State.DRAFT
        assert not LogHead.count(stale.id)

    def test_it_takes_back_until_it_opens(self):
        ballot = scheduled()
        late = scheduled()

        ballots.cancel(ballot.id, reason=REASON, by=OFFICER, at=OPENS - timedelta(seconds=1))

        assert ballots.shown(ballot.id, by=a_resident()).state == State.CANCELLED
        assert ballots.stopped_because(usecases.find(ballot.id)) == REASON
        with pytest.raises(Conflict):
            ballots.cancel(late.id, reason=REASON, by=OFFICER, at=OPENS)

    @pytest.mark.parametrize("at", [OPENS, VOTING, CLOSES, CLOSES + timedelta(days=30)])
    def test_once_it_is_open_it_can_be_annulled_with_a_reason(self, at):
        ballot = scheduled()

        with pytest.raises(Invalid) as refused:
            ballots.annul(ballot.id, reason="oops", by=OFFICER, at=at)
        ballots.annul(ballot.id, reason=REASON, by=OFFICER, at=at)

        assert set(refused.value.fields) == {"reason"}
        assert usecases.find(ballot.id).state == State.ANNULLED
        assert ballots.stopped_because(usecases.find(ballot.id)) == REASON

    def test_before_it_opens_there_is_nothing_to_annul(self):
        with pytest.raises(Conflict):
            ballots.annul(scheduled().id, reason=REASON, by=OFFICER, at=MONDAY)

    def test_every_act_leaves_its_event(self):
        ballot = composed()
        ballots.change(ballot.id, a_draft(), by=OFFICER, at=MONDAY + HOURS)
        ballots.schedule(ballot.id, by=OFFICER, at=MONDAY + 2 * HOURS)
        ballots.annul(ballot.id, reason=REASON, by=OFFICER, at=VOTING)

        told = ballots.history(ballot.id, by=an_officer("auditor"))
        assert [(e.kind, e.was, e.became, e.actor) for e in told] == [
            ("ballot.composed", None, "draft", OFFICER.id),
            ("ballot.changed", "draft", "draft", OFFICER.id),
            ("ballot.scheduled", "draft", "scheduled", OFFICER.id),
            ("ballot.annulled", "scheduled", "annulled", OFFICER.id),
        ]
        assert told[2].facts == {"wording": usecases.find(ballot.id).wording}

    def test_an_act_whose_event_cannot_be_kept_is_not_done(self, monkeypatch):
        ballot = scheduled()
        told = ballots.history(ballot.id, by=OFFICER)[0]
        monkeypatch.setattr("chalicelib.identifiers.event", lambda _: told.id)

        with pytest.raises(Conflict):
            ballots.annul(ballot.id, reason=REASON, by=OFFICER, at=VOTING)

        assert usecases.find(ballot.id).state == State.SCHEDULED

    def test_residents_do_not_read_what_officers_did(self):
        with pytest.raises(Forbidden):
            ballots.history(scheduled().id, by=an_officer("operator"))

    def test_a_handful_of_neighbours_is_not_asked(self):
        yard = Audience(("mikonkatu-18",), title=text("Our yard"))
        for number in range(9):
            a_voter(f"neighbour-{number}")
        ballot = composed(audience=yard, visibility="turnout_only")

        with pytest.raises(Invalid) as refused:
            ballots.schedule(ballot.id, by=OFFICER, at=MONDAY)
        a_voter("neighbour-9")
        ballots.schedule(ballot.id, by=OFFICER, at=MONDAY)

        assert set(refused.value.fields) == {"audience.areas"}

    def test_of_few_people_no_results_are_shown_before_the_end(self):
        yard = Audience(("mikonkatu-18",), title=text("Our yard"))
        for number in range(10):
            a_voter(f"neighbour-{number}")

        with pytest.raises(Invalid) as refused:
            ballots.schedule(composed(audience=yard, visibility="live").id, by=OFFICER, at=MONDAY)

        assert set(refused.value.fields) == {"visibility"}


@pytest.mark.usefixtures("keys")
class TestLists:
    def test_ballots_are_listed_as_open_upcoming_and_over(self):
        first = scheduled().id
        later = scheduled(opens_at=VOTING + HOURS, closes_at=CLOSES - HOURS).id
        gone = scheduled(closes_at=OPENS + HOURS).id
        dropped = scheduled().id
        ballots.cancel(dropped, reason=REASON, by=OFFICER, at=MONDAY)
        composed()

        found = {
            when: [b.id for b in ballots.listed(when, at=VOTING).items] for when in ballots.When
        }

        assert found == {"open": [first], "upcoming": [later], "closed": [gone]}

    def test_a_ballot_that_closes_next_year_is_found_this_year(self):
        far = scheduled(closes_at=MONDAY + timedelta(days=350)).id

        assert [b.id for b in ballots.listed(ballots.When.OPEN, at=VOTING).items] == [far]
        assert (
            ballots.listed(ballots.When.CLOSED, at=MONDAY + timedelta(days=360), year=2026).items
            == []
        )
        over = ballots.listed(ballots.When.CLOSED, at=MONDAY + timedelta(days=360), year=2027)
        assert [b.id for b in over.items] == [far]

    def test_a_district_finds_what_asks_its_residents(self):
        city = scheduled().id
        okrug = scheduled(audience=Audience(("southern",))).id
        scheduled(audience=Audience(("kallio",)))

        found = ballots.listed(ballots.When.OPEN, at=VOTING, area="kluuvi").items

        assert {ballot.id for ballot in found} == {city, okrug}

    def test_what_is_over_comes_page_by_page_the_last_first(self):
        gone = [scheduled(closes_at=OPENS + n * HOURS).id for n in range(1, 6)]
        seen, after = [], None

        while True:
            page = ballots.listed(ballots.When.CLOSED, at=CLOSES, limit=2, after=after)
            seen += [ballot.id for ballot in page.items]
            after = page.last
            if not after:
                break

        assert seen == gone[::-1]

    def test_officers_find_ballots_by_what_is_to_be_done(self):
        draft, ready = composed().id, scheduled().id

        assert [b.id for b in ballots.at_stage("draft", by=OFFICER).items] == [draft]
        assert [b.id for b in ballots.at_stage("scheduled", by=OFFICER).items] == [ready]
        with pytest.raises(Forbidden):
            ballots.at_stage("draft", by=an_officer("admin"))

    def test_a_list_takes_two_round_trips(self):
        scheduled()
        scheduled(closes_at=MONDAY + timedelta(days=350))

        with counted() as calls:
            ballots.listed(ballots.When.OPEN, at=VOTING)

        assert calls == ["BatchGetItem", "BatchGetItem"]
