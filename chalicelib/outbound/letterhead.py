"""Veche’s mark, as it is drawn on paper: the same as web/assets/img/mark.svg."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

UNITS = 48  # the side of the mark
PINE, BRASS, WHITE = "#0c4a47", "#f0b84c", "#ffffff"
BELL = (  # each curve by two points that pull it, and its end; the lip is straight
    (31.4, 13.0, 34.2, 17.0, 34.5, 22.5),
    (34.8, 27.6, 35.5, 30.1, 38.0, 32.2),
    (38.9, 33.0, 38.4, 34.5, 37.2, 34.5),
    (28.0, 34.5, 20.0, 34.5, 10.8, 34.5),
    (9.6, 34.5, 9.1, 33.0, 10.0, 32.2),
    (12.5, 30.1, 13.2, 27.6, 13.5, 22.5),
    (13.8, 17.0, 16.6, 13.0, 21.5, 11.8),
)
BEGINS = (26.5, 11.8)
KNOB = (24.0, 11.1, 2.6)  # a circle
CLAPPER = (19.25, 32.05, 28.75, 41.55)  # the lower half of one
TICK = ((17.8, 24.3), (22.2, 28.7), (30.4, 20.1))


def mark(canvas: "Canvas", x: float, y: float, side: float) -> None:
    """Draw it with its lower left corner there."""
    canvas.saveState()
    canvas.translate(x, y + side)
    canvas.scale(side / UNITS, -side / UNITS)  # as a screen counts: downwards
    canvas.setFillColor(PINE)
    canvas.roundRect(0, 0, UNITS, UNITS, 12, stroke=0, fill=1)
    canvas.setFillColor(WHITE)
    canvas.circle(*KNOB, stroke=0, fill=1)
    bell = canvas.beginPath()
    bell.moveTo(*BEGINS)
    for curve in BELL:
        bell.curveTo(*curve)
    bell.close()
    canvas.drawPath(bell, stroke=0, fill=1)
    canvas.setFillColor(BRASS)
    canvas.wedge(*CLAPPER, 0, 180, stroke=0, fill=1)
    _tick(canvas)
    canvas.restoreState()


def _tick(canvas: "Canvas") -> None:
    canvas.setStrokeColor(PINE)
    canvas.setLineWidth(3.2)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    tick = canvas.beginPath()
    first, *rest = TICK
    tick.moveTo(*first)
    for point in rest:
        tick.lineTo(*point)
    canvas.drawPath(tick, stroke=1, fill=0)
