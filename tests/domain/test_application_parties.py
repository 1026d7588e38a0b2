"""Who has a part in an application works on it neither as officer nor as head."""

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import applications
from chalicelib.errors import Forbidden
from tests.applications import (
    HEAD_OF_IT,
    OFFICER,
    SECOND,
    WEDNESDAY,
    day,
    head,
    on,
    prepared,
    refused,
    registered,
    sent,
)

pytestmark = pytest.mark.usefixtures("tables")

BOTH = Actor("both", level=1, grants=OFFICER.grants | HEAD_OF_IT.grants)
ALONG = [
    {
        "email": "both@example.org",
        "state": "signed",
        "until": day(20).isoformat(),
        "person": BOTH.id,
    }
]


def test_who_signed_along_neither_takes_nor_signs_it():
    new = registered(cosigners=ALONG).reference
    waits = prepared(cosigners=ALONG).reference

    for reference, act in ((new, applications.take), (waits, applications.sign)):
        with pytest.raises(Forbidden, match="sign along"):
            act(reference, by=BOTH, at=WEDNESDAY)
    assert (head(new).state, head(waits).state) == ("registered", "decision_pending")


def test_who_sent_it_for_an_organisation_and_left_that_does_not_take_it():
    new = registered(owner="O-1", person=BOTH.id).reference

    with pytest.raises(Forbidden, match="you sent this application"):
        applications.take(new, by=BOTH, at=WEDNESDAY)
    assert head(new).state == "registered"


def test_who_signed_along_what_was_refused_does_not_work_on_the_appeal():
    reference = sent(at=on(9), appeals=refused(cosigners=ALONG).reference).reference
    applications.register(reference, at=on(9))
    assert head(reference).parties == {"anna", BOTH.id}

    with pytest.raises(Forbidden, match="it appeals against"):
        applications.take(reference, by=BOTH, at=on(10))
    assert applications.take(reference, by=SECOND, at=on(10)).officer == SECOND.id


def test_who_had_a_part_in_the_first_one_is_forgotten_with_the_appeal():
    reference = sent(at=on(9), appeals=refused(cosigners=ALONG).reference).reference
    applications.register(reference, at=on(9))

    applications.forget("anna", at=on(10))

    assert head(reference).parties is None
