"""Rating ideas over HTTP as JSON, what came of it so far, and who is credited with what."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from chalicelib.actors import Role
from chalicelib.domain import ideas
from chalicelib.domain.ideas import rating, standing
from chalicelib.domain.ideas.rating import Mine
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, SIGNED_IN, level, staff
from chalicelib.edge.paging import NumberedQuery
from chalicelib.handlers.ideas.talk_api import ReasonForm

blueprint = Capability(__name__)
RESIDENTS = level(1)
MODERATORS = staff(Role.MODERATOR, Role.ADMIN)


class UsedView(Struct):
    """What you have used of what the phase allows you (`limit`, 0 if there is none), and how many
    more ratings you have to give before yours count (`missing`)."""

    phase: str
    mode: str
    used: int
    limit: int
    given: int
    missing: int


class MyRatings(Struct):
    """What you gave, by idea; of pairs only how many."""

    used: UsedView
    ratings: dict[str, int]


class PairedIdea(Struct):
    id: str
    title: str


class PairView(Struct):
    """Two ideas to compare; none if nothing is left for you, or if you have not `joined`."""

    used: UsedView
    joined: bool
    ideas: list[PairedIdea]


class RankedView(Struct):
    """An idea at its place. Its `share` (from 0 to 1) is of `of` people, ratings or comparisons,
    with the interval from `low` to `high` (Wilson, 95 %) that it would have in a random sample:
    who takes part is none, so nothing follows for all residents."""

    place: int
    id: str
    title: str
    points: float
    share: float
    of: int
    low: float
    high: float


class RankingView(Struct):
    phase: str
    mode: str
    ranked_at: datetime | None
    items: list[RankedView]
    next: int | None


class CreditView(Struct):
    what: str
    points: int
    formula: int
    at: datetime


class StandingView(Struct):
    """What came of your work; `name` is how you are called among the leaders, if you wish to be
    seen there, `name_refused` why a moderator has taken it away."""

    points: int
    name: str | None
    credits: list[CreditView]
    name_refused: str | None


class LeaderView(Struct):
    """`id` tells one of them from the others, and leads to nobody."""

    name: str
    points: int
    id: str


class LeaderList(Struct):
    """Who wishes to be seen, the most points first; `formula` says what points are given for, by
    the version of it that holds."""

    version: int
    formula: dict[str, int]
    items: list[LeaderView]


class RateForm(Struct):
    """A value in the mode of the phase (-1, 0, 1, or 1 to 5); nothing takes it back."""

    value: int | None = None


class CompareForm(Struct):
    """Two ideas, and which of them is `better`; nothing if neither is."""

    ideas: Annotated[list[str], Meta(min_length=2, max_length=2)]
    better: str | None = None


class CostForm(Struct):
    cost: int


class NameForm(Struct):
    name: str = ""


@blueprint.api("POST /api/v1/ideas/{id}/rate", who=RESIDENTS)
def rate_idea(call: Call, id: str, form: RateForm) -> UsedView:
    """Give an idea of somebody else's a value, or take it back. What is sent last counts."""
    return _used(rating.rate(id, form.value, by=call.actor, at=call.at))


@blueprint.api("POST /api/v1/ideas/{id}/support", who=RESIDENTS)
def support_idea(call: Call, id: str) -> UsedView:
    """Support an idea, or put it among those for which you would spend the budget: 409
    `limit_reached` once the phase allows you no more. Twice is once."""
    return _used(rating.support(id, True, by=call.actor, at=call.at))


@blueprint.api("DELETE /api/v1/ideas/{id}/support", who=RESIDENTS)
def withdraw_support(call: Call, id: str) -> UsedView:
    """Take it back, as long as the phase lasts."""
    return _used(rating.support(id, False, by=call.actor, at=call.at))


@blueprint.api("GET /api/v1/projects/{id}/ratings", who=RESIDENTS)
def read_my_ratings(call: Call, id: str) -> MyRatings:
    """What you have given in the phase that runs."""
    mine, given = rating.mine(id, by=call.actor, at=call.at)
    return MyRatings(_used(mine), given)


@blueprint.api("GET /api/v1/projects/{id}/pairs", who=RESIDENTS)
def read_pair(call: Call, id: str) -> PairView:
    """The two ideas that you are asked to compare: those compared least come first."""
    pair = rating.next_pair(id, by=call.actor, at=call.at)
    two = [PairedIdea(one.id, ideas.words_of(one).title) for one in pair.ideas or ()]
    return PairView(_used(pair.mine), pair.joined, two)


@blueprint.api("POST /api/v1/projects/{id}/pairs", who=RESIDENTS)
def compare_ideas(call: Call, id: str, form: CompareForm) -> UsedView:
    """Say which of two ideas is better; each pair once."""
    first, second = form.ideas
    mine = rating.compare(id, first, second, form.better, by=call.actor, at=call.at)
    return _used(mine)


@blueprint.api("GET /api/v1/projects/{id}/phases/{phase}/ranking", who=ANYONE)
def read_ranking(call: Call, id: str, phase: str, query: NumberedQuery) -> RankingView:
    """How ideas rank in a phase, as they were added up last."""
    found = rating.order(id, phase, by=call.actor, page=query.page)
    assert found.phase.rating, "a phase with a ranking says how ideas are rated"
    return RankingView(
        found.phase.id,
        found.phase.rating.mode,
        found.ranked_at,
        [
            RankedView(
                one.place,
                one.idea.id,
                ideas.words_of(one.idea).title,
                one.score.points,
                one.score.share,
                one.score.of,
                *one.score.interval,
            )
            for one in found.items
        ],
        found.next,
    )


@blueprint.api("PUT /api/v1/ideas/{id}/cost", who=staff(Role.FACILITATOR), status=204)
def price_idea(call: Call, id: str, form: CostForm) -> None:
    """Say what an idea costs, in whole euro, before residents choose by it."""
    rating.price(id, form.cost, by=call.actor, at=call.at)


@blueprint.api("GET /api/v1/leaders", who=ANYONE)
def browse_leaders(call: Call) -> LeaderList:
    """Who wishes to be seen for what came of their work."""
    found = standing.leaders()
    items = [LeaderView(one.name, int(one.points), standing.id_of(one)) for one in found]
    return LeaderList(standing.VERSION, standing.FORMULAS[standing.VERSION], items)


@blueprint.api("POST /api/v1/leaders/{id}/remove", who=MODERATORS, status=204)
def remove_leader(call: Call, id: str, form: ReasonForm) -> None:
    """Take a name away from among the leaders; whose it is reads why."""
    standing.take_name_away(id, reason=form.reason, by=call.actor, at=call.at)


@blueprint.api("GET /api/v1/me/standing", who=SIGNED_IN)
def read_standing(call: Call) -> StandingView:
    """What you are credited with."""
    return _standing(call)


@blueprint.api("PUT /api/v1/me/standing", who=RESIDENTS)
def show_standing(call: Call, form: NameForm) -> StandingView:
    """Be seen among the leaders under a name of your choice, or with an empty one no more."""
    standing.show(form.name, by=call.actor)
    return _standing(call)


def _standing(call: Call) -> StandingView:
    seen = standing.mine(call.actor.id)
    credits = [
        CreditView(one.what.split("#", 1)[1], int(one.points), int(one.formula), one.at)
        for one in seen.credits
    ]
    return StandingView(seen.points, seen.name, credits, seen.refused)


def _used(mine: Mine) -> UsedView:
    rated = mine.rated
    return UsedView(mine.phase.id, rated.mode, mine.used, rated.limit, mine.given, mine.missing)
