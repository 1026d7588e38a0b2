"""No page is left out: axe looks at a page by each template, and each fits a phone.

They are those of the visits, and those that have no door of their own. No script runs on them, so
all that one would fold is open; with scripts, and in both languages, `tests/browser` looks.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest
from playwright.sync_api import Browser, Page

from chalicelib import clock
from chalicelib.domain import appointments, archive
from chalicelib.domain.ballots.reporting import listed, read
from chalicelib.domain.ideas import Mode, rating
from chalicelib.domain.notifications.letters import Frame, framed, write
from chalicelib.edge import cookies, pages
from chalicelib.handlers.ballots.report_workers import list_pages
from infra.refusals import page as refusal
from infra.staging import PAGES
from tests import cases, gateway, resolutions
from tests.appointments import TUESDAY, a_provider, slot
from tests.browser.axe import ALIKE, violations
from tests.browser.conftest import PHONE, browser_type_launch_args, resize, sideways
from tests.browser.in_process import HOME, at_home
from tests.budget import applying, asking, disputing, reporting, talking, test_page_rounds
from tests.budget.conftest import LANGUAGE
from tests.budget.paying import Visit, pay
from tests.budget.visits import VISITS, trips
from tests.cognito import PASSWORD, a_person, user_pool
from tests.complaints import ANNA, CENTRE
from tests.conftest import invoke
from tests.factories import MONDAY, an_officer
from tests.gateway import Answer
from tests.ideas import BORIS
from tests.points import earn
from tests.reporting import signed_in

__all__ = ["browser_type_launch_args"]  # a fixture
assert test_page_rounds.MODULES, "their visits are in the register"
EMAIL = "anna@example.org"
REFUSED = "by API Gateway"
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
ENTIRE = "site/front.html", "accounts/me.html", "complaints/work/list.html"

# A page in the place of another one; false if its styles are not those that are there, for to read
# them takes longer than all the rest.
LAY = """([page, alike]) => {
    const made = new DOMParser().parseFromString(page, "text/html");
    const here = document.documentElement, its = made.documentElement;
    const links = "link[rel=stylesheet]";
    const [old, wanted] = [here, its].map(root =>
        [...root.querySelectorAll(links)].map(link => link.getAttribute("href")).join());
    if (old !== wanted) return false;
    here.getAttributeNames().forEach(name => here.removeAttribute(name));
    its.getAttributeNames().forEach(name => here.setAttribute(name, its.getAttribute(name)));
    made.querySelectorAll(`${links}, ${alike}`).forEach(each => each.remove());
    document.head.querySelectorAll(`:scope > :not(${links})`).forEach(each => each.remove());
    document.head.append(...made.head.children);
    document.body.replaceWith(made.body);
    return true;
}"""


def whole() -> list[str]:
    """Templates of whole pages, which no other page is drawn by."""
    written = {str(file.relative_to(PAGES)): file.read_text() for file in PAGES.rglob("*.html")}
    extends = {name: re.findall(r'{% extends "(.+?)" %}', text) for name, text in written.items()}
    under = {name for each in extends.values() for name in each}
    return sorted(n for n in written if (extends[n] or "<html" in written[n]) and n not in under)


def signed_out() -> Answer:
    """A form was sent after the session had ended."""
    anna = signed_in(ANNA)
    anna.cookies[cookies.SESSION] = "ended"
    return anna.submit("/report", topic="yard-lamp")


def signed_in_again() -> None:
    with user_pool():
        a_person(EMAIL)
        kept = signed_out().value("kept")
        sent = {"email": EMAIL, "password": PASSWORD, "next": "/report", "kept": kept}
        gateway.Browser().submit("/sign-in", **sent)


def published_reports() -> None:
    reporting.reported_around((CENTRE.lat, CENTRE.lon))
    invoke("complaints_export", {})


def published_ballots() -> None:
    archive.index(asking.published()[0])
    invoke("ballots_export_ballots", {})


def published_reports_of_a_ballot() -> None:
    ballot = asking.counted()
    list_pages(ballot, [read(each) for each in listed(ballot, limit=2, after=None).items])


def published_points() -> None:
    earn("anna", at=clock.now())
    invoke("ballots_sum_points", {})


def published_services() -> None:
    invoke("services_find_due", {})


def a_step(name: str) -> None:
    """Of writing a ballot."""
    address = f"/work/ballots/{asking.composed().id}/{name}"
    pay(lambda: Visit(asking.OFFICER, asking.MONDAY, address))


def a_decision_to_come() -> None:
    """A ballot is counted, and nobody has said yet what follows from it."""
    resolutions.counted()
    pay(lambda: Visit(resolutions.AGENT, resolutions.LATER, disputing.HERE))


def just_sent() -> None:
    """An application, whose number is told."""
    pay(lambda: Visit(cases.ANNA, MONDAY, f"/applications/{cases.sent().reference}?sent=yes"))


def waiting_to_be_confirmed() -> None:
    """A wedding, at the desk of the registry."""
    a_provider("hall", visits=("marriage",), site="registry")
    time = slot(TUESDAY + timedelta(days=58, hours=-1), "marriage", "hall", "registry")
    appointments.book(time, by=ANNA, at=MONDAY)
    desk = "/work/appointments?site=registry&requested=true"
    pay(lambda: Visit(an_officer("clerk.registry", "clerk"), MONDAY, desk))


def what_one_gave() -> None:
    """Ideas were rated, and are no more."""
    project, found = talking.rated(Mode.SCORE)
    rating.rate(found[0].id, 4, by=BORIS, at=clock.now())
    later = clock.now() + timedelta(days=30)
    pay(lambda: Visit(BORIS, later, f"/projects/{project.id}/rate"))


def got(address: str, *groups: str) -> None:
    visitor = signed_in(an_officer(groups, "clerk")) if groups else gateway.Browser()
    visitor.get(address)


def a_letter() -> None:
    letter = write("complaint.filed", "C-1", {}, LANGUAGE)
    framed(letter, Frame("Anna", HOME, HOME, HOME), "complaint.filed", LANGUAGE)


OTHERS: list[Callable[[], object]] = [
    *(partial(a_step, name) for name in ("audience", "times", "materials")),
    a_decision_to_come,
    just_sent,
    waiting_to_be_confirmed,
    what_one_gave,
    partial(got, "/nowhere"),
    partial(got, "/appointments/book?visit=nurse"),
    partial(got, "/work/appointments", "clerk.clinic-kamppi", "clerk.clinic-kluuvi"),
    partial(got, "/services/kindergarten-queue/check"),
    partial(got, f"/services/{applying.SERVICE}"),
    signed_out,
    signed_in_again,
    published_reports,
    published_ballots,
    published_reports_of_a_ballot,
    published_points,
    published_services,
    a_letter,
]


@pytest.fixture(scope="module")
def shown(visited: Callable[..., object], drawn: dict[str, str]) -> dict[str, str]:
    for door in VISITS:
        visited(trips, door)
    for _, prepare in asking.VISITS:
        visited(pay, prepare)
    for look in OTHERS:
        visited(look)
    return drawn | {REFUSED: refusal("THROTTLED")}


class Nobody(gateway.Browser):
    """Sees what is drawn, and nothing that it asks for besides."""

    def ask(self, *_: object) -> Answer:
        return Answer(404, {"Content-Type": "text/html"}, "", [])


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    """A phone."""
    with at_home(browser, Nobody(), forgiven="404", language=LANGUAGE) as page:
        page.goto(HOME)
        resize(page, PHONE)
        yield page


@pytest.mark.parametrize("template", [*whole(), REFUSED])  # whose policy would stay for others
def test_a_page_is_good_for_everybody(template, shown, screen):
    assert template in shown, "nobody visits a page that is drawn by it"

    page = SCRIPT.sub("", shown[template])
    if not screen.evaluate(LAY, [page, ALIKE]):
        screen.set_content(page)
        screen.evaluate(LAY, [page, ALIKE])

    assert screen.locator("h1").count() == 1
    assert sideways(screen) == 0
    assert violations(screen, entire=template in ENTIRE) == []


def test_every_template_is_a_part_of_some_page(shown):
    written = {str(file.relative_to(PAGES)) for file in PAGES.rglob("*.html")}
    used = {name for _, name in pages.templates(LANGUAGE).cache}

    assert sorted(written - used - shown.keys()) == []
