"""Applying in the name of an organisation: for what that is possible, who goes on, who sends."""

from dataclasses import replace
from functools import partial

import pytest
from msgspec import structs

from chalicelib import services
from chalicelib.domain.applications import drafts
from chalicelib.domain.photos import PDF, Photo, PhotoState
from chalicelib.errors import Forbidden, NotFound
from chalicelib.models.organisation import HEAD, MEMBER, Member, Organisation
from tests.applying import ANNA, BORIS, again, refused, sent, told
from tests.applying import begun as begun_for
from tests.factories import MONDAY, a_resident
from tests.forms import BABY_BOX, CHILD, SIGNBOARD, TOLD, publish

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("tables", "publish")
KULMA = "kulma"
FIRM = {"name": "Kulma Oy", "number": "7654321-2", "address": "Mannerheimintie 5"}
ANNA_FOR_KULMA = replace(ANNA, party=KULMA, party_title="Kulma Oy")
begun = partial(begun_for, service=SIGNBOARD)
WITH_ITS_NAME = [
    {
        "code": "who",
        "fields": [
            {
                "code": "firm",
                "kind": "text",
                "ru": "Фирма",
                "en": "Company",
                "prefill": "organisation",
            }
        ],
    }
]


@pytest.fixture(autouse=True)
def _kulma(tables):
    Organisation(
        KULMA,
        part=HEAD,
        country="FI",
        number=FIRM["number"],
        name="Kulma Oy",
        address=FIRM["address"],
        state="confirmed",
        founded_at=MONDAY,
    ).save()
    for person, role in (("anna", "assistant"), ("boris", "signatory")):
        Member(KULMA, MEMBER + person, person=person, role=role, since=MONDAY).save()


def test_it_is_the_organisations_and_every_member_goes_on_with_it():
    draft = begun(by=ANNA_FOR_KULMA)

    assert (draft.owner, draft.person) == (KULMA, "anna")
    assert again(draft, by=BORIS).owner == KULMA
    with pytest.raises(NotFound):
        again(draft, by=a_resident("clara"))


def test_a_program_names_the_organisation_that_it_acts_for():
    assert begun(by=ANNA, organisation=KULMA).owner == KULMA
    with pytest.raises(Forbidden):
        begun(by=a_resident("clara"), organisation=KULMA)


def test_who_is_no_member_any_more_sees_nothing_of_it():
    draft = begun(by=ANNA_FOR_KULMA)
    Member(KULMA, MEMBER + "anna").delete()

    with pytest.raises(NotFound):
        again(draft, by=ANNA_FOR_KULMA)
    with pytest.raises(Forbidden):
        begun(by=ANNA_FOR_KULMA)


def test_an_assistant_writes_and_a_signatory_sends_with_the_files_of_both():
    draft = begun(by=ANNA_FOR_KULMA)
    invited = drafts.invite(draft, by=ANNA_FOR_KULMA, at=MONDAY)
    Photo(invited.id).update(
        [Photo.state.set(PhotoState.READY), Photo.bytes.set(1000), Photo.kind.set(PDF)]
    )
    child = CHILD | {"paper": [invited.id]}
    draft = drafts.put_all(again(draft), TOLD | {"children": [child]}, at=MONDAY).draft

    with pytest.raises(Forbidden, match="an owner or a signatory"):
        drafts.submit(draft, by=ANNA_FOR_KULMA, at=MONDAY)
    application = drafts.submit(again(draft, by=BORIS), by=BORIS, at=MONDAY)

    assert (application.owner, application.person) == (KULMA, "boris")
    assert application.files == [invited.id]


def test_its_name_is_filled_in_as_the_register_has_it(publish):
    publish(2, steps=WITH_ITS_NAME, probes=[], reasons=[])

    draft = begun(by=ANNA_FOR_KULMA)

    assert draft.answers == {"firm": "Kulma Oy"}
    assert draft.sources == {"firm": "register"}


@pytest.mark.parametrize(("state", "source"), [("confirmed", "register"), ("claimed", "self")])
def test_all_that_is_known_of_it_is_filled_in_with_who_says_so(state, source):
    Organisation.get(KULMA, HEAD).update([Organisation.state.set(state)])

    draft = drafts.begin(
        "excavation-order",
        by=ANNA,
        at=MONDAY,
        organisation=KULMA,
        answers={"urgency": "emergency", "whose_ground": "public"},
    )

    assert draft.answers == {"urgency": "emergency", "company": FIRM}
    assert draft.sources == {"company": source}


class TestForWhomAServiceIs:
    @pytest.fixture
    def becomes(self, monkeypatch):
        """Lets every service be for others than it was."""

        def become(*audience):
            known = services.service

            def found(code):
                return structs.replace(known(code), audience=audience)

            monkeypatch.setattr(services, "service", found)

        return become

    def test_for_organisations_alone_nobody_begins_for_themselves(self):
        with pytest.raises(Forbidden, match="for organisations: choose the one") as why:
            begun(by=ANNA)

        assert (why.value.code, why.value.more) == ("other_audience", {"audience": ("business",)})

    def test_for_residents_alone_nobody_begins_in_the_name_of_an_organisation(self):
        with pytest.raises(Forbidden, match="for residents: act for yourself"):
            begun(by=ANNA_FOR_KULMA, service=BABY_BOX)
        assert begun(by=ANNA_FOR_KULMA, service=BABY_BOX, organisation="").owner == "anna"

    def test_for_both_everybody_begins(self, becomes):
        becomes("resident", "business")

        assert [begun(by=by).owner for by in (ANNA, ANNA_FOR_KULMA)] == ["anna", KULMA]

    def test_what_was_begun_before_is_not_sent_and_stays_as_it_is(self, becomes):
        draft = told()
        becomes("business")

        with pytest.raises(Forbidden, match="begin again in its name"):
            drafts.submit(draft, by=ANNA, at=MONDAY)

        assert (again(draft).answers, again(draft).submitted_as) == (TOLD, None)

    def test_who_mends_or_appeals_does_so_as_before(self, becomes):
        one, other = refused(sent()), refused(sent())
        becomes("business")

        begun = (
            drafts.begin("", by=ANNA, at=MONDAY, fixes=one.reference),
            drafts.begin("", by=ANNA, at=MONDAY, appeals=other.reference),
        )
        for draft in begun:
            whole = drafts.put_all(draft, TOLD, at=MONDAY).draft
            assert drafts.submit(whole, by=ANNA, at=MONDAY).owner == "anna"
