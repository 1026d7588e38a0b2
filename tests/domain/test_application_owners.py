"""Applications of an organisation: its members see them, and some of them act in its name."""

import pytest

from chalicelib.domain import applications, organisations
from chalicelib.domain.organisations import NewOrganisation
from chalicelib.errors import Forbidden, NotFound
from chalicelib.models.organisation import HEAD, MEMBER, Member, Organisation
from tests.applications import ANNA, BORIS, OFFICER, TUESDAY, WEDNESDAY, answer, asked, head
from tests.factories import MONDAY, a_resident

pytestmark = pytest.mark.usefixtures("tables")

VERA = a_resident("vera")


@pytest.fixture
def kulma():
    """Anna owns it, Boris assists, and an operator has seen a document."""
    found = organisations.found(
        NewOrganisation("1234567-1", "Kulma Oy", "Annankatu 25"), by=ANNA, at=MONDAY
    )
    id = found if isinstance(found, str) else found.id
    Member(id, MEMBER + "boris", person="boris", role="assistant", since=MONDAY).save()
    Organisation.get(id, HEAD).update([Organisation.state.set("confirmed")])
    return id


def test_every_member_sees_it_and_nobody_else(kulma):
    reference = asked(owner=kulma).reference

    for member in (ANNA, BORIS):
        assert applications.find(reference, by=member).owner == kulma
    with pytest.raises(NotFound):
        applications.find(reference, by=VERA)
    assert [a.reference for a in applications.mine(kulma).items] == [reference]


def test_who_may_submit_in_its_name_acts_and_who_assists_does_not(kulma):
    reference = asked(owner=kulma).reference
    assert applications.read(reference, by=ANNA, at=TUESDAY).may == {"answer", "withdraw"}
    assert applications.read(reference, by=BORIS, at=TUESDAY).may == set()

    with pytest.raises(Forbidden):
        applications.withdraw(reference, by=BORIS, at=WEDNESDAY)
    answer(reference, WEDNESDAY)

    assert head(reference).state == "in_review"


def test_an_officer_does_not_work_on_what_their_own_organisation_asks_for(kulma):
    reference = asked(owner=kulma).reference
    answer(reference, WEDNESDAY)
    Member(kulma, MEMBER + "officer", person="officer", role="assistant", since=MONDAY).save()

    with pytest.raises(Forbidden, match="your own"):
        applications.take(reference, by=OFFICER, at=WEDNESDAY)
