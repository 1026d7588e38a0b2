"""Old links, and addresses that somebody has changed by hand, on pages of ideas."""

import pytest

from tests.gateway import Browser
from tests.ideas import BORIS, IDEAS_TIME, LEADER, opened, published
from tests.ideas_talk import asking, joined
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("tables")
BACK = "Go back to the form"


@pytest.fixture(autouse=True)
def today(now):
    now(IDEAS_TIME)


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/projects?show=nope", "show"),
        ("/initiatives?show=nope", "show"),
        ("/responses?show=nope", "show"),
        ("/refusals?why=nope", "why"),
        ("/projects/{project}/ideas?order=nope", "order"),
        ("/projects/{project}/ideas?how=nope", "how"),
        ("/projects/{project}/problems?sort=nope", "sort"),
        ("/projects/{project}/report?format=nope", None),
        ("/ideas/{idea}/talk?sort=nope", "sort"),
        ("/ideas/{idea}/versions?upto=nope", None),
        ("/work/fates?project={project}&show=nope", "show"),
        ("/work/projects?agency=parks&show=nope", "show"),
    ],
)
def test_what_cannot_be_asked_for_is_said_on_the_page_that_was(address, asked):
    project = asking()
    idea = published(opened())
    by = signed_in(LEADER) if address.startswith("/work") else Browser()

    page = by.get(address.format(project=project.id, idea=idea.id))

    assert page.status == 422
    assert BACK not in page.text
    assert page.body.count("</h1>") == 1
    if asked:
        assert f'<a href="#{asked}">' in page.body
        assert f'id="{asked}"' in page.body


def test_programs_are_told_what_they_asked_wrong(anybody):
    for query in ("order=nope", "cursor=zzz"):
        assert anybody.get(f"/api/v1/projects/{opened().id}/ideas?{query}").status == 422


def test_what_was_wrong_with_a_form_is_said_before_what_was_wrong_with_the_address():
    project = opened()
    idea = published(project)
    joined(project, at=IDEAS_TIME)
    here = f"/ideas/{idea.id}/talk"

    page = signed_in(BORIS).submit(f"{here}?sort=nope", text="", side="neutral")

    assert page.status == 422
    assert '<a href="#text">' in page.body
    assert '<a href="#sort">' not in page.body
