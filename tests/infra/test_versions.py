"""Old versions of the functions go, and the one that is called stays."""

import io
import json
import zipfile

import boto3
import pytest
from moto import mock_aws

from infra.versions import forget_old

CODE = io.BytesIO()
with zipfile.ZipFile(CODE, "w") as package:
    package.writestr("app.py", "")


@pytest.fixture
def functions():
    with mock_aws():
        trusted = json.dumps({"Version": "2012-10-17", "Statement": []})
        role = boto3.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=trusted)
        functions = boto3.client("lambda")
        for name in ("Site", "Relay"):
            functions.create_function(
                FunctionName=name,
                Runtime="python3.13",
                Handler="app.app",
                Role=role["Role"]["Arn"],
                Code={"ZipFile": CODE.getvalue()},
            )
        yield functions


def versions(functions, name):
    return [
        v["Version"] for v in functions.list_versions_by_function(FunctionName=name)["Versions"]
    ]


def test_only_what_is_called_is_left(functions):
    for memory in (512, 1024, 2048):
        functions.update_function_configuration(FunctionName="Site", MemorySize=memory)
        newest = functions.publish_version(FunctionName="Site")["Version"]
    functions.create_alias(FunctionName="Site", Name="live", FunctionVersion=newest)

    assert forget_old(functions, ["Site", "Relay"]) == 2

    assert versions(functions, "Site") == ["$LATEST", newest]
    assert forget_old(functions, ["Site", "Relay"]) == 0


def test_a_function_without_versions_is_left_alone(functions):
    assert forget_old(functions, ["Relay"]) == 0

    assert versions(functions, "Relay") == ["$LATEST"]
