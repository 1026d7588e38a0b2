"""Visits to decisions on paper, and to the tracker, by people without an account and with one."""

from collections.abc import Callable
from functools import wraps

from tests.budget.visits import Ready, Visit, visit
from tests.complaints import ANNA
from tests.decided import CODE, REFERENCE, TRACKER, WAY, an_application, issued, the_form
from tests.gateway import Answer, Browser
from tests.reporting import signed_in


def by_the_form(ready: Ready) -> Ready:
    """Everything is made by the form of the tests."""

    @wraps(ready)
    def prepared() -> Visit:
        with the_form():
            go = ready()

        def visited() -> Answer:
            with the_form():
                return go()

        return visited

    return prepared


def asking_for(address: str) -> Callable[[], Answer]:
    anna = signed_in(ANNA)
    return lambda: anna.get(address)


@visit("GET /verify")
def thinks_of_checking_a_paper():
    return asking_for("/verify")


@visit("GET /verify/{code}")
@by_the_form
def checks_a_paper():
    issued()
    return asking_for(f"/verify/{CODE}")


@visit("GET /applications/{reference}/decision.pdf")
@by_the_form
def fetches_the_decision():
    issued()
    return asking_for(f"/applications/{REFERENCE}/decision.pdf")


@visit("GET /track")
def thinks_of_following_an_application():
    return asking_for("/track")


@visit("POST /track")
@by_the_form
def follows_an_application():
    an_application(*WAY)
    stranger = Browser()
    return lambda: stranger.submit("/track", reference=REFERENCE, code=TRACKER)
