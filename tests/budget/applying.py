"""Visits to the pages on which people apply for a service, one question on a page."""

from typing import Any

from chalicelib import clock, services
from chalicelib.domain import photos
from chalicelib.domain.applications import drafts
from chalicelib.domain.photos import PhotoState
from tests.applying import ANNA, an_account
from tests.appointments import a_provider
from tests.budget.visits import Visit, visit
from tests.factories import an_officer
from tests.forms import SIGNBOARD
from tests.gateway import Browser
from tests.organisations import confirmed
from tests.reporting import signed_in

SERVICE = "name-change"  # by the general form
TOLD: dict[str, Any] = {
    "request": "I want to be called as my grandmother was.",
    "capacity": "relative",
    "represented": {"first_name": "Ilja", "last_name": "Aalto", "born_on": "1950-01-01"},
    "authority": ["paper"],
    "name": "Anna Aalto",
    "email": "anna@example.org",
    "consent": True,
}


def a_draft(**told: Any) -> tuple[Browser, str]:
    """Anna at an application in which all is answered, with a file; its address."""
    an_account()
    now = clock.now()
    file = photos.new(by=ANNA, at=now, private=True)
    file.id, file.state, file.kind, file.bytes = "paper", PhotoState.READY, photos.PDF, 1000
    file.save()
    draft = drafts.begin(SERVICE, by=ANNA, at=now)
    draft = drafts.put_all(draft, TOLD | told, at=now).draft
    for step in ("attachments", "contact"):
        page = drafts.page(draft, step)
        known = {field.code: draft.answers.get(field.code) for field in page.fields}
        given = {code: answer for code, answer in known.items() if answer}
        draft = drafts.put(draft, step, given, at=now)
    return signed_in(ANNA), f"/apply/{draft.id}"


def step(name: str, /, **fields: Any) -> Visit:
    """Anna opens a step; with fields, she sends it."""
    anna, here = a_draft()
    if not fields:
        return lambda: anna.get(here + name)
    version = anna.get(f"{here}/request").value("version")
    return lambda: anna.submit(here + name, version=version, **fields)


@visit("GET /services/{code}/check")
def asks_whether_it_is_for_them():
    """The verdict, which looks for the nearest time at a centre as well."""
    fits = "born=yes&age=small&living=here&housing=known"
    anna, hours = signed_in(ANNA), {str(day): [["08:00", "20:00"]] for day in range(7)}
    a_provider(visits=("documents",), site="centre-kluuvi", weekly=hours, at=clock.now())
    return lambda: anna.get(f"/services/kindergarten-queue/check?{fits}")


@visit("POST /services/{code}/apply")
def begins_to_apply():
    """In the name of an organisation, which is read as well."""
    an_account()
    anna = signed_in(ANNA)
    anna.submit("/me/acting", organisation=confirmed(at=clock.now()))
    return lambda: anna.submit(f"/services/{SIGNBOARD}/apply")


@visit("GET /apply/{draft}")
def goes_on():
    return step("")


@visit("GET /apply/{draft}/{step}")
def is_asked():
    return step("/contact")


@visit("POST /apply/{draft}/{step}")
def answers():
    return step("/contact", name="Anna Berg", email="anna@example.org")


@visit("GET /apply/{draft}/{step}/files/{field}")
def sees_the_files():
    return step("/authority/files/authority")


@visit("GET /apply/{draft}/{step}/files/{field}/{file}")
def comes_back_with_a_file():
    return step("/authority/files/authority/another")


@visit("POST /apply/{draft}/{step}/files/{field}")
def goes_on_with_the_files():
    anna, here = a_draft()
    return lambda: anna.submit(f"{here}/authority/files/authority")


@visit("GET /apply/{draft}/files/{file}")
def looks_at_a_file():
    return step("/files/paper")


@visit("GET /apply/{draft}/check")
def checks_what_will_be_sent():
    return step("/check")


@visit("POST /apply/{draft}/check")
def sends_it():
    anna, here = a_draft()

    def send():
        answer = anna.submit(f"{here}/check")
        assert answer.location.startswith("/applications/S1-")
        return answer

    return send


@visit("GET /apply/{draft}/later")
def hears_until_when_it_is_kept():
    return step("/later")


@visit("POST /apply/{draft}/later")
def sends_herself_the_link():
    anna, here = a_draft()
    return lambda: anna.submit(f"{here}/later")


@visit("GET /apply/{draft}/delete")
def thinks_of_throwing_it_away():
    return step("/delete")


@visit("POST /apply/{draft}/delete")
def throws_it_away():
    anna, here = a_draft()
    return lambda: anna.submit(f"{here}/delete")


@visit("GET /applications/{reference}/files/{file}")
def looks_at_a_file_that_was_sent():
    anna, here = a_draft()
    sent = anna.submit(f"{here}/check").location.partition("?")[0]
    return lambda: anna.get(f"{sent}/files/paper")


def a_preview() -> str:
    """Of the form that the service is asked for by; its address."""
    officer = signed_in(an_officer(f"case_officer.{services.service(SERVICE).authority}"))
    page = officer.get("/work/forms").body.partition("general-request, 1</a>")[0]
    return page.rpartition('href="')[2].partition('"')[0]


@visit("GET /work/forms")
def looks_at_the_versions_of_forms():
    officer = signed_in(an_officer("case_officer"))
    return lambda: officer.get("/work/forms")


@visit("GET /preview/{link}")
def opens_a_preview():
    here, anybody = a_preview(), Browser()
    return lambda: anybody.get(here)


@visit("GET /preview/{link}/{step}")
def looks_at_a_step_of_a_preview():
    here, anybody = a_preview(), Browser()
    return lambda: anybody.get(f"{here}/request")


@visit("POST /preview/{link}/{step}")
def answers_in_a_preview():
    here, anybody = a_preview(), Browser()
    return lambda: anybody.submit(f"{here}/request", request=TOLD["request"])
