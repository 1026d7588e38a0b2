"""Addresses as QR codes, for whoever goes on with a phone."""

MARGIN = 4  # cells of white around it, as ISO/IEC 18004 asks for
CELL = 4  # pixels
# Readers know every mask. Weighing all eight against each other is three quarters of the work, and
# of what is as good as drawn by lot one is as good as another.
MASK = 2


def image(address: str) -> str:
    """What an ``<img>`` shows: an SVG within the page, so that what it says is asked of nobody.

    A seventh of it may be covered or torn off (level M).
    """
    import segno  # 10 ms, for the one page that shows one

    drawn = segno.make(address, error="m", boost_error=False, micro=False, mask=MASK)
    return drawn.svg_data_uri(scale=CELL, border=MARGIN, dark="#000", light="#fff")
