"""What Chalice answers by itself, told as we tell it."""

from collections.abc import Callable
from typing import Any

from chalice.app import Request, Response

from chalicelib.edge import doors
from chalicelib.edge.problems import as_ours

PROXY = "/{proxy+}"  # what API Gateway calls every address it does not know


def answers(request: Request, get_response: Callable[[Any], Response]) -> Response:
    """Chalice fails on an address it does not know, and has an error shape of its own."""
    if request.context.get("resourcePath") == PROXY:
        return doors.unknown(request)
    response = get_response(request)
    if isinstance(response.body, dict) and set(response.body) == {"Code", "Message"}:
        return as_ours(response, request)
    return response
