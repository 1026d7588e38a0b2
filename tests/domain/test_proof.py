"""An answer is proved by photos: of the last 72 hours, of the place, and never shown before."""

from datetime import timedelta
from math import cos, radians

import pytest

from chalicelib import catalogue
from chalicelib.domain import complaints, photos
from chalicelib.domain.complaints import State
from chalicelib.domain.photos import likeness, proving
from chalicelib.errors import Conflict, Invalid
from chalicelib.language import tell
from chalicelib.models.look import Look
from chalicelib.models.photo import Photo
from tests.complaints import ANNA, CENTRE, OFFICER, TUESDAY, WEDNESDAY, published
from tests.factories import MONDAY
from tests.pictures import a_view, an_image, taken
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("media")
NOTE = "The lamp was replaced."
DEGREE = 111_195  # metres from south to north


@pytest.fixture
def proof(send):
    """A photo of the officer's, looked at."""
    return lambda *args, **options: send(a_view(*args, **options), by=OFFICER)


def answer(reference, *sent, at=TUESDAY):
    return complaints.answer(reference, note=NOTE, photos=sent, by=OFFICER, at=at)


def refused(reference, *sent, at=TUESDAY):
    """What is told of each photo that proves nothing."""
    with pytest.raises(Invalid) as error:
        answer(reference, *sent, at=at)
    assert complaints.find(reference).state == State.ROUTED
    assert {photo.attached_to for photo in photos.find(sent)} == {None}
    assert all(tell(why, "ru") != str(why) for why in error.value.fields.values())
    return {field: str(why) for field, why in error.value.fields.items()}


def on_the_clock(moment):
    """What a clock in the city shows then."""
    return catalogue.in_city(moment)


@pytest.mark.parametrize(
    "again",
    [
        pytest.param({}, id="byte for byte"),
        pytest.param({"quality": 40}, id="poorer"),
        pytest.param({"size": (640, 480)}, id="smaller"),
        pytest.param({"size": (480, 360), "quality": 60}, id="smaller and poorer"),
        pytest.param({"size": (2400, 1800)}, id="larger"),
        pytest.param({"exif": taken(at=MONDAY)}, id="of another time"),
    ],
)
def test_the_photo_of_the_fault_is_no_proof_of_the_repair(send, proof, again):
    reference = published(photos=[send(a_view("fault"), by=ANNA)]).reference
    wrong = refused(reference, proof("fault", **again))

    assert set(wrong) == {"photos.1"}
    assert "the same picture as one that was shown here within a year" in wrong["photos.1"]


def test_another_photo_is(send, proof):
    reference = published(photos=[send(a_view("fault"), by=ANNA)]).reference

    mended = proof("mended")
    answer(reference, mended)

    assert complaints.find(reference).answer_photos == [mended]
    assert photos.find([mended])[0].attached_to == reference


def test_a_picture_of_nothing_is_known_again_by_its_bytes_alone(send):
    reference = published(photos=[send(an_image(colour="teal"), by=ANNA)]).reference

    assert set(refused(reference, send(an_image(colour="teal"), by=OFFICER))) == {"photos.1"}
    answer(reference, send(an_image(colour="red"), by=OFFICER))


def test_every_wrong_photo_is_told_at_once_with_the_rule_that_it_breaks(send, proof):
    reference = published(photos=[send(a_view("fault"), by=ANNA)]).reference
    wrong = refused(
        reference,
        proof("fault"),
        proof("good", exif=taken(at=on_the_clock(MONDAY))),
        proof("old", exif=taken(at=on_the_clock(TUESDAY - timedelta(hours=73)))),
        proof("far", exif=taken(lat=CENTRE.lat + 5000 / DEGREE, lon=CENTRE.lon)),
    )

    assert {field: why.partition(":")[0] for field, why in wrong.items()} == {
        "photos.1": "photo 1 is the same picture as one that was shown here within a year",
        "photos.3": "photo 3 was taken more than 72 hours ago, by the clock of its camera",
        "photos.4": "photo 4 was taken more than 100 metres from the place of the report, "
        "by what its camera says",
    }


@pytest.mark.parametrize(("hours", "fits"), [(0, True), (71.9, True), (72.1, False), (999, False)])
def test_a_photo_is_of_the_last_72_hours_by_the_citys_clock(proof, hours, fits):
    reference = published().reference
    moment = TUESDAY - timedelta(hours=hours)
    photo = proof(exif=taken(at=on_the_clock(moment)))

    if fits:
        answer(reference, photo)
    else:
        assert set(refused(reference, photo)) == {"photos.1"}


@pytest.mark.parametrize("towards", [(1, 0), (0, 1), (-0.7, 0.7), (0.6, -0.8)])
@pytest.mark.parametrize(("metres", "fits"), [(5, True), (97, True), (103, False), (5000, False)])
def test_a_photo_is_taken_within_a_hundred_metres_in_whichever_direction(
    proof, towards, metres, fits
):
    """Also between the square of which the write asks, and the circle."""
    reference = published().reference
    north, east = (metres * way / (towards[0] ** 2 + towards[1] ** 2) ** 0.5 for way in towards)
    lat, lon = CENTRE.lat + north / DEGREE, CENTRE.lon + east / DEGREE / east_of(CENTRE.lat)
    photo = proof(exif=taken(lat=lat, lon=lon))

    if fits:
        answer(reference, photo)
        assert complaints.find(reference).state == State.AWAITING_VERDICT
    else:
        assert set(refused(reference, photo)) == {"photos.1"}


