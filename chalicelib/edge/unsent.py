"""Forms that were sent too late, or before somebody had signed in: what was typed waits."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import msgspec
from chalice.app import Response

from chalicelib.edge import csrf, problems
from chalicelib.edge.call import Call
from chalicelib.edge.http import CHANGING
from chalicelib.messages import Message, say

Kept = dict[str, str | list[str]]


def sign_in_first(call: Call, start: str = "") -> Response:
    """On to sign-in and back; ``start`` is where to begin for who has no account yet."""
    if call.request.method not in CHANGING:
        return call.redirect(f"/sign-in?{urlencode({'next': call.address})}")
    return call.render(
        "site/sign_in_first.html",
        status=HTTPStatus.UNAUTHORIZED,
        title=call.tell(say("Sign in")),
        next=call.address,
        start=start,
        kept=msgspec.json.encode(_worth_keeping(call.values)).decode(),
    )


def once_more(call: Call, error: csrf.Stale) -> Response:
    """The form as it was typed, with a proof that is good now; files would have to be chosen
    again."""
    if call.files:
        return problems.page(error, call)
    call.status = problems.status_of(error)
    return resume(call, say("The form is not sent yet"), action=call.address, kept=call.values)


def resume(call: Call, title: Message, *, action: str, kept: Mapping[str, Any]) -> Response:
    """What was typed, to be sent by one press."""
    worth = _worth_keeping(kept).items()
    return call.render(
        "site/resume.html",
        title=call.tell(title),
        action=action,
        fields=[(name, text) for name, value in worth for text in _texts(value)],
    )


def read(written: str) -> Kept | None:
    """What waited along with signing in; None for what is no form: it came with the request, so it
    may be anything."""
    try:
        return msgspec.json.decode(written, type=Kept) if written else None
    except msgspec.MsgspecError:
        return None


def _worth_keeping(values: Mapping[str, Any]) -> Kept:
    """Passwords are typed again, the proof is made anew."""
    return {n: v for n, v in values.items() if n != csrf.FIELD and "password" not in n}


def _texts(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
