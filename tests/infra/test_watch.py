"""Who watches: whatever can go wrong has its alarm, in a stack inside the one that it watches."""

import json

import pytest

from infra.watch import by_capability
from tests.infra.conftest import of_type


@pytest.fixture(scope="module")
def alarms(watching):
    return of_type("AWS::CloudWatch::Alarm", watching["Resources"])


@pytest.fixture(scope="module")
def shown(watching):
    """What the dashboard is made of."""
    return watching["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]


def watched(alarms, metric, called):
    """The alarms that watch this metric of this thing, alone or with others of its kind."""
    return [
        alarm
        for alarm in alarms.values()
        for each in [alarm, *(m["MetricStat"]["Metric"] for m in alarm.get("Metrics", [])[1:])]
        if each.get("MetricName") == metric and called in [d["Value"] for d in each["Dimensions"]]
    ]


def test_what_watches_is_a_stack_of_its_own(resources, alarms):
    kinds = {resource["Type"] for resource in resources.values()}

    assert alarms
    assert not [kind for kind in kinds if kind.startswith("AWS::CloudWatch::")]
    assert list(of_type("AWS::CloudFormation::Stack", resources)) == ["Watch"]


def test_it_is_told_all_that_it_asks_and_by_the_same_names(template, resources, watching):
    told = resources["Watch"]["Properties"]["Parameters"]

    assert told == {name: {"Ref": name} for name in watching["Parameters"]}
    assert told.keys() <= resources.keys() | template["Parameters"].keys()


def test_it_lies_where_the_code_lies(template, resources):
    lies = resources["Watch"]["Properties"]["TemplateURL"]["Fn::Sub"]

    assert lies.startswith("https://s3.${AWS::Region}.")  # the only way CloudFormation takes it
    assert lies.endswith("/${CodeBucket}/${WatchKey}")
    assert {"CodeBucket", "WatchKey"} <= template["Parameters"].keys()


def test_what_it_asks_may_look_like_anything(watching):
    """A change set tries it with something else in the place of names that are not made yet."""
    assert all(parameter == {"Type": "String"} for parameter in watching["Parameters"].values())


def test_every_queue_has_an_alarm(all_queues, working, alarms):
    for name, queue in all_queues.items():
        metric = (
            "ApproximateAgeOfOldestMessage"
            if name in working
            else "ApproximateNumberOfMessagesVisible"
        )
        (alarm,) = watched(alarms, metric, queue["QueueName"])
        assert alarm["AlarmActions"] == [{"Ref": "Alarms"}]


def test_every_function_has_an_alarm_for_errors_and_for_throttles(functions, alarms):
    for name in functions:
        for metric in ("Errors", "Throttles"):
            assert len(watched(alarms, metric, {"Ref": name})) == 1, (name, metric)


def test_an_alarm_for_several_functions_goes_off_for_the_worst_and_shows_each(alarms):
    several = [alarm["Metrics"] for alarm in alarms.values() if "Metrics" in alarm]

    assert several
    for worst, *each in several:
        assert worst["Expression"] == "MAX(METRICS())"
        assert worst["ReturnData"] is True
        assert not any(metric["ReturnData"] for metric in each)
        for metric in each:
            (named,) = metric["MetricStat"]["Metric"]["Dimensions"]
            assert named["Value"] == {"Ref": metric["Label"]}


def test_one_alarm_calculates_with_ten_metrics_at_most():
    """CloudWatch takes no more; whoever has more functions gets another alarm."""
    functions = [f"Complaints{letter}" for letter in "ABCDEFGHIJKL"]

    portions = dict(by_capability([*functions, "SiteApi"]))

    assert {name: len(some) for name, some in portions.items()} == {
        "Complaints": 10,
        "Complaints1": 2,
        "Site": 1,
    }


def test_who_reads_what_tables_tell_must_not_fall_behind(alarms):
    (alarm,) = watched(alarms, "IteratorAge", {"Ref": "RelayPublish"})

    assert alarm["Threshold"] == 15 * 60 * 1000  # milliseconds


def test_somebody_is_told_of_a_vote_that_cannot_be_counted(resources, working, all_queues, alarms):
    (rule,) = (
        rule
        for rule in of_type("AWS::Events::Rule", resources).values()
        if "ballot.discrepancy" in rule.get("EventPattern", {}).get("detail-type", [])
    )

    queue = rule["Targets"][0]["Arn"]["Fn::GetAtt"][0]
    assert queue not in working
    called = all_queues[queue]["QueueName"]
    (alarm,) = watched(alarms, "ApproximateNumberOfMessagesVisible", called)
    assert alarm["Threshold"] == 0


def test_the_dashboard_shows_every_function_every_queue_and_every_table(
    shown, functions, all_queues, resources
):
    tables = of_type("AWS::DynamoDB::Table", resources).values()
    names = [
        *(f"${{{name}}}" for name in functions),
        *(queue["QueueName"]["Fn::Sub"] for queue in all_queues.values()),
        *(table["TableName"]["Fn::Sub"] for table in tables),
    ]

    assert json.loads(shown)["widgets"]
    assert not [name for name in names if f'"{name}"' not in shown]
