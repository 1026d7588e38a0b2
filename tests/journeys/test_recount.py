"""A ballot ends, and from then on nobody touches it: it is counted, reported and published, and
whoever fetches the kit recounts it."""

import json
import os
import subprocess
import sys
import time

from tests.journeys.portal import eventually

VOTES = 12


def test_a_ballot_that_has_ended_is_published_and_recounted_by_anybody(
    cloud, portal, outputs, physical, tmp_path
):
    told = os.environ | {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{portal.port}",
        "VECHE_BALLOTS_KEY": outputs["BallotsKeyArn"],
    }
    make = [sys.executable, "-m", "tests.journeys.over", str(VOTES)]
    done = subprocess.run(make, env=told, check=True, stdout=subprocess.PIPE, text=True)
    ballot = done.stdout.strip()
    folder = f"/data/ballots/{ballot}"
    cloud("lambda").invoke(FunctionName=physical("BallotsCallForReports"))

    eventually(lambda: state_of(portal, ballot), "published", within=180)
    place = tmp_path / "audit.zip"
    place.write_bytes(portal.get(f"{folder}/audit.zip").body)
    (tmp_path / "verify.py").write_bytes(portal.get(f"{folder}/audit/verify.py").body)
    recount = [sys.executable, "-I", "-S", str(tmp_path / "verify.py"), str(place)]
    recounted = subprocess.run(recount, capture_output=True, text=True, check=False)
    last = json.loads(portal.get(f"{folder}/reports/latest.json").body)

    assert recounted.returncode == 0, recounted.stdout
    assert f"{VOTES} people on the roll, as many votes in the log" in recounted.stdout
    assert last["final"]["roll"] == last["turnout"]["total"] == VOTES
    assert b"final" in portal.get(f"{folder}/reports/index.html").body


def state_of(portal, ballot):
    time.sleep(1)  # the answer is kept by caches for a minute; nobody is in a hurry
    return portal.get(f"/api/v1/ballots/{ballot}?{time.monotonic()}").json["state"]
