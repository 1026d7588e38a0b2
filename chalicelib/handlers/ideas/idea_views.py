"""What programs are told of ideas; what leaves is written out, so nothing leaks by itself."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from chalicelib.actors import ANONYMOUS, Actor
from chalicelib.catalogue import Point
from chalicelib.domain import ideas, photos
from chalicelib.domain.ideas import Amendment, Idea, amending, pending
from chalicelib.domain.ideas.differences import Change
from chalicelib.domain.ideas.merging import Proposal
from chalicelib.domain.ideas.orders import Entry, Found
from chalicelib.domain.ideas.own import Mine
from chalicelib.domain.ideas.similar import Similar
from chalicelib.domain.ideas.versions import Version
from chalicelib.edge import paging


class PictureView(Struct):
    """A photo by its longer side: 320, 960, 1920 pixels."""

    id: str
    small: str
    medium: str
    large: str


class PendingView(Struct):
    """A change that a moderator has still to read, or with a `reason` has returned; `amendment` is
    the one out of which it came."""

    at: datetime
    title: str
    problem: str
    solution: str
    benefits: str
    place: Point | None
    address: str
    tags: list[str]
    changes: list[Change]
    amendment: str | None
    code: str | None
    reason: str | None


class IdeaView(Struct):
    """An idea. `reason` is of its fate, or why a moderator returned it; `fingerprint` the SHA-256
    of its version, over the canonical JSON of its words (RFC 8785). Its authors and moderators are
    told of a `change` that is not shown yet; moderators, at their desk, for what it was
    `reported`."""

    id: str
    project: str
    state: str
    title: str
    problem: str
    solution: str
    benefits: str
    place: Point | None
    address: str
    tags: list[str]
    photos: list[PictureView]
    authors: int
    edition: int
    fingerprint: str | None
    reason: str | None
    merged_into: str | None
    merged_from: list[str]
    published_at: datetime | None
    version: int
    change: PendingView | None = None
    reported: list[str] = []


class EntryView(Struct):
    """An idea in a list. `comments` is only told where ideas are not in random order."""

    id: str
    title: str
    state: str
    tags: list[str]
    published_at: datetime
    photo: str | None
    comments: int | None


class IdeaList(Struct):
    """`shown` is how often each idea of the project had been shown at least, in random order."""

    order: str
    items: list[EntryView]
    shown: int | None = None
    ranked_at: datetime | None = None
    next: str | None = None


class VersionView(Struct):
    """A version, and what is different from the one before; `amended` is that somebody else
    proposed it and the authors accepted it. Of one that a moderator has hidden it is told why,
    and nothing that it said."""

    number: int
    at: datetime
    fingerprint: str
    title: str
    problem: str
    solution: str
    benefits: str
    place: Point | None
    address: str
    tags: list[str]
    changes: list[Change]
    amended: bool
    hidden: str | None = None


class VersionList(Struct):
    items: list[VersionView]
    earlier: int | None = None


class SimilarView(Struct):
    """An idea that is like a text, or `near`: within 200 metres of the place."""

    id: str
    title: str
    state: str
    near: bool


class SimilarList(Struct):
    items: list[SimilarView]


class ExposureView(Struct):
    """How often each idea was shown in the list of its project, up to `counted_at`; before each
    has been shown `floor` times none is ranked."""

    floor: int
    least: int
    counted_at: datetime | None
    shown: dict[str, int]


class AmendmentView(Struct):
    """Other words for an idea: what they change, and what became of them."""

    id: str
    idea: str
    state: str
    why: str
    edition: int
    fingerprint: str
    changes: list[Change]
    at: datetime
    reason: str | None


class AmendmentList(Struct):
    items: list[AmendmentView]


class MergeView(Struct):
    """Whether an idea goes into another one; `asked` is that you have still to answer."""

    idea: str
    into: str
    state: str
    note: str
    until: str
    asked: bool


class MineView(Struct):
    what: str
    id: str
    idea: str
    project: str
    title: str
    state: str
    reason: str | None
    share: str | None
    at: datetime


class MineList(Struct):
    items: list[MineView]
    next: str | None = None


def of_idea(idea: Idea, *, by: Actor = ANONYMOUS, flaws: Iterable[str] = ()) -> IdeaView:
    words = ideas.words_of(idea)
    return IdeaView(
        idea.id,
        idea.project,
        idea.state,
        words.title,
        words.problem,
        words.solution,
        words.benefits,
        words.place,
        words.address,
        list(words.tags),
        [PictureView(one, *photos.Urls.of(one)) for one in idea.pictures],
        len(idea.authors or ()),
        int(idea.edition),
        idea.fingerprint,
        idea.reason,
        idea.merged_into,
        sorted(idea.merged_from or ()),
        idea.published_at,
        int(idea.version or 0),
        _pending(idea, by),
        list(flaws),
    )


def _pending(idea: Idea, by: Actor) -> PendingView | None:
    change = pending.seen(idea, by=by)
    if change is None:
        return None
    words = change.text
    return PendingView(
        change.at,
        words.title,
        words.problem,
        words.solution,
        words.benefits,
        words.place,
        words.address,
        list(words.tags),
        list(pending.changes(idea)),
        change.amendment,
        change.code,
        change.reason,
    )


def of_list(found: Found) -> IdeaList:
    items = [_entry(one) for one in found.items]
    cursor = paging.cursor(found.last)
    return IdeaList(str(found.order), items, found.shown, found.ranked_at, cursor)


def of_version(one: Version) -> VersionView:
    words = one.words
    return VersionView(
        one.number,
        one.kept.at,
        one.kept.fingerprint,
        words.title,
        words.problem,
        words.solution,
        words.benefits,
        words.place,
        words.address,
        list(words.tags),
        list(one.changes),
        one.kept.amendment is not None,
        one.kept.hidden,
    )


def of_similar(one: Similar) -> SimilarView:
    return SimilarView(one.idea.id, ideas.words_of(one.idea).title, one.idea.state, one.near)


def of_amendment(one: Amendment) -> AmendmentView:
    return AmendmentView(
        one.id,
        one.idea,
        one.state,
        one.why,
        int(one.edition),
        one.fingerprint,
        list(amending.changes(one)),
        one.at,
        one.reason,
    )


def of_merge(found: Proposal, asked: bool) -> MergeView | None:
    merge = found.merge
    if merge is None:
        return None
    until = merge.until.isoformat()
    return MergeView(found.idea.id, merge.into, str(found.state), merge.note, until, asked)


def of_mine(one: Mine) -> MineView:
    return MineView(*one)


def _entry(one: Entry) -> EntryView:
    photo = photos.Urls.of(one.photo).small if one.photo else None
    tags = list(one.tags)
    return EntryView(one.id, one.title, one.state, tags, one.published_at, photo, one.comments)
