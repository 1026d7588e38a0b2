"""The template as it would be deployed, read once."""

import json
import sys
import zipfile

import pytest

from infra.apis import APIS, divided
from infra.commands import BIN, run

BUILD_THAWED = """
import runpy, infra.functions
infra.functions.SNAPSTART, infra.functions.RUNTIME = True, "python3.13"
runpy.run_module("infra.build", run_name="__main__")
"""


@pytest.fixture(scope="session")
def template(packaged):
    return json.loads((packaged / "sam.json").read_text())


@pytest.fixture(scope="session")
def watching(packaged):
    """The template of the stack inside, the one that watches."""
    return json.loads((packaged / "watch.json").read_text())


@pytest.fixture(scope="session")
def unpacked(packaged, tmp_path_factory):
    """The package as Lambda lays it out."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(packaged / "deployment.zip") as package:
        package.extractall(folder)
    return folder


@pytest.fixture(scope="session")
def thawed(packaged, tmp_path_factory):
    """The template as a newer Python writes it: with versions, aliases and SnapStart."""
    out = tmp_path_factory.mktemp("thawed")
    run(sys.executable, "-c", BUILD_THAWED, out)
    merge = out / "merge.json"
    source = packaged / "src"
    run(BIN / "chalice", "--project-dir", source, "package", "--merge-template", merge, out)
    here = f"python3.{sys.version_info.minor}"  # Chalice's own word for it
    return divided(json.loads((out / "sam.json").read_text().replace(here, "python3.13")))


@pytest.fixture(scope="session")
def resources(template):
    """What may ever be made: Chalice's own function never is."""
    return {
        name: resource
        for name, resource in template["Resources"].items()
        if resource.get("Condition") != "Never"
    }


@pytest.fixture(scope="session")
def paths(resources):
    """What each API answers to."""
    return {api: resources[api]["Properties"]["DefinitionBody"]["paths"] for api in APIS}


@pytest.fixture(scope="session")
def functions(resources):
    return of_type("AWS::Serverless::Function", resources)


@pytest.fixture(scope="session")
def all_queues(resources):
    return of_type("AWS::SQS::Queue", resources)


@pytest.fixture(scope="session")
def working(all_queues):
    """Queues that feed a function; the others are read by people."""
    return {name: queue for name, queue in all_queues.items() if "RedrivePolicy" in queue}


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
