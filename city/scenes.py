"""Places drawn twice: with something wrong, and mended."""

from collections.abc import Callable
from random import Random

from city.pictures import (
    GLASS,
    IRON,
    LEAF,
    ROAD,
    SNOW,
    SOIL,
    STONE,
    WARM,
    WATER,
    WIDTH,
    WOOD,
    Colour,
    Sheet,
    darker,
    lighter,
    mixed,
    park,
    room,
    street,
)

RUST, BLUE, YELLOW = (146, 88, 60), (44, 92, 152), (232, 186, 60)
SPRAY: tuple[Colour, ...] = ((166, 46, 120), (36, 120, 140), (224, 120, 36), (60, 60, 66))


def lamp(lot: Random, mended: bool) -> Sheet:
    sheet = street(lot, night=True)
    x = lot.uniform(380, 620)
    head = x + 120
    if mended:
        for step in range(3, 12):
            glow = mixed((64, 74, 104), WARM, step / 14)
            spread = 260 - step * 18
            sheet.shape(
                (head - 14, 146), (head + 34, 146), (head + spread, 612), (head - spread, 612),
                colour=darker(glow, 0.4 - step * 0.025),
            )  # fmt: skip
        sheet.oval(head + 10, 610, 430, 70, mixed(WARM, STONE, 0.45))
    sheet.box(x - 8, 130, 16, 480, darker(IRON))
    sheet.box(x - 18, 570, 36, 40, darker(IRON, 0.4))
    sheet.line((x, 138), (x + 60, 120), (head, 126), colour=darker(IRON), width=12)
    sheet.round(head - 34, 118, 90, 26, darker(IRON))
    sheet.round(head - 24, 138, 70, 10, WARM if mended else (70, 76, 84), 4)
    sheet.box(x - 12, 430, 24, 34, (226, 226, 220))
    return sheet


def hole(lot: Random, mended: bool) -> Sheet:
    sheet = street(lot)
    x = lot.uniform(380, 620)
    sheet.box(0, 560, WIDTH, 190, ROAD)
    sheet.box(0, 552, WIDTH, 12, lighter(STONE, 0.1))
    for dash in range(-60, WIDTH, 190):
        sheet.shape(
            (dash, 716), (dash + 110, 716), (dash + 120, 726), (dash + 10, 726),
            colour=(226, 226, 222),
        )  # fmt: skip
    if mended:
        sheet.round(x - 165, 598, 330, 104, darker(ROAD, 0.3), 4)
        sheet.line((x - 165, 598), (x + 165, 598), colour=darker(ROAD, 0.5), width=3)
        return sheet
    sheet.patch(x, 650, 330, 110, darker(ROAD, 0.25))
    sheet.patch(x, 654, 280, 84, SOIL)
    sheet.patch(x + 8, 662, 210, 52, darker(SOIL, 0.4))
    for _ in range(24):
        stone = lot.uniform(5, 16)
        at = x + lot.uniform(-200, 200), 650 + lot.uniform(-50, 60)
        sheet.oval(*at, stone * 1.4, stone, lighter(ROAD, lot.random() * 0.4))
    for side in (-1, 1):
        ends = (x + side * 150, 650), (x + side * 220, 636), (x + side * 300, 660)
        sheet.line(*ends, colour=darker(ROAD, 0.5), width=4)
    return sheet


def bench(lot: Random, mended: bool) -> Sheet:
    sheet = park(lot)
    x, y = lot.uniform(270, 420), 590.0
    plank = (168, 112, 66) if mended else darker(WOOD, 0.15)
    for leg in (x + 40, x + 400):
        sheet.box(leg, y - 130, 16, 210, IRON)
        sheet.box(leg - 20, y + 70, 60, 12, darker(IRON))
    for row in range(3):
        at = y - 130 + row * 38
        if mended or row != 1:
            sheet.round(x, at, 456, 26, lighter(plank, row * 0.06), 5)
        else:
            sheet.round(x, at, 150, 26, plank, 5)
            sheet.shape(
                (x + 150, at), (x + 182, at + 12), (x + 150, at + 26), colour=lighter(plank)
            )
            sheet.line((x + 250, at + 8), (x + 430, at + 120), colour=plank, width=24)
    for row in range(2):
        wide = 456 if mended or row == 0 else 210
        sheet.round(x - 6, y + row * 30, wide + 12, 24, lighter(plank, 0.1 + row * 0.06), 5)
    if not mended:
        sheet.line((x + 300, y + 120), (x + 470, y + 104), colour=lighter(plank, 0.1), width=24)
    return sheet


