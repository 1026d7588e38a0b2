"""How much of what AWS allows the templates take, and what to do before it is too much."""

import json
from typing import Any, NamedTuple

from infra.apis import APIS
from infra.cloudformation import Template, of_type
from infra.functions import SNAPSTART

STAY_BELOW = 0.9  # of what is allowed; the rest is for the change that cannot wait
A_NAME = "x" * 120  # as long as the name of a resource may become, written out in full

NEST = (
    "make each capability a stack of its own inside this one, as what watches is (infra/watch.py): "
    "docs/deploy.md, «When it grows»"
)
DIVIDE_WATCH = (
    "make what watches over each capability a stack of its own (infra/watch.py): docs/deploy.md, "
    "«When it grows»"
)
ONE_MORE = (
    "give what begins alike an API of its own (infra/apis.py, infra/resources/edge.yaml), "
    "or ask AWS for more: docs/deploy.md, «When it grows»"
)
DIVIDE_ROLE = "give a part of what this function does to a worker of its own: infra/policies"
PREFIX = 'let the queue hear of a whole prefix, {"prefix": "ballot."}: ROUTES in infra/queues.py'


class Limit(NamedTuple):
    what: str
    taken: int
    allowed: int
    remedy: str

    @property
    def near(self) -> bool:
        return self.taken > STAY_BELOW * self.allowed

    def __str__(self) -> str:
        share = f"{self.what}: {self.taken:,} of {self.allowed:,} ({self.taken / self.allowed:.0%})"
        return f"{share}; {self.remedy}" if self.near else share


def limits(template: Template, watch: Template) -> list[Limit]:
    """Of CloudFormation, API Gateway, IAM and EventBridge, as far as we come near to them."""
    expanded = translated(template)
    resources = expanded["Resources"]
    return [
        Limit("bytes of the template", size(template), 1_000_000, NEST),
        Limit("bytes of it, expanded", size(expanded), 1_000_000, NEST),
        Limit("resources of the stack", len(resources) + still_to_come(resources), 500, NEST),
        Limit("bytes of the template that watches", size(watch), 1_000_000, DIVIDE_WATCH),
        Limit("resources of the stack that watches", len(watch["Resources"]), 500, DIVIDE_WATCH),
        Limit("parameters of the stack that watches", len(watch["Parameters"]), 200, DIVIDE_WATCH),
        *(
            Limit(f"parts of paths of {api}", len(parts_of_paths(template, api)), 300, ONE_MORE)
            for api in APIS
        ),
        Limit("letters of one role's policies", longest_role(resources), 10_240, DIVIDE_ROLE),
        Limit("letters of what one queue hears of", longest_pattern(resources), 2_048, PREFIX),
    ]


def translated(template: Template, region: str = "eu-central-1") -> dict[str, Any]:
    """The template as CloudFormation sees it, with the shorthand of SAM written out."""
    from boto3 import Session
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator

    parameters = {name: p.get("Default", "given") for name, p in template["Parameters"].items()}
    translator = Translator({}, Parser(), boto_session=Session(region_name=region))
    copy = json.loads(json.dumps(template))
    return dict(translator.translate(copy, parameters))


def size(template: Template) -> int:
    return len(json.dumps(template, separators=(",", ":")).encode())


def still_to_come(resources: Template) -> int:
    """With a newer Python each function has a version and an alias as well."""
    return 0 if SNAPSTART else 2 * len(of_type("AWS::Lambda::Function", resources))


def parts_of_paths(template: Template, api: str) -> set[tuple[str, ...]]:
    """Each part of a path is a resource of the API, the root too, whatever the methods."""
    paths = template["Resources"][api]["Properties"]["DefinitionBody"]["paths"]
    parts = [tuple(part for part in path.split("/") if part) for path in paths]
    return {part[:depth] for part in parts for depth in range(len(part) + 1)}


def longest_role(resources: Template) -> int:
    roles = of_type("AWS::IAM::Role", resources).values()
    return max(
        sum(size(spelled(policy["PolicyDocument"])) for policy in role["Properties"]["Policies"])
        for role in roles
        if "Policies" in role["Properties"]
    )


def longest_pattern(resources: Template) -> int:
    rules = of_type("AWS::Events::Rule", resources).values()
    return max(size(rule["Properties"].get("EventPattern", {})) for rule in rules)


def spelled(value: Any) -> Any:
    """With the names of resources instead of references to them."""
    if isinstance(value, dict):
        if len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref")):
            return A_NAME
        return {name: spelled(each) for name, each in value.items()}
    return [spelled(each) for each in value] if isinstance(value, list) else value
