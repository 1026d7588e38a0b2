"""Projects at the portal: everybody looks, people join, who leads them composes and opens them."""

import re
from datetime import timedelta

import msgspec
import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import Doing, Mode, Type, projects
from tests.factories import MONDAY, an_officer
from tests.ideas import (
    AFTER,
    AGENCY,
    ANNA,
    DAY,
    IDEAS_TIME,
    LEADER,
    REASON,
    a_plan,
    composed,
    opened,
    published,
    refused,
)
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("tables")
HELSINKI = timedelta(hours=2)


@pytest.fixture(autouse=True)
def today(now):
    now(MONDAY)
    return now


@pytest.fixture
def desk(today):
    return signed_in(LEADER)


def both(name, words):
    return {f"{name}.ru": f"{words} (по-русски)", f"{name}.en": words}


def moment(name, at):
    there = at + HELSINKI
    day = {f"{name}-{part}": str(getattr(there, part)) for part in ("day", "month", "year")}
    return {**day, f"{name}-time": f"{there:%H:%M}"}


def keep(desk, here, step, **fields):
    """Fill in a page and send it, with the version that the page showed."""
    page = desk.get(f"{here}/{step}")
    assert page.status == 200, page.text
    return desk.submit(f"{here}/{step}", version=page.value("version"), **fields)


def test_a_project_is_composed_step_by_step_and_opened(desk, anybody):
    assert "Compose a project" in desk.get("/work/projects").text
    here = desk.submit("/work/projects", agency=AGENCY).location.removesuffix("/words")
    assert "Before it can be opened" in desk.get(here).text

    words = {**both("title", "A park"), **both("goal", "What should be there?")}
    on = keep(desk, here, "words", agency=AGENCY, area="kluuvi", ideas_each="3", **words)
    assert on.location == f"{here}/promise"
    on = keep(desk, here, "promise", within="30", budget="5 000", **both("results", "We build it"))
    assert on.location == f"{here}/phases/1"
    when = {**moment("opens_at", MONDAY + DAY), **moment("closes_at", MONDAY + 8 * DAY)}
    assert keep(desk, here, "phases/1", type="ideas", mode="", **when).location == here
    when = {**moment("opens_at", MONDAY + 8 * DAY), **moment("closes_at", MONDAY + 9 * DAY)}
    more = {"allows": ["rate", "discuss"], "mode": "support", "limit": "5", "beside": "yes"}
    keep(desk, here, "phases/2", type="voting", **more, **when)
    when = {**moment("opens_at", MONDAY + 9 * DAY), **moment("closes_at", MONDAY + 16 * DAY)}
    keep(desk, here, "phases/3", type="expert_review", mode="", **when)
    done = desk.submit(f"{here}/open", version=desk.get(here).value("version"))

    assert "The project is open to everybody" in desk.follow(done).text
    plan = ideas.plan_of(projects.find(here.rpartition("/")[2]))
    assert (plan.title.en, plan.area, plan.ideas_each) == ("A park", "kluuvi", 3)
    assert (plan.promise.within, plan.promise.budget) == (30, 5000)
    first, second, _ = plan.phases
    assert (first.type, first.opens_at, first.allows) == (Type.IDEAS, MONDAY + DAY, ())
    assert second.allows == (Doing.DISCUSS, Doing.RATE)
    assert (second.rating.mode, second.rating.limit, second.beside) == (Mode.SUPPORT, 5, True)
    shown = anybody.get(here.removeprefix("/work")).text
    assert "We build it" in shown
    assert "€5,000" in shown
    assert "veche-timeline--way" in anybody.get(here.removeprefix("/work")).body


def test_what_a_draft_lacks_is_named_with_the_page_where_it_is_written(desk):
    here = f"/work/projects/{composed(phases=()).id}"
    page = desk.get(here)

    assert f'href="{here}/phases/1"' in page.body
    refused = desk.submit(f"{here}/open", version="1")
    assert refused.status == 422
    assert 'href="#phases"' in refused.body


def test_phases_are_changed_and_taken_out(desk):
    project = composed()
    here = f"/work/projects/{project.id}"
    assert desk.get(f"{here}/phases/3").value("limit") == "3"

    keep(desk, here, "phases/1", act="remove")

    names = [phase.id for phase in ideas.plan_of(projects.find(project.id)).phases]
    assert names == ["p2", "p3", "p4"]
    assert desk.get(f"{here}/phases/9").status == 404
    assert desk.get(f"{here}/phases/x").status == 404
    assert desk.get(f"{here}/anything").status == 404
    assert desk.submit(f"{here}/anything", version="1").status == 404


def test_what_cannot_be_read_comes_back_with_the_reason_and_with_what_was_typed(desk):
    here = f"/work/projects/{composed().id}"

    wrong = keep(desk, here, "promise", within="soon", **both("results", "We build it"))

    assert wrong.status == 422
    assert 'href="#within"' in wrong.body
    assert wrong.value("results.en") is None or "We build it" in wrong.body


def test_an_open_project_has_no_steps_but_its_phases_end_later(desk, today, anybody):
    project = opened()
    here = f"/work/projects/{project.id}"
    assert desk.get(f"{here}/words").status == 409
    today(IDEAS_TIME)
    desk = signed_in(LEADER)  # a session of staff is over after eight hours
    until = moment("until", MONDAY + 10 * DAY)

    short = keep(desk, here, "extend/p1", reason="because", **until)
    done = keep(desk, here, "extend/p1", reason=REASON, **until)

    assert short.status == 422
    assert 'href="#reason"' in short.body
    assert "The new end is shown to everybody" in desk.follow(done).text
    assert REASON in anybody.get(f"/projects/{project.id}").text
    assert desk.get(f"{here}/extend/p9").status == 404


