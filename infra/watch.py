"""Who watches: an alarm for whatever can go wrong unseen, and one dashboard that shows it all.

They are a stack of their own inside the other, of which they would be a seventh (docs/adr/0016).
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from chalicelib.config import CAPABILITIES
from infra.apis import APIS
from infra.cloudformation import Template, camel, of_type, sub

QUARTER = 900  # seconds that work may wait before somebody should look
FIVE_MINUTES, MINUTE = 300, 60
MOST = 10  # metrics that one alarm can calculate with
SOME = 4  # errors in five minutes that happen anyhow
FUNCTION = "AWS::Serverless::Function"
LETTERS, OLDEST = "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"
WIDTH, HEIGHT = 8, 6
PLACE = "https://s3.${AWS::Region}.${AWS::URLSuffix}/${CodeBucket}/${WatchKey}"


def inside(whole: Template) -> Template:
    """The stack inside: what it is told of has the same name there as here."""
    told = {name: {"Ref": name} for name in asked(whole)}
    stack = {"TemplateURL": sub(PLACE), "Parameters": told}
    return {"Watch": {"Type": "AWS::CloudFormation::Stack", "Properties": stack}}


def template(whole: Template) -> Template:
    """Of the stack inside: the alarms and the dashboard for all that the whole template makes.

    No parameter may have a pattern: where a change set makes functions and this stack at once, it
    checks something else in the place of names that are not there yet.
    """
    resources = whole["Resources"]
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Parameters": {name: {"Type": "String"} for name in asked(whole)},
        "Conditions": {"InAws": whole["Conditions"]["InAws"]},
        "Resources": alarms(resources) | {"Dashboard": dashboard(resources)},
    }


def asked(whole: Template) -> list[str]:
    """What it cannot know by itself. Queues, tables and APIs are called after the stage."""
    return ["Stage", "LocalPort", "Alarms", *of_type(FUNCTION, whole["Resources"])]


def alarms(resources: Template) -> Template:
    functions = of_type(FUNCTION, resources)
    return {
        **of_apis(),
        **of_queues(resources),
        **of_functions(functions),
        **of_streams(functions),
    }


def of_apis() -> Template:
    """One for each: for answers that say the fault is ours."""
    made = {}
    for api in APIS.values():
        named = {"ApiName": sub(api.called), "Stage": "api"}
        failing = one("AWS/ApiGateway", "5XXError", named, "Sum")
        made[f"{camel(api.short)}ErrorsAlarm"] = alarm(f"{api.short}-errors", failing, above=SOME)
    return made


def of_queues(resources: Template) -> Template:
    """One for each: for work that waits too long, or for anything at all that was laid aside."""
    made = {}
    for queue, each in of_type("AWS::SQS::Queue", resources).items():
        named = {"QueueName": each["Properties"]["QueueName"]}
        called = each["Properties"]["QueueName"]["Fn::Sub"].removeprefix("veche-${Stage}-")
        if "RedrivePolicy" in each["Properties"]:
            waiting = one("AWS/SQS", OLDEST, named, "Maximum")
            made[f"{queue}AgeAlarm"] = alarm(f"{called}-waits", waiting, above=QUARTER)
        else:
            lying = one("AWS/SQS", LETTERS, named, "Maximum", every=MINUTE)
            made[f"{queue}Alarm"] = alarm(called, lying, above=0)
    return made


def of_functions(functions: Iterable[str]) -> Template:
    """Two for each capability: for errors and for throttles, of whichever function has most.

    Which one it is, the alarm's own graph shows, a line for each; so does the dashboard.
    MiniStack 1.5 knows no alarms that calculate.
    """
    return {
        f"{name}{metric}Alarm": alarm(
            f"{name}-{metric}".lower(), worst("AWS/Lambda", metric, some), above=SOME
        )
        | {"Condition": "InAws"}
        for name, some in by_capability(functions)
        for metric in ("Errors", "Throttles")
    }


def by_capability(functions: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The functions of each capability, in portions that one alarm can watch."""
    for name in map(camel, CAPABILITIES):
        own = [function for function in functions if function.startswith(name)]
        for number, first in enumerate(range(0, len(own), MOST)):
            yield f"{name}{number or ''}", own[first : first + MOST]


def of_streams(functions: Template) -> Template:
    """Whoever reads what the tables tell must not fall behind: after a day it is gone."""
    made = {}
    for name, function in functions.items():
        events = function["Properties"].get("Events", {}).values()
        if any(event.get("Type") == "DynamoDB" for event in events):
            behind = one("AWS/Lambda", "IteratorAge", {"FunctionName": {"Ref": name}}, "Maximum")
            made[f"{name}LagAlarm"] = alarm(f"{name}-lags", behind, above=QUARTER * 1000)  # in ms
    return made


