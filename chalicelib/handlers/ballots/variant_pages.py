"""Answers in own words: for everybody those that were let through, for officers all of them."""

from typing import Any

from chalice.app import Response
from msgspec import Struct

from chalicelib.actors import Role
from chalicelib.domain.ballots import variants
from chalicelib.domain.ballots.variants import Fate, Found, Shelf
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.errors import Invalid
from chalicelib.handlers.ballots.variant_api import OFFICERS, READERS, Name
from chalicelib.messages import say

blueprint = Capability(__name__)


class VariantsQuery(Struct):
    """Without a question, the first that is answered in words."""

    question: Name | None = None
    cursor: str | None = None


class DeskQuery(VariantsQuery):
    shelf: Shelf = Shelf.WAITING


class DecisionsForm(Struct):
    """Beside it, ``place.<lot>`` is a variant and ``fate.<lot>`` what is decided of it."""

    question: Name
    shelf: Shelf


class NextForm(Struct):
    question: Name
    places: list[str] = []


@blueprint.page("GET /ballots/{id}/variants", who=ANYONE)
def variants_page(call: Call, id: str, query: VariantsQuery) -> Response:
    """What voters wrote in their own words and an officer has let through."""
    found = variants.published(id, query.question, by=call.actor, after=paging.key(query.cursor))
    return _render(call, "ballots/variants.html", found, query, over=found.is_over(call.at))


@blueprint.page("GET /work/ballots/{id}/variants", who=READERS)
def variants_desk(call: Call, id: str, query: DeskQuery) -> Response:
    """What an officer has to read, and what became of it."""
    found = variants.at_desk(
        id,
        query.question,
        query.shelf,
        by=call.actor,
        at=call.at,
        after=paging.key(query.cursor),
    )
    return _render(
        call,
        "ballots/work/variants.html",
        found,
        query,
        shelf=query.shelf,
        shelves=list(Shelf),
        decides=call.actor.is_(Role.BALLOT_OFFICER),
        at_cursor=query.cursor,
    )


@blueprint.page("POST /work/ballots/{id}/variants", who=OFFICERS, again=variants_desk)
def decide_variants(call: Call, id: str, form: DecisionsForm) -> Response:
    """Publish or refuse those of a page for which something was chosen."""
    fates = _fates(call)
    variants.decide(id, form.question, form.shelf, fates, by=call.actor, at=call.at)
    address = f"/work/ballots/{id}/variants?question={form.question}&shelf={form.shelf}"
    return call.redirect(address, notice=say("What you decided is kept") if fates else None)


@blueprint.page("POST /work/ballots/{id}/variants/next", who=OFFICERS, again=variants_desk)
def begin_next_round(call: Call, id: str, form: NextForm) -> Response:
    """Begin a ballot that asks to choose among published variants."""
    ballot = variants.next_round(id, form.question, form.places, by=call.actor, at=call.at)
    return call.redirect(
        f"/work/ballots/{ballot.id}/questions/1",
        notice=say("The next round is begun: write each option in both languages"),
    )


def _render(call: Call, page: str, found: Found, query: VariantsQuery, **more: Any) -> Response:
    return call.render(
        page,
        title=call.tell(say("Answers in own words")),
        found=found,
        fates=list(Fate),
        cursor=paging.cursor(found.last),
        first=bool(query.cursor),
        **more,
    )


def _fates(call: Call) -> dict[str, Fate]:
    fates: dict[str, Fate] = {}
    for name, chosen in call.values.items():
        field, _, lot = name.partition(".")
        if field == "fate" and chosen:
            if chosen not in list(Fate):
                raise Invalid(fields={name: say("choose one of the options")})
            fates[str(call.values.get(f"place.{lot}", ""))] = Fate(chosen)
    return fates
