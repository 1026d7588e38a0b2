"""What ideas have made of courtyards in winter, drawn before and after."""

from collections.abc import Callable
from random import Random

from city.pictures import IRON, SNOW, SOIL, WATER, WIDTH, WOOD, Sheet, darker, lighter, mixed, park
from city.scenes import snow

SAND = (206, 182, 132)


def sandbox(lot: Random, mended: bool) -> Sheet:
    """A pavement under snow; afterwards it is strewn, from a box beside the door."""
    x = lot.uniform(330, 560)
    sheet = snow(lot, mended)
    if not mended:
        return sheet
    sheet.shape((x, 440), (x + 230, 440), (x + 214, 590), (x + 16, 590), colour=darker(WOOD, 0.1))
    for plank in range(1, 4):
        y = 440 + plank * 37
        sheet.line((x + plank * 4, y), (x + 230 - plank * 4, y), colour=darker(WOOD), width=3)
    sheet.patch(x + 115, 436, 216, 60, SAND)
    sheet.shape((x - 8, 430), (x + 60, 330), (x + 290, 330), (x + 238, 430), colour=WOOD)
    sheet.line((x + 250, 590), (x + 292, 420), colour=lighter(WOOD), width=10)
    sheet.round(x + 276, 372, 44, 56, IRON, 10)
    return sheet


def rink(lot: Random, mended: bool) -> Sheet:
    """A sports ground that is closed for the winter; afterwards a rink, and a hill beside it."""
    sheet = park(lot)
    sheet.box(0, 430, WIDTH, 320, SNOW)
    ice = lighter(mixed(WATER, SNOW, 0.4), 0.2) if mended else darker(SNOW, 0.06)
    sheet.shape((90, 700), (250, 490), (700, 490), (800, 700), colour=ice)
    if mended:
        for _ in range(14):
            at = lot.uniform(240, 680), lot.uniform(520, 680)
            sheet.line(at, (at[0] + lot.uniform(30, 90), at[1] - 14), colour=SNOW, width=3)
        sheet.shape((770, 560), (850, 400), (990, 400), (990, 560), colour=darker(SNOW, 0.08))
        sheet.shape((700, 600), (850, 400), (910, 400), (830, 600), colour=lighter(ice, 0.3))
    for post in range(7):
        x = 100 + post * 118.0
        sheet.box(x, 420, 8, 80, darker(IRON, 0.1))
        if not mended:
            sheet.box(x, 420, 118, 5, IRON)
            sheet.line((x, 424), (x + 118, 498), colour=darker(SOIL), width=2)
    sheet.box(92, 470 if mended else 496, 724, 26 if mended else 4, (176, 60, 52))
    return sheet


BUILT: dict[str, Callable[[Random, bool], Sheet]] = {"sandbox": sandbox, "rink": rink}
