"""The map beneath the pins: streets, houses, parks and water as one file of tiles.

Layers and kinds are named as in Protomaps' basemap, so that its stock styles draw it.
"""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chalicelib import catalogue
from chalicelib.catalogue import Box
from city.coast import sea
from city.extract import Extract, Place, Thing

FILE = Path(__file__).parent.parent / "web" / "assets" / "map" / "city.pmtiles"
LAYERS = ("earth", "water", "landuse", "roads", "buildings", "places", "pois")
LANGUAGES = ("name", "name:ru", "name:en", "name:sv")
ROADS = {
    "motorway": "highway",
    **dict.fromkeys(("trunk", "primary", "secondary", "tertiary"), "major_road"),
    **dict.fromkeys(("residential", "unclassified", "living_street"), "minor_road"),
    **dict.fromkeys(("service",), "other"),
    **dict.fromkeys(("footway", "cycleway", "path", "pedestrian", "steps"), "path"),
}
LANDUSE = {
    ("leisure", "park"): "park",
    ("leisure", "garden"): "park",
    ("leisure", "playground"): "playground",
    ("landuse", "cemetery"): "cemetery",
    ("landuse", "grass"): "grass",
    ("natural", "scrub"): "scrub",
    ("natural", "wood"): "wood",
    ("natural", "beach"): "beach",
    ("natural", "sand"): "sand",
    ("amenity", "school"): "school",
    ("amenity", "university"): "university",
    ("amenity", "hospital"): "hospital",
    ("man_made", "pier"): "pier",
    ("place", "square"): "pedestrian",
    ("highway", "pedestrian"): "pedestrian",
}
POIS = {
    "amenity": {"library", "theatre", "townhall", "place_of_worship", "school", "university"}
    | {"marketplace", "arts_centre", "cinema", "toilets", "pharmacy", "police", "hospital"},
    "tourism": {"museum", "gallery", "attraction"},
    "railway": {"station", "tram_stop", "subway_entrance"},
    "leisure": {"park", "playground"},
}

FROM_ZOOM = {"buildings": 14, "pois": 15}  # seen from farther off, they are a blur
PATHS_FROM = 13

Feature = dict[str, Any]


def draw(extract: Extract, districts: Mapping[str, tuple[Place, dict[str, str]]], box: Box) -> None:
    """Write the tiles; the districts' names come from the catalogue, in every language."""
    layers: dict[str, list[Feature]] = defaultdict(list)
    layers["earth"] = [_polygon([_frame(box)], {"kind": "earth"})]
    layers["water"] = [_polygon([ring], {"kind": "ocean"}) for ring in sea(extract, box)]
    for area in extract.areas:
        for layer, feature in _surfaces(area):
            layers[layer].append(feature)
    layers["roads"] = list(_joined(_lines(extract.ways)))
    layers["pois"] = list(_pois((*extract.nodes, *extract.areas)))
    layers["places"] = [
        _point(place, names | {"kind": "neighbourhood", "min_zoom": 12})
        for place, names in districts.values()
    ]
    _tiles(layers)


def _surfaces(area: Thing) -> Iterator[tuple[str, Feature]]:
    if _underground(area):
        return
    for layer, kind in _surface_kinds(area.tags):
        for rings in area.rings:
            yield layer, _polygon(rings, {"kind": kind} | _names(area.tags))


