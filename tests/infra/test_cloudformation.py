"""The templates with the eyes of CloudFormation and of the services: what they would refuse.

The embedded cloud takes most of it; AWS would take an hour to say no.
"""

import json
import re
import subprocess
from collections import defaultdict

import pytest

from infra.apis import APIS
from infra.commands import BIN
from infra.limits import translated
from tests.infra.conftest import of_type

REGIONS = ("eu-central-1", "us-east-1")  # CloudFront has its home in the second
PART = re.compile(r"[\w.:-]+|\{[\w.-]+\+?\}")  # of a path, as API Gateway takes it
LONGEST_STAGE, LONGEST_REGION = "s" * 16, "ap-northeast-1"
NAMES = {  # where the template says how something is called, and how long that may be
    "AWS::S3::Bucket": ("BucketName", 63),
    "AWS::SQS::Queue": ("QueueName", 80),
    "AWS::DynamoDB::Table": ("TableName", 255),
    "AWS::CloudFront::Function": ("Name", 64),
    "AWS::KMS::Alias": ("AliasName", 256),
    "AWS::Events::EventBus": ("Name", 256),
    "AWS::SNS::Topic": ("TopicName", 256),
    "AWS::CloudWatch::Alarm": ("AlarmName", 255),
    "AWS::CloudWatch::Dashboard": ("DashboardName", 255),
    "AWS::Cognito::UserPool": ("UserPoolName", 128),
    "AWS::Logs::LogGroup": ("LogGroupName", 512),
}


@pytest.fixture(params=["frozen", "thawed"], scope="module")
def expanded(request, template, thawed):
    """What SAM makes of it, for a Python without SnapStart and for one with it."""
    return translated(template if request.param == "frozen" else thawed)


@pytest.fixture(scope="module")
def made(expanded):
    """What may ever be made of it."""
    resources = expanded["Resources"].items()
    return {name: each for name, each in resources if each.get("Condition") != "Never"}


def lint(*files, ignore):
    command = [BIN / "cfn-lint", "--regions", *REGIONS, "--ignore-checks", ignore, "--", *files]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_cfn_lint_has_nothing_to_say(packaged, thawed, tmp_path):
    """Of what watches, and of what SAM makes of all else with SnapStart: without, it is the same
    less versions and aliases, and half a minute more."""
    expanded = tmp_path / "expanded.json"
    expanded.write_text(json.dumps(asked_in_aws(translated(thawed))))

    # SAM itself uses the parameter Build
    assert lint(expanded, packaged / "watch.json", ignore="W2001") == ""


def asked_in_aws(part):
    """Without the actions that the embedded cloud alone asks for."""
    if isinstance(part, list):
        return [asked_in_aws(each) for each in part]
    if not isinstance(part, dict):
        return part
    whole = {name: asked_in_aws(each) for name, each in part.items()}
    match whole:
        case {"Action": {"Fn::If": ["Local", _, in_aws]}}:
            return whole | {"Action": in_aws}
    return whole


def test_each_api_has_the_one_stage_that_is_limited_and_logged(made):
    stages = of_type("AWS::ApiGateway::Stage", made)
    deployments = of_type("AWS::ApiGateway::Deployment", made).values()

    assert [stage["RestApiId"] for stage in stages.values()] == [{"Ref": api} for api in APIS]
    assert set(stages) == {f"{api}apiStage" for api in APIS}
    assert len(deployments) == len(APIS)
    assert all(stage["MethodSettings"] for stage in stages.values())
    assert all(stage["AccessLogSetting"] for stage in stages.values())
    assert not [deployment for deployment in deployments if "StageName" in deployment]


@pytest.mark.parametrize("api", APIS)
def test_every_address_can_be_an_address_of_api_gateway(made, api):
    """Beside a part in braces there may be no other one in braces, of whatever name."""
    below = defaultdict(set)

    for path in made[api]["Properties"]["Body"]["paths"]:
        parts = path.strip("/").split("/") if path != "/" else []
        assert all(PART.fullmatch(part) for part in parts), path
        for depth, part in enumerate(parts):
            if part.startswith("{"):
                below["/".join(parts[:depth])].add(part)

    assert below
    assert not {path: parts for path, parts in below.items() if len(parts) > 1}


