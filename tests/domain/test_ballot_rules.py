"""Every table of the rules of ballots, its forbidden half as well."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from chalicelib.actors import ANONYMOUS, SYSTEM, Role
from chalicelib.domain.accounts import NOBODY, Standing
from chalicelib.domain.ballots import rules
from chalicelib.domain.ballots.definition import Audience
from chalicelib.domain.ballots.rules import MAY, MOVES, Act, State
from chalicelib.errors import Conflict, Forbidden
from chalicelib.language import tell
from tests.ballots import CLOSES, OPENS, VOTING, a_definition
from tests.factories import a_resident, an_officer

POSSIBLE = {(state, act) for act in Act for state in MOVES[act].of}
IMPOSSIBLE = set(product(State, Act)) - POSSIBLE
SECOND = timedelta(seconds=1)

# Spec S5 §2, written once more by hand: what can follow what; opening and closing are the clock's.
FOLLOWS = {
    "draft": "draft scheduled cancelled",
    "scheduled": "cancelled",
    "open": "annulled",
    "closed": "tallied annulled",
    "tallied": "published annulled",
    "published": "annulled",
}


@dataclass
class Kept:
    state: str
    opens_at: datetime | None = OPENS
    closes_at: datetime | None = CLOSES


@pytest.mark.parametrize(("state", "act"), sorted(POSSIBLE))
def test_what_can_be_done_leads_where_the_specification_says(state, act):
    assert rules.move(state, act) in FOLLOWS[state].split()


@pytest.mark.parametrize(("state", "act"), sorted(IMPOSSIBLE))
def test_what_cannot_be_done_is_refused(state, act):
    with pytest.raises(Conflict):
        rules.move(state, act)


def test_everything_the_specification_lets_follow_can_follow():
    possible = {(state, rules.move(state, act)) for state, act in POSSIBLE}

    assert possible == {(a, State(b)) for a, after in FOLLOWS.items() for b in after.split()}


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (OPENS - SECOND, State.SCHEDULED),
        (OPENS - timedelta(microseconds=1), State.SCHEDULED),
        (OPENS, State.OPEN),
        (OPENS + SECOND, State.OPEN),
        (CLOSES - SECOND, State.OPEN),
        (CLOSES - timedelta(microseconds=1), State.OPEN),
        (CLOSES, State.CLOSED),
        (CLOSES + SECOND, State.CLOSED),
    ],
)
def test_it_opens_and_closes_exactly_by_the_clock(at, state):
    assert rules.state_at(Kept("scheduled"), at) is state


@pytest.mark.parametrize("state", sorted(rules.KEPT - {State.SCHEDULED}))
def test_the_clock_moves_nothing_else(state):
    assert {rules.state_at(Kept(state), at) for at in (OPENS, CLOSES)} == {state}


@pytest.mark.parametrize(("act", "role"), sorted(product(Act, Role)))
def test_each_act_is_the_office_of_one_role(act, role):
    """An administrator, an operator or an auditor is no officer for ballots by that."""
    by = SYSTEM if role is Role.SYSTEM else an_officer(role)

    if MAY[act] is role:
        rules.admit(act, by)
    else:
        with pytest.raises(Forbidden):
            rules.admit(act, by)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM}))
def test_drafts_are_seen_by_officers_for_ballots_and_auditors(role):
    assert rules.sees_drafts(an_officer(role)) == (role in (Role.BALLOT_OFFICER, Role.AUDITOR))
    assert not rules.sees_drafts(ANONYMOUS)
    assert not rules.sees_drafts(a_resident())


HOME = frozenset({"mikonkatu-18", "street.mikonkatu", "kluuvi", "southern", "helsinki"})
ANNA = Standing(2, HOME, "kluuvi", date(1984, 3, 27))


def standing(**other) -> Standing:
    return Standing(
        **{"level": 2, "areas": HOME, "district": "kluuvi", "born_on": date(1984, 3, 27)} | other
    )


@pytest.mark.parametrize("area", sorted(HOME))
def test_who_lives_there_may_vote_from_the_city_down_to_a_house(area):
    assert rules.eligible(a_definition(audience=Audience((area,))), ANNA, VOTING) is None


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (None, "sign in"),
        (NOBODY, "a service centre has to check"),
        (standing(level=1), "a service centre has to check"),
        (standing(areas=frozenset()), "say in your account where you live"),
        (standing(areas=frozenset({"kallio", "central"})), "another part of the city"),
        (standing(born_on=None), "does not say when you were born"),
        (standing(born_on=date(2012, 3, 4)), "aged 14 or over"),
    ],
)
def test_who_may_not_vote_is_told_why(who, why):
    asked = a_definition(audience=Audience(("kluuvi",)))

    assert why in str(rules.eligible(asked, who, VOTING))


def test_a_birthday_counts_from_its_day_on_by_the_citys_calendar():
    """It is 3 March in Helsinki when it is still 2 March in UTC."""
    night = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
    asked = a_definition(opens_at=night, closes_at=night + SECOND)

    assert rules.eligible(asked, standing(born_on=date(2012, 3, 3)), night) is None
    assert rules.eligible(asked, standing(born_on=date(2012, 3, 4)), night)


def test_who_asks_for_no_age_need_not_know_it():
    asked = a_definition(audience=Audience(("helsinki",), min_age=0))

    assert rules.eligible(asked, standing(born_on=None), VOTING) is None


def test_a_ballot_for_confirmed_addresses_takes_l1():
    asked = a_definition(min_level=1)

    assert rules.eligible(asked, standing(level=1), VOTING) is None
    assert "confirm your e-mail" in str(rules.eligible(asked, standing(level=0), VOTING))


def test_who_has_voted_is_told_so_before_and_after_the_end():
    for at in (VOTING, CLOSES + SECOND):
        assert "voted" in str(rules.eligible(a_definition(), ANNA, at, voted=True))


def test_who_could_vote_is_told_when_it_opens_and_everybody_when_it_has_closed():
    early = rules.eligible(a_definition(), ANNA, OPENS - SECOND)
    late = rules.eligible(a_definition(), None, CLOSES)

    assert tell(early, "en") == "this ballot opens on 3 March 2026, 11:00"
    assert tell(late, "en") == "this ballot is over: it closed on 10 March 2026, 11:00"


def test_who_is_not_asked_hears_that_before_it_opens():
    assert "another part" in str(
        rules.eligible(a_definition(), standing(areas=frozenset({"tampere"})), OPENS - SECOND)
    )


@pytest.mark.parametrize(
    ("born_on", "band"),
    [
        (date(2013, 1, 1), ""),
        (date(2012, 1, 1), "14-17"),
        (date(2008, 3, 3), "18-24"),
        (date(2008, 3, 4), "14-17"),
        (date(1984, 3, 27), "35-44"),
        (date(1961, 3, 3), "65+"),
        (date(1926, 3, 3), "65+"),
        (None, ""),
    ],
)
def test_ages_are_told_in_bands(born_on, band):
    assert rules.age_band(born_on, VOTING) == band


def test_of_a_vote_nothing_is_kept_of_when_but_its_ten_minutes():
    begins = rules.bucket(VOTING)

    assert begins == datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
    assert rules.include_by(begins) == datetime(2026, 3, 3, 12, 12, tzinfo=UTC)
