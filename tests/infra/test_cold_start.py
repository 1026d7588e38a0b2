"""What a fresh interpreter has to import before it answers, and what it must not."""

import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest
from botocore.session import get_session

from bench.starts import ADDRESSES, CALLED, starts
from chalicelib.capabilities import WORKERS, doors
from chalicelib.config import CAPABILITIES
from infra.commands import run
from infra.slim import SERVICES

BEHIND_API = """
import sys
from chalice.app import Chalice
from chalicelib.capabilities import open_capabilities
open_capabilities(Chalice("fresh"), ["{capability}"], with_workers=False)
print(*sys.modules)
"""

WORKER = """
import sys
import {module}
print(*sys.modules)
"""

CLIENTS = """
import sys
sys.path.insert(0, "{package}")
from botocore.session import get_session
session = get_session()
for service in sys.argv[1:]:
    print(session.create_client(service, region_name="eu-central-1").meta.endpoint_url)
"""

SIGNING = """
import sys
sys.path.insert(0, "{package}")
from botocore.session import get_session
client = get_session().create_client("s3", region_name="eu-central-1")
print(client.generate_presigned_post("media", "quarantine/1")["fields"]["key"])
"""

COUNTING = """
import sys
sys.path.insert(0, "{package}")
from datetime import date
from chalicelib.workdays import working_day
print(working_day(date(2026, 4, 2), after=1))
"""

# Each is some 10 to 100 ms, and nothing that every request or message needs.
DEAR = {
    "asyncio", "babel", "boto3", "cryptography", "dhash", "email.headerregistry", "icalendar",
    "jinja2", "numpy", "PIL", "zxcvbn",
}  # fmt: skip

# Whose rules a function of the API knows from the start. What only some doors need is imported
# there: each system is 15 to 40 ms for everybody who waits for another door.
DOMAINS = {
    "accounts": {
        "accounts", "claims", "cursors", "keeping", "organisations", "places", "quotas", "sessions",
    },
    "appointments": {
        "accounts", "appointments", "calendars", "claims", "cursors", "keeping", "places",
        "sessions",
    },
    "ballots": {
        "accounts", "archive", "ballots", "cells", "claims", "cursors", "datasets", "disputes",
        "draft_keeping", "draft_photos", "figures", "keeping", "photos", "places", "points",
        "resolutions", "rights", "sessions", "shelving", "tables", "tlog",
    },
    "complaints": {
        "claims", "complaints", "cursors", "datasets", "draft_keeping", "draft_photos", "figures",
        "keeping", "photos", "places", "quotas", "rights", "sessions", "shelving",
    },
    "ideas": {
        "cells", "claims", "cursors", "draft_keeping", "draft_photos", "ideas", "initiatives",
        "keeping", "photos", "places", "quotas", "rights", "sessions", "shelving",
    },
    "notifications": {"calendars", "cursors", "keeping", "notifications", "sessions"},
    "relay": {"keeping", "sessions"},
    "services": {
        "accounts", "answers", "applications", "cells", "claims", "cursors", "keeping", "meters",
        "organisations", "photos", "places", "quotas", "rights", "services", "sessions",
    },
    "site": {"figures", "keeping", "sessions", "site"},
}  # fmt: skip

# What the worker of ideas imports for those messages alone that need it.
FOR_SOME = {"ideas.problems", "ideas.rating", "ideas.talk", "initiatives", "notifications"}

MOST = 250 * 2**20  # bytes

BLUEPRINTS = [blueprint for name in CAPABILITIES for blueprint in doors(name)]
MODULES = [blueprint._import_name for blueprint in BLUEPRINTS]


def imported(program: str) -> set[str]:
    return set(run(sys.executable, "-c", program).decode().split())


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_a_function_of_the_api_starts_with_its_own_system_alone(capability):
    modules = imported(BEHIND_API.format(capability=capability))

    domains = {m.split(".")[2] for m in modules if m.startswith("chalicelib.domain.")}
    assert domains == DOMAINS[capability]
    assert not DEAR & modules


@pytest.mark.parametrize("module", [name for name in MODULES if name.endswith(WORKERS)])
def test_a_worker_starts_without_what_few_messages_need(module):
    assert not DEAR & imported(WORKER.format(module=module))


def test_the_worker_of_ideas_starts_without_what_only_some_messages_need():
    modules = imported(WORKER.format(module="chalicelib.handlers.ideas.workers"))

    assert not {f"chalicelib.domain.{name}" for name in FOR_SOME} & modules


def test_a_module_of_workers_has_no_other_doors():
    named = [blueprint for blueprint in BLUEPRINTS if blueprint._import_name.endswith(WORKERS)]

    assert named
    assert not [door.path for blueprint in named for door in blueprint.doors]


def test_the_package_is_no_larger_than_lambda_takes(unpacked):
    assert sum(file.stat().st_size for file in unpacked.rglob("*") if file.is_file()) < MOST


def test_the_package_knows_every_service_by_its_address(unpacked):
    here = [
        get_session().create_client(service, region_name="eu-central-1").meta.endpoint_url
        for service in sorted(SERVICES)
    ]

    packed = run(
        sys.executable, "-I", "-S", "-c", CLIENTS.format(package=unpacked), *sorted(SERVICES)
    )

    assert packed.decode().split() == here


def test_the_package_signs_the_form_by_which_a_photo_is_sent(unpacked):
    signed = run(sys.executable, "-I", "-S", "-c", SIGNING.format(package=unpacked))

    assert signed.decode().strip() == "quarantine/1"


def test_the_package_counts_working_days_over_easter_without_the_library(unpacked):
    counted = run(sys.executable, "-I", "-S", "-c", COUNTING.format(package=unpacked))

    assert counted.decode().strip() == "2026-04-07"
    assert not (unpacked / "holidays").exists()


def test_nothing_in_the_package_is_compiled_when_a_function_starts(unpacked):
    """Lambda cannot keep what it has compiled: 50 ms of each start, for Chalice alone."""
    sources = list(unpacked.rglob("*.py"))

    assert unpacked / "chalice" / "app.py" in sources
    assert [file for file in sources if not Path(cache_from_source(str(file))).exists()] == []


def test_the_cold_start_of_every_function_is_measured(template, functions):
    measured = {start.name for start in starts(template["Resources"])}

    assert measured == set(functions)
    assert ADDRESSES.keys() | CALLED.keys() <= measured
