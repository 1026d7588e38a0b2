"""Meters, through everything between: a file goes through the queue, and a resident reads on."""

import os
import subprocess
import sys
from uuid import uuid4

from tests.journeys.people import a_person
from tests.journeys.portal import eventually
from tests.meters import COLD, PAYER


def test_a_file_is_worked_through_and_a_resident_reads_on(cloud, portal, outputs):
    anna = a_person(cloud, portal, outputs)
    olga = a_person(cloud, portal, outputs, "agency.housing")
    sent = a_file_sent_by(olga.id, portal)

    eventually(lambda: progress(olga, sent)["over"], True)
    assert (progress(olga, sent)["kept"], progress(olga, sent)["wrong"][0]["row"]) == (1, 3)
    taken = anna.post("/api/v1/meters", payer_code=PAYER, flat="14", number=COLD)
    assert taken.status == 201, taken.body
    path = f"/api/v1/meters/{taken.json['id']}/readings"
    (read,) = anna.get(path).json["items"]
    assert (read["value"], read["source"]) == (130, "bulk")

    key = uuid4().hex
    given = [anna.post(path, key=key, value=131, confirmed=True) for _ in range(2)]
    if taken.json["value"] is None and given[0].status == 422:  # it is a day between two windows
        assert given[0].json["code"] == "window_closed"
    else:
        assert [answer.status for answer in given] == [201, 201], given[0].body
        assert given[0].json == given[1].json
    assert anna.post("/api/v1/me/export").status == 200
    wrong = anna.post("/api/v1/meters", payer_code=PAYER, flat="15", number=COLD)
    assert wrong.json["code"] == "not_in_register"


def test_a_manager_sends_a_file_over_http(cloud, portal, outputs):
    olga = a_person(cloud, portal, outputs, "agency.housing")
    headers = {"Content-Type": "text/csv"}

    refused = olga.ask("POST", "/api/v1/meters/bulk", {}, headers)

    assert refused.status == 422, refused.body


def progress(person, sent):
    return person.get(f"/api/v1/meters/bulk/{sent}").json


def a_file_sent_by(person, portal):
    told = os.environ | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{portal.port}"}
    command = [sys.executable, "-m", "tests.journeys.meters", person]
    done = subprocess.run(command, env=told, check=True, capture_output=True, text=True)
    return done.stdout.strip()