def graffiti(lot: Random, mended: bool) -> Sheet:
    sheet = street(lot)
    wall: Colour = lot.choice(((196, 178, 152), (178, 184, 186), (204, 190, 170)))
    sheet.box(60, 170, 880, 400, wall)
    for row in range(10):
        y = 170 + row * 40
        sheet.line((60, y), (940, y), colour=darker(wall, 0.12), width=2)
        for brick in range(60 + (row % 2) * 40, 940, 80):
            sheet.line((brick, y), (brick, y + 40), colour=darker(wall, 0.12), width=2)
    sheet.box(52, 156, 896, 20, darker(wall, 0.35))
    if mended:
        sheet.box(170, 250, 660, 240, lighter(wall, 0.08))
        return sheet
    for stroke in range(4):
        x = 190 + stroke * 150.0
        loop = [
            (x + lot.uniform(-10, 110), 270 + lot.uniform(0, 200) * (step % 2) + step * 6)
            for step in range(8)
        ]
        sheet.line(*loop, colour=lot.choice(SPRAY), width=lot.uniform(16, 26))
        drip = x + lot.uniform(0, 90)
        sheet.line((drip, 450), (drip, lot.uniform(480, 540)), colour=lot.choice(SPRAY), width=5)
    return sheet


def snow(lot: Random, mended: bool) -> Sheet:
    sheet = street(lot)
    sheet.box(0, 500, WIDTH, 110, mixed(STONE, SNOW, 0.25) if mended else SNOW)
    sheet.box(0, 606, WIDTH, 144, mixed(ROAD, SNOW, 0.15))
    for x in range(-40, WIDTH + 80, 110):
        high = lot.uniform(60, 100) if not mended else lot.uniform(26, 44)
        sheet.patch(x, 612, lot.uniform(180, 260), high, darker(SNOW, lot.random() * 0.08))
    if mended:
        for _ in range(260):
            at = lot.uniform(0, WIDTH), lot.uniform(506, 586)
            sheet.oval(*at, 4, 3, darker(STONE, 0.4))
        return sheet
    for step in range(9):
        sheet.oval(120 + step * 96, 540 + (step % 2) * 24, 34, 14, darker(SNOW, 0.16))
    for _ in range(90):
        sheet.oval(lot.uniform(0, WIDTH), lot.uniform(0, 600), 7, 7, SNOW)
    return sheet


def waste(lot: Random, mended: bool) -> Sheet:
    sheet = street(lot)
    green: Colour = lot.choice(((58, 110, 84), (66, 92, 120), (96, 96, 100)))
    for place in range(3):
        x = 180 + place * 220.0
        body = (x, 400), (x + 180, 400), (x + 164, 590), (x + 16, 590)
        sheet.shape(*body, colour=green)
        sheet.box(x + 30, 430, 120, 40, lighter(green, 0.5))
        lift = 0 if mended else lot.uniform(20, 46)
        sheet.shape((x - 6, 402), (x + 186, 402 - lift), (x + 180, 380 - lift), (x, 380),
                    colour=darker(green))  # fmt: skip
        for wheel in (x + 36, x + 144):
            sheet.oval(wheel, 592, 30, 30, darker(IRON, 0.5))
    if mended:
        return sheet
    for _ in range(16):
        size, at = lot.uniform(50, 96), (lot.uniform(130, 860), lot.uniform(560, 640))
        bag: Colour = lot.choice(((40, 44, 52), (70, 76, 84), (214, 210, 200), (112, 130, 168)))
        sheet.patch(*at, size, size * 0.8, bag)
        sheet.shape((at[0] - 8, at[1] - size * 0.34), (at[0] + 8, at[1] - size * 0.34),
                    (at[0], at[1] - size * 0.56), colour=darker(bag, 0.2))  # fmt: skip
    sheet.shape((700, 640), (850, 620), (880, 690), (730, 704), colour=(184, 146, 96))
    return sheet


def puddle(lot: Random, mended: bool) -> Sheet:
    sheet = street(lot)
    x = lot.uniform(430, 570)
    if not mended:
        sheet.patch(x, 612, 760, 190, darker(WATER, 0.12))
        sheet.patch(x - 10, 616, 700, 160, WATER)
        for ring in range(3):
            sheet.patch(x - 140 + ring * 130, 600 + ring * 22, 150, 14, lighter(WATER, 0.3))
    sheet.round(x - 80, 622, 160, 56, darker(IRON, 0.2 if mended else 0.5), 4)
    for slot in range(6):
        colour = (18, 22, 28) if mended else lot.choice((LEAF, WOOD, RUST))
        sheet.box(x - 68 + slot * 24, 632, 12, 36, colour)
    return sheet


def tree(lot: Random, mended: bool) -> Sheet:
    sheet = park(lot)
    x = lot.uniform(420, 580)
    if mended:
        sheet.oval(x, 640, 120, 44, SOIL)
        sheet.box(x - 6, 470, 12, 170, WOOD)
        sheet.oval(x, 420, 150, 190, lighter(LEAF, 0.12))
        for stake in (x - 50, x + 46):
            sheet.box(stake, 500, 8, 140, lighter(WOOD, 0.2))
        sheet.line((x - 46, 530), (x + 50, 530), colour=darker(WOOD, 0.3), width=4)
        return sheet
    bark = darker(WOOD, 0.3)
    trunk = (x - 34, 660), (x + 40, 660), (x + 90, 230), (x + 50, 220)
    sheet.shape(*trunk, colour=bark)
    for length, high in ((-210, 300), (190, 250), (-120, 180), (240, 340), (70, 110)):
        joint = x + 20 + (660 - high) * 0.13
        sheet.line((joint, high + 60), (joint + length / 2, high), (joint + length, high - 40),
                   colour=bark, width=16)  # fmt: skip
    sheet.line((x - 300, 690), (x - 60, 650), colour=bark, width=22)
    sheet.patch(x + 6, 560, 44, 70, darker(bark, 0.5))
    return sheet


