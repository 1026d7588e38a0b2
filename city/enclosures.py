"""The documents that generated applications carry: a title on a page, so that nobody's is shown."""

import functools
import io

from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

LEFT, LINES = 48, 14
NOTE = "Drawn for the demonstration city. It stands for a document that a resident would send."


@functools.cache
def page(title: str) -> bytes:
    """A PDF of one page; the same title gives the same bytes."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A5, invariant=1)
    width, height = A5
    canvas.setTitle(title)
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(LEFT, height - 72, title[:50])
    canvas.setFont("Helvetica", 7)
    canvas.drawString(LEFT, height - 88, NOTE)
    canvas.setFillGray(0.85)
    for line in range(LINES):
        short = 60 * (line % 4)  # as paragraphs end
        canvas.rect(LEFT, height - 124 - 22 * line, width - 2 * LEFT - short, 9, stroke=0, fill=1)
    canvas.save()
    return written.getvalue()
