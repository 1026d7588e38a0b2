"""Writing along: an author invites an address, or a participant asks; whoever has joined is an
author like the first one."""

from datetime import datetime
from typing import NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain import quotas
from chalicelib.domain.ideas import editing, invitations, keeping, projects, rules
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.rules import Relation, State
from chalicelib.domain.ideas.usecases import known, relations, shown, unknown
from chalicelib.domain.ideas.writing import AUTHOR, IDEA, authored
from chalicelib.domain.keeping import Fill, keep
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.language import LANGUAGES
from chalicelib.messages import say
from chalicelib.models.base import Item, together
from chalicelib.models.idea import Contribution, Idea, IdeaEvent, own
from chalicelib.models.offer import Invitation
from chalicelib.models.person import HEAD as PERSON
from chalicelib.models.person import Person
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import Participant, Project, place_of

MOST_AUTHORS = 10  # who wrote an idea that went into this one come beside them
LONGEST_NOTE = 300
NOT_NOW = "nobody joins the authors of ideas in the phase the project is in"
OPEN_FOR = frozenset({State.DRAFT, State.IN_MODERATION, State.PUBLISHED, State.NEEDS_REWORK})
DAY = quotas.Limit("coauthors", 20, say("you have done this %(most)s times today: go on tomorrow"))


class Addressee(NamedTuple):
    """To where an invitation goes; whether somebody has an account with it, no author learns."""

    email: str
    language: str


class Table(NamedTuple):
    """Who writes an idea, as far as this person may know: for an author all who wait, for others
    what waits for them; ``may_ask`` is that they may ask to write along, ``joined`` that they take
    part in the project, ``open`` that anybody can still join its authors."""

    idea: Idea
    is_author: bool
    waiting: list[Invitation]
    open: bool
    joined: bool = True
    may_ask: bool = False


def table(about: str | Idea, *, by: Actor, at: datetime) -> Table:
    """`NotFound` for a draft to which this person is not invited."""
    idea = known(about)
    are = relations(idea, by)
    if Relation.AUTHOR in are:
        now_open = joinable(idea, keeping.plan_of(projects.find(idea.project)), at)
        return Table(idea, True, invitations.waiting(idea, at), now_open)
    mine = (Participant, *place_of(by.id, idea.project))
    theirs, (project, joined) = invitations.theirs(idea, by, at, _project(idea), mine)
    public = rules.sees(State(idea.state), are)
    if not (public or theirs):
        raise unknown(idea.id)
    now_open = joinable(idea, keeping.plan_of(project), at)
    may_ask = public and not theirs and now_open and joined is not None
    return Table(idea, False, theirs, now_open, joined is not None, may_ask)


def joinable(idea: Idea, plan: Plan, at: datetime) -> bool:
    """Whether anybody can still become one of its authors."""
    if State(idea.state) is State.NEEDS_REWORK:
        return True
    return State(idea.state) in OPEN_FOR and editing.changing(plan, at)


def invite(about: str | Idea, *, email: str, language: str, by: Actor, at: datetime) -> Invitation:
    """Invite an address; the same once more takes the place of the first one. The letter follows
    from the event."""
    from chalicelib.domain import accounts  # 20 ms that few doors need

    idea = authored(about, by=by)
    project, account = together(_project(idea), _account(by), consistent=True)
    _open(idea, project, at)
    if language not in LANGUAGES:
        raise Invalid("choose a language", {"language": say("choose one of the options")})
    address = accounts.email_as_kept(email)
    if account and account.email == address:
        raise Invalid(fields={"email": say("this is your own address: you are one of its authors")})
    made = invitations.to_address(idea, address, at, language=language)
    _kept(idea, made, "author_invited", {"invitation": made.id}, set(), by=by, at=at)
    return made


