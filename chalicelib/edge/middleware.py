"""What Chalice answers by itself, told as we tell it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from chalice.app import Request, Response

from chalicelib.edge import doors
from chalicelib.edge.problems import Refused

PROXY = "/{proxy+}"  # what API Gateway calls every address it does not know


def answers(request: Request, get_response: Callable[[Any], Response]) -> Response:
    """Chalice fails on an address it does not know, and has an error shape of its own."""
    if request.context.get("resourcePath") == PROXY:
        return doors.unknown(request)
    response = get_response(request)
    if not _by_itself(response):
        return response
    refused = _as_ours(response, request)
    if request.method == "HEAD" and "GET" in refused.headers.get("Allow", ""):
        return _head(request, get_response, else_=refused)
    return refused


def _head(
    request: Request, get_response: Callable[[Any], Response], *, else_: Response
) -> Response:
    """As GET answers (RFC 9110 §9.3.2): API Gateway leaves the body out and keeps its length.

    It verifies tokens for the methods that it knows by name, and HEAD is none of them: an address
    that needs a token has no HEAD.
    """
    request.context["httpMethod"] = "GET"  # by which Chalice chooses the view
    answer = get_response(request)
    return else_ if answer.status_code == HTTPStatus.UNAUTHORIZED else answer


def _by_itself(response: Response) -> bool:
    return isinstance(response.body, dict) and set(response.body) == {"Code", "Message"}


def _as_ours(refusal: Response, request: Request) -> Response:
    """What it refused by itself: a method (405), a content type (415), an accident."""
    answer = doors.refused(request, Refused(HTTPStatus(refusal.status_code)))
    answer.headers |= {name: kept for name, kept in refusal.headers.items() if name == "Allow"}
    return answer
