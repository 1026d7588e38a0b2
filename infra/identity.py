"""The groups of the user pool: a role, or a role within its scope (``agency.lighting``).

They are as many as the city has agencies, districts, sites and authorities, and a template may
have 500 resources: so they are made beside it, after it.
"""

import json
from typing import Any

from chalicelib.actors import Role
from infra.commands import ROOT

CITY = ROOT / "chalicelib" / "city"


def keep_groups(cognito: Any, pool: str) -> list[str]:
    """Make the groups that are missing; their names. One that nobody needs any more stays."""
    pages = cognito.get_paginator("list_groups").paginate(UserPoolId=pool)
    there = {group["GroupName"] for page in pages for group in page["Groups"]}
    missing = [name for name in names() if name not in there]
    for name in missing:
        cognito.create_group(UserPoolId=pool, GroupName=name)
    return missing


def names() -> list[str]:
    """Every role; those of agencies, districts and sites as well, as far as the city is known."""
    agencies = [
        f"{role}.{agency['code']}"
        for role in (Role.AGENCY, Role.FACILITATOR, Role.EXPERT)
        for agency in city("agencies")
    ]
    districts = [
        f"{Role.MODERATOR}.{area['id']}" for area in city("areas") if area["kind"] == "district"
    ]
    sites = [f"{Role.CLERK}.{site['id']}" for site in city("sites")]
    offices = [
        f"{role}.{authority['code']}"
        for role in (Role.CASE_OFFICER, Role.HEAD)
        for authority in city("services")["authorities"]
    ]
    return [*Role, *agencies, *districts, *sites, *offices]


def city(what: str) -> Any:
    return json.loads((CITY / f"{what}.json").read_text())
