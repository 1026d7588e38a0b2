"""Files that few may see: photos and documents of applications."""

import base64
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.config import settings
from chalicelib.domain import photos
from chalicelib.domain.photos import PhotoState
from chalicelib.errors import Conflict, Invalid
from chalicelib.models.base import conflicts, transaction
from chalicelib.models.quota import Quota
from tests.domain.test_photos import keys
from tests.factories import MONDAY, a_resident
from tests.papers import (
    a_document,
    with_a_file,
    with_a_hidden_script,
    with_an_action,
)
from tests.pictures import a_telephone_photo, an_image

ANNA = a_resident("anna")


@pytest.fixture
def sent(send):
    """What became of a file that was sent where few may see it."""

    def sent(content, *, by=ANNA, at=MONDAY, takes=None):
        place = photos.new(by=by, at=at, private=True, takes=takes)
        place.save()
        return photos.find([send(content, to=place.id)])[0]

    return sent


def test_a_document_is_kept_as_it_is_where_the_portal_serves_nothing(sent, media):
    file = sent(a_document(pages=3))

    assert (file.state, file.kind, file.pages) == (PhotoState.READY, "application/pdf", 3)
    assert keys(media) == {f"private/files/{file.id}"}
    kept = media.Object(f"private/files/{file.id}").get()
    assert kept["Body"].read() == a_document(pages=3)
    assert kept["ContentType"] == "application/pdf"
    assert file.bytes == kept["ContentLength"]


def test_a_photo_is_drawn_anew_large_enough_to_be_read_and_without_what_it_betrays(sent, media):
    file = sent(a_telephone_photo(size=(4000, 3000)))

    assert (file.kind, file.width, file.height) == ("image/jpeg", 2400, 1800)
    assert (file.taken_at, file.lat, file.lon) == (None, None, None)
    assert keys(media) == {f"private/files/{file.id}"}
    assert b"Anna" not in media.Object(f"private/files/{file.id}").get()["Body"].read()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"", "no file was chosen", id="nothing"),
        pytest.param(b"Dear city", "neither a photo nor a document", id="a text"),
        pytest.param(an_image(kind="GIF"), "neither a photo nor a document", id="a gif"),
        pytest.param(b"PK\x03\x04 word/document.xml", "neither a photo nor", id="a letter"),
        pytest.param(a_document(locked=True), "locked with a password", id="locked"),
        pytest.param(a_document()[:200], "cannot be read", id="half a document"),
        pytest.param(b"%PDF-1.7\n", "cannot be read", id="nothing but a beginning"),
        pytest.param(a_document(pages=0), "cannot be read", id="no page"),
        pytest.param(a_document() + bytes(15_000_000), "at most 15 MB", id="too large"),
    ],
)
def test_what_nobody_could_read_is_refused_and_the_person_told_why(sent, media, content, why):
    file = sent(content)

    assert file.state == PhotoState.REFUSED
    assert why in str(file.reason)
    assert keys(media) == set()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(with_an_action("/JavaScript"), "carries a program", id="script"),
        pytest.param(with_a_hidden_script(), "carries a program", id="hidden script"),
        pytest.param(with_an_action("/Launch"), "starts other programs", id="launch"),
        pytest.param(with_a_file(), "other files inside", id="file inside"),
    ],
)
def test_a_document_that_could_harm_who_opens_it_is_refused_and_lies_nowhere(
    sent, media, content, why
):
    file = sent(content)

    assert file.state == PhotoState.REFUSED
    assert why in str(file.reason)
    assert keys(media) == set()


def test_an_action_that_turns_to_a_page_does_no_harm(sent):
    assert sent(with_an_action("/GoTo")).state == PhotoState.READY


def test_a_document_of_more_parts_than_anybody_looks_through_is_not_taken(sent, monkeypatch):
    monkeypatch.setattr("chalicelib.outbound.documents.MOST_OBJECTS", 5)

    assert "cannot be read" in str(sent(a_document(pages=9)).reason)


