"""The API's description, put in the order in which a person reads it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import msgspec

Json = Mapping[str, Any]
SHOWN = "/api/"  # not the robots' files


@dataclass(frozen=True)
class Field:
    """Something sent or answered: ``schema`` names the type where it is one of ours."""

    name: str
    type: str
    needed: bool
    place: str = ""  # path, query or header
    schema: str = ""


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    description: str
    signed_in: bool
    parameters: list[Field]
    body: list[Field]
    status: str
    answer: str  # the name of a schema; empty where there is nothing to describe


@dataclass(frozen=True)
class Group:
    """The operations of one capability."""

    name: str
    operations: list[Operation]


@dataclass(frozen=True)
class Schema:
    name: str
    description: str
    fields: list[Field]


@dataclass(frozen=True)
class Reference:
    document: Json

    @classmethod
    def read(cls, file: Path) -> Self:
        return cls(msgspec.json.decode(file.read_bytes(), type=dict[str, Any]))

    def groups(self) -> list[Group]:
        found: dict[str, list[Operation]] = {}
        for tag, operation in self._operations():
            found.setdefault(tag, []).append(operation)
        return [Group(name, found[name]) for name in sorted(found)]

    def schemas(self) -> list[Schema]:
        """Those that have fields, by name."""
        known = self._schemas()
        return [
            Schema(name, _told(one), self._fields(one))
            for name, one in sorted(known.items())
            if one.get("properties")
        ]

    def _schemas(self) -> Json:
        schemas: Json = self.document.get("components", {}).get("schemas", {})
        return schemas

    def _operations(self) -> Iterator[tuple[str, Operation]]:
        for path, methods in self.document["paths"].items():
            for method, told in methods.items():
                if path.startswith(SHOWN):
                    yield told["tags"][0], self._operation(path, method, told)

    def _operation(self, path: str, method: str, told: Json) -> Operation:
        status = next(iter(told["responses"]))
        return Operation(
            id=told["operationId"],
            method=method.upper(),
            path=path,
            summary=_told(told, "summary"),
            description=_told(told),
            signed_in=bool(told.get("security")),
            parameters=[_parameter(one) for one in told.get("parameters", [])],
            body=self._fields(_content(told.get("requestBody", {}))),
            status=status,
            answer=_named(_content(told["responses"][status])),
        )

    def _fields(self, schema: Json) -> list[Field]:
        """Of a schema, or of the one it refers to."""
        known = self._schemas().get(_named(schema), schema)
        needed = known.get("required", [])
        return [
            Field(name, type_of(one), name in needed, schema=_named(one))
            for name, one in known.get("properties", {}).items()
        ]


def type_of(schema: Json) -> str:
    """In a few words: ``array of Photo``, ``string (date-time)``, ``a | b``."""
    if name := _named(schema):
        return f"array of {name}" if schema.get("type") == "array" else name
    if "anyOf" in schema:
        return " | ".join(type_of(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    return _plain(schema)


def _plain(schema: Json) -> str:
    kind = str(schema.get("type", "any"))
    if kind == "array":
        return f"array of {type_of(schema.get('items', {}))}"
    told = schema.get("format") or _limits(schema)
    return f"{kind} ({told})" if told else kind


def _limits(schema: Json) -> str:
    least = schema.get("minLength", schema.get("minimum"))
    most = schema.get("maxLength", schema.get("maximum"))
    if least is None and most is None:
        return ""
    return f"{'' if least is None else least}…{'' if most is None else most}"


def _parameter(told: Json) -> Field:
    schema = told["schema"]
    return Field(
        told["name"],
        type_of(schema),
        bool(told.get("required")),
        place=told["in"],
        schema=_named(schema),
    )


def _content(told: Json) -> Json:
    """The schema of a body or an answer; empty where there is none."""
    kinds: Mapping[str, Json] = told.get("content", {})
    return next((kind.get("schema", {}) for kind in kinds.values()), {})


def _told(schema: Json, part: str = "description") -> str:
    """Docstrings mark code by backticks; here they would be read as they stand."""
    return str(schema.get(part, "")).replace("`", "")


def _named(schema: Json) -> str:
    """The name of the schema that is meant, alone or as the items of a list."""
    pointer = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    return str(pointer).rpartition("/")[2]
