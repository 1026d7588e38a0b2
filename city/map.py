"""Draw the city anew from OpenStreetMap: districts, addresses and the map beneath them."""

import msgspec

from chalicelib import catalogue
from chalicelib.catalogue import Cells
from city.districts import ZOOM, cells
from city.extract import extract
from city.sources import sources


def main() -> None:
    read, osm = sources(), extract()
    relations = {area.relation: area.id for area in read.areas if area.relation}
    districts = cells(osm, relations, read.city.bbox)
    (catalogue.HOME / "cells.json").write_bytes(
        msgspec.json.encode(Cells(ZOOM, {name: tuple(keys) for name, keys in districts.items()}))
    )
    for name, keys in districts.items():
        print(f"{name}  {len(keys)} tiles")
