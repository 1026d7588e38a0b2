"""Fill a cloud with the demonstration city: addresses, people, and a year of complaints."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from chalicelib import clock
from chalicelib.domain import places
from chalicelib.errors import NotFound
from city import people
from city.addresses import Address, known_addresses
from city.people import Cloud, Told

HANDS = 4  # threads; most of the time each waits for the cloud
HANDFUL = 40  # addresses written by one of them at a time

Tell = Callable[[str], None]


def seed(cloud: Cloud, outputs: dict[str, str]) -> Told:
    """Fill what is still empty; the accounts that a visitor can sign in with, by role.

    It runs in a process whose environment is a function's: the domain finds its tables by it.
    """
    now, houses = clock.now(), known_addresses()
    _keep_addresses(houses, _tell)
    people.settle(cloud, outputs["UserPoolId"], at=now)
    _tell(f"{len(people.DEMO)} people to sign in as")
    return people.told()


def main() -> None:
    """Fill the local cloud that runs, as ``python -m infra seed`` does."""
    sys.exit(subprocess.run([sys.executable, "-m", "infra", "seed"], check=False).returncode)


def _keep_addresses(houses: Sequence[Address], tell: Tell) -> None:
    wanted = [_place(house) for house in houses]
    if _is_kept(wanted[0]) and _is_kept(wanted[-1]):
        tell(f"{len(wanted)} addresses are there")
        return
    handfuls = [wanted[start : start + HANDFUL] for start in range(0, len(wanted), HANDFUL)]
    *rest, last = handfuls
    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(places.keep, rest))
    places.keep(last)  # kept last, it tells the next run that all the others are there
    tell(f"{len(wanted)} addresses")


def _is_kept(house: places.Address) -> bool:
    try:
        found = places.address(house.id)
    except NotFound:
        return False
    return (found.text, found.district) == (house.text, house.district)


def _place(house: Address) -> places.Address:
    return places.Address(
        id=house.id,
        street=house.street_fi,
        house=house.house,
        lat=house.lat,
        lon=house.lon,
        district=house.district,
        also=(house.street_sv,) if house.street_sv else (),
    )


def _tell(line: str) -> None:
    print(f"    {line}", file=sys.stderr, flush=True)
