"""Visits to the pages of applications: one's own, those at the desks, and signing along."""

from chalicelib import clock
from chalicelib.domain import applications
from chalicelib.domain.applications import Application, Outcome
from chalicelib.models.person import Person
from tests import cases
from tests.budget.desks import does, reads
from tests.budget.visits import Visit, visit
from tests.cases import ANNA, BORIS, DAY, HEAD, OFFICER
from tests.organisations import confirmed
from tests.reporting import signed_in

LIST = "/work/applications"
TAKEN_OVER = "what was refused and what the account knows are read, each from its own table"


def own(made: Application) -> str:
    return f"/applications/{made.reference}"


def at_desk(made: Application) -> str:
    return f"{LIST}/{made.reference}"


def step(made: Application, act: str, **fields: object) -> Visit:
    here = at_desk(made)
    actor = HEAD if act in ("sign", "send-back") else OFFICER
    return does(f"{here}/{act}", actor, here, **fields)


@visit("GET /me/applications")
def looks_at_ones_own():
    for make in (cases.sent, cases.asked, cases.decided):
        make(at=clock.now())
    applications.drafts.begin("name-change", by=ANNA, at=clock.now())
    return reads("/me/applications", ANNA)


@visit("GET /applications/{reference}")
def follows_an_application():
    """One of an organisation, which is read as well."""
    now = clock.now()
    kulma = {"owner": confirmed(at=now), "person": "anna"}
    return reads(own(cases.decided(Outcome.REFUSED, at=now, **kulma)), ANNA)


@visit("GET /applications/{reference}/answer")
def thinks_of_an_answer():
    return reads(f"{own(cases.asked(at=clock.now()))}/answer", ANNA)


@visit("GET /applications/{reference}/answer/{files}")
def comes_back_with_a_file():
    return reads(f"{own(cases.asked(at=clock.now()))}/answer/some-file", ANNA)


@visit("GET /applications/{reference}/answer/write")
def writes_an_answer():
    return reads(f"{own(cases.asked(at=clock.now()))}/answer/write", ANNA)


@visit("POST /applications/{reference}/answer")
def answers():
    here = f"{own(cases.asked(at=clock.now()))}/answer"
    return does(
        here, ANNA, f"{here}/write", **{"answer-1": "In Vuorikatu", "answer-2": "A small one"}
    )


@visit("GET /applications/{reference}/withdraw")
def thinks_of_withdrawing():
    return reads(f"{own(cases.taken(at=clock.now()))}/withdraw", ANNA)


@visit("POST /applications/{reference}/withdraw")
def withdraws():
    here = f"{own(cases.taken(at=clock.now()))}/withdraw"
    return does(here, ANNA, here)


@visit("POST /applications/{reference}/reopen")
def has_it_opened_again():
    """Asked so long ago that it has run out by now."""
    made = cases.asked(at=clock.now() - 45 * DAY)
    for days in (20, 1):
        applications.attend(made.reference, at=clock.now() - days * DAY)
    here = own(made)
    return does(f"{here}/reopen", ANNA, here)


@visit("POST /applications/{reference}/fix", most=4, why=TAKEN_OVER)
def begins_to_mend():
    return begins("fix")


@visit("POST /applications/{reference}/appeal", most=4, why=TAKEN_OVER)
def begins_to_appeal():
    return begins("appeal")


def begins(wish: str) -> Visit:
    here, anna = own(cases.decided(Outcome.REFUSED, at=clock.now())), signed_in(ANNA)
    return lambda: anna.submit(f"{here}/{wish}")


@visit("GET /applications/{reference}/cosign")
def reads_what_to_sign():
    return reads(f"{own(to_be_signed())}/cosign", BORIS)


ACCOUNT = "who signs is known by the address of their account, which is asked for in between"


@visit("POST /applications/{reference}/cosign", most=4, why=ACCOUNT)
def signs_along():
    here = f"{own(to_be_signed())}/cosign"
    return does(here, BORIS, here)


@visit("POST /applications/{reference}/decline", most=4, why=ACCOUNT)
def declines():
    here = own(to_be_signed())
    return does(f"{here}/decline", BORIS, f"{here}/cosign")


def to_be_signed() -> Application:
    at = clock.now()
    Person("boris", email="boris@example.org", level=1, language="en", opened_at=at).save()
    return cases.to_be_signed_along("boris@example.org", at=at)


@visit("GET /work/applications")
def opens_the_desk_of_new_ones():
    for _ in range(3):
        cases.registered(at=clock.now())
    return reads(LIST, OFFICER)


@visit(
    "GET /work/applications/overdue",
    most=6,
    why="three desks are asked by the day what is late, and what officers are called",
)
def looks_at_what_is_late():
    Person("olga", email="olga@example.org", level=1, language="en", opened_at=clock.now()).save()
    for make in (cases.registered, cases.taken, cases.prepared):
        make(at=clock.now() - 60 * DAY)
    return reads(f"{LIST}/overdue", HEAD)


@visit("GET /work/applications/{reference}")
def reads_one_for_the_first_time_today():
    return reads(at_desk(cases.registered(at=clock.now())), OFFICER)


@visit(
    "POST /work/applications/{reference}/take",
    most=4,
    why="it is taken, and then the person is told, once a day, that an officer reads it",
)
def takes_one():
    return step(cases.registered(at=clock.now()), "take")


@visit("POST /work/applications/{reference}/ask")
def asks_for_more():
    return step(cases.taken(at=clock.now()), "ask", **{"question-1": "Since when?"})


@visit("POST /work/applications/{reference}/transfer")
def passes_it_on():
    made = cases.registered(at=clock.now())
    return step(made, "transfer", authority="education", reason=cases.WHY)


@visit("POST /work/applications/{reference}/prepare")
def proposes_a_refusal():
    made = cases.taken(at=clock.now())
    return step(made, "prepare", outcome="refused", reasons="incomplete")


@visit("POST /work/applications/{reference}/sign")
def signs_a_decision():
    return step(cases.prepared(at=clock.now()), "sign")


@visit("POST /work/applications/{reference}/send-back")
def sends_it_back():
    return step(cases.prepared(at=clock.now()), "send-back", note="Look at the map")


@visit("POST /work/applications/{reference}/produce")
def has_it_made():
    return step(cases.to_be_made(at=clock.now()), "produce")


@visit("POST /work/applications/{reference}/ready")
def lays_it_ready():
    made = cases.to_be_made(at=clock.now())
    applications.produce(made.reference, by=OFFICER, at=clock.now())
    return step(made, "ready", where="Vuorikatu 1, room 5")


@visit("POST /work/applications/{reference}/hand-over")
def hands_it_over():
    made = cases.to_be_made(at=clock.now())
    applications.produce(made.reference, by=OFFICER, at=clock.now())
    applications.make_ready(made.reference, where="Room 5", by=OFFICER, at=clock.now())
    return step(made, "hand-over")
