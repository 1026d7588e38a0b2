"""Reading from several tables at once."""

import pytest
from pynamodb.exceptions import GetError

from chalicelib.models import base
from chalicelib.models.base import together
from chalicelib.models.complaint import Complaint
from chalicelib.models.person import HEAD, Person
from tests.complaints import filed
from tests.factories import MONDAY
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
def anna():
    Person("anna", level=1, language="ru", opened_at=MONDAY).save()


def test_items_of_several_tables_are_read_in_one_round_trip(anna):
    reference = filed().reference

    with counted() as calls:
        person, nobody, complaint = together(
            (Person, "anna", HEAD), (Person, "boris", HEAD), (Complaint, reference, "complaint")
        )

    assert calls == ["BatchGetItem"]
    assert (person.id, nobody, complaint.reference) == ("anna", None, reference)


def test_what_was_given_back_unread_is_asked_for_again(anna, monkeypatch):
    connection = base._connection()
    asked, times = connection.dispatch, []

    def busy(operation, arguments):
        times.append(arguments)
        nothing = {"Responses": {}, "UnprocessedKeys": arguments["RequestItems"]}
        return nothing if len(times) < 3 else asked(operation, arguments)

    monkeypatch.setattr(connection, "dispatch", busy)

    assert together((Person, "anna", HEAD))[0].id == "anna"


def test_what_cannot_be_read_is_not_taken_for_nothing(anna, monkeypatch):
    def busy(_, arguments):
        return {"Responses": {}, "UnprocessedKeys": arguments["RequestItems"]}

    monkeypatch.setattr(base._connection(), "dispatch", busy)

    with pytest.raises(GetError):
        together((Person, "anna", HEAD))
