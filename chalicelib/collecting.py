"""How many residents have to sign an initiative, and how long there is time."""

import functools

import msgspec

from chalicelib import catalogue

SCOPES = ("courtyard", "street", "district", "city")  # how far an initiative reaches, upwards


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Signatures are collected for so many ``days``; the agency answers within ``answer_days``."""

    days: int
    answer_days: int
    signatures: dict[str, int]  # by how far it reaches


@functools.cache
def terms() -> Terms:
    return catalogue.read("initiatives", Terms)
