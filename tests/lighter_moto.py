"""moto, but for what it does at great length: it is to behave as it did, and take less time.

For each item of a transaction moto copies the whole table that it lies in, so that a transaction
which fails can be taken back. Here such a copy has the same items, and an item that is updated is
copied first. Every pool and every key has an RSA key, which nobody uses: it is always the same. For
each test boto3 begins a new session, which looks through all that botocore has: a client that was
made before serves as well, for moto answers it wherever it comes from.
"""

import copy
import functools
import os
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import boto3
from botocore.loaders import JSONFileLoader, Loader
from joserfc.jwk import RSAKey
from moto.dynamodb.models import DynamoDBBackend, DynamoType, Table
from moto.kms import models as kms

_begun, _import = boto3.client, RSAKey.import_key
_read, _listed = JSONFileLoader.load_file, Loader.list_available_services


def _client(service: str, **given: Any) -> Any:
    """Made for an account and an address, which the environment may say."""
    said = tuple(sorted(item for item in os.environ.items() if item[0].startswith("AWS_")))
    return _made(said, service, **given)


@functools.cache
def _made(_said: tuple[tuple[str, str], ...], service: str, **given: Any) -> Any:
    return _begun(service, **given)


@functools.cache
def _read_once(file: str) -> Any:
    return _read(JSONFileLoader(), file)


def _load(loader: JSONFileLoader, file: str) -> Any:
    """Of SQS moto changes what it has read, so that errors lose their names."""
    return _read(loader, file) if "/sqs/" in file else _read_once(file)


@functools.cache
def _services(paths: tuple[str, ...], kind: str) -> Any:
    return _listed(Loader(extra_search_paths=list(paths)), kind)


_keys: dict[str, RSAKey] = {}


def _key(content: dict[str, Any]) -> RSAKey:
    name = str(content["kid"])
    if name not in _keys:
        _keys[name] = _import(content)
    return _keys[name]


def _copied(table: Table, _: Any = None) -> Table:
    another = copy.copy(table)
    another.items = defaultdict(
        dict, {key: dict(lie) if table.has_range_key else lie for key, lie in table.items.items()}
    )
    another.stream_shard = copy.copy(table.stream_shard)
    if another.stream_shard:
        another.stream_shard.items = list(another.stream_shard.items)
        another.stream_shard.table = another
    return another


def _updating(update: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(update)
    def updated(self: DynamoDBBackend, table_name: str, key: Any, *given: Any, **more: Any) -> Any:
        table = self.get_table(table_name)
        beginning = DynamoType(key[table.hash_key_attr])
        lies: Any = table.items
        if table.range_key_attr:
            lies, beginning = lies.get(beginning, {}), DynamoType(key[table.range_key_attr])
        if beginning in lies:
            lies[beginning] = copy.deepcopy(lies[beginning])
        return update(self, table_name, key, *given, **more)

    return updated


def lighten() -> None:
    boto3.client = _client
    JSONFileLoader.load_file = _load
    Loader.list_available_services = lambda loader, type_name: _services(
        tuple(loader.search_paths), type_name
    )
    RSAKey.import_key = _key
    kms.generate_private_key = functools.cache(kms.generate_private_key)
    Table.__deepcopy__ = _copied
    DynamoDBBackend.update_item = _updating(DynamoDBBackend.update_item)
