"""Lists of ballots, deeds and disputes: every one of them, page by page, and nothing twice."""

from itertools import pairwise

import pytest

from chalicelib.domain import ballots, disputes, resolutions
from chalicelib.domain.ballots import finishing, shelves
from chalicelib.domain.resolutions import Act, Report, View, listing
from chalicelib.errors import Forbidden, Invalid
from chalicelib.models.ballot import Ballot, Shelved
from chalicelib.models.base import together
from chalicelib.models.draft import Draft
from tests.ballots import CLOSES, CODE, OFFICER, OPENS, VOTING, YES, a_voter, scheduled
from tests.disputes import ANNA, CLERK, DAY, HOUR, a_ballot, filed
from tests.factories import MONDAY, a_resident
from tests.resolutions import AGENT, CLOSED, LATER, NOTE, a_proposal, counted, rejected
from tests.roundtrips import counted as requests

pytestmark = pytest.mark.usefixtures("keys")
REASON = "The land was sold meanwhile, so the question is void."


def all_of(page_after):
    """The pages of a list, from the first to the last."""
    pages, after = [], None
    while True:
        page = page_after(after)
        pages.append(page.items)
        if (after := page.last) is None:
            return pages


class TestBallots:
    def test_the_last_of_those_that_are_open_closes_then(self):
        assert ballots.last_close(at=VOTING) is None
        scheduled()
        last = scheduled(closes_at=CLOSES + 330 * DAY).closes_at
        scheduled(opens_at=VOTING + HOUR, closes_at=CLOSES + 340 * DAY)  # nobody has voted there
        scheduled(closes_at=OPENS + HOUR)

        assert ballots.last_close(at=VOTING) == last

    def test_one_person_sees_what_is_open_to_come_over_and_where_they_voted(self):
        first, second = scheduled().id, scheduled(closes_at=CLOSES + 330 * DAY).id
        later = scheduled(opens_at=VOTING + HOUR).id
        gone = scheduled(closes_at=OPENS + HOUR).id
        anna = a_voter("anna")
        ballots.cast(second, YES, CODE, by=anna, at=VOTING)

        with requests() as calls:
            found = ballots.overview(by=anna, at=VOTING, after=None)

        assert [ballot.id for ballot in found.open] == [first, second]
        assert [ballot.id for ballot in found.upcoming] == [later]
        assert [ballot.id for ballot in found.over.items] == [gone]
        assert found.voted == {second}
        assert calls == ["BatchGetItem", "BatchGetItem"]

    def test_what_goes_on_is_the_archive_alone(self):
        scheduled()
        gone = [scheduled(closes_at=OPENS + n * HOUR / 10).id for n in range(1, 23)]

        first = ballots.overview(by=ANNA, at=VOTING, after=None)
        rest = ballots.overview(by=ANNA, at=VOTING, after=first.over.last)

        assert [b.id for b in (*first.over.items, *rest.over.items)] == gone[::-1]
        assert (len(first.open), rest.open, rest.over.last) == (1, [], None)

    def test_a_place_that_is_none_is_refused(self):
        with pytest.raises(Invalid):
            ballots.overview(by=ANNA, at=VOTING, after={"place": 7})

    def test_history_at_the_desk_is_for_officers(self):
        ballot = scheduled()

        found, history = ballots.at_desk(ballot.id, by=OFFICER)

        assert found.id == ballot.id
        assert {event.kind for event in history} == {"ballot.composed", "ballot.scheduled"}
        with pytest.raises(Forbidden):
            ballots.at_desk(ballot.id, by=ANNA)

    def test_more_than_a_hundred_items_come_in_two_requests(self):
        ballot = scheduled()
        wanted = [(Draft, f"draft-{number}") for number in range(99)]

        with requests() as calls:
            found = together(*wanted, (Ballot, ballot.id, "ballot"), (Ballot, "B-0", "ballot"))

        assert len(calls) == 2
        assert [one and one.id for one in found] == [None] * 99 + [ballot.id, None]