def test_a_project_is_closed_once_every_idea_has_a_fate(desk, today):
    project = opened()
    idea = published(project)
    here = f"/work/projects/{project.id}"
    today(AFTER)
    desk = signed_in(LEADER)
    version = desk.get(here).value("version")

    still = desk.submit(f"{here}/close", version=version)
    assert still.status == 409
    assert "1 idea is neither carried out nor refused yet" in still.text
    refused(idea)
    done = desk.submit(f"{here}/close", version=version)

    assert "The project is closed" in desk.follow(done).text
    assert project.id in desk.get(f"/work/projects?agency={AGENCY}&show=closed").body
    assert project.id not in desk.get(f"/work/projects?agency={AGENCY}&show=open").body
    assert f'href="/projects/{project.id}/report"' in desk.get(here).body


def test_what_is_over_is_told_as_over(today, anybody):
    project = opened()
    ideas.join(project.id, by=ANNA, at=IDEAS_TIME)
    ideas.count_people(project.id)
    here = f"/projects/{project.id}"
    for words in ("1 person takes part", "Every idea is answered by"):
        assert words in anybody.get(here).text
    today(AFTER)
    ideas.close(project.id, by=LEADER, at=AFTER)

    for words in ("1 person took part", "Every idea was to be answered by"):
        assert words in anybody.get(here).text
    assert "1 person took part" in anybody.get("/projects?show=closed").text


def test_a_promise_that_is_late_is_told_as_one_that_was_given(today, anybody):
    project = opened()
    today(AFTER + 90 * DAY)

    assert "Every idea was to be answered by" in anybody.get(f"/projects/{project.id}").text


def test_the_desk_opens_with_all_that_is_in_work_whichever_agency_asked(now):
    park, draft = opened(), composed()
    pavel = an_officer([f"facilitator.{code}" for code in (AGENCY, "roads", "lighting")])
    road = ideas.compose(a_plan(agency="roads"), by=pavel, at=MONDAY)
    trader = an_officer("facilitator.trade", "trader")
    market = ideas.compose(a_plan(agency="trade"), by=trader, at=MONDAY)
    ideas.open(market.id, by=trader, at=MONDAY)
    browser = signed_in(pavel)
    ways = {f"/work/projects/{one.id}": one for one in (park, draft, road, market)}

    def shown(query=""):
        body = browser.get(f"/work/projects{query}").body
        return {one.id for way, one in ways.items() if f'href="{way}"' in body}

    assert shown() == {park.id}
    assert shown("?show=draft") == {draft.id, road.id}
    assert shown("?show=draft&agency=roads") == {road.id}
    assert shown("?agency=roads") == set()
    assert shown("?show=draft&agency=trade") == {draft.id, road.id}
    now(IDEAS_TIME)
    assert "Ideas A park for everybody" in signed_in(pavel).get("/work/projects").text


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"opens_at-time": "9"}, {"opens_at-time": "Opens, time: this is not a time of the day"}),
        ({"opens_at-time": "25:00"}, {"opens_at-time": "write it like 09:30"}),
        ({"opens_at-day": "31", "opens_at-month": "2"}, {"opens_at": "Opens: this is not a date"}),
        ({"opens_at-year": "9" * 30}, {"opens_at": "this is not a date"}),
        ({"opens_at-year": "9999"}, {"opens_at": "this is not a date"}),
        ({"opens_at-day": "", "opens_at-time": "x"}, {"opens_at": "date", "opens_at-time": "time"}),
    ],
)
def test_it_is_said_whether_the_day_or_the_time_is_wrong(desk, typed, wrong):
    here = f"/work/projects/{composed().id}/phases/1"
    when = {**moment("opens_at", MONDAY + DAY), **moment("closes_at", MONDAY + 8 * DAY)}
    seen = desk.get(here).value("version")

    page = desk.submit(here, version=seen, type="ideas", **when | typed)

    assert page.status == 422
    lines = dict(re.findall(r'<a href="#([^"]*)">([^<]*)</a>', page.body))
    assert {field for field in lines if "opens_at" in field} == set(wrong)
    assert all(told in lines[field] for field, told in wrong.items())


def test_a_draft_that_nobody_wants_is_thrown_away(desk):
    here = desk.submit("/work/projects", agency=AGENCY).location.removesuffix("/words")
    page = desk.get(here)
    assert "Throw this draft away" in page.text
    changed = desk.submit(here, version="9", act="throw_away")
    assert changed.status == 409

    done = desk.submit(here, version=page.value("version"), act="throw_away")

    page = desk.follow(done)
    assert "The draft is thrown away" in page.text
    assert here not in page.body
    assert desk.get(here).status == 404
    assert "Throw this draft away" not in desk.get(f"/work/projects/{opened().id}").text


def test_it_is_said_which_phases_move_along_with_one_that_ends_later(desk):
    first, *others = a_plan().phases
    beside = msgspec.structs.replace(first, beside=True)
    for phases, along in ((a_plan().phases, 3), ((beside, *others), 0)):
        page = desk.get(f"/work/projects/{opened(phases=phases).id}/extend/p1")
        moving = page.body.partition('id="moving"')[2].partition("</ul>")[0]
        assert moving.count("<li>") == along
        assert ("No other phase moves along with it." in page.text) == (not along)
