"""What calls the functions: the API, queues, streams of tables, schedules, uploads."""

import functools
import json
from typing import Any

from chalice.app import Chalice, SQSEventConfig

from chalicelib.capabilities import doors, open_capabilities
from chalicelib.edge.identity import PROVED
from chalicelib.models.event import PREFIX
from chalicelib.outbound.bus import BATCH
from infra.apis import APIS, of
from infra.cloudformation import Template, allow, arn, camel, sub
from infra.functions import RUNTIME, address, function, may_call, policies
from infra.queues import LONG, failures, logical, timeout_of

SITE = "site"  # its function answers, with a page, to what leads nowhere
EXECUTE_API = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}"
CONSUME = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
READ_STREAM = [
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
]
EVENTS_ONLY = {"eventName": ["INSERT"], "dynamodb": {"Keys": {"part": {"S": [{"prefix": PREFIX}]}}}}
ROOM = {"MemorySize": 2048, "EphemeralStorage": {"Size": 4096}}  # megabytes, for files of a ballot
# what reads every vote of a project
HEAVY = {"IdeasDrawMap": {"MemorySize": 2048, "Timeout": 15 * 60}}
PIXELS = 1536  # megabytes for who works on pictures; a processor comes with them


def functions(capability: str, tables: list[str]) -> Template:
    """The capability's function behind the API and its workers; a relay reads ``tables``."""
    app = opened(capability)
    resources = api(capability) if app.routes else {}
    for queue, name in listeners(capability):
        resources |= queue_worker(capability, name, queue)
    for worker in app.pure_lambda_functions:
        resources |= alone(capability, worker.name.removeprefix(f"{capability}_"), tables)
    return resources


def alone(capability: str, worker: str, tables: list[str]) -> Template:
    """A worker that no queue feeds."""
    name = camel(f"{capability}_{worker}")
    for module in doors(capability):
        if worker in module.streams:
            return stream_worker(capability, name, tables)
        if worker in module.schedules:
            return scheduled_worker(capability, name, module.schedules[worker])
        if worker in module.uploads:
            return upload_worker(capability, name, *module.uploads[worker])
    raise AssertionError(f"nothing calls {name}")


def listeners(capability: str) -> list[tuple[str, str]]:
    """The queues that the capability empties, each with the function that does."""
    sources = [s for s in opened(capability).event_sources if isinstance(s, SQSEventConfig)]
    return [(str(source.queue), camel(source.name)) for source in sources]


def api(capability: str) -> Template:
    """The common package, told to open only this capability."""
    name = f"{camel(capability)}Api"
    every = [door for module in doors(capability) for door in module.doors]
    remembers = any(door.is_page for door in every)
    by_token = [door.who for door in every if not door.is_page and door.who.signed_in]
    looks_up = any(who.level > PROVED for who in by_token)
    return function(
        capability,
        name,
        *(policies("edge")["Pages"] if remembers else []),
        *(policies("edge")["Levels"] if looks_up else []),
        *(policies("edge")["SignIns"] if by_token else []),
        Handler="app.app",
        Runtime=RUNTIME,
        Environment={"Variables": {"VECHE_CAPABILITIES": capability}},
    ) | {
        f"{name}{api}Permission": may_call(
            name, "apigateway.amazonaws.com", SourceArn=sub(f"{EXECUTE_API}:${{{api}}}/*")
        )
        for api in sought(capability)
    }


def sought(capability: str) -> list[str]:
    """The APIs that lead to the capability's function."""
    own = {of(path) for path in opened(capability).routes}
    return [api for api in APIS if api in own or capability == SITE]


