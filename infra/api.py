"""All routes: which function answers which address."""

import json

from chalice.app import CognitoUserPoolAuthorizer

from chalicelib.config import CAPABILITIES
from chalicelib.edge import multipart
from chalicelib.edge.middleware import PROXY
from infra.apis import INTEGRATION
from infra.cloudformation import ANY, Template, arn, camel, sub
from infra.functions import called
from infra.workers import SITE, opened

INVOKE = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions"
RATE, BURST = 500, 1000  # requests a second that are let through, and at once

LOGGED = {  # no address of a person, no query
    "at": "$context.requestTimeEpoch",
    "request": "$context.requestId",
    "method": "$context.httpMethod",
    "route": "$context.resourcePath",
    "status": "$context.status",
    "milliseconds": "$context.responseLatency",
    "refused": "$context.error.responseType",
}


def rest_api() -> Template:
    """What is laid over the API that Chalice writes, before it is divided (infra/apis.py)."""
    log = {"DestinationArn": arn("AccessLog"), "Format": json.dumps(LOGGED)}
    everywhere = {"HttpMethod": "*", "ResourcePath": "/*", "MetricsEnabled": True}
    throttle = {"ThrottlingRateLimit": RATE, "ThrottlingBurstLimit": BURST}
    return {
        "DependsOn": ["AccessLogAccount"],
        "Properties": {
            "OpenApiVersion": "2.0",  # else SAM makes a second stage, without limits (SAM#191)
            "MethodSettings": [everywhere | throttle],
            "AccessLogSetting": log,
            # as Chalice writes into the definition, where MiniStack 1.5 overlooks it
            "BinaryMediaTypes": [multipart.KIND],
            "DefinitionBody": definition(),
        },
    }


def definition() -> Template:
    paths: Template = {}
    schemes: Template = {}
    for capability in CAPABILITIES:
        paths |= routes(capability)
        schemes |= {name: from_the_pool() for name in authorizers(capability)}
    if opened(SITE).routes:
        paths[PROXY] = {ANY: anything(SITE, PROXY)}
    return {
        "paths": paths,
        "securityDefinitions": schemes,
    }


def routes(capability: str) -> Template:
    """Every route of the capability, answered by its own function; so is a method it lacks."""
    return {
        path: {method.lower(): {INTEGRATION: {"uri": uri(capability)}}
               for method in methods}
        | {ANY: anything(capability, path)}
        for path, methods in opened(capability).routes.items()
    }  # fmt: skip


def anything(capability: str, path: str) -> Template:
    """For the methods that nobody wrote: the function answers 404 or 405 as we put it."""
    names = [part.strip("{}+") for part in path.split("/") if part.startswith("{")]
    return {
        "parameters": [
            {"name": name, "in": "path", "required": True, "type": "string"} for name in names
        ],
        INTEGRATION: {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "passthroughBehavior": "when_no_match",
            "contentHandling": "CONVERT_TO_TEXT",
            "uri": uri(capability),
        },
    }


def uri(capability: str) -> Template:
    function = called(f"{camel(capability)}Api")
    attribute = "" if "Alias" in function else ".Arn"  # an alias refers to itself by its ARN
    return sub(f"{INVOKE}/${{{function}{attribute}}}/invocations")


def authorizers(capability: str) -> set[str]:
    views = [view for methods in opened(capability).routes.values() for view in methods.values()]
    return {v.authorizer.name for v in views if isinstance(v.authorizer, CognitoUserPoolAuthorizer)}


def from_the_pool() -> Template:
    return {"x-amazon-apigateway-authorizer": {"providerARNs": [arn("UserPool")]}}
