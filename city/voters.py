"""Residents of the demonstration city whose residence is verified: they vote, and never sign in."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random
from uuid import NAMESPACE_DNS, uuid5

from chalicelib import catalogue
from chalicelib.actors import Actor
from chalicelib.domain import accounts
from chalicelib.domain.accounts import Changes
from chalicelib.errors import Conflict
from city.addresses import Address

HOW_MANY = 90
IN_A_COURTYARD = 12  # of them; a ballot there needs ten
MOVED_IN = timedelta(days=400)
OLDEST, YOUNGEST = 1941, 2009


def settle(
    houses: Sequence[Address], operator: Actor, *, at: datetime, many: int = HOW_MANY, hands: int
) -> list[Actor]:
    """Open their accounts, with what an operator has seen of each. Again it changes nothing."""
    courtyard = catalogue.courtyards()[0].houses
    lot = Random("where people live")
    homes = [courtyard[number % len(courtyard)] for number in range(IN_A_COURTYARD)]
    homes += [lot.choice(houses).id for _ in range(many - IN_A_COURTYARD)]

    def settled(number: int) -> Actor:
        return _settled(number, homes[number], operator, at=at - MOVED_IN)

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(settled, range(many)))


def _settled(number: int, house: str, operator: Actor, *, at: datetime) -> Actor:
    """No e-mail address: nobody is there to read letters."""
    person = str(uuid5(NAMESPACE_DNS, f"voter-{number}.veche.example.org"))
    lot = Random(person)
    born = date(lot.randint(OLDEST, YOUNGEST), lot.randint(1, 12), lot.randint(1, 28))
    opened = accounts.open(person, email=None, language=lot.choice(("ru", "ru", "en")), at=at)
    if opened.level < 2:
        resident = Actor(person, level=1)
        with suppress(Conflict):  # an earlier run came as far as that
            said = Changes(address=house, born_on=born.isoformat())
            seen = accounts.change(said, by=resident, at=at).version
            accounts.raise_level(
                person,
                version=seen,
                document="residence",
                number=f"voter {number:05}",
                note="",
                by=operator,
                at=at,
            )
    return Actor(person, level=2)