def sign(lot: Random, mended: bool) -> Sheet:
    sheet = street(lot)
    x = lot.uniform(400, 600)
    for stripe in range(0, WIDTH, 100):
        white = (232, 232, 228) if mended else mixed((232, 232, 228), ROAD, 0.75)
        sheet.shape((stripe, 640), (stripe + 56, 640), (stripe + 36, 740), (stripe - 30, 740),
                    colour=white)  # fmt: skip
    lean = 0.0 if mended else lot.uniform(150, 220)
    top = x + lean, 230 + lean * 0.35
    sheet.line((x, 606), top, colour=(150, 156, 162), width=14)
    sheet.oval(*top, 150, 150, (240, 240, 240))
    sheet.oval(*top, 142, 142, BLUE if mended else mixed(BLUE, RUST, 0.35))
    sheet.shape((top[0], top[1] - 46), (top[0] + 44, top[1] + 34), (top[0] - 44, top[1] + 34),
                colour=(240, 240, 240))  # fmt: skip
    sheet.oval(top[0], top[1] + 8, 16, 40, (40, 44, 50))
    if not mended:
        sheet.patch(x, 606, 90, 22, SOIL)
        for cone in (x - 120, x + 260):
            sheet.shape((cone, 560), (cone - 24, 626), (cone + 24, 626), colour=(222, 106, 42))
    return sheet


def stop(lot: Random, mended: bool) -> Sheet:
    sheet = street(lot)
    x = lot.uniform(230, 330)
    pane = lighter(GLASS, 0.45)
    sheet.box(x, 280, 460, 300, pane)
    if not mended:
        middle = x + lot.uniform(120, 300), lot.uniform(380, 450)
        sheet.patch(*middle, 150, 140, lighter(GLASS, 0.1))
        for _ in range(14):
            end = x + lot.uniform(10, 450), lot.uniform(290, 570)
            sheet.line(middle, end, colour=(244, 248, 250), width=2)
        for _ in range(30):
            at = middle[0] + lot.uniform(-160, 160), lot.uniform(584, 606)
            sheet.oval(*at, 14, 6, (214, 230, 236))
    for post in (x - 6, x + 150, x + 306, x + 454):
        sheet.box(post, 270, 12, 322, IRON)
    sheet.round(x - 40, 248, 540, 28, darker(IRON, 0.2), 6)
    sheet.round(x + 40, 520, 330, 18, WOOD, 4)
    sheet.box(x + 520, 220, 12, 380, IRON)
    sheet.round(x + 496, 200, 60, 60, YELLOW)
    sheet.box(x + 510, 216, 32, 26, darker(IRON))
    return sheet


def door(lot: Random, mended: bool) -> Sheet:
    sheet = room(lot)
    x = lot.uniform(330, 430)
    leaf: Colour = lot.choice(((110, 76, 56), (72, 96, 92), (96, 102, 116)))
    sheet.box(x - 20, 120, 300, 440, darker(leaf, 0.35))
    sheet.box(x, 140, 260, 420, (36, 38, 44))
    if mended:
        sheet.box(x, 140, 260, 420, leaf)
        panes = [(x + 40, 180), (x + 150, 180)]
    else:
        ajar = (x, 140), (x + 170, 168), (x + 170, 600), (x, 560)
        sheet.shape(*ajar, colour=darker(leaf, 0.1))
        panes = [(x + 24, 196)]
        sheet.patch(x - 120, 420, 130, 120, darker(SOIL, 0.1))
        sheet.patch(x - 118, 424, 96, 84, (176, 110, 84))
        for _ in range(12):
            at = x - 120 + lot.uniform(-80, 80), lot.uniform(566, 600)
            sheet.patch(*at, 22, 12, (196, 186, 174))
    for left, top in panes:
        sheet.box(left, top, 70, 130, GLASS)
        sheet.box(left, top, 70, 6, lighter(GLASS))
    sheet.oval(x + (232 if mended else 148), 380, 20, 20, YELLOW)
    sheet.round(x + 340, 250, 70, 100, (226, 226, 222), 6)
    for row in range(4):
        sheet.box(x + 352, 268 + row * 18, 46, 5, darker(STONE))
    sheet.oval(x + 375, 180, 60, 60, WARM if mended else darker(STONE, 0.35))
    return sheet


DRAWN: dict[str, Callable[[Random, bool], Sheet]] = {
    "lamp": lamp,
    "hole": hole,
    "bench": bench,
    "graffiti": graffiti,
    "snow": snow,
    "bin": waste,
    "puddle": puddle,
    "tree": tree,
    "sign": sign,
    "stop": stop,
    "door": door,
}
