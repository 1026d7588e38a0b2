"""What is typed, or sent by a program, where a key is meant, and can be none."""

from collections.abc import Callable

import pytest

from chalicelib.domain import complaints, photos, places
from chalicelib.domain.complaints import drafts
from chalicelib.errors import Conflict, NotFound
from chalicelib.models.base import LONGEST, can_be, conflicts, together, transaction
from chalicelib.models.complaint import HEAD, Complaint
from chalicelib.models.photo import Photo
from tests.complaints import ANNA, a_photo, filed
from tests.factories import MONDAY

pytestmark = pytest.mark.usefixtures("tables")
NO_KEYS = ["", "x" * (LONGEST + 1), "ы" * LONGEST]


@pytest.mark.parametrize("key", NO_KEYS)
def test_what_can_be_no_key_names_nothing(key):
    with pytest.raises(Photo.DoesNotExist):
        Photo.get(key)
    with pytest.raises(Complaint.DoesNotExist):
        Complaint.get("C-1", key)
    there = a_photo()
    assert [photo.id for photo in Photo.batch_get([key, there])] == [there]
    assert list(Complaint.batch_get([(key, HEAD), ("C-1", key)])) == []


@pytest.mark.parametrize("key", NO_KEYS)
def test_of_several_items_what_can_be_no_key_is_not_there_and_the_others_are(key):
    reference, photo = filed().reference, a_photo()

    found = together(
        (Photo, key), (Complaint, reference, HEAD), (Complaint, reference, key), (Photo, photo)
    )

    assert [found[0], found[2]] == [None, None]
    assert (found[1].reference, found[3].id) == (reference, photo)
    assert together((Photo, key)) == [None]


def test_the_longest_key_is_one():
    assert can_be("x" * LONGEST, "ы" * (LONGEST // 2), 7, None)
    with pytest.raises(Photo.DoesNotExist):
        Photo.get("x" * LONGEST)


ASKED: dict[str, Callable[[str], object]] = {
    "a report": complaints.find,
    "a draft": lambda key: drafts.find(key, by=ANNA, at=MONDAY),
    "an address": places.address,
    "a photo of one's own": lambda key: photos.uploaded(key, by=ANNA),
}


@pytest.mark.parametrize("key", NO_KEYS)
@pytest.mark.parametrize("what", ASKED)
def test_whoever_asks_by_it_hears_that_there_is_none(what, key):
    with pytest.raises(NotFound):
        ASKED[what](key)


@pytest.mark.parametrize("key", NO_KEYS)
def test_no_photo_can_be_attached_by_it(key):
    photo = a_photo(ANNA)

    with (
        pytest.raises(Conflict),
        conflicts("the photos cannot be used"),
        transaction() as write,
    ):
        photos.attaching(write, [photo, key], to="C-1", by=ANNA)

    assert photos.find([key, photo])[0].attached_to is None
