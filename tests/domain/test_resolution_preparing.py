"""What an agency prepares to say of its work: photos wait, and one more is always invited."""

import pytest

from chalicelib.domain import draft_photos, photos, resolutions
from chalicelib.domain.resolutions import Act, Report
from chalicelib.errors import Conflict, Invalid
from chalicelib.models.draft import Draft
from chalicelib.models.photo import Photo
from tests.disputes import BALLOT, DAY, HOUR
from tests.reporting import a_city
from tests.resolutions import AGENT, LATER, NOTE, STRANGER, resolved

BACK = "/back/{photo}"
WHEN = LATER + HOUR


@pytest.fixture(autouse=True)
def _deed(keys):
    with a_city():
        resolved()
        yield


def there(act=Act.FINISH, at=WHEN, by=AGENT):
    return resolutions.prepared(BALLOT, act, by=by, at=at, back_to=BACK)


def sent(at=WHEN):
    """A photo is sent to where the page says, and is ready."""
    photo = there(at=at).upload.id
    resolutions.add(BALLOT, photo, by=AGENT, at=at)
    Photo(photo).update([Photo.state.set(photos.PhotoState.READY)])
    return photo


def say(at=WHEN, act=Act.FINISH):
    return resolutions.say(BALLOT, act, Report(NOTE), by=AGENT, at=at)


def test_opening_the_page_again_invites_the_same_photo():
    first = sent()

    pages = [there() for _ in range(3)]

    assert [[photo.id for photo in page.photos] for page in pages] == [[first]] * 3
    assert len({page.upload.id for page in pages}) == 1
    assert len(list(Photo.scan())) == 2


def test_an_invitation_that_got_old_is_made_anew():
    sent()

    assert there().upload.id != there(at=WHEN + DAY).upload.id


def test_one_of_which_something_came_is_not_invited_again():
    sent()
    came = there().upload.id
    Photo(came).update([Photo.state.set(photos.PhotoState.READY)])

    assert there().upload.id != came


def test_after_five_photos_no_more_can_be_sent():
    made = [sent() for _ in range(resolutions.MOST_PHOTOS)]

    assert there().upload is None
    with pytest.raises(Conflict):
        resolutions.add(BALLOT, "a-sixth", by=AGENT, at=WHEN)
    assert [photo.id for photo in there().photos] == made


def test_a_step_that_shows_nothing_invites_nothing():
    assert there(Act.POSTPONE).upload is None
    assert list(Photo.scan()) == []


def test_each_officer_sees_their_own_photos():
    sent()

    assert there(by=STRANGER).photos == []


def test_what_was_prepared_is_said_and_then_not_kept_any_more():
    made = [sent(), sent()]

    deed = say()

    assert deed.resolution.steps[-1].photos == made
    assert there().photos == []
    assert list(Draft.scan()) == []


def test_a_photo_that_was_thrown_away_meanwhile_is_left_out():
    gone, kept = sent(), sent()
    Photo(gone).delete()

    assert say().resolution.steps[-1].photos == [kept]


def test_one_that_is_not_ready_is_named_and_nothing_is_said():
    Photo(sent()).update([Photo.state.set(photos.PhotoState.WAITING)])

    with pytest.raises(Invalid) as refused:
        say()

    assert set(refused.value.fields) == {"photos"}
    assert resolutions.of(BALLOT).resolution.steps == []


def test_two_first_photos_that_come_at_once_do_not_push_each_other_out(rival):
    first = there().upload.id

    rival("rival")
    with pytest.raises(Conflict, match="meanwhile"):
        resolutions.add(BALLOT, first, by=AGENT, at=WHEN)
    resolutions.add(BALLOT, first, by=AGENT, at=WHEN)

    assert kept() == ["rival", first]


def test_two_more_photos_that_come_at_once_are_both_kept(rival):
    first, second = sent(), there().upload.id

    rival("rival")
    resolutions.add(BALLOT, second, by=AGENT, at=WHEN)

    assert kept() == [first, "rival", second]


@pytest.fixture
def rival(monkeypatch):
    """Have another photo come as soon as the draft was read."""

    def comes(photo):
        read = draft_photos.together

        def meanwhile(*places, **how):
            found = read(*places, **how)
            monkeypatch.undo()
            resolutions.add(BALLOT, photo, by=AGENT, at=WHEN)
            return found

        monkeypatch.setattr(draft_photos, "together", meanwhile)

    return comes


def kept():
    (draft,) = Draft.scan()
    return draft.sent
