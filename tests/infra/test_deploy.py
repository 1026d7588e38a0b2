"""Deploying: what is asked, what is told, and what is said when it fails."""

import json
from functools import partial
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.cli import ask, main, show
from infra.deploy import Deployment, Refused, code_bucket, local_host
from infra.publish import files, kind_of, publish
from tests.infra.stacks import FakeCloudFormation


@pytest.fixture
def cloudformation():
    return FakeCloudFormation()


@pytest.fixture
def aws():
    with mock_aws():
        yield


@pytest.fixture
def out(tmp_path):
    names = ("Stage", "CodeBucket", "CodeKey", "WatchKey", "PortalUrl", "MailFrom", "Build")
    parameters = {name: {} for name in names}
    (tmp_path / "sam.json").write_text(json.dumps({"Parameters": parameters}))
    (tmp_path / "deployment.zip").write_bytes(b"a package")
    (tmp_path / "watch.json").write_text("{}")
    return tmp_path


@pytest.fixture
def deployment(aws, cloudformation):
    """In a cloud where only CloudFormation and CloudFront are not to be believed."""
    region = "eu-central-1"
    boto3.client("s3", region_name=region).create_bucket(
        Bucket="assets", CreateBucketConfiguration={"LocationConstraint": region}
    )

    cognito = boto3.client("cognito-idp", region_name=region)
    cloudformation.pool = cognito.create_user_pool(PoolName="veche-test")["UserPool"]["Id"]

    class Forgetful:
        def create_invalidation(self, **asked: Any) -> None: ...

    fakes = {"cloudformation": cloudformation, "cloudfront": Forgetful()}
    clients = partial(boto3.client, region_name=region)
    return partial(Deployment, lambda name: fakes.get(name) or clients(name), "test", pause=0)


def parameters_of(proposal):
    return {p["ParameterKey"]: p.get("ParameterValue", "as before") for p in proposal["Parameters"]}


def test_the_portal_learns_its_address_in_a_second_round(deployment, cloudformation, out):
    deployment().run(out)

    first, second = map(parameters_of, cloudformation.proposals)
    assert "PortalUrl" not in first
    assert second["PortalUrl"] == "https://d123.cloudfront.net"


def test_the_secrets_of_a_stage_are_told_by_their_names_only(deployment, out):
    told: list[str] = []

    deployment(tell=told.append).run(out)
    deployment(tell=told.append).run(out)

    ssm = boto3.client("ssm", region_name="eu-central-1")
    kept = ssm.get_parameters_by_path(Path="/veche/test", WithDecryption=True)["Parameters"]
    assert [line for line in told if "secret" in line] == [
        "made the secret /veche/test/log-key",
        "made the secret /veche/test/voter-key",
        "made the secret /veche/test/document-key",
    ]
    assert not [line for line in told for each in kept if each["Value"] in line]


def test_what_was_set_once_is_kept(deployment, cloudformation, out):
    deployment(parameters={"MailFrom": "veche@example.org"}).run(out)

    deployment().run(out)

    assert parameters_of(cloudformation.proposals[-1])["MailFrom"] == "as before"


def test_functions_are_published_anew_when_anything_changed_and_only_then(
    deployment, cloudformation, out
):
    deployment(parameters={"MailFrom": "veche@example.org"}).run(out)
    deployment().run(out)
    deployment(parameters={"MailFrom": "city@example.org"}).run(out)

    first, with_address, again, another = (
        parameters_of(proposal)["Build"] for proposal in cloudformation.proposals
    )
    assert first != with_address == again != another
    assert all(len(build) == 64 for build in (first, with_address, another))


def test_the_build_is_told_by_the_template_itself_as_well(deployment, cloudformation, out):
    """The embedded cloud hands no other parameters to SAM than the template's own defaults."""
    deployment().run(out)

    s3 = boto3.client("s3", region_name="eu-central-1")
    for proposal in cloudformation.proposals:
        bucket, _, key = proposal["TemplateURL"].partition(".com/")[2].partition("/")
        deployed = json.load(s3.get_object(Bucket=bucket, Key=key)["Body"])
        assert deployed["Parameters"]["Build"]["Default"] == parameters_of(proposal)["Build"]


def test_the_template_of_what_watches_lies_where_the_code_lies(deployment, cloudformation, out):
    deployment().run(out)
    (out / "watch.json").write_text('{"Resources": {}}')
    deployment().run(out)

    s3 = boto3.client("s3", region_name="eu-central-1")
    told = [parameters_of(proposal) for proposal in cloudformation.proposals]
    lying = [s3.get_object(Bucket=each["CodeBucket"], Key=each["WatchKey"]) for each in told]
    assert [each["Body"].read() for each in lying] == [b"{}", b"{}", b'{"Resources": {}}']


def test_a_city_with_a_domain_of_its_own_needs_no_second_round(deployment, cloudformation, out):
    deployment(parameters={"PortalDomainName": "veche.example.org"}).run(out)

    (only,) = map(parameters_of, cloudformation.proposals)
    assert only["PortalUrl"] == "https://veche.example.org"


def test_who_says_no_changes_nothing(deployment, cloudformation, out):
    seen = []

    with pytest.raises(Refused):
        deployment(agree=lambda changes: bool(seen.extend(changes))).run(out)

    assert seen == [("Add", "AWS::SQS::Queue", "Queue")]
    assert cloudformation.status == ""


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "ap-southeast-1"])
def test_packages_have_a_bucket_in_any_region(aws, region):
    cloud = partial(boto3.client, region_name=region)

    name = code_bucket(cloud, "test")

    assert name == code_bucket(cloud, "test")
    assert region in name
    assert cloud("s3").get_public_access_block(Bucket=name)


def test_only_what_changed_is_published_and_what_is_gone_is_removed(aws):
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket="assets")
    s3.put_object(Bucket="assets", Key="assets/of-yesterday.css", Body=b"")

    assert publish(s3, "assets") == len(list(files())) + 1
    assert publish(s3, "assets") == 0
    style = s3.head_object(Bucket="assets", Key="assets/css/veche.css")
    assert style["ContentType"] == "text/css"
    assert style["CacheControl"]


def test_a_map_is_published_as_a_map(tmp_path):
    assert kind_of(tmp_path / "basemap.pmtiles") == "application/vnd.pmtiles"


def test_here_the_portal_is_called_by_its_label():
    assert local_host("d123.cloudfront.net", 4566) == "d123.cloudfront.localhost:4566"


def test_what_would_be_lost_is_shown_first(capsys, monkeypatch):
    changes = [("Add", "AWS::SQS::Queue", "A"), ("Replace", "AWS::DynamoDB::Table", "Z")]
    monkeypatch.setattr("builtins.input", lambda _question: "n")

    assert show(changes)
    assert not ask(changes)

    assert capsys.readouterr().out.split()[:2] == ["Replace", "Z"]


def test_without_credentials_one_line_says_so(monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it keeps the keys it once found

    with pytest.raises(SystemExit, match="veche: the cloud refuses: Unable to locate credentials"):
        main(["deploy", "test"])
