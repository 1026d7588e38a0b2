"""The desk of initiatives: moderators read what was sent, agencies answer what enough people have
signed, who leads their projects may ask residents instead."""

from collections.abc import Iterator
from typing import Literal

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.actors import Actor, Role
from chalicelib.domain import initiatives
from chalicelib.domain.initiatives import Relation, Seen, Verdict
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.messages import say

blueprint = Capability(__name__)
OFFICES = staff(Role.MODERATOR, Role.ADMIN, Role.AGENCY, Role.FACILITATOR)
MODERATORS = staff(Role.MODERATOR, Role.ADMIN)
READ, ANSWER = "read", "answer"


class DeskQuery(Struct):
    desk: str = ""


class PublishForm(Struct):
    agency: str
    version: int


class ReturnForm(Struct):
    reason: str
    version: int


class AskForm(Struct):
    reason: str
    version: int


class AnswerForm(Struct):
    verdict: Literal["done", "partly", "not_done"]
    answer: str
    version: int


@blueprint.page("GET /work/initiatives", who=OFFICES)
def initiative_desk(call: Call, query: DeskQuery) -> Response:
    """What waits at the desks that this person sits at, or at one of them."""
    desks = dict(_desks(call.actor, call.language))
    chosen = [query.desk] if query.desk in desks else list(desks)
    return call.render(
        "ideas/initiatives/desk.html",
        title=call.tell(say("Desk of initiatives")),
        desks=desks,
        desk=chosen[0] if len(chosen) == 1 else "",
        found=_waiting(chosen, call.actor),
        place_of=initiatives.place_of,
        at=call.at,
    )


@blueprint.page("GET /work/initiatives/{id}", who=OFFICES)
def work_on_initiative(call: Call, id: str) -> Response:
    """One initiative, with what this person can do about it."""
    seen = initiatives.shown(id, by=call.actor)
    are = initiatives.relations(seen.initiative, call.actor)
    own = Relation.AUTHOR in are
    return call.render(
        "ideas/initiatives/work.html",
        title=seen.initiative.title,
        seen=seen,
        one=seen.initiative,
        place=initiatives.place_of(seen.initiative),
        agencies=catalogue.agencies(),
        own=own,
        moderates=Relation.MODERATOR in are and not own,
        answers=Relation.AGENCY in are and not own,
        leads=Relation.FACILITATOR in are and not own,
        at=call.at,
    )


@blueprint.page("POST /work/initiatives/{id}/publish", who=MODERATORS, again=work_on_initiative)
def publish_initiative(call: Call, id: str, form: PublishForm) -> Response:
    """Show it to everybody, and name who has to answer."""
    initiatives.publish(id, form.agency, by=call.actor, at=call.at, version=form.version)
    return call.redirect("/work/initiatives", notice=say("Everybody sees it now, and can sign"))


@blueprint.page("POST /work/initiatives/{id}/return", who=MODERATORS, again=work_on_initiative)
def return_initiative(call: Call, id: str, form: ReturnForm) -> Response:
    """Back to its author, with the reason."""
    initiatives.send_back(id, form.reason, by=call.actor, at=call.at, version=form.version)
    return call.redirect("/work/initiatives", notice=say("It went back to its author"))


@blueprint.page(
    "POST /work/initiatives/{id}/answer", who=staff(Role.AGENCY), again=work_on_initiative
)
def answer_initiative(call: Call, id: str, form: AnswerForm) -> Response:
    """What the agency does, or why it does not."""
    verdict = Verdict(form.verdict)
    initiatives.answer(id, verdict, form.answer, by=call.actor, at=call.at, version=form.version)
    return call.redirect("/work/initiatives", notice=say("The answer is published"))


@blueprint.page(
    "POST /work/initiatives/{id}/ask", who=staff(Role.FACILITATOR), again=work_on_initiative
)
def ask_in_a_ballot(call: Call, id: str, form: AskForm) -> Response:
    """Let residents decide, and say to everybody why."""
    initiatives.ask(id, form.reason, by=call.actor, at=call.at, version=form.version)
    return call.redirect("/work/initiatives", notice=say("A draft of a ballot comes of it"))


def _desks(actor: Actor, language: str) -> Iterator[tuple[str, str]]:
    """Where this person sits, each with what it is called."""
    for area in catalogue.areas():
        if actor.is_(Role.MODERATOR, area.id) or actor.is_(Role.ADMIN):
            yield f"{READ}-{area.id}", area.title[language]
    for agency in catalogue.agencies():
        if actor.is_(Role.AGENCY, agency.code) or actor.is_(Role.FACILITATOR, agency.code):
            yield f"{ANSWER}-{agency.code}", agency.title[language]


def _waiting(desks: list[str], actor: Actor) -> list[Seen]:
    named = [desk.partition("-")[::2] for desk in desks]
    areas, agencies = ([n for what, n in named if what == kind] for kind in (READ, ANSWER))
    return initiatives.waiting(areas, agencies, by=actor)
