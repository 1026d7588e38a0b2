"""What photos look like: how those that look alike are found, and what is kept of that."""

from chalicelib.domain import photos
from chalicelib.domain.photos import likeness, processing
from chalicelib.models.look import Look
from tests.complaints import ANNA, OFFICER, published
from tests.domain.test_photos import killing
from tests.factories import MONDAY
from tests.pictures import a_view
from tests.roundtrips import counted


def test_a_photo_thrown_away_while_it_was_drawn_is_found_by_nobody(send, monkeypatch):
    photo = send(a_view("mended"), looked_at=False)
    remember = likeness.remember

    def remember_and_discard(*args):
        found = remember(*args)
        photos.discard([photo])
        return found

    monkeypatch.setattr(likeness, "remember", remember_and_discard)
    processing.process(f"quarantine/{photo}")

    assert photos.find([photo]) == []
    assert list(Look.scan()) == []


def test_a_worker_killed_before_the_photo_is_ready_compares_it_once(send, monkeypatch):
    published(photos=[send(a_view("fault"), by=ANNA)])
    photo = send(a_view("fault"), by=OFFICER, looked_at=False)
    with killing(monkeypatch, "delete"):
        processing.process(f"quarantine/{photo}")
    processing.process(f"quarantine/{photo}")

    assert len(photos.find([photo])[0].alike) == 1
    looks = [look.sent for look in Look.scan()]
    assert len(looks) == len(set(looks)) * likeness.BANDS


def test_a_band_of_which_there_are_thousands_is_read_in_part(send, monkeypatch):
    monkeypatch.setattr(likeness, "MOST_READ", 2)
    for _ in range(4):
        send(a_view("sky"), by=OFFICER)

    with counted("dynamodb") as calls:
        last = send(a_view("sky"), by=OFFICER)

    assert calls.count("Query") == likeness.BANDS
    assert 1 <= len(photos.find([last])[0].alike) <= 2


def test_what_it_looks_like_is_a_photos_secret(send):
    """No more than when and where it was taken."""
    file = photos.new(by=ANNA, at=MONDAY, private=True)
    file.save()

    paper = photos.find([send(a_view("paper"), to=file.id, by=ANNA)])[0]

    assert (paper.looks, paper.alike) == (None, None)
    assert list(Look.scan()) == []
