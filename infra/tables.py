"""The tables and buckets: what a file of resources says, and what every one of them has."""

import re
from typing import Any

from infra.cloudformation import Template, of_type

KEPT = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}

EVERY_TABLE = {
    "BillingMode": "PAY_PER_REQUEST",
    "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
    "SSESpecification": {"SSEEnabled": True},
    "DeletionProtectionEnabled": {"Fn::If": ["Production", True, False]},
}
EVERY_BUCKET: dict[str, Any] = {
    "PublicAccessBlockConfiguration": {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    },
    "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
    "BucketEncryption": {
        "ServerSideEncryptionConfiguration": [
            {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
        ]
    },
}


def completed(resources: Template) -> Template:
    """The resources, with what goes without saying said."""
    for logical, table in of_type("AWS::DynamoDB::Table", resources).items():
        name = {"TableName": {"Fn::Sub": f"veche-${{Stage}}-{table_name(logical)}"}}
        table["Properties"] = name | EVERY_TABLE | table["Properties"]
        table |= KEPT
    for bucket in of_type("AWS::S3::Bucket", resources).values():
        bucket["Properties"] = EVERY_BUCKET | bucket["Properties"]
    return resources


def table_name(logical: str) -> str:
    """``HouseNumbersTable`` is ``house-numbers``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", logical.removesuffix("Table")).lower()


def streaming(resources: Template) -> list[str]:
    """The tables that tell of their changes."""
    tables = of_type("AWS::DynamoDB::Table", resources)
    return [name for name, table in tables.items() if "StreamSpecification" in table["Properties"]]
