"""What stands between a request and a view: who may enter, what was sent, how errors are told."""

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, get_type_hints

import msgspec
from chalice.app import Request, Response

from chalicelib import clock
from chalicelib.edge import astray, cookies, csrf, forms, multipart, problems, unsent
from chalicelib.edge.call import Call
from chalicelib.edge.http import CHANGING, as_json, cacheable
from chalicelib.edge.identity import ANYONE, Who, by_session, by_session_along, by_token
from chalicelib.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Invalid,
    NotFound,
    SignInNeeded,
    TooMany,
)
from chalicelib.messages import Message

View = Callable[..., Any]
Judge = Callable[..., Mapping[str, Message]]


@dataclass(frozen=True)
class Door:
    """One method of one path. The view's annotations say what it reads and what it answers."""

    method: str
    path: str
    view: View
    who: Who
    is_page: bool = False
    status: HTTPStatus = HTTPStatus.OK
    location: str = ""  # of what was created: "/api/v1/complaints/{id}"
    media: Mapping[str, Any] = field(default_factory=dict)  # other formats, each with its type
    headers: tuple[str, ...] = ()  # that the view itself writes, for the API's description
    keyed: bool = False  # with the same Idempotency-Key it is done once
    matched: bool = False  # If-Match says which version it builds on
    judge: Judge | None = None  # what is wrong with as much of the form as can be read
    again: View | None = None  # the page to show once more if what was sent cannot be
    shown_at: str = ""  # of a form: where a page can be had, and not only sent to
    start: View | None = None  # where to begin once more, for who has no account yet
    along: View | None = None  # by the path's parameters, what to read along with the session

    @property
    def hints(self) -> dict[str, Any]:
        return _hints(self.view)

    @property
    def for_everybody(self) -> bool:
        """Whatever it answers may be kept, by anybody."""
        return self.method == "GET" and self.who == ANYONE

    @property
    def summary(self) -> str:
        return inspect.getdoc(self.view) or self.view.__name__.replace("_", " ").capitalize()


def api(door: Door, request: Request, parameters: dict[str, str]) -> Response:
    """Answer a program, in JSON."""
    call = Call(request, at=clock.now())
    try:
        call.actor = by_token(request, needed=door.who.level)
        door.who.admit(call.actor)
        body = _body(door, request)
        answer = door.view(call, **parameters, **_read(door, call, body, forms.from_json))
    except Exception as error:
        return problems.details(error, call, for_everybody=door.for_everybody)
    return _written(door, answer, request)


def page(door: Door, request: Request, parameters: dict[str, str]) -> Response:
    """Answer a person, with a page; what they typed comes back with what is wrong with it."""
    call = Call(request, at=clock.now(), shown_at=door.shown_at.format_map(parameters))
    try:
        _know(door, call, parameters)
        sent, stale = _sent(door, call)
        if door.who != ANYONE:
            door.who.admit(call.actor, guest=bool(call.guest))
        return _answered(door, call, sent, stale, parameters)
    except SignInNeeded:
        return unsent.sign_in_first(call, door.start(call, **parameters) if door.start else "")
    except csrf.Stale as error:
        return unsent.once_more(call, error)
    except Exception as error:
        return problems.page(error, call)


def unknown(request: Request) -> Response:
    """Answer for an address that leads nowhere."""
    return refused(request, NotFound("there is nothing at this address"))


def refused(request: Request, error: DomainError) -> Response:
    """Answer what no door was asked: a program in JSON, a person with a page."""
    call = Call(request, at=clock.now())
    if call.path.startswith("/api/"):
        return problems.details(error, call)
    call.who = functools.partial(by_session, request, at=call.at)
    try:
        return problems.page(error, call)
    except Exception as unforeseen:
        return problems.page(unforeseen, call)  # it does not ask again who this is


def _know(door: Door, call: Call, parameters: dict[str, str]) -> None:
    """Who is at the door: read at once with what the door needs beside it, else when asked for."""
    if door.along is None:
        call.who = functools.partial(by_session, call.request, at=call.at)
        return
    named = door.along(**parameters)
    call.actor, call.along = by_session_along(call.request, named, at=call.at)


