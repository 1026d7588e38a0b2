"""The groups of the user pool: a role, or a role within its scope (``agency.lighting``)."""

import json

from chalicelib.actors import Role
from infra.cloudformation import Template
from infra.commands import ROOT

CITY = ROOT / "chalicelib" / "city"


def groups() -> Template:
    """Every role; the agencies' and the districts' as well, as far as the city is known."""
    return {group_id(name): group(name) for name in (*Role, *scoped())}


def scoped() -> list[str]:
    agencies = [f"{Role.AGENCY}.{agency['code']}" for agency in city("agencies")]
    districts = [area["id"] for area in city("areas") if area["kind"] == "district"]
    return agencies + [f"{Role.MODERATOR}.{district}" for district in districts]


def city(what: str) -> list[dict[str, str]]:
    written: list[dict[str, str]] = json.loads((CITY / f"{what}.json").read_text())
    return written


def group(name: str) -> Template:
    return {
        "Type": "AWS::Cognito::UserPoolGroup",
        "Properties": {"UserPoolId": {"Ref": "UserPool"}, "GroupName": name},
    }


def group_id(name: str) -> str:
    """``agency.lighting`` is ``GroupAgencyLighting``."""
    words = "".join(letter if letter.isalnum() else " " for letter in name).split()
    return "Group" + "".join(word.capitalize() for word in words)
