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
    if isinstance(response.body, dict) and set(response.body) == {"Code", "Message"}:
        return _as_ours(response, request)
    return response


def _as_ours(refusal: Response, request: Request) -> Response:
    """What it refused by itself: a method (405), a content type (415), an accident."""
    answer = doors.refused(request, Refused(HTTPStatus(refusal.status_code)))
    answer.headers |= {name: kept for name, kept in refusal.headers.items() if name == "Allow"}
    return answer
