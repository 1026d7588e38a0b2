"""Reading a QR code off a page with another program than the one that drew it."""

import re
from html import unescape
from urllib.parse import unquote

import zxingcpp
from PIL import Image

STROKES = re.compile(r"([Mmh])\s*(-?[\d.]+)(?:[ ,](-?[\d.]+))?")
ZOOM = 4


def read(page: str) -> str:
    """What a phone reads off the only QR code of a page."""
    (source,) = re.findall(r'<img[^>]*src="data:image/svg\+xml;charset=utf-8,([^"]*)"', page)
    (found,) = zxingcpp.read_barcodes(_painted(unquote(unescape(source))))
    return str(found.text)


def _painted(svg: str) -> Image.Image:
    """The drawing as points: strokes one cell high, from left to right."""
    scale = re.search(r"scale\((\d+)\)", svg)
    (side,) = re.findall(r"<svg[^>]*width=.(\d+)", svg)
    (strokes,) = re.findall(r"stroke=.#000. d=.([^'\"]*)", svg)
    cells = int(side) // (int(scale[1]) if scale else 1)
    picture, x, y = Image.new("L", (cells, cells), 255), 0.0, 0.0
    for command, first, second in STROKES.findall(strokes):
        if command == "M":
            x, y = float(first), float(second)
        elif command == "m":
            x, y = x + float(first), y + float(second)
        else:
            for cell in range(int(x), int(x) + int(first)):
                picture.putpixel((cell, int(y)), 0)
            x += float(first)
    return picture.resize((cells * ZOOM, cells * ZOOM), Image.Resampling.NEAREST)
