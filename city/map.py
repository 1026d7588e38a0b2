"""Draw the city anew from OpenStreetMap: its districts, its addresses and the map beneath them."""

import mercantile
import msgspec

from chalicelib import catalogue
from chalicelib.catalogue import Area, Cells
from city import addresses, basemap
from city.districts import ZOOM, cells
from city.extract import Extract, Place, extract
from city.sources import sources


def main() -> None:
    osm = extract()
    districts = _districts(osm)
    houses = addresses.addresses(osm)
    addresses.keep(houses)
    print(f"city/addresses.csv  {len(houses)} houses")
    named = {
        area.id: _label(area, districts[area.id])
        for area in catalogue.areas()
        if area.id in districts
    }
    basemap.draw(osm, named, catalogue.city().bbox)
    print(f"{basemap.FILE.name}  {basemap.FILE.stat().st_size:,} bytes")


def _districts(osm: Extract) -> dict[str, list[str]]:
    read = sources()
    relations = {area.relation: area.id for area in read.areas if area.relation}
    districts = cells(osm, relations, read.city.bbox)
    (catalogue.HOME / "cells.json").write_bytes(
        msgspec.json.encode(Cells(ZOOM, {name: tuple(keys) for name, keys in districts.items()}))
    )
    for name, keys in districts.items():
        print(f"{name}  {len(keys)} tiles")
    return districts


def _label(area: Area, keys: list[str]) -> tuple[Place, dict[str, str]]:
    """A district's name, to be written in the middle of its largest tiles."""
    largest = min(map(len, keys))
    corners = [mercantile.bounds(mercantile.quadkey_to_tile(k)) for k in keys if len(k) == largest]
    lon = sum(box.west + box.east for box in corners) / len(corners) / 2
    lat = sum(box.south + box.north for box in corners) / len(corners) / 2
    names = {"name": area.title.en, "name:en": area.title.en, "name:ru": area.title.ru}
    return (round(lon, 6), round(lat, 6)), names
