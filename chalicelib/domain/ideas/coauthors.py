"""Writing along: an author invites an address, or a participant asks; whoever has joined is an
author like the first one."""

import hashlib
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.actors import Actor
from chalicelib.domain import quotas
from chalicelib.domain.ideas import keeping, rules
from chalicelib.domain.ideas.rules import Relation, State
from chalicelib.domain.ideas.usecases import known, relations, shown, unknown
from chalicelib.domain.ideas.writing import AUTHOR, IDEA, authored
from chalicelib.domain.keeping import Fill, keep
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.language import LANGUAGES
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.idea import Contribution, Idea, IdeaEvent, own
from chalicelib.models.offer import Invitation

WAITING = "coauthor#"
INVITED, ASKS = f"{WAITING}invited#", f"{WAITING}asks#"
ASKED = "asks#"  # in the collection of who asks
MOST_WAITING = 100  # that are read, whoever else asks; of these the invitations first
LASTS = timedelta(days=14)
MOST_AUTHORS = 10  # who wrote an idea that went into this one come beside them
LONGEST_NOTE = 300
OPEN_FOR = frozenset({State.DRAFT, State.IN_MODERATION, State.PUBLISHED, State.NEEDS_REWORK})
DAY = quotas.Limit("coauthors", 20, say("you have done this %(most)s times today: go on tomorrow"))
GONE = "this invitation is not there any more"


class Addressee(NamedTuple):
    """To where an invitation goes; whether somebody has an account with it, nobody asks."""

    email: str
    language: str


class Table(NamedTuple):
    """Who writes an idea, as far as this person may know: for an author all who wait, for others
    what waits for them; ``may_ask`` is that they may ask to write along."""

    idea: Idea
    is_author: bool
    waiting: list[Invitation]
    may_ask: bool = False


def table(about: str | Idea, *, by: Actor, at: datetime) -> Table:
    """`NotFound` for a draft to which this person is not invited."""
    idea = known(about)
    are = relations(idea, by)
    if Relation.AUTHOR in are:
        return Table(idea, True, _waiting(idea, at))
    theirs = _theirs(idea, by, at)
    public = rules.sees(State(idea.state), are)
    if not (public or theirs):
        raise unknown(idea.id)
    may_ask = public and not theirs and State(idea.state) in OPEN_FOR
    return Table(idea, False, theirs, may_ask)


def invite(about: str | Idea, *, email: str, language: str, by: Actor, at: datetime) -> Invitation:
    """Invite an address; the same once more takes the place of the first one. The letter follows
    from the event."""
    from chalicelib.domain import accounts  # 20 ms that few doors need

    idea = _open(authored(about, by=by))
    if language not in LANGUAGES:
        raise Invalid("choose a language", {"language": say("choose one of the options")})
    address = accounts.email_as_kept(email)
    made = _made(idea, _invited(address), at, email=address, language=language)
    _kept(idea, made, "author_invited", {"invitation": made.id}, set(), by=by, at=at)
    return made


def ask(about: str | Idea, *, note: str, by: Actor, at: datetime) -> Invitation:
    """Ask to write along, with a few words that its authors alone read; asking twice is asking."""
    idea = _open(shown(about, by=by))
    if Relation.AUTHOR in relations(idea, by):
        raise Conflict("you are one of its authors")
    said = " ".join(note.split())
    if not 1 <= len(said) <= LONGEST_NOTE:
        why = say("write at least one and at most %(most)s characters", most=LONGEST_NOTE)
        raise rules.wrong({"note": why})
    made = _made(idea, f"{ASKS}{by.id}", at, person=by.id, note=said)
    _kept(idea, made, "author_asked", {}, set(idea.authors or ()), by=by, at=at)
    return made


def accept(about: str | Idea, *, by: Actor, at: datetime) -> Idea:
    """Become an author, whom somebody has invited by the address of their account; twice is
    once. `NotFound` for who is not invited, or not any more."""
    idea = known(about)
    if Relation.AUTHOR in relations(idea, by):
        return idea
    try:
        return _joined(idea, by.id, _ending(idea, _place(by) or "-", at=at), by=by, at=at)
    except Conflict:
        _check_invited(idea, by, at)
        raise


def decline(about: str | Idea, *, by: Actor, at: datetime) -> None:
    idea = known(about)
    try:
        keep(_ending(idea, _place(by) or "-", at=at), otherwise=GONE)
    except Conflict:
        _check_invited(idea, by, at)
        raise


def admit(about: str | Idea, invitation: str, *, by: Actor, at: datetime) -> Idea:
    """Let somebody write along who has asked."""
    idea = authored(about, by=by)
    found = _of(idea, invitation, at)
    if found.person is None:
        raise NotFound(GONE)
    return _joined(idea, found.person, _ending(idea, found.part, at=at), by=by, at=at)


def turn_down(about: str | Idea, invitation: str, *, by: Actor, at: datetime) -> None:
    """Take an invitation back, or say no to who has asked, who hears of it."""
    idea = authored(about, by=by)
    found = _of(idea, invitation, at)
    asked = {found.person} if found.person else set()
    event = _event(idea, "author_refused", {}, asked, by=by, at=at)

    def fill(write: TransactWrite) -> None:
        _ending(idea, found.part, at=at)(write)
        if asked:
            write.save(event, condition=IdeaEvent.part.does_not_exist())

    keep(fill, otherwise=GONE)


