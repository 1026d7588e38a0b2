"""Applying in the name of an organisation: all of its members go on, some of them send."""

from dataclasses import replace

import pytest

from chalicelib.domain.applications import drafts
from chalicelib.domain.photos import PDF, Photo, PhotoState
from chalicelib.errors import Forbidden, NotFound
from chalicelib.models.organisation import HEAD, MEMBER, Member, Organisation
from tests.applying import ANNA, BORIS, again, begun
from tests.factories import MONDAY, a_resident
from tests.forms import CHILD, TOLD, publish

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("tables", "publish")
KULMA = "kulma"
ANNA_FOR_KULMA = replace(ANNA, party=KULMA, party_title="Kulma Oy")
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
        number="7654321-2",
        name="Kulma Oy",
        address="Mannerheimintie 5",
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