def east_of(lat):
    return cos(radians(lat))


def test_what_a_year_has_passed_over_may_be_shown_again(send, proof):
    published(photos=[send(a_view("fault"), by=ANNA)])
    (old,) = Photo.scan(Photo.attached_to.exists())
    old.update(actions=[Photo.uploaded_at.set(TUESDAY - timedelta(days=366))])

    answer(published().reference, proof("fault"))


def test_the_table_forgets_late_and_nobody_is_refused_for_it(send, proof, media):
    published(photos=[send(a_view("fault"), by=ANNA)])
    for look in Look.scan():
        look.update(actions=[Look.expires_at.set(MONDAY - timedelta(hours=1))])

    assert photos.find([proof("fault")])[0].alike is None


def test_what_was_sent_and_taken_out_again_is_in_nobodys_way(proof):
    reference = published().reference
    proof("mended")

    answer(reference, proof("mended"))


def test_what_was_sent_twice_in_one_answer_proves_it_once_more(proof):
    answer(published().reference, proof("mended"), proof("mended", quality=60))


@pytest.mark.parametrize("first", [0, 1])
def test_one_picture_does_not_prove_two_repairs_whichever_is_answered_first(proof, first):
    both = [published().reference, published().reference]
    sent = [proof("mended"), proof("mended", quality=60)]

    answer(both[first], sent[first])

    assert set(refused(both[1 - first], sent[1 - first])) == {"photos.1"}


@pytest.mark.parametrize("looked", [0, 1], ids=["the first", "the second"])
def test_one_picture_does_not_prove_two_repairs_that_are_answered_at_once(
    proof, monkeypatch, looked
):
    """One of them has looked at its photo when the other is kept."""
    both = [published().reference, published().reference]
    sent = [proof("mended"), proof("mended", quality=60)]
    known = proving.Proofs

    class Slow(known):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            monkeypatch.setattr("chalicelib.domain.complaints.proof.Proofs", known)
            answer(both[1 - looked], sent[1 - looked])

    monkeypatch.setattr("chalicelib.domain.complaints.proof.Proofs", Slow)

    assert set(refused(both[looked], sent[looked])) == {"photos.1"}


def test_one_that_comes_while_its_like_is_being_used_knows_of_it(proof, monkeypatch):
    """It is looked at when the other answer has read its own photo, and is not kept yet."""
    reference, proposed = published().reference, proof("mended")
    proof("mended")  # so that the photos are read at all
    later, known = [], proving.Proofs

    class Slow(known):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            monkeypatch.setattr("chalicelib.domain.complaints.proof.Proofs", known)
            later.append(proof("mended", quality=70))

    monkeypatch.setattr("chalicelib.domain.complaints.proof.Proofs", Slow)
    with pytest.raises(Conflict):
        answer(reference, proposed)
    answer(reference, proposed)

    assert set(refused(published().reference, *later)) == {"photos.1"}


def test_the_answer_before_this_one_is_no_proof_either(proof):
    reference, first = published().reference, proof("mended")
    answer(reference, first)
    complaints.deny(reference, note="It is dark.", by=ANNA, at=TUESDAY)

    with pytest.raises(Invalid) as error:
        answer(reference, proof("mended"), at=WEDNESDAY)

    assert set(error.value.fields) == {"photos.1"}


def test_a_good_answer_takes_two_round_trips_as_any_other_act(proof):
    reference = published().reference
    photo = proof(exif=taken(at=on_the_clock(MONDAY), lat=CENTRE.lat, lon=CENTRE.lon))

    with counted() as calls:
        answer(reference, photo)

    assert calls == ["GetItem", "TransactWriteItems"]


def test_what_is_thrown_away_is_found_by_nobody_any_more(proof):
    photos.discard([proof("mended")])

    assert list(Look.scan()) == []


def test_however_many_copies_were_sent_since_the_one_that_was_shown_is_known(send, proof):
    before = photos.upload(by=ANNA, at=MONDAY - timedelta(hours=1)).id
    reference = published(photos=[send(a_view("fault"), to=before)]).reference
    copies = [proof("fault", quality=60) for _ in range(likeness.MOST_ALIKE + 2)]

    assert set(refused(reference, copies[-1])) == {"photos.1"}


def test_five_photos_of_which_many_copies_lie_about_are_kept_in_one_transaction(proof):
    sent = [proof(number) for number in range(5)]
    for number in range(5):
        for _ in range(likeness.MOST_ALIKE + 2):
            proof(number, size=(320, 240))

    answer(published().reference, *sent)

    assert all(len(p.alike) == likeness.MOST_ALIKE for p in photos.find(sent))
