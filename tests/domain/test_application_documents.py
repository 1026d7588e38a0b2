"""The document of a decision: noted once, lent to whose it is, and gone with them."""

import hashlib
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.exceptions import ClientError

from chalicelib.config import settings
from chalicelib.domain import applications
from chalicelib.domain.applications import checking, papers
from chalicelib.domain.applications.rules import State
from chalicelib.errors import Conflict, NotFound
from chalicelib.models.application import (
    DOCUMENT,
    HEAD,
    Application,
    ApplicationEvent,
    ApplicationItem,
    Document,
)
from chalicelib.outbound import paper, storage
from tests.decided import (
    AT,
    CODE,
    KEY,
    REFERENCE,
    WAY,
    an_application,
    by_the_form,
    content,
    decided,
    document,
    documented,
    issued,
)
from tests.factories import a_resident, an_officer

__all__ = ["by_the_form"]
pytestmark = pytest.mark.usefixtures("by_the_form", "media")

OTHER = "0000-1111-2222-3333"


def test_the_checksum_is_noted_once_with_one_event(media):
    issued()
    papers.make(REFERENCE, at=AT)

    assert document().sha256 == hashlib.sha256(content(media)).hexdigest()
    (event,) = documented()
    assert (event.was, event.became) == ("approved", "approved")
    assert event.concerns == {"anna"}
    assert event.facts["document"] == CODE
    assert media.Object(KEY).get()["ContentType"] == "application/pdf"


def test_what_was_killed_before_it_was_noted_goes_on_with_the_file_that_lies_there(media):
    decided()
    media.put_object(Key=KEY, Body=b"%PDF drawn before")

    papers.make(REFERENCE, at=AT)

    assert content(media) == b"%PDF drawn before"
    assert document().sha256 == hashlib.sha256(b"%PDF drawn before").hexdigest()
    assert len(documented()) == 1


def test_of_two_at_once_one_notes_it_and_the_other_comes_again(media, monkeypatch):
    decided()
    draw = paper.draw

    def while_another_is_faster(*args, **more):
        monkeypatch.setattr(paper, "draw", draw)
        papers.make(REFERENCE, at=AT)
        return draw(*args, **more)

    monkeypatch.setattr(paper, "draw", while_another_is_faster)
    with pytest.raises(Conflict):
        papers.make(REFERENCE, at=AT)
    papers.make(REFERENCE, at=AT)

    assert len(documented()) == 1


def test_nothing_is_noted_of_an_application_that_has_moved_on_meanwhile(media, monkeypatch):
    decided("refused")
    draw = paper.draw

    def while_an_appeal_is_right(*args, **more):
        known = Application.get(REFERENCE, HEAD)
        known.update(actions=[Application.state.set(State.IN_REVIEW)])
        return draw(*args, **more)

    monkeypatch.setattr(paper, "draw", while_an_appeal_is_right)
    with pytest.raises(Conflict):
        papers.make(REFERENCE, at=AT)
    papers.make(REFERENCE, at=AT)

    assert documented() == []
    assert document().sha256 is None


@pytest.mark.parametrize("revoked", [True, False])
def test_what_is_not_decided_or_undone_again_gets_no_document(media, revoked):
    if revoked:
        decided()
        document().update(actions=[Document.revoked_on.set(date(2026, 3, 12))])
    else:
        an_application(*WAY)

    papers.make(REFERENCE, at=AT)

    assert not list(media.objects.all())
    assert documented() == []


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(a_resident("anna"), id="whose it is"),
        pytest.param(an_officer("case_officer.transport"), id="an officer"),
        pytest.param(an_officer("head.transport"), id="the head"),
    ],
)
def test_the_file_is_lent_for_minutes_to_whose_it_is_and_to_the_authority(media, who):
    application = issued()

    address = urlsplit(papers.lend(application, REFERENCE, by=who, at=AT))

    assert address.path == f"/{KEY}"
    assert settings.media_bucket in address.netloc
    assert parse_qs(address.query)["X-Amz-Expires"] == ["300"]
    assert f"decision-{REFERENCE}.pdf" in address.query


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(a_resident("boris"), id="another"),
        pytest.param(an_officer("case_officer.health"), id="another authority"),
        pytest.param(an_officer("agency.transport"), id="another office"),
    ],
)
def test_to_everybody_else_there_is_no_such_application(media, who):
    with pytest.raises(NotFound, match="there is no application"):
        papers.lend(issued(), REFERENCE, by=who, at=AT)
    with pytest.raises(NotFound, match="there is no application"):
        papers.lend(None, REFERENCE, by=who, at=AT)


@pytest.mark.parametrize("begun", [lambda: an_application(*WAY), decided])
def test_until_it_is_made_there_is_nothing_to_lend(media, begun):
    with pytest.raises(NotFound, match="not there"):
        papers.lend(begun(), REFERENCE, by=a_resident("anna"), at=AT)


def test_with_the_person_every_file_goes_and_what_everybody_can_check_stays(media):
    issued("refused")
    void = document()
    known = Application.get(REFERENCE, HEAD)
    known.update(actions=[Application.document.set(OTHER)])
    Document(
        DOCUMENT + OTHER,
        service=void.service,
        authority=void.authority,
        outcome="refused",
        decided_on=void.decided_on,
    ).save()
    papers.make(REFERENCE, at=AT)
    assert len(list(media.objects.all())) == 2

    for _ in range(2):
        applications.forget("anna", at=AT)

    assert not list(media.objects.all())
    assert checking.find(CODE).sha256 == void.sha256
    known = Application.get(REFERENCE, HEAD)
    with pytest.raises(NotFound, match="not there"):
        papers.lend(known, REFERENCE, by=an_officer("head.transport"), at=AT)


def test_what_is_decided_is_put_on_paper_when_it_is_attended_to(media):
    decided("refused")
    applications.attend(REFERENCE, at=AT)
    applications.attend(REFERENCE, at=AT)

    assert len(documented()) == 1


def test_where_the_document_is_all_there_is_it_is_completed_once_that_lies_there(media):
    decided()
    applications.attend(REFERENCE, at=AT)

    assert Application.get(REFERENCE, HEAD).state == State.COMPLETED
    happened = [e.kind for e in ApplicationItem.query(REFERENCE) if isinstance(e, ApplicationEvent)]
    assert happened[-2:] == ["application.documented", "application.completed"]


def test_a_code_is_read_kindly_and_an_unknown_one_is_not_found():
    decided()

    for written in (CODE, CODE.lower(), "k7qf 2m9x pdta 4hjk", "K7QF2M9XPDTA4HJK"):
        assert checking.find(written).outcome == "approved"
    for unknown in ("AAAA-AAAA-AAAA-AAAA", "K7QF", "", "что-то"):
        with pytest.raises(NotFound):
            checking.find(unknown)


def test_letters_that_look_alike_are_one():
    decided(code="0000-1111-VVVV-4HJK")

    assert checking.find("oooo-lili-uuuu-4hjk")


def test_a_file_that_cannot_be_read_is_not_taken_for_one(media, monkeypatch):
    decided()
    denied = ClientError({"Error": {"Code": "AccessDenied"}}, "PutObject")

    def refuse(*_args, **_more):
        raise denied

    monkeypatch.setattr(storage, "put_once", refuse)
    with pytest.raises(ClientError):
        papers.make(REFERENCE, at=AT)

    assert document().sha256 is None
