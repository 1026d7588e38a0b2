"""Where one district ends and the next begins, as tiles of the map.

The extract holds the districts' boundaries as lines cut off at its edge, not as closed shapes. So
the lines are drawn on squared paper, each part they cut the paper into is a district, and its name
is the one that its boundary lines have in common. No request has to do geometry.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

import mercantile

from chalicelib.catalogue import Box
from city.extract import Extract, Place

ZOOM = 21  # squares of 9.5 metres here: a house on the wrong side of the street is too much
CRUMB = 50  # squares; less is what two walls left between them

Square = tuple[int, int]


def cells(extract: Extract, relations: Mapping[int, str], box: Box) -> dict[str, list[str]]:
    """The quadkeys of each district, whole tiles where they are whole: area id → keys."""
    paper = _paper(box)
    bounds = _belonging(extract, relations)
    lines = _lines(extract, bounds, box)
    walls = {square: way for way, line in lines.items() for square in _squares(line)}
    parts = _parts(paper, walls)
    names = _names(parts, walls, bounds)
    named = {square: names[part] for square, part in _spread(paper, parts).items()}
    return _merged(named)


def _paper(box: Box) -> set[Square]:
    west_north = mercantile.tile(box.west, box.north, ZOOM)
    east_south = mercantile.tile(box.east, box.south, ZOOM)
    return {
        (x, y)
        for x in range(west_north.x, east_south.x + 1)
        for y in range(west_north.y, east_south.y + 1)
    }


def _belonging(extract: Extract, relations: Mapping[int, str]) -> dict[int, set[str]]:
    """Way → the districts it bounds."""
    found: dict[int, set[str]] = defaultdict(set)
    for relation in extract.relations:
        if relation.id in relations:
            for kind, member in relation.members:
                if kind == "w":
                    found[member].add(relations[relation.id])
    return {way: districts for way, districts in found.items() if len(districts) > 1}


def _lines(extract: Extract, ways: Iterable[int], box: Box) -> dict[int, list[Place]]:
    """The boundary lines, drawn on to the paper's edge where the extract was cut."""
    wanted = set(ways)
    return {
        way.id: list(_drawn_on(way.line, box))
        for way in extract.ways
        if way.id in wanted and any(way.line)
    }


def _drawn_on(line: tuple[Place | None, ...], box: Box) -> Iterator[Place]:
    known = [place for place in line if place]
    if line[0] is None:
        yield _beyond(known[0], known[1:2], box)
    yield from known
    if line[-1] is None:
        yield _beyond(known[-1], known[-2:-1], box)


def _beyond(end: Place, before: list[Place], box: Box) -> Place:
    """Over the edge: straight on, or, without a direction, to the nearer of north and south."""
    lon, lat = end
    if not before:
        return lon, box.north + 0.001 if box.north - lat < lat - box.south else box.south - 0.001
    (lon_before, lat_before), far = before[0], 0.005
    length = abs(lon - lon_before) + abs(lat - lat_before)
    return lon + (lon - lon_before) / length * far, lat + (lat - lat_before) / length * far


def _squares(line: list[Place]) -> Iterator[Square]:
    """Each square the line passes, without gaps at the corners."""
    last: Square | None = None
    for (lon, lat), (lon_to, lat_to) in pairwise(line):
        steps = 1 + int(max(abs(lon_to - lon) / 4e-5, abs(lat_to - lat) / 2e-5))
        for step in range(steps + 1):
            part = step / steps
            tile = mercantile.tile(lon + (lon_to - lon) * part, lat + (lat_to - lat) * part, ZOOM)
            if last and last[0] != tile.x and last[1] != tile.y:
                yield tile.x, last[1]
            last = (tile.x, tile.y)
            yield last


def _parts(paper: set[Square], walls: Iterable[Square]) -> dict[Square, int]:
    """The parts that the walls cut the paper into; crumbs between two walls are none."""
    left = paper.difference(walls)
    parts: dict[Square, int] = {}
    while left:
        start = next(iter(left))
        part = _reachable(start, left)
        left -= part
        if len(part) >= CRUMB:
            parts |= dict.fromkeys(part, min(part)[0] * 2**ZOOM + min(part)[1])
    return parts


def _reachable(start: Square, free: set[Square]) -> set[Square]:
    seen, queue = {start}, deque([start])
    while queue:
        for square in _beside(queue.popleft()):
            if square in free and square not in seen:
                seen.add(square)
                queue.append(square)
    return seen


def _names(
    parts: Mapping[Square, int], walls: Mapping[Square, int], bounds: Mapping[int, set[str]]
) -> dict[int, str]:
    """Each part's district: the one that most of its walls bound."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for wall, way in walls.items():
        for square in _beside(wall):
            if square in parts:
                votes[parts[square]].update(bounds[way])
    return {part: count.most_common(1)[0][0] for part, count in votes.items()}


def _spread(paper: set[Square], parts: Mapping[Square, int]) -> dict[Square, int]:
    """The walls too belong to somebody: to the nearest part."""
    found, queue = dict(sorted(parts.items())), deque(sorted(parts))
    while queue:
        here = queue.popleft()
        for square in _beside(here):
            if square in paper and square not in found:
                found[square] = found[here]
                queue.append(square)
    return found


def _beside(square: Square) -> tuple[Square, ...]:
    x, y = square
    return (x, y - 1), (x - 1, y), (x + 1, y), (x, y + 1)


def _merged(named: Mapping[Square, str]) -> dict[str, list[str]]:
    """Four tiles of one district that make a whole tile become that tile, as often as they do."""
    level = {mercantile.quadkey(x, y, ZOOM): name for (x, y), name in named.items()}
    kept: dict[str, list[str]] = defaultdict(list)
    while level:
        families: dict[str, list[str]] = defaultdict(list)
        for key, name in level.items():
            families[key[:-1]].append(name)
        whole = {key: names[0] for key, names in families.items() if names == names[:1] * 4}
        for key, name in level.items():
            if key[:-1] not in whole:
                kept[name].append(key)
        level = whole
    return {name: sorted(keys) for name, keys in sorted(kept.items())}
