"""The APIs: every address is answered by its capability, and every refusal in our shape."""

import json
import re
from html import unescape

import pytest

from chalicelib.capabilities import doors
from chalicelib.config import CAPABILITIES
from chalicelib.edge import multipart
from chalicelib.edge.identity import ANYONE
from chalicelib.edge.middleware import PROXY
from infra.apis import APIS, of
from infra.cloudformation import ANY
from infra.refusals import REFUSALS, refusals

MOST_OF_A_BODY = 4096  # letters that AWS WAF takes


@pytest.fixture(params=APIS, scope="module")
def api(request, resources):
    return resources[request.param]["Properties"]


def every_door():
    return [
        pytest.param(name, door, id=f"{door.method} {door.path}")
        for name in CAPABILITIES
        for module in doors(name)
        for door in module.doors
    ]


@pytest.mark.parametrize(("capability", "door"), every_door())
def test_a_door_is_answered_by_its_capability_and_guarded_as_it_says(paths, capability, door):
    method = paths[of(door.path)][door.path][door.method.lower()]

    uri = json.dumps(method["x-amazon-apigateway-integration"]["uri"])
    assert f"{capability.capitalize()}Api" in uri
    guarded = not door.is_page and door.who != ANYONE
    assert bool(method.get("security")) == guarded


def test_a_form_with_a_file_arrives_byte_by_byte_and_nothing_of_ours_is_answered_so(api):
    told = api["DefinitionBody"]["x-amazon-apigateway-binary-media-types"]

    assert api["BinaryMediaTypes"] == [multipart.KIND]
    assert multipart.KIND in told
    assert not {"*/*", "application/json", "text/html", "text/csv"} & set(told)


def test_an_address_that_leads_nowhere_is_answered_by_the_site(api):
    unknown = api["DefinitionBody"]["paths"][PROXY]

    assert set(unknown) == {ANY}
    assert "SiteApi" in json.dumps(unknown[ANY]["x-amazon-apigateway-integration"]["uri"])


def test_tokens_are_those_of_the_user_pool(api):
    for scheme in api["DefinitionBody"]["securityDefinitions"].values():
        assert scheme["x-amazon-apigateway-authorizer"]["providerARNs"] == [
            {"Fn::GetAtt": ["UserPool", "Arn"]}
        ]


@pytest.fixture(params=APIS, scope="module")
def refusing(request, resources):
    """How an API refuses by itself, and whether people ask it."""
    definition = resources[request.param]["Properties"]["DefinitionBody"]
    return definition["x-amazon-apigateway-gateway-responses"], APIS[request.param].for_people


@pytest.mark.parametrize("kind", REFUSALS)
def test_what_api_gateway_refuses_programs_read_as_problem_details(resources, kind):
    definition = resources["RestAPI"]["Properties"]["DefinitionBody"]
    refusal = definition["x-amazon-apigateway-gateway-responses"][kind]
    problem = json.loads(refusal["responseTemplates"]["application/json"])

    headers = refusal["responseParameters"]
    assert headers["gatewayresponse.header.Content-Type"] == "'application/problem+json'"
    assert headers["gatewayresponse.header.Content-Language"] == "'en'"
    assert headers["gatewayresponse.header.Access-Control-Allow-Origin"] == "'*'"
    assert problem["instance"] == "urn:request:$context.requestId"
    assert problem.get("status") == refusal.get("statusCode")


def test_what_api_gateway_refuses_people_read_in_both_languages(resources):
    definition = resources["PagesAPI"]["Properties"]["DefinitionBody"]
    refused = definition["x-amazon-apigateway-gateway-responses"]

    assert {"REQUEST_TOO_LARGE", "THROTTLED", "DEFAULT_4XX", "DEFAULT_5XX"} <= set(refused)
    for kind, refusal in refused.items():
        written = refusal["responseTemplates"]["application/json"]
        page = unescape(written)
        kept = refusal["responseParameters"]["gatewayresponse.header.Content-Type"]
        assert kept == "'text/html; charset=utf-8'"
        assert written.isascii()
        assert REFUSALS[kind].detail[1:] in page
        assert REFUSALS[kind].russian[1:] in page
        assert refusal.get("statusCode") == REFUSALS[kind].status
        assert not re.search(r"<script|<style|style=| on\w+=", page)
        assert page.count("$") == 1  # API Gateway fills in the number of the request


def test_whom_the_firewall_lets_wait_is_told_as_api_gateway_would(resources):
    """Programs by their addresses, people by whatever else there is."""
    firewall = resources["Firewall"]["Properties"]
    said = {kind: each["Content"] for kind, each in firewall["CustomResponseBodies"].items()}
    page, problem = unescape(said["people"]), json.loads(said["programs"])

    _, counts, *refuse = firewall["Rules"]
    assert counts["Action"] == {"Count": {}}
    of_programs, of_people = (json.dumps(rule["Statement"]) for rule in refuse)
    for asked in (of_programs, of_people):
        assert f'"Key": "{counts["RuleLabels"][0]["Name"]}"' in asked
    assert '"/api/v1/"' in of_programs
    answers = [rule["Action"]["Block"]["CustomResponse"] for rule in refuse]
    assert [answer["CustomResponseBodyKey"] for answer in answers] == ["programs", "people"]
    assert {answer["ResponseCode"] for answer in answers} == {problem["status"]} == {429}
    assert "too many requests" in problem["detail"]
    assert "Too many requests" in page
    assert "слишком много запросов" in page
    assert "$" not in page
    assert all(text.isascii() and len(text) <= MOST_OF_A_BODY for text in said.values())


def test_a_header_of_a_refusal_has_no_quotation_marks_within_its_own(refusing):
    responses, _ = refusing
    for refusal in responses.values():
        for value in refusal["responseParameters"].values():
            assert re.fullmatch("'[^']+'", value)


def test_the_embedded_cloud_refuses_in_the_same_words(refusing):
    """It does not read them in the definition, so they are put to it one by one."""
    responses, for_people = refusing

    assert {r["responseType"]: r["responseTemplates"] for r in refusals(pages=for_people)} == {
        kind: refusal["responseTemplates"] for kind, refusal in responses.items()
    }


def test_nobody_can_ask_without_end(api):
    (everywhere,) = api["MethodSettings"]

    assert everywhere["ResourcePath"] == "/*"
    assert everywhere["ThrottlingRateLimit"]
    assert everywhere["ThrottlingBurstLimit"]


def test_the_access_log_keeps_nobodys_address_and_no_query(api):
    logged = api["AccessLogSetting"]["Format"]

    assert not [word for word in ("sourceIp", "querystring", "$context.path") if word in logged]
