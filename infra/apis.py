"""Three APIs behind the one portal: JSON for programs, desks for those whose work it is, all other
pages.

Chalice writes one API with every route, and API Gateway gives one REST API 300 parts of paths. What
is said of that one (limits, log, who may enter) is said of all; each refuses in words of its own.
"""

from collections.abc import Callable
from typing import NamedTuple

from chalicelib.edge.middleware import PROXY
from infra.cloudformation import Template, sub
from infra.refusals import responses

INTEGRATION = "x-amazon-apigateway-integration"
REFUSALS = "x-amazon-apigateway-gateway-responses"
WHOLE = "RestAPI"  # what Chalice calls the one that it writes


class Api(NamedTuple):
    short: str
    beginning: str  # of its addresses, as far as no API before it has them
    output: str  # of the stack: which one it is
    for_people: bool

    @property
    def called(self) -> str:
        return f"veche-${{Stage}}-{self.short}"


APIS = {  # by resource
    WHOLE: Api("api", "/api/", "Api", for_people=False),
    "DeskAPI": Api("desk", "/work/", "DeskApi", for_people=True),
    "PagesAPI": Api("pages", "/", "PagesApi", for_people=True),
}


def of(path: str) -> str:
    """The API that an address belongs to; the portal sends it there (infra/resources/edge.yaml)."""
    return next(name for name, api in APIS.items() if path.startswith(api.beginning))


def root(api: str) -> str:
    """Where the embedded cloud answers for an API, past the portal."""
    return f"/_aws/execute-api/{api}/api"


def divided(template: Template) -> Template:
    """The template with each API in the place of the whole one; a merge cannot take routes away."""
    resources = template["Resources"]
    apart = {name: part(resources[WHOLE], name) for name in APIS}
    return template | {"Resources": resources | apart}


def part(whole: Template, name: str) -> Template:
    """The API with its own addresses, and with the one for all that nobody knows."""
    properties = whole["Properties"]
    definition = properties["DefinitionBody"]
    found = chosen(definition["paths"], lambda path: path == PROXY or of(path) == name)
    paths = {
        path: {m: bare(method) for m, method in methods.items()} for path, methods in found.items()
    }
    asked = schemes(paths)
    definition = definition | {
        "paths": paths,
        "securityDefinitions": chosen(definition["securityDefinitions"], asked.__contains__),
        REFUSALS: responses(pages=APIS[name].for_people),
    }
    named = {"Name": sub(APIS[name].called), "DefinitionBody": definition}
    return whole | {"Properties": properties | named}


def bare(method: Template) -> Template:
    """What API Gateway has to know of a method. What it takes and answers is the function's to say,
    and told in `edge.openapi`; half of the template would repeat it."""
    integration = chosen(method[INTEGRATION], lambda name: name != "responses")
    said = chosen(method, lambda name: name in ("parameters", "security"))
    return said | {"responses": {}, INTEGRATION: integration}


def schemes(paths: Template) -> set[str]:
    """By which of them anybody is asked to prove something."""
    methods = [method for path in paths.values() for method in path.values()]
    return {name for method in methods for asked in method.get("security", []) for name in asked}


def chosen(given: Template, wanted: Callable[[str], bool]) -> Template:
    return {name: each for name, each in given.items() if wanted(name)}
