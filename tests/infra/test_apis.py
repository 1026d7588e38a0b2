"""Three APIs behind one portal: each address leads to its own, and nothing is lost between them."""

import json
import re
from fnmatch import fnmatchcase

import pytest

from chalicelib.capabilities import doors
from chalicelib.config import CAPABILITIES
from chalicelib.edge.middleware import PROXY
from infra.apis import APIS, REFUSALS, divided, of, schemes
from infra.refusals import responses
from tests.infra.conftest import of_type

FUNCTION = re.compile(r"\$\{(\w+Api)(?:Aliaslive|\.Arn)?\}/invocations")
CALLER = re.compile(r"\$\{(\w+API)\}/\*")


@pytest.fixture(scope="module")
def portal(resources):
    return resources["Portal"]["Properties"]["DistributionConfig"]


@pytest.fixture(scope="module")
def routes():
    """Every address of every capability."""
    return {door.path for name in CAPABILITIES for module in doors(name) for door in module.doors}


def test_every_address_is_in_one_api_and_none_is_lost(paths, routes):
    for path in routes:
        assert [api for api in APIS if path in paths[api]] == [of(path)], path
    assert set().union(*paths.values()) == routes | {PROXY}


def test_what_programs_ask_is_json_and_all_else_is_pages():
    assert of("/api/v1/complaints") == "RestAPI"
    assert of("/work/complaints") == "DeskAPI"
    for path in (
        "/",
        "/work",
        "/workshop",
        "/api",
        "/apiary",
        "/complaints/{reference}",
        "/robots.txt",
        "/status.json",
    ):
        assert of(path) == "PagesAPI", path


def test_of_what_is_divided_only_addresses_names_tokens_and_refusals_differ():
    definition = {
        "paths": {"/api/a": {}, "/work/b": {}, "/c": {}, PROXY: {}},
        "securityDefinitions": {"r": {}},
    }
    whole = {"DependsOn": ["Log"], "Properties": {"DefinitionBody": definition, "Kept": 1}}

    apart = divided({"Resources": {"RestAPI": whole, "Bus": {}}, "Outputs": {}})

    resources = apart["Resources"]
    assert apart["Outputs"] == resources["Bus"] == {}
    bodies = [resources[api]["Properties"].pop("DefinitionBody") for api in APIS]
    assert [body.pop(REFUSALS) for body in bodies] == [
        responses(pages=p) for p in (False, True, True)
    ]
    assert {name for body in bodies for name in body} == set(definition)
    assert [list(body["paths"]) for body in bodies] == [
        ["/api/a", PROXY],
        ["/work/b", PROXY],
        ["/c", PROXY],
    ]
    for api, each in APIS.items():
        left = {"Kept": 1, "Name": {"Fn::Sub": each.called}}
        assert resources[api] == {"DependsOn": ["Log"], "Properties": left}


def test_tokens_are_asked_for_where_programs_come_and_nowhere_else(resources, paths):
    known = {
        api: set(resources[api]["Properties"]["DefinitionBody"]["securityDefinitions"])
        for api in APIS
    }

    assert known == {"RestAPI": {"residents"}, "DeskAPI": set(), "PagesAPI": set()}
    assert known == {api: schemes(paths[api]) for api in APIS}


def test_the_portal_leads_every_address_to_its_api(portal, routes):
    for path in routes | {"/api/nothing", "/work/nothing", "/nothing", "/apiary", "/workshop"}:
        assert led(portal, path) == of(path), path


def test_the_page_about_the_api_is_a_page_with_a_slash_as_well(portal):
    for path in ("/api", "/work"):
        assert led(portal, path) == led(portal, f"{path}/") == "PagesAPI"


def led(portal, path):
    """As CloudFront does: the first behaviour that fits, its origin, and the API behind that."""
    fitting = (b for b in portal["CacheBehaviors"] if fnmatchcase(path, b["PathPattern"]))
    wanted = next(fitting, portal["DefaultCacheBehavior"])["TargetOriginId"]
    (origin,) = (each for each in portal["Origins"] if each["Id"] == wanted)
    named = set(re.findall(r"\$\{(\w+API)\}", json.dumps(origin)))
    return named.pop() if len(named) == 1 else named


@pytest.mark.parametrize(("name", "short"), [("RestAPI", "api"), ("DeskAPI", "desk")])
def test_all_are_asked_through_the_portal_in_the_same_way(portal, name, short):
    """The same methods, headers, cookies and rules for keeping nothing."""
    (api,) = (dict(b) for b in portal["CacheBehaviors"] if b["TargetOriginId"] == short)
    one, other = (json.dumps(o) for o in portal["Origins"] if o["Id"] in (short, "pages"))

    assert api.pop("PathPattern")
    assert api | {"TargetOriginId": "pages"} == portal["DefaultCacheBehavior"]
    assert one.replace(name, "PagesAPI").replace(f'"{short}"', '"pages"', 1) == other


def test_an_api_may_call_the_functions_it_leads_to_and_no_others(resources, paths):
    leads = {(api, name) for api in APIS for name in FUNCTION.findall(json.dumps(paths[api]))}

    may = {
        (CALLER.findall(permission["SourceArn"]["Fn::Sub"])[0], function)
        for permission in of_type("AWS::Lambda::Permission", resources).values()
        if permission["Principal"] == "apigateway.amazonaws.com"
        for function in [permission["FunctionName"]["Ref"].removesuffix("Aliaslive")]
    }

    assert may == leads
    assert {(api, "SiteApi") for api in APIS} <= may


def test_the_firewall_stands_before_each(resources):
    guarded = of_type("AWS::WAFv2::WebACLAssociation", resources).values()

    arns = [each["ResourceArn"]["Fn::Sub"] for each in guarded]
    assert [arn.partition("/restapis/")[2] for arn in arns] == [
        f"${{{api}}}/stages/api" for api in APIS
    ]


def test_errors_of_each_are_watched_and_all_that_it_does_is_shown(resources, watching):
    alarms = of_type("AWS::CloudWatch::Alarm", watching["Resources"]).values()
    watched = [each for each in alarms if each.get("MetricName") == "5XXError"]
    shown = watching["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]

    names = [resources[api]["Properties"]["Name"] for api in APIS]
    assert [each["Dimensions"][0]["Value"] for each in watched] == names
    for name in names:
        for metric in ("Count", "4XXError", "5XXError", "Latency"):
            assert f'["AWS/ApiGateway","{metric}","ApiName","{name["Fn::Sub"]}"' in shown


def test_the_stack_tells_which_api_is_which(template):
    told = {api: template["Outputs"][each.output]["Value"] for api, each in APIS.items()}

    assert told == {api: {"Ref": api} for api in APIS}
