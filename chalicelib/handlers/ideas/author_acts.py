"""What people do about who writes an idea: the same at the pages and at the API."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal, Protocol

from chalicelib.actors import Actor
from chalicelib.domain.ideas import Idea, coauthors

AuthorAct = Literal["invite", "ask", "accept", "decline", "admit", "turn_down", "leave"]


class Said(Protocol):
    """What an act may need to be told."""

    email: str
    language: str
    note: str
    invitation: str


def act(what: AuthorAct, about: str | Idea, said: Said, *, by: Actor, at: datetime) -> None:
    use_case, more = ACTS[what]
    use_case(about, **more(said), by=by, at=at)


def _invited(said: Said) -> dict[str, str]:
    return {"email": said.email, "language": said.language}


def _named(said: Said) -> dict[str, str]:
    return {"invitation": said.invitation}


def _nothing(_said: Said) -> dict[str, str]:
    return {}


ACTS: dict[AuthorAct, tuple[Callable[..., Any], Callable[[Said], dict[str, str]]]] = {
    "invite": (coauthors.invite, _invited),
    "ask": (coauthors.ask, lambda said: {"note": said.note}),
    "accept": (coauthors.accept, _nothing),
    "decline": (coauthors.decline, _nothing),
    "admit": (coauthors.admit, _named),
    "turn_down": (coauthors.turn_down, _named),
    "leave": (coauthors.leave, _nothing),
}
