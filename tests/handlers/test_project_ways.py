"""What the pages of a project offer before all else, and what ideas are sought for."""

from datetime import timedelta
from functools import partial

import msgspec
import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import Doing, Mode, Phase, Rating, Type
from tests.budget.paying import Visit, pay
from tests.factories import MONDAY
from tests.ideas import ANNA, DAY, IDEAS_TIME, a_plan, begun, opened, sent
from tests.ideas_talk import LAMPS, STATING_TIME, agreed, framed_project
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("tables")
IDEAS_BEGIN = MONDAY + 8 * DAY


@pytest.fixture(autouse=True)
def today(now):
    now(IDEAS_TIME)
    return now


def primary(page):
    """What the buttons say that are neither secondary nor a warning, but those of the layout."""
    main = page.body.partition("<main")[2].partition("</main>")[0]
    buttons = main.split('class="govuk-button')[1:]
    return [
        one.partition(">")[2].partition("<")[0].strip()
        for one in buttons
        if not one.startswith((" govuk-button--secondary", " govuk-button--warning", "-group"))
    ]


def one_phase(type, **given):
    week = Phase("p1", type, MONDAY + DAY, MONDAY + 8 * DAY, **given)
    return msgspec.structs.replace(a_plan(), phases=(week,))


@pytest.mark.parametrize(
    ("plan", "given", "told"),
    [
        (one_phase(Type.IDEAS), 0, Doing.PROPOSE),
        (one_phase(Type.IDEAS), 2, Doing.DISCUSS),
        (one_phase(Type.PROBLEMS), 0, Doing.STATE),
        (one_phase(Type.PROBLEMS, allows=(Doing.REACT,)), 0, Doing.REACT),
        (one_phase(Type.VOTING, rating=Rating(Mode.SCORE)), 0, Doing.RATE),
        (one_phase(Type.DISCUSSION), 0, Doing.DISCUSS),
        (one_phase(Type.RESULTS), 0, None),
    ],
)
def test_one_thing_comes_first_of_what_a_phase_allows(plan, given, told):
    assert plan.foremost(IDEAS_TIME, given=given) is told
    assert plan.foremost(MONDAY, given=given) is None


def test_the_page_of_a_project_has_one_button_for_what_can_be_done_now(anna, anybody):
    project = opened()
    here = f"/projects/{project.id}"
    assert primary(anybody.get(here)) == ["Sign in to take part"]
    assert primary(anna.get(here)) == ["Take part"]

    begun(project)
    page = anna.get(here)
    assert primary(page) == ["Propose an idea"]
    assert f'action="{here}/ideas"' in page.body
    assert anna.submit(f"{here}/ideas").location.endswith("/write")

    for _ in range(2):
        sent(project)
    page = anna.get(here)
    assert primary(page) == ["Read and discuss the ideas"]


def test_each_phase_has_its_button_and_no_link_says_it_once_more(today, anna):
    project = framed_project()
    ideas.join(project.id, by=ANNA, at=STATING_TIME)
    here = f"/projects/{project.id}"
    assert primary(anna.get(here)) == ["Name a problem"]
    assert primary(anna.get(f"{here}/problems")) == ["Name a problem"]

    rated = opened()
    ideas.join(rated.id, by=ANNA, at=IDEAS_TIME)
    today(MONDAY + 16 * DAY)
    page = signed_in(ANNA).get(f"/projects/{rated.id}")
    assert primary(page) == ["Rate ideas"]
    assert page.body.count(f'href="/projects/{rated.id}/rate"') == 1


def test_problems_that_most_agreed_with_stand_above_ideas_and_where_one_is_written(today, anna):
    project = framed_project()
    agreed(project, times=2)
    here = f"/projects/{project.id}"
    assert "What ideas are sought for" not in anna.get(here).text

    at = IDEAS_BEGIN + timedelta(hours=1)
    today(at)
    anna = signed_in(ANNA)
    draft = begun(project, at=at)
    for place in (here, f"{here}/ideas", f"/ideas/{draft.id}/write"):
        page = anna.get(place)
        assert "What ideas are sought for" in page.text, place
        assert LAMPS in page.text
        assert f"{here}/problems?sort=top" in page.body
        _, trips = pay(partial(Visit, ANNA, at, place))
        assert len(trips) <= 2, place  # as many as without them


def test_who_has_not_signed_in_sees_what_ideas_are_sought_for_as_well(today, anybody):
    project = framed_project()
    agreed(project, times=2)
    today(IDEAS_BEGIN)

    for place in ("", "/ideas"):
        assert LAMPS in anybody.get(f"/projects/{project.id}{place}").text
