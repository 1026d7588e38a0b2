"""The description of the API (OpenAPI 3.1), made of what the doors themselves read and answer."""

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from types import NoneType
from typing import Any, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from chalicelib.edge.doors import Door
from chalicelib.edge.identity import ANYONE, PROVED
from chalicelib.edge.problems import Problem
from chalicelib.errors import DomainError

REFS = "#/components/schemas/{name}"
Json = dict[str, Any]
JSON, PROBLEM = "application/json", "application/problem+json"
HEADERS: dict[str, Json] = {
    "Location": {
        "description": "The address of what is answered with.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Link": {
        "description": "The next page (rel=next, RFC 8288), if there is one.",
        "schema": {"type": "string"},
    },
    "ETag": {
        "description": "Sent back as If-None-Match, it gets 304 as long as nothing changes, where"
        " everybody reads it; as If-Match, it changes what was read and nothing else.",
        "schema": {"type": "string"},
    },
    "Retry-After": {
        "description": "With 429: after how many seconds it is worth trying again.",
        "schema": {"type": "integer"},
    },
}
IDEMPOTENCY_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same body gives the same answer for 24 hours.",
    "schema": {"type": "string", "maxLength": 255},
}
IF_MATCH: Json = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of what was read; if it is another by now, nothing changes (412)."
    " With * whatever is there is changed.",
    "schema": {"type": "string"},
}


def document(doors: Iterable[Door]) -> Json:
    """The whole API. A view's first line is the summary, the rest of its docstring the text."""
    api = sorted((d for d in doors if not d.is_page), key=lambda d: (d.path, d.method))
    schemas, components = _schemas(api)
    _tell_codes(components["Problem"])
    paths: Json = {}
    for door in api:
        paths.setdefault(door.path, {})[door.method.lower()] = _operation(door, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Veche",
            "version": "1",
            "summary": "The systems of a city, for programs",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "idToken": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
        },
    }


def _schemas(doors: list[Door]) -> tuple[dict[Any, Json], Json]:
    types: list[Any] = [Problem]
    for door in doors:
        types += [kind for name in ("form", "return") if (kind := _described(door, name))]
        types += door.media.values()
    unique = list(dict.fromkeys(types))
    made, components = msgspec.json.schema_components(unique, ref_template=REFS)
    made, components = _renamed((made, components), {name: _called(name) for name in components})
    return dict(zip(unique, made, strict=True)), components


def _called(name: str) -> str:
    """Two types of one name are told apart by the modules they lie in; programs need not know our
    modules: ``chalicelib.handlers.ballots.api.VoteForm`` is ``BallotsVoteForm`` for them."""
    *modules, kind = name.split(".")
    if not modules:
        return name
    folder = modules[2] if modules[1] in ("domain", "handlers") else modules[-1]
    return f"{folder.capitalize()}{kind}"


def _renamed(described: Any, names: Mapping[str, str]) -> Any:
    """`ValueError` if two would have one name; it says which."""
    if same := _same(names):
        raise ValueError(f"several schemas have one name: {'; '.join(same)}")
    text = msgspec.json.encode(described).decode()
    for name, called in names.items():
        text = text.replace(f'"{REFS.format(name=name)}"', f'"{REFS.format(name=called)}"')
    made, components = msgspec.json.decode(text)
    return made, {names[name]: schema for name, schema in components.items()}


def _same(names: Mapping[str, str]) -> list[str]:
    """Each name that several would have, with all that would have it."""
    by_name: dict[str, list[str]] = {}
    for name, called in names.items():
        by_name.setdefault(called, []).append(name)
    return [
        f"{called} ({', '.join(several)})"
        for called, several in sorted(by_name.items())
        if len(several) > 1
    ]


def _described(door: Door, name: str) -> Any:
    """The struct that is read or answered; None where the view answers by itself, or nothing.

    A view that answers other formats as well says so: ``-> Page | Response``, and the door says
    which (``media``).
    """
    kind = door.hints.get(name)
    kinds = get_args(kind) or (kind,)
    return next((k for k in kinds if isinstance(k, type) and issubclass(k, Struct)), None)


def _operation(door: Door, schemas: dict[Any, Json]) -> Json:
    summary, _, text = door.summary.partition("\n")
    operation: Json = {
        "operationId": door.view.__name__,
        "tags": [door.view.__module__.split(".")[2]],
        "summary": summary.rstrip("."),
        "description": "\n\n".join(filter(None, (text.strip(), _for_whom(door)))),
        "parameters": [*_in_path(door), *_in_query(door), *_in_headers(door)],
        "responses": _responses(door, schemas),
        "security": [] if door.who == ANYONE else [{"idToken": []}],
    }
    if form := _described(door, "form"):
        content = {JSON: {"schema": schemas[form]}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _for_whom(door: Door) -> str:
    """What a token alone does not prove has to be said."""
    level = door.who.level
    return f"For accounts of level L{level} or higher." if level > PROVED else ""


def _in_path(door: Door) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", door.path)
    ]


def _in_query(door: Door) -> list[Json]:
    query = door.hints.get("query")
    return [
        {
            "name": field.encode_name,
            "in": "query",
            "required": field.required,
            "schema": msgspec.json.schema(field.type),
        }
        for field in (fields(query) if query else ())
    ]


def _in_headers(door: Door) -> list[Json]:
    return [IDEMPOTENCY_KEY] * door.keyed + [IF_MATCH] * door.matched


def _responses(door: Door, schemas: dict[Any, Json]) -> Json:
    told = {str(int(_status(door))): _right(door, schemas)}
    if door.for_everybody:
        told["304"] = {"description": "It is still the same"}
    return told | {
        "default": {
            "description": "What went wrong",
            "headers": {"Retry-After": HEADERS["Retry-After"]},
            "content": {PROBLEM: {"schema": schemas[Problem]}},
        }
    }


def _right(door: Door, schemas: dict[Any, Json]) -> Json:
    """How it answers when nothing is wrong."""
    answered = _described(door, "return")
    kinds = {**({JSON: answered} if answered else {}), **door.media}
    parts: Json = {
        "headers": {name: HEADERS[name] for name in _headers(door)},
        "content": {medium: {"schema": schemas[kind]} for medium, kind in kinds.items()},
    }
    filled = {name: part for name, part in parts.items() if part}
    return {"description": _status(door).phrase} | filled


def _status(door: Door) -> HTTPStatus:
    nothing = door.hints.get("return") is NoneType
    return HTTPStatus.NO_CONTENT if nothing else door.status


def _headers(door: Door) -> Iterator[str]:
    if door.location or door.status == HTTPStatus.SEE_OTHER:
        yield "Location"
    if door.for_everybody:
        yield "ETag"
    yield from door.headers


def _tell_codes(problem: Json) -> None:
    """What programs tell apart is told by the errors themselves; what each says beside its code is
    its own."""
    known = "; ".join(sorted(_codes()))
    problem["properties"]["code"]["description"] = f"What programs tell apart: {known}."
    problem["additionalProperties"] = True


def _codes(kind: type[DomainError] = DomainError) -> Iterator[str]:
    for error in kind.__subclasses__():
        if error.code:
            told = " ".join((inspect.getdoc(error) or "").split()).rstrip(".")
            yield f"`{error.code}`: {told}"
        yield from _codes(error)
