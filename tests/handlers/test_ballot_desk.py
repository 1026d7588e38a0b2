"""The desk of officers for ballots: composing in steps, scheduling, watching, stopping."""

from datetime import timedelta

import pytest

from chalicelib import clock
from chalicelib.domain import ballots
from chalicelib.domain.ballots import State, Type, usecases
from chalicelib.domain.ballots.definition import Audience
from tests.ballots import CLOSES, OFFICER, OPENS, VOTING, a_draft, composed, scheduled
from tests.factories import MONDAY, a_resident, an_officer
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("keys")

REASON = "The land was sold meanwhile, so the question is void."
HELSINKI = timedelta(hours=2)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Sets the clock; at first it is the day before the ballots of these tests open."""

    def today(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    today(MONDAY)
    return today


@pytest.fixture
def desk(today):
    return signed_in(OFFICER)


def both(name, words):
    return {f"{name}.ru": f"{words} (по-русски)", f"{name}.en": words}


def keep(desk, here, step, **fields):
    """Fill in a step's page and send it, with the version that the page showed."""
    page = desk.get(f"{here}/{step}")
    assert page.status == 200, page.text
    return desk.submit(f"{here}/{step}", version=page.value("version"), **fields)


def moment(name, at):
    there = at + HELSINKI
    return {
        f"{name}-day": f"{there.day}",
        f"{name}-month": f"{there.month}",
        f"{name}-year": f"{there.year}",
        f"{name}-time": f"{there:%H:%M}",
    }


def test_a_ballot_is_composed_step_by_step_and_announced(desk):
    here = desk.submit("/work/ballots").location.removesuffix("/words")
    assert "Before it can be scheduled" in desk.get(here).text

    words = {**both("title", "A park"), **both("why", "Because"), **both("promise", "We build")}
    on = keep(desk, here, "words", kind="poll", agency="parks", **words).location
    assert on == f"{here}/audience"
    on = keep(desk, here, "audience", areas=["kluuvi", "kamppi"], min_age="16", min_level="2")
    assert on.location == f"{here}/times"
    when = {**moment("opens_at", OPENS), **moment("closes_at", CLOSES)}
    on = keep(desk, here, "times", visibility="turnout_only", order="random", quorum="100", **when)
    assert on.location == f"{here}/materials"
    more = {"url.0": "https://example.org/map", **both("title.0", "Map")}
    on = keep(desk, here, "materials", **more).location
    assert on == f"{here}/questions/1"
    rows = {**both("option.0", "Trees"), **both("option.2", "Benches"), **both("text", "What?")}
    on = keep(desk, here, "questions/1", type="single", abstain="yes", **rows).location
    assert on == here

    page = desk.get(here)
    assert "Freeze and announce" in page.text
    assert desk.get(f"{here}/preview").text.count("Because") == 2
    done = desk.submit(f"{here}/schedule", version=page.value("version"))

    assert "The ballot is announced and frozen" in desk.follow(done).text
    asked = usecases.definition_of(usecases.find(here.rpartition("/")[2]))
    assert (asked.title.en, asked.agency, asked.quorum) == ("A park", "parks", 100)
    assert (asked.opens_at, asked.closes_at) == (OPENS, CLOSES)
    assert asked.audience == Audience(("kluuvi", "kamppi"), 16)
    assert [(o.id, o.text.en) for o in asked.questions[0].options] == [
        ("a", "Trees"),
        ("b", "Benches"),
    ]
    assert asked.materials[0].url == "https://example.org/map"


def test_what_was_kept_is_shown_to_be_changed(desk):
    ballot = composed()
    here = f"/work/ballots/{ballot.id}"

    assert desk.get(f"{here}/words").value("title.en") == "A park by the harbour"
    assert desk.get(f"{here}/times").value("opens_at-time") == "11:00"
    assert "Question q1?" in desk.get(f"{here}/questions/1").body
    assert keep(desk, here, "words", **both("title", "Another park")).location == here
    assert usecases.draft_of(usecases.find(ballot.id)).title.en == "Another park"


def test_questions_are_added_changed_and_taken_out(desk):
    ballot = composed()
    here = f"/work/ballots/{ballot.id}"
    rows = {
        **both("option.0", "North"),
        **both("option.1", "South"),
        "cost.0": "50",
        "cost.1": "70",
    }

    keep(desk, here, "questions/2", **both("text", "Where?"), type="budget", budget="100", **rows)
    asked = usecases.draft_of(usecases.find(ballot.id)).questions
    assert [(q.id, q.type) for q in asked] == [("q1", Type.YES_NO), ("q2", Type.BUDGET)]
    assert [option.cost for option in asked[1].options] == [50, 70]

    more = keep(
        desk, here, "questions/2", **both("text", "Where?"), type="single", act="more", **rows
    )
    assert more.location == f"{here}/questions/2"
    keep(desk, here, "questions/1", act="remove")
    assert [q.id for q in usecases.draft_of(usecases.find(ballot.id)).questions] == ["q2"]
    assert desk.get(f"{here}/questions/3").status == 404
    assert desk.get(f"{here}/questions/nothing").status == 404
    assert desk.get(f"{here}/anything").status == 404


