"""Pages of lists whose address leads nowhere any more: a person is led to where the list begins."""

import re
from html import unescape

import pytest

from tests.complaints import AGENCY, ANNA, MODERATOR, OFFICER
from tests.gateway import Browser
from tests.ideas import IDEAS_TIME, opened, published
from tests.programs import anybody
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("tables")
LISTS = {
    "/complaints": ANNA,
    "/me/complaints": ANNA,
    "/me/inbox": ANNA,
    "/work": OFFICER,
    "/moderation": MODERATOR,
    "/moderation/checks": MODERATOR,
}


@pytest.mark.parametrize("cursor", ["nonsense", "WyIiLCIiXQ", "e30x"])
@pytest.mark.parametrize("here", LISTS)
def test_a_page_that_is_not_there_leads_to_the_first_one(here, cursor):
    reader = signed_in(LISTS[here])

    lost = reader.get(f"{here}?cursor={cursor}")

    assert lost.status == 404
    assert "This page of the list cannot be found" in lost.text
    assert "Go back to the form" not in lost.text
    assert reader.get(first_page(lost)).status == 200


@pytest.mark.parametrize(
    ("lost", "first"),
    [
        (
            "/complaints?district=kluuvi&cursor=x&state=open",
            "/complaints?district=kluuvi&state=open",
        ),
        ("/me/complaints?list=supported&cursor=x", "/me/complaints?list=supported"),
        (f"/work?agency={AGENCY}&after=x", f"/work?agency={AGENCY}"),
    ],
)
def test_what_the_list_was_narrowed_to_stays(lost, first):
    reader = signed_in(OFFICER)

    assert first_page(reader.get(lost)) == first


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("/projects?cursor=zzz", "/projects"),
        ("/initiatives?show=reached&cursor=zzz", "/initiatives?show=reached"),
        ("/refusals?cursor=e30", "/refusals"),
        ("/responses?cursor=e30", "/responses"),
        (
            "/projects/{project}/ideas?order=newest&cursor=zzz",
            "/projects/{project}/ideas?order=newest",
        ),
        ("/projects/{project}/report?cursor=zzz", "/projects/{project}/report"),
        ("/ideas/{idea}/talk?sort=best&cursor=zzz", "/ideas/{idea}/talk?sort=best"),
    ],
)
def test_a_place_in_a_list_of_ideas_that_is_none_leads_to_its_first_page(now, address, first):
    now(IDEAS_TIME)
    project = opened()
    there = {"project": project.id, "idea": published(project).id}

    lost = Browser().get(address.format_map(there))

    assert lost.status == 404
    assert first_page(lost) == first.format_map(there)


def test_it_is_told_in_russian_too():
    lost = Browser(language="ru").get("/complaints?cursor=x")

    assert "Такой страницы списка нет" in lost.text
    assert "К первой странице списка" in lost.text


def test_a_program_is_told_which_parameter_is_wrong():
    refused = anybody.get("/api/v1/complaints?cursor=x")

    assert refused.status == 422
    assert [error["field"] for error in refused.json["errors"]] == ["cursor"]


def first_page(page):
    (there,) = re.findall(r'<a href="([^"]*)"[^>]*>\s*To the first page of the list', page.body)
    return unescape(there)
