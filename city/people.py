"""Who lives and works in the demonstration city: accounts to sign in with, neighbours, officers."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import NAMESPACE_DNS, uuid5

from chalicelib.actors import Actor, Grant, Role
from chalicelib.domain import accounts
from chalicelib.domain.accounts import Changes
from chalicelib.errors import Conflict

PASSWORD = "Veche-2026-demo"  # noqa: S105 - for everybody to know, in a city that does not exist
MOVED_IN = timedelta(days=400)


class Cloud(Protocol):
    """The client of a service, by its name."""

    def __call__(self, service: str, /) -> Any: ...


@dataclass(frozen=True)
class Demo:
    """Somebody to sign in as; ``groups`` are the roles."""

    role: str
    name: str
    language: str
    groups: tuple[str, ...] = ()
    house: str = ""
    born_on: str = ""
    verified: bool = False  # an operator has seen them: L2

    @property
    def email(self) -> str:
        return f"{self.role}@veche.example.org"


DEMO = (
    Demo("operator", "Елена Крылова", "ru", ("operator",)),
    Demo("clerk", "Мария Дежурная", "ru", ("clerk",)),
    Demo("case_officer", "Светлана Делова", "ru", ("case_officer",)),
    Demo("head", "Astrid Holm", "en", ("head",)),
    Demo("head2", "Аркадий Лунин", "ru", ("head",)),  # decides on appeals against the other's
    Demo("admin", "Пётр Гусев", "ru", ("admin",)),
    Demo("moderator", "Татьяна Лесная", "ru", ("moderator",)),
    Demo("moderator2", "Henrik Strand", "en", ("moderator.kamppi", "moderator.kluuvi")),
    Demo("agency", "Виктор Светлов", "ru", ("agency.lighting",)),
    Demo("agency2", "Johanna Mäki", "en", ("agency.roads",)),
    Demo("agency3", "Нина Здравина", "ru", ("agency.institutions",)),
    Demo("manager", "Ольга Домова", "ru", ("agency.housing",)),
    Demo("ballot_officer", "Марина Вечева", "ru", ("ballot_officer",)),
    Demo("facilitator", "Павел Соборов", "ru", ("facilitator",)),
    Demo("expert", "Lauri Tieto", "en", ("expert.institutions",)),
    Demo("auditor", "Ирина Строгова", "ru", ("auditor",)),
    Demo("resident", "Анна Иванова", "ru", (), "annankatu-25", "1984-03-27", verified=True),
    Demo("resident2", "Oliver Bergman", "en", (), "mikonkatu-18", "1991-07-14"),
)

Told = dict[str, dict[str, str]]


def settle(cloud: Cloud, pool: str, *, at: datetime) -> dict[str, Actor]:
    """Open every demo account; role → who it is. Doing it again changes nothing."""
    found = {demo.role: _sign_in(cloud("cognito-idp"), pool, demo, at=at) for demo in DEMO}
    for demo in DEMO:
        _introduce(demo, found[demo.role], found["operator"], at=at)
    return found


def told() -> Told:
    """What a visitor needs to sign in."""
    return {
        demo.role: {"email": demo.email, "password": PASSWORD, "name": demo.name} for demo in DEMO
    }


def neighbours(many: int) -> list[Actor]:
    """Residents who complain and confirm, and never sign in: no account, so no letters either."""
    named = (f"neighbour-{number}.veche.example.org" for number in range(many))
    return [Actor(str(uuid5(NAMESPACE_DNS, name)), level=1) for name in named]


def officer(role: Role, scope: str = "", number: int = 0) -> Actor:
    """Somebody of an agency who has no account here; colleagues have numbers."""
    name = f"{role}-{scope or 'city'}" + (f"-{number}" if number else "")
    return Actor(name, level=1, grants=frozenset({Grant(role, scope)}))


def _sign_in(pool_client: Any, pool: str, demo: Demo, *, at: datetime) -> Actor:
    who = {"UserPoolId": pool, "Username": demo.email}
    verified = [
        {"Name": "email", "Value": demo.email},
        {"Name": "email_verified", "Value": "true"},
    ]
    with suppress(pool_client.exceptions.UsernameExistsException):
        pool_client.admin_create_user(**who, UserAttributes=verified, MessageAction="SUPPRESS")
    pool_client.admin_set_user_password(**who, Password=PASSWORD, Permanent=True)
    for group in demo.groups:
        pool_client.admin_add_user_to_group(**who, GroupName=group)
    actor = accounts.sign_in(demo.email, PASSWORD, language=demo.language, at=at - MOVED_IN)
    assert actor, "an account with a verified address can sign in"
    return actor


def _introduce(demo: Demo, actor: Actor, operator: Actor, *, at: datetime) -> None:
    if accounts.profile(actor.id).level < 2:
        wanted = Changes(demo.name, address=demo.house or None, born_on=demo.born_on or None)
        accounts.change(wanted, by=actor, at=at - MOVED_IN)
    if demo.verified:
        with suppress(Conflict):  # it has been verified already
            accounts.raise_level(
                actor.id,
                version=accounts.profile(actor.id).version,
                document="passport",
                number=f"demo {actor.id}",
                note="",
                by=operator,
                at=at - MOVED_IN,
            )
