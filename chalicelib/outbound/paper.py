"""Drawing a document as a PDF: A4, a side for each language, and on every page the code by which
anybody checks it."""

import functools
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

from chalicelib.outbound import letterhead

if TYPE_CHECKING:  # a quarter of a second, for the worker that draws
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import BaseDocTemplate, Flowable

FONTS = Path(__file__).parents[1] / "fonts" / "golos-text"
REGULAR, BOLD = "GolosText-Regular", "GolosText-Bold"
INK, SOFT, LINE, PINE = "#14262a", "#4a5b60", "#d9dfdd", "#0c4a47"
GOOD, BAD = ("#e6f3ea", "#17693f"), ("#fdeceb", "#b3261e")  # paper and bar of the decision
MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
SIDE, TOP, BOTTOM = 24 * MM, 36 * MM, 46 * MM  # margins
QR = 25 * MM
DOTS = 8  # of the picture, for a cell of the QR code
Pages = dict[str, int]  # how many there are in each language


class Part(NamedTuple):
    """A heading with what stands below; ``points`` are numbered, each a title with its lines."""

    title: str
    lines: tuple[str, ...] = ()
    points: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Sheet(NamedTuple):
    """What the document says in one language. ``page`` is «Page %(n)s of %(of)s»."""

    language: str
    city: str
    office: str
    brand: str
    title: str
    rows: tuple[tuple[str, str], ...]
    decision: str
    gives: str
    good: bool
    parts: tuple[Part, ...]
    signed: tuple[tuple[str, str], ...]
    check: str  # beside the QR code, above the other
    page: str


def draw(sheets: Sequence[Sheet], *, address: str, code: str) -> bytes:
    """The PDF; the same bytes whenever it is drawn. Who reads the QR code is led to ``address``."""
    qr = _qr(address)
    pages = {sheet.language: 1 for sheet in sheets}  # how many there are is known afterwards
    content, counted = _drawn(sheets, qr, code, pages)
    return content if counted == pages else _drawn(sheets, qr, code, counted)[0]


def _drawn(sheets: Sequence[Sheet], qr: Any, code: str, pages: Pages) -> tuple[bytes, Pages]:
    from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageBreak, PageTemplate

    _know_fonts()
    written = io.BytesIO()
    document = BaseDocTemplate(
        written,
        pagesize=(WIDTH, HEIGHT),
        title=" / ".join(sheet.title for sheet in sheets),
        author=sheets[0].office,
        creator=sheets[0].brand,
        lang=sheets[0].language,
        invariant=1,
        initialFontName=REGULAR,
        displayDocTitle=1,
    )
    frame = (SIDE, BOTTOM, WIDTH - 2 * SIDE, HEIGHT - TOP - BOTTOM, 0, 0, 0, 0)
    story: list[Flowable] = []
    counted: Pages = {}
    for sheet in sheets:
        around = _Around(sheet, qr, code, pages, counted)
        document.addPageTemplates(
            PageTemplate(sheet.language, [Frame(*frame)], onPage=around.begin, onPageEnd=around.end)
        )
        story += [NextPageTemplate(sheet.language), PageBreak()] if story else []
        story += _told(sheet)
    document.build(story)
    return written.getvalue(), counted


class _Around(NamedTuple):
    """What stands around the text on each page of one language."""

    sheet: Sheet
    qr: Any
    code: str
    pages: Pages
    counted: Pages

    def begin(self, canvas: "Canvas", _document: "BaseDocTemplate") -> None:
        """All that is on the page is said to be in its language (ISO 32000, 14.9.2)."""
        language = self.sheet.language
        self.counted[language] = self.counted.get(language, 0) + 1
        canvas.addLiteral(f"/Span <</Lang ({language})>> BDC")
        top = HEIGHT - 15 * MM
        letterhead.mark(canvas, SIDE, top - 11 * MM, 11 * MM)
        _text(canvas, SIDE + 15 * MM, top - 4.6 * MM, self.sheet.brand, font=BOLD, size=13)
        _text(canvas, SIDE + 15 * MM, top - 9.6 * MM, self.sheet.city, size=9)
        _line(canvas, top - 14.5 * MM, PINE, 0.9)
        if self.counted[language] > 1:
            _text(canvas, WIDTH - SIDE, top - 9.6 * MM, self.sheet.title, size=9, to_left=True)
        self._foot(canvas)

    def end(self, canvas: "Canvas", _document: "BaseDocTemplate") -> None:
        canvas.addLiteral("EMC")

    def _foot(self, canvas: "Canvas") -> None:
        top, beside = BOTTOM - 5 * MM, SIDE + QR + 5 * MM
        _line(canvas, top, LINE, 0.6)
        canvas.drawImage(self.qr, SIDE - QR * 0.05, top - 3 * MM - QR, QR, QR)
        check = _paragraph(self.sheet.check, size=9, colour=SOFT)
        _, high = check.wrap(WIDTH - SIDE - beside, HEIGHT)
        check.drawOn(canvas, beside, top - 4.5 * MM - high)
        _text(canvas, beside, top - 11 * MM - high, self.code, font=BOLD, size=15)
        language = self.sheet.language
        number = {"n": self.counted[language], "of": self.pages.get(language, 1)}
        _text(canvas, WIDTH - SIDE, 13 * MM, self.sheet.page % number, size=8.5, to_left=True)