def ask(about: str | Idea, *, note: str, by: Actor, at: datetime) -> Invitation:
    """Ask to write along, with a few words that its authors alone read, for who takes part; asking
    twice is asking."""
    idea = shown(about, by=by)
    mine = (Participant, *place_of(by.id, idea.project))
    project, joined = together(_project(idea), mine, consistent=True)
    _open(idea, project, at)
    if Relation.AUTHOR in relations(idea, by):
        raise Conflict("you are one of its authors")
    if joined is None:
        raise Conflict("join the project first")
    said = " ".join(note.split())
    if not 1 <= len(said) <= LONGEST_NOTE:
        why = say("write at least one and at most %(most)s characters", most=LONGEST_NOTE)
        raise Invalid(fields={"note": why})
    made = invitations.from_person(idea, by.id, at, note=said)
    _kept(idea, made, "author_asked", {}, set(idea.authors or ()), by=by, at=at)
    return made


def accept(about: str | Idea, *, by: Actor, at: datetime) -> Idea:
    """Become an author, whom somebody has invited by the address of their account; twice is
    once. `NotFound` for who is not invited, or not any more."""
    idea = known(about)
    if Relation.AUTHOR in relations(idea, by):
        return idea
    project, account = together(_project(idea), _account(by), consistent=True)
    try:
        ending = invitations.ending(idea, invitations.place_at(account, by), at=at)
        return _joined(idea, project, by.id, ending, by=by, at=at)
    except Conflict:
        _check_invited(idea, by, at)
        raise


def decline(about: str | Idea, *, by: Actor, at: datetime) -> None:
    idea = known(about)
    try:
        keep(invitations.ending(idea, invitations.place_of(by), at=at), otherwise=invitations.GONE)
    except Conflict:
        _check_invited(idea, by, at)
        raise


def admit(about: str | Idea, invitation: str, *, by: Actor, at: datetime) -> Idea:
    """Let somebody write along who has asked."""
    idea = authored(about, by=by)
    found = invitations.find(idea, invitation, at)
    if found.person is None:
        raise NotFound(invitations.GONE)
    ending = invitations.ending(idea, found.part, at=at)
    return _joined(idea, projects.find(idea.project), found.person, ending, by=by, at=at)


def turn_down(about: str | Idea, invitation: str, *, by: Actor, at: datetime) -> None:
    """Take an invitation back, or say no to who has asked, who hears of it."""
    idea = authored(about, by=by)
    found = invitations.find(idea, invitation, at)
    asked = {found.person} if found.person else set()
    event = _event(idea, "author_refused", {}, asked, by=by, at=at)

    def fill(write: TransactWrite) -> None:
        invitations.ending(idea, found.part, at=at)(write)
        if asked:
            write.save(event, condition=IdeaEvent.part.does_not_exist())

    keep(fill, otherwise=invitations.GONE)


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
    found = Invitation.query(
        idea, Invitation.part.startswith(invitations.INVITED), consistent_read=True
    )
    for one in found:
        if one.id == invitation and one.expires_at > at and one.email and one.language:
            return Addressee(one.email, one.language)
    return None


def _check_invited(idea: Idea, by: Actor, at: datetime) -> None:
    """Others never learn that there is an invitation, or a draft."""
    theirs, _ = invitations.theirs(idea, by, at)
    if not any(one.email for one in theirs):
        raise NotFound(invitations.GONE)


def _project(idea: Idea) -> Item:
    return Project, idea.project, PROJECT


def _account(by: Actor) -> Item:
    return Person, by.id, PERSON


def _open(idea: Idea, project: Project, at: datetime) -> None:
    if State(idea.state) not in OPEN_FOR:
        raise Conflict("nobody can join its authors any more: it is decided upon")
    editing.check_now(idea, keeping.plan_of(project), at, NOT_NOW)
    if len(idea.authors or ()) >= MOST_AUTHORS:
        raise Conflict("an idea has %(most)s authors at most", most=MOST_AUTHORS)


def _joined(
    idea: Idea, project: Project, person: str, ending: Fill, *, by: Actor, at: datetime
) -> Idea:
    _open(idea, project, at)
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

    keep(fill, otherwise=invitations.GONE)
    idea.authors = people
    return idea


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
        write.save(invitations.way_to(made, idea.project))
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