def _answered(
    door: Door,
    call: Call,
    sent: dict[str, list[str]],
    stale: csrf.Stale | None,
    parameters: dict[str, str],
) -> Response:
    try:
        if stale:
            raise stale
        read = _read(door, call, sent, forms.from_texts)
        return _page(door.view(call, **parameters, **read))
    except (Conflict, Forbidden, Invalid, TooMany) as error:
        return _again(door, call, error, parameters)


def _body(door: Door, request: Request) -> dict[str, Any]:
    form = door.hints.get("form")
    return forms.legible(forms.json_body(request.raw_body), form) if form else {}


def _read(
    door: Door, call: Call, body: dict[str, Any], reader: Callable[..., Any]
) -> dict[str, Any]:
    """What the view asks for by the names ``form`` and ``query``."""
    read = {"form": _form(door, call, body, reader)} if "form" in door.hints else {}
    return read | _queried(door.view, call, astray.read if door.is_page else _strictly)


def _form(door: Door, call: Call, body: dict[str, Any], reader: Callable[..., Any]) -> Any:
    """Where something cannot be read, the domain is asked what is wrong with the rest: nobody mends
    one thing only to hear of the next."""
    try:
        return reader(body, door.hints["form"])
    except forms.Unreadable as error:
        if door.judge:
            found = door.judge(error.readable, by=call.actor, at=call.at)
            error.fields = {**found, **error.fields}
        raise


def _queried(view: View, call: Call, reader: Callable[..., Any]) -> dict[str, Any]:
    hints = _hints(view)
    return {"query": reader(call, hints["query"])} if "query" in hints else {}


def _strictly(call: Call, kind: type[forms.Form]) -> forms.Form:
    return forms.from_texts(call.query, kind)


@functools.cache
def _hints(view: View) -> dict[str, Any]:
    return get_type_hints(view)


def _sent(door: Door, call: Call) -> tuple[dict[str, list[str]], csrf.Stale | None]:
    """The fields of the form, which has to be one of ours; what is wrong if it was opened before
    the browser was what it is now."""
    if door.method not in CHANGING:
        return {}, None
    texts, call.files = _fields(call.request)
    sent = forms.legible(texts, door.hints.get("form"))
    call.values = {name: texts if len(texts) > 1 else texts[0] for name, texts in sent.items()}
    given = (call.remembered.get(name, "") for name in (cookies.SESSION, cookies.VISITOR))
    cookie = next(filter(None, given), "")
    try:
        csrf.check(call.request, cookie=cookie, sent="".join(sent.get(csrf.FIELD, [])))
    except csrf.Stale as stale:
        return sent, stale
    return sent, None


def _fields(request: Request) -> multipart.Parts:
    """What was typed, and the files that were chosen; most forms have none."""
    kind = request.headers.get("content-type", "")
    if kind.lower().startswith(multipart.KIND):
        return multipart.read(request.raw_body, kind)
    return multipart.Parts(forms.form_body(request.raw_body), {})


def _again(door: Door, call: Call, error: DomainError, parameters: dict[str, str]) -> Response:
    if door.again is None:
        raise error
    call.along = None  # it may be another by now
    problems.tell(error, call)
    return _page(door.again(call, **parameters, **_queried(door.again, call, astray.read)))


def _page(answer: Any) -> Response:
    assert isinstance(answer, Response), "a page's view answers call.render() or call.redirect()"
    return answer


def _written(door: Door, answered: Any, request: Request) -> Response:
    answer = answered if isinstance(answered, Response) else _as_response(door, answered)
    if door.for_everybody:
        return cacheable(answer, request)
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _as_response(door: Door, view: Any) -> Response:
    if view is None:
        return Response("", None, HTTPStatus.NO_CONTENT)
    location = door.location and door.location.format_map(msgspec.to_builtins(view))
    return as_json(view, status=door.status, **({"Location": location} if location else {}))
