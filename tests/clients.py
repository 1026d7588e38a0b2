"""Clients of AWS that are made anew, for tests that ask another cloud than the one before."""

from collections.abc import Iterator
from contextlib import contextmanager

from pynamodb.models import Model

from chalicelib import aws
from chalicelib.domain.ballots import sealing, signing
from chalicelib.models import base
from chalicelib.outbound import keys
from tests.infra.test_tables import every_model


@contextmanager
def other_clients() -> Iterator[None]:
    """Those that are made now ask where the environment says now, and are not kept after."""
    forget_clients()
    try:
        yield
    finally:
        forget_clients()


def forget_clients() -> None:
    for kept in (
        base._connection,
        aws.session,
        aws._boto,
        keys._secret,
        keys._client,
        sealing._private_key,
        signing.public_key,
    ):
        kept.cache_clear()
    for model in every_model(Model):
        model._connection = None
