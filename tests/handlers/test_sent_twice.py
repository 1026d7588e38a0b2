"""Every door that creates, sent to twice: with one key it is done once, or it says how it is by
itself the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import pytest

from chalicelib.actors import Actor
from chalicelib.capabilities import doors
from chalicelib.config import CAPABILITIES
from chalicelib.domain import accounts
from chalicelib.domain.organisations import Role
from chalicelib.edge import openapi
from chalicelib.edge.doors import Door
from tests import (
    appointments,
    ballots,
    disputes,
    ideas,
    ideas_talk,
    initiatives,
    meters,
    organisations,
)
from tests.applying import again, told
from tests.cognito import a_person, user_pool
from tests.factories import MONDAY, a_resident
from tests.forms import BABY_BOX, publish
from tests.gateway import Browser
from tests.points import a_reward, an_active_citizen
from tests.programs import NEW

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("keys", "publish")
ANNA = a_resident("anna")
DRAFTS = "/api/v1/applications/drafts"


@dataclass(frozen=True)
class Sent:
    """What is sent twice, and what is something else with the same key."""

    path: str
    body: Any = None
    other: Any = None
    instead: str = ""  # the other's path, where it is not the same
    by: Actor = field(default_factory=lambda: ANNA)


def a_complaint() -> Sent:
    return Sent("/api/v1/complaints", NEW, NEW | {"text": "Another lamp."})


def a_photo() -> Sent:
    return Sent("/api/v1/uploads")


def a_ballot() -> Sent:
    path, title = "/api/v1/ballots", {"ru": "Парк", "en": "A park"}
    other = {"title": {"ru": "Двор", "en": "A yard"}}
    return Sent(path, {"title": title}, other, by=ballots.OFFICER)


def a_project() -> Sent:
    body = {"agency": ideas.AGENCY}
    return Sent("/api/v1/projects", body, body | {"ideas_each": 3}, by=ideas.LEADER)


def an_idea() -> Sent:
    project = ideas.opened().id
    ideas.join(project)
    body = {"title": "A pavilion"}
    return Sent(f"/api/v1/projects/{project}/ideas", body, {"title": "A roof"})


def an_amendment() -> Sent:
    idea = ideas.published(ideas.opened())
    ideas.join(idea.project, by=ideas.BORIS)
    words = {"title": "A roof for rain", "problem": "It rains in the park very often."}
    words |= {"solution": "A roof of wood by the pond.", "why": ideas.REASON}
    body = words | {"fingerprint": idea.fingerprint}
    other = body | {"title": "A tent for rain"}
    return Sent(f"/api/v1/ideas/{idea.id}/amendments", body, other, by=ideas.BORIS)


def a_comment() -> Sent:
    idea = ideas.published(ideas.opened())
    body = {"text": "It is what we need.", "side": "for"}
    return Sent(f"/api/v1/ideas/{idea.id}/comments", body, body | {"side": "against"})


def a_problem() -> Sent:
    project = ideas_talk.asking()
    ideas_talk.joined(project, "anna")
    path = f"/api/v1/projects/{project.id}/statements"
    return Sent(path, {"text": ideas_talk.LAMPS}, {"text": "The gates are broken."})


def an_initiative() -> Sent:
    body = {"title": initiatives.TITLE, "text": initiatives.TEXT, "scope": "street"}
    by = initiatives.neighbour()
    return Sent("/api/v1/initiatives", body, body | {"scope": "city"}, by=by)


def a_vote() -> Sent:
    by = ballots.a_voter("anna")
    body = {"answers": ballots.YES, "code": ballots.CODE}
    return Sent(f"/api/v1/ballots/{ballots.scheduled().id}/votes", body, by=by)


def a_dispute() -> Sent:
    disputes.a_ballot()
    body = {"ballot": disputes.BALLOT, "kind": "not_recorded", "text": disputes.WHAT}
    return Sent("/api/v1/disputes", body)


def a_gift() -> Sent:
    an_active_citizen("anna")
    gift = {"charity": "trees", "points": 100}
    return Sent("/api/v1/me/points/donations", gift, gift | {"points": 50})


def a_voucher() -> Sent:
    an_active_citizen("anna")
    for code in ("tea", "cake"):
        a_reward(code)
    return Sent("/api/v1/rewards/tea/redeem", instead="/api/v1/rewards/cake/redeem")


def a_draft() -> Sent:
    service = {"service": BABY_BOX}
    return Sent(DRAFTS, service | {"check": {"who": "self"}}, service | {"check": {}})


def a_file() -> Sent:
    one, two = (f"{DRAFTS}/{told(at=MONDAY).id}/files" for _ in range(2))
    return Sent(one, instead=two)


def an_application() -> Sent:
    return Sent(f"{DRAFTS}/{again(told()).id}/submit")


def a_meter() -> Sent:
    meters.a_flat()
    body = {"payer_code": meters.PAYER, "flat": "14", "number": meters.COLD}
    return Sent("/api/v1/meters", body)


def a_reading() -> Sent:
    meters.a_flat()
    path = f"/api/v1/meters/{meters.a_meter()}/readings"
    return Sent(path, {"value": 105.5}, {"value": 106.5})


def a_photo_of_a_meter() -> Sent:
    return Sent(f"/api/v1/meters/{meters.a_meter()}/photos")


def an_appointment() -> Sent:
    appointments.a_provider()
    slots = (appointments.slot(), appointments.slot(appointments.later(10)))
    first, second = ({"slot_id": each} for each in slots)
    return Sent("/api/v1/appointments", first, second)


def a_place_in_a_line() -> Sent:
    appointments.a_provider(weekly={"0": [["08:00", "09:00"]]})  # and nothing is free on Tuesday
    days = {"from": "2026-03-03", "to": "2026-03-03"}
    body = {"service_id": "nurse", "sites": [appointments.CLINIC]} | days
    return Sent("/api/v1/waitlist", body, body | {"opens": "10:00"})


def somebody() -> Actor:
    person = a_resident(a_person("anna@example.org"))
    accounts.open(person.id, email="anna@example.org", language="en", at=MONDAY)
    return person


def an_organisation() -> Sent:
    new = {"number": organisations.NUMBERS[0], "name": "Kulma Oy", "address": "Mikonkatu 18"}
    return Sent("/api/v1/organisations", new, by=somebody())


def an_invitation() -> Sent:
    by = somebody()
    path = f"/api/v1/organisations/{organisations.confirmed(by)}/invitations"
    body = {"email": "boris@example.org", "role": str(Role.SIGNATORY)}
    return Sent(path, body, body | {"role": str(Role.ASSISTANT)}, by=by)


# By its door; a new door needs a new row.
MADE: dict[str, Callable[[], Sent]] = {
    "POST /api/v1/complaints": a_complaint,
    "POST /api/v1/uploads": a_photo,
    "POST /api/v1/ballots": a_ballot,
    "POST /api/v1/projects": a_project,
    "POST /api/v1/projects/{id}/ideas": an_idea,
    "POST /api/v1/ideas/{id}/amendments": an_amendment,
    "POST /api/v1/initiatives": an_initiative,
    "POST /api/v1/ideas/{id}/comments": a_comment,
    "POST /api/v1/projects/{id}/statements": a_problem,
    "POST /api/v1/ballots/{id}/votes": a_vote,
    "POST /api/v1/disputes": a_dispute,
    "POST /api/v1/me/points/donations": a_gift,
    "POST /api/v1/rewards/{id}/redeem": a_voucher,
    "POST /api/v1/applications/drafts": a_draft,
    "POST /api/v1/applications/drafts/{id}/files": a_file,
    "POST /api/v1/applications/drafts/{id}/submit": an_application,
    "POST /api/v1/meters": a_meter,
    "POST /api/v1/meters/{id}/photos": a_photo_of_a_meter,
    "POST /api/v1/meters/{id}/readings": a_reading,
    "POST /api/v1/appointments": an_appointment,
    "POST /api/v1/waitlist": a_place_in_a_line,
    "POST /api/v1/organisations": an_organisation,
    "POST /api/v1/organisations/{id}/invitations": an_invitation,
}
# What is not sent on Monday.
DAYS = {
    a_vote: ballots.VOTING,
    a_reading: meters.AT,
    an_idea: ideas.IDEAS_TIME,
    an_amendment: ideas.IDEAS_TIME,
    a_comment: ideas.IDEAS_TIME,
    a_problem: ideas_talk.STATING_TIME,
}
CREATING = {
    f"{door.method} {door.path}": door
    for capability in CAPABILITIES
    for blueprint in doors(capability)
    for door in blueprint.doors
    if door.status == HTTPStatus.CREATED
}
KEYED = [name for name, door in CREATING.items() if door.keyed]
# there is nothing else to ask for with the same key
OF_ONE_KIND = {"POST /api/v1/uploads", "POST /api/v1/meters/{id}/photos"}


@pytest.fixture(autouse=True)
def pool(keys):
    with user_pool():
        yield


@pytest.fixture
def sent(request, now):
    made = MADE[request.param]
    now(MONDAY)
    to_send = made()
    now(DAYS.get(made, MONDAY))
    return to_send


def told_of(answer: Any) -> Any:
    """A form to send a file by is signed anew, for the same place."""
    told = answer.json
    return told | {"fields": told["fields"]["key"]} if "fields" in told else told


def test_every_door_that_creates_is_sent_to_twice_here():
    assert set(MADE) == set(CREATING)


@pytest.mark.parametrize("sent", MADE, indirect=True)
def test_sent_twice_it_is_done_once_and_the_answer_is_the_same(sent):
    program = Browser.of(sent.by)

    first, second = (
        program.send("POST", sent.path, sent.body, Idempotency_Key="key") for _ in range(2)
    )

    assert (first.status, second.status) == (201, 201), (first.body, second.body)
    assert told_of(first) == told_of(second)
    assert first.headers.get("Location") == second.headers.get("Location")


@pytest.mark.parametrize("sent", sorted({*KEYED} - OF_ONE_KIND), indirect=True)
def test_something_else_with_the_same_key_is_refused(sent):
    program = Browser.of(sent.by)
    program.send("POST", sent.path, sent.body, Idempotency_Key="key")

    other = program.send("POST", sent.instead or sent.path, sent.other, Idempotency_Key="key")

    assert other.status == 422, other.body
    assert [error["field"] for error in other.json["errors"]] == ["Idempotency-Key"]


def test_the_description_promises_the_key_where_it_is_kept():
    def promised(door: Door) -> bool:
        (operation,) = openapi.document([door])["paths"][door.path].values()
        return any(each["name"] == "Idempotency-Key" for each in operation["parameters"])

    assert {name for name, door in CREATING.items() if promised(door)} == set(KEYED)
