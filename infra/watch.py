"""Who watches: an alarm for whatever can go wrong unseen, and one dashboard that shows it all."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from chalicelib.config import CAPABILITIES
from infra.apis import APIS
from infra.cloudformation import Template, arn, camel, of_type, sub

QUARTER = 900  # seconds that work may wait before somebody should look
FIVE_MINUTES, MINUTE = 300, 60
MOST = 10  # metrics that one alarm can calculate with
SOME = 4  # errors in five minutes that happen anyhow
LETTERS, OLDEST = "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"
WIDTH, HEIGHT = 8, 6


def watched(resources: Template) -> Template:
    """The alarms and the dashboard for the functions and queues of the template."""
    return alarms(resources) | {"Dashboard": dashboard(resources)}


def alarms(resources: Template) -> Template:
    functions = of_type("AWS::Serverless::Function", resources)
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
        named = {"QueueName": arn(queue, "QueueName")}
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

    With two for each function they would be a quarter of the template. Which one it is, the
    alarm's own graph shows, a line for each; so does the dashboard. MiniStack 1.5 knows no alarms
    that calculate.
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
    functions = list(of_type("AWS::Serverless::Function", resources))
    queues = of_type("AWS::SQS::Queue", resources)
    working = [name for name, queue in queues.items() if "RedrivePolicy" in queue["Properties"]]
    laid_aside = [name for name in queues if name not in working]
    tables = list(of_type("AWS::DynamoDB::Table", resources))
    return [
        of_the_apis("Requests", "Count", "Sum"),
        of_the_apis("Refused and failed", "4XXError", "Sum", "5XXError"),
        of_the_apis("Time to an answer, ms (p95)", "Latency", "p95"),
        of_each("Errors", "AWS/Lambda", "Errors", "FunctionName", functions, "Sum"),
        of_each("Throttled", "AWS/Lambda", "Throttles", "FunctionName", functions, "Sum"),
        of_each("Duration, ms (p95)", "AWS/Lambda", "Duration", "FunctionName", functions, "p95"),
        of_each("Waiting in queues", "AWS/SQS", LETTERS, "QueueName", working, "Maximum"),
        of_each("Oldest in queues, s", "AWS/SQS", OLDEST, "QueueName", working, "Maximum"),
        of_each("Laid aside", "AWS/SQS", LETTERS, "QueueName", laid_aside, "Maximum"),
        of_each(
            "Written", "AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", tables, "Sum"
        ),
        of_each("Read", "AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", tables, "Sum"),
        of_each("Held back", "AWS/DynamoDB", "WriteThrottleEvents", "TableName", tables, "Sum"),
    ]


def of_the_apis(title: str, metric: str, statistic: str, *more: str) -> Template:
    metrics = [
        ["AWS/ApiGateway", each, "ApiName", api.called, "Stage", "api"]
        for each in (metric, *more)
        for api in APIS.values()
    ]
    return chart(title, metrics, statistic)


def of_each(
    title: str, namespace: str, metric: str, by: str, resources: list[str], statistic: str
) -> Template:
    names = {
        resource: f"${{{resource}.QueueName}}" if by == "QueueName" else f"${{{resource}}}"
        for resource in resources
    }
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