def _told(sheet: Sheet) -> "list[Flowable]":
    from reportlab.platypus import KeepTogether, Spacer

    space = Spacer(0, 5 * MM)
    told: list[Flowable] = [
        _paragraph(sheet.office, size=10.5, colour=SOFT),
        Spacer(0, 1.5 * MM),
        _paragraph(sheet.title, font=BOLD, size=19, colour=INK),
        space,
        _table(sheet.rows),
        space,
        _decision(sheet),
    ]
    *others, last = [_part(part) for part in sheet.parts] or [[]]
    for each in others:
        told += [Spacer(0, 6 * MM), *each]
    told += [Spacer(0, 6 * MM), KeepTogether([*last, space, _table(sheet.signed)])]
    return told


def _table(rows: Sequence[tuple[str, str]]) -> "Flowable":
    from reportlab.platypus import Table

    cells = [[_paragraph(name, colour=SOFT), _paragraph(value)] for name, value in rows]
    across = WIDTH - 2 * SIDE
    style = [
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
        ("LINEABOVE", (0, 0), (-1, 0), 0.5, LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 4.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5.5),
    ]
    return Table(cells, colWidths=[across * 0.3, across * 0.7], style=_colours(style))


def _decision(sheet: Sheet) -> "Flowable":
    from reportlab.platypus import Table

    paper, bar = GOOD if sheet.good else BAD
    cell = [
        _paragraph(sheet.decision, font=BOLD, size=14, colour=bar, after=3),
        _paragraph(sheet.gives, size=10.5),
    ]
    style = [
        ("BACKGROUND", (0, 0), (-1, -1), paper),
        ("LINEBEFORE", (0, 0), (0, -1), 3.2, bar, "butt"),
        ("LEFTPADDING", (0, 0), (-1, -1), 14),
        ("RIGHTPADDING", (0, 0), (-1, -1), 14),
        ("TOPPADDING", (0, 0), (-1, -1), 9),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 11),
    ]
    return Table([[cell]], colWidths=[WIDTH - 2 * SIDE], style=_colours(style))


def _part(part: Part) -> "list[Flowable]":
    told = [_paragraph(part.title, font=BOLD, size=12.5, after=1.5 * MM, heads=True)]
    for number, (title, lines) in enumerate(part.points, 1):
        told.append(_paragraph(f"{number}. {title}", font=BOLD, heads=True))
        told += [_paragraph(line, size=10, indent=14) for line in lines[:-1]]
        told += [_paragraph(line, size=10, indent=14, after=2 * MM) for line in lines[-1:]]
    told += [_paragraph(line, after=2 * MM) for line in part.lines]
    return told


def _paragraph(text: str, **style: Any) -> "Flowable":
    """Whatever was written, as it was written: it is text, and no markup."""
    from reportlab.platypus import Paragraph

    return Paragraph(escape(text).replace("\n", "<br/>"), _style(**style))


def _style(
    font: str = REGULAR,
    size: float = 10.5,
    colour: str = INK,
    *,
    indent: float = 0,
    after: float = 0,
    heads: bool = False,
) -> "ParagraphStyle":
    """What ``heads`` something is never the last line of a page."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(
        font,
        fontName=font,
        fontSize=size,
        leading=size * 1.36,
        textColor=HexColor(colour),
        leftIndent=indent,
        spaceAfter=after,
        keepWithNext=heads,
        splitLongWords=1,
    )


def _text(
    canvas: "Canvas",
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    font: str = REGULAR,
    colour: str | None = None,
    to_left: bool = False,
) -> None:
    """One line: from there on, or up to there."""
    canvas.setFont(font, size)
    canvas.setFillColor(colour or (SOFT if font == REGULAR else INK))
    draw_line = canvas.drawRightString if to_left else canvas.drawString
    draw_line(x, y, text)


def _line(canvas: "Canvas", y: float, colour: str, thick: float) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(thick)
    canvas.line(SIDE, y, WIDTH - SIDE, y)


def _colours(style: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """A table does not know colours as the rest does: ``#14262a``."""
    from reportlab.lib.colors import HexColor

    return [
        tuple(HexColor(part) if str(part).startswith("#") else part for part in line)
        for line in style
    ]


def _qr(address: str) -> Any:
    """A picture of black and white: drawn of strokes, some readers would show seams."""
    import segno
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    drawn = segno.make(address, error="m", boost_error=False, micro=False)
    cells = [list(row) for row in drawn.matrix_iter(border=2)]
    picture = Image.new("L", (len(cells), len(cells)), 255)
    picture.putdata([0 if cell else 255 for row in cells for cell in row])
    side = len(cells) * DOTS
    return ImageReader(picture.resize((side, side), Image.Resampling.NEAREST))


@functools.cache
def _know_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, FONTS / f"{name}.ttf"))
