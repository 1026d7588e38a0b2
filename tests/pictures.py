"""Pictures that people send."""

import io
from datetime import datetime
from random import Random
from typing import Any

from PIL import ExifTags, Image


def an_image(
    size: tuple[int, int] = (2400, 1600),
    mode: str = "RGB",
    colour: Any = "teal",
    kind: str = "JPEG",
    **options: Any,
) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, colour).save(written, kind, **options)
    return written.getvalue()


def a_view(
    of: object = 0, *, size: tuple[int, int] = (1200, 900), quality: int = 90, **options: Any
) -> bytes:
    """A place, and nobody takes it for another one; written anew by size and quality."""
    spots = Random(f"view-{of}").randbytes(24 * 18 * 3)  # noqa: S311
    view = Image.frombytes("RGB", (24, 18), spots).resize((2400, 1800), Image.Resampling.BICUBIC)
    written = io.BytesIO()
    view.resize(size).save(written, "JPEG", quality=quality, **options)
    return written.getvalue()


def taken(
    *, at: datetime | None = None, lat: float | None = None, lon: float | None = None
) -> Image.Exif:
    """What a camera writes: when by its own clock, which says no zone, and where."""
    exif = Image.Exif()
    if at:
        said = exif.get_ifd(ExifTags.IFD.Exif)
        said[ExifTags.Base.DateTimeOriginal] = f"{at:%Y:%m:%d %H:%M:%S}"
    if lat is not None and lon is not None:
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
        place[ExifTags.GPS.GPSLatitude] = (float(lat), 0.0, 0.0)
        place[ExifTags.GPS.GPSLongitude] = (float(lon), 0.0, 0.0)
    return exif


def a_telephone_photo(orientation: int = 1, size: tuple[int, int] = (2400, 1600)) -> bytes:
    """As a telephone writes it: where, when, by which camera, and a remark."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Telephone of Anna"
    said = exif.get_ifd(ExifTags.IFD.Exif)
    said[ExifTags.Base.DateTimeOriginal] = "2026:03:02 10:30:00"
    said[ExifTags.Base.OffsetTimeOriginal] = "+02:00"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (60.0, 10.0, 12.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (24.0, 56.0, 24.0)
    return an_image(size, exif=exif, comment=b"remark of Anna", dpi=(300, 300))
