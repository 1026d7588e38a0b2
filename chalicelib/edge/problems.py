"""What goes wrong, as RFC 9457 problem details for programs and as a page for people."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import msgspec
from chalice.app import Response
from msgspec import Struct

from chalicelib.edge.call import Call
from chalicelib.edge.http import FROM_ANYWHERE
from chalicelib.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Invalid,
    LevelNeeded,
    NoSuchPage,
    NotFound,
    Outdated,
    SignInNeeded,
    TooMany,
)
from chalicelib.messages import Message, say
from chalicelib.observability import logger

STATUS_OF: dict[type[DomainError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Outdated: HTTPStatus.PRECONDITION_FAILED,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Forbidden: HTTPStatus.FORBIDDEN,
    SignInNeeded: HTTPStatus.UNAUTHORIZED,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
}
UNFORESEEN = say("Something went wrong on our side. Nothing you did is lost on purpose; try again.")


class FieldProblem(Struct):
    """One field that is wrong."""

    field: str
    detail: str


class Problem(Struct, omit_defaults=True):
    """What went wrong, by RFC 9457. With a ``code`` there may be more, as the code says."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str = ""
    errors: list[FieldProblem] = []


class Refused(DomainError):
    """No door was asked: Chalice refused it by itself, with this status."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(TITLES.get(status, UNFORESEEN).singular)
        self.status = status


def status_of(error: Exception) -> HTTPStatus:
    """500 for what nobody foresaw, which is logged here, once."""
    if isinstance(error, Refused):
        return error.status
    if isinstance(error, DomainError):
        return next(STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF)
    logger.exception("request failed")
    return HTTPStatus.INTERNAL_SERVER_ERROR


def details(error: Exception, call: Call, *, for_everybody: bool = False) -> Response:
    """Problem details with every wrong field; of an unforeseen error only that it happened. What is
    ``for_everybody`` a page of another site may read, what goes wrong with it as well."""
    status = status_of(error)
    problem = Problem(
        type="about:blank",
        title=status.phrase,
        status=int(status),
        detail=call.tell(sentence(error)),
        instance=f"urn:request:{call.reference}",
        code=error.code if isinstance(error, DomainError) else "",
        errors=[FieldProblem(field, call.tell(message)) for field, message in _fields(error)],
    )
    body: dict[str, Any] = msgspec.to_builtins(problem)
    if isinstance(error, DomainError):
        body |= error.more
    headers: dict[str, Any] = {"Content-Type": "application/problem+json"}
    headers |= {"Cache-Control": "no-store"} | _when_again(error)
    headers |= FROM_ANYWHERE if for_everybody else {}
    return Response(body, headers, status)


def page(error: Exception, call: Call) -> Response:
    """A page that says what happened, what to do, and the reference to quote."""
    if isinstance(error, NoSuchPage):
        return _to_the_first_page(call)
    status = status_of(error)
    answer = call.render(
        "site/error.html",
        status=status,
        title=call.tell(TITLES.get(status, TITLES[HTTPStatus.INTERNAL_SERVER_ERROR])),
        message=call.tell(sentence(error)),
        code=int(status),
        level=error.level if isinstance(error, LevelNeeded) else 0,
        reference=call.reference,
    )
    answer.headers |= _when_again(error)
    return answer


def _to_the_first_page(call: Call) -> Response:
    """No form is there to go back to, as of other things that are wrong: but the list is."""
    title = call.tell(say("This page of the list cannot be found"))
    return call.render(
        "site/error.html",
        status=HTTPStatus.NOT_FOUND,
        title=title,
        message=title,
        code=int(HTTPStatus.NOT_FOUND),
        first_page=call.first_page,
        reference=call.reference,
    )


def tell(error: DomainError, call: Call) -> None:
    """Let the page that is drawn next say what is wrong."""
    if isinstance(error, Invalid):
        call.errors = {name: call.tell(message) for name, message in error.fields.items()}
    call.problem, call.code = call.tell(error.message), error.code
    call.status = status_of(error)


def sentence(error: Exception) -> Message:
    return error.message if isinstance(error, DomainError) else UNFORESEEN


def _fields(error: Exception) -> Iterable[tuple[str, Message]]:
    return error.fields.items() if isinstance(error, Invalid) else ()


def _when_again(error: Exception) -> dict[str, str]:
    return {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}


TITLES: dict[HTTPStatus, Message] = {
    HTTPStatus.NOT_FOUND: say("Page not found"),
    HTTPStatus.FORBIDDEN: say("You cannot do this"),
    HTTPStatus.CONFLICT: say("This cannot be done now"),
    HTTPStatus.UNPROCESSABLE_ENTITY: say("Something is missing or wrong"),
    HTTPStatus.TOO_MANY_REQUESTS: say("Too many requests"),
    HTTPStatus.METHOD_NOT_ALLOWED: say("This address does not take that"),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: say("This address does not take that kind of content"),
    HTTPStatus.INTERNAL_SERVER_ERROR: say("Sorry, there is a problem with the service"),
}
