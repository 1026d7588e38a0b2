"""Put one street of the city into a cloud: the environment says which."""

import sys

from chalicelib.domain import places
from city.addresses import known_addresses

if __name__ == "__main__":
    places.keep(
        places.Address(h.id, h.street_fi, h.house, h.lat, h.lon, h.district)
        for h in known_addresses()
        if h.street_fi == sys.argv[1]
    )
