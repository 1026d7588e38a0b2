"""The report of a project as files: laid every hour while it is open, and when it is closed."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from chalicelib.domain import ideas
from chalicelib.domain.ideas import reporting
from tests.counted import data_bucket
from tests.factories import MONDAY
from tests.ideas import AFTER, IDEAS_TIME, LEADER, opened, published

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture(autouse=True)
def today(now):
    now(MONDAY)
    return now


def test_when_a_project_is_closed_its_report_is_drawn(deliver, anybody, today):
    project = opened()
    store = data_bucket()
    today(AFTER)
    ideas.close(project.id, by=LEADER, at=AFTER)

    assert deliver("ideas_follow", {"entity": project.id, "kind": "project.closed"}) == {
        "batchItemFailures": []
    }

    files = {f"data/projects/{project.id}/report.{ending}" for ending in ("csv", "pdf")}
    assert {item.key for item in store.objects.all()} == files
    page = anybody.get(f"/projects/{project.id}/report").body
    assert all(f'"/{file}"' in page for file in files)


def test_every_hour_the_report_of_an_open_project_is_there_as_a_whole(
    deliver, anybody, today, a_queue, monkeypatch
):
    a_queue("notify")
    monkeypatch.setitem(reporting.report.__kwdefaults__, "limit", 1)  # of as few ideas as two
    project = opened(ideas_each=3)
    store, dealt = data_bucket(), {"entity": project.id, "kind": ideas.DEAL}
    table = store.Object(f"data/projects/{project.id}/report.csv")
    document = store.Object(f"data/projects/{project.id}/report.pdf")
    here = f"/projects/{project.id}/report"

    def published_more(title):
        idea = published(project, title=title)
        ideas.index(idea.id)
        ideas.count_idea(idea.id)

    def the_hour_comes(moment):
        today(moment)
        assert deliver("ideas_follow", dealt)["batchItemFailures"] == []
        return {one.key for one in store.objects.all()} >= {document.key}

    for title in ("A roof", "A well"):
        published_more(title)
    assert "This page as a table (CSV)" in anybody.get(here).text
    assert the_hour_comes(IDEAS_TIME)
    told = table.get()["Body"].read().decode()
    assert ("A roof" in told, "A well" in told) == (True, True)
    page = anybody.get(here)
    assert f'href="/data{here}.csv"' in page.body
    assert f'href="/data{here}.pdf"' in page.body
    assert "the document and the whole table are of 4 March 2026" in page.text

    later = IDEAS_TIME + timedelta(hours=1)
    document.delete()
    assert not the_hour_comes(later)  # nothing is different, and nothing is drawn
    assert anybody.get(f"/api/v1{here}").json["drawn_at"] == later.isoformat().replace(
        "+00:00", "Z"
    )
    published_more("A swing")
    assert the_hour_comes(later + timedelta(hours=1))
    assert "A swing" in table.get()["Body"].read().decode()


def test_who_closes_a_project_while_its_report_is_drawn_is_not_left_with_what_was(
    today, monkeypatch
):
    """Drawing reads, then writes; whoever closes it in between has drawn it already."""
    project, store = opened(), data_bucket()
    today(AFTER)
    found = reporting.report

    def closed_meanwhile(*args, **how):
        seen = found(*args, **how)
        if seen.project.state == ideas.OPEN:
            ideas.close(project.id, by=LEADER, at=AFTER)
            ideas.draw(project.id, at=AFTER)
        return seen

    monkeypatch.setattr(reporting, "report", closed_meanwhile)
    ideas.keep_report(project.id, at=AFTER)

    content = store.Object(f"data/projects/{project.id}/report.pdf").get()["Body"].read()
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "Closed" in text
    assert "Figures as of" not in text
