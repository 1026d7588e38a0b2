"""Where the sea is, from coastlines that the extract cuts off at its edge."""

from collections.abc import Iterator

from chalicelib.catalogue import Box
from city.extract import Extract, Place

Line = list[Place]


def sea(extract: Extract, box: Box) -> list[Line]:
    """Rings of water. Along a coastline the water lies to the right (OpenStreetMap's rule).

    So from where a line leaves the box, its shore goes on along the box's edge, clockwise, to
    where the next line enters.
    """
    lines = list(_shores(extract, box))
    rings: list[Line] = []
    while lines:
        ring = list(lines.pop(0))
        while (nearest := _next(ring, lines, box)) is not None:
            ring += [*_corners(ring[-1], lines[nearest][0], box), *lines.pop(nearest)]
        rings.append([*ring, *_corners(ring[-1], ring[0], box), ring[0]])
    return rings


def _next(ring: Line, lines: list[Line], box: Box) -> int | None:
    """Which line enters next after the ring's end; None if that is the ring's own beginning."""
    home = _clockwise(ring[-1], ring[0], box)
    ways = [(_clockwise(ring[-1], line[0], box), index) for index, line in enumerate(lines)]
    way, index = min(ways, default=(home, -1))
    return index if way < home else None


def _shores(extract: Extract, box: Box) -> Iterator[Line]:
    for way in extract.ways:
        if way.tags.get("natural") == "coastline":
            for run in _runs(way.line):
                yield _to_the_edge(run, box)
        elif way.tags.get("natural") == "water" and None in way.line:
            yield _to_the_edge(_wrapped(way.line), box)


def _runs(line: tuple[Place | None, ...]) -> Iterator[Line]:
    """The stretches of a line that the extract knows."""
    run: Line = []
    for place in (*line, None):
        if place:
            run.append(place)
        elif len(run) > 1:
            yield run
            run = []
        else:
            run = []


def _wrapped(line: tuple[Place | None, ...]) -> Line:
    """A lake's shore runs the other way round: turned, its water too lies to the right."""
    runs = list(_runs(line[:-1]))
    shore = runs[-1] + runs[0] if len(runs) > 1 else runs[0]
    return shore if shore[0][0] > shore[-1][0] else shore[::-1]


def _to_the_edge(run: Line, box: Box) -> Line:
    return [_edge(run[0], run[1], box), *run, _edge(run[-1], run[-2], box)]


def _edge(end: Place, before: Place, box: Box) -> Place:
    """Where a line going straight on would leave the box."""
    (lon, lat), (lon_before, lat_before) = end, before
    steps = []
    for here, there, low, high in (
        (lon, lon_before, box.west, box.east),
        (lat, lat_before, box.south, box.north),
    ):
        if here != there:
            steps.append(((high if here > there else low) - here) / (here - there))
    step = min(steps)
    return lon + (lon - lon_before) * step, lat + (lat - lat_before) * step


def _along(place: Place, box: Box) -> float:
    """How far round the edge a place is, clockwise from the north-west corner: 0 to 4."""
    lon, lat = place
    east = (lon - box.west) / (box.east - box.west)
    south = (box.north - lat) / (box.north - box.south)
    sides = {abs(south): east, abs(1 - east): 1 + south}
    sides |= {abs(1 - south): 3 - east, abs(east): 4 - south}
    return sides[min(sides)]


def _clockwise(start: Place, end: Place, box: Box) -> float:
    return (_along(end, box) - _along(start, box)) % 4


def _corners(start: Place, end: Place, box: Box) -> Iterator[Place]:
    corners = (
        (box.west, box.north),
        (box.east, box.north),
        (box.east, box.south),
        (box.west, box.south),
    )
    here = _along(start, box)
    last = here + _clockwise(start, end, box)
    for corner in range(1, 8):
        if here < corner < last:
            yield corners[corner % 4]
