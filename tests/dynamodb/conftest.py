"""AWS's own DynamoDB Local in place of moto: a second opinion on conditions and transactions.

Tests here are those of other folders, imported; what differs is the engine that keeps the tables.
"""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from pynamodb.connection import Connection
from pynamodb.models import Model

from tests.clients import other_clients
from tests.journeys.portal import free_port
from tests.models import MODELS

HOME = Path(__file__).parents[2] / ".venv" / "share" / "dynamodb-local"  # where prepare.sh lays it
FRUGAL = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # what runs minutes need not be optimised
PATIENCE = 30  # seconds for Java to start on a busy machine
ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB"
READING = ("GetItem", "BatchGetItem", "Query", "TransactGetItems")


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of DynamoDB Local, which forgets everything when the tests end, but for a file
    about itself that it leaves where it runs."""
    java = shutil.which("java")
    assert java, "DynamoDB Local needs Java: infra/prepare.sh dynamodb"
    assert HOME.exists(), "DynamoDB Local is not here: infra/prepare.sh dynamodb"
    port = free_port()
    command = [
        java,
        *FRUGAL,
        f"-Djava.library.path={HOME / 'DynamoDBLocal_lib'}",
        "-jar",
        HOME / "DynamoDBLocal.jar",
        "-inMemory",
        "-disableTelemetry",
        "-port",
        str(port),
    ]
    process = subprocess.Popen(
        command,
        cwd=tmp_path_factory.mktemp("engine"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="session")
def furnished(engine: str) -> str:
    """The same address, once the tables of the platform are there.

    They forget nothing by themselves: tests play in the past, and what a test keeps for a day would
    be swept away by the engine's own clock, in the middle of a race now and then.
    """
    with pytest.MonkeyPatch.context() as patching, mock_aws():
        patching.setenv(ENDPOINT, engine)
        patching.setattr(Model, "update_ttl", lambda _: None)
        with other_clients():
            for model in MODELS:
                model.create_table(read_capacity_units=1, write_capacity_units=1)
    return engine


@pytest.fixture(scope="session")
def kept(furnished: str) -> Any:
    """The engine by another way than the platform's, whose ways tests may change."""
    with mock_aws():
        return boto3.resource("dynamodb", endpoint_url=furnished)


@pytest.fixture
def tables(furnished: str, kept: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The tables of the platform, empty; all else is still moto's."""
    monkeypatch.setenv(ENDPOINT, furnished)
    with mock_aws(), other_clients(), written_to() as written:
        yield
        for model in MODELS:
            if model.Meta.table_name in written:
                empty(kept.Table(model.Meta.table_name), of=model)


@contextmanager
def written_to() -> Iterator[set[str]]:
    """The names of the tables that anything is written to meanwhile."""
    names: set[str] = set()
    call = Connection._make_api_call

    def noted(self: Connection, operation: str, asked: dict[str, Any]) -> Any:
        if operation not in READING:
            names.update(named(asked))
        return call(self, operation, asked)

    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(Connection, "_make_api_call", noted)
        yield names


def named(asked: dict[str, Any]) -> Iterator[str]:
    """By one request: of a write, of a batch, of a transaction."""
    if "TableName" in asked:
        yield asked["TableName"]
    yield from asked.get("RequestItems", ())
    for item in asked.get("TransactItems", ()):
        yield from (act["TableName"] for act in item.values())


def empty(table: Any, *, of: type[Model]) -> None:
    """Emptied rather than made anew, which takes the engine a second for all tables."""
    parts = (of._hash_key_attribute(), of._range_key_attribute())
    key = {f"#{n}": part.attr_name for n, part in enumerate(parts) if part}
    found = table.scan(
        ProjectionExpression=", ".join(key), ExpressionAttributeNames=key, ConsistentRead=True
    )
    assert "LastEvaluatedKey" not in found, "a test keeps a megabyte here: go on with the scan"
    with table.batch_writer() as batch:
        for item in found["Items"]:
            batch.delete_item(Key=item)


@pytest.fixture
def one_at_a_time(tables: None) -> None:
    """Here nobody needs to take turns: transactions are the engine's own."""


def wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    client = boto3.client("dynamodb", endpoint_url=f"http://127.0.0.1:{port}")
    while True:
        try:
            client.list_tables()
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return
