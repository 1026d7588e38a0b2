import io
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from PIL import ExifTags, Image

from chalicelib.config import settings
from chalicelib.domain import photos
from chalicelib.domain.photos import PhotoState
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.models.base import conflicts, transaction
from chalicelib.outbound import storage
from tests.factories import MONDAY, a_resident, an_officer

ANNA = a_resident("anna")
BORIS = a_resident("boris")
OFFICER = an_officer("agency.lighting")


@pytest.fixture(autouse=True)
def bucket(tables):
    storage._client.cache_clear()
    store = boto3.resource("s3").create_bucket(
        Bucket=settings.media_bucket,
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )
    yield store
    storage._client.cache_clear()


@pytest.fixture
def send(bucket):
    """Lay a file where an invitation says, and let the worker look at it."""

    def send(content, *, to=None, by=ANNA, looked_at=True):
        photo = to or photos.upload(by=by, at=MONDAY).id
        bucket.put_object(Key=f"quarantine/{photo}", Body=content)
        if looked_at:
            photos.process(f"quarantine/{photo}")
        return photo

    return send


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


def sizes_of(bucket, photo):
    return {item.key: item.get()["Body"].read() for item in bucket.objects.filter(Prefix="media/")}


def keys(bucket):
    return {item.key for item in bucket.objects.all()}


def test_a_photo_is_shown_in_three_sizes_without_what_it_betrays(send, bucket):
    photo = send(a_telephone_photo())

    shown = sizes_of(bucket, photo)
    assert set(shown) == {f"media/{photo}/{size}.jpg" for size in (320, 960, 1920)}
    for key, content in shown.items():
        image = Image.open(io.BytesIO(content))
        assert max(image.size) == int(key.split("/")[-1].removesuffix(".jpg"))
        assert image.format == "JPEG"
        assert not dict(image.getexif())
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"} | {
            "progressive",
            "progression",
        }
        assert b"Anna" not in content


def test_when_and_where_it_was_taken_is_kept_in_private(send):
    (photo,) = photos.find([send(a_telephone_photo())])

    assert photo.state == PhotoState.READY
    assert (photo.lat, photo.lon) == (60.17, 24.94)
    assert photo.taken_at == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    assert (photo.width, photo.height) == (1920, 1280)
    assert photo.urls.small == f"/media/{photo.id}/320.jpg"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_as_it_was_held(send, bucket, orientation):
    upright = Image.new("RGB", (90, 60), "white")
    upright.paste("red", (0, 0, 30, 20))  # the upper left corner
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose that EXIF makes up for
    held = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    written = io.BytesIO()
    held.save(written, "PNG", exif=exif)

    photo = send(written.getvalue())

    shown = Image.open(io.BytesIO(sizes_of(bucket, photo)[f"media/{photo}/320.jpg"]))
    assert shown.size == (90, 60)
    assert shown.getpixel((10, 8))[1] < 60
    assert all(shown.getpixel(place)[1] > 200 for place in ((80, 8), (10, 50), (80, 50)))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(an_image(kind="PNG"), id="png whatever its name"),
        pytest.param(an_image(kind="WEBP"), id="webp"),
        pytest.param(an_image(mode="RGBA", colour=(255, 0, 0, 0), kind="PNG"), id="transparent"),
        pytest.param(an_image(mode="CMYK", colour=(0, 0, 0, 0)), id="of a printer"),
        pytest.param(an_image(mode="P", colour=3, kind="PNG"), id="palette"),
        pytest.param(an_image(mode="L", colour=90), id="grey"),
        pytest.param(an_image(mode="I;16", colour=900, kind="PNG"), id="sixteen bits"),
        pytest.param(an_image(size=(40, 3)), id="tiny"),
        pytest.param(an_image(icc_profile=b"nonsense"), id="a profile that is none"),
        pytest.param(an_image(exif=b"Exif\0\0nonsense"), id="metadata that are none"),
    ],
)
def test_any_picture_of_the_three_kinds_becomes_a_jpeg(send, bucket, content):
    photo = send(content)

    assert photos.find([photo])[0].state == PhotoState.READY
    for drawn in sizes_of(bucket, photo).values():
        assert Image.open(io.BytesIO(drawn)).format == "JPEG"


