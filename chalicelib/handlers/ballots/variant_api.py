"""Answers in own words over HTTP, as JSON."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from chalicelib.actors import Role
from chalicelib.catalogue import Text
from chalicelib.domain.ballots import variants
from chalicelib.domain.ballots.variants import Fate, Found, Shelf
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, staff
from chalicelib.edge.paging import Limit

blueprint = Capability(__name__)
OFFICERS = staff(Role.BALLOT_OFFICER)
READERS = staff(Role.BALLOT_OFFICER, Role.AUDITOR)
Name = Annotated[str, Meta(max_length=20)]


class VariantsQuery(Struct):
    """`question` is one of type `text`; without it, the first of them."""

    question: Name | None = None
    cursor: str | None = None
    limit: Limit = variants.PAGE


class WorkQuery(VariantsQuery):
    shelf: Shelf = Shelf.WAITING


class VariantView(Struct):
    text: str


class VariantPage(Struct):
    """`written` is how many voters answered in own words, null until the result is final; `fates`
    how many of these were published, and refused for which reason. The rest wait to be read."""

    question: str
    text: Text
    written: int | None
    fates: dict[Fate, int]
    items: list[VariantView]
    next: str | None = None


class WorkVariant(VariantView):
    """`place` names it in a decision."""

    place: str
    fate: Fate | None
    decided_at: datetime | None


class WorkVariants(Struct):
    question: str
    fates: dict[Fate, int]
    items: list[WorkVariant]
    next: str | None = None


class DecisionsForm(Struct):
    """What becomes of variants on a shelf, each by its `place`; at most 40, all or none."""

    question: Name
    fates: dict[str, Fate]
    shelf: Shelf = Shelf.WAITING


@blueprint.api("GET /api/v1/ballots/{id}/variants", who=ANYONE)
def read_variants(call: Call, id: str, query: VariantsQuery) -> VariantPage:
    """Answers in own words that an officer has let through, in the order of their words."""
    found = variants.published(
        id, query.question, by=call.actor, limit=query.limit, after=paging.key(query.cursor)
    )
    return VariantPage(
        question=found.question.id,
        text=found.question.text,
        written=found.written,
        fates=found.fates,
        items=[VariantView(variant.text) for variant in found.items],
        next=paging.cursor(found.last),
    )


@blueprint.api("GET /api/v1/work/ballots/{id}/variants", who=READERS)
def work_on_variants(call: Call, id: str, query: WorkQuery) -> WorkVariants:
    """What officers have to read, or have decided; not before the ballot is over."""
    found = variants.at_desk(
        id,
        query.question,
        query.shelf,
        by=call.actor,
        at=call.at,
        limit=query.limit,
        after=paging.key(query.cursor),
    )
    return _work(found)


@blueprint.api("POST /api/v1/work/ballots/{id}/variants", who=OFFICERS)
def decide_variants(call: Call, id: str, form: DecisionsForm) -> WorkVariants:
    """Publish variants, or refuse them with a reason; answered with what is left on the shelf."""
    variants.decide(id, form.question, form.shelf, form.fates, by=call.actor, at=call.at)
    return _work(variants.at_desk(id, form.question, form.shelf, by=call.actor, at=call.at))


def _work(found: Found) -> WorkVariants:
    items = [
        WorkVariant(
            text=variant.text,
            place=variant.place,
            fate=Fate(variant.fate) if variant.fate else None,
            decided_at=variant.decided_at,
        )
        for variant in found.items
    ]
    return WorkVariants(found.question.id, found.fates, items, paging.cursor(found.last))
