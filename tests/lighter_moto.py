"""moto, but for what it does at great length: it is to behave as it did, and take less time.

For each item of a transaction moto copies the whole table that it lies in, so that a transaction
which fails can be taken back. Here such a copy has the same items, and an item that is updated is
copied first. Every pool and every key has an RSA key, which nobody uses: it is always the same. For
each test boto3 begins a new session, which looks through all that botocore has: a client that was
made before serves as well, for moto answers it wherever it comes from. For each call the names of
moto's methods and of all that an answer may have are found anew, our program says again what it is,
and signs what moto never checks; and for each test moto tells `responses` of every address of AWS.

One thing it does besides: what is one step in DynamoDB is several in moto, between which another
thread may come, find the same condition fulfilled, and lose what it wrote when the first is taken
back. Here each has its turn.
"""

import copy
import functools
import os
import re
from collections import defaultdict
from collections.abc import Callable
from threading import RLock
from typing import Any

import boto3
from botocore.config import Config
from botocore.context import get_context
from botocore.loaders import JSONFileLoader, Loader
from botocore.regions import EndpointRulesetResolver
from botocore.signers import RequestSigner
from botocore.useragent import UserAgentString
from joserfc.jwk import RSAKey
from moto.backend_index import backend_url_patterns
from moto.core import responses
from moto.core.custom_responses_mock import CallbackResponse, not_implemented_callback
from moto.core.models import RESPONSES_METHODS, MockAWS, botocore_stubber, responses_mock
from moto.core.serialize import AttributePickerContext, ResponseSerializer, XFormedAttributePicker
from moto.core.utils import method_names_from_class
from moto.dynamodb.models import DynamoDBBackend, DynamoType, Table
from moto.kms import models as kms

from chalicelib import aws

UNLOOKED_AT = re.compile(r"https://(?!(.+\.)?s3\b)[\w.-]+\.amazonaws\.com/")
ONE_STEP = (
    "put_item", "update_item", "delete_item", "transact_write_items", "get_item", "query", "scan",
)  # fmt: skip
ELSEWHERE = re.compile(r"https?://.+\.amazonaws.com/.*")
_begun, _our, _import = boto3.client, aws.client, RSAKey.import_key
_resource, _resolve = boto3.resource, EndpointRulesetResolver.construct_endpoint
_read, _listed = JSONFileLoader.load_file, Loader.list_available_services
_value, _say = ResponseSerializer.get_value, UserAgentString.to_string
_signed = RequestSigner.handler


def _client(service: str, **given: Any) -> Any:
    return _made(_said(), service, **given)


def _at_hand(service: str, **given: Any) -> Any:
    """Resources, for those who lay things out and look: each has a client of its own."""
    return _kept(_said(), service, **given)


@functools.cache
def _kept(_said: tuple[tuple[str, str], ...], service: str, **given: Any) -> Any:
    return _resource(service, **given)


def _where(resolver: Any, operation_model: Any, *asked: Any, **more: Any) -> Any:
    """Where DynamoDB is does not depend on what it is asked."""
    if operation_model.service_model.service_name != "dynamodb":
        return _resolve(resolver, operation_model, *asked, **more)
    known = resolver.__dict__.setdefault("known", {})
    if operation_model.name not in known:
        known[operation_model.name] = _resolve(resolver, operation_model, *asked, **more)
    return known[operation_model.name]


def _ours(service: str, config: Config) -> Any:
    known = (_said(), service, repr(sorted(config._user_provided_options.items())))
    if known not in _clients:
        _clients[known] = _our(service, config)
    return _clients[known]


_clients: dict[Any, Any] = {}


def _said() -> tuple[tuple[str, str], ...]:
    """The account and the address that a client is made for, as far as the environment says."""
    return tuple(sorted(item for item in os.environ.items() if item[0].startswith("AWS_")))


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


@functools.cache
def _methods(handlers: object) -> list[str]:
    return method_names_from_class(handlers)


def _valued(serializer: ResponseSerializer, value: Any, key: str, shape: Any) -> Any:
    """By which names a dict may have a member depends on the member alone."""
    picker = serializer._value_picker
    plain = type(value) is dict and type(picker) is XFormedAttributePicker
    if not plain or picker.response_transformers:
        return _value(serializer, value, key, shape)
    if "called" not in shape.__dict__:
        context = AttributePickerContext(obj=value, key=key, shape=shape)
        shape.called = key, tuple(picker.get_possible_keys(context))
    known, names = shape.called
    if known != key:
        return _value(serializer, value, key, shape)
    return next((value[name] for name in names if name in value), None)


def _agent(told: UserAgentString) -> str:
    context = get_context()
    features = frozenset(context.features) if context else frozenset()
    program = _programs.setdefault(id(told), (told, {}))[1]
    if features not in program:
        program[features] = _say(told)
    return program[features]


_programs: dict[int, tuple[UserAgentString, dict[frozenset[str], str]]] = {}


def _sign(signer: RequestSigner, operation_name: Any = None, request: Any = None, **_: Any) -> Any:
    """Nothing that goes to moto, but for S3, which lets nobody in who is not known."""
    if botocore_stubber.enabled and UNLOOKED_AT.match(request.url):
        return None
    return _signed(signer, operation_name, request)


def _patching(aws: MockAWS, reset: bool = True) -> None:
    botocore_stubber.enabled = True
    if reset:
        aws.reset()
    responses_mock.start()
    for answer in _answers():
        responses_mock.add(answer)


@functools.cache
def _answers() -> list[CallbackResponse]:
    """For any address of AWS: what moto says, or that it says nothing."""
    answer = botocore_stubber.process_prepared_request
    known = ((pattern, answer) for _, pattern in backend_url_patterns)
    addresses = [*known, (ELSEWHERE, not_implemented_callback)]
    return [
        CallbackResponse(method=method, url=pattern, callback=callback)
        for method in RESPONSES_METHODS
        for pattern, callback in addresses
    ]


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


def _alone(act: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(act)
    def acted(*given: Any, **more: Any) -> Any:
        with _turn:
            return act(*given, **more)

    return acted


_turn = RLock()


def lighten() -> None:
    boto3.client, boto3.resource, aws.client = _client, _at_hand, _ours
    EndpointRulesetResolver.construct_endpoint = _where
    JSONFileLoader.load_file = _load
    Loader.list_available_services = lambda loader, type_name: _services(
        tuple(loader.search_paths), type_name
    )
    RSAKey.import_key = _key
    kms.generate_private_key = functools.cache(kms.generate_private_key)
    responses.method_names_from_class = _methods
    ResponseSerializer.get_value = _valued
    UserAgentString.to_string = _agent
    RequestSigner.handler = _sign
    MockAWS._enable_patching = _patching
    Table.__deepcopy__ = _copied
    DynamoDBBackend.update_item = _updating(DynamoDBBackend.update_item)
    for name in ONE_STEP:
        setattr(DynamoDBBackend, name, _alone(getattr(DynamoDBBackend, name)))