def test_what_is_transparent_is_white(send, bucket):
    photo = send(an_image((50, 50), mode="RGBA", colour=(0, 0, 0, 0), kind="PNG"))

    drawn = sizes_of(bucket, photo)[f"media/{photo}/320.jpg"]
    assert min(Image.open(io.BytesIO(drawn)).getpixel((25, 25))) > 250


def a_bomb():
    """A few kilobytes that would be 400 million pixels."""
    return an_image((20_000, 20_000), mode="1", colour=0, kind="PNG")


def a_panorama():
    return an_image((10_000, 6_000), mode="1", colour=0, kind="PNG")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"the lamp is broken", "no photo we can read", id="a text"),
        pytest.param(b"", "no photo we can read", id="nothing"),
        pytest.param(an_image(kind="GIF"), "no photo we can read", id="a gif"),
        pytest.param(an_image(kind="TIFF"), "no photo we can read", id="a tiff"),
        pytest.param(an_image()[:3000], "no photo we can read", id="half a photo"),
        pytest.param(an_image(kind="PNG")[:300], "no photo we can read", id="half a png"),
        pytest.param(an_image() + bytes(16_000_000), "at most 15 MB", id="16 MB"),
        pytest.param(a_bomb(), "at most 50 megapixels", id="a bomb"),
        pytest.param(a_panorama(), "at most 50 megapixels", id="60 megapixels"),
    ],
)
def test_what_is_no_photo_is_refused_and_the_person_told_why(send, bucket, content, why):
    (photo,) = photos.find([send(content)])

    assert photo.state == PhotoState.REFUSED
    assert why in str(photo.reason)
    assert keys(bucket) == set()
    with pytest.raises(Invalid) as refused:
        photos.check([photo.id], by=ANNA)
    assert why in str(refused.value.fields["photos"])


def test_a_broken_photo_is_refused_wherever_it_breaks(send):
    whole = bytearray(a_telephone_photo(size=(400, 300)))

    for n in range(0, len(whole), 101):
        broken = bytes(whole[:n]) + bytes([whole[n] ^ 255]) + bytes(whole[n + 1 :])
        assert photos.find([send(broken, by=OFFICER)])[0].state in (
            PhotoState.READY,
            PhotoState.REFUSED,
        )


def test_being_told_twice_and_late_changes_nothing(send, bucket):
    photo = send(a_telephone_photo())
    before = sizes_of(bucket, photo)

    photos.process(f"quarantine/{photo}")
    photos.process("quarantine/nobody-waits-for-this")

    assert photos.find([photo])[0].state == PhotoState.READY
    assert sizes_of(bucket, photo) == before
    assert keys(bucket) == set(before)


@pytest.mark.parametrize("killed_at", ["put", "delete"])
def test_a_worker_killed_in_the_middle_is_made_up_for(send, bucket, monkeypatch, killed_at):
    photo = send(a_telephone_photo(), looked_at=False)
    with killing(monkeypatch, killed_at):
        photos.process(f"quarantine/{photo}")

    photos.process(f"quarantine/{photo}")

    assert photos.find([photo])[0].state == PhotoState.READY
    assert keys(bucket) == {f"media/{photo}/{size}.jpg" for size in (320, 960, 1920)}


@contextmanager
def killing(monkeypatch, act):
    """Whoever tries this act on the store is killed."""

    def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(storage, act, killed)
        yield


def test_a_photo_that_is_ready_never_becomes_another(send, bucket):
    photo = send(an_image(colour="teal"))
    before = sizes_of(bucket, photo)

    send(an_image(colour="red"), to=photo)

    assert sizes_of(bucket, photo) == before
    assert keys(bucket) == set(before)


