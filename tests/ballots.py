"""Ballots that exist before a test begins, and people who may vote in them."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from chalicelib.actors import Actor, grants
from chalicelib.catalogue import Text
from chalicelib.domain import ballots
from chalicelib.domain.ballots import Ballot, Definition, Draft, Option, Question, Type
from chalicelib.domain.ballots.definition import Audience
from chalicelib.domain.ballots.drafts import defined, tidy
from chalicelib.models.person import HEAD, Person
from tests.factories import MONDAY, an_officer

OFFICER = an_officer("ballot_officer", "officer-of-ballots")
OPENS, CLOSES = MONDAY + timedelta(days=1), MONDAY + timedelta(days=8)
VOTING = OPENS + timedelta(hours=3, minutes=7, seconds=12)
CODE = "00112233445566778899aabbccddeeff"
YES = {"q1": ["yes"]}


def text(words: str) -> Text:
    return Text(f"{words} (по-русски)", words)


def options(*ids: str, costs: int = 0) -> tuple[Option, ...]:
    return tuple(Option(name, text(f"Option {name}"), costs) for name in ids)


def a_question(type: Type = Type.YES_NO, id: str = "q1", **given: Any) -> Question:
    usual: dict[str, Any] = {"options": () if type in ("yes_no", "rating") else options(*"abcd")}
    return Question(id=id, text=text(f"Question {id}?"), type=type, **usual | given)


def a_draft(**given: Any) -> Draft:
    usual: dict[str, Any] = {
        "title": text("A park by the harbour"),
        "why": text("The old warehouses are gone."),
        "questions": (a_question(),),
        "audience": Audience(("helsinki",)),
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "agency": "parks",
        "promise": text("The city builds what most people choose."),
    }
    return Draft(**usual | given)


def a_definition(**given: Any) -> Definition:
    return defined(tidy(a_draft(**given)), "B-1f3a90bd5c")


def composed(**given: Any) -> Ballot:
    return ballots.compose(a_draft(**given), by=OFFICER, at=MONDAY)


def scheduled(**given: Any) -> Ballot:
    """Announced, and open a day later for a week; needs the city's keys."""
    return ballots.schedule(composed(**given).id, by=OFFICER, at=MONDAY)


def open_at(moment: datetime, **given: Any) -> Ballot:
    """Announced two days before the moment, open since the day before, for a week."""
    at, day = moment - timedelta(days=2), timedelta(days=1)
    draft = a_draft(opens_at=at + day, closes_at=at + 8 * day, **given)
    return ballots.schedule(ballots.compose(draft, by=OFFICER, at=at).id, by=OFFICER, at=at)


def a_voter(
    name: str = "anna",
    level: int = 2,
    district: str | None = "kluuvi",
    born_on: date | None = date(1984, 3, 27),
    house: str = "mikonkatu-18",
) -> Actor:
    """Somebody with an account; an L2 in the city, unless said otherwise."""
    Person(
        name,
        HEAD,
        email=f"{name}@example.org",
        level=level,
        language="en",
        district=district,
        address=house,
        verified_house=house if level >= 2 else None,
        born_on=born_on and born_on.isoformat(),
        opened_at=datetime(2025, 1, 1, tzinfo=MONDAY.tzinfo),
    ).save(add_version_condition=False)  # who lived elsewhere before has moved
    return Actor(name, level=level, grants=grants(["resident"]))


def code_of(number: int) -> str:
    return f"{number:032x}"


def as_json(draft: Draft) -> Any:
    """As a program sends it."""
    return msgspec.to_builtins(draft)