def _surface_kinds(tags: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if "building" in tags:
        yield "buildings", "building"
    if tags.get("natural") == "water" or tags.get("amenity") == "fountain":
        yield "water", "water"
    kinds = (kind for (key, value), kind in LANDUSE.items() if tags.get(key) == value)
    if (kind := next(kinds, None)) and "building" not in tags:
        yield "landuse", kind


def _lines(ways: Iterable[Thing]) -> Iterator[Feature]:
    for way in ways:
        kind, detail = _road(way.tags)
        known = [place for place in way.line if place]
        if kind and len(known) > 1 and not _underground(way) and way.tags.get("area") != "yes":
            named = _names(way.tags) | {"kind": kind, "kind_detail": detail}
            yield _feature("LineString", known, named)


def _joined(lines: Iterable[Feature]) -> Iterator[Feature]:
    """One line for a street that was drawn in pieces: a name needs room to be written along it."""
    pieces: dict[str, list[list[Place]]] = defaultdict(list)
    for line in lines:
        same = json.dumps(line["properties"], sort_keys=True)
        pieces[same].append(line["geometry"]["coordinates"])
    for same, group in pieces.items():
        properties = json.loads(same)
        joined = _chained(group) if "name" in properties else group
        yield from (_feature("LineString", line, properties) for line in joined)


def _chained(pieces: Iterable[list[Place]]) -> list[list[Place]]:
    chains: list[list[Place]] = []
    for piece in pieces:
        line = list(piece)
        for other in [chain for chain in chains if {chain[0], chain[-1]} & {line[0], line[-1]}]:
            joined = _tied(line, other)
            if joined:
                chains.remove(other)
                line = joined
        chains.append(line)
    return chains


def _tied(one: list[Place], other: list[Place]) -> list[Place]:
    """Both as one line, whichever way they were drawn; nothing if they do not meet any more."""
    for left, right in ((one, other), (other, one), (one, other[::-1]), (one[::-1], other)):
        if left[-1] == right[0]:
            return left + right[1:]
    return []


def _road(tags: Mapping[str, str]) -> tuple[str, str]:
    if tags.get("railway") in ("rail", "tram", "light_rail"):
        return "rail", tags["railway"]
    detail = tags.get("highway", "").removesuffix("_link")
    return ROADS.get(detail, ""), detail


def _pois(things: Iterable[Thing]) -> Iterator[Feature]:
    for thing in things:
        for key, kinds in POIS.items():
            if thing.tags.get(key) in kinds and "name" in thing.tags:
                yield _point(thing.place, _names(thing.tags) | {"kind": thing.tags[key]})


def _underground(thing: Thing) -> bool:
    """Tunnels, cellars and the inside of shops would lie over the streets above them."""
    tags = thing.tags
    below = (tags.get("layer", "0") + tags.get("level", "0")).count("-") > 0
    hidden = tags.get("location") == "underground" or tags.get("indoor", "no") != "no"
    return below or hidden or tags.get("tunnel") in ("yes", "building_passage")


def _names(tags: Mapping[str, str]) -> dict[str, Any]:
    return {key: tags[key] for key in LANGUAGES if key in tags}


def _frame(box: Box) -> tuple[Place, ...]:
    west, south, east, north = box.west, box.south, box.east, box.north
    return (west, south), (east, south), (east, north), (west, north), (west, south)


def _polygon(rings: Iterable[Iterable[Place]], properties: dict[str, Any]) -> Feature:
    return _feature("Polygon", list(map(list, rings)), properties)


def _point(place: Place, properties: dict[str, Any]) -> Feature:
    return _feature("Point", place, properties)


def _feature(kind: str, coordinates: object, properties: dict[str, Any]) -> Feature:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _seen(name: str, layers: Mapping[str, list[Feature]]) -> Iterator[Feature]:
    """The features of a layer with the zoom from which each is drawn."""
    for feature in layers[name]:
        small = feature["properties"]["kind"] in ("path", "other")
        zoom = FROM_ZOOM.get(name, PATHS_FROM if small else 0)
        yield feature | {"tippecanoe": {"minzoom": zoom}}


def _tiles(layers: Mapping[str, list[Feature]]) -> None:
    FILE.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        for name in LAYERS:
            lines = (json.dumps(feature, ensure_ascii=False) for feature in _seen(name, layers))
            Path(folder, f"{name}.geojson").write_text("\n".join(lines), encoding="utf-8")
        files = [f"--named-layer={name}:{name}.geojson" for name in LAYERS]
        options = ["--quiet", "--force", "--minimum-zoom=10", "--maximum-zoom=15", "--drop-rate=1"]
        credit = ["--name=Veche", f"--attribution={catalogue.city().attribution['en']}"]
        output = f"--output={FILE}"
        program = Path(sys.executable).with_name("tippecanoe")
        subprocess.run([program, *options, *credit, output, *files], cwd=folder, check=True)