def test_two_different_files_in_one_place_are_refused(send, monkeypatch):
    photo = send(an_image(colour="teal"), looked_at=False)
    with killing(monkeypatch, "put"):
        photos.process(f"quarantine/{photo}")

    send(an_image(colour="red"), to=photo)

    (refused,) = photos.find([photo])
    assert refused.state == PhotoState.REFUSED
    assert "two files" in str(refused.reason)


def test_a_photo_thrown_away_while_it_was_drawn_leaves_nothing(send, bucket, monkeypatch):
    photo = send(an_image(), looked_at=False)
    put = storage.put

    def put_and_discard(*args, **options):
        put(*args, **options)
        photos.discard([photo])

    monkeypatch.setattr(storage, "put", put_and_discard)
    photos.process(f"quarantine/{photo}")

    assert photos.find([photo]) == []
    assert keys(bucket) == set()


def test_a_person_sends_twenty_photos_a_day_and_staff_as_many_as_it_takes(send):
    tiny, tomorrow = an_image((8, 8)), MONDAY + timedelta(days=1)
    sent = [send(tiny) for _ in range(20)]

    (one_more,) = photos.find([send(tiny)])
    (next_day,) = photos.find([send(tiny, to=photos.upload(by=ANNA, at=tomorrow).id)])
    by_staff = photos.find([send(tiny, by=OFFICER) for _ in range(21)])

    assert {photo.state for photo in photos.find(sent)} == {PhotoState.READY}
    assert one_more.state == PhotoState.REFUSED
    assert "20 photos" in str(one_more.reason)
    assert {photo.state for photo in [next_day, *by_staff]} == {PhotoState.READY}


def attach(*ids, to="C-1", by=ANNA):
    with conflicts("the photos cannot be used"), transaction() as write:
        photos.attaching(write, ids, to=to, by=by)


def test_a_photo_belongs_to_one_thing_of_its_owner(send):
    mine, theirs = send(an_image()), send(an_image(), by=BORIS)
    waiting = photos.upload(by=ANNA, at=MONDAY).id

    attach(mine)
    attach(mine)  # once more, as a repeated request would

    for ids, by, to in (([mine], ANNA, "C-2"), ([theirs], ANNA, "C-1"), ([waiting], ANNA, "C-1")):
        with pytest.raises(Conflict):
            attach(*ids, to=to, by=by)
        with pytest.raises(Invalid) as why:
            photos.check(ids, by=by, field="proof")
        assert set(why.value.fields) == {"proof"}
    photos.check([theirs], by=BORIS)


def test_photos_are_found_in_the_order_asked_for(send):
    first, second = send(an_image()), send(an_image())

    found = photos.find([second, "none", first, second])

    assert [photo.id for photo in found] == [second, first]
    assert photos.find([]) == []


def test_only_the_owner_sees_what_became_of_an_upload(send):
    photo = send(an_image())

    assert photos.uploaded(photo, by=ANNA).id == photo
    for who, wanted in ((BORIS, photo), (ANNA, "none")):
        with pytest.raises(NotFound):
            photos.uploaded(wanted, by=who)


def test_what_is_not_used_within_a_day_is_thrown_away(send, bucket):
    used, unused = send(an_image()), send(an_image())
    attach(used)

    assert photos.discard_loose(at=MONDAY + timedelta(hours=23)) == 0
    assert photos.discard_loose(at=MONDAY + timedelta(hours=25)) == 1

    assert [photo.id for photo in photos.find([used, unused])] == [used]
    assert keys(bucket) == {f"media/{used}/{size}.jpg" for size in (320, 960, 1920)}


def test_throwing_away_is_made_up_for_when_killed_in_the_middle(send, bucket, monkeypatch):
    photo = send(an_image())
    with killing(monkeypatch, "delete"):
        photos.discard([photo])

    photos.discard_loose(at=MONDAY + timedelta(hours=25))

    assert photos.find([photo]) == []
    assert keys(bucket) == set()


def test_what_is_in_use_is_not_thrown_away(send, bucket):
    photo = send(an_image())
    attach(photo)

    photos.discard([photo, "none"])

    assert photos.find([photo])[0].state == PhotoState.READY
    assert len(keys(bucket)) == 3
