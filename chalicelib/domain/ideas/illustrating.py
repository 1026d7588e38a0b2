"""Photos of an idea while it is a draft: sent one by one, and kept with it once they are ready."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pynamodb.expressions.condition import size
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain import photos
from chalicelib.domain.ideas import texts, usecases
from chalicelib.domain.ideas.rules import State
from chalicelib.domain.ideas.writing import WHILE_A_DRAFT, drafted, illustrate
from chalicelib.domain.keeping import keep
from chalicelib.domain.photos import Photo, Upload
from chalicelib.errors import Invalid
from chalicelib.models.base import Item
from chalicelib.models.idea import Idea

GOOD_FOR = timedelta(hours=12)  # what waits longer than a day is thrown away


class Album(NamedTuple):
    """The photos that are kept with an idea, those that have come since, and where the next one
    goes."""

    kept: list[Photo]
    sent: list[Photo]
    upload: Upload


def item(id: str, photo: str) -> Item:
    """Where the idea of a photo lies, to be read along with something else."""
    return usecases.item(id)


def album(idea: Idea, *, by: Actor, at: datetime, back_to: str) -> Album:
    """Of a draft, for its authors. The next photo goes to the place that is kept for it, until one
    has come there, or somebody else writes along."""
    drafted(idea, by=by, version=None, otherwise=WHILE_A_DRAFT)
    wanted = [*idea.pictures, *idea.came, *([idea.invited] if idea.invited else [])]
    found = {one.id: one for one in photos.find(wanted)}
    kept, sent = ([found[one] for one in ids if one in found] for ids in (idea.pictures, idea.came))
    place = found.get(idea.invited or "")
    if place is None or not _waits(place, by, at):
        place = _invited(idea, by=by, at=at)
    return Album(kept, sent, photos.invitation(place.id, back_to=back_to))


def add(about: str | Idea, photo: str, *, by: Actor, at: datetime) -> Idea:
    """One more has come; told twice it is the same one. The next is invited with it, so that
    whoever looks at the photos writes nothing."""
    idea = drafted(about, by=by, version=None, otherwise=WHILE_A_DRAFT)
    if photo in (*idea.came, *idea.pictures):
        return idea
    following = photos.new(by=by, at=at)
    few = size(Idea.sent) < texts.MOST_PHOTOS
    room = Idea.sent.does_not_exist() | (~Idea.sent.contains(photo) & few)

    def fill(write: TransactWrite) -> None:
        photos.inviting(write, following)
        added = Idea.sent.set((Idea.sent | []).append([photo]))
        still = (Idea.state == State.DRAFT) & room
        changes: list[Action] = [added, Idea.invited.set(following.id)]
        write.update(idea, changes, condition=still, add_version_condition=False)

    keep(fill, otherwise="an idea has five photos at most")
    left: list[Any] = [*idea.came, photo]
    idea.sent, idea.invited = left, following.id
    return idea


def keep_all(about: str | Idea, *, by: Actor, at: datetime) -> Idea:
    """Keep what has come with the idea; `Invalid` while one is looked at, or was refused. What
    waited so long that it was thrown away is in nobody's way."""
    idea = drafted(about, by=by, version=None, otherwise=WHILE_A_DRAFT)
    if not idea.came:
        return idea
    try:
        return illustrate(idea, [*idea.pictures, *idea.came], by=by, at=at)
    except Invalid:
        left = [photo.id for photo in photos.find(idea.came)]
        if left == idea.came:
            raise
        return illustrate(idea, [*idea.pictures, *left], by=by, at=at)


def remove(about: str | Idea, photo: str, *, by: Actor, at: datetime) -> Idea:
    """Take a photo out, be it kept or not yet."""
    idea = drafted(about, by=by, version=None, otherwise=WHILE_A_DRAFT)
    if photo in idea.pictures:
        return illustrate(idea, [one for one in idea.pictures if one != photo], by=by, at=at)
    left: list[Any] = [one for one in idea.came if one != photo]
    idea.update([Idea.sent.set(left)], add_version_condition=False)
    return idea


def _waits(place: Photo, by: Actor, at: datetime) -> bool:
    fresh = place.state == photos.PhotoState.WAITING and place.uploaded_at > at - GOOD_FOR
    return bool(fresh and place.owner == by.id)


def _invited(idea: Idea, *, by: Actor, at: datetime) -> Photo:
    following = photos.new(by=by, at=at)

    def fill(write: TransactWrite) -> None:
        photos.inviting(write, following)
        write.update(
            idea,
            [Idea.invited.set(following.id)],
            condition=Idea.state == State.DRAFT,
            add_version_condition=False,
        )

    keep(fill, otherwise=WHILE_A_DRAFT)
    return following
