"""Pictures: read whatever claims to be a photo, and draw it anew with nothing but its pixels."""

import io
import struct
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import dhash
from PIL import ExifTags, Image, ImageCms

FORMATS = ("JPEG", "PNG", "WEBP")  # no other decoder is let near a stranger's file
MOST_PIXELS = 50_000_000  # what telephones take; decoded they fit into the function's memory
QUALITY = 82
GRID = 16  # by as many brightnesses, each compared with its neighbours, a picture is known again
TURNS = {  # EXIF's orientation: what makes up for it
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError)


class Unreadable(Exception):
    """This is no picture in a format we take, or a broken one."""


class TooManyPixels(Exception):
    """A decompression bomb, or a panorama that comes close to one."""


@dataclass(frozen=True)
class Picture:
    """The sizes asked for, as JPEG without any metadata; and what the metadata said."""

    sizes: dict[int, bytes]
    width: int  # of the largest
    height: int
    taken_at: datetime | None
    place: tuple[float, float] | None  # latitude, longitude
    looks: str  # 512 bits in hexadecimal: of the same picture, written anew, nearly the same


def redrawn(content: bytes, sizes: tuple[int, ...], *, timezone: str) -> Picture:
    """The picture in each size (of the longer side); `Unreadable`, `TooManyPixels`.

    A camera that does not say in which zone its clock runs is taken to run in ``timezone``.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Pillow, about files that are a little broken
        image = _opened(content)
        said = _said(image, ZoneInfo(timezone))
        largest = _upright(image, max(sizes), turned=said.orientation)
    drawn = {size: _jpeg(_fitted(largest, size)) for size in sizes}
    looks = _looks(largest)
    return Picture(drawn, largest.width, largest.height, said.taken_at, said.place, looks)


class Said(NamedTuple):
    """What the metadata of a file say."""

    orientation: int = 1
    taken_at: datetime | None = None
    place: tuple[float, float] | None = None


def _said(image: Image.Image, zone: ZoneInfo) -> Said:
    """Nothing, if the metadata are broken: the picture may be good even so."""
    try:
        exif = image.getexif()
        orientation = exif.get(ExifTags.Base.Orientation, 1)
        return Said(orientation, _taken_at(exif, zone), _place(exif))
    except BROKEN:
        return Said()


def _opened(content: bytes) -> Image.Image:
    """The picture, its size checked before a pixel is decoded."""
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except BROKEN as error:
        raise Unreadable from error
    if image.width * image.height > MOST_PIXELS:
        raise TooManyPixels
    return image


def _upright(image: Image.Image, size: int, *, turned: int) -> Image.Image:
    """No larger than ``size``, turned as it was held, in the colours of the web, on white."""
    profile = image.info.get("icc_profile")
    try:
        image.draft("RGB", (size, size))  # of a large JPEG only every other pixel is decoded
        image.load()
        if image.mode not in ("RGB", "L", "CMYK"):
            image = image.convert("RGBA")
        image.thumbnail((size, size))
    except BROKEN as error:
        raise Unreadable from error
    coloured = _in_srgb(image, profile)
    bare = Image.new("RGB", coloured.size, "white")
    bare.paste(coloured.convert("RGB"), mask=_opacity(coloured))
    turn = TURNS.get(turned)
    return bare.transpose(turn) if turn is not None else bare


def _in_srgb(image: Image.Image, profile: Any) -> Image.Image:
    """Colours as meant: a telephone's wide ones would look pale without their profile."""
    if not profile or image.mode == "RGBA":
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(
            image, given, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, *BROKEN):
        return image  # a profile that does not fit its picture: better pale than refused
    return converted or image


def _opacity(image: Image.Image) -> Image.Image | None:
    return image.getchannel("A") if image.mode == "RGBA" else None


def _fitted(image: Image.Image, size: int) -> Image.Image:
    smaller = image.copy()
    smaller.thumbnail((size, size))
    return smaller


def _looks(image: Image.Image) -> str:
    """Where it gets brighter, to the right and downwards: whatever its size and quality."""
    small = image.convert("L").resize((GRID + 1, GRID + 1), Image.Resampling.LANCZOS)
    right, down = dhash.dhash_row_col(list(small.tobytes()), GRID)
    return str(dhash.format_hex(right, down, GRID))


def _jpeg(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()


def _taken_at(exif: Image.Exif, zone: ZoneInfo) -> datetime | None:
    """By the camera's clock, in UTC; None if it does not say, or says nonsense."""
    said = exif.get_ifd(ExifTags.IFD.Exif)
    stamp = str(said.get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
    offset = str(said.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\0 ")
    for text, form in ((stamp + offset, "%Y:%m:%d %H:%M:%S%z"), (stamp, "%Y:%m:%d %H:%M:%S")):
        try:
            moment = datetime.strptime(text, form)  # noqa: DTZ007  # the zone follows
        except ValueError:
            continue
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    return None


def _place(exif: Image.Exif) -> tuple[float, float] | None:
    """Latitude and longitude in degrees; None if the camera does not say, or says nonsense."""
    said = exif.get_ifd(ExifTags.IFD.GPSInfo)
    try:
        lat = _degrees(said[ExifTags.GPS.GPSLatitude], said[ExifTags.GPS.GPSLatitudeRef], "S")
        lon = _degrees(said[ExifTags.GPS.GPSLongitude], said[ExifTags.GPS.GPSLongitudeRef], "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None  # not so of a NaN either


def _degrees(parts: Any, half: Any, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = round(degrees + minutes / 60 + seconds / 3600, 6)
    return -value if str(half).strip("\0 ").upper() == negative else value
