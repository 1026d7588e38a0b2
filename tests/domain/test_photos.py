import io
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial

import pytest
from PIL import ExifTags, Image

from chalicelib.domain import photos
from chalicelib.domain.photos import PhotoState, processing
from chalicelib.errors import Invalid
from chalicelib.language import tell
from chalicelib.models.quota import Quota
from chalicelib.outbound import storage
from tests.factories import a_resident, an_officer
from tests.pictures import a_telephone_photo, an_image

ANNA = a_resident("anna")
BORIS = a_resident("boris")
OFFICER = an_officer("agency.lighting")


def sizes_of(media, photo):
    return {item.key: item.get()["Body"].read() for item in media.objects.filter(Prefix="media/")}


def keys(media):
    return {item.key for item in media.objects.all()}


def test_a_photo_is_shown_in_three_sizes_without_what_it_betrays(send, media):
    photo = send(a_telephone_photo())

    shown = sizes_of(media, photo)
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
def test_a_photo_is_turned_as_it_was_held(send, media, orientation):
    upright = Image.new("RGB", (90, 60), "white")
    upright.paste("red", (0, 0, 30, 20))  # the upper left corner
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose that EXIF makes up for
    held = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    written = io.BytesIO()
    held.save(written, "PNG", exif=exif)

    photo = send(written.getvalue())

    shown = Image.open(io.BytesIO(sizes_of(media, photo)[f"media/{photo}/320.jpg"]))
    assert shown.size == (90, 60)
    assert shown.getpixel((10, 8))[1] < 60
    assert all(shown.getpixel(place)[1] > 200 for place in ((80, 8), (10, 50), (80, 50)))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(partial(an_image, kind="PNG"), id="png whatever its name"),
        pytest.param(partial(an_image, kind="WEBP"), id="webp"),
        pytest.param(
            partial(an_image, mode="RGBA", colour=(255, 0, 0, 0), kind="PNG"), id="transparent"
        ),
        pytest.param(partial(an_image, mode="CMYK", colour=(0, 0, 0, 0)), id="of a printer"),
        pytest.param(partial(an_image, mode="P", colour=3, kind="PNG"), id="palette"),
        pytest.param(partial(an_image, mode="L", colour=90), id="grey"),
        pytest.param(partial(an_image, mode="I;16", colour=900, kind="PNG"), id="sixteen bits"),
        pytest.param(partial(an_image, size=(40, 3)), id="tiny"),
        pytest.param(partial(an_image, icc_profile=b"nonsense"), id="a profile that is none"),
        pytest.param(partial(an_image, exif=b"Exif\0\0nonsense"), id="metadata that are none"),
    ],
)
def test_any_picture_of_the_three_kinds_becomes_a_jpeg(send, media, content):
    photo = send(content())

    assert photos.find([photo])[0].state == PhotoState.READY
    for drawn in sizes_of(media, photo).values():
        assert Image.open(io.BytesIO(drawn)).format == "JPEG"


def test_what_is_transparent_is_white(send, media):
    photo = send(an_image((50, 50), mode="RGBA", colour=(0, 0, 0, 0), kind="PNG"))

    drawn = sizes_of(media, photo)[f"media/{photo}/320.jpg"]
    assert min(Image.open(io.BytesIO(drawn)).getpixel((25, 25))) > 250


def a_bomb():
    """A few kilobytes that would be 400 million pixels."""
    return an_image((20_000, 20_000), mode="1", colour=0, kind="PNG")


