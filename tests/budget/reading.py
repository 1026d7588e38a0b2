"""Visits to what everybody reads: the site, the list, a report, the inbox."""

from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.domain import complaints
from chalicelib.models.addressee import Addressee
from tests.budget.visits import Visit, visit
from tests.complaints import ANNA, BORIS, MODERATOR, OFFICER, a_photo, filed
from tests.gateway import Browser
from tests.reporting import signed_in
from tests.telling import told

NOTE = "The lamp was replaced this morning."


def published(by: Actor = ANNA) -> str:
    reference = filed(by=by, at=clock.now()).reference
    complaints.publish(reference, by=MODERATOR, at=clock.now())
    return reference


def answered(by: Actor = ANNA, joined: Actor = BORIS) -> str:
    """Answered, with somebody who joined it."""
    reference = published(by)
    complaints.support(reference, by=joined, at=clock.now())
    photo = a_photo(OFFICER, f"answer-{reference}")
    complaints.answer(reference, note=NOTE, photos=[photo], by=OFFICER, at=clock.now())
    return reference


def denied(times: int = 1) -> str:
    """Denied so often; the second time orders a public check."""
    reference = answered()
    for number in range(times):
        complaints.deny(reference, note="It is dark.", by=ANNA, at=clock.now())
        if number + 1 < times:
            photo = a_photo(OFFICER, f"again-{reference}-{number}")
            complaints.answer(reference, note=NOTE, photos=[photo], by=OFFICER, at=clock.now())
    return reference


def version(browser: Browser, address: str) -> str:
    return browser.get(address).value("version")


def opens(address: str, actor: Actor = ANNA) -> Visit:
    browser = signed_in(actor)
    return lambda: browser.get(address)


@visit("GET /")
def opens_the_front_page():
    return opens("/")


@visit("GET /help")
def opens_help():
    return opens("/help")


@visit("GET /privacy")
def opens_privacy():
    return opens("/privacy")


@visit("GET /accessibility")
def opens_accessibility():
    return opens("/accessibility")


@visit("GET /api")
def opens_the_api():
    return opens("/api")


@visit("GET /complaints")
def reads_the_list():
    for _ in range(3):
        complaints.index(published())
    return opens("/complaints?state=open&topic=yard-lamp")


@visit("GET /me/complaints")
def reads_their_own():
    for _ in range(3):
        published()
    return opens("/me/complaints")


@visit("GET /complaints/{reference}")
def a_supporter_reads_a_report():
    return opens(f"/complaints/{answered()}", BORIS)


@visit("POST /complaints/{reference}/support")
def joins():
    boris, here = signed_in(BORIS), f"/complaints/{published()}"
    return lambda: boris.submit(f"{here}/support")


@visit("POST /complaints/{reference}/unsupport")
def leaves():
    reference, boris = published(), signed_in(BORIS)
    complaints.support(reference, by=BORIS, at=clock.now())
    return lambda: boris.submit(f"/complaints/{reference}/unsupport")


@visit("POST /complaints/{reference}/withdraw")
def withdraws():
    anna, here = signed_in(ANNA), f"/complaints/{published()}"
    return lambda: anna.submit(f"{here}/withdraw")


@visit("POST /complaints/{reference}/answer-question")
def answers_what_was_asked():
    anna, reference = signed_in(ANNA), published()
    complaints.ask(reference, question="Which of the lamps?", by=OFFICER, at=clock.now())
    return lambda: anna.submit(f"/complaints/{reference}/answer-question", answer="By the door.")


@visit("POST /complaints/{reference}/confirm")
def a_supporter_confirms():
    boris, here = signed_in(BORIS), f"/complaints/{answered()}"
    return lambda: boris.submit(f"{here}/confirm")


@visit("GET /me/inbox")
def reads_the_inbox():
    told("anna", 25)
    Addressee("anna", read_until="20260302").save()
    return opens("/me/inbox")


@visit("POST /me/inbox/read")
def has_read_everything():
    last, anna = told("anna", 25)[-1], signed_in(ANNA)
    return lambda: anna.submit("/me/inbox/read", until=last)


@visit("GET /me/inbox/{notice}")
def opens_a_notice():
    return opens(f"/me/inbox/{told('anna', 3)[1]}")


@visit("GET /me/notifications")
def reads_what_they_are_told_of():
    Addressee("anna", switched={"email:progress"}).save()
    return opens("/me/notifications")


@visit("POST /me/notifications")
def chooses_what_to_be_told_of():
    anna = signed_in(ANNA)
    return lambda: anna.submit("/me/notifications", email=["answers"], inbox=[])


@visit("POST /me/notifications/address")
def has_letters_sent_again():
    Addressee("anna", refused="x", refused_at=clock.now()).save()
    anna = signed_in(ANNA)
    return lambda: anna.submit("/me/notifications/address")


@visit("GET /unsubscribe")
def follows_the_link_of_a_letter():
    return opens(f"/unsubscribe?token={a_link()}")


@visit("POST /unsubscribe")
def unsubscribes():
    anna, token = signed_in(ANNA), a_link()
    return lambda: anna.submit("/unsubscribe", token=token)


def a_link() -> str:
    """As it stands in Anna's letters."""
    from chalicelib.domain.notifications import links

    addressee = Addressee("anna")
    return links.unsubscribing(addressee, "complaint.answered")[0].partition("token=")[2]
