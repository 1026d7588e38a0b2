"""A flat with meters in the embedded cloud, and a file of readings that was sent while its
window was open, whatever day it is. Prints the number of the file."""

import sys
from datetime import timedelta

from chalicelib import clock
from chalicelib.actors import Actor, grants
from chalicelib.domain import meters
from tests.meters import COLD, HOT, PAYER, a_file, a_flat

if __name__ == "__main__":
    a_flat()
    moment = clock.now()
    while not meters.window(moment).month:
        moment -= timedelta(days=1)
    officer = Actor(sys.argv[1], 1, grants(["agency.housing"]))
    rows = (f"{PAYER};14;{COLD};130;yes", f"{PAYER};14;{HOT};99;yes")
    heads = "payer_code;flat;meter;value;confirmed"
    print(meters.send(a_file(*rows, heads=heads), by=officer, at=moment))  # noqa: T201
