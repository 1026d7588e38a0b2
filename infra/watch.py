"""Who watches: an alarm for whatever can go wrong unseen, and one dashboard that shows it all."""

import json
from collections.abc import Iterator
from typing import Any

from infra.cloudformation import Template, arn, of_type, sub

QUARTER = 900  # seconds that work may wait before somebody should look
FIVE_MINUTES = 300
SOME = 4  # errors in five minutes that happen anyhow
LETTERS, OLDEST = "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"
API = {"ApiName": sub("veche-${Stage}"), "Stage": "api"}
WIDTH, HEIGHT = 8, 6


def watched(resources: Template) -> Template:
    """The alarms and the dashboard for the functions and queues of the template."""
    return alarms(resources) | {"Dashboard": dashboard(resources)}


def alarms(resources: Template) -> Template:
    made = {
        "ApiErrorsAlarm": alarm("AWS/ApiGateway", "5XXError", API, above=SOME, as_="api-errors"),
    }
    for queue, each in of_type("AWS::SQS::Queue", resources).items():
        named = {"QueueName": arn(queue, "QueueName")}
        called = each["Properties"]["QueueName"]["Fn::Sub"].removeprefix("veche-${Stage}-")
        if "RedrivePolicy" in each["Properties"]:
            made[f"{queue}AgeAlarm"] = alarm(
                "AWS/SQS", OLDEST, named, above=QUARTER, as_=f"{called}-waits", take="Maximum"
            )
        else:
            made[f"{queue}Alarm"] = alarm(
                "AWS/SQS", LETTERS, named, above=0, as_=called, take="Maximum", every=60
            )
    for name, function in of_type("AWS::Serverless::Function", resources).items():
        made |= alarms_of_function(name, function["Properties"])
    return made


def alarms_of_function(name: str, function: Template) -> Template:
    named = {"FunctionName": {"Ref": name}}
    made = {
        f"{name}{metric}Alarm": alarm(
            "AWS/Lambda", metric, named, above=SOME, as_=f"{name}-{metric.lower()}"
        )
        for metric in ("Errors", "Throttles")
    }
    if any(event.get("Type") == "DynamoDB" for event in function.get("Events", {}).values()):
        age = QUARTER * 1000  # this one is counted in milliseconds
        made[f"{name}LagAlarm"] = alarm(
            "AWS/Lambda", "IteratorAge", named, above=age, as_=f"{name}-lags", take="Maximum"
        )
    return made


def alarm(
    namespace: str,
    metric: str,
    dimensions: dict[str, Any],
    *,
    above: int,
    as_: str,
    take: str = "Sum",
    every: int = FIVE_MINUTES,
) -> Template:
    """An alarm that is mailed when it goes off and when it is over."""
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmName": sub(f"veche-${{Stage}}-{as_}"),
            "AlarmDescription": "What to do: docs/runbook.md",
            "Namespace": namespace,
            "MetricName": metric,
            "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
            "Statistic": take,
            "Period": every,
            "EvaluationPeriods": 1,
            "Threshold": above,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [{"Ref": "Alarms"}],
            "OKActions": [{"Ref": "Alarms"}],
        },
    }


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
        of_the_api("Requests", "Count", "Sum"),
        of_the_api("Refused and failed", "4XXError", "Sum", "5XXError"),
        of_the_api("Time to an answer, ms (p95)", "Latency", "p95"),
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


def of_the_api(title: str, metric: str, statistic: str, *more: str) -> Template:
    where = ["ApiName", "veche-${Stage}", "Stage", "api"]
    return chart(title, [["AWS/ApiGateway", each, *where] for each in (metric, *more)], statistic)


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
