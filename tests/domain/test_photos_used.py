from datetime import timedelta

import pytest

from chalicelib.domain import photos
from chalicelib.domain.photos import PhotoState
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.models.base import conflicts, transaction
from tests.domain.test_photos import keys, killing
from tests.factories import MONDAY, a_resident, an_officer
from tests.pictures import an_image

ANNA = a_resident("anna")
BORIS = a_resident("boris")
OFFICER = an_officer("agency.lighting")


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


def test_what_is_not_used_within_a_day_is_thrown_away(send, media):
    used, unused = send(an_image()), send(an_image())
    attach(used)

    assert photos.discard_loose(at=MONDAY + timedelta(hours=23)) == 0
    assert photos.discard_loose(at=MONDAY + timedelta(hours=25)) == 1

    assert [photo.id for photo in photos.find([used, unused])] == [used]
    assert keys(media) == {f"media/{used}/{size}.jpg" for size in (320, 960, 1920)}


def test_throwing_away_is_made_up_for_when_killed_in_the_middle(send, media, monkeypatch):
    photo = send(an_image())
    with killing(monkeypatch, "delete"):
        photos.discard([photo])

    photos.discard_loose(at=MONDAY + timedelta(hours=25))

    assert photos.find([photo]) == []
    assert keys(media) == set()


def test_what_is_in_use_is_not_thrown_away(send, media):
    photo = send(an_image())
    attach(photo)

    photos.discard([photo, "none"])

    assert photos.find([photo])[0].state == PhotoState.READY
    assert len(keys(media)) == 3