def leave(about: str | Idea, *, by: Actor, at: datetime) -> Idea:
    """Be no author of it any more; who began it stays."""
    idea = authored(about, by=by)
    if idea.person == by.id:
        raise Conflict("this idea is yours: you can only throw it away, as long as it is a draft")
    event = _event(idea, "author_left", {}, set(idea.authors or ()), by=by, at=at)

    def fill(write: TransactWrite) -> None:
        write.update(idea, actions=[Idea.authors.delete({by.id})])  # and on the version
        write.delete(Contribution(own(by.id), f"{IDEA}{idea.id}"))
        write.save(event, condition=IdeaEvent.part.does_not_exist())

    keep(fill, otherwise=keeping.MEANWHILE)
    idea.authors = set(idea.authors or ()) - {by.id}
    return idea


def addressee(idea: str, invitation: str, *, at: datetime) -> Addressee | None:
    """Where the letter goes; None if it was taken back, answered, or another took its place."""
    found = Invitation.query(idea, Invitation.part.startswith(INVITED), consistent_read=True)
    for one in found:
        if one.id == invitation and one.expires_at > at and one.email and one.language:
            return Addressee(one.email, one.language)
    return None


def _waiting(idea: Idea, at: datetime) -> list[Invitation]:
    """Invitations, and who asks: no more than are read at once."""
    those, alive = Invitation.part.startswith(WAITING), Invitation.expires_at > at
    how: dict[str, Any] = {"scan_index_forward": False, "limit": MOST_WAITING}
    return list(Invitation.query(idea.id, those, alive, consistent_read=True, **how))


def _theirs(idea: Idea, by: Actor, at: datetime) -> list[Invitation]:
    if not by.signed_in:
        return []
    places = (_place(by), f"{ASKS}{by.id}")
    wanted = ((Invitation, idea.id, place) for place in places if place)
    return [one for one in together(*wanted, consistent=True) if one and one.expires_at > at]


def _check_invited(idea: Idea, by: Actor, at: datetime) -> None:
    """Others never learn that there is an invitation, or a draft."""
    if not any(one.email for one in _theirs(idea, by, at)):
        raise NotFound(GONE)


def _of(idea: Idea, invitation: str, at: datetime) -> Invitation:
    for one in _waiting(idea, at):
        if one.id == invitation:
            return one
    raise NotFound(GONE)


def _place(by: Actor) -> str | None:
    """Where an invitation of theirs lies; an address counts once it is confirmed."""
    from chalicelib.domain import accounts  # as above

    contact = accounts.contacts([by.id]).get(by.id) if by.level >= 1 else None
    return _invited(contact.email) if contact else None


def _invited(email: str) -> str:
    return INVITED + hashlib.sha256(email.strip().lower().encode()).hexdigest()


def _open(idea: Idea) -> Idea:
    if State(idea.state) not in OPEN_FOR:
        raise Conflict("nobody can join its authors any more: it is decided upon")
    if len(idea.authors or ()) >= MOST_AUTHORS:
        raise Conflict("an idea has %(most)s authors at most", most=MOST_AUTHORS)
    return idea


def _joined(idea: Idea, person: str, ending: Fill, *, by: Actor, at: datetime) -> Idea:
    _open(idea)
    people = {*(idea.authors or ()), person}
    event = _event(idea, "author_joined", {}, people, by=by, at=at)
    mine = Contribution(
        own(person), f"{IDEA}{idea.id}", project=idea.project, at=at, share="coauthor"
    )

    def fill(write: TransactWrite) -> None:
        write.update(idea, actions=[Idea.authors.add({person})])  # and on the version
        ending(write)
        write.save(mine)
        write.save(event, condition=IdeaEvent.part.does_not_exist())

    keep(fill, otherwise=GONE)
    idea.authors = people
    return idea


def _ending(idea: Idea, part: str, *, at: datetime) -> Fill:
    """Only once, and not when it is over: the table forgets late."""
    alive = Invitation.part.exists() & (Invitation.expires_at > at)

    def fill(write: TransactWrite) -> None:
        write.delete(Invitation(idea.id, part), condition=alive)
        if part.startswith(ASKS):
            write.delete(_way(idea, part.removeprefix(ASKS)))

    return fill


def _made(idea: Idea, part: str, at: datetime, **said: Any) -> Invitation:
    name, until = identifiers.number(), at + LASTS
    return Invitation(idea.id, part, id=name, at=at, expires_at=until, **said)


def _way(idea: Idea, person: str, **kept: Any) -> Contribution:
    """By which it is found what somebody has asked, when they are forgotten."""
    return Contribution(own(person), f"{ASKED}{idea.id}", **kept)


def _kept(
    idea: Idea,
    made: Invitation,
    kind: str,
    facts: dict[str, str],
    people: set[str],
    *,
    by: Actor,
    at: datetime,
) -> None:
    event = _event(idea, kind, facts, people, by=by, at=at)

    def fill(write: TransactWrite) -> None:
        write.save(made)
        if made.person:
            until = made.expires_at
            write.save(_way(idea, made.person, project=idea.project, at=at, expires_at=until))
        write.save(event, condition=IdeaEvent.part.does_not_exist())
        DAY.using(write, by.id, at=at)

    with DAY.explaining(by.id, at=at):
        keep(fill, otherwise="this could not be kept: send it once more")


def _event(
    idea: Idea,
    kind: str,
    facts: dict[str, str],
    people: set[str],
    *,
    by: Actor,
    at: datetime,
) -> IdeaEvent:
    public = State(idea.state) not in rules.PRIVATE
    told = {**facts, **(keeping.titled(idea) if public else {})}
    event = keeping.idea_event(idea, kind, by=by, at=at, role=AUTHOR, facts=told, people=people)
    event.was = event.became = idea.state
    return event
