"""What residents see of ballots: the list, one ballot, voting in it, and where they have voted."""

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import catalogue
from chalicelib.config import settings
from chalicelib.domain import ballots, disputes, resolutions
from chalicelib.domain.ballots import Option, State, codes, order
from chalicelib.domain.ballots.own_words import LONGEST
from chalicelib.edge import paging, qr
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, SIGNED_IN, level
from chalicelib.edge.paging import CursorQuery
from chalicelib.handlers.ballots.showing import Shown, shown
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS = level(1)
# What no option is called: the answer of who leaves a question to others, and of whom it is not
# asked, after what they chose before.
TO_OTHERS, NOT_ASKED = "~", "~~"
YEARS = 6  # of the archive that the filters offer


class Asked(Struct, frozen=True):
    """The filters of the list, as they stand in its address."""

    area: str = ""
    year: Annotated[int, Meta(ge=2000, le=2200)] | None = None
    cursor: str | None = None


@blueprint.page("GET /ballots", who=ANYONE)
def ballot_list(call: Call, query: Asked) -> Response:
    """What residents are asked: open ballots first, then those to come, then the archive."""
    area = query.area or None
    found = ballots.overview(
        by=call.actor, at=call.at, area=area, year=query.year, after=paging.key(query.cursor)
    )
    narrowed = {name: value for name in ("area", "year") if (value := getattr(query, name))}
    lists = {"open": found.open, "upcoming": found.upcoming, "over": found.over.items}
    return call.render(
        "ballots/list.html",
        title=call.tell(say("Ballots: residents decide")),
        lists={
            name: [shown(ballot, at=call.at, voted=ballot.id in found.voted) for ballot in items]
            for name, items in lists.items()
        },
        chosen=query,
        narrowed=urlencode(narrowed),
        cursor=paging.cursor(found.over.last),
        districts=[area for area in catalogue.areas() if area.kind == "district"],
        years=[call.at.year - ago for ago in range(YEARS)],
    )


@blueprint.page("GET /ballots/{id}", who=ANYONE)
def ballot_page(call: Call, id: str) -> Response:
    """One ballot: what is asked, of whom, until when, and whether one may vote."""
    return _about(call, id)


@blueprint.page("GET /ballots/{id}/vote", who=RESIDENTS)
def vote_page(call: Call, id: str) -> Response:
    """The questions, to be answered; the ballot itself for who cannot vote now."""
    found = ballots.eligible(id, by=call.actor, at=call.at)
    if found.why:
        return _about(call, id)
    one = shown(found.ballot, at=call.at)
    given = _text(call, "order")
    token = given if order.is_token(given) else order.new_token()
    return call.render(
        "ballots/vote.html",
        title=one.asked.title[call.language],
        one=one,
        options=_options(one, token),
        order=token,
        shuffled=any(order.is_shuffled(one.asked, q) for q in one.asked.questions),
        to_others=TO_OTHERS,
        not_asked=NOT_ASKED,
        longest_words=LONGEST,
        code=codes.new(),
    )


@blueprint.page("POST /ballots/{id}/vote", who=RESIDENTS, again=vote_page)
def cast_vote(call: Call, id: str) -> Response:
    """Vote. The page that answers shows the code, once."""
    code = _text(call, "code")
    receipt = ballots.cast(id, _answers(call), code, words=_words(call), by=call.actor, at=call.at)
    finds = f"{settings.portal_url}/ballots/{id}/check#{codes.written(code)}"
    return call.render(
        "ballots/taken.html",
        title=call.tell(say("Your vote is taken")),
        receipt=receipt,
        asked=receipt.asked,
        code=codes.written(code),
        finds=finds,
        qr=qr.image(finds),
        made_here=_text(call, "made") != "browser",
    )


@blueprint.page("GET /me/votes", who=SIGNED_IN)
def my_votes(call: Call, query: CursorQuery) -> Response:
    """Where the roll says that I voted; it does not know how."""
    found = ballots.voted(call.actor.id, after=paging.key(query.cursor))
    return call.render(
        "ballots/mine.html",
        title=call.tell(say("My votes")),
        took_part=[
            (shown(took.ballot, at=call.at), date.fromisoformat(took.day)) for took in found.items
        ],
        cursor=paging.cursor(found.last),
    )


def _about(call: Call, id: str) -> Response:
    found = ballots.eligible(id, by=call.actor, at=call.at)
    one = shown(found.ballot, at=call.at, voted=found.voted)
    return call.render(
        "ballots/one.html",
        title=one.asked.title[call.language],
        one=one,
        why=found.why,
        agency=catalogue.agency(one.asked.agency),
        reason=ballots.stopped_because(found.ballot),
        deed=resolutions.deed_of(found.ballot) if one.state in resolutions.COUNTED else None,
        corrections=disputes.corrections(id) if one.state != State.SCHEDULED else [],
        at=call.at,
    )


def _options(one: Shown, token: str) -> dict[str, tuple[Option, ...]]:
    """Of each question, in the order of this form."""
    seed = one.ballot.wording or ""
    return {q.id: order.in_turn(one.asked, q, seed=seed, token=token) for q in one.asked.questions}


def _answers(call: Call) -> dict[str, list[str]]:
    """The answers as the form has them: ``answers.q1``, or ``answers.q1.2`` for the second place
    of a ranking. What nobody chose is not among them, nor is it left to others, nor what was said
    not to be asked."""
    given: dict[str, list[str]] = {}
    for name in sorted(call.values, key=_by_place):
        field, _, rest = name.partition(".")
        chosen = _texts(call, name)
        if field == "answers" and chosen:
            given.setdefault(rest.partition(".")[0], []).extend(chosen)
    return {
        name: [] if said == [TO_OTHERS] else said
        for name, said in given.items()
        if said != [NOT_ASKED]
    }


def _words(call: Call) -> dict[str, str]:
    """What was written in answer to questions, as ``variants.q3``."""
    fields = (name.partition(".") for name in call.values)
    return {
        rest: _text(call, f"variants.{rest}") for field, _, rest in fields if field == "variants"
    }


def _by_place(name: str) -> tuple[int, str]:
    place = name.rpartition(".")[2]
    return (int(place) if place.isdecimal() and name.count(".") > 1 else 0, name)


def _texts(call: Call, name: str) -> list[str]:
    """What was chosen under this name, were it once or several times."""
    given = call.values.get(name, "")
    return [text for text in ([given] if isinstance(given, str) else given) if text]


def _text(call: Call, name: str) -> str:
    return next(iter(_texts(call, name)), "")