def queue_worker(capability: str, name: str, queue: str) -> Template:
    """A worker that may answer which messages of a batch failed, which Chalice cannot ask for.

    The queue is an ``Fn::Sub`` because Chalice's is: the merge would put any other function
    beside it, not in its place.
    """
    source = {
        "Queue": sub(f"${{{logical(queue)}.Arn}}"),
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
    }
    events = {f"{name}SqsEventSource": {"Properties": source}}
    more = {"Timeout": timeout_of(queue), **ROOM} if queue in LONG else {}
    return function(capability, name, allow(CONSUME, on=arn(logical(queue))), Events=events, **more)


def stream_worker(capability: str, name: str, tables: list[str]) -> Template:
    """A worker that sees every event item written to the tables, and nothing else."""
    streams = {table: arn(table, "StreamArn") for table in tables}
    failed = f"{name}Failures"
    common: dict[str, Any] = {
        "StartingPosition": "TRIM_HORIZON",
        "BatchSize": BATCH,
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": 50,
        "FilterCriteria": {"Filters": [{"Pattern": json.dumps(EVENTS_ONLY)}]},
        "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": arn(failed)}},
    }
    return function(
        capability,
        name,
        allow(READ_STREAM, on=list(streams.values())),
        allow(["sqs:SendMessage"], on=arn(failed)),
        Events={
            f"{table}Stream": {"Type": "DynamoDB", "Properties": {"Stream": stream, **common}}
            for table, stream in streams.items()
        },
    ) | {failed: failures(kebab(capability, name))}


def scheduled_worker(capability: str, name: str, expression: str) -> Template:
    """A worker that the clock calls; what it could not do is laid aside after three tries."""
    rule, failed = f"{name}Schedule", f"{name}Failures"
    target = {
        "Id": name,
        "Arn": address(name),
        "DeadLetterConfig": {"Arn": arn(failed)},
        "RetryPolicy": {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 600},
    }
    return unattended(capability, name, **HEAVY.get(name, {})) | {
        rule: {
            "Type": "AWS::Events::Rule",
            "Properties": {"ScheduleExpression": expression, "Targets": [target]},
        },
        f"{name}Permission": may_call(name, "events.amazonaws.com", SourceArn=arn(rule)),
    }


def upload_worker(capability: str, name: str, bucket: str, prefix: str) -> Template:
    """A worker that is called for every file laid under the prefix.

    The bucket comes after the permission, and the permission names the bucket without asking it.
    """
    permission = f"{name}Permission"
    called_for = {
        "Event": "s3:ObjectCreated:*",
        "Filter": {"S3Key": {"Rules": [{"Name": "prefix", "Value": prefix}]}},
        "Function": address(name),
    }
    return unattended(capability, name, MemorySize=PIXELS) | {
        permission: may_call(
            name,
            "s3.amazonaws.com",
            SourceAccount={"Ref": "AWS::AccountId"},
            SourceArn=sub(
                f"arn:${{AWS::Partition}}:s3:::veche-${{Stage}}-{bucket}"
                "-${AWS::AccountId}-${AWS::Region}"
            ),
        ),
        bucket.capitalize(): {
            "DependsOn": [permission],
            "Properties": {"NotificationConfiguration": {"LambdaConfigurations": [called_for]}},
        },
    }


def unattended(capability: str, name: str, **properties: Any) -> Template:
    """A function that nobody waits for: tried three times, then its task is laid aside."""
    failed = f"{name}Failures"
    retries = {
        "MaximumRetryAttempts": 2,
        "MaximumEventAgeInSeconds": 3600,
        "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": arn(failed)}},
    }
    aside = allow(["sqs:SendMessage"], on=arn(failed))
    made = function(capability, name, aside, EventInvokeConfig=retries, **properties)
    return made | {failed: failures(kebab(capability, name))}


def kebab(capability: str, name: str) -> str:
    """``ComplaintsExport`` fails into ``complaints-export-failures``."""
    return f"{capability}-{name.removeprefix(camel(capability)).lower()}-failures"


@functools.cache
def opened(capability: str) -> Chalice:
    app = Chalice(capability, configure_logs=False)
    open_capabilities(app, [capability])
    return app
