"""What is done in a cloud from within: a module that runs in a process told where the cloud is."""

import os
import subprocess
import sys

from city.addresses import known_addresses
from tests.journeys.portal import Portal

HOUSE = next(house for house in known_addresses() if house.house)
HOUSES, OFFICER = "tests.journeys.houses", "tests.journeys.officer"


def inside(portal: Portal, module: str, *arguments: str) -> None:
    told = os.environ | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{portal.port}"}
    subprocess.run([sys.executable, "-m", module, *arguments], env=told, check=True)
