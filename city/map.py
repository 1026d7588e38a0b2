"""Draw the city anew from OpenStreetMap: its districts, its addresses and the map beneath them."""

import msgspec

from chalicelib import catalogue
from chalicelib.catalogue import Cells
from city import addresses
from city.districts import ZOOM, cells
from city.extract import Extract, extract
from city.sources import sources


def main() -> None:
    osm = extract()
    _districts(osm)
    houses = addresses.addresses(osm)
    addresses.keep(houses)
    print(f"city/addresses.csv  {len(houses)} houses")


def _districts(osm: Extract) -> None:
    read = sources()
    relations = {area.relation: area.id for area in read.areas if area.relation}
    districts = cells(osm, relations, read.city.bbox)
    (catalogue.HOME / "cells.json").write_bytes(
        msgspec.json.encode(Cells(ZOOM, {name: tuple(keys) for name, keys in districts.items()}))
    )
    for name, keys in districts.items():
        print(f"{name}  {len(keys)} tiles")