def test_names_are_short_enough_for_any_stage_and_region(made, watching):
    known = {"Stage": LONGEST_STAGE, "AWS::Region": LONGEST_REGION, "AWS::AccountId": "1" * 12}
    seen = set()

    for logical, resource in [*made.items(), *watching["Resources"].items()]:
        name, most = NAMES.get(resource["Type"], ("", 0))
        if given := resource.get("Properties", {}).get(name):
            called = re.sub(r"\$\{([\w:]+)\}", lambda n: known[n[1]], given["Fn::Sub"])
            assert len(called) <= most, f"{logical}: {called}"
            seen.add(resource["Type"])

    assert seen == set(NAMES)


def test_a_policy_of_a_queue_names_one_queue_in_a_statement(made):
    """SQS takes no list, and says only «invalid value for the parameter Policy»."""
    for policy in of_type("AWS::SQS::QueuePolicy", made).values():
        for statement in policy["PolicyDocument"]["Statement"]:
            assert not isinstance(statement["Resource"], list)


def test_no_bucket_stands_in_the_way_of_deleting_the_stack(made):
    """One with something in it cannot be deleted, and then nothing is."""
    buckets = [each for each in made.values() if each["Type"] == "AWS::S3::Bucket"]

    assert {bucket["DeletionPolicy"] for bucket in buckets} == {"RetainExceptOnCreate"}


@pytest.mark.parametrize("api", APIS)
def test_api_gateway_is_told_by_which_role_it_logs_before_it_is_asked_to(made, api):
    assert "AccessLogAccount" in made[api]["DependsOn"]


def test_with_snapstart_every_change_publishes_every_function_anew(thawed):
    """A version that is not renewed would never hear of the address after the first round."""
    functions = of_type("AWS::Serverless::Function", thawed["Resources"]).keys() - {"APIHandler"}

    before, after = (set(of_type("AWS::Lambda::Version", built(thawed, b))) for b in "ab")

    assert len(before) == len(after) == len(functions)
    assert not before & after


def built(template, build):
    """The resources, deployed with this build."""
    parameters = template["Parameters"] | {"Build": {"Type": "String", "Default": build * 10}}
    return translated(template | {"Parameters": parameters})["Resources"]


def test_letters_of_the_user_pool_are_sent_by_us_as_soon_as_we_have_an_address(made):
    """Cognito by itself sends fifty a day; the fifty-first resident could not sign up."""
    (pool,) = of_type("AWS::Cognito::UserPool", made).values()

    ours, sending, otherwise = pool["EmailConfiguration"]["Fn::If"]
    assert ours == "MailIsOurs"
    assert sending["EmailSendingAccount"] == "DEVELOPER"
    assert otherwise == {"Ref": "AWS::NoValue"}


def test_whom_the_firewall_counts_nobody_can_make_up(made):
    """The first address in X-Forwarded-For is what the browser wrote there."""
    past, too_many, *_ = made["Firewall"]["Properties"]["Rules"]
    portal = made["Portal"]["Properties"]["DistributionConfig"]
    api, pages = (o for o in portal["Origins"] if o["Id"] in ("api", "pages"))
    counted = too_many["Statement"]["RateBasedStatement"]["ForwardedIPConfig"]["HeaderName"]
    key = past["Statement"]["NotStatement"]["Statement"]["ByteMatchStatement"]
    (sent,) = api["OriginCustomHeaders"]["Fn::If"][1]
    api_first = portal["CacheBehaviors"][0]

    assert counted in made["ViewerAddress"]["Properties"]["FunctionCode"]
    for asked in (portal["DefaultCacheBehavior"], api_first):
        assert asked["FunctionAssociations"]["Fn::If"][0] == "Firewalled"
    assert pages["OriginCustomHeaders"] == api["OriginCustomHeaders"]
    assert sent["HeaderName"] == key["FieldToMatch"]["SingleHeader"]["Name"]
    assert sent["HeaderValue"] == key["SearchString"]
