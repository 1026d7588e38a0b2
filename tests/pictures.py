"""Pictures that people send."""

import io

from PIL import ExifTags, Image


def an_image(size=(2400, 1600), mode="RGB", colour="teal", kind="JPEG", **options):
    written = io.BytesIO()
    Image.new(mode, size, colour).save(written, kind, **options)
    return written.getvalue()


def a_telephone_photo(orientation=1, size=(2400, 1600)):
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
