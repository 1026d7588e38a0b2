"""What an agency is about to say of its work: photos are sent one by one, and wait here."""

from datetime import datetime, timedelta
from typing import NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain import photos as pictures
from chalicelib.domain.keeping import keep
from chalicelib.domain.photos import Photo, Upload
from chalicelib.domain.resolutions import rules, usecases
from chalicelib.domain.resolutions.keeping import Deed
from chalicelib.domain.resolutions.rules import Act, Report
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.models.ballot import HEAD, Ballot
from chalicelib.models.base import together
from chalicelib.models.draft import Draft

FRESH = timedelta(hours=12)  # an invitation that nobody used is good for a day
WITH_PHOTOS = frozenset({Act.REPORT, Act.FINISH})


class Prepared(NamedTuple):
    """``upload`` is where the next photo goes; None if no more can be sent."""

    deed: Deed
    photos: list[Photo]
    upload: Upload | None


def prepared(ballot_id: str, act: Act, *, by: Actor, at: datetime, back_to: str) -> Prepared:
    """What is there so far, in two round trips, and an invitation to send another photo."""
    places = (Ballot, ballot_id, HEAD), (Draft, _key(ballot_id, by))
    ballot, kept = together(*places, consistent=True)
    if ballot is None:
        raise NotFound("there is no ballot %(ballot)s", ballot=ballot_id)
    deed, draft = usecases.of_counted(ballot), _own(kept, by, at)
    if act not in WITH_PHOTOS:
        return Prepared(deed, [], None)
    sent, invited = _photos(draft)
    if len(sent) >= rules.MOST_PHOTOS:
        return Prepared(deed, sent, None)
    if invited and at - invited.uploaded_at < FRESH:
        return Prepared(deed, sent, pictures.invitation(invited.id, back_to=back_to))
    return Prepared(deed, sent, pictures.upload(by=by, at=at, back_to=back_to))


def add(ballot_id: str, photo: str, *, by: Actor, at: datetime) -> None:
    """One more photo, five at most; adding it twice is adding it. The next one is invited."""
    from chalicelib.domain.complaints.draft_keeping import KEPT  # 15 ms for agencies alone

    key = _key(ballot_id, by)
    (kept,) = together((Draft, key), consistent=True)
    draft = _own(kept, by, at)
    if draft and photo in draft.sent:
        return
    sent = [*(draft.sent if draft else []), photo]
    if len(sent) > rules.MOST_PHOTOS:
        raise Conflict("a report has five photos at most")
    invited = pictures.new(by=by, at=at)
    new = Draft(key, owner=by.id, photos=sent, invited=invited.id, expires_at=at + KEPT)
    same = Draft.photos == kept.photos if kept else Draft.id.does_not_exist()

    def fill(write: TransactWrite) -> None:
        write.save(new, condition=same)
        pictures.inviting(write, invited)

    keep(fill, otherwise="the photos changed meanwhile")


def remove(ballot_id: str, photo: str, *, by: Actor, at: datetime) -> None:
    from chalicelib.domain.complaints import drafts

    drafts.remove_photo(_key(ballot_id, by), photo, by=by, at=at)


def say(
    ballot_id: str,
    act: Act,
    report: Report,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Deed:
    """Say it, with the photos that were sent; one round trip to read, one to write.

    A photo that waited so long that it was thrown away is left out.
    """
    key = _key(ballot_id, by)
    places = usecases.where(ballot_id, report.complaints)
    kept, ballot, *linked = together((Draft, key), *places, consistent=True)
    draft = _own(kept, by, at)
    shown = draft.sent if draft else []

    def said(photos: list[str]) -> Deed:
        return usecases.advanced(
            ballot,
            ballot_id,
            act,
            report._replace(photos=photos),
            linked,
            by=by,
            at=at,
            version=version,
            also=lambda write: write.delete(Draft(key)),
        )

    try:
        return said(shown)
    except Invalid:
        left = [photo.id for photo in _photos(draft)[0]]
        if left == shown:
            raise
        return said(left)


def _photos(draft: Draft | None) -> tuple[list[Photo], Photo | None]:
    """Those that were sent, in the order they came; and the one that is invited, as long as
    nothing came of it."""
    if draft is None:
        return [], None
    invited = [draft.invited] if draft.invited else []
    found = {photo.id: photo for photo in pictures.find([*draft.sent, *invited])}
    own = {number: photo for number, photo in found.items() if photo.owner == draft.owner}
    waits = next((own[one] for one in invited if one in own), None)
    sent = [own[photo] for photo in draft.sent if photo in own]
    return sent, waits if waits and waits.state == pictures.PhotoState.WAITING else None


def _own(draft: Draft | None, by: Actor, at: datetime) -> Draft | None:
    """None if it is not kept any more."""
    return draft if draft and draft.owner == by.id and draft.expires_at > at else None


def _key(ballot_id: str, by: Actor) -> str:
    return f"resolution#{ballot_id}#{by.id}"
