"""What watches was made with the rest, and watches what was made."""

import json

import pytest

from tests.journeys.portal import STAGE


@pytest.fixture(scope="module")
def alarms(cloud, portal):
    pages = cloud("cloudwatch").get_paginator("describe_alarms").paginate()
    return {alarm["AlarmName"]: alarm for page in pages for alarm in page["MetricAlarms"]}


def watched(alarms, by):
    named = [one for alarm in alarms.values() for one in alarm["Dimensions"] if one["Name"] == by]
    return {one["Value"] for one in named}


def test_every_queue_is_watched_by_its_name(cloud, portal, alarms):
    pages = cloud("sqs").get_paginator("list_queues").paginate(QueueNamePrefix=f"veche-{STAGE}-")
    queues = {url.rpartition("/")[2] for page in pages for url in page["QueueUrls"]}

    assert queues
    assert watched(alarms, "QueueName") == queues


def test_a_function_is_watched_by_the_name_that_it_was_given(alarms, physical, outputs):
    alarm = alarms[f"veche-{STAGE}-RelayPublish-lags"]

    assert watched(alarms, "FunctionName") == {physical("RelayPublish")}
    assert alarm["AlarmActions"] == alarm["OKActions"] == [outputs["AlarmsTopic"]]


def test_the_dashboard_shows_what_was_made(cloud, physical):
    body = cloud("cloudwatch").get_dashboard(DashboardName=f"veche-{STAGE}")["DashboardBody"]

    assert json.loads(body)["widgets"]
    assert "${" not in body
    for made in ("SiteApi", "NotificationsNotify", "ComplaintsTable"):
        assert f'"{physical(made)}"' in body
