"""A small demo city: as many of everything as tests need, and who is in it."""

import boto3

from chalicelib import catalogue, clock
from chalicelib.actors import Actor
from chalicelib.domain import accounts
from chalicelib.models.application import HEAD as APPLICATION
from chalicelib.models.application import Application
from chalicelib.models.complaint import HEAD, Complaint
from chalicelib.outbound import identity
from city import people, seed
from city.addresses import Address, known_addresses

MANY = 8  # complaints
ASKED = 10  # of the applications, those of the residents to sign in as
VOTERS = 16


def fill() -> people.Told:
    pool = {"UserPoolId": identity.settings.user_pool}
    return seed.seed(boto3.client, pool, many=MANY, asked=ASKED)


def few() -> tuple[Address, ...]:
    at_home = {demo.house for demo in people.DEMO} | set(catalogue.courtyards()[0].houses)
    return tuple(h for h in known_addresses() if h.id in at_home or h.street_fi == "Kaivokatu")


def kept() -> list[Complaint]:
    found = [item for item in Complaint.scan() if item.part == HEAD]
    return sorted(found, key=lambda complaint: complaint.filed_at)


def sent() -> list[str]:
    return sorted(item.reference for item in Application.scan() if item.part == APPLICATION)


def settled() -> dict[str, Actor]:
    """Who signs in, by role."""
    return people.settle(boto3.client, identity.settings.user_pool, at=clock.now())


def actor_of(told: people.Told, role: str) -> Actor:
    account = told[role]
    found = accounts.sign_in(account["email"], account["password"], language="en", at=clock.now())
    assert found, role
    return found
