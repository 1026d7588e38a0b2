"""API Gateway in small: hands requests to the app, and remembers a browser's cookies."""

import base64
import functools
import json
import re
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from app import app
from chalicelib.actors import Actor


@dataclass(frozen=True)
class Context:
    """What Lambda tells a function about itself."""

    function_name: str = "veche"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:veche"
    aws_request_id: str = "request-of-lambda"

    def get_remaining_time_in_millis(self) -> int:
        return 29_000


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str
    cookies: list[str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """What a reader sees of a page, more or less."""
        shown = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", self.body, flags=re.DOTALL)
        return re.sub(r"\s+", " ", unescape(shown)).strip()

    @property
    def trail(self) -> list[str]:
        """Its breadcrumbs, the page itself last."""
        steps = re.findall(r'breadcrumbs__list-item"[^>]*>(.*?)</li>', self.body, flags=re.DOTALL)
        return [unescape(re.sub(r"<[^>]+>", "", step)).strip() for step in steps]

    @property
    def location(self) -> str:
        return self.headers["Location"]

    def value(self, name: str) -> str:
        """What a field of the page holds."""
        for tag in re.findall(r"<(?:input|textarea)[^>]*>(?:[^<]*</textarea>)?", self.body):
            if f'name="{name}"' in tag:
                found = re.search(r'value="([^"]*)"', tag) or re.search(r">([^<]*)</textarea>", tag)
                return unescape(found[1]).strip() if found else ""
        raise AssertionError(f"the page has no field {name}")


@dataclass
class Browser:
    """A person at the portal. With an ``actor``, a program that shows the actor's ID token."""

    actor: Actor | None = None
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)
    since: int = 0  # seconds since 1970: when the program signed in

    @classmethod
    def of(cls, actor: Actor) -> Self:
        return cls(actor=actor)

    def get(self, address: str, **headers: str) -> Answer:
        return self.ask("GET", address, headers=headers)

    def follow(self, answer: Answer) -> Answer:
        assert answer.status == 303, (answer.status, answer.text)
        return self.get(answer.location)

    def submit(self, address: str, /, **fields: Any) -> Answer:
        """Send a form of a page, with the proof that this browser opened it."""
        fields.setdefault("csrf", self.csrf())
        body = urlencode(fields, doseq=True).encode()
        return self.ask(
            "POST", address, body, {"Content-Type": "application/x-www-form-urlencoded"}
        )

    def send_file(
        self, address: str, content: bytes | None, *, name: str = "file", **fields: str
    ) -> Answer:
        """Send a form with a file, as browsers do; None is one for which no file was chosen."""
        told = {"csrf": self.csrf()} | fields
        file = "" if content is None else "my file.csv"
        parts = [(f'name="{field}"', text.encode()) for field, text in told.items()]
        parts.append((f'name="{name}"; filename="{file}"', content or b""))
        body = b"".join(
            f"--b\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + each + b"\r\n"
            for head, each in parts
        )
        kind = {"Content-Type": "multipart/form-data; boundary=b"}
        return self.ask("POST", address, body + b"--b--\r\n", kind)

    def send(self, method: str, address: str, content: Any = None, **headers: str) -> Answer:
        """Send JSON to the API; ``Idempotency_Key=…`` is a header."""
        body = b"" if content is None else json.dumps(content).encode()
        return self.ask(method, address, body, {"Content-Type": "application/json", **headers})

    def csrf(self) -> str:
        from chalicelib.edge import cookies, csrf

        known = self.cookies.get(cookies.SESSION) or self.cookies.get(cookies.VISITOR)
        if not known:  # as a page with a form on it would
            known = self.cookies[cookies.VISITOR] = "visitor"
        return csrf.token(known)

    def ask(
        self, method: str, address: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        given = app(event(self, method, address, body, headers or {}), Context())
        many = given.get("multiValueHeaders", {})
        answer = Answer(
            given["statusCode"], dict(given["headers"]), given["body"], many.get("Set-Cookie", [])
        )
        for cookie in answer.cookies:
            for name, morsel in SimpleCookie(cookie).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer


def event(
    browser: Browser, method: str, address: str, body: bytes, headers: dict[str, str]
) -> dict[str, Any]:
    parts = urlsplit(address)
    resource, parameters = resource_of(parts.path, method)
    query = parse_qs(parts.query, keep_blank_values=True)
    sent = {
        "Accept-Language": browser.language,
        **{n.replace("_", "-"): v for n, v in headers.items()},
    }
    if browser.cookies:
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    context: dict[str, Any] = {
        "httpMethod": method,
        "resourcePath": resource,
        "path": f"/api{parts.path}",
        "stage": "api",
        "requestId": "request-1",
    }
    if browser.actor and method != "HEAD":  # it has no authorizer, as nothing under ANY
        context["authorizer"] = {"claims": claims_of(browser.actor, browser.since)}
    return {
        "resource": resource,
        "path": parts.path,
        "httpMethod": method,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": parameters or None,
        "requestContext": context,
        "stageVariables": None,
        **_carried(body, sent.get("Content-Type", "")),
    }


def _carried(body: bytes, kind: str) -> dict[str, Any]:
    """What the template calls binary comes as it was sent, the rest as text."""
    if kind.partition(";")[0] in app.api.binary_types:
        return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    return {"body": body.decode(), "isBase64Encoded": False}


def resource_of(path: str, method: str) -> tuple[str, dict[str, str]]:
    """The route with the most literal parts, as API Gateway prefers it."""
    best: tuple[str, dict[str, str]] = ("/{proxy+}", {})
    for route, pattern in _routes():
        if found := pattern.fullmatch(path):
            return route, found.groupdict()
    return best


@functools.cache
def _routes() -> list[tuple[str, re.Pattern[str]]]:
    """Compiled once: every request of every test looks for its own."""
    routes = sorted(app.routes, key=lambda route: route.count("{"))
    return [(r, re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", r))) for r in routes]


def claims_of(actor: Actor, since: int = 0) -> dict[str, Any]:
    """All of them are texts."""
    return {
        "auth_time": str(since),
        "sub": actor.id,
        "email_verified": "true" if actor.level else "false",
        "cognito:groups": ",".join(str(grant) for grant in sorted(actor.grants)),
    }
