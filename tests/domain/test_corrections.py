"""What people say otherwise than a document that was seen: a task for operators, and no change."""

from datetime import date

import pytest

from chalicelib.domain import accounts, applications, places
from chalicelib.domain.applications import corrections, drafts
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.models.person import HEAD, Person, PersonEvent
from tests.applying import ANNA, DAY, an_account, begun, kinds
from tests.factories import MONDAY, a_resident, an_officer
from tests.forms import TOLD, publish
from tests.homes import HOUSES
from tests.reporting import HOUSE

__all__ = ["publish"]
OLGA, OLEG = an_officer("operator", "olga"), an_officer("operator", "oleg")
SAID = {"birthday": "1991-05-17", "home": {"text": f"{HOUSES[0].street} {HOUSES[0].house}"}}


@pytest.fixture(autouse=True)
def _city(tables, publish):
    places.keep([HOUSE, HOUSES[0]])
    an_account(level=2, verified_house="house-1", verified_on=date(2026, 2, 1))


def sent(by=ANNA, at=MONDAY, **said):
    draft = drafts.put_all(begun(by, at), TOLD | said, at=at).draft
    reference = drafts.submit(draft, by=by, at=at).reference
    applications.attend(reference, at=at)
    return reference


def waiting():
    return [(one.reference, one.subject) for one in corrections.waiting(by=OLGA).items]


def anna():
    return Person.get("anna", HEAD, consistent_read=True)


def logged():
    return [event.kind for event in PersonEvent.query("anna", PersonEvent.part.startswith("event"))]


def test_each_thing_that_is_said_otherwise_is_a_task_and_the_account_stays_as_it_is():
    reference = sent(**SAID)
    later = sent(at=MONDAY + DAY, birthday="1992-05-17")

    assert waiting() == [(reference, "birthday"), (reference, "address"), (later, "birthday")]
    profile = accounts.profile("anna")
    assert (profile.born_on, profile.address_id) == (date(1990, 5, 17), "house-1")
    assert profile.correcting == tuple(
        sorted((f"{reference}#birthday", f"{reference}#home", f"{later}#birthday"))
    )


def test_it_is_opened_once_however_often_it_is_told_of_and_not_again_once_it_is_closed():
    reference = sent(birthday="1991-05-17")
    application = applications.find(reference, by=ANNA)
    corrections.open_all(application, at=MONDAY)
    assert waiting() == [(reference, "birthday")]

    corrections.decline(corrections.find(reference, "birthday"), reason="No", by=OLGA, at=MONDAY)
    corrections.open_all(application, at=MONDAY)

    assert waiting() == []


def test_who_says_the_same_or_was_not_verified_corrects_nothing():
    sent(birthday="1990-05-17")
    an_account("boris", level=1)
    sent(a_resident("boris"), birthday="1991-05-17")

    assert waiting() == []


def test_a_document_that_was_seen_changes_the_account_and_the_person_is_told():
    reference, day = sent(**SAID), date(2026, 3, 3)

    for field in ("birthday", "home"):
        found = corrections.find(reference, field)
        corrections.confirm(found, document="passport", by=OLGA, at=MONDAY + DAY)

    now = anna()
    assert (now.born_on, now.verified_on, now.level) == ("1991-05-17", day, 2)
    assert (now.address, now.verified_house) == (HOUSES[0].id, HOUSES[0].id)
    assert (now.residence, now.district) == (HOUSES[0].text, HOUSES[0].district)
    assert now.correcting is None
    assert waiting() == []
    assert logged() == ["account.corrected"] * 2
    assert kinds(reference)[-2:] == ["correction_confirmed"] * 2
    assert corrections.find(reference, "home").told is None
    draft = begun(at=MONDAY + DAY)
    assert (draft.sources["birthday"], draft.verified_on) == ("register", day)


def test_what_is_declined_stays_and_the_person_reads_why():
    reference = sent(birthday="1991-05-17")

    found = corrections.find(reference, "birthday")
    corrections.decline(found, reason="The passport says 1990", by=OLGA, at=MONDAY)

    assert (anna().born_on, anna().correcting) == ("1990-05-17", None)
    told = applications.history(reference, by=ANNA)[-1]
    assert (told.kind, told.concerns) == ("application.correction_declined", {"anna"})
    assert told.public_note == "The passport says 1990"
    assert applications.read(reference, by=ANNA, at=MONDAY).history[-1].actor is None


def test_of_two_operators_at_once_one_decides():
    reference = sent(birthday="1991-05-17")
    seen, also_seen = (corrections.find(reference, "birthday") for _ in range(2))
    corrections.confirm(seen, document="passport", by=OLGA, at=MONDAY)

    with pytest.raises(Conflict, match="somebody else"):
        corrections.decline(also_seen, reason="No", by=OLEG, at=MONDAY)

    assert anna().born_on == "1991-05-17"
    assert kinds(reference).count("correction_declined") == 0


def test_what_is_not_verified_any_more_is_the_persons_to_change():
    reference = sent(birthday="1991-05-17")
    seen = accounts.profile("anna").version
    accounts.lower_level(
        "anna", version=seen, reason="has moved away", until=None, by=OLGA, at=MONDAY
    )
    found = corrections.find(reference, "birthday")

    with pytest.raises(Conflict, match="not verified any more"):
        corrections.confirm(found, document="passport", by=OLGA, at=MONDAY)

    assert anna().born_on == "1990-05-17"
    corrections.decline(found, reason="Change it in your profile", by=OLGA, at=MONDAY)
    assert waiting() == []


def test_an_account_has_no_address_elsewhere():
    reference = sent(home={"text": "Nevsky 1, St Petersburg"})
    found = corrections.find(reference, "home")

    with pytest.raises(Conflict, match="address of the city"):
        corrections.confirm(found, document="passport", by=OLGA, at=MONDAY)


def test_only_an_operator_who_says_what_they_saw_and_nobody_of_themselves():
    reference = sent(birthday="1991-05-17")
    found = corrections.find(reference, "birthday")

    for by in (ANNA, an_officer("case_officer.social"), an_officer("operator", "anna")):
        with pytest.raises(Forbidden):
            corrections.confirm(found, document="passport", by=by, at=MONDAY)
        with pytest.raises(Forbidden):
            corrections.read(found, by=by, at=MONDAY)
    with pytest.raises(Forbidden):
        corrections.waiting(by=ANNA)
    for nothing in ({"document": "a dream"}, {"document": ""}):
        with pytest.raises(Invalid):
            corrections.confirm(found, by=OLGA, at=MONDAY, **nothing)
    with pytest.raises(Invalid):
        corrections.decline(found, reason=" ", by=OLGA, at=MONDAY)


def test_who_is_forgotten_leaves_no_correction():
    reference = sent(birthday="1991-05-17")

    for _ in range(2):
        applications.forget("anna", at=MONDAY)

    assert corrections.find(reference, "birthday") is None