class TestDeeds:
    def test_a_long_list_comes_page_by_page(self):
        made = [f"B-{number}f3a90bd5c" for number in range(5)]
        for number, ballot in enumerate(made):
            agency = "roads" if number == 2 else "lighting"
            counted(id=ballot, agency=agency, closes_at=CLOSED - (9 - number) * HOUR)

        def waiting(agency=None):
            return all_of(
                lambda after: resolutions.listed(
                    View.WAITING, at=LATER, agency=agency, limit=2, after=after
                )
            )

        assert [len(page) for page in waiting()] == [2, 2, 1]
        assert [deed.ballot for page in waiting() for deed in page] == made
        theirs = [deed.ballot for page in waiting("lighting") for deed in page]
        assert theirs == [made[0], made[1], made[3], made[4]]

    def test_the_clock_finds_all_that_is_overdue(self, monkeypatch):
        monkeypatch.setattr(listing, "MOST", 2)
        made = {f"B-{number}f3a90bd5c" for number in range(5)}
        for ballot in made:
            counted(id=ballot)

        assert set(listing.overdue(CLOSED + 31 * DAY)) == made
        assert set(listing.overdue(CLOSED + 29 * DAY)) == set()

    def test_a_deed_lies_where_it_is_and_nowhere_else(self):
        ballot = counted()
        for act in ("counted", "planned", "begun", "done"):
            if act == "planned":
                resolutions.publish(ballot.id, a_proposal(), by=AGENT, at=LATER)
            elif act == "begun":
                resolutions.advance(ballot.id, Act.START, Report(), by=AGENT, at=LATER + HOUR)
            elif act == "done":
                resolutions.advance(ballot.id, Act.ABANDON, Report(NOTE), by=AGENT, at=LATER + DAY)
            expected = {
                "counted": {"waiting", "unfinished"},
                "planned": {"accepted", "unfinished"},
                "begun": {"in_progress", "unfinished"},
                "done": {"not_done"},
            }[act]
            assert lies_on() == {
                shelves.shelf(name, of) for name in expected for of in (None, "lighting")
            }

    def test_what_is_annulled_waits_for_nothing(self):
        ballot = scheduled()
        finishing.finish(ballot.id, at=CLOSES + 2 * finishing.GRACE)
        assert lies_on()

        ballots.annul(ballot.id, reason=REASON, by=OFFICER, at=CLOSES + DAY)

        assert lies_on() == set()
        assert resolutions.listed(View.WAITING, at=CLOSES + DAY).items == []

    def test_a_place_on_another_shelf_is_not_gone_on_from(self):
        with pytest.raises(Invalid):
            resolutions.listed(View.DONE, at=LATER, after={"place": None})


class TestDisputes:
    def test_ones_own_come_page_by_page_the_newest_first(self):
        a_ballot()
        kinds = list(disputes.Kind)
        made = [filed(kind=kind, at=MONDAY + n * HOUR) for n, kind in enumerate(kinds)]

        pages = all_of(lambda after: disputes.mine("anna", limit=2, after=after))

        assert [len(page) for page in pages] == [2, 2, 1]
        assert [one.reference for page in pages for one in page] == [
            one.reference for one in reversed(made)
        ]

    def test_a_desk_shows_all_that_waits_page_by_page(self):
        a_ballot()
        made = {
            filed(by=a_resident(f"resident-{n}"), at=MONDAY + n * DAY).reference for n in range(5)
        }

        pages = all_of(lambda after: disputes.waiting("identity", by=CLERK, limit=2, after=after))

        found = [one for page in pages for one in page]
        assert {one.reference for one in found} == made
        assert all(a.due_on <= b.due_on for a, b in pairwise(found))

    def test_a_cursor_never_leads_to_somebody_elses(self):
        a_ballot()
        filed(by=a_resident("boris"))
        theirs = {"at": "2026-03-02T09:00:00.000000+0000", "reference": "D-1", "person": "boris"}

        assert disputes.mine("anna", after=theirs).items == []
        with pytest.raises(Invalid):
            disputes.mine("anna", after={"at": 7})


def lies_on():
    kept = [one for one in Shelved.scan() if one.shelf.startswith(shelves.DEEDS)]
    return {one.shelf for one in kept}


def test_rejecting_ends_it_at_once():
    ballot = counted()

    resolutions.publish(ballot.id, rejected(), by=AGENT, at=LATER)

    assert lies_on() == {"deeds#not_done", "deeds#not_done#lighting"}
