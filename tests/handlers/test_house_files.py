"""Files of readings as house managers send them: chosen, pasted, or sent by a program."""

import json
from datetime import UTC, datetime

import pytest

from chalicelib.domain import meters
from tests.factories import a_resident, an_officer
from tests.gateway import Browser
from tests.meters import AT, COLD, HOT, MANAGER, PAYER, a_file, a_flat, values
from tests.points import kept
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("tables")

CSV = {"Content-Type": "text/csv; charset=utf-8"}
CLOSED = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_the_window(now):
    now(AT)


@pytest.fixture
def olga():
    return signed_in(MANAGER)


def post_file(browser, content, **headers):
    return browser.ask("POST", "/api/v1/meters/bulk", content.encode(), CSV | headers)


def announced():
    """What the queue says of the files that were sent."""
    return [
        {
            "id": told["part"].removeprefix("event#"),
            "entity": told["entity"],
            "kind": told["kind"],
            "at": AT.isoformat(),
            "facts": json.loads(told["facts"]),
        }
        for told in kept("bulks")
        if told.get("kind") == meters.SENT
    ]


def test_a_manager_sends_a_file_and_sees_what_became_of_it(deliver):
    ids = a_flat()
    program = Browser.of(MANAGER)
    content = a_file(f"{PAYER};14;{COLD};105", f"{PAYER};14;{HOT};99")

    sent = post_file(program, content, Idempotency_Key="k")
    assert (sent.status, sent.location) == (202, f"/api/v1/meters/bulk/{sent.json['id']}")
    assert post_file(program, content, Idempotency_Key="k").json == sent.json
    waiting = program.get(sent.location).json
    for message in announced() * 2:
        assert deliver("services_work", message) == {"batchItemFailures": []}
    done = program.get(sent.location).json

    assert (waiting["rows"], waiting["done"], waiting["over"]) == (2, 0, False)
    assert (done["kept"], done["over"]) == (1, True)
    (wrong,) = done["wrong"]
    assert (wrong["row"], wrong["column"], wrong["code"]) == (3, "value", "below_previous")
    assert "less than 100" in wrong["reason"]
    assert values(ids[COLD]) == [105]
    program.language = "ru"
    assert "меньше предыдущего" in program.get(sent.location).json["wrong"][0]["reason"]


def test_files_are_for_agencies_alone(program):
    assert post_file(program, a_file("x")).status == 403
    assert program.get("/api/v1/meters/bulk/x").status == 403
    assert post_file(Browser.of(an_officer("moderator")), a_file("x")).status == 403
    assert signed_in(a_resident()).get("/work/meters").status == 403


def test_what_is_no_file_of_readings_is_422():
    answer = post_file(Browser.of(MANAGER), "so")

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "rows")


def test_a_file_is_sent_and_followed_on_pages(olga, deliver):
    a_flat()
    content = a_file(f"{PAYER};14;{COLD};105", f"{PAYER};14;{HOT};99")
    key = olga.get("/work/meters").value("key")

    page = olga.follow(olga.submit("/work/meters", rows=content, key=key))
    assert "Refresh the page" in page.text
    for message in announced():
        deliver("services_work", message)
    over = olga.get(olga.submit("/work/meters", rows=content, key=key).location)

    assert "Refresh the page" not in over.text
    assert "This is less than 100, the reading before" in over.text
    assert "16 March 2026, 11:00" in olga.get("/work/meters").text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
def test_a_file_is_chosen_without_scripts_and_arrives_byte_by_byte(olga, deliver, encoding):
    ids = a_flat(number="14б")
    rows = a_file(f"{PAYER};14б;{COLD};105,5").encode(encoding)

    page = olga.follow(olga.send_file("/work/meters", rows, key="k", rows=""))
    for message in announced():
        deliver("services_work", message)

    assert "Refresh the page" in page.text
    assert values(ids[COLD]) == [105.5]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "Choose a file, or paste its rows"),
        (b"", "This file is empty"),
        (b"PK\x03\x04\0\0", "This is not a CSV file"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_at_its_field(olga, content, told):
    page = olga.send_file("/work/meters", content, key="k")

    assert page.status == 422
    assert 'href="#file"' in page.body
    assert told in page.text


def test_rows_are_pasted_where_no_file_is_chosen(olga):
    page = olga.send_file("/work/meters", None, key="k", rows="so")

    assert (page.status, page.value("rows")) == (422, "so")
    assert 'href="#rows"' in page.body


def test_a_form_with_a_file_has_to_be_opened_in_this_browser_too(olga):
    assert olga.send_file("/work/meters", b"so", key="k", csrf="0").status == 403


def test_house_managers_find_the_page_where_they_look(olga):
    assert 'href="/work/meters"' in olga.get("/work").body
    assert 'href="/work/meters"' in olga.get("/services/meter-readings").body
    assert 'href="/work/meters"' in olga.get("/services/house-meter-readings").body


def test_rows_that_are_no_file_come_back_as_they_were_typed(olga, now):
    page = olga.submit("/work/meters", rows="so", key="k")

    assert (page.status, page.value("rows")) == (422, "so")
    assert 'href="#rows"' in page.body
    now(CLOSED)
    assert 'name="rows"' not in olga.get("/work/meters").body
    assert olga.submit("/work/meters", rows="so", key="k").status == 422
    assert olga.get("/work/meters/nothing").status == 404
