"""Opinion maps over HTTP as JSON."""

from datetime import datetime

from msgspec import Struct

from chalicelib.config import settings
from chalicelib.domain.ideas import opinions
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE

blueprint = Capability(__name__)


class OpinionView(Struct):
    """What is held of a statement: whether they agree, and `n` of the `of` who answered do."""

    statement: str
    text: str
    agree: bool
    n: int
    of: int


class GroupView(Struct):
    """`typical` is by what a group is told from the others, at 90 %."""

    name: str
    people: int
    typical: list[OpinionView]


class BridgeView(Struct):
    """`support`: how likely it is that one of each group, taken by chance, all agree."""

    statement: str
    text: str
    support: float


class DotView(Struct):
    """How many people of a group lie at one place; both sides of the picture are 0 to 1."""

    x: float
    y: float
    group: str
    people: int


class OpinionMapView(Struct):
    """Groups of people who answer alike. Without `drawn_at` too few have answered yet."""

    project: str
    drawn_at: datetime | None
    voters: int
    people: int
    votes: int
    statements: int
    groups: list[GroupView]
    consensus: list[OpinionView]
    bridges: list[BridgeView]
    dots: list[DotView]
    files: str | None


@blueprint.api("GET /api/v1/projects/{id}/opinion-map", who=ANYONE)
def read_opinion_map(call: Call, id: str) -> OpinionMapView:
    """Which groups of opinions there are, what each of them holds, and what all agree on."""
    seen = opinions.shown(id, by=call.actor)
    made = seen.map
    if made is None:
        return OpinionMapView(id, None, 0, 0, 0, 0, [], [], [], [], None)
    names = opinions.letters(made.groups)
    return OpinionMapView(
        id,
        seen.drawn_at,
        made.voters,
        made.people,
        made.votes,
        made.statements,
        [
            GroupView(name, group.people, [_opinion(one) for one in group.typical])
            for name, group in zip(names, made.groups, strict=True)
        ],
        [_opinion(one) for one in made.shared],
        [BridgeView(one.statement, one.text, one.support) for one in made.bridges],
        [DotView(dot.x, dot.y, names[dot.group], dot.people) for dot in made.dots],
        f"{settings.portal_url}{opinions.files_of(id)}datapackage.json",
    )


def _opinion(one: opinions.Opinion) -> OpinionView:
    return OpinionView(one.statement, one.text, one.agree, one.n, one.of)