def alarm(named: str, watching: Template, *, above: int) -> Template:
    """An alarm that is mailed when it goes off and when it is over."""
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmName": sub(f"veche-${{Stage}}-{named}"),
            "AlarmDescription": "What to do: docs/runbook.md",
            **watching,
            "EvaluationPeriods": 1,
            "Threshold": above,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [{"Ref": "Alarms"}],
            "OKActions": [{"Ref": "Alarms"}],
        },
    }


def one(
    namespace: str, metric: str, of: dict[str, Any], take: str, every: int = FIVE_MINUTES
) -> Template:
    """What an alarm watches: one metric of one thing."""
    return {**measured(namespace, metric, of), "Statistic": take, "Period": every}


def worst(namespace: str, metric: str, functions: list[str]) -> Template:
    """What an alarm watches: the one with most of it."""
    each = [
        {
            "Id": f"f{number}",
            "Label": function,
            "ReturnData": False,
            "MetricStat": {
                "Metric": measured(namespace, metric, {"FunctionName": {"Ref": function}}),
                "Stat": "Sum",
                "Period": FIVE_MINUTES,
            },
        }
        for number, function in enumerate(functions)
    ]
    most = {"Id": "worst", "Label": "the worst", "Expression": "MAX(METRICS())"}
    return {"Metrics": [{**most, "ReturnData": True}, *each]}


def measured(namespace: str, metric: str, of: dict[str, Any]) -> Template:
    dimensions = [{"Name": name, "Value": value} for name, value in of.items()]
    return {"Namespace": namespace, "MetricName": metric, "Dimensions": dimensions}


def dashboard(resources: Template) -> Template:
    widgets = [
        {"type": "metric", "width": WIDTH, "height": HEIGHT, "x": x, "y": y, "properties": shown}
        for (x, y), shown in zip(places(), charts(resources), strict=False)
    ]
    body = json.dumps({"widgets": widgets}, separators=(",", ":"))
    return {
        "Type": "AWS::CloudWatch::Dashboard",
        "Properties": {"DashboardName": sub("veche-${Stage}"), "DashboardBody": sub(body)},
    }


def places() -> Iterator[tuple[int, int]]:
    """Three to a row, as long as there are rows."""
    return ((x * WIDTH, y * HEIGHT) for y in range(100) for x in range(3))


def charts(resources: Template) -> list[Template]:
    """From what residents notice down to what only we see."""
    functions = {name: f"${{{name}}}" for name in of_type(FUNCTION, resources)}
    queues = of_type("AWS::SQS::Queue", resources)
    working = {name: each for name, each in queues.items() if "RedrivePolicy" in each["Properties"]}
    feeding = names_of("QueueName", working)
    laid_aside = names_of("QueueName", {n: each for n, each in queues.items() if n not in working})
    tables = names_of("TableName", of_type("AWS::DynamoDB::Table", resources))
    return [
        of_the_apis("Requests", "Count", "Sum"),
        of_the_apis("Refused and failed", "4XXError", "Sum", "5XXError"),
        of_the_apis("Time to an answer, ms (p95)", "Latency", "p95"),
        of_each("Errors", "AWS/Lambda", "Errors", "FunctionName", functions, "Sum"),
        of_each("Throttled", "AWS/Lambda", "Throttles", "FunctionName", functions, "Sum"),
        of_each("Duration, ms (p95)", "AWS/Lambda", "Duration", "FunctionName", functions, "p95"),
        of_each("Waiting in queues", "AWS/SQS", LETTERS, "QueueName", feeding, "Maximum"),
        of_each("Oldest in queues, s", "AWS/SQS", OLDEST, "QueueName", feeding, "Maximum"),
        of_each("Laid aside", "AWS/SQS", LETTERS, "QueueName", laid_aside, "Maximum"),
        of_each(
            "Written", "AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", tables, "Sum"
        ),
        of_each("Read", "AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", tables, "Sum"),
        of_each("Held back", "AWS/DynamoDB", "WriteThrottleEvents", "TableName", tables, "Sum"),
    ]


def names_of(name: str, resources: Template) -> dict[str, str]:
    """What each is called, put together of the stage."""
    return {each: made["Properties"][name]["Fn::Sub"] for each, made in resources.items()}


def of_the_apis(title: str, metric: str, statistic: str, *more: str) -> Template:
    metrics = [
        ["AWS/ApiGateway", each, "ApiName", api.called, "Stage", "api"]
        for each in (metric, *more)
        for api in APIS.values()
    ]
    return chart(title, metrics, statistic)


def of_each(
    title: str, namespace: str, metric: str, by: str, names: dict[str, str], statistic: str
) -> Template:
    metrics = [
        [namespace, metric, by, name, {"label": resource}] for resource, name in names.items()
    ]
    return chart(title, metrics, statistic)


def chart(title: str, metrics: list[list[Any]], statistic: str) -> Template:
    return {
        "title": title,
        "metrics": metrics,
        "stat": statistic,
        "period": FIVE_MINUTES,
        "region": "${AWS::Region}",
        "view": "timeSeries",
    }
