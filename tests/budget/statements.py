"""Visits to statements in two steps, words and photos: a denial, an answer, a finding."""

from collections.abc import Callable
from functools import partial

from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.domain import photos
from chalicelib.domain.complaints import drafts
from tests.budget.reading import answered, denied, published
from tests.budget.visits import Ready, Visit, visit
from tests.complaints import BORIS, DISTRICT, OFFICER, a_photo
from tests.factories import an_officer
from tests.gateway import Browser
from tests.reporting import signed_in

NOTE = "The lamp is as dark as it was before."


def written(path: str, reference: str, by: Actor) -> tuple[Browser, str]:
    """Somebody at a statement with words and three photos."""
    drafts.state(reference, NOTE, by=by, at=clock.now())
    for number in range(3):
        photo = a_photo(by, f"{number}")
        draft = drafts.statement(reference, by=by, at=clock.now())
        drafts.add_photo(draft.id, photo, by=by, at=clock.now())
    return signed_in(by), path.format(reference)


def visits_of(path: str, by: Actor, made: Callable[[], str], **verdict: str) -> None:
    """Register the six doors of a statement."""
    here = path.replace("{}", "{reference}")

    def at(go: Callable[[Browser, str], Visit]) -> Ready:
        return lambda: go(*written(path, made(), by))

    def back_with_a_photo(browser: Browser, there: str) -> Visit:
        photo = photos.upload(by=by, at=clock.now()).id
        return lambda: browser.get(f"{there}/photos/{photo}")

    def send(browser: Browser, there: str) -> Visit:
        version = browser.get(f"{there}/photos").value("version")
        return lambda: browser.submit(f"{there}/photos", version=version, **verdict)

    remove = f"POST {here}/remove"
    visit(f"GET {here}")(at(lambda browser, there: lambda: browser.get(there)))
    visit(f"POST {here}")(at(lambda browser, there: lambda: browser.submit(there, note=NOTE)))
    visit(f"GET {here}/photos")(at(lambda browser, there: lambda: browser.get(f"{there}/photos")))
    visit(f"GET {here}/photos/{{photo}}")(at(back_with_a_photo))
    visit(remove)(at(lambda browser, there: partial(browser.submit, f"{there}/remove", photo="1")))
    visit(f"POST {here}/photos")(at(send))


visits_of("/complaints/{}/deny", BORIS, answered)
visits_of("/work/{}/answer", OFFICER, published)
visits_of(
    "/moderation/checks/{}",
    an_officer(f"moderator.{DISTRICT}", "checker"),
    lambda: denied(2),
    solved="no",
)