def a_panorama():
    return an_image((10_000, 6_000), mode="1", colour=0, kind="PNG")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(lambda: b"the lamp is broken", "no photo we can read", id="a text"),
        pytest.param(bytes, "no file was chosen", id="nothing"),
        pytest.param(partial(an_image, kind="GIF"), "no photo we can read", id="a gif"),
        pytest.param(partial(an_image, kind="TIFF"), "no photo we can read", id="a tiff"),
        pytest.param(lambda: an_image()[:3000], "no photo we can read", id="half a photo"),
        pytest.param(lambda: an_image(kind="PNG")[:300], "no photo we can read", id="half a png"),
        pytest.param(lambda: an_image() + bytes(16_000_000), "at most 15 MB", id="16 MB"),
        pytest.param(a_bomb, "at most 50 megapixels", id="a bomb"),
        pytest.param(a_panorama, "at most 50 megapixels", id="60 megapixels"),
    ],
)
def test_what_is_no_photo_is_refused_and_the_person_told_why(send, media, content, why):
    (photo,) = photos.find([send(content())])

    assert photo.state == PhotoState.REFUSED
    assert why in str(photo.reason)
    assert tell(photo.reason, "ru") != str(photo.reason)
    assert keys(media) == set()
    with pytest.raises(Invalid) as refused:
        photos.check([photo.id], by=ANNA)
    assert why in str(refused.value.fields["photos"])


def test_a_form_that_was_sent_without_a_file_is_none_of_the_days_photos(send):
    send(b"")
    assert list(Quota.scan()) == []

    send(an_image())
    assert [quota.used for quota in Quota.scan()] == [1]


def test_a_broken_photo_is_refused_wherever_it_breaks(send):
    whole = bytearray(a_telephone_photo(size=(400, 300)))

    for n in range(0, len(whole), 101):
        broken = bytes(whole[:n]) + bytes([whole[n] ^ 255]) + bytes(whole[n + 1 :])
        assert photos.find([send(broken, by=OFFICER)])[0].state in (
            PhotoState.READY,
            PhotoState.REFUSED,
        )


def test_being_told_twice_and_late_changes_nothing(send, media):
    photo = send(a_telephone_photo())
    before = sizes_of(media, photo)

    processing.process(f"quarantine/{photo}")
    processing.process("quarantine/nobody-waits-for-this")

    assert photos.find([photo])[0].state == PhotoState.READY
    assert sizes_of(media, photo) == before
    assert keys(media) == set(before)


@pytest.mark.parametrize("killed_at", ["put", "delete"])
def test_a_worker_killed_in_the_middle_is_made_up_for(send, media, monkeypatch, killed_at):
    photo = send(a_telephone_photo(), looked_at=False)
    with killing(monkeypatch, killed_at):
        processing.process(f"quarantine/{photo}")

    processing.process(f"quarantine/{photo}")

    assert photos.find([photo])[0].state == PhotoState.READY
    assert keys(media) == {f"media/{photo}/{size}.jpg" for size in (320, 960, 1920)}


@contextmanager
def killing(monkeypatch, act):
    """Whoever tries this act on the store is killed."""

    def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(storage, act, killed)
        yield


def test_a_photo_that_is_ready_never_becomes_another(send, media):
    photo = send(an_image(colour="teal"))
    before = sizes_of(media, photo)

    send(an_image(colour="red"), to=photo)

    assert sizes_of(media, photo) == before
    assert keys(media) == set(before)


def test_two_different_files_in_one_place_are_refused(send, monkeypatch):
    photo = send(an_image(colour="teal"), looked_at=False)
    with killing(monkeypatch, "put"):
        processing.process(f"quarantine/{photo}")

    send(an_image(colour="red"), to=photo)

    (refused,) = photos.find([photo])
    assert refused.state == PhotoState.REFUSED
    assert "two files" in str(refused.reason)


def test_a_photo_thrown_away_while_it_was_drawn_leaves_nothing(send, media, monkeypatch):
    photo = send(an_image(), looked_at=False)
    put = storage.put

    def put_and_discard(*args, **options):
        put(*args, **options)
        photos.discard([photo])

    monkeypatch.setattr(storage, "put", put_and_discard)
    processing.process(f"quarantine/{photo}")

    assert photos.find([photo]) == []
    assert keys(media) == set()