@pytest.mark.parametrize(
    ("step", "fields", "field"),
    [
        ("times", {"quorum": "many"}, "quorum"),
        (
            "times",
            {"opens_at-day": "31", "opens_at-month": "2", "opens_at-year": "2026"},
            "opens_at",
        ),
        ("audience", {"min_age": "old"}, "min_age"),
    ],
)
def test_what_cannot_be_read_comes_back_with_the_reason(desk, step, fields, field):
    here = f"/work/ballots/{composed().id}"

    again = keep(desk, here, step, **fields)

    assert again.status == 422
    assert f'href="#{field}"' in again.body


def test_all_that_cannot_be_read_of_a_step_is_told_at_once(desk):
    here = f"/work/ballots/{composed().id}"
    february = {"closes_at-day": "31", "closes_at-month": "2", "closes_at-year": "2026"}

    again = keep(desk, here, "times", quorum="many", points="few", **february)

    for field in ("quorum", "points", "closes_at"):
        assert f'href="#{field}"' in again.body


def test_of_two_officers_the_second_hears_of_the_first(desk):
    ballot = composed()
    here = f"/work/ballots/{ballot.id}"
    page = desk.get(f"{here}/words")
    ballots.change(ballot.id, a_draft(points=5), by=OFFICER, at=MONDAY)

    again = desk.submit(f"{here}/words", version=page.value("version"), **both("title", "Mine"))

    assert again.status == 409
    assert "has changed meanwhile" in again.text
    assert again.value("title.en") == "Mine"


def test_a_draft_with_blanks_is_not_announced_and_says_what_it_lacks(desk):
    here = desk.submit("/work/ballots").location.removesuffix("/words")

    refused = desk.submit(f"{here}/schedule", version="1")

    assert refused.status == 422
    assert "Title, in Russian" in refused.text
    assert 'href="#title.ru"' in refused.body
    assert 'id="title.ru"' in refused.body


def test_what_is_frozen_has_no_steps_any_more(desk):
    ballot = scheduled()

    assert desk.get(f"/work/ballots/{ballot.id}/words").status == 409
    page = desk.get(f"/work/ballots/{ballot.id}")
    assert "How it runs" in page.text
    assert "votes in the last report" in page.text
    assert ballot.wording in page.text


@pytest.mark.parametrize(
    ("act", "at", "state"),
    [("cancel", MONDAY, State.CANCELLED), ("annul", VOTING, State.ANNULLED)],
)
def test_a_ballot_is_stopped_with_a_reason(today, act, at, state):
    ballot = scheduled()
    here = f"/work/ballots/{ballot.id}"
    today(at)
    desk = signed_in(OFFICER)
    version = desk.get(here).value("version")

    refused = desk.submit(f"{here}/{act}", version=version, reason="oops")
    done = desk.submit(f"{here}/{act}", version=version, reason=REASON)

    assert refused.status == 422
    assert 'href="#reason"' in refused.body
    assert REASON in desk.follow(done).text
    assert usecases.find(ballot.id).state == state


def test_ballots_lie_by_stage(desk):
    draft, ready = composed(), scheduled()

    assert draft.id in desk.get("/work/ballots").body
    page = desk.get("/work/ballots?stage=scheduled")
    assert ready.id in page.body
    assert draft.id not in page.body


def test_an_auditor_reads_and_changes_nothing():
    ballot = composed()
    auditor = signed_in(an_officer("auditor", "ivan"))

    assert auditor.get("/work/ballots").status == 200
    page = auditor.get(f"/work/ballots/{ballot.id}")
    assert page.status == 200
    assert "<form" not in page.body
    assert auditor.get(f"/work/ballots/{ballot.id}/preview").status == 200
    assert auditor.get(f"/work/ballots/{ballot.id}/words").status == 403
    assert auditor.submit("/work/ballots").status == 403


@pytest.mark.parametrize("group", ["admin", "operator", "moderator", "agency.parks"])
def test_it_is_nobody_elses_desk(group):
    other = signed_in(an_officer(group, "other"))

    assert other.get("/work/ballots").status == 403
    assert other.submit("/work/ballots").status == 403
    assert signed_in(a_resident("boris")).get(f"/work/ballots/{composed().id}").status == 403


def test_the_desk_is_told_in_russian(today):
    olga = signed_in(OFFICER, language="ru")
    here = f"/work/ballots/{composed().id}"

    for path in ("", "/words", "/audience", "/times", "/materials", "/questions/1", "/preview"):
        assert olga.get(here + path).status == 200
    assert "Стол голосований" in olga.get("/work/ballots").text
