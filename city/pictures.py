"""The photos of the demonstration: drawn, so that nobody's street or face is shown.

Each scene is drawn as it was reported and, with the same houses behind it, as it was mended.
"""

import io
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1000, 750  # of the paper
SIZE = (800, 600)  # of the photo
FINER = 2  # drawn larger and made smaller, which smooths every edge
QUALITY = 82

Colour = tuple[int, int, int]
Point = tuple[float, float]

SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((142, 190, 222), (223, 236, 243)),  # a clear day
    ((168, 181, 190), (216, 221, 224)),  # an overcast one
    ((120, 146, 190), (247, 215, 186)),  # evening
)
NIGHT: tuple[Colour, Colour] = ((24, 32, 56), (64, 74, 104))
FACADES: tuple[Colour, ...] = (
    (222, 196, 150), (205, 168, 138), (186, 196, 186), (214, 206, 192), (188, 172, 160),
    (224, 212, 176), (176, 186, 198),
)  # fmt: skip
STONE, ROAD, KERB = (190, 187, 182), (98, 100, 106), (160, 158, 154)
IRON, WOOD, GLASS = (52, 60, 68), (150, 104, 66), (120, 146, 166)
GRASS, LEAF, SOIL = (118, 158, 92), (78, 128, 72), (104, 84, 66)
SNOW, WATER, WARM = (240, 244, 248), (96, 122, 146), (255, 226, 150)


class Sheet:
    """Paper of a thousand by seven hundred and fifty, to be drawn on with simple shapes."""

    def __init__(self, lot: Random, sky: tuple[Colour, Colour]) -> None:
        self.lot = lot
        self._image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER))
        self._pen = ImageDraw.Draw(self._image)
        self._sky(*sky)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        corner = ((x + width) * FINER, (y + height) * FINER)
        self._pen.rectangle((x * FINER, y * FINER, *corner), fill=colour)

    def round(
        self, x: float, y: float, width: float, height: float, colour: Colour, radius: float = 8
    ) -> None:
        corner = ((x + width) * FINER, (y + height) * FINER)
        self._pen.rounded_rectangle((x * FINER, y * FINER, *corner), radius * FINER, fill=colour)

    def oval(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Around a middle, unlike the boxes."""
        left, top = (x - width / 2) * FINER, (y - height / 2) * FINER
        self._pen.ellipse((left, top, left + width * FINER, top + height * FINER), fill=colour)

    def shape(self, *points: Point, colour: Colour) -> None:
        self._pen.polygon([(x * FINER, y * FINER) for x, y in points], fill=colour)

    def line(self, *points: Point, colour: Colour, width: float) -> None:
        scaled = [(x * FINER, y * FINER) for x, y in points]
        self._pen.line(scaled, fill=colour, width=round(width * FINER), joint="curve")

    def patch(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """An uneven round patch: a hole, a puddle, a heap."""
        corners = 14
        edge = [self.lot.uniform(0.82, 1.12) for _ in range(corners)]
        self.shape(*_around(x, y, width / 2, height / 2, edge), colour=colour)

    def jpeg(self) -> bytes:
        file = io.BytesIO()
        small = self._image.resize(SIZE, Image.Resampling.BOX)
        small.save(file, "JPEG", quality=QUALITY)
        return file.getvalue()

    def _sky(self, above: Colour, below: Colour) -> None:
        bands = 48
        for band in range(bands):
            colour = mixed(above, below, band / bands)
            self.box(0, band * 500 / bands, WIDTH, 500 / bands + 1, colour)


def mixed(one: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def darker(colour: Colour, part: float = 0.25) -> Colour:
    return mixed(colour, (20, 24, 32), part)


def lighter(colour: Colour, part: float = 0.25) -> Colour:
    return mixed(colour, (255, 255, 255), part)


def street(lot: Random, *, night: bool = False) -> Sheet:
    """Houses, a pavement, a road."""
    sheet = Sheet(lot, NIGHT if night else lot.choice(SKIES))
    x = -float(lot.randint(0, 120))
    while x < WIDTH:
        width = float(lot.randint(180, 300))
        _house(sheet, x, width, night=night)
        x += width
    shade = 0.55 if night else 0.0
    sheet.box(0, 500, WIDTH, 110, darker(STONE, shade))
    for joint in range(0, WIDTH + 200, 90):
        ends = (joint, 500), (joint - 60, 610)
        sheet.line(*ends, colour=darker(STONE, max(shade, 0.12) + 0.06), width=2)
    sheet.box(0, 606, WIDTH, 12, darker(KERB, shade))
    sheet.box(0, 618, WIDTH, 132, darker(ROAD, shade))
    return sheet


def park(lot: Random) -> Sheet:
    """Grass, a path, trees behind."""
    sheet = Sheet(lot, lot.choice(SKIES))
    sheet.box(0, 430, WIDTH, 320, GRASS)
    for _ in range(9):
        x, size = lot.uniform(0, WIDTH), lot.uniform(120, 200)
        sheet.box(x - 7, 330, 14, 120, darker(WOOD))
        sheet.oval(x, 320, size, size * 1.2, mixed(LEAF, GRASS, lot.random() * 0.6))
    sheet.shape((300, 750), (700, 750), (560, 430), (500, 430), colour=(206, 194, 170))
    return sheet


def room(lot: Random) -> Sheet:
    """A stairwell or an office: a wall, a floor, a skirting board."""
    sheet = Sheet(lot, SKIES[1])
    wall = lighter(lot.choice(FACADES), 0.35)
    sheet.box(0, 0, WIDTH, 560, wall)
    sheet.box(0, 300, WIDTH, 260, darker(wall, 0.18))
    sheet.box(0, 296, WIDTH, 6, darker(wall, 0.4))
    sheet.box(0, 548, WIDTH, 16, darker(WOOD, 0.3))
    sheet.box(0, 564, WIDTH, 186, (172, 160, 148))
    for x in range(-400, WIDTH + 400, 110):
        sheet.line((500 + (x - 500) * 0.7, 564), (x, 750), colour=(146, 134, 124), width=2)
    return sheet


def _house(sheet: Sheet, x: float, width: float, *, night: bool) -> None:
    colour = darker(sheet.lot.choice(FACADES), 0.6 if night else 0.0)
    top = float(sheet.lot.randint(40, 150))
    sheet.box(x, top, width, 500 - top, colour)
    sheet.box(x - 4, top, width + 8, 12, darker(colour))
    sheet.box(x, 470, width, 30, darker(colour, 0.2))
    columns = int(width // 64)
    gap = width / columns
    for row in range(int((430 - top) // 88)):
        for column in range(columns):
            lit = night and sheet.lot.random() < 0.25
            _window(sheet, x + gap * column + gap / 2, top + 46 + row * 88, colour, lit=lit)


def _window(sheet: Sheet, x: float, y: float, wall: Colour, *, lit: bool) -> None:
    sheet.box(x - 19, y - 4, 38, 60, lighter(wall, 0.4))
    sheet.box(x - 15, y, 30, 52, WARM if lit else darker(GLASS, 0.25))
    sheet.box(x - 1, y, 2, 52, lighter(wall, 0.4))


def _around(x: float, y: float, wide: float, high: float, edge: list[float]) -> list[Point]:
    """A ring of points round a middle, each as far from it as its edge says."""
    count = len(edge)
    return [
        (
            x + wide * edge[step] * cos(2 * pi * step / count),
            y + high * edge[step] * sin(2 * pi * step / count),
        )
        for step in range(count)
    ]