@pytest.mark.parametrize(
    ("takes", "right", "wrong", "why"),
    [
        ("pdf", a_document(), an_image(), "PDF documents alone"),
        ("photo", an_image(), a_document(), "photos alone"),
        ("photo", an_image(), b"Dear city", "photos alone"),
    ],
)
def test_a_question_that_takes_one_type_takes_no_other(sent, takes, right, wrong, why):
    assert sent(right, takes=takes).state == PhotoState.READY

    refused = sent(wrong, takes=takes)

    assert refused.state == PhotoState.REFUSED
    assert why in str(refused.reason)


@pytest.mark.parametrize(("takes", "said"), [("pdf", "application/pdf"), ("photo", "image/")])
def test_the_store_refuses_what_is_said_to_be_of_another_type(media, takes, said):
    fields = photos.invitation("1", takes=takes).fields
    rules = json.loads(base64.b64decode(fields["policy"]))["conditions"]

    assert fields["Content-Type"].startswith(said)
    assert ["starts-with", "$Content-Type", said] in rules
    assert "Content-Type" not in photos.invitation("1").fields


def test_a_broken_document_is_refused_wherever_it_breaks(sent):
    whole = a_document(pages=2)

    for n in range(0, len(whole), 37):
        broken = whole[:n] + bytes([whole[n] ^ 255]) + whole[n + 1 :]
        assert sent(broken, by=a_resident(f"person-{n}")).state != PhotoState.WAITING


def test_a_document_is_no_photo_for_everybody(send):
    (photo,) = photos.find([send(a_document())])

    assert photo.state == PhotoState.REFUSED
    assert "no photo we can read" in str(photo.reason)


def test_it_is_lent_for_five_minutes_to_who_may_see_it(sent):
    file = sent(a_document())

    lent = urlsplit(photos.lend(file))
    asked = parse_qs(lent.query)

    assert lent.netloc == f"{settings.media_bucket}.s3.eu-central-1.amazonaws.com"
    assert lent.path == f"/private/files/{file.id}"
    assert asked["X-Amz-Expires"] == ["300"]
    assert asked["response-content-disposition"] == [f'attachment; filename="{file.id[:8]}.pdf"']
    assert asked["response-cache-control"] == ["private, no-store"]


@pytest.mark.parametrize("private", [True, False])
def test_what_is_private_belongs_to_nothing_public_and_the_other_way_round(sent, send, private):
    other = send(an_image()) if private else sent(an_image()).id

    with pytest.raises(Invalid):
        photos.check([other], by=ANNA, private=private)
    with pytest.raises(Conflict), conflicts("no"), transaction() as write:
        photos.attaching(write, [other], to="S1", by=ANNA, private=private)


def test_sixty_files_a_day_are_counted_apart_from_photos(sent, send):
    day = f"{MONDAY:%Y-%m-%d}"
    for kind, used in (("files", 60), ("photos", 0)):
        Quota(f"{kind}#anna#{day}", used=used, expires_at=MONDAY + timedelta(days=2)).save()

    refused, photo = sent(an_image()), photos.find([send(an_image())])[0]

    assert "60 files" in str(refused.reason)
    assert photo.state == PhotoState.READY
    assert sent(an_image(), at=MONDAY + timedelta(days=1)).state == PhotoState.READY


def test_a_file_waits_for_sixty_days_in_a_draft_and_then_goes(sent, media):
    file = sent(a_document())

    assert photos.discard_loose(at=MONDAY + timedelta(days=59)) == 0
    assert photos.discard_loose(at=MONDAY + timedelta(days=61)) == 1

    assert photos.find([file.id]) == []
    assert keys(media) == set()


def test_a_file_that_was_given_up_goes_within_a_day_unless_it_belongs_to_something(sent, media):
    file, kept = sent(a_document()), sent(a_document())
    with transaction() as write:
        photos.attaching(write, [kept.id], to="S1", by=ANNA, private=True)

    photos.give_up([file.id, kept.id, "none"])

    assert photos.discard_loose(at=MONDAY + timedelta(hours=25)) == 1
    assert keys(media) == {f"private/files/{kept.id}"}
