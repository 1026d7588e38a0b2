"""The template as it would be deployed, read once."""

import json

import pytest


@pytest.fixture(scope="session")
def template(packaged):
    return json.loads((packaged / "sam.json").read_text())


@pytest.fixture(scope="session")
def resources(template):
    """What may ever be made: Chalice's own function never is."""
    return {
        name: resource
        for name, resource in template["Resources"].items()
        if resource.get("Condition") != "Never"
    }


@pytest.fixture(scope="session")
def functions(resources):
    return of_type("AWS::Serverless::Function", resources)


@pytest.fixture(scope="session")
def statements(resources, functions):
    """What each function's role allows, statement by statement."""
    return {
        name: [
            statement
            for policy in resources[f"{name}Role"]["Properties"]["Policies"]
            for statement in policy["PolicyDocument"]["Statement"]
        ]
        for name in functions
    }


def of_type(kind, resources):
    return {n: r.get("Properties", {}) for n, r in resources.items() if r["Type"] == kind}
